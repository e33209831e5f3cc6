"""The editor of an internal process: a table that a clerk fills in, with its diagram and its problems beside it.

Every button sends the whole form, so that all works without script; with it each change is kept and looked at anew by
the same address. The page that comes back is the page as it would be opened: script takes parts of it.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.casework.imports.processes import as_draft, draft_of
from motcua.casework.office import processes as verbs
from motcua.casework.reads import opinions
from motcua.casework.reads import process_drafts as reads
from motcua.casework.reads import processes as published
from motcua.casework.reads.offices import above_communes, unit_names
from motcua.casework.reads.process_drafts import Draft, Whose
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.offices.roles import LABELS
from motcua.web.ui.guards import needs
from motcua.web.ui.words import say
from motcua.workflow.models import ProcessVersion
from motcua.workflow.process.bpmn_reading import MOST_BYTES
from motcua.workflow.process.graph import Graph
from motcua.workflow.process.performers import COMPETENT, RECEIVING
from motcua.workflow.process.svg import picture
from motcua.workflow.process.typed_rows import ALONG, BESIDE, FRESH, MOST_ROWS, Row, rows_from_json, rows_to_json
from motcua.workflow.rules import KIND_LABELS, NEEDS, SIDE_WORK

from .pages import at_work, page, today
from .process_owner import address, frame, owned
from .process_rows import AGENCY, after, lines, posted_rows

DELETED = "process_row_deleted"  # in the session: the row that may be taken back
UNDO = "undo"
DOERS = ("receiver", "counter_head", "specialist", "unit_leader", "signer", "clerk")


@needs("process.change")
@owned
def edit(request: HttpRequest, whose: Whose) -> HttpResponse:
    """The table, or what it may begin from while there is no draft."""
    if request.method == "POST":
        return _sent(request, whose)
    found = reads.draft(whose, snapshot.present(), day=today(request))
    if found is None:
        return _beginnings(request, whose)
    return _table(request, whose, found)


def _sent(request: HttpRequest, whose: Whose) -> HttpResponse:
    pressed = request.POST.get("do", "")
    rows = posted_rows(request.POST)
    told = after(pressed, _taken_back(request, whose, rows) if pressed == UNDO else rows)
    seen = request.POST.get("seen", "")
    by_itself = bool(getattr(request, "htmx", False))
    try:
        verbs.keep_draft(whose, rows=told.rows, seen=_number(seen) or None, strictly=by_itself, **at_work(request))
    except Refused as refused:
        found = reads.shown(whose, snapshot.present(), rows=rows[:MOST_ROWS], n=_number(seen), day=today(request))
        return _table(request, whose, found, refused=refused)
    if told.deleted is not None:
        row = rows_to_json([told.deleted])[0]
        request.session[DELETED] = {"whose": whose.name, "n": _number(pressed.partition("-")[2]), "row": row}
    elif pressed:
        request.session.pop(DELETED, None)
    if not told.focus:
        return HttpResponseRedirect(address(whose, "process_edit"))
    # No fragment: browsers leave the focus alone where an address has one.
    query = urlencode({"dong": told.n, "nut": told.focus})
    return HttpResponseRedirect(f"{address(whose, 'process_edit')}?{query}")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


def _taken_back(request: HttpRequest, whose: Whose, rows: list[Row]) -> list[Row]:
    kept = request.session.get(DELETED)
    if not kept or kept["whose"] != whose.name:
        return rows
    n = min(kept["n"], len(rows) + 1)
    room = after(f"insert-{n - 1}", rows).rows
    return [rows_from_json([kept["row"]])[0] if k == n else row for k, row in enumerate(room, 1)]


def _table(request: HttpRequest, whose: Whose, found: Draft, *, refused: Refused | None = None) -> HttpResponse:
    kept = request.session.get(DELETED)
    context = frame(
        whose,
        draft=found,
        refused=refused,
        lines=lines(
            found.rows or (), found.problems, found.warnings,
            n=_number(request.GET.get("dong", "")), focus=request.GET.get("nut", ""),
        ),
        at_large=[p.sentence for p in found.problems if p.n == 0],
        of_rows=[p for p in found.problems if p.n],
        deleted=kept if kept and kept["whose"] == whose.name else None,
        picture=drawn(found),
        choices=choices(today(request)),
        last_insert=f"insert-{len(found.rows or ())}",
        begin_url=address(whose, "process_begin"),
        drop_url=address(whose, "process_drop"),
        publish_url=address(whose, "process_publish"),
        **rounds_of(whose, found, today(request)),
    )  # fmt: skip
    return page(request, "process_edit.html", "procedures", context, status=422 if refused else 200)


def rounds_of(whose: Whose, found: Draft | None, day: date) -> dict[str, Any]:
    """The rounds of opinions on a draft, the newest first, each with its address; and where one is opened."""
    listed = opinions.rounds(whose, found, day=day)
    told = [(one, address(whose, "process_round", n=one.kept.n)) for one in listed]
    return {"rounds": told, "ask_url": address(whose, "process_ask")}


def drawn(found: Draft) -> str:
    """The diagram; nothing while there is no row."""
    return drawn_graph(found.graph) if found.graph.steps else ""


def drawn_graph(graph: Graph) -> str:
    """The diagram of a process that has steps."""
    return mark_safe(picture(graph))  # noqa: S308 - written by lxml, which escapes every name


def choices(day: date) -> dict[str, list[tuple[str, str]]]:
    """What the lists of a row offer, in the language of the page."""
    kinds = [kind for kind in KIND_LABELS if kind not in SIDE_WORK]
    return {
        "kind": [("", _("chọn…")), *((kind.value, _(KIND_LABELS[kind])) for kind in kinds)],
        "role": [("", _("chọn…")), *((r.value, _(text)) for r, text in LABELS.items() if r.value in DOERS)],
        "at": [
            ("", _("chọn…")),
            (RECEIVING, _("nơi tiếp nhận")),
            (COMPETENT, _("cơ quan giải quyết")),
            (AGENCY, _("cơ quan khác…")),
        ],
        "needs": [(need, _(words)) for need, words in NEEDS.items()],
        "agencies": above_communes(snapshot.present(), day=day),
        "units": [(name, name) for name in unit_names(snapshot.present(), day=day)],
        "join": [
            ("", _("sau dòng trên")),
            (BESIDE, _("song song với dòng trên")),
            (ALONG, _("tiếp nhánh của dòng trên")),
        ],
    }


# What a table begins from


def _beginnings(
    request: HttpRequest, whose: Whose, *, refused: Refused | None = None, problems: list[str] | None = None
) -> HttpResponse:
    context = frame(
        whose,
        own=reads.last_of(whose),
        applied=reads.applied(whose, day=today(request)),
        defaults=reads.level_defaults(today(request)),
        refused=refused,
        problems=problems or [],
        typed=request.POST.get("procedure", ""),
        begin_url=address(whose, "process_begin"),
    )
    bad = refused is not None or bool(problems)
    return page(request, "process_begin.html", "procedures", context, status=422 if bad else 200)


@needs("process.change")
@require_POST
@owned
def begin(request: HttpRequest, whose: Whose) -> HttpResponse:
    """A draft from the process in force, a level's, another procedure's, a file, or from the few rows all have."""
    source, seen = request.POST.get("from", ""), request.POST.get("seen", "")
    try:
        if source == "file":
            problems, content = _read(request)
            if problems:
                return _beginnings(request, whose, problems=problems)
        else:
            content = _content(request, whose, source)
        verbs.keep_draft(whose, **content, seen=_number(seen) or None, **at_work(request))
    except Refused as refused:
        return _beginnings(request, whose, refused=refused)
    return HttpResponseRedirect(address(whose, "process_edit"))


def _content(request: HttpRequest, whose: Whose, source: str) -> dict[str, Any]:
    """Rows, or a graph where it is no table."""
    if source == "fresh":
        return {"rows": list(FRESH)}
    if source == "own":
        version = reads.last_of(whose)
    elif source == "applied":
        version = reads.applied(whose, day=today(request))
    elif source == "other":
        code = request.POST.get("procedure", "").split(" · ")[0].strip()
        found = published.versions_of(code, snapshot.present(), day=today(request))
        if not found:
            raise Refused("Không có thủ tục mã {code}.", field="procedure", code=code[:40])
        version = found[0]
    else:
        wanted = source.removeprefix("level:")
        of_level = (
            v for v in reads.level_defaults(today(request)) if v.process.level and v.process.level.code == wanted
        )
        version = next(of_level, None)
    if version is None:
        raise Refused("Hãy chọn một quy trình để bắt đầu.")
    return begun(version)


def begun(version: ProcessVersion) -> dict[str, Any]:
    """What a draft holds that begins from a published version."""
    return as_draft(*reads.begun_from(version))


def _read(request: HttpRequest) -> tuple[list[str], dict[str, Any]]:
    """What a BPMN file says, or its problems with their lines. Who does a step may be filled in afterwards."""
    file = request.FILES.get("file")
    if file is None:
        raise Refused("Hãy chọn tệp BPMN.", field="file")
    problems, content = draft_of(file.read(MOST_BYTES + 1))
    place = _("dòng {line}: {text}")
    said = [place.format(line=p.line, text=say(p.sentence)) if p.line else str(say(p.sentence)) for p in problems]
    return said, content


@needs("process.change")
@require_POST
@owned
def drop(request: HttpRequest, whose: Whose) -> HttpResponse:
    """Throw the draft away."""
    verbs.drop_draft(whose, **at_work(request))
    return HttpResponseRedirect(address(whose, "processes"))
