"""Internal processes: the versions of one, its diagram as a page, as a picture and as BPMN 2.0 for modellers."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from motcua.casework.reads import process_drafts
from motcua.casework.reads import processes as reads
from motcua.casework.reads.process_drafts import Whose
from motcua.offices import snapshot
from motcua.policy.permissions import why_not
from motcua.web.ui.guards import facts, needs
from motcua.workflow.models import ProcessVersion
from motcua.workflow.process.bpmn_writing import write
from motcua.workflow.process.graph import Graph
from motcua.workflow.process.svg import picture

from .pages import page, today
from .process_edit import drawn_graph, rounds_of
from .process_owner import address, frame, owned
from .process_variants import variants_of

KINDS = {"svg": "image/svg+xml", "bpmn": "application/xml"}


@needs("backoffice.use")
@owned
def versions(request: HttpRequest, whose: Whose) -> HttpResponse:
    """All versions of the own process of a procedure or level, with dates and decisions, and the draft of the next."""
    found = process_drafts.versions(whose)
    draft = process_drafts.draft(whose, snapshot.present(), day=today(request))
    rows = [(v, address(whose, "process", pk=v.pk), address(whose, "process_copy", pk=v.pk)) for v in found]
    context = frame(
        whose,
        versions=rows,
        draft=draft,
        today=today(request),
        no_change=why_not("process.change", facts(request)),
        **variants_of(whose, today(request)),
        back_url=_above(whose),
        **rounds_of(whose, draft, today(request)),
        back_label=whose.code if whose.procedure else gettext("Quy trình chung của các cấp"),
    )
    return page(request, "processes.html", "procedures", context)


def _above(whose: Whose) -> str:
    if whose.procedure is None:
        return reverse("backoffice:all_level_processes")
    return reverse("backoffice:processes" if whose.agency else "backoffice:procedure", args=[whose.code])


@needs("backoffice.use")
def level_processes(request: HttpRequest) -> HttpResponse:
    """The levels, each with the process by which its procedures run that have none of their own."""
    context = {"levels": process_drafts.levels_with_versions(today(request))}
    return page(request, "level_processes.html", "procedures", context)


@needs("backoffice.use")
def diagram(request: HttpRequest, pk: int, **owner: str) -> HttpResponse:
    """The process drawn with its lanes."""
    version, graph = _found(pk, owner)
    begin = _begin(owner)
    context = {
        "code": owner.get("code") or owner["level"],
        "version": version,
        "picture": drawn_graph(graph),
        "bpmn": reverse(f"backoffice:{begin}process_file", kwargs={**owner, "pk": pk, "kind": "bpmn"}),
        "svg": reverse(f"backoffice:{begin}process_file", kwargs={**owner, "pk": pk, "kind": "svg"}),
        "all_url": reverse(f"backoffice:{begin}processes", kwargs=owner),
    }
    return page(request, "process.html", "procedures", context)


@needs("backoffice.use")
def process_file(request: HttpRequest, pk: int, kind: str, **owner: str) -> HttpResponse:
    """The same as a file: `svg` or `bpmn`."""
    if kind not in KINDS:
        raise Http404
    _, graph = _found(pk, owner)
    content = write(graph) if kind == "bpmn" else picture(graph).encode()
    name = f'attachment; filename="quy-trinh-{"-".join(owner.values())}.{kind}"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=KINDS[kind], headers=headers)


def _begin(owner: Mapping[str, str]) -> str:
    """How the names of addresses begin: of a level, of the variant of an agency, of a procedure."""
    return "level_" if "level" in owner else "variant_" if "agency" in owner else ""


def _found(pk: int, owner: Mapping[str, str]) -> tuple[ProcessVersion, Graph]:
    names = {"procedure": "code", "level": "level", "agency": "agency"}
    version = reads.version(pk, **{part: owner.get(name, "") for part, name in names.items()})
    if version is None:
        raise Http404
    return version, reads.graph(version)
