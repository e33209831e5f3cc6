"""The courses that a demo dossier can take: in time, late, asked for papers, paid for, stopped, mended, still open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from motcua.casework.amend import Amendment
from motcua.casework.backdating import Claim
from motcua.kernel.due import Hold

from . import clock, crew, people
from .acts import Act, CodeOf, Person
from .course import Course
from .sketches import Sketch

REFUSALS = (
    "Không đủ điều kiện theo quy định; hồ sơ gốc không có thông tin phù hợp.",
    "Kết quả xác minh tại nơi cư trú không khớp với nội dung kê khai.",
    "Thửa đất đang có tranh chấp, chưa đủ điều kiện giải quyết.",
)
NOT_OURS = (
    "Nội dung đề nghị không thuộc thẩm quyền giải quyết của cơ quan.",
    "Người nộp hồ sơ không phải là người có quyền yêu cầu và không có văn bản ủy quyền.",
    "Việc này đã được giải quyết; kết quả còn hiệu lực.",
)
DUTY_BASIS = "Luật Quản lý thuế; thông báo nộp tiền của cơ quan thuế"
STOP_BASIS = "Nghị định số 118/2025/NĐ-CP"


def plain(c: Course) -> None:
    c.file("file_and_accept")
    c.finish(c.on_time(c.due()))


def late(c: Course) -> None:
    c.file("file_and_accept")
    c.finish(c.late(c.due()))


def refused_result(c: Course) -> None:
    c.refused = c.rng.choice(REFUSALS)
    plain(c)


def at_once(c: Course) -> None:
    """The counter officer settles it directly, by authority given."""
    told = replace(c.outcome(), signer=c.receiver.name, capacity="TUQ.")
    c.file("result_at_once", result=told)


def restarted(c: Course) -> None:
    c.file("file_and_accept")
    c.wait(c.rng.uniform(30, 300))
    rest = c.up_to("specialist", 0.05)
    c.wait(c.rng.uniform(20, 200))
    c.ask()
    c.answered(0.5, 9)
    c.walk(rest, c.on_time(c.due(start=c.now)))
    c.fetched()


def asked_late(c: Course) -> None:
    """A leader's late request: it only holds the clock."""
    c.file("file_and_accept")
    rest = c.up_to("specialist", 0.1)
    c.wait_days(4, min(6, c.sketch.matter.days - 3))
    c.ask(leader_reason="Kết quả xác minh mới có; cần làm rõ trước khi trình ký.")
    began = c.now
    c.answered(1, 5)
    c.walk(rest, c.on_time(c.due(holds=(Hold(began, c.now),))))
    c.fetched()


def asked_before(c: Course) -> None:
    """Asked at the counter, before acceptance; accepted when all is there."""
    c.file("file_and_ask", items=c.items())
    c.wait_days(0.3, 5)
    by = c.officer("receiver", at_counter=True)
    c.do("receive_supplement", by, papers=(c.asked,))
    c.wait(c.rng.uniform(3, 15))
    c.do("accept", by)
    c.finish(c.on_time(c.due(start=c.now)))


def dropped(c: Course) -> None:
    c.file("file_and_accept")
    c.wait(c.rng.uniform(30, 200))
    rest = c.up_to("specialist", 0.05)
    c.wait(c.rng.uniform(20, 100))
    c.do("propose_supplement", c.doer(c.first_of("specialist")), items=c.items())
    c.wait(c.rng.uniform(20, 120))
    c.do("drop_supplement", c.officer("receiver", at_counter=True), reason="Giấy tờ này đã có trong hồ sơ.")
    c.walk(rest, c.on_time(c.due()))
    c.fetched()


def financial(c: Course) -> None:
    _held(c, "financial", "Chờ người nộp hồ sơ thực hiện nghĩa vụ tài chính", DUTY_BASIS)


def held(c: Course) -> None:
    _held(c, "other", "Chờ kết quả giám định tư pháp", "Quyết định trưng cầu giám định")


