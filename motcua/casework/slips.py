"""What stands on a slip: taken from the case once, frozen, and numbered in the book of the issuing agency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from motcua.deadlines.queries import case_of, limit_of
from motcua.dossiers.models import Party, ReceivedComponent
from motcua.dossiers.parties import CAPACITY_LABELS, Capacity, Kind
from motcua.kernel import phone
from motcua.kernel.limits import Unit
from motcua.kernel.moments import VIETNAM
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.papers.models import Slip
from motcua.papers.packs import pack_with

from .case import Case
from .limit_cases import limit_words

RECEIPT, SUPPLEMENT, REFUSAL, APOLOGY, STOP = "01", "02", "03", "04", "05"
RESULT_RECEIPT = "KQ"
CHANNELS = {"direct": "Trực tiếp", "online": "Trực tuyến", "post": "Dịch vụ bưu chính công ích"}
DELIVERIES = {"counter": "{counter}", "post": "Qua dịch vụ bưu chính công ích", "electronic": "Bản điện tử qua mạng"}
ID_KINDS = {
    Kind.CITIZEN: "Số định danh cá nhân",
    Kind.FOREIGNER: "Số hộ chiếu",
    Kind.OVERSEAS: "Số giấy tờ",
    Kind.ENTERPRISE: "Mã số thuế",
    Kind.HOUSEHOLD_BUSINESS: "Mã số thuế",
    Kind.AGENCY: "Mã định danh",
}


def series_key(agency_id: int, book: str, year: int) -> str:
    """The series that numbers a book: one row for each agency, book and year."""
    return f"slip:{agency_id}:{book}:{year}"


def tracking_url(code: str) -> str:
    """Where the QR code on paper leads."""
    return f"{settings.PUBLIC_URL}/tra-cuu/{code}/"


def sheet_url(code: str) -> str:
    """Where the QR code of a paper on several dossiers leads: for officers alone."""
    return f"{settings.PUBLIC_URL}/phieu/{code}/"


def register_url(counter_id: int, year: int) -> str:
    """Where the QR code of a register leads: for officers of the counter alone."""
    return f"{settings.PUBLIC_URL}/so-theo-doi/?quay={counter_id}&nam={year}"


def make(
    case: Case,
    form_number: str,
    parties: Iterable[Party],
    *,
    serial: int = 0,
    issuer_id: int = 0,
    **content: object,
) -> Slip:
    """A slip of today's rule pack for this case. Without `serial` the book's next number is taken (one statement).

    It is issued by the counter, or where a leader signs by the agency that decides, unless `issuer_id` names another.
    """
    local = case.at.astimezone(VIETNAM)
    pack = pack_with(form_number, local.date())
    form = pack.form(form_number)
    issuing = case.dossier.competent_id if form.needs_leader else case.dossier.receiving_id
    issuer = case.offices.agency(issuer_id or issuing)
    key = series_key(issuer.pk, form.book, local.year)
    serial = serial or case.books.numbers([key])[key]
    number = form.numbered(serial, symbol=issuer.short_name or issuer.code)
    applicant = next(p for p in parties if p.role == "applicant")
    frozen = _head(case, issuer, number) | {
        "applicant": party(applicant),
        "owners": [party(p) for p in parties if p.role == "owner"],
        "print_number": 1,
        "officer": {"name": case.by.name, "phone": case.by.phone},
    }
    if form.number == RECEIPT:
        frozen["book"] = {"name": form.book_name, "volume": f"01/{local.year}", "serial": serial}
    return case.slip(
        Slip(
            agency_id=issuer.pk,
            pack=pack.code,
            form=form.number,
            book=form.book,
            year=local.year,
            serial=serial,
            number=number,
            content=frozen | content,
            issued_at=case.at,
            issued_by_id=case.by.account_id,
        )
    )


def _head(case: Case, issuer: Agency, number: str) -> dict[str, object]:
    d, local = case.dossier, case.at.astimezone(VIETNAM)
    above = case.offices.agency(issuer.parent_id) if issuer.parent_id else issuer
    competent = case.offices.agency(d.competent_id)
    return letterhead(issuer, case.offices) | {
        "issued_at": local.isoformat(),
        "number": number,
        "code": d.code,
        "tracking_url": tracking_url(d.code),
        "channel": CHANNELS[d.channel],
        "procedure": {"name": d.version.name, "code": d.version.procedure.code},
        "handled_by": competent.name if competent.pk not in (issuer.pk, above.pk) else "",
    }


def letterhead(issuer: Agency, offices: Snapshot) -> dict[str, object]:
    """The agency above, the issuing one (empty where none stands above it) and the place, as every paper begins."""
    above = offices.agency(issuer.parent_id) if issuer.parent_id else issuer
    return {
        "superior": above.name.upper(),
        "unit": issuer.name.upper() if issuer is not above else "",
        "unit_name": issuer.name,
        "place": _place(above),
    }


def _place(agency: Agency) -> str:
    """The place name before the date: the committee's name without its kind."""
    for prefix in (
        "Ủy ban nhân dân xã ",
        "Ủy ban nhân dân phường ",
        "Ủy ban nhân dân đặc khu ",
        "Ủy ban nhân dân tỉnh ",
    ):
        if agency.name.startswith(prefix):
            return agency.name.removeprefix(prefix)
    return agency.short_name or agency.name


