"""Papers on several dossiers: hand-over slips and lists of reception, numbered in a book of the agency that makes them.

Nothing of a dossier changes by them, so they are no verbs of a dossier: the stream of the agency records each (ADR 26).
Whoever hands pieces of work over calls `sharing`; whoever needs paper for it calls `hand_over_slip`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.dossiers.actions import next_numbers
from motcua.dossiers.models import Dossier, Party
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices import snapshot
from motcua.offices.actions import journal_agency
from motcua.offices.actors import Actor
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.outbox.actions import Promise, promise
from motcua.papers.actions import ISSUED, issue_list
from motcua.papers.jobs import ARCHIVE_LIST
from motcua.papers.models import ListSlip
from motcua.papers.packs import pack_with
from motcua.policy.facts import Facts
from motcua.policy.permissions import open_to
from motcua.policy.predicates import CASE_ROLES

from .slips import CHANNELS, letterhead, party, series_key, sheet_url, spoken

LIST, HAND_OVER, HAND_OVER_RESULTS = "DS", "BG", "BGKQ"
MOST = 500
"""Dossiers on one paper."""

NONE = gettext_noop("Chọn ít nhất một hồ sơ để lập phiếu.")
TOO_MANY = gettext_noop("Một phiếu có nhiều nhất {most} hồ sơ. Hãy chia thành nhiều phiếu.")
UNKNOWN = gettext_noop("Không tìm thấy hồ sơ {code} trong phạm vi của Anh/Chị.")
NOT_YOURS = gettext_noop("Chỉ người làm việc tại cơ quan này lập được phiếu của cơ quan.")
NO_RECEIVER = gettext_noop("Ghi bên nhận: tên cơ quan, phòng hoặc người nhận.")


@transaction.atomic
def hand_over_slip(
    codes: Sequence[str],
    *,
    by: Actor,
    at: datetime,
    agency_id: int,
    receiver_unit: str = "",
    receiver_name: str = "",
    purpose: str = "",
    results: bool = False,
    notes: Mapping[str, str] | None = None,
) -> ListSlip:
    """A hand-over slip (phiếu bàn giao hồ sơ; of results: phiếu bàn giao kết quả) of these dossiers, in this order.

    The giver is `by` at `agency_id`, one of their agencies; of the receiver a unit or a person must be named. `notes`
    are remarks by code. Refused, with the field: no dossier, more than MOST, one that the actor may not see.
    """
    receiver = {"unit": receiver_unit.strip()[:200], "name": receiver_name.strip()[:200]}
    if not any(receiver.values()):
        raise Refused(NO_RECEIVER, field="receiver_unit")
    offices = _offices(by, agency_id)
    dossiers = _dossiers(codes, Facts(by=by, day=at.astimezone(VIETNAM).date(), offices=offices))
    people = _parties(dossiers)
    rows = [row(d, people.get(d.pk, []), note=(notes or {}).get(d.code, "")) for d in dossiers]
    said = {
        "giver": {"name": by.name, "unit": offices.agency(agency_id).name},
        "receiver": receiver,
        "handed_at": at.astimezone(VIETNAM).isoformat(),
        "purpose": purpose.strip()[:300],
        "rows": rows,
    }
    form = HAND_OVER_RESULTS if results else HAND_OVER
    return make(form, dossiers, said, by=by, at=at, agency_id=agency_id, offices=offices)


@transaction.atomic
def list_of(codes: Sequence[str], *, by: Actor, at: datetime, notes: Mapping[str, str] | None = None) -> ListSlip:
    """One slip for several dossiers of one filer (danh sách tiếp nhận nhiều hồ sơ), the dossiers as annex rows.

    The filer is the applicant of the first, the counter that of the first; each row names the owners of its dossier.
    `notes` are remarks by code. May be called inside the transaction that received them. Refused as
    `hand_over_slip` is.
    """
    offices = snapshot.present()
    dossiers = _dossiers(codes, Facts(by=by, day=at.astimezone(VIETNAM).date(), offices=offices))
    first = dossiers[0]
    _offices(by, first.receiving_id)
    people = _parties(dossiers)
    filer = next(p for p in people[first.pk] if p.role == "applicant")
    said = {
        "applicant": party(filer),
        "channel": CHANNELS[first.channel],
        "received_at": (first.accepted_at or first.filed_at).astimezone(VIETNAM).isoformat(),
        "officer": {"name": by.name, "phone": by.phone},
        "rows": [row(d, people.get(d.pk, []), note=(notes or {}).get(d.code, "")) for d in dossiers],
    }
    return make(LIST, dossiers, said, by=by, at=at, agency_id=first.receiving_id, offices=offices)


def row(d: Dossier, people: Sequence[Party], *, note: str = "") -> dict[str, object]:
    """A dossier as a row of a list, in words."""
    owners = [p for p in people if p.role == "owner"] or [p for p in people if p.role == "applicant"]
    applicant = next((p.name for p in people if p.role == "applicant"), "")
    due = d.appointment
    return {
        "code": d.code,
        "procedure": d.version.name,
        "procedure_code": d.version.procedure.code,
        "applicant": applicant,
        "owner": "; ".join(p.name for p in owners[:3]) + (" …" if len(owners) > 3 else ""),
        "id_number": owners[0].number if len(owners) == 1 else "",
        "sets": d.sets,
        "due": spoken(due) if due else "",
        "note": note,
    }


def make(
    form_number: str,
    dossiers: Sequence[Dossier],
    said: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    agency_id: int,
    offices: Snapshot,
    before: ListSlip | None = None,
) -> ListSlip:
    """Issue a paper on these dossiers: numbered, frozen, recorded, archived; `before` is the edition it follows."""
    local = at.astimezone(VIETNAM)
    pack = pack_with(form_number, local.date())
    form, issuer = pack.form(form_number), offices.agency(agency_id)
    serial, year = (before.serial, before.year) if before else (_next(issuer, form.book, local.year), local.year)
    code = sheet_code(issuer, form.book, year, serial)
    number = form.numbered(serial, symbol=issuer.short_name or issuer.code)
    edition = before.edition + 1 if before else 1
    frozen = letterhead(issuer, offices) | {
        "issued_at": local.isoformat(),
        "number": number,
        "code": code,
        "code_label": "Mã phiếu",
        "tracking_url": sheet_url(code),
        "print_number": edition,
    }
    slip = ListSlip(
        agency_id=issuer.pk,
        pack=pack.code,
        form=form.number,
        book=form.book,
        year=year,
        serial=serial,
        number=number,
        code=code,
        content=frozen | dict(said),
        issued_at=at,
        issued_by_id=by.account_id,
        edition=edition,
    )
    issue_list(slip, [d.pk for d in dossiers])
    facts = {"form": form.number, "number": number, "code": code, "edition": edition, "dossiers": len(dossiers)}
    journal_agency(issuer.pk, ISSUED, facts, by=by.ref, at=at, origin=by.origin)
    promise([Promise(ARCHIVE_LIST, {"list_slip": slip.pk}, key=f"list-slip:{slip.pk}")], at=at)
    return slip


def sheet_code(issuer: Agency, book: str, year: int, serial: int) -> str:
    """The code that the bars of a list slip hold: "H48.148-BG26-0012"."""
    return f"{issuer.code}-{book}{year % 100:02d}-{serial:04d}"


def _next(issuer: Agency, book: str, year: int) -> int:
    key = series_key(issuer.pk, book, year)
    return next_numbers([key])[key]


def _offices(by: Actor, agency_id: int) -> Snapshot:
    if agency_id not in by.agencies(*CASE_ROLES):
        raise Refused(NOT_YOURS, field="agency")
    return snapshot.present()


def _dossiers(codes: Sequence[str], facts: Facts) -> list[Dossier]:
    """In the order of the codes, each once."""
    wanted = list(dict.fromkeys(codes))
    if not wanted:
        raise Refused(NONE, field="dossiers")
    if len(wanted) > MOST:
        raise Refused(TOO_MANY, field="dossiers", most=MOST)
    found = Dossier.objects.filter(open_to(facts), code__in=wanted, voided_at=None).select_related("version__procedure")
    by_code = {d.code: d for d in found}
    for code in wanted:
        if code not in by_code:
            raise Refused(UNKNOWN, field="dossiers", code=code)
    return [by_code[code] for code in wanted]


def _parties(dossiers: Iterable[Dossier]) -> dict[int, list[Party]]:
    found: dict[int, list[Party]] = {}
    for each in Party.objects.filter(dossier__in=[d.pk for d in dossiers]).order_by("pk"):
        found.setdefault(each.dossier_id, []).append(each)
    return found
