"""Taking a dossier in: the page of one procedure, what its buttons do, and what is shown when it is done."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from motcua.casework.file import file_and_accept, file_and_ask, file_and_refuse
from motcua.casework.intake import Intake
from motcua.casework.reads import counter as reads
from motcua.casework.reads.procedures import Offer, offer
from motcua.casework.resolve import result_at_once
from motcua.dossiers.actions import drop_draft, save_draft
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.policy.facts import Facts
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import key_of, submitted
from motcua.web.ui.words import say

from . import here
from .forms import REASONS_WITHOUT_NUMBER
from .kept import keep
from .reception_form import MODES, ReceptionForm, add_row, drop_row, propose_points, read_card, tick_all

NOT_KEPT = ("csrfmiddlewaretoken", "key", "do")  # of what was sent, when it becomes a draft


@needs("counter.use")
@require_http_methods(["GET", "POST"])
def reception(request: HttpRequest, code: str) -> HttpResponse:
    """The reception of one procedure. POST `do` says which button was pressed."""
    asked = facts(request)
    data = request.POST.copy() if request.method == "POST" else _begun(request, asked)
    counter = _counter(request, asked, data)
    if counter is None:
        return redirect("counter:home")
    try:
        offered = _offer(request, code, counter, asked, data)
    except Refused:
        if request.method == "POST":  # the procedure was closed while it was typed: the letters stay
            _save(request, counter, data, code=code, title=code)
            messages.warning(request, gettext("Những gì đã nhập được giữ trong một bản nháp ở trang Tiếp nhận."))
        raise
    if request.method == "GET":
        return _page(
            request, counter, ReceptionForm(offered, data, account_id=asked.by.account_id, at=asked_at(request))
        )
    return Pressed(request, counter, offered, data).answer()


def asked_at(request: HttpRequest):  # type: ignore[no-untyped-def]
    """The moment of the request."""
    return request.at  # type: ignore[attr-defined]


def _begun(request: HttpRequest, asked: Facts) -> QueryDict:
    """What a draft of one's own holds; nothing for a new reception."""
    data = QueryDict(mutable=True)
    wanted = request.GET.get("nhap", "")
    draft = reads.draft(asked.by, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
    if wanted and draft is None:
        raise Http404
    if draft:
        for key, values in draft.form.items():
            data.setlist(key, values)
        data["draft"] = str(draft.pk)
    return data


def _counter(request: HttpRequest, asked: Facts, data: QueryDict) -> Agency | None:
    """The counter at which the form was opened, so that changing counters elsewhere moves no dossier."""
    mine = here.choices(request, asked)
    if opened_at := data.get("counter"):
        counter = next((a for a in mine if str(a.pk) == opened_at), None)
        if counter is None:
            raise Refused("Anh/Chị không còn tiếp nhận tại nơi đã mở biểu mẫu này. Hãy chọn lại nơi tiếp nhận.")
        return counter
    return here.chosen(request, mine)


def _offer(request: HttpRequest, code: str, counter: Agency, asked: Facts, data: QueryDict) -> Offer:
    wanted = data.get("terms-competent", "")
    competent = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
    return offer(code, counter_id=counter.pk, offices=asked.offices, at=asked_at(request), competent_id=competent)


def _save(request: HttpRequest, counter: Agency, data: QueryDict, *, code: str, title: str) -> int:
    form = {key: data.getlist(key) for key in data if key not in NOT_KEPT} | {"procedure": [code]}
    known = data.get("draft", "")
    saved = save_draft(
        draft_id=int(known) if known.isascii() and known.isdigit() and len(known) < 19 else None,
        account_id=request.actor.account_id,  # type: ignore[attr-defined]
        agency_id=counter.pk,
        title=title,
        form=form,
        at=asked_at(request),
    )
    return saved.pk


def _page(request: HttpRequest, counter: Agency, form: ReceptionForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "offer": form.offer,
        "version": form.offer.version,
        "counter": counter,
        "key": key_of(request),
        "draft_id": form.data.get("draft", ""),
        "reasons_without_number": REASONS_WITHOUT_NUMBER,
        "carried": _carried(form),
        "now": asked_at(request),
    }
    return render(request, "counter/reception.html", context, status=status)


PANELS = {"at_once": ("result-",), "ask": ("points-", "ask-"), "refuse": ("refusal-",)}


def _carried(form: ReceptionForm) -> list[tuple[str, str]]:
    """What was typed into panels that are closed now, to be carried along unseen."""
    closed = tuple(prefix for mode, prefixes in PANELS.items() if mode != form.mode for prefix in prefixes)
    return [(key, value) for key in form.data if key.startswith(closed) for value in form.data.getlist(key)]


class Pressed:
    """One press of a button of the reception page."""

    def __init__(self, request: HttpRequest, counter: Agency, offered: Offer, data: QueryDict) -> None:
        self.request, self.counter, self.offer, self.data = request, counter, offered, data
        self.at = asked_at(request)
        self.by = request.actor  # type: ignore[attr-defined]
        self.file_faults: dict[str, list[str]] = {}

    def answer(self) -> HttpResponse:
        """Files first, so that nothing that follows can lose them; then what the button says."""
        self._take_files()
        renewed = self._renewed()
        verb, _, argument = self.data.get("do", "").partition(":")
        if verb == "act" and not renewed:
            return self._act()
        if verb == "draft" and not self.file_faults:
            return self._draft()
        return self._change(verb, argument, renewed)

    def _take_files(self) -> None:
        for name, uploads in self.request.FILES.lists():
            prefix = name.removesuffix("-files")
            for upload in uploads:
                try:
                    file = keep(upload, account_id=self.by.account_id, at=self.at)
                except Refused as no:
                    self.file_faults.setdefault(prefix, []).append(say(no))
                else:
                    self.data.appendlist(f"{prefix}-kept", file.token)
                    if not self.data.get(f"{prefix}-not_needed"):
                        self.data[f"{prefix}-got"] = "on"

    def _renewed(self) -> bool:
        """Whether the procedure has another version since the form was opened."""
        opened, now = self.data.get("version", ""), str(self.offer.version.pk)
        self.data["version"] = now
        return bool(opened) and opened != now

    def _form(self, *, check: bool = False) -> ReceptionForm:
        form = ReceptionForm(self.offer, self.data, account_id=self.by.account_id, at=self.at, check=check)
        for line in form.papers:
            line.faults = self.file_faults.get(line.prefix, [])
        return form

    def _change(self, verb: str, argument: str, renewed: bool) -> HttpResponse:
        """Buttons that change the page and decide nothing."""
        fault = ""
        if verb == "card":
            try:
                read_card(self.data, argument, at=self.at)
            except Refused as no:
                fault = say(no)
        elif verb == "add" and argument in ("owners", "extras", "points"):
            add_row(self.data, argument)
        elif verb == "drop":
            name, _, n = argument.partition("-")
            if name in ("owners", "extras", "points") and n.isascii() and n.isdigit():
                drop_row(self.data, name, int(n))
        elif verb == "tick":
            tick_all(self.data, self.offer.components)
        elif verb == "open" and argument in MODES:
            self.data["mode"] = argument
            if argument == "ask":
                propose_points(self._form(), self.data)
        form = self._form()
        if renewed:
            form.general.append(
                gettext("Thủ tục vừa có bản mới; trang đã chuyển sang bản đó. Hãy xem lại giấy tờ rồi bấm lại.")
            )
        if fault:
            form.refuse_card(argument, fault)
        form.focus = _focus(verb, argument, form)
        return _page(self.request, self.counter, form, status=422 if form.faults() else 200)

    def _draft(self) -> HttpResponse:
        with submitted(self.request) as sent:
            code, title = self.offer.code, self.offer.version.name
            saved = _save(self.request, self.counter, self.data, code=code, title=title)
            sent.url = f"{reverse('counter:reception', args=[self.offer.code])}?nhap={saved}"
        messages.success(self.request, gettext("Đã lưu nháp. Bản nháp nằm ở trang Tiếp nhận, chỉ anh/chị thấy."))
        return HttpResponseRedirect(sent.url)

    def _act(self) -> HttpResponse:
        form = self._form(check=True)
        if form.is_valid():
            try:
                return HttpResponseRedirect(self._done(form))
            except Refused as no:
                form.show(no)
        return _page(self.request, self.counter, form, status=422)

    def _done(self, form: ReceptionForm) -> str:
        """The verb, in the one transaction of this press; the draft is forgotten with it."""
        with submitted(self.request) as sent:
            dossier = VERBS[form.mode](self, form, form.intake(self.counter.pk))
            known = self.data.get("draft", "")
            if known.isascii() and known.isdigit() and len(known) < 19:
                drop_draft(draft_id=int(known), account_id=self.by.account_id)
            sent.url = reverse("counter:done", args=[dossier.code])
        return sent.url

    def _accept(self, form: ReceptionForm, intake: Intake) -> Dossier:
        return file_and_accept(intake, by=self.by, at=self.at)

    def _at_once(self, form: ReceptionForm, intake: Intake) -> Dossier:
        data = form.result.cleaned_data
        return result_at_once(
            intake,
            by=self.by,
            at=self.at,
            result=form.result.result(),
            receipt=data["receipt"],
            returned_to=data["returned_to"],
        )

    def _ask(self, form: ReceptionForm, intake: Intake) -> Dossier:
        return file_and_ask(intake, by=self.by, at=self.at, items=form.items(), basis=form.ask.cleaned_data["basis"])

    def _refuse(self, form: ReceptionForm, intake: Intake) -> Dossier:
        said = form.refusal.cleaned_data
        return file_and_refuse(
            intake, by=self.by, at=self.at, reasons=said["reasons"].splitlines(), basis=said["basis"]
        )


VERBS: dict[str, Callable[[Pressed, ReceptionForm, Intake], Dossier]] = {
    "accept": Pressed._accept,
    "at_once": Pressed._at_once,
    "ask": Pressed._ask,
    "refuse": Pressed._refuse,
}


def _focus(verb: str, argument: str, form: ReceptionForm) -> str:
    """The field that is next after a press, by its id."""
    if verb == "card":
        return "" if form.faults() else f"id_{argument}-phone"
    if verb == "add":
        row = {"owners": form.owners, "extras": form.extras, "points": form.points}.get(argument)
        first = "component" if argument == "points" else "name"
        return f"id_{argument}-{len(row) - 1}-{first}" if row else ""
    if verb == "open":
        return {"at_once": "id_result-kind", "ask": "id_points-0-component", "refuse": "id_refusal-reasons"}.get(
            argument, ""
        )
    return ""


@needs("counter.use")
@require_GET
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt as it would be printed now: for htmx, which asks as the page is filled in and time goes by."""
    asked = facts(request)
    counter = _counter(request, asked, request.GET)
    if counter is None:
        raise Http404
    context = {
        "offer": _offer(request, code, counter, asked, request.GET),
        "counter": counter,
        "now": asked_at(request),
    }
    return render(request, "counter/pieces/preview.html", context)