def _held(c: Course, ground: str, reason: str, basis: str) -> None:
    c.file("file_and_accept")
    rest = c.up_to("specialist", 0.1)
    c.wait(c.rng.uniform(20, 200))
    c.take(c.first_of("specialist"))
    c.wait_days(0.2, 0.4 * c.sketch.matter.days)
    c.do("hold", c.doer(c.first_of("specialist")), ground=ground, reason=reason, basis=basis)
    began = c.now
    c.wait_days(1, 9)
    c.do("release", c.doer(c.first_of("specialist")), note="Đã có chứng từ")
    c.walk(rest, c.on_time(c.due(holds=(Hold(began, c.now),))))
    c.fetched()


def not_accepted(c: Course) -> None:
    c.file("file_and_refuse", missing=1, reasons=(c.rng.choice(NOT_OURS),))


def withdrawn(c: Course) -> None:
    c.file("file_and_accept")
    c.wait(clock.between(c.now, c.due()) * c.rng.uniform(0.1, 0.6))
    day = f"{c.now:%d/%m/%Y}"
    c.do("withdraw", c.officer("receiver", at_counter=True), request=f"Đơn đề nghị rút hồ sơ ngày {day}")


def stopped(c: Course) -> None:
    """No answer to the supplement request in fifteen days."""
    c.file("file_and_accept")
    c.up_to("specialist", 0.05)
    c.wait(c.rng.uniform(60, 400))
    c.ask()
    c.wait_days(15, 19)
    reason = "Quá 15 ngày kể từ ngày yêu cầu mà người nộp hồ sơ không bổ sung giấy tờ."
    c.do("stop", c.officer("signer"), reason=reason, basis=STOP_BASIS)


def voided(c: Course) -> None:
    c.file("file_and_accept")
    c.wait(c.rng.uniform(4, 25))
    same_day = c.now.date() == c.sketch.filed.date()
    by = c.receiver if same_day else c.officer("counter_head", at_counter=True)
    other = {"replaced_by": CodeOf(c.sketch.people)} if c.sketch.people != c.sketch.n else {}
    c.do("void", by, reason="Nhập trùng hồ sơ" if other else "Chọn nhầm thủ tục", **other)


def sent_back(c: Course) -> None:
    c.file("file_and_accept")
    finish = c.on_time(c.due())
    specialist = c.first_of("specialist")
    to = [step for step in c.inner if step.n <= specialist.n]
    left = clock.between(c.now, finish)
    for step in to:
        c.step(step, left * 0.3 / len(to))
    back = c.inner[len(to)]
    c.wait(left * 0.1)
    c.do("send_back", c.doer(back), to_step=specialist.n, note="Dự thảo còn sai căn cứ pháp lý, cần soạn lại.")
    c.walk(c.inner[len(to) - 1 :], finish)
    c.fetched()


def amended(c: Course) -> None:
    c.file("file_and_accept")
    filed = c.acts[0].given["intake"]
    c.wait(c.rng.uniform(3, 40))
    right = replace(filed.applicant, phone=people.telephone(c.rng))
    change = Amendment(applicant=right, owners=filed.owners or None)
    c.do("amend", c.receiver, change=change, reason="Ghi nhầm số điện thoại")
    c.finish(c.on_time(c.due()))


def handed_over(c: Course) -> None:
    """The one who took it gives it to a colleague, or back to all where there is none."""
    c.file("file_and_accept")
    rest = c.up_to("specialist", 0.05)
    step = rest[0]
    c.wait(c.rng.uniform(20, 120))
    first = c.doer(step)
    c.take(step)
    c.wait(c.rng.uniform(20, 240))
    colleagues = crew.officers(c.sketch.office.competent, step.role, c.now.date())
    others = [o for o in colleagues if o.username != first.username]
    to = Person(c.rng.choice(others).username) if others else None
    c.do("hand_over", first, to=to, note="Bàn giao theo phân công")
    if to is not None:
        c.doers[step.n] = next(o for o in others if o.username == to.username)
    c.taken = to is not None
    c.walk(rest, c.on_time(c.due()))
    c.fetched()


