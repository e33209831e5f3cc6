"""Form 07, Sổ theo dõi hồ sơ: the register of a counter and year, numbered by form 01, and its closing.

Live until it is closed, drawn from receipts and dossiers; then every row stays as it stood at the closing, with one
digest over all (rules.md 1.12; TT 01/2018 Điều 10: from 01 to the end of the year, closed at its end).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from motcua.dossiers.states import ENDED, LABELS, Status
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices import snapshot
from motcua.offices.actions import journal_agency
from motcua.offices.actors import Actor
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.papers.actions import close_register as write_closing
from motcua.papers.models import ClosedRegister, RegisterRow, Slip
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask
from motcua.workflow.models import WorkItem
from motcua.workflow.rules import StepKind

from .reads.found import Found, FoundByKey
from .reads.search import with_words
from .slips import RECEIPT

CLOSED = "agency.register_closed"
BATCH = 500
COLUMNS = (  # what a row says of its dossier
    *("code", "version", "competent", "sets", "delivery", "status", "filed_at", "accepted_at", "due_at"),
    *("appointment_at", "finished_at", "returned_at", "voided_at"),
)
AT_THE_COUNTER = (StepKind.RECEIVE, StepKind.ROUTE, StepKind.SUPPLEMENT, StepKind.RETURN)
OWNERS = " (chủ hồ sơ: "
"""What stands in a row between the applicant and the owners; a closing bracket ends it."""
WAYS = {"counter": "Trực tiếp", "post": "Bưu chính", "electronic": "Trực tuyến"}
NOT_OVER = gettext_noop("Năm {year} chưa kết thúc nên chưa khóa được Sổ theo dõi hồ sơ.")
ONCE = gettext_noop("Sổ theo dõi hồ sơ năm {year} đã khóa rồi.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the register is asked for; empty fields ask for nothing. `open` asks for what is not returned yet."""

    text: str = ""
    first: date | None = None
    last: date | None = None
    open: bool = False


def years(counter_id: int) -> list[int]:
    """The years of which the counter has a register, the latest first: one statement."""
    found = Slip.objects.filter(agency_id=counter_id, form=RECEIPT).order_by("-year").values_list("year", flat=True)
    return list(found.distinct())


def closing_of(counter_id: int, year: int) -> ClosedRegister | None:
    """The closing of that register, None while it is open: one statement."""
    return ClosedRegister.objects.select_related("closed_by").filter(agency_id=counter_id, year=year).first()


def rows(counter_id: int, year: int, asked: Asked, *, closed: ClosedRegister | None) -> Found[dict[str, Any]]:
    """The rows as asked for, in the order of their numbers; of a closed register as they stood at its closing."""
    if closed is not None:
        lines = RegisterRow.objects.filter(_met(asked, "dossier__", "received_at"), register=closed)
        lines = lines.filter(is_open=True) if asked.open else lines
        return Found(lines.order_by("n").values_list("content", flat=True), lambda content: dict(content))
    found = _receipts(counter_id, year).filter(_met(asked, "dossier__", "dossier__accepted_at"))
    found = found.exclude(_done()) if asked.open else found
    return FoundByKey(found.values_list("pk", flat=True), partial(_rows, snapshot.present()))


def left_open(counter_id: int, year: int) -> ClosedRegister | None:
    """The closed register of the year before, where it carries over rows that were open."""
    return ClosedRegister.objects.filter(agency_id=counter_id, year=year - 1, open_rows__gt=0).first()


@transaction.atomic
def close_register(counter_id: int, *, year: int, by: Actor, at: datetime) -> ClosedRegister:
    """Close the register of a year that is over: every row is kept as it stands, with a digest over all of them.

    Refused for who does not head the counter, for a year that has not ended, and the second time. Later facts of its
    dossiers stand in the dossiers; rows that were open are told as carried over to the year after.
    """
    local = at.astimezone(VIETNAM)
    ask("register.close", Facts(by=by, day=local.date(), offices=snapshot.present(), counter_id=counter_id))
    if year >= local.year:
        raise Refused(NOT_OVER, field="year", year=year)
    Agency.objects.select_for_update(of=("self",)).get(pk=counter_id)
    if closing_of(counter_id, year) is not None:
        raise Refused(ONCE, field="year", year=year)
    closed = write_closing(
        counter_id, year, _batches(_kept(counter_id, year)), at=at, by_id=by.account_id, digest=hashlib.sha256()
    )
    facts = {"year": year, "rows": closed.rows, "open": closed.open_rows, "digest": closed.digest}
    journal_agency(counter_id, CLOSED, facts, by=by.ref, at=at, origin=by.origin)
    return closed


