"""One filer for many owners: the page of one procedure with a list of people, and what was received for them."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from motcua.casework.file_many import file_many
from motcua.casework.imports import people as lists
from motcua.casework.list_slips import LIST
from motcua.casework.reads import people as reads
from motcua.casework.reads.counter import draft
from motcua.casework.reads.printed import list_slip
from motcua.dossiers.models import Draft
from motcua.kernel.sentences import Refused
from motcua.kernel.spelling import bare
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import submitted
from motcua.web.ui.words import say

from . import drafts, people_form
from .many_form import ManyForm
from .page import page
from .pressed import Pressed
from .reception import counter_of, letters_kept, offer_of, typed_so_far
from .reception_form import ReceptionForm
from .sitting import joined
from .slips import FRAMED, VIEWER
from .typed import number

TEMPLATE, FILE, PASTED = "counter/many.html", "people-file", "people-list"
RIGHT = "act:right"  # the button that receives the rows without faults and lets the others wait
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("counter.use")
@require_http_methods(["GET", "POST"])
def reception(request: HttpRequest, code: str) -> HttpResponse:
    """The reception of one procedure for many owners; a POST is a press of one of its buttons."""
    asked = facts(request)
    data = typed_so_far(request, asked)
    counter = counter_of(request, asked, data)
    if counter is None:
        return redirect("counter:home")
    with letters_kept(request, counter, data, code=code):
        offered = offer_of(request, code, counter, asked, data)
    pressed = ManyPressed(request, counter, offered, data)
    return pressed.answer() if request.method == "POST" else pressed.fresh()


@needs("counter.use")
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty list with the columns that are read: for whoever files for many to fill in beforehand."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet, head = book.add_worksheet(gettext("Danh sách")), book.add_format({"bold": True})
        words = book.add_format({"num_format": "@"})  # text, so that no zero in front is lost
        for at, label in enumerate(lists.COLUMNS.values()):
            sheet.set_column(at, at, 26, words)
            sheet.write_string(0, at, gettext(label), head)
        sheet.freeze_panes(1, 0)
    headers = {"Content-Disposition": 'attachment; filename="danh-sach-chu-ho-so.xlsx"'}
    return HttpResponse(written.getvalue(), content_type=XLSX, headers=headers)


@needs("counter.use")
@require_GET
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossiers of one list with their codes, and the list to print; 404 for who may not see it. Rows that wait to
    be corrected are named, as long as they do."""
    asked = facts(request)
    slip = list_slip(asked, pk)
    if slip is None or slip.form != LIST:
        raise Http404
    kept = draft(asked.by, number(request.GET.get("nhap")) or 0)
    context = {"slip": slip, "rows": slip.content["rows"], "draft": kept, "waiting": _waiting(kept)}
    return render(request, "counter/many_done.html", context)


def _waiting(kept: Draft | None) -> int:
    """How many rows to correct a draft holds."""
    data = QueryDict(mutable=True)
    for key, values in kept.form.items() if kept else ():
        data.setlist(key, values)
    return sum(not row.out for row in people_form.rows_of(data))


@needs("counter.use")
@require_GET
@csp_replace(FRAMED)
@csp_update(VIEWER)  # type: ignore[arg-type]
def receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """The slips of all dossiers of one list in one file, in its order; 404 for who may not see the list."""
    slip = list_slip(facts(request), pk)
    if slip is None or slip.form != LIST:
        raise Http404
    return joined(request, [row["code"] for row in slip.content["rows"]], name=f"giay-hen-{slip.code}.pdf")


