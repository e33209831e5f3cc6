"""What is handed in, as a verb takes it; its checks; and how it becomes the rows of a dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, Subquery

from motcua.catalogue.models import Competence, Component, ProcedureVersion
from motcua.catalogue.queries import published
from motcua.deadlines.transfers import Transfer
from motcua.dossiers.actions import check_lengths
from motcua.dossiers.models import CodeFormat, Dossier, Party, ReceivedComponent
from motcua.dossiers.parties import Capacity, PartyData, checked
from motcua.files.models import StoredFile
from motcua.kernel.dossier_code import DEFAULT_PATTERN
from motcua.kernel.sentences import Refused, gettext_noop, listed
from motcua.offices import snapshot
from motcua.offices.models import Agency, Edition
from motcua.offices.snapshot import Snapshot
from motcua.shadows.models import Shadow
from motcua.workflow.queries import process_in_force

from .limit_cases import case_asked_for
from .slips import CHANNELS, DELIVERIES

OURS = "motcua"  # the system that a procedure names as authoritative where it is this one
UNKNOWN = 0  # in place of the competent agency: it is not known yet who decides


FOLLOWED = gettext_noop("Hồ sơ {code} đang được theo dõi hộ hệ thống {source}. Hãy hủy ở đó trước khi tiếp nhận.")


@dataclass(frozen=True, slots=True)
class Paper:
    """One line of the checklist: the component by its number, what was handed in, or that this case needs none.

    A paper that the procedure does not list has `n` 0 and a name of its own.
    """

    n: int
    name: str = ""
    originals: int = 0
    copies: int = 0
    not_needed: bool = False
    note: str = ""
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything that a reception takes down. `counter_id` and `competent_id` are agencies; codes come later.

    `case` is the number of the case of the version whose limit counts; 0 is the version's own. `competent_id` UNKNOWN
    is for whoever receives without knowing which agency decides. `transfer` is how the dossier gets there, of no
    account where the counter is that agency's own; left out, electronically. `declaration` is what was answered online:
    the digest of the form and the answers, for the journal.
    """

    version_id: int
    counter_id: int
    competent_id: int
    applicant: PartyData
    owners: tuple[PartyData, ...] = ()
    papers: tuple[Paper, ...] = ()
    channel: str = "direct"
    delivery: str = "counter"
    sets: int = 1
    request: str = ""
    foreign_code: str = ""
    foreign_source: str = ""
    case: int = 0
    transfer: str = ""
    declaration: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """The place of a dossier in a linked declaration: the code of the declaration (empty for its first dossier, whose
    own code that is), its number, and the number of the member whose result it waits for."""

    declaration: str
    n: int
    after: int | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What one statement tells of the procedure asked for, at this agency, on this day.

    `process_id` is 0 and `competent_id` who looks after the dossier meanwhile, where the agency is not known yet.
    """

    version: ProcedureVersion
    process_id: int
    pattern: str
    offices: Snapshot
    competent_id: int
    transfer: Transfer


def terms_for(intake: Intake, *, day: date, stays: bool = False) -> Terms:
    """The version with its process, code pattern and the edition of the offices; Refused when it cannot be received.

    What is here already `stays` with its version, even after that has ended; acceptance asks anew.
    """
    found = _terms_row(intake.version_id, intake.competent_id, day)
    if found is None:
        raise Refused("Không có thủ tục này trong danh mục.", field="procedure")
    valid_to, edition, process_id, pattern, is_competent = found
    version = published(intake.version_id)
    if not stays:
        check_version(version, day, code=version.procedure.code, valid_to=valid_to)
    offices = snapshot.at_edition(edition or 0)
    _check_counter(intake, offices, day=day)
    pattern = pattern or DEFAULT_PATTERN
    if intake.competent_id == UNKNOWN:
        return Terms(version, 0, pattern, offices, _meanwhile(offices, intake.counter_id), Transfer.NONE)
    _check_competent(intake, offices, day=day, is_competent=bool(is_competent))
    if process_id is None:
        raise Refused(
            "Thủ tục {code} chưa có quy trình nội bộ nên chưa thể tiếp nhận.",
            field="procedure",
            code=version.procedure.code,
        )
    return Terms(version, process_id, pattern, offices, intake.competent_id, transfer_of(intake, offices))


def transfer_of(intake: Intake, offices: Snapshot) -> Transfer:
    """How the dossier reaches the competent agency: not at all where the counter that receives is its own."""
    if intake.competent_id in offices.served_by(intake.counter_id):
        return Transfer.NONE
    if intake.transfer not in set(Transfer):
        raise Refused("Hãy chọn cách chuyển hồ sơ đến cơ quan giải quyết.", field="transfer")
    return Transfer(intake.transfer) or Transfer.ELECTRONIC


def _meanwhile(offices: Snapshot, counter_id: int) -> int:
    """Who looks after a dossier whose competent agency is not known yet: whom the counter stands under (ADR 19)."""
    return offices.agency(counter_id).parent_id or counter_id


def _terms_row(version_id: int, competent_id: int, day: date) -> tuple[Any, ...] | None:
    """End of the version, edition of the offices, process, code pattern, whether the agency decides: one statement."""
    sql, params = _terms_sql(connection.vendor)
    values: dict[str, Any] = {
        "version": version_id,
        "competent": competent_id,
        "day": connection.ops.adapt_datefield_value(day),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, [values[p.name] if isinstance(p, Place) else p for p in params])
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value goes in a statement that is built once."""

    name: str


