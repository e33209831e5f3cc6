"""The diagram of an internal process: as a page, as a picture, and as BPMN 2.0 for modellers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import mark_safe

from motcua.casework.reads import processes as reads
from motcua.web.ui.guards import needs
from motcua.workflow.models import ProcessVersion
from motcua.workflow.process.bpmn_writing import write
from motcua.workflow.process.graph import Graph
from motcua.workflow.process.svg import picture

from .pages import page

KINDS = {"svg": "image/svg+xml", "bpmn": "application/xml"}


@needs("backoffice.use")
def diagram(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The process drawn with its lanes."""
    version, graph = _found(code, pk)
    context = {
        "code": code,
        "version": version,
        "picture": mark_safe(picture(graph)),  # noqa: S308 - written by lxml, which escapes every name
    }
    return page(request, "process.html", "procedures", context)


@needs("backoffice.use")
def process_file(request: HttpRequest, code: str, pk: int, kind: str) -> HttpResponse:
    """The same as a file: `svg` or `bpmn`."""
    if kind not in KINDS:
        raise Http404
    _, graph = _found(code, pk)
    content = write(graph) if kind == "bpmn" else picture(graph).encode()
    headers = {"Content-Disposition": f'attachment; filename="quy-trinh-{code}.{kind}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=KINDS[kind], headers=headers)


def _found(code: str, pk: int) -> tuple[ProcessVersion, Graph]:
    version = reads.version(pk, procedure=code)
    if version is None:
        raise Http404
    return version, reads.graph(version)
