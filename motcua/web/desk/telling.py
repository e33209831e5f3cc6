"""What the page of a dossier says of people, the case and its slips, as terms and values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from motcua.accounts.models import Account
from motcua.casework.consult import VERDICTS
from motcua.casework.limit_cases import limit_words
from motcua.casework.reads import lateness as late
from motcua.casework.reads import printed
from motcua.casework.reads.consultations import Consultation
from motcua.casework.reads.dossier import Whole
from motcua.casework.slips import RESULT_RECEIPT
from motcua.deadlines.act_clocks import missed
from motcua.deadlines.clocks import Clock, Reading
from motcua.deadlines.lateness import LABELS as CAUSES
from motcua.deadlines.lateness import MEANINGS
from motcua.dossiers.models import Party
from motcua.dossiers.parties import CAPACITY_LABELS, KIND_LABELS, Capacity, Kind
from motcua.dossiers.states import ENDED, Status
from motcua.kernel import explaining_texts as texts
from motcua.kernel import phone
from motcua.kernel.explanation_lines import Line
from motcua.kernel.masking import mask_number, mask_phone
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.papers.models import ListSlip, Slip
from motcua.papers.packs import pack
from motcua.policy.permissions import why_not
from motcua.web.ui.choices import CHANNELS, DELIVERIES
from motcua.web.ui.pieces.badges import badge
from motcua.web.ui.pieces.boxes import masked
from motcua.web.ui.words import day, moment, say, vietnamese

Facts = list[tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Person:
    """One party as the page shows it."""

    title: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Printed:
    """A slip with its name and where its PDF is; no address where no face prints it."""

    slip: Slip
    title: str
    url: str


def people(whole: Whole) -> list[Person]:
    """The applicant, and the owners where they are others."""
    applicant, owners = whole.applicant, whole.owners
    in_full = why_not("dossier.see_numbers", whole.facts) is None
    shown = [Person(gettext("Người nộp"), _party(applicant, in_full))]
    if len(owners) == 1 and _same(applicant, owners[0]):
        return shown
    for n, owner in enumerate(owners, 1):
        title = gettext("Chủ hồ sơ {n}").format(n=n) if len(owners) > 1 else gettext("Chủ hồ sơ")
        shown.append(Person(title, _party(owner, in_full)))
    return shown


def _same(one: Party, other: Party) -> bool:
    return (one.name, one.number, one.birth_date) == (other.name, other.number, other.birth_date)


def _party(p: Party, in_full: bool) -> Facts:
    rows: Facts = [(_("Tên"), vietnamese(p.name)), (_("Đối tượng"), gettext(KIND_LABELS[Kind(p.kind)]))]
    number = p.number if in_full else masked(mask_number(p.number)) if p.number else ""
    none = format_html(gettext("chưa có: {reason}"), reason=vietnamese(p.no_number_reason or "—"))
    rows.append((_("Số giấy tờ"), number or none))
    more: Facts = [
        (_("Tư cách"), _capacity(p)),
        (_("Người đại diện"), vietnamese(p.representative)),
        (_("Sinh"), _birth(p.birth_date)),
        (_("Giới tính"), vietnamese(p.sex)),
        (_("Quốc tịch"), vietnamese(p.nationality)),
        (_("Điện thoại"), _phone(p.phone, in_full)),
        (_("Thư điện tử"), p.email if in_full else ""),
        (_("Địa chỉ"), vietnamese(p.address)),
    ]
    return rows + [(term, value) for term, value in more if value]


def _phone(number: str, in_full: bool) -> object:
    if not number:
        return ""
    return phone.shown(number) if in_full else masked(mask_phone(phone.shown(number)))


def _capacity(p: Party) -> str:
    """As on the slips, in the language of the page; nothing for the owner in person."""
    value = Capacity(p.capacity)
    if value is Capacity.SELF:
        return ""
    label = gettext(CAPACITY_LABELS[value])
    if not p.authority_document:
        return label
    if p.authority_date is None:
        return gettext("{label} theo văn bản số {document}").format(label=label, document=p.authority_document)
    return gettext("{label} theo văn bản số {document} ngày {day}").format(
        label=label, document=p.authority_document, day=day(p.authority_date)
    )


def _birth(text: str) -> str:
    """A birth date as people write it; a year stays a year."""
    return "/".join(reversed(text.split("-")))


def _received_by(account: Account) -> object:
    """The officer; nobody where a citizen filed it online themselves."""
    return gettext("không có: người dân tự nộp qua mạng") if account.citizen else vietnamese(account.full_name)


def case_facts(whole: Whole) -> Facts:
    """The dossier's own facts."""
    d = whole.dossier
    rows: Facts = [
        (_("Mã thủ tục"), d.version.procedure.code),
        (_("Thời hạn"), say(limit_words(whole.case or d.version))),
        *([(_("Trường hợp"), vietnamese(whole.case.name))] if whole.case else []),
        (_("Nộp lúc"), moment(d.filed_at)),
        (_("Tiếp nhận lúc"), moment(d.accepted_at)),
        (_("Nơi tiếp nhận"), vietnamese(d.receiving.name)),
        (_("Cơ quan giải quyết"), vietnamese(d.competent.name)),
        (_("Người nhận hồ sơ"), _received_by(d.received_by)),
        (_("Cách nộp"), CHANNELS[d.channel]),
        (_("Nhận kết quả"), DELIVERIES[d.delivery]),
        (_("Số bộ"), str(d.sets)),
    ]
    more: Facts = [
        (_("Nội dung yêu cầu"), vietnamese(d.request)),
        (_("Mã hồ sơ của hệ thống khác"), f"{d.foreign_code} ({d.foreign_source})" if d.foreign_code else ""),
        (_("Số lần yêu cầu bổ sung"), str(d.supplements) if d.supplements else ""),
        (_("Có kết quả lúc"), moment(d.finished_at)),
        (_("Trả kết quả lúc"), moment(d.returned_at)),
        (_("Kết thúc lúc"), moment(d.ended_at)),
    ]
    return rows + [(term, value) for term, value in more if value]