def party(p: Party) -> dict[str, object]:
    """A party as printed."""
    kind = Kind(p.kind)
    return {
        "name": p.name,
        "capacity": capacity(p),
        "address": p.address,
        "email": p.email,
        "phone": phone.shown(p.phone) if p.phone else "",
        "id_kind": ID_KINDS.get(kind, "Số giấy tờ") if p.number else "",
        "id_number": p.number,
    }


def capacity(p: Party) -> str:
    """In what capacity the applicant files, as printed; empty for the owner in person."""
    value = Capacity(p.capacity)
    if value is Capacity.SELF:
        return ""
    label = CAPACITY_LABELS[value]
    if p.authority_document:
        day = f" ngày {p.authority_date:%d/%m/%Y}" if p.authority_date else ""
        return f"{label} theo văn bản số {p.authority_document}{day}"
    return label


def receipt(
    case: Case,
    parties: Sequence[Party],
    received: Sequence[ReceivedComponent],
    *,
    serial: int = 0,
    instead: Mapping[str, object] | None = None,
) -> Slip:
    """Form 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả. `instead` is said in place of the dossier's own."""
    own: dict[str, Any] = {"components": components(received), **_appointment(case), **_elsewhere(case)}
    if instead is not None:
        own = {name: said for name, said in own.items() if name not in ("due", "no_due")} | dict(instead)
    return make(case, RECEIPT, parties, serial=serial, **own)


def _elsewhere(case: Case) -> dict[str, object]:
    """On which system it was filed before, under what code and, where somebody says so, when."""
    d = case.dossier
    if not d.foreign_code:
        return {}
    when = f", lúc {spoken(case.happened_at)}" if case.happened_at else ""
    return {"elsewhere": f"{d.foreign_source}, mã {d.foreign_code}{when}"}


def receipt_again(case: Case, last: Slip, changes: Mapping[str, object]) -> Slip:
    """The receipt once more under its number, with what was mended and the number of this print."""
    local = case.at.astimezone(VIETNAM)
    edition = last.edition + 1
    version = case.dossier.version
    content = {k: v for k, v in last.content.items() if k not in ("due", "no_due")} | {
        "issued_at": local.isoformat(),
        "print_number": edition,
        "officer": {"name": case.by.name, "phone": case.by.phone},
        "procedure": {"name": version.name, "code": version.procedure.code},
    }
    return case.slip(
        Slip(
            agency_id=last.agency_id,
            pack=last.pack,
            form=last.form,
            book=last.book,
            year=last.year,
            serial=last.serial,
            number=last.number,
            content=content | dict(changes) | _said_again(case, last),
            issued_at=case.at,
            issued_by_id=case.by.account_id,
            edition=edition,
            replaces=last,
        )
    )


OF_THE_WHOLE = ("procedure", "handled_by", "components", "limit", "fee", "due", "no_due", "linked")


def _said_again(case: Case, last: Slip) -> dict[str, object]:
    """The appointment as it stands now; the receipt of a declaration goes on saying what it said of the whole."""
    own = _appointment(case)
    if "linked" not in last.content:
        return own
    whole = {name: last.content[name] for name in OF_THE_WHOLE if name in last.content}
    return {name: said for name, said in own.items() if name not in OF_THE_WHOLE} | whole


def components(received: Sequence[ReceivedComponent]) -> list[dict[str, object]]:
    """The papers handed in, numbered as on the slip."""
    handed_in = (r for r in received if not r.not_needed and (r.originals or r.copies))
    return [
        {"n": i, "name": r.name, "originals": r.originals, "copies": r.copies, "note": r.note}
        for i, r in enumerate(handed_in, 1)
    ]


def _appointment(case: Case) -> dict[str, object]:
    d, version = case.dossier, case.dossier.version
    assert d.accepted_at is not None
    counter = case.offices.agency(d.receiving_id)
    said: dict[str, object] = {
        "sets": d.sets,
        "limit": str(limit_words(case_of(d) or version)),
        "received_at": d.accepted_at.astimezone(VIETNAM).isoformat(),
        "fee": version.fee_text[:300],
        "result_at": DELIVERIES[d.delivery].format(counter=counter.name),
    }
    if d.due_at is not None:
        return said | {"due": spoken(d.appointment or d.due_at)}
    if limit_of(d).unit is Unit.BY_AGREEMENT:
        return said | {"no_due": "Theo thỏa thuận giữa hai bên"}
    if limit_of(d).unit is Unit.NONE:
        return said | {"no_due": "Không hẹn ngày: pháp luật không quy định thời hạn giải quyết"}
    return said | {"no_due": "Thời hạn đang tạm dừng; ngày trả kết quả được báo khi tính tiếp"}


def spoken(moment: datetime) -> str:
    """As the form wants it: "17 giờ 00, ngày 27/11/2026"."""
    local = moment.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M}, ngày {local:%d/%m/%Y}"


def next_serial(case: Case, form_number: str) -> int:
    """The next number of the receiving counter's book for a form: one statement."""
    local = case.at.astimezone(VIETNAM)
    key = series_key(case.dossier.receiving_id, pack_with(form_number, local.date()).form(form_number).book, local.year)
    return case.books.numbers([key])[key]


def leader(case: Case, *, name: str, post: str) -> dict[str, str]:
    """Who signs for the agency."""
    return {"capacity": "", "post": post.upper(), "name": name}