def canonical(content: Mapping[str, Any]) -> bytes:
    """A row as the digest of its register takes it: a line of JSON with sorted names."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def digest_of(closed: ClosedRegister) -> str:
    """The digest counted again from the rows that are kept; unequal to the stored one where a row was changed."""
    told = hashlib.sha256()
    for content in closed.lines.order_by("n").values_list("content", flat=True).iterator(chunk_size=2000):
        told.update(canonical(content))
    return told.hexdigest()


def _batches(lines: Iterator[tuple[RegisterRow, bytes]]) -> Iterator[list[tuple[RegisterRow, bytes]]]:
    while batch := list(islice(lines, BATCH)):
        yield batch


def _kept(counter_id: int, year: int) -> Iterator[tuple[RegisterRow, bytes]]:
    offices = snapshot.present()
    for slip in _told(_receipts(counter_id, year)).iterator(chunk_size=BATCH):
        content = _row(offices, slip)
        d = slip.dossier
        line = RegisterRow(
            n=slip.serial,
            dossier_id=d.pk,
            received_at=d.accepted_at or d.filed_at,
            is_open=_is_open(slip),
            content=content,
        )
        yield line, canonical(content)


def _receipts(counter_id: int, year: int) -> QuerySet[Slip]:
    """The last edition of every receipt, in the order of their numbers."""
    given = Slip.objects.filter(agency_id=counter_id, form=RECEIPT, year=year)
    replaced = Slip.objects.filter(replaces__isnull=False).values("replaces_id")  # few; a join would be for every row
    return given.exclude(pk__in=replaced).order_by("serial")


def _told(receipts: QuerySet[Slip]) -> QuerySet[Slip]:
    """The receipts with their dossiers and when these went to the deciding agency and came back."""
    work = WorkItem.objects.filter(dossier_id=OuterRef("dossier_id"))
    sent = work.exclude(kind__in=AT_THE_COUNTER).order_by("opened_at").values("opened_at")[:1]
    back = work.filter(kind=StepKind.RETURN).order_by("-opened_at").values("opened_at")[:1]
    told = receipts.select_related("dossier").only("serial", "content", *(f"dossier__{name}" for name in COLUMNS))
    return told.prefetch_related("dossier__version").annotate(  # a version once, not with each of its dossiers
        sent=Coalesce("dossier__transferred_at", Subquery(sent)),
        back=Coalesce(Subquery(back), F("dossier__finished_at")),
    )


def _rows(offices: Snapshot, slips: Sequence[int]) -> list[dict[str, Any]]:
    return [_row(offices, slip) for slip in _told(Slip.objects.filter(pk__in=slips).order_by("serial"))]


def _done() -> Q:
    return Q(dossier__voided_at__isnull=False) | Q(dossier__status__in=[int(s) for s in ENDED - {Status.FINISHED}])


def _is_open(slip: Slip) -> bool:
    d = slip.dossier
    return d.voided_at is None and Status(d.status) not in ENDED - {Status.FINISHED}


def _met(asked: Asked, dossier: str, received: str) -> Q:
    met = Q()
    if asked.text.strip():
        met &= with_words(asked.text, dossier="dossier_") | Q(**_numbered(asked.text, received))
    if asked.first:
        met &= Q(**{f"{received}__gte": _midnight(asked.first)})
    if asked.last:
        met &= Q(**{f"{received}__lt": _midnight(asked.last + timedelta(days=1))})
    return met


def _numbered(text: str, received: str) -> dict[str, int]:
    """The row of that number, where a number was typed."""
    typed = text.strip()
    n = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else 0
    return {"n" if received == "received_at" else "serial": n}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)


def _row(offices: Snapshot, slip: Any) -> dict[str, Any]:
    """The columns of form 07 for one receipt, in words."""
    d, who = slip.dossier, slip.content.get("applicant", {})
    owners = [o["name"] for o in slip.content.get("owners", [])]
    contact = (who.get("address", ""), who.get("phone", ""))
    sent, back = slip.sent, slip.back
    return {
        "n": slip.serial,
        "code": d.code,
        "procedure": d.version.name,
        "sets": d.sets,
        "name": who.get("name", "") + (f"{OWNERS}{'; '.join(owners[:2])})" if owners else ""),
        "contact": "; ".join(part for part in contact if part),
        "competent": offices.agency(d.competent_id).name,
        "received": _short(d.accepted_at or d.filed_at),
        "due": _short(d.appointment) if d.appointment else "",
        "sent": _short(sent) if sent else "",
        "back": _short(back) if back and d.finished_at else "",
        "returned": _short(d.returned_at) if d.returned_at else "",
        "way": WAYS[d.delivery],
        "note": _note(d),
    }


def _short(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def _note(d: Any) -> str:
    if d.voided_at is not None:
        return "Hủy do ghi nhầm"
    if Status(d.status) in ENDED and Status(d.status) not in (Status.FINISHED, Status.RETURNED):
        return LABELS[Status(d.status)]
    return ""


def last_number(counter_id: int, year: int) -> int:
    """The last number given in the book: one statement."""
    told = Slip.objects.filter(agency_id=counter_id, form=RECEIPT, year=year).aggregate(last=Max("serial"))
    return told["last"] or 0
