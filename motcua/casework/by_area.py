"""Sharing out by area: a piece of work goes to who is responsible for the place where its dossier's subject lives.

The place is read from the address that the dossier has anyway, at the moment of sharing; nothing of it is kept, and no
sentence repeats it: what is said is the name of the area.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from motcua.dossiers.models import Party
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.areas import nearest, words
from motcua.offices.models import Area, in_force
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import WorkItem
from motcua.workflow.sharing import to_the_least

from .sharing import able, loads, presence_at

NO_ADDRESS = gettext_noop("Hồ sơ chưa ghi địa chỉ nên không giao theo địa bàn được.")
NOBODY = gettext_noop("Địa chỉ trong hồ sơ không thuộc địa bàn nào đã phân công.")
NOT_THERE = gettext_noop("Người phụ trách {place} vắng mặt hoặc không giữ vị trí của việc này.")


def has_areas(agency_ids: Collection[int], *, day: date) -> bool:
    """Whether anybody is responsible for a place of one of these agencies: one statement."""
    return in_force(Area.objects, day).filter(agency_id__in=agency_ids).exists()


def by_area(items: Sequence[WorkItem], offices: Snapshot, *, at: datetime) -> dict[int, int | Sentence]:
    """Who gets each of these open pieces of work, by its id, or why nobody does.

    Of several who are responsible for a place and hold the post it is who has it already, else who has least. Five
    statements at most.
    """
    presence, day = presence_at(items, at), at.astimezone(VIETNAM).date()
    places = _places({item.agency_id for item in items}, day)
    addresses = _addresses({item.dossier_id for item in items})
    found: dict[int, int | Sentence] = {}
    several: list[tuple[WorkItem, frozenset[int]]] = []
    for item in items:
        here = places.get(item.agency_id, {})
        address = addresses.get(item.dossier_id, "")
        place = nearest(here, words(address))
        if place is None:
            found[item.pk] = Sentence(NOBODY if address else NO_ADDRESS)
            continue
        name, responsible = here[place]
        people = able(presence, item, offices, among=responsible)
        if item.assignee_id in people:
            found[item.pk] = item.assignee_id or 0
        elif people:
            several.append((item, people))
        else:
            found[item.pk] = Sentence(NOT_THERE, {"place": name})
    if several:
        now = loads(presence, frozenset[int]().union(*(people for _, people in several)))
        for item, people in several:
            chosen = to_the_least(1, {account: now[account] for account in people})[0]
            now[chosen] += 1
            found[item.pk] = chosen
    return found


def who_by_area(item: WorkItem, offices: Snapshot, *, at: datetime) -> int:
    """Who gets this one. Refused, with the reason, where nobody does."""
    found = by_area([item], offices, at=at)[item.pk]
    if isinstance(found, Sentence):
        raise Refused(found, field="to")
    return found


def _places(agency_ids: Collection[int], day: date) -> dict[int, dict[tuple[str, ...], tuple[str, set[int]]]]:
    """By agency the places that somebody is responsible for: what each is called, and who that is."""
    found: dict[int, dict[tuple[str, ...], tuple[str, set[int]]]] = {}
    rows = in_force(Area.objects, day).filter(agency_id__in=agency_ids).order_by("pk")
    for agency_id, name, account_id in rows.values_list("agency_id", "name", "account_id"):
        here = found.setdefault(agency_id, {})
        here.setdefault(words(name), (name, set()))[1].add(account_id)
    return found


def _addresses(dossier_ids: Collection[int]) -> dict[int, str]:
    """Where the owner of each dossier lives, else the applicant."""
    rows = Party.objects.filter(dossier_id__in=dossier_ids).exclude(address="").order_by("dossier_id", "-role", "pk")
    found: dict[int, str] = {}
    for dossier_id, address in rows.values_list("dossier_id", "address"):
        found.setdefault(dossier_id, address)  # "owner" before "applicant"
    return found
