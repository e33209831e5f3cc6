"""Open dossiers of an older system from JSON lines: each goes on here as it stood there, or its line is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from motcua.accounts.models import Account
from motcua.casework.bulk import lives
from motcua.casework.intake import FOLLOWED, Intake, check_plain
from motcua.casework.take_over import Old, step_of, take_over
from motcua.catalogue.queries import in_force as versions_in_force
from motcua.dossiers.models import Dossier
from motcua.dossiers.parties import Kind, PartyData
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.offices.actors import Actor, Holding
from motcua.offices.models import Post, in_force
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot
from motcua.shadows.models import Shadow

from .reading import Line, RefusedLine, json_lines
from .report import Report
from .shadows import texts
from .values import fitting, moment_of

TEXTS = (
    *("source", "code", "procedure", "agency", "counter", "accepted_at", "due_at", "step", "holder", "received_by"),
    *("channel", "delivery", "request"),
)
NEEDED = ("source", "code", "procedure", "agency", "accepted_at", "due_at", "step")
OF_PERSON = (
    *("kind", "name", "number", "no_number_reason", "birth_date", "sex", "nationality", "representative"),
    *("address", "phone", "email"),
)
LONGEST = {"source": 40, "code": 80, "request": 500}
NO_NUMBER = "Hệ thống trước không ghi số"
BATCH = 500
AT_ONCE = 400
Progress = Callable[[int, int], None]


@dataclass
class House:
    """What lines are read against, loaded once."""

    day: date
    offices: Snapshot
    by: str
    versions: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, Account] = field(default_factory=dict)
    posts: frozenset[tuple[int, int, str]] = frozenset()

    @classmethod
    def today(cls, *, by: str, at: datetime) -> House:
        """The house of this day: four statements."""
        day = at.astimezone(VIETNAM).date()
        held = in_force(Post.objects, day).filter(account__is_active=True)
        return cls(
            day=day,
            offices=snapshot.present(),
            by=by,
            versions=dict(versions_in_force(day).values_list("procedure__code", "pk")),
            people={a.username: a for a in Account.objects.filter(is_active=True)},
            posts=frozenset(held.values_list("account_id", "agency_id", "role")),
        )


@transaction.atomic
def import_dossiers(
    content: bytes, *, by: str, at: datetime, origin: str = "import", told: Progress | None = None
) -> Report:
    """Take over the dossiers of a file. Refused when the file cannot be read; what is here already is unchanged.

    Written by the five hundred; about a dozen statements for each.
    """
    sheet, report = json_lines(content), Report()
    report.refuse(sheet.refused)
    house, remembered = House.today(by=by, at=at), dict[tuple[object, ...], Any]()
    (there, followed), seen = _known(sheet.lines), dict[tuple[str, str], int]()
    for first in range(0, len(sheet.lines), BATCH):
        with lives(remembered=remembered):
            for line in sheet.lines[first : first + BATCH]:
                try:
                    _take(line, house, there, followed, seen, report, at=at, origin=origin)
                except Refused as no:
                    report.refuse([RefusedLine(line.n, no.sentence)])
        if told is not None:
            told(min(first + BATCH, len(sheet.lines)), len(sheet.lines))
    return report


def _known(lines: Sequence[Line]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Which dossiers of these codes are here already, and which are followed for others, by source and code."""
    codes = sorted({code.strip() for line in lines if isinstance(code := line.values.get("code"), str)})
    there, followed = set[tuple[str, str]](), set[tuple[str, str]]()
    for first in range(0, len(codes), AT_ONCE):
        some = codes[first : first + AT_ONCE]
        rows = Dossier.objects.filter(foreign_code__in=some)
        there.update(rows.values_list("foreign_source", "foreign_code"))
        shadows = Shadow.objects.filter(foreign_code__in=[code.upper() for code in some], voided_at=None)
        followed.update(shadows.values_list("system", "foreign_code"))
    return there, followed


def _take(
    line: Line,
    house: House,
    there: set[tuple[str, str]],
    followed: set[tuple[str, str]],
    seen: dict[tuple[str, str], int],
    report: Report,
    *,
    at: datetime,
    origin: str,
) -> None:
    values = texts(line.values, TEXTS)
    for column in NEEDED:
        if not values[column]:
            raise Refused("Thiếu {column}.", column=column)
    key = (fitting(values, "source", LONGEST), fitting(values, "code", LONGEST))
    if key in seen:
        raise Refused("Mã {code} đã có ở dòng {n}.", code=key[1], n=seen[key])
    if (key[0], key[1].upper()) in followed:
        raise Refused(FOLLOWED, code=key[1], source=key[0])
    if key in there:
        report.unchanged += 1
        return
    old = _old(values, house, at)
    intake = _intake(line.values, values, house)
    actor = _actor(values, intake, house, origin)
    _check_holder(values, intake, old, house, at)
    take_over(intake, old, by=actor, at=at)
    seen[key] = line.n
    report.new += 1


