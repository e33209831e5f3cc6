"""Large registers as spreadsheets: the press that orders one, the page on which it grows, the file for its owner."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from motcua.casework import register_files
from motcua.casework.register_files import SILENT
from motcua.papers.models import RegisterSheet
from motcua.web.ui.guards import needs
from motcua.web.ui.submit import submitted

from .registers import XLSX, RegisterFilter, book_of


@needs("desk.use")
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Order the spreadsheet of the rows that the page showed."""
    book, form = book_of(request), RegisterFilter(request.POST)
    with submitted(request) as done:
        row = register_files.order_sheet(
            book.counter.pk,
            year=book.year,
            asked=form.question(),
            by=request.actor,  # type: ignore[attr-defined]
            at=request.at,  # type: ignore[attr-defined]
        )
        done.url = reverse("desk:register_making", args=[row.pk])
    return HttpResponseRedirect(done.url)


@needs("desk.use")
@require_GET
def making(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a spreadsheet has come, and the file when it is there."""
    row = _row(request, pk)
    silent = row.ready_at is None and row.moved_at <= request.at - SILENT  # type: ignore[attr-defined]
    back = f"{reverse('desk:register')}?{urlencode(_address(row))}"
    context = {"row": row, "silent": silent, "back": back, "kept_until": row.asked_at + register_files.KEPT}
    return render(request, "desk/register_making.html", context)


@needs("desk.use")
@require_GET
def made(request: HttpRequest, pk: int) -> FileResponse:
    """The spreadsheet itself."""
    row = _row(request, pk)
    if row.ready_at is None or not storages["default"].exists(row.path):
        raise Http404
    return FileResponse(
        storages["default"].open(row.path, "rb"),
        as_attachment=True,
        filename=f"so-theo-doi-{row.year}.xlsx",
        content_type=XLSX,
        headers={"Cache-Control": "private, no-store"},
    )


def _row(request: HttpRequest, pk: int) -> RegisterSheet:
    row = register_files.sheet_of(pk, by=request.actor, at=request.at)  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    return row


def _address(row: RegisterSheet) -> dict[str, object]:
    """The page of the register with the same question."""
    asked = row.asked
    narrowed = {"q": asked["text"], "tu": asked["first"], "den": asked["last"], "mo": "on" if asked["open"] else ""}
    return {"quay": row.agency_id, "nam": row.year} | {name: said for name, said in narrowed.items() if said}