def backdated(c: Course) -> None:
    """The step was done while the line was down, and entered a little later."""
    c.file("file_and_accept")
    step = c.inner[0]
    c.wait(c.rng.uniform(30, 90))
    happened = c.now
    c.wait(c.rng.uniform(20, 60))
    c.do(
        "advance",
        c.doer(step),
        claim=Claim(happened, "Mất kết nối mạng, ghi lại sau khi có mạng", "Phiếu giấy số 7"),
    )
    c.walk(c.inner[1:], c.on_time(c.due()))
    c.fetched()


def reopened(c: Course) -> None:
    c.file("file_and_accept")
    c.walk(c.inner, c.on_time(c.due()))
    c.wait(c.rng.uniform(30, 400))
    c.do("return_result", c.officer("receiver", at_counter=True), returned_to="")
    c.wait_days(0.5, 6)
    c.do("reopen", c.officer("counter_head", at_counter=True), reason="Ghi sai năm sinh trên kết quả")
    first = next(i for i, step in enumerate(c.inner) if step.kind == "process")
    c.walk(c.inner[first:], clock.after(c.now, c.rng.uniform(0.4, 2.5) * 480))
    c.fetched()


def standing(c: Course) -> None:
    """Open at the end, at the place that the sketch names."""
    at = c.sketch.at
    if at == "filed":
        c.file("file")
        return
    c.file("file_and_accept")
    if at == "accepted":
        return
    elapsed = clock.between(c.now, c.until)
    if at in ("proposed", "supplement", "financial"):
        _waiting(c, at, elapsed)
        return
    before = [s for s in c.inner if s.n < c.first_of(at).n] if at not in ("to_receive", "finished") else list(c.inner)
    hours = sum(step.hours for step in before) or 1
    for step in before:
        c.step(step, elapsed * 0.75 * step.hours / hours)
    if at == "finished":
        c.wait(elapsed * 0.05)
        c.do("resolve", c.doer(c.last))
    elif at != "to_receive" and c.rng.random() < 0.45:
        c.wait(elapsed * 0.05)
        c.take(c.first_of(at))


def _waiting(c: Course, at: str, elapsed: int) -> None:
    """For the citizen, or for the counter to ask the citizen."""
    c.up_to("specialist", 0.02)
    c.wait(min(elapsed * 0.3, 400))
    if at == "financial":
        reason = "Chờ người nộp hồ sơ thực hiện nghĩa vụ tài chính"
        c.do("hold", c.doer(c.first_of("specialist")), ground="financial", reason=reason, basis=DUTY_BASIS)
    elif at == "supplement":
        c.ask()
    else:
        c.do("propose_supplement", c.doer(c.first_of("specialist")), items=c.items())


COURSES: dict[str, Callable[[Course], None]] = {
    "plain": plain,
    "late": late,
    "electronic": plain,
    "refused_result": refused_result,
    "at_once": at_once,
    "restarted": restarted,
    "asked_late": asked_late,
    "asked_before": asked_before,
    "dropped": dropped,
    "financial": financial,
    "held": held,
    "not_accepted": not_accepted,
    "withdrawn": withdrawn,
    "stopped": stopped,
    "voided": voided,
    "twin": voided,
    "sent_back": sent_back,
    "amended": amended,
    "handed_over": handed_over,
    "backdated": backdated,
    "reopened": reopened,
    "standing": standing,
}


def acts_of(sketch: Sketch, until: datetime) -> list[Act]:
    """The acts of a dossier up to `until`; what would come later does not happen."""
    course = Course(sketch, until)
    COURSES[sketch.becomes](course)
    return [act for act in course.acts if act.at <= until]
