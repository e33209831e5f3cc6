"""Who is responsible for which places (địa bàn): entered by a leader of the agency, for people who work there."""

from __future__ import annotations

import re
from datetime import date, datetime

from motcua.kernel.sentences import Refused
from motcua.offices import actions, snapshot
from motcua.offices.actors import Actor
from motcua.offices.areas import words
from motcua.offices.models import Area, Post, in_force
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask
from motcua.policy.predicates import CASE_ROLES

from .asking import local_day

MOST, LONGEST = 100, 100  # places at once, letters of one


def give_areas(*, agency_id: int, account_id: int, places: str, day: date, by: Actor, at: datetime) -> list[Area]:
    """From `day` on a person is responsible for `places`: one on each line, or parted by semicolons.

    Refused for what names no place, for a day that is over, and for who does no work on cases at the agency.
    """
    _ask(agency_id, by=by, at=at)
    names = _names(places)
    if day < local_day(at):
        raise Refused("Ngày bắt đầu phụ trách sớm nhất là hôm nay.", field="day")
    posts = in_force(Post.objects, day).filter(agency_id=agency_id, account_id=account_id, role__in=CASE_ROLES)
    if not posts.filter(account__is_active=True, account__machine=False).exists():
        raise Refused("Người này không giữ vị trí giải quyết hồ sơ tại cơ quan vào ngày ấy.", field="person")
    return actions.give_areas(
        agency_id=agency_id, account_id=account_id, names=names, day=day, by=by.ref, at=at
    )  # fmt: skip


def end_area(*, area_id: int, by: Actor, at: datetime) -> None:
    """From today no more; what has not begun is taken back. Refused when it is over."""
    area = Area.objects.filter(pk=area_id).first()
    today = local_day(at)
    if area is None or (area.valid_to is not None and area.valid_to <= today):
        raise Refused("Việc phụ trách địa bàn này đã hết.")
    _ask(area.agency_id, by=by, at=at)
    actions.end_area(area_id=area_id, on=today, by=by.ref, at=at)


def _ask(agency_id: int, *, by: Actor, at: datetime) -> None:
    offices = snapshot.present()
    ask("area.enter", Facts(by=by, day=local_day(at), offices=offices, agency_id=agency_id))


def _names(places: str) -> list[str]:
    """The places as they are to be shown, each once."""
    found: dict[tuple[str, ...], str] = {}
    for part in re.split(r"[\n;]", places):
        name = " ".join(part.split()).rstrip(",.")
        if not name:
            continue
        if len(name) > LONGEST:
            raise Refused("Tên địa bàn dài quá {most} ký tự.", field="places", most=LONGEST)
        if not any(c.isalpha() for c in name):
            raise Refused("“{place}” không phải tên địa bàn; hãy ghi như Thôn 1.", field="places", place=name[:40])
        found.setdefault(words(name), name)
    if not found:
        raise Refused("Hãy ghi ít nhất một địa bàn, ví dụ Thôn 1.", field="places")
    if len(found) > MOST:
        raise Refused("Mỗi lần ghi nhiều nhất {most} địa bàn.", field="places", most=MOST)
    return list(found.values())
