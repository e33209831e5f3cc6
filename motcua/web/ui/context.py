"""What the frame of every page shows: face, menu, place, who is at work."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua import __version__
from motcua.notifications.queries import unread
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.offices.roles import LABELS
from motcua.offices.snapshot import Snapshot
from motcua.policy.permissions import why_not
from motcua.web.ui.about import about
from motcua.web.ui.guards import facts, is_citizen

# (permission or "" for all, URL name, label, key). Faces know each other by URL name only.
MENU = [
    ("counter.use", "counter:home", _("Tiếp nhận"), "g t"),
    ("desk.use", "desk:home", _("Việc của tôi"), "g v"),
    ("desk.use", "desk:dossiers", _("Hồ sơ"), "g h"),
    ("desk.use", "desk:scan", _("Quét phiếu"), "g p"),
    ("board.use", "board:home", _("Số liệu"), "g s"),
    ("", "portal:track", _("Tra cứu"), ""),
    ("backoffice.use", "backoffice:home", _("Quản trị"), "g q"),
]


@dataclass(frozen=True)
class Person:
    """Who is at work, as the header names them."""

    name: str
    posts_label: str
    unread: int


@dataclass(frozen=True)
class Page:
    """The frame's context, `page` in templates."""

    face: str = "citizen"
    nav: list[dict[str, Any]] = field(default_factory=list)
    place: str = ""
    actor: Person | None = None
    citizen: bool = False
    scan_to: str = ""  # where a code that a scanner types outside of a field is opened
    about: str = ""
    version: str = __version__
    demo: bool = settings.DEMO


def page(request: HttpRequest) -> dict[str, Page]:
    """Context processor. Costs one statement for the edition, unless the guard has asked for it already.

    The messages not yet read are counted, by one statement more, only where the header is drawn.
    """
    actor: Actor | None = getattr(request, "actor", None)
    if not actor:
        signed_in = is_citizen(request)
        return {"page": Page(place=_province(snapshot.present()), citizen=signed_in, about=_about(request))}
    asked = facts(request)
    nav = []
    for permission, name, label, key in MENU:
        if permission and why_not(permission, asked) is not None:
            continue
        url = reverse(name)
        nav.append({"url": url, "label": label, "key": key, "current": request.path.startswith(url) and url != "/"})
    count = SimpleLazyObject(partial(unread, actor.account_id))
    person = Person(actor.name, _posts(actor), cast(int, count))
    scan_to = reverse("desk:scan") if why_not("desk.use", asked) is None else ""
    place, nav, said = _place(actor, asked.offices), _one_current(nav), _about(request)
    return {"page": Page(face="officer", nav=nav, place=place, actor=person, scan_to=scan_to, about=said)}


def _about(request: HttpRequest) -> str:
    """What the page is for, in two sentences."""
    match = request.resolver_match
    said = about(match.view_name) if match else ""
    return gettext(said) if said else ""


def _one_current(nav: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Only the longest address that fits is where we are."""
    current = [item for item in nav if item["current"]]
    longest = max(current, key=lambda item: len(item["url"])) if current else None
    return [item | {"current": item is longest} for item in nav]


def _province(offices: Snapshot) -> str:
    """The root of the tree, "Tỉnh Quảng Ngãi"; nothing before the first set-up."""
    roots = [a for a in offices.agencies.values() if a.parent_id is None and a.valid_to is None]
    name = roots[0].name.removeprefix("Ủy ban nhân dân ") if roots else ""
    return name[:1].upper() + name[1:]


def _place(actor: Actor, offices: Snapshot) -> str:
    return offices.agency(actor.holdings[0].agency_id).name if actor.holdings else _province(offices)


def _posts(actor: Actor) -> str:
    """Roles, then where they are held when that is more than one place."""
    return ", ".join(dict.fromkeys(gettext(LABELS[h.role]) for h in actor.holdings))
