"""Internal processes for programs: versions of a procedure as BPMN 2.0 and picture; a file proven, or kept as draft."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Body, Path

from motcua.casework.imports.processes import draft_of
from motcua.casework.office.processes import keep_draft
from motcua.casework.reads import process_drafts as drafts
from motcua.casework.reads import processes as reads
from motcua.casework.reads.process_drafts import Draft, Whose
from motcua.kernel.sentences import Refused
from motcua.policy.permissions import why_not
from motcua.web.ui.words import say
from motcua.workflow.models import ProcessDraft, ProcessVersion
from motcua.workflow.process.bpmn_reading import NotBpmn, read
from motcua.workflow.process.bpmn_writing import write
from motcua.workflow.process.graph import Graph
from motcua.workflow.process.proof import Problem, prove
from motcua.workflow.process.svg import picture

from . import telling
from . import told_processes as told
from .acting import acted
from .bearing import Token, facts
from .door import api
from .dossiers import answer
from .problems import problem

SCOPE, WRITES = "catalogue:read", "catalogue:write"
BPMN, SVG = "application/xml", "image/svg+xml"


@api.get(
    "/procedures/{code}/processes",
    auth=Token(SCOPE),
    response=told.ProcessesTold,
    operation_id="list_processes",
    tags=["catalogue"],
    url_name="processes",
)
def processes(request: HttpRequest, code: Annotated[str, Path(...)]) -> HttpResponse:
    """The versions of the processes of a procedure, and of those of levels by which it may run today."""
    found = reads.all_of(code, day=facts(request).day)
    if found is None:
        raise Http404
    return answer(told.ProcessesTold(items=[_told(code, version) for version in found]))


def _told(code: str, version: ProcessVersion) -> told.ProcessTold:
    process = version.process
    at = {"code": code, "id": version.pk}
    return told.ProcessTold(
        id=version.pk,
        n=version.n,
        agency=telling.agency(process.agency) if process.agency else None,
        level=process.level.code if process.level else None,
        decision=version.decision,
        valid_from=version.valid_from,
        until=version.valid_to,
        steps=len(reads.graph(version).steps),
        bpmn=reverse("api:process_bpmn", kwargs=at),
        picture=reverse("api:process_picture", kwargs=at),
    )


@api.get(
    "/procedures/{code}/processes/{id}/bpmn",
    auth=Token(SCOPE),
    response={200: bytes},
    operation_id="read_process_bpmn",
    tags=["catalogue"],
    url_name="process_bpmn",
)
def bpmn(request: HttpRequest, code: str, id: int) -> HttpResponse:
    """A version as BPMN 2.0 with its diagram, for modellers."""
    return HttpResponse(write(_graph(code, id)), content_type=BPMN)


@api.get(
    "/procedures/{code}/processes/{id}/picture",
    auth=Token(SCOPE),
    response={200: bytes},
    operation_id="read_process_picture",
    tags=["catalogue"],
    url_name="process_picture",
)
def as_picture(request: HttpRequest, code: str, id: int) -> HttpResponse:
    """A version drawn with its lanes."""
    return HttpResponse(picture(_graph(code, id)).encode(), content_type=SVG)


def _graph(code: str, pk: int) -> Graph:
    found = reads.one_of(code, pk) if 0 < pk < 2**63 else None
    if found is None:
        raise Http404
    return reads.graph(found)


@api.post(
    "/process-check",
    auth=Token(SCOPE),
    response=told.ProcessProvenTold,
    operation_id="check_process",
    tags=["catalogue"],
    url_name="process_check",
)
def check(request: HttpRequest, given: Annotated[told.ProcessFileGiven, Body(...)]) -> HttpResponse:
    """Prove a BPMN 2.0 file; nothing is kept."""
    try:
        found = read(given.bpmn.encode())
    except NotBpmn as refused:
        refused.field = "bpmn"
        raise
    problems = found.problems or prove(found.graph)
    said = [
        told.ProcessProblemTold(element=p.element, type=p.type, line=p.line or 0, text=say(p.sentence))
        for p in problems
    ]
    return answer(told.ProcessProvenTold(ok=not problems, steps=len(found.graph.steps), problems=said))


@api.post(
    "/procedures/{code}/process-draft",
    auth=Token(WRITES),
    response=told.ProcessDraftTold,
    operation_id="draft_process",
    tags=["catalogue"],
    url_name="process_draft",
)
def draft(
    request: HttpRequest, code: Annotated[str, Path(...)], given: Annotated[told.ProcessDraftGiven, Body(...)]
) -> HttpResponse:
    """Keep a BPMN 2.0 file as the draft of a procedure's process; a person looks at it and puts it in force."""
    who, at = facts(request), request.at  # type: ignore[attr-defined]
    whose = drafts.of_procedure(code) if why_not("process.change", who) is None else None
    if whose is None:
        raise Http404
    if given.agency and (whose := drafts.of_procedure(code, given.agency)) is None:
        raise Refused("Không có cơ quan nào mang mã “{code}”.", field="agency", code=given.agency[:40])
    try:
        problems, content = draft_of(given.bpmn.encode())
    except NotBpmn as refused:
        refused.field = "bpmn"
        raise
    if problems:
        said = [_at_its_line(p) for p in problems]
        return problem(422, said[0], field="bpmn", errors=[{"field": "bpmn", "detail": text} for text in said])

    def tell(_made: ProcessDraft) -> told.ProcessDraftTold:
        kept = drafts.draft(whose, who.offices, day=who.day)
        assert kept is not None
        return _kept(whose, kept)

    def keep() -> ProcessDraft:
        return keep_draft(whose, **content, seen=given.seen, strictly=True, by=who.by, at=at)

    return acted(request, keep, tell=tell)


def _at_its_line(found: Problem) -> str:
    text = str(say(found.sentence))
    if not found.line:
        return text
    place = _("dòng {line}, {element}: {text}") if found.element else _("dòng {line}: {text}")
    return place.format(line=found.line, element=found.element, text=text)


def _kept(whose: Whose, kept: Draft) -> told.ProcessDraftTold:
    problems, warnings = (
        [told.DraftProblemTold(row=p.n, text=say(p.sentence)) for p in rows] for rows in (kept.problems, kept.warnings)
    )
    return told.ProcessDraftTold(
        procedure=whose.code,
        agency=telling.agency(whose.agency) if whose.agency else None,
        n=kept.n,
        table=kept.rows is not None,
        steps=len(kept.graph.steps),
        ready=not problems,
        problems=problems,
        warnings=warnings,
    )
