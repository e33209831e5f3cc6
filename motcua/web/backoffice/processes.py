"""Internal processes: the versions of one, its diagram as a page, as a picture and as BPMN 2.0 for modellers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
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
from .process_owner import address, frame, owned

KINDS = {"svg": "image/svg+xml", "bpmn": "application/xml"}


@needs("backoffice.use")
@owned
def versions(request: HttpRequest, whose: Whose) -> HttpResponse:
    """All versions of the own process of a procedure or level, with dates and decisions, and the draft of the next."""
    found = process_drafts.versions(whose)
    rows = [(v, address(whose, "process", pk=v.pk), address(whose, "process_copy", pk=v.pk)) for v in found]
    procedure = reverse("backoffice:procedure", args=[whose.code])
    context = frame(
        whose,
        versions=rows,
        draft=process_drafts.draft(whose, snapshot.present(), day=today(request)),
        today=today(request),
        no_change=why_not("process.change", facts(request)),
        back_url=procedure if whose.procedure else reverse("backoffice:all_level_processes"),
        back_label=whose.code if whose.procedure else gettext("Quy trình chung của các cấp"),
    )
    return page(request, "processes.html", "procedures", context)


@needs("backoffice.use")
def level_processes(request: HttpRequest) -> HttpResponse:
    """The levels, each with the process by which its procedures run that have none of their own."""
    context = {"levels": process_drafts.levels_with_versions(today(request))}
    return page(request, "level_processes.html", "procedures", context)


@needs("backoffice.use")
def diagram(request: HttpRequest, pk: int, code: str = "", level: str = "") -> HttpResponse:
    """The process drawn with its lanes."""
    version, graph = _found(pk, code, level)
    whose = {"code": code} if code else {"level": level}
    kind = "process_file" if code else "level_process_file"
    context = {
        "code": code or level,
        "version": version,
        "picture": mark_safe(picture(graph)),  # noqa: S308 - written by lxml, which escapes every name
        "bpmn": reverse(f"backoffice:{kind}", kwargs={**whose, "pk": pk, "kind": "bpmn"}),
        "svg": reverse(f"backoffice:{kind}", kwargs={**whose, "pk": pk, "kind": "svg"}),
        "all_url": reverse(f"backoffice:{'processes' if code else 'level_processes'}", kwargs=whose),
    }
    return page(request, "process.html", "procedures", context)


@needs("backoffice.use")
def process_file(request: HttpRequest, pk: int, kind: str, code: str = "", level: str = "") -> HttpResponse:
    """The same as a file: `svg` or `bpmn`."""
    if kind not in KINDS:
        raise Http404
    _, graph = _found(pk, code, level)
    content = write(graph) if kind == "bpmn" else picture(graph).encode()
    name = f'attachment; filename="quy-trinh-{code or level}.{kind}"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=KINDS[kind], headers=headers)


def _found(pk: int, code: str, level: str) -> tuple[ProcessVersion, Graph]:
    version = reads.version(pk, procedure=code, level=level)
    if version is None:
        raise Http404
    return version, reads.graph(version)