def _old(values: Mapping[str, str], house: House, at: datetime) -> Old:
    accepted, due = moment_of(values, "accepted_at"), moment_of(values, "due_at")
    assert accepted is not None and due is not None
    if accepted > at:
        raise Refused("Cột {column}: thời điểm ở tương lai.", column="accepted_at")
    if due < accepted:
        raise Refused("Hạn đã hẹn (due_at) trước lúc tiếp nhận (accepted_at).")
    holder = _person(values["holder"], house) if values["holder"] else None
    return Old(accepted, due, values["step"], holder.pk if holder else None)


def _person(username: str, house: House) -> Account:
    if username not in house.people:
        raise Refused("Không có cán bộ “{username}” đang làm việc.", username=username[:60])
    return house.people[username]


def _intake(line: Mapping[str, Any], values: Mapping[str, str], house: House) -> Intake:
    if values["procedure"] not in house.versions:
        raise Refused("Không có thủ tục {code} đang có hiệu lực.", code=values["procedure"][:40])
    competent = _agency(values["agency"], house)
    channel, delivery = values["channel"] or "direct", values["delivery"] or "counter"
    check_plain(1, channel, delivery)
    return Intake(
        version_id=house.versions[values["procedure"]],
        counter_id=_agency(values["counter"], house) if values["counter"] else _counter(competent, house),
        competent_id=competent,
        applicant=_applicant(line.get("applicant")),
        channel=channel,
        delivery=delivery,
        request=fitting(values, "request", LONGEST),
        foreign_code=values["code"],
        foreign_source=values["source"],
    )


def _agency(code: str, house: House) -> int:
    agency = house.offices.coded(code, house.day)
    if agency is None:
        raise Refused("Không có cơ quan {code}, hoặc cơ quan đã kết thúc hoạt động.", code=code[:40])
    return agency.pk


def _counter(competent: int, house: House) -> int:
    """The only counter that receives for the agency. Refused where there are several, or none."""
    offices = house.offices
    counters = [a.pk for a in offices.agencies.values() if a.is_counter and offices.in_force(a.pk, house.day)]
    own = [pk for pk in counters if offices.agency(pk).parent_id == competent]
    found = own or [pk for pk in counters if competent in offices.served_by(pk)]
    if len(found) != 1:
        raise Refused("Cần ghi nơi tiếp nhận (cột counter): cơ quan này có {n} nơi.", n=len(found))
    return found[0]


def _applicant(said: object) -> PartyData:
    if not isinstance(said, Mapping):
        raise Refused("Thiếu {column}.", column="applicant")
    person = texts(said, OF_PERSON)
    kind = person.pop("kind") or Kind.CITIZEN.value
    if kind not in set(Kind):
        raise Refused("Không có loại đối tượng “{kind}”.", kind=kind[:40])
    if not person["number"] and not person["no_number_reason"]:
        person["no_number_reason"] = NO_NUMBER
    said_of: dict[str, Any] = {**person, "kind": Kind(kind)}
    return PartyData(**said_of)


def _actor(values: Mapping[str, str], intake: Intake, house: House, origin: str) -> Actor:
    """Whoever received it, or else holds it: as the import acts, at the counter that receives."""
    name = values["received_by"] or values["holder"]
    if not name:
        raise Refused("Cần ghi người đang giữ (holder) hoặc người đã nhận (received_by).")
    person = _person(name, house)
    holding = Holding(intake.counter_id, Role.RECEIVER)
    return Actor(person.pk, house.by, person.full_name, (holding,), origin)


def _check_holder(values: Mapping[str, str], intake: Intake, old: Old, house: House, at: datetime) -> None:
    """The step must be the holder's to do: a post of its role, at the agency that decides or the counter."""
    if old.holder_id is None:
        return
    role = step_of(intake, old.step, at=at).role
    places = (intake.competent_id, intake.counter_id)
    if not any((old.holder_id, place, role) in house.posts for place in places):
        raise Refused("“{username}” không giữ vị trí làm bước “{step}”.", username=values["holder"], step=old.step)
