"""Taking a declaration in for linked procedures: the page of one group at one counter, and its receipt as of now."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from motcua.casework.file_linked import file_linked
from motcua.casework.reads.linked_offers import GroupOffer, offer
from motcua.offices.models import Agency
from motcua.policy.facts import Facts
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import submitted

from . import drafts
from .linked_form import LinkedForm, as_offer
from .page import page
from .pressed import Pressed
from .reception import counter_of, letters_kept, typed_so_far
from .reception_form import ReceptionForm
from .typed import number

MOST = 12  # members of a group, as the catalogue takes them
TEMPLATE = "counter/linked.html"


@needs("counter.use")
@require_http_methods(["GET", "POST"])
def reception(request: HttpRequest, code: str) -> HttpResponse:
    """The reception of one declaration; a POST is a press of one of its buttons."""
    asked = facts(request)
    data = typed_so_far(request, asked)
    counter = counter_of(request, asked, data)
    if counter is None:
        return redirect("counter:home")
    with letters_kept(request, counter, data, code=code):
        offered = _offer(request, code, counter, asked, data)
    pressed = LinkedPressed(request, counter, offered, data)
    return pressed.answer() if request.method == "POST" else pressed.fresh()


@needs("counter.use")
@require_GET
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt as it would be printed now: for htmx, which asks as the form is filled in and time goes by."""
    asked = facts(request)
    counter = counter_of(request, asked, request.GET)
    if counter is None:
        raise Http404
    offered = _offer(request, code, counter, asked, request.GET)
    context = {"group": offered, "counter": counter, "now": request.at}  # type: ignore[attr-defined]
    return render(request, "counter/pieces/linked_preview.html", context)


def _offer(request: HttpRequest, code: str, counter: Agency, asked: Facts, data: QueryDict) -> GroupOffer:
    return offer(
        code,
        counter_id=counter.pk,
        offices=asked.offices,
        at=request.at,  # type: ignore[attr-defined]
        competents={n: number(data.get(f"terms-competent-{n}")) for n in range(1, MOST + 1)},
        cases={n: number(data.get(f"terms-case-{n}")) for n in range(1, MOST + 1)},
        channel=data.get("terms-channel", "direct"),
    )


class LinkedPressed(Pressed):
    """The buttons of the page of a declaration: those of any reception that decide nothing, and one that files it."""

    def __init__(self, request: HttpRequest, counter: Agency, group: GroupOffer, data: QueryDict) -> None:
        super().__init__(request, counter, as_offer(group), data)
        self.group = group

    def fresh(self) -> HttpResponse:
        """The page before anything was pressed."""
        self._renew()
        return self._page(self._typed(check=False), status=200)

    def _renew(self) -> bool:
        """Whether the group or a procedure of it has changed since the form was opened."""
        opened = self.data.get("version", "")
        now = "-".join(map(str, [self.group.group.pk, *(m.asked.version.pk for m in self.group.members)]))
        self.data["version"] = now
        return bool(opened) and opened != now

    def _typed(self, *, check: bool) -> ReceptionForm:
        return LinkedForm(self.group, self.data, account_id=self.by.account_id, at=self.at, check=check)

    def _page(self, form: ReceptionForm, *, status: int) -> HttpResponse:
        return page(self.request, self.counter, form, status=status, template=TEMPLATE, group=self.group)

    def _draft(self) -> HttpResponse:
        with submitted(self.request) as sent:
            code, title = self.group.code, self.group.group.name
            saved = drafts.save(self.request, self.counter, self.data, code=code, title=title)
            sent.url = f"{reverse('counter:linked', args=[code])}?nhap={saved}"
        messages.success(self.request, gettext("Đã lưu nháp. Bản nháp nằm ở trang Tiếp nhận, chỉ anh/chị thấy."))
        return HttpResponseRedirect(sent.url)

    def _done(self, form: ReceptionForm, *, onward: bool = False) -> str:
        assert isinstance(form, LinkedForm)
        with submitted(self.request) as sent:
            declaration = file_linked(form.declaration(self.counter.pk), by=self.by, at=self.at)
            drafts.drop(self.data, account_id=self.by.account_id)
            sent.url = reverse("counter:done", args=[declaration.code])
        return sent.url
