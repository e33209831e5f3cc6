"""The processes that single agencies have beside the one of their procedure: the list, and how one is begun."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from motcua.casework.office import processes as verbs
from motcua.casework.reads import process_drafts as reads
from motcua.casework.reads.process_drafts import Whose
from motcua.casework.reads.process_staffing import deciding
from motcua.offices import snapshot
from motcua.web.ui.guards import needs

from .fields import AgencyField, offer
from .pages import Done, acted, at_work, page, today
from .process_edit import begun
from .process_owner import address, frame, owned


class VariantForm(forms.Form):
    """The agency that gets a process of its own."""

    agency = AgencyField(label=_("Cơ quan giải quyết"))


def variants_of(whose: Whose, day: date) -> dict[str, Any]:
    """The variants of a procedure with their addresses, and how many agencies could have one; nothing for others."""
    if whose.procedure is None or whose.agency is not None:
        return {}
    found = [(one, address(Whose(whose.procedure, agency=one.agency), "processes")) for one in _listed(whose, day)]
    return {
        "variants": found,
        "new_variant_url": address(whose, "variant_new"),
        "may_vary": len(deciding(whose.procedure, snapshot.present(), day)),
    }


def _listed(whose: Whose, day: date) -> list[reads.Variant]:
    assert whose.procedure is not None
    return reads.variants(whose.procedure, day=day)


@needs("process.change")
@owned
def new(request: HttpRequest, whose: Whose) -> HttpResponse:
    """Choose an agency that decides; its variant begins from the process by which it decides now. Where it has one,
    one is led there."""
    if whose.procedure is None or whose.agency is not None:
        raise Http404
    day, procedure = today(request), whose.procedure
    form = VariantForm(request.POST or None)
    offer(form, agency=deciding(procedure, snapshot.present(), day))

    def act() -> Done:
        variant = Whose(procedure, agency=form.cleaned_data["agency"])
        if reads.draft(variant, snapshot.present(), day=day) or reads.last_of(variant):
            return Done(address(variant, "processes"))
        if version := reads.applied(variant, day=day):
            verbs.keep_draft(variant, **begun(version), seen=None, **at_work(request))
        return Done(address(variant, "process_edit"))

    if request.method == "POST" and (answer := acted(request, form, act)):
        return answer
    context = frame(whose, form=form)
    return page(request, "process_variant_new.html", "procedures", context, status=422 if form.is_bound else 200)