def slips(whole: Whole) -> dict[str, object]:
    """The slips and the papers that name the dossier, the latest first, and who printed them when: two statements."""
    lists = printed.listing(whole.facts, whole.dossier)
    return {
        "slips": [Printed(s, f"{s.form} · {_title(s)}", _address(s)) for s in reversed(whole.slips)],
        "lists": [(each, _title(each), reverse("desk:paper", args=[each.code])) for each in lists],
        "prints": [(each, _title(each.slip or each.list_slip)) for each in printed.printed_of(whole.slips, lists)],
        "has_receipt": any(each.form == RESULT_RECEIPT for each in lists),
        "is_returned": whole.dossier.state is Status.RETURNED,
    }


def _title(slip: Slip | ListSlip | None) -> str:
    assert slip is not None  # a print is of one of both
    return pack(slip.pack).form(slip.form).called(get_language())


def _address(slip: Slip) -> str:
    try:
        return reverse("counter:slip", args=[slip.pk])
    except NoReverseMatch:
        return ""


def verdict(one: Consultation) -> str:
    """What an agency said, in a word: "Đồng ý"."""
    return gettext(VERDICTS.get(one.verdict, one.verdict))


def standing(one: Consultation, at: datetime) -> SafeString:
    """How a question stands: waited for, answered, too late, taken back."""
    late = one.is_late(at)
    if one.answered_at is not None:
        return badge(_("trả lời muộn"), "square", "near") if late else badge(_("đã trả lời"), "tick", "good")
    if one.ended_at is not None:
        return badge(_("không trả lời"), "cross", "bad") if late else badge(_("đã rút"), "cross")
    return badge(_("quá hạn trả lời"), "square", "bad") if late else badge(_("chờ trả lời"), "half", "paused")


def sections(whole: Whole) -> list[dict[str, object]]:
    """The parts of the page, for the line of links above them."""
    found: list[tuple[str, object, int | None]] = [
        ("tien-trinh", _("Tiến trình"), None),
        ("giay-to", _("Giấy tờ"), len(whole.received)),
        ("y-kien", _("Ý kiến các cơ quan"), len(whole.asked)),
        ("truong-hop", _("Trường hợp"), len(whole.changes)),
        ("bo-sung", _("Bổ sung"), len(whole.requests)),
        ("ket-qua", _("Kết quả"), len(whole.results)),
        ("phi", _("Phí"), None),
        ("co-quan-thue", _("Cơ quan thuế"), len(whole.exchanged)),
        ("phieu", _("Phiếu"), len(whole.slips)),
        ("nguoi-nop", _("Người nộp"), None),
        ("nhat-ky", _("Nhật ký"), None),
    ]
    return [
        {"url": f"#{anchor}", "label": label, "count": count or None}
        for anchor, label, count in found
        if count is None or count or anchor == "giay-to"
    ]