@lru_cache
def _terms_sql(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The statement and its parameters, with places for what changes. Building it takes ten times as long as running
    it, and every reception needs it."""
    version_id, competent_id, day = 2**31 - 1, 2**31 - 2, date(9999, 12, 31)  # marks that no other parameter is
    competent = Agency.objects.filter(pk=competent_id)
    rows = (
        ProcedureVersion.objects.filter(pk=version_id)
        .annotate(
            edition=Subquery(Edition.objects.filter(name=snapshot.EDITION).values("n")),
            process_id=process_in_force(procedure="procedure_id", agency_id=competent_id, day=day),
            pattern=Subquery(
                CodeFormat.objects.filter(valid_from__lte=day).order_by("-valid_from").values("pattern")[:1]
            ),
            is_competent=Exists(
                Competence.objects.filter(
                    Q(agency_id=competent_id) | Q(agency_kind__in=competent.values("kind")),
                    procedure_id=OuterRef("procedure_id"),
                )
            ),
        )
        .order_by()
        .values_list("valid_to", "edition", "process_id", "pattern", "is_competent")
    )
    places = {
        version_id: Place("version"),
        competent_id: Place("competent"),
        connection.ops.adapt_datefield_value(day): Place("day"),
    }
    sql, params = rows.query.sql_with_params()
    return str(sql), tuple(places.get(p, p) for p in params)


def check_in_force(version: ProcedureVersion, day: date, *, code: str, valid_to: date | None) -> None:
    """Refused when the version of the procedure `code`, which ends on `valid_to`, is not in force on `day`."""
    if day < version.valid_from:
        raise Refused(
            "Thủ tục {code} chưa có hiệu lực, bắt đầu từ {day}.",
            field="procedure",
            code=code,
            day=f"{version.valid_from:%d/%m/%Y}",
        )
    if valid_to is not None and day >= valid_to:
        raise Refused(
            "Thủ tục {code} đã thay đổi từ {day}. Hãy chọn lại thủ tục để theo bản đang có hiệu lực.",
            field="procedure",
            code=code,
            day=f"{valid_to:%d/%m/%Y}",
        )


def check_version(version: ProcedureVersion, day: date, *, code: str, valid_to: date | None) -> None:
    """Refused when the version of the procedure `code`, which ends on `valid_to`, cannot be received on `day`."""
    check_in_force(version, day, code=code, valid_to=valid_to)
    if version.authority_system != OURS:
        raise Refused(
            "Thủ tục {code} được giải quyết trên hệ thống khác ({system}).",
            field="procedure",
            code=code,
            system=version.authority_system,
        )
    if not version.receivable:
        raise Refused(
            "Thủ tục {code} chỉ được công khai, chưa tiếp nhận được vì còn thiếu: {missing}.",
            field="procedure",
            code=code,
            missing=listed(version.missing),
        )


def _check_counter(intake: Intake, offices: Snapshot, *, day: date) -> None:
    counter = offices.agencies.get(intake.counter_id)
    if counter is None or not counter.is_counter or not offices.in_force(counter.pk, day):
        raise Refused("Nơi tiếp nhận không hoạt động.", field="counter")


def _check_competent(intake: Intake, offices: Snapshot, *, day: date, is_competent: bool) -> None:
    """Any counter of the province receives for any agency that decides the procedure (NĐ 118/2025 Điều 14)."""
    if intake.competent_id not in offices.agencies or not offices.in_force(intake.competent_id, day):
        raise Refused("Cơ quan giải quyết đã chọn không còn hoạt động.", field="competent")
    if not is_competent or offices.agency(intake.competent_id).is_counter:
        raise Refused(
            "{agency} không có thẩm quyền giải quyết thủ tục này.",
            field="competent",
            agency=offices.agency(intake.competent_id).name,
        )


@lru_cache(maxsize=4096)
def components_of(version_id: int) -> tuple[Component, ...]:
    """The papers of a published version without its remarks, kept in memory: they never change."""
    return tuple(Component.objects.filter(version_id=version_id, remark=False).order_by("n"))


def check_papers(
    papers: Sequence[Paper], version_id: int, *, complete: bool, extras: int = 0
) -> list[ReceivedComponent]:
    """The rows of the papers. With `complete`, each required component must be received or marked as not needed.

    `extras` papers that the procedure does not list were received before: further ones are counted on from there.
    Refused with field `papers`, naming the lines at fault, so that the clerk sees all of them at once.
    """
    known = {c.n: c for c in components_of(version_id)}
    if strange := [p.n for p in papers if p.n and p.n not in known]:
        raise Refused(
            "Danh sách giấy tờ không khớp với thủ tục (dòng {lines}). Hãy chọn lại thủ tục.",
            field="papers",
            lines=_list(strange),
        )
    if negative := [p.n for p in papers if min(p.originals, p.copies) < 0 or max(p.originals, p.copies) > 999]:
        raise Refused("Số bản ở dòng {lines} phải từ 0 đến 999.", field="papers", lines=_list(negative))
    given = [p for p in papers if p.not_needed or p.originals or p.copies]
    _check_lines(given)
    if complete:
        marked = {p.n for p in given}
        if missing := [n for n, c in known.items() if c.required and n not in marked]:
            raise Refused(
                "Chưa đánh dấu giấy tờ số {lines}: đã nhận, hay không cần trong trường hợp này?",
                field="papers",
                lines=_list(missing),
            )
        if known and all(p.not_needed for p in given):
            raise Refused("Chưa nhận giấy tờ nào. Hãy đánh dấu ít nhất một giấy tờ đã nhận.", field="papers")
    extra = len(known) + extras
    rows = []
    for p in given:
        component = known.get(p.n)
        extra += 0 if component else 1
        rows.append(
            ReceivedComponent(
                component=component,
                n=p.n if component else 500 + extra,
                name=component.name if component else p.name.strip(),
                originals=0 if p.not_needed else p.originals,
                copies=0 if p.not_needed else p.copies,
                not_needed=p.not_needed,
                note=p.note.strip()[:300],
            )
        )
    return rows


def _check_lines(given: Sequence[Paper]) -> None:
    """Refused when a paper stands in the list twice, or one that the procedure does not list has no name."""
    listed = [p.n for p in given if p.n]
    if twice := sorted({n for n in listed if listed.count(n) > 1}):
        raise Refused("Giấy tờ số {lines} được ghi hai lần.", field="papers", lines=_list(twice))
    if any(not p.n and not p.name.strip() for p in given):
        raise Refused("Giấy tờ ngoài danh sách của thủ tục cần có tên.", field="papers")


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(str(n) for n in numbers)


def check_parties(applicant: PartyData, owners: Sequence[PartyData], *, today: date) -> list[Party]:
    """The rows of the parties. Without owners given, an applicant in their own name is the owner."""
    filer = checked(applicant, today=today, at="applicant")
    if not owners:
        if filer.capacity is not Capacity.SELF:
            raise Refused("Người nộp hồ sơ không phải chủ hồ sơ: cần ghi chủ hồ sơ.", field="owners.0.name")
        themselves = [filer]
    else:
        themselves = [checked(o, today=today, at=f"owners.{i}") for i, o in enumerate(owners)]
    rows = [_row(filer, "applicant"), *(_row(o, "owner") for o in themselves)]
    for i, row in enumerate(rows):
        check_lengths(row, at=f"owners.{i - 1}." if i else "applicant.")
    return rows


PARTY_COLUMNS = tuple(PartyData.__dataclass_fields__)


def _row(party: PartyData, role: str) -> Party:
    values = {name: getattr(party, name) for name in PARTY_COLUMNS}
    values["kind"], values["capacity"] = str(party.kind.value), str(party.capacity.value)
    return Party(role=role, **values)


def check_elsewhere(intake: Intake) -> None:
    """Refused when the dossier of another system is followed here as a shadow: one statement where it has a code."""
    code, source = intake.foreign_code.strip().upper(), intake.foreign_source.strip()
    if code and Shadow.objects.filter(foreign_code=code, system=source, voided_at=None).exists():
        raise Refused(FOLLOWED, field="foreign_code", code=code, source=source)


def new_dossier(intake: Intake, terms: Terms, *, code: str, by_id: int, origin: str, at: datetime) -> Dossier:
    """The row of a dossier just filed, not yet in the database."""
    check_plain(intake.sets, intake.channel, intake.delivery)
    if intake.foreign_code.strip() and not intake.foreign_source.strip():
        raise Refused("Mã của hệ thống khác cần ghi kèm tên hệ thống đó.", field="foreign_source")
    dossier = Dossier(
        code=code,
        version=terms.version,
        case=case_asked_for(terms.version, intake.case, channel=intake.channel),
        receiving_id=intake.counter_id,
        competent_id=terms.competent_id,
        channel=intake.channel,
        delivery=intake.delivery,
        status=0,
        sets=intake.sets,
        request=intake.request.strip(),
        filed_at=at,
        received_by_id=by_id,
        origin=origin,
        foreign_code=intake.foreign_code.strip(),
        foreign_source=intake.foreign_source.strip() if intake.foreign_code.strip() else "",
    )
    check_lengths(dossier)
    return dossier


def check_plain(sets: int, channel: str, delivery: str) -> None:
    """Refused when the number of sets, the way of filing or the way of delivery cannot be."""
    if not 1 <= sets <= 99:
        raise Refused("Số bộ hồ sơ phải từ 1 đến 99.", field="sets")
    if channel not in CHANNELS:
        raise Refused("Hãy chọn cách nộp hồ sơ.", field="channel")
    if delivery not in DELIVERIES:
        raise Refused("Hãy chọn cách nhận kết quả.", field="delivery")


def for_journal(parties: Sequence[Party], received: Sequence[ReceivedComponent]) -> dict[str, object]:
    """What the journal keeps of people and papers: the payload, apart from the event."""
    fields = [f.name for f in Party._meta.concrete_fields if f.name not in ("id", "dossier")]
    people = [{f: str(v) for f in fields if (v := getattr(p, f)) not in ("", None)} for p in parties]
    papers = [
        {"n": r.n, "name": r.name, "originals": r.originals, "copies": r.copies, "not_needed": r.not_needed}
        for r in received
    ]
    return {"parties": people, "papers": papers}
