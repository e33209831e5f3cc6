"""The kinds of messages: what each says, line by line, where it leads, and whether it goes by e-mail unasked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from motcua.kernel.sentences import Sentence, gettext_noop

DOSSIER, WORK, BACKLOG, OPINIONS, REVIEWS = (
    "desk:dossier",
    "desk:home",
    "desk:backlog",
    "desk:opinions",
    "desk:reviews",
)  # faces are known by the names of their addresses alone


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a message, said when its parameter is there and not 0; `query` leads to what it counts."""

    param: str
    text: str
    query: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message. `label` names it where e-mail is switched on and off; `to` is the address it leads to.

    `file` is the name of the file that goes with its e-mail, if one does.
    """

    label: str
    title: str
    lines: tuple[Line, ...] = ()
    to: str = DOSSIER
    email: bool = True
    file: str = ""


FILED = Line("filed", gettext_noop("Nộp lúc {filed}."))
ANSWER = Line("due", gettext_noop("Cần tiếp nhận hoặc trả lời người nộp trước {due}."))
ANSWERED_BY = Line("due", gettext_noop("Lẽ ra phải tiếp nhận hoặc trả lời người nộp trước {due}."))
STEP = Line("step", gettext_noop("Đang ở bước “{step}”."))
STEP_DUE = Line("due", gettext_noop("Hạn của bước: {due}."))
DUE = Line("due", gettext_noop("Hạn giải quyết: {due}."))
LISTED = (
    Line("late", gettext_noop("{late} hồ sơ quá hạn")),
    Line("soon", gettext_noop("{soon} hồ sơ sắp đến hạn")),
)

KINDS: dict[str, Kind] = {
    "acceptance.filed": Kind(
        gettext_noop("Hồ sơ trực tuyến vừa nộp"),
        gettext_noop("Hồ sơ trực tuyến {code} vừa nộp, chờ tiếp nhận"),
        (ANSWER,),
    ),
    "acceptance.waiting": Kind(
        gettext_noop("Hồ sơ trực tuyến vẫn chờ tiếp nhận"),
        gettext_noop("Hồ sơ trực tuyến {code} vẫn chờ tiếp nhận"),
        (FILED, ANSWER),
    ),
    "acceptance.late": Kind(
        gettext_noop("Hồ sơ trực tuyến quá thời gian phải trả lời"),
        gettext_noop("Hồ sơ trực tuyến {code} đã quá thời gian phải tiếp nhận hoặc trả lời"),
        (FILED, ANSWERED_BY),
    ),
    "dossier.warned": Kind(
        gettext_noop("Hồ sơ tôi giữ đã dùng một phần thời hạn"),
        gettext_noop("Hồ sơ {code} đã dùng {share} % thời hạn"),
        (STEP, DUE),
        email=False,
    ),
    "dossier.escalated": Kind(
        gettext_noop("Hồ sơ của cơ quan tôi sắp quá hạn"),
        gettext_noop("Hồ sơ {code} sắp quá hạn: đã dùng {share} % thời hạn"),
        (STEP, DUE),
    ),
    "dossier.late": Kind(gettext_noop("Hồ sơ đã quá hạn"), gettext_noop("Hồ sơ {code} đã quá hạn"), (STEP, DUE)),
    "step.warned": Kind(
        gettext_noop("Bước tôi giữ đã dùng một phần thời hạn của bước"),
        gettext_noop("Bước “{step}” của hồ sơ {code} đã dùng {share} % thời hạn của bước"),
        (STEP_DUE,),
        email=False,
    ),
    "step.escalated": Kind(
        gettext_noop("Bước ở cơ quan tôi sắp quá thời hạn của bước"),
        gettext_noop("Bước “{step}” của hồ sơ {code} sắp trễ: đã dùng {share} % thời hạn của bước"),
        (STEP_DUE,),
        email=False,
    ),
    "step.late": Kind(
        gettext_noop("Bước đã quá thời hạn của bước"),
        gettext_noop("Bước “{step}” của hồ sơ {code} đã quá thời hạn của bước"),
        (STEP_DUE,),
        email=False,
    ),
    "urging.asked": Kind(
        gettext_noop("Lãnh đạo đôn đốc hồ sơ tôi giữ"),
        gettext_noop("{name} đôn đốc hồ sơ {code}"),
        (Line("name", gettext_noop("Xem nội dung và trả lời trên trang của hồ sơ.")),),
    ),
    "urging.answered": Kind(
        gettext_noop("Hồ sơ tôi đôn đốc đã được trả lời"),
        gettext_noop("{name} trả lời đôn đốc hồ sơ {code}"),
        (Line("name", gettext_noop("Xem câu trả lời trên trang của hồ sơ.")),),
    ),
    "consultation.asked": Kind(
        gettext_noop("Cơ quan khác hỏi ý kiến"),
        gettext_noop("{name} hỏi ý kiến về hồ sơ {code}"),
        (Line("asked", gettext_noop("Câu hỏi và thời hạn trả lời của {asked} ở trên trang của hồ sơ.")),),
    ),
    "consultation.answered": Kind(
        gettext_noop("Ý kiến tôi hỏi đã được trả lời"),
        gettext_noop("{asked} đã trả lời ý kiến về hồ sơ {code}"),
        (Line("name", gettext_noop("Xem ý kiến trên trang của hồ sơ.")),),
    ),
    "consultation.waited": Kind(
        gettext_noop("Ý kiến tôi hỏi quá hạn trả lời"),
        gettext_noop("{asked} chưa trả lời ý kiến về hồ sơ {code}"),
        (Line("asked", gettext_noop("Đã hết thời hạn trả lời; hồ sơ chuyển bước được.")),),
    ),
    "opinion.asked": Kind(
        gettext_noop("Xin ý kiến về dự thảo quy trình"),
        gettext_noop("{name} xin ý kiến về dự thảo quy trình {process}"),
        (Line("until", gettext_noop("Trả lời đến hết ngày {until}.")),),
        to=OPINIONS,
    ),
    "opinion.near": Kind(
        gettext_noop("Sắp hết hạn trả lời về dự thảo quy trình"),
        gettext_noop("Cơ quan chưa trả lời về dự thảo quy trình {process}"),
        (Line("until", gettext_noop("Hạn trả lời: hết ngày {until}.")),),
        to=OPINIONS,
    ),
    "review.asked": Kind(
        gettext_noop("Giao rà soát thủ tục hành chính"),
        gettext_noop("{name} giao cơ quan rà soát thủ tục: {review}"),
        (Line("until", gettext_noop("Rà soát xong đến hết ngày {until}.")),),
        to=REVIEWS,
    ),
    "tax.stopped": Kind(
        gettext_noop("Cơ quan thuế ra thông báo cho hồ sơ tôi giữ"),
        gettext_noop("Hồ sơ {code} có thông báo của cơ quan thuế, chờ người nộp"),
        (Line("told", gettext_noop("Thời hạn đứng lại đến khi người nộp nộp đủ.")),),
        email=False,
    ),
    "tax.settled": Kind(
        gettext_noop("Hồ sơ tôi giữ đã xong nghĩa vụ tài chính"),
        gettext_noop("Hồ sơ {code} đã xong nghĩa vụ tài chính, cần làm tiếp"),
        (Line("told", gettext_noop("Thời hạn chạy tiếp phần còn lại.")),),
    ),
    "digest.morning": Kind(
        gettext_noop("Tóm tắt mỗi sáng"),
        gettext_noop("Việc của Anh/Chị sáng {day}"),
        (
            Line("late", gettext_noop("{late} hồ sơ quá hạn"), "tab=mine&late=dossier"),
            Line("today", gettext_noop("{today} hồ sơ đến hạn hôm nay"), "tab=mine&late=today"),
            Line("tomorrow", gettext_noop("{tomorrow} hồ sơ đến hạn ngày làm việc tới"), "tab=mine&late=tomorrow"),
            Line("step", gettext_noop("{step} việc quá hạn của bước"), "tab=mine&late=step"),
            Line("waiting", gettext_noop("{waiting} hồ sơ chờ tiếp nhận"), "tab=mine&kind=receive"),
            Line("letters", gettext_noop("{letters} văn bản xin lỗi chờ ký"), "tab=apology"),
        ),
        to=WORK,
    ),
    "list.weekly": Kind(
        gettext_noop("Danh sách hồ sơ trễ, sắp trễ mỗi tuần"),
        gettext_noop("Hồ sơ trễ và sắp trễ của {agency}, tuần từ {day}"),
        LISTED,
        to=BACKLOG,
        file="ho-so-tre-sap-tre.xlsx",
    ),
    "list.monthly": Kind(
        gettext_noop("Danh sách hồ sơ trễ, sắp trễ mỗi tháng"),
        gettext_noop("Hồ sơ trễ và sắp trễ của {agency}, tháng từ {day}"),
        LISTED,
        to=BACKLOG,
        file="ho-so-tre-sap-tre.xlsx",
    ),
    "digest.administrators": Kind(
        gettext_noop("Tóm tắt mỗi sáng cho quản trị: niêm nhật ký, việc nền hỏng"),
        gettext_noop("Niêm nhật ký và việc nền sáng {day}"),
        (
            Line("root", gettext_noop("Niêm số {n} lúc {at}, trên {streams} chuỗi: {root}")),
            Line("dead", gettext_noop("{dead} việc nền hỏng, cần xem lại")),
        ),
        to="backoffice:jobs",
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a message, and the address of what it speaks of; empty where there is none."""

    sentence: Sentence
    address: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it is read: its title, its sentences, and where it leads."""

    title: Sentence
    lines: tuple[Said, ...]
    address: str


def letter(kind: str, *, code: str, params: Mapping[str, object]) -> Letter:
    """What a message of `kind` says. KeyError for a kind that is not in the table."""
    known = KINDS[kind]
    values = {"code": code, **params}
    address = _address(known, code)
    said = tuple(
        Said(Sentence(line.text, values), f"{address}?{line.query}" if line.query else "")
        for line in known.lines
        if values.get(line.param)
    )
    return Letter(Sentence(known.title, values), said, address)


def _address(kind: Kind, code: str) -> str:
    return reverse(kind.to, args=[code] if code else [])
