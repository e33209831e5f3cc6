"""The register of dossiers (form 07) of a counter and year: the page, its files, and the closing of a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from motcua.casework import register, register_files, register_sheet
from motcua.casework.register import Asked
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Sentence
from motcua.offices.models import Agency
from motcua.offices.roles import Role
from motcua.papers.models import ClosedRegister
from motcua.policy.facts import Facts
from motcua.policy.permissions import why_not
from motcua.web.ui.forms import DayField
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.pieces.lists import address_with
from motcua.web.ui.submit import new_key, submitted

from .filters import Filter

ROWS = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RegisterFilter(Filter):
    """What narrows the register."""

    q = forms.CharField(label=_("Mã hồ sơ, tên hoặc số thứ tự"), max_length=100)
    tu = DayField(label=_("Nhận từ ngày"))
    den = DayField(label=_("Nhận đến ngày"))
    mo = forms.BooleanField(label=_("Chỉ hồ sơ chưa trả kết quả"))

    def question(self) -> Asked:
        told = self.asked()
        return Asked(text=told["q"] or "", first=told["tu"], last=told["den"], open=bool(told["mo"]))


@dataclass(frozen=True, slots=True)
class Book:
    """The register that an address names, for somebody who may see it."""

    counter: Agency
    year: int
    closed: ClosedRegister | None
    may_close: Sentence | None

    @property
    def is_over(self) -> bool:
        return self.closed is None and self.may_close is None


@needs("desk.use")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The register, paged and filtered; the parts to print, and the closing for the head of the counter."""
    book, form = book_of(request), RegisterFilter(request.GET)
    found = register.rows(book.counter.pk, book.year, form.question(), closed=book.closed)
    count = found.count()
    context = {
        "book": book,
        "form": form,
        "counters": _counters(request),
        "years": register.years(book.counter.pk),
        "page_of": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "parts": _parts(request, count),
        "xlsx": reverse("desk:register_sheet") + address_with(request, page=None),
        "at_once": count <= register_files.AT_ONCE,
        "narrowed": [(name, said) for name in ("q", "tu", "den", "mo") if (said := request.GET.get(name, ""))],
        "made": register_files.sheets_of(request.actor, at=request.at),  # type: ignore[attr-defined]
        "over": book.year < request.at.astimezone(VIETNAM).year,  # type: ignore[attr-defined]
        "carried": register.left_open(book.counter.pk, book.year),
        "key": new_key(),
    }
    return render(request, "desk/register.html", context)


@needs("desk.use")
@require_GET
def pdf(request: HttpRequest) -> HttpResponse:
    """One part of the register as the statutory page; `tap` counts parts from 1."""
    book, form = book_of(request), RegisterFilter(request.GET)
    asked = request.GET.get("tap", "1")
    part = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 else 1
    found = register.rows(book.counter.pk, book.year, form.question(), closed=book.closed)
    first = (max(part, 1) - 1) * register_sheet.PART
    before = register.left_open(book.counter.pk, book.year)
    content = register_sheet.pdf(
        found[first : first + register_sheet.PART],
        counter=book.counter,
        year=book.year,
        closed=book.closed,
        offices=facts(request).offices,
        by=request.actor,  # type: ignore[attr-defined]
        at=request.at,  # type: ignore[attr-defined]
        carried=before.open_rows if before else 0,
    )
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="so-theo-doi-{book.year}-tap-{part}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@needs("desk.use")
@require_GET
def sheet(request: HttpRequest) -> HttpResponse | FileResponse:
    """All rows that the page shows, as a spreadsheet; too many for an answer are ordered on the page instead."""
    book, form = book_of(request), RegisterFilter(request.GET)
    found = register.rows(book.counter.pk, book.year, form.question(), closed=book.closed)
    if found.count() > register_files.AT_ONCE:
        return HttpResponseRedirect(reverse("desk:register") + address_with(request, page=None) + "#bang-tinh")
    file = register_sheet.spreadsheet(found, of=book.counter.name, year=book.year, at=request.at)  # type: ignore[attr-defined]
    headers = {"Cache-Control": "private, no-store"}
    name = f"so-theo-doi-{book.year}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX, headers=headers)


@needs("desk.use")
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the register of a year that is over."""
    book = book_of(request)
    with submitted(request) as done:
        closed = register.close_register(book.counter.pk, year=book.year, by=request.actor, at=request.at)  # type: ignore[attr-defined]
        done.url = f"{reverse('desk:register')}?quay={book.counter.pk}&nam={book.year}"
    messages.success(
        request, gettext("Đã khóa Sổ theo dõi hồ sơ năm {year}: {n} hồ sơ.").format(year=book.year, n=closed.rows)
    )
    return HttpResponseRedirect(done.url)


def _counters(request: HttpRequest) -> list[Agency]:
    who = facts(request)
    places = who.by.agencies(Role.RECEIVER, Role.COUNTER_HEAD)
    mine = [pk for pk in places if why_not("register.see", _at(request, pk)) is None]
    return sorted((who.offices.agency(pk) for pk in mine), key=lambda a: a.name)


def book_of(request: HttpRequest) -> Book:
    """404 for who works at no counter, and for a counter that is not theirs."""
    sent, mine = request.POST or request.GET, _counters(request)
    wanted = sent.get("quay", "")
    counter = next((a for a in mine if str(a.pk) == wanted), None if wanted else next(iter(mine), None))
    year = sent.get("nam", "")
    now = request.at.astimezone(VIETNAM).year  # type: ignore[attr-defined]
    if counter is None or (year and not (year.isascii() and year.isdigit() and len(year) == 4)):
        raise Http404
    n = int(year) if year else now
    return Book(counter, n, register.closing_of(counter.pk, n), _may_close(request, counter))


def _may_close(request: HttpRequest, counter: Agency) -> Sentence | None:
    return why_not("register.close", _at(request, counter.pk))


def _at(request: HttpRequest, counter_id: int) -> Facts:
    """Who asks, at one of their counters."""
    who = facts(request)
    return Facts(by=who.by, day=who.day, offices=who.offices, counter_id=counter_id)


def _parts(request: HttpRequest, count: int) -> list[dict[str, Any]]:
    base = reverse("desk:register_file") + address_with(request, page=None)
    join = "&" if "?" in base else "?"
    size = register_sheet.PART
    return [
        {"n": n + 1, "first": n * size + 1, "last": min(count, (n + 1) * size), "url": f"{base}{join}tap={n + 1}"}
        for n in range((count + size - 1) // size or 1)
    ]