class ManyPressed(Pressed):
    """The buttons of the page: those of any reception that decide nothing, reading a list, and one that files all."""

    read_apart = (FILE,)

    def fresh(self) -> HttpResponse:
        """The page before anything was pressed."""
        self._renew()
        return self._page(self._typed(check=False), status=200)

    def answer(self) -> HttpResponse:
        """A list that was pasted or sent is read first, and looked at before anything is received."""
        self.list_fault, self.read = "", 0
        if self.data.get(PASTED, "").strip() or self.request.FILES.get(FILE):
            self._read_list()
            if self.data.get("do", "").partition(":")[0] == "act":
                self.data["do"] = "list:read"
        return super().answer()

    def _read_list(self) -> None:
        try:
            upload = self.request.FILES.get(FILE)
            if upload and (upload.size or 0) > lists.MOST_BYTES:
                raise Refused(lists.TOO_LARGE, field="people", most=lists.MOST_BYTES // 2**20)
            found = [*(lists.of_file(upload.read()) if upload else [])]
            if pasted := self.data.get(PASTED, "").strip("\r\n"):
                found += lists.of_text(pasted)
        except Refused as no:
            self.list_fault = say(no)
            return
        left = people_form.put(self.data, found)
        self.data[PASTED] = ""
        self.read = len(found) - left
        if left:
            most = people_form.SHOWN
            self.list_fault = gettext("Trang giữ nhiều nhất {most} dòng; {left} dòng cuối chưa được đưa vào.").format(
                most=most, left=left
            )

    def _edit(self, verb: str, argument: str) -> str:
        if verb == "list" and argument == "add":
            self.data["people"] = str(min(len(people_form.rows_of(self.data)) + 5, people_form.SHOWN))
        elif verb == "list" and argument == "drop":
            self._drop_out()
        return super()._edit(verb, argument)

    def _drop_out(self) -> None:
        """Take the rows that stay out off the page."""
        kept = [row.values for row in people_form.rows_of(self.data) if not row.out and not row.is_blank]
        self.data["people"] = "0"
        people_form.put(self.data, kept)

    def _typed(self, *, check: bool) -> ReceptionForm:
        form = ManyForm(self.offer, self.data, account_id=self.by.account_id, at=self.at, check=check)
        form.right_only = self.data.get("do") == RIGHT
        return form

    def _form(self, *, check: bool = False) -> ReceptionForm:
        form = super()._form(check=check)
        assert isinstance(form, ManyForm)
        form.people_fault = getattr(self, "list_fault", "")
        return form

    def _page(self, form: ReceptionForm, *, status: int) -> HttpResponse:
        assert isinstance(form, ManyForm)
        self._warn(form)
        return page(
            self.request, self.counter, form, status=status, template=TEMPLATE, pasted=self.data.get(PASTED, "")
        )

    def _warn(self, form: ManyForm) -> None:
        """Say at each row whether that person has an open dossier of this procedure."""
        numbers = {row.n: bare(row.values["number"]) for row in form.counted}
        known = reads.open_of(facts(self.request), numbers.values(), procedure=self.offer.code)
        for row in form.counted:
            if code := known.get(numbers[row.n]):
                row.warnings = [gettext("Đang có hồ sơ {code} cùng thủ tục, chưa xong.").format(code=code)]

    def _draft(self) -> HttpResponse:
        with submitted(self.request) as sent:
            code, title = self.offer.code, self.offer.version.name
            saved = drafts.save(self.request, self.counter, self.data, code=code, title=title)
            sent.url = f"{reverse('counter:many', args=[code])}?nhap={saved}"
        messages.success(self.request, gettext("Đã lưu nháp. Bản nháp nằm ở trang Tiếp nhận, chỉ anh/chị thấy."))
        return HttpResponseRedirect(sent.url)

    def _done(self, form: ReceptionForm, *, onward: bool = False) -> str:
        assert isinstance(form, ManyForm)
        with submitted(self.request) as sent:
            intake, owners = form.intake(self.counter.pk), form.owners_listed()
            slip = file_many(intake, owners, by=self.by, at=self.at, said=form.fees.said())
            sent.url = reverse("counter:many_done", args=[slip.pk]) + self._wait(form)
        return sent.url

    def _wait(self, form: ManyForm) -> str:
        """Keep the rows to correct in the draft, with all else that was typed; how the page after it is to name it."""
        if not form.waiting:
            drafts.drop(self.data, account_id=self.by.account_id)
            return ""
        people_form.leave(self.data, form.waiting)
        code, title = self.offer.code, self.offer.version.name
        return f"?nhap={drafts.save(self.request, self.counter, self.data, code=code, title=title)}"
