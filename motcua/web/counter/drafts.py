"""Receptions that are interrupted: what was typed, kept for who typed it, and read again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, QueryDict

from motcua.casework.reads.counter import draft
from motcua.dossiers.actions import drop_draft, save_draft
from motcua.offices.actors import Actor
from motcua.offices.models import Agency

from .typed import number

NOT_KEPT = ("csrfmiddlewaretoken", "key", "do", "draft")  # what belongs to one sending of the form


def begun(request: HttpRequest, by: Actor) -> QueryDict:
    """What the draft that the address names holds; nothing for a new reception. 404 for another's draft."""
    data = QueryDict(mutable=True)
    if wanted := request.GET.get("nhap", ""):
        found = draft(by, number(wanted) or 0)
        if found is None:
            raise Http404
        for key, values in found.form.items():
            data.setlist(key, values)
        data["draft"] = str(found.pk)
    return data


def save(request: HttpRequest, counter: Agency, data: QueryDict, *, code: str, title: str) -> int:
    """Keep what was typed in its draft, or in a new one; the id of the draft."""
    form: dict[str, object] = {"procedure": [code]}
    form.update((key, data.getlist(key)) for key in data if key not in NOT_KEPT)
    return save_draft(
        draft_id=number(data.get("draft")),
        account_id=request.actor.account_id,  # type: ignore[attr-defined]
        agency_id=counter.pk,
        title=title,
        form=form,
        at=request.at,  # type: ignore[attr-defined]
    ).pk


def drop(data: QueryDict, *, account_id: int) -> None:
    """Forget the draft that the form went on with, if there is one."""
    if known := number(data.get("draft")):
        drop_draft(draft_id=known, account_id=account_id)