OTHER_CLOCKS = {
    Clock.NATIONAL: gettext_noop("Cổng Dịch vụ công quốc gia tính hạn là {due}: vì sao khác?"),
    Clock.ACCEPTANCE: gettext_noop("Phải trả lời người nộp chậm nhất {due}: vì sao?"),
}
SECOND_REQUEST = gettext_noop("Cổng Dịch vụ công quốc gia tính là trễ hạn: vì sao?")


def other_clocks(whole: Whole) -> list[tuple[Sentence, Sequence[Line]]]:
    """The other clocks with their lines: the national one where it differs, that of the answer until it is given."""
    legal, national = whole.readings.get(Clock.LEGAL), whole.readings.get(Clock.NATIONAL)
    found: list[tuple[Sentence, Sequence[Line]]] = []
    if national is not None and legal is not None and national.counts_late:
        found.append((Sentence(SECOND_REQUEST), national.due.lines))
    elif national is not None and legal is not None and national.due.moment != legal.due.moment:
        found.append((_said(Clock.NATIONAL, national), national.due.lines))
    answer = whole.readings.get(Clock.ACCEPTANCE)
    waits = whole.linked is not None and whole.linked.awaited(whole.dossier.code) is not None
    if answer is not None and whole.dossier.state == Status.FILED and not waits:
        found.append((_said(Clock.ACCEPTANCE, answer), answer.due.lines))
    return found + [told for clock in ACT_CLOCKS if (told := _of_one_act(clock, whole))]


# The clocks of one act: while the act is awaited, done in time, done or awaited too late.
ACT_CLOCKS = {
    Clock.TRANSFER: (
        gettext_noop("Phải chuyển hồ sơ giấy đến nơi giải quyết chậm nhất {due}: vì sao?"),
        "",
        gettext_noop("Chuyển hồ sơ giấy muộn, hạn là {due}: vì sao?"),
    ),
    Clock.NOTICE: (
        gettext_noop("Phải gửi yêu cầu bổ sung chậm nhất {due}: vì sao?"),
        gettext_noop("Đã gửi yêu cầu bổ sung đúng hạn, chậm nhất là {due}: vì sao?"),
        gettext_noop("Gửi yêu cầu bổ sung muộn, hạn là {due}: vì sao?"),
    ),
    Clock.ANSWER: (
        gettext_noop("Người nộp có đến {due} để bổ sung: vì sao?"),
        "",
        gettext_noop("Quá hạn bổ sung của người nộp từ {due}, có thể dừng giải quyết: vì sao?"),
    ),
}


def _of_one_act(clock: Clock, whole: Whole) -> tuple[Sentence, Sequence[Line]] | None:
    """A clock of one act, as long as it says something: nothing asked for, nothing said of a request."""
    reading = whole.readings.get(clock)
    over = whole.dossier.voided_at is not None or whole.dossier.state in ENDED
    if reading is None or reading.due.moment is None or (reading.met is None and over):
        return None
    if clock is Clock.ANSWER and reading.met is not None:
        return None
    if clock is Clock.NOTICE and reading.met is None and whole.supplement_item is None:
        return None
    awaited, kept, late = ACT_CLOCKS[clock]
    is_late = missed(reading, reading.met or whole.at)
    text = late if is_late else awaited if reading.met is None else kept
    return (Sentence(text, {"due": texts.moment(reading.due.moment)}), reading.due.lines) if text else None


def _said(clock: Clock, reading: Reading) -> Sentence:
    assert reading.due.moment is not None
    return Sentence(OTHER_CLOCKS[clock], {"due": texts.moment(reading.due.moment)})


def lateness(whole: Whole) -> dict[str, object] | None:
    """Why a late dossier is late: the cause and what each step used of its share; None for all others."""
    found = late.of_dossier(whole)
    if found is None:
        return None
    cause = found[0].cause
    return {
        "cause": gettext(CAUSES[cause]),
        "meaning": gettext(MEANINGS[cause]),
        "overrun": found[0].overrun,
        "shares": late.shares(whole, found),
    }
