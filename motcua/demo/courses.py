"""The courses that a demo dossier can take, each a row of acts at working moments by officers who may do them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from motcua.casework.amend import Amendment
from motcua.casework.backdating import Claim
from motcua.casework.supplements import Item
from motcua.kernel.calendar_files import demo_calendar
from motcua.kernel.due import Hold, due

from . import clock, crew, people
from .acts import Act, CodeOf, HandedIn, Outcome, Person
from .crew import Officer
from .matters import Step, by_another, by_post, parties_for
from .sketches import ONLINE, Sketch

LEAST = 3  # working minutes between two acts on one dossier
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
MISSING = (
    ("Bản sao bị mờ, không đọc được", "Nộp lại bản sao rõ, mang theo bản chính để đối chiếu"),
    ("Chưa có chữ ký của người đề nghị", "Ký, ghi rõ họ tên ở trang cuối của tờ khai"),
    ("Thông tin nơi cư trú không khớp với Cơ sở dữ liệu quốc gia về dân cư", "Kê khai lại theo nơi cư trú hiện tại"),
)
DUTY_BASIS = "Luật Quản lý thuế; thông báo nộp tiền của cơ quan thuế"
STOP_BASIS = "Nghị định số 118/2025/NĐ-CP"


class Course:
    """The acts of one dossier as they are laid down, from filing on."""

    def __init__(self, sketch: Sketch, until: datetime) -> None:
        self.sketch, self.until = sketch, until
        self.rng = sketch.rng("course")
        self.acts: list[Act] = []
        self.now = sketch.filed
        self.doers: dict[int, Officer] = {}
        self.taken = False
        self.electronic = sketch.becomes == "electronic"
        self.refused = ""
        self.receiver = self.officer("receiver", at_counter=True)

    # People

    def officer(self, role: str, *, at_counter: bool = False) -> Officer:
        office = self.sketch.office
        agency = office.counter if at_counter else office.competent
        field = self.sketch.matter.line.field if office.place else ""
        return crew.pick(agency, role, self.now.date(), self.rng, field=field)

    def doer(self, step: Step) -> Officer:
        """Who does a step: the same person each time, unless they left meanwhile."""
        known = self.doers.get(step.n)
        at_counter = step.kind in ("receive", "return")
        agency = self.sketch.office.counter if at_counter else self.sketch.office.competent
        if known is None or known.username not in {
            o.username for o in crew.officers(agency, step.role, self.now.date())
        }:
            self.doers[step.n] = known = self.officer(step.role, at_counter=at_counter)
        return known

    # Acts

    def do(self, verb: str, by: Officer, **given: Any) -> None:
        self.acts.append(Act(self.now, self.sketch.n, verb, by.username, given))

    def take(self, step: Step) -> None:
        """Somebody takes the step that is open; it stays theirs until it is done or handed over."""
        self.do("take", self.doer(step))
        self.taken = True

    def wait(self, minutes: float) -> None:
        """Let working time go by."""
        self.now = clock.after(self.now, max(LEAST, minutes))

    def wait_days(self, least: float, most: float) -> None:
        self.wait(self.rng.uniform(least, most) * 480)

    def file(self, verb: str, *, missing: int = 0, **given: Any) -> None:
        self.do(verb, self.receiver, intake=self.handed_in(missing=missing), **given)

    def handed_in(self, *, missing: int = 0) -> HandedIn:
        s, people_ = self.sketch, self.sketch.rng("people")
        place = s.office.place or people_.choice(people.places())
        channel, delivery = self.channel(), "counter"
        parties = parties_for(s.matter.code, people_, place, s.filed.date())
        if channel == "post":
            parties, delivery = by_post(parties, people_, place, s.filed.date()), "post"
        elif not parties[1] and people_.random() < 0.07:
            parties = by_another(parties, people_, place, s.filed.date())
        if self.electronic:
            delivery = "electronic"
        elif people_.random() < 0.05:
            delivery = "post"
        return HandedIn(
            procedure=s.matter.code,
            counter=s.office.counter,
            competent=s.office.competent,
            applicant=parties[0],
            owners=parties[1],
            papers=s.matter.papers(self.rng, missing=missing),
            channel=channel,
            delivery=delivery,
        )

    def channel(self) -> str:
        s = self.sketch
        if self.electronic and "online" in s.matter.line.channels:
            return "online"
        dice = s.rng("channel").random()
        if dice < 0.06 and "post" in s.matter.line.channels and not s.matter.quick:
            return "post"
        return "online" if dice < 0.2 and s.becomes in ONLINE and "online" in s.matter.line.channels else "direct"

    def outcome(self) -> Outcome:
        """The result as signed by whoever did the signing."""
        s = self.sketch
        signed = self.doers.get(next((step.n for step in self.inner if step.kind == "sign"), 0))
        signer = signed or self.officer("signer")
        kind = (s.matter.line.raw.get("result") or s.matter.line.name).split(";")[0].strip()
        committee = bool(s.office.place)
        head = crew.officers(s.office.competent, "signer", self.now.date())[0]
        return Outcome(
            kind="Văn bản thông báo từ chối giải quyết" if self.refused else kind,
            series=f"{s.office.competent}:{kind}",
            sign="TB" if self.refused else "".join(word[0] for word in kind.split()[:6]).upper(),
            signer=signer.name,
            capacity=("TM." if signer == head else "KT.") if committee else ("" if signer == head else "KT."),
            book=f"Sổ {s.matter.line.field.lower()}" if s.matter.line.field in ("Hộ tịch", "Chứng thực") else "",
            refused=self.refused,
            electronic=self.electronic,
        )

    # Stretches of the way

    @property
    def inner(self) -> tuple[Step, ...]:
        """The steps between reception and return."""
        return self.sketch.matter.steps[1:-1]

    @property
    def last(self) -> Step:
        return self.sketch.matter.steps[-1]

    def due(self, *, start: datetime | None = None, holds: tuple[Hold, ...] = ()) -> datetime:
        """When the dossier is due, counted from `start` (else its filing)."""
        found = due(start or self.sketch.filed, self.sketch.matter.limit, demo_calendar(), holds).moment
        assert found is not None
        return found

    def on_time(self, ends: datetime) -> datetime:
        """Some moment before `ends`, most often well before."""
        left = clock.between(self.now, ends)
        return clock.after(self.now, left * self.rng.betavariate(3.2, 2.2) * 0.97)

    def late(self, ends: datetime) -> datetime:
        return clock.after(max(ends, self.now), self.rng.uniform(0.3, 6) * 480)

    def walk(self, steps: tuple[Step, ...], finish: datetime) -> None:
        """Do `steps` and bring the result to the counter by `finish`, each for its share of the time."""
        shares = [step.hours * self.rng.uniform(0.6, 1.4) for step in steps]
        arrival = 0 if self.electronic else self.last.hours * self.rng.uniform(0.1, 0.4)
        left = max(clock.between(self.now, finish), LEAST * (len(steps) + 1))
        whole = sum(shares) + arrival
        for step, share in zip(steps, shares, strict=True):
            self.step(step, left * share / whole)
        if not self.electronic:
            self.wait(left * arrival / whole)
            self.do("resolve", self.doer(self.last))

    def step(self, step: Step, minutes: float) -> None:
        """Do one step within `minutes`; now and then it is taken first."""
        minutes = max(LEAST, minutes)
        if minutes > 60 and not self.taken and self.rng.random() < 0.1:
            self.wait(minutes * 0.3)
            self.take(step)
            minutes *= 0.7
        self.wait(minutes)
        self.taken = False
        if step.kind == "issue":
            self.do("resolve" if self.electronic else "advance", self.doer(step), result=self.outcome())
        else:
            self.do("advance", self.doer(step))

    def fetched(self) -> None:
        """The applicant comes for the result: soon for what was waited for, within days for the rest, a few never."""
        if self.rng.random() < 0.015:
            return
        if self.sketch.matter.quick or self.electronic:
            self.wait(self.rng.uniform(5, 240))
        else:
            self.wait_days(0.1, 4)
        self.do("return_result", self.officer("receiver", at_counter=True), returned_to="")

    def finish(self, ends: datetime) -> None:
        self.walk(self.inner, ends)
        self.fetched()

    # Asking and paying

    def up_to(self, role: str, share: float) -> tuple[Step, ...]:
        """Do the steps before the first of `role` in a share of the limit; what is then still to do."""
        before = [step for step in self.inner if step.n < self.first_of(role).n]
        for step in before:
            self.step(step, share * self.sketch.matter.days * 480 / len(before))
        return self.inner[len(before) :]

    def first_of(self, role: str) -> Step:
        return next((step for step in self.inner if step.role == role), self.inner[0])

    def items(self) -> tuple[Item, ...]:
        listed = [(n, c) for n, c in enumerate(self.sketch.matter.line.components, 1) if not c.remark and c.required]
        n, component = self.rng.choice(listed)
        reason, guidance = self.rng.choice(MISSING)
        return (Item(component.name, reason, guidance, n=n),)

    def ask(self, **given: Any) -> None:
        """A proposal of the desk that the counter issues within the hour or two."""
        by = self.officer("signer") if "leader_reason" in given else self.doer(self.first_of("specialist"))
        self.do("propose_supplement", by, items=self.items(), **given)
        self.wait(self.rng.uniform(15, 90))
        self.do("ask_supplement", self.officer("receiver", at_counter=True))

    def answered(self, least: float, most: float) -> None:
        self.wait_days(least, most)
        self.do(
            "receive_supplement",
            self.officer("receiver", at_counter=True),
            papers=self.sketch.matter.papers(self.rng)[:1],
        )


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
    c.file("file_and_ask", missing=1, items=c.items())
    c.wait_days(0.3, 5)
    by = c.officer("receiver", at_counter=True)
    papers = c.sketch.matter.papers(c.rng)
    c.do("receive_supplement", by, papers=papers)
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
    c.do("advance", c.doer(step), claim=Claim(happened, "Mất kết nối mạng, ghi lại sau khi có mạng"))
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
