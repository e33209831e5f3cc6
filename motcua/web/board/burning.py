"""Where it burns now: the page that a leader reads in ten seconds, and the dossiers behind each of its figures."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads.fires import LABELS, Fire, Place, SlowStep, burning, fires, stuck
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.supervision.scopes import scope
from motcua.web.ui.guards import facts, needs

from .asked import agencies, may_see
from .tables import ROWS

AGENCIES = 20  # drawn at once; the rest is one press away
AGAIN = 60  # seconds after which the wall looks again
TONES = {Fire.LATE: "bad", Fire.LETTER: "bad", Fire.TODAY: "near", Fire.ONLINE: "near", Fire.FORECAST: "plain"}
URGE = ("don-doc", _("Đôn đốc"))
HAND_OVER = ("ban-giao", _("Giao người khác"))
NEXT = dict.fromkeys(Fire, URGE) | {Fire.LETTER: ("xin-loi", _("Xin lỗi và hẹn lại"))}
SHORT = {Fire.ONLINE: _("Trực tuyến quá giờ")}  # at the head of a narrow column
HINTS = {
    Fire.LATE: _("đôn đốc người đang giữ"),
    Fire.LETTER: _("ký thư xin lỗi và hẹn lại"),
    Fire.TODAY: _("đôn đốc trước giờ tan sở"),
    Fire.ONLINE: _("giục Bộ phận Một cửa trả lời"),
    Fire.FORECAST: _("gỡ trước khi muộn"),
}


class Question(forms.Form):
    """Whose fires."""

    agency = forms.ChoiceField(label=_("Cơ quan"), required=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """The agency of the address, or the highest that the person looks after; of a province all that is below it."""

    agency: Agency
    places: frozenset[int]
    choices: list[tuple[str, str]]
    whole: bool


@needs("board.use")
def page(request: HttpRequest) -> HttpResponse:
    """The figures, the agencies, the slowest steps and the latest dossiers; with `wall` for a screen on the wall."""
    asked = _asked(request)
    who, at = facts(request), request.at  # type: ignore[attr-defined]
    found = fires(asked.places, who.offices, at=at)
    shown = found.places if "all" in request.GET else found.places[:AGENCIES]
    form = Question({"agency": asked.agency.code})
    form.fields["agency"].choices = asked.choices  # type: ignore[attr-defined]
    context = {
        "asked": asked,
        "form": form,
        "found": found,
        "tiles": [
            (gettext(LABELS[f]), n, _opens(asked, f) if n else "", TONES[f] if n else "good", HINTS[f] if n else "")
            for f, n in found.counts.items()
        ],
        "heads": [SHORT.get(fire) or gettext(label) for fire, label in LABELS.items()],
        "steps": [(step, _opens_step(asked, step, who.offices)) for step in found.steps],
        "slowest": max((step.late for step in found.steps), default=0),
        "rows": [(place, _cells(asked, place, who.offices)) for place in shown],
        "most": max((place.late for place in found.places), default=0),
        "more": len(found.places) - len(shown),
        "quiet": not any(found.counts.values()),
        "urge": URGE[1],
        "now": at,
        "wall": "wall" in request.GET,
        "again": AGAIN,
        "here": _here(asked),
        "on_the_wall": f"{_here(asked)}&wall=1",
        "home": reverse("board:home"),
    }
    return render(request, "board/burning.html", context)


def _cells(asked: Asked, place: Place, offices: Snapshot) -> list[tuple[str, int, str]]:
    code = offices.agency(place.agency_id).code
    return [(gettext(LABELS[f]), n, _opens(asked, f, at=code) if n else "") for f, n in place.counts.items()]


def _opens(asked: Asked, fire: Fire, **more: str) -> str:
    said = {"agency": asked.agency.code, "fire": fire.value} | more
    return f"{reverse('board:fires')}?{urlencode(said)}"


def _opens_step(asked: Asked, step: SlowStep, offices: Snapshot) -> str:
    said = {"agency": asked.agency.code, "at": offices.agency(step.agency_id).code, "step": step.step}
    return f"{reverse('board:fires')}?{urlencode(said)}"


def _here(asked: Asked) -> str:
    return f"{reverse('board:burning')}?{urlencode({'agency': asked.agency.code})}"


@needs("board.use")
def dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers behind one figure, of all agencies or of the one of a row; each with what to do next."""
    asked = _asked(request)
    who, at = facts(request), request.at  # type: ignore[attr-defined]
    of, places, code = asked.agency, asked.places, request.GET.get("at")
    if code:
        places = frozenset(pk for pk in places if who.offices.agency(pk).code == code)
        if not places:
            raise Http404
        of = who.offices.agency(max(places))
    if code and (step := request.GET.get("step")):
        what, found = step, stuck(of.pk, step, places, who.offices, at=at)
        noun, do = HAND_OVER
    elif (fire := request.GET.get("fire", "")) in set(Fire):
        what, found = gettext(LABELS[Fire(fire)]), burning(Fire(fire), places, who.offices, at=at)
        noun, do = NEXT[Fire(fire)]
    else:
        raise Http404
    context = {
        "what": what,
        "of": of,
        "page_of": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "next": noun,
        "do": do,
        "now": at,
        "back": _here(asked),
    }
    return render(request, "board/fires.html", context)


def _asked(request: HttpRequest) -> Asked:
    """For who may not see the figures of an agency, it does not exist."""
    who, day = facts(request), request.at.date()  # type: ignore[attr-defined]
    choices = agencies(who, day)
    code = request.GET.get("agency") or (choices[0][0] if choices else "")
    if code not in dict(choices):
        raise Http404
    of = scope(code, day, day, who.offices)
    if not may_see(request, of):
        raise Http404
    places = who.offices.below(of.agency.pk) if of.whole else frozenset({of.agency.pk})
    return Asked(of.agency, places, choices, of.whole)
