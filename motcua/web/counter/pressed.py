"""One press of a button of the reception page: files first, then what the button says."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from motcua.casework.fees import settle
from motcua.casework.file import file, file_and_accept, file_and_ask, file_and_refuse
from motcua.casework.intake import UNKNOWN, Intake
from motcua.casework.reads.procedures import Offer
from motcua.casework.resolve import result_at_once
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.web.ui.guards import facts
from motcua.web.ui.kept import keep
from motcua.web.ui.submit import submitted
from motcua.web.ui.words import say

from . import checking, drafts, edits, sitting
from .page import page
from .reception_form import MODES, ReceptionForm
from .taken_over import take_over
from .typed import number

PHOTO = "-photo"  # a picture of a card is read, not kept


CHARGED = ("accept", "at_once")


class Pressed:
    """The button says `act` (the verb of the form's mode), `draft`, or a change: `card:applicant`, `add:owners` …"""

    read_apart: tuple[str, ...] = ()  # files that are read, not kept

    def __init__(self, request: HttpRequest, counter: Agency, offered: Offer, data: QueryDict) -> None:
        self.request, self.counter, self.offer, self.data = request, counter, offered, data
        self.at, self.by = request.at, request.actor  # type: ignore[attr-defined]
        self.file_faults: dict[str, list[str]] = {}
        self.card_notes: list[str] = []

    def answer(self) -> HttpResponse:
        """Files are stored before anything else, so that nothing that follows can lose them."""
        self._take_files()
        renewed = self._renew()
        verb, _, argument = self.data.get("do", "").partition(":")
        if photo := self._photo(argument):  # a photo is read whatever is pressed, and looked at before anything else
            return self._change("photo", photo, renewed=renewed)
        if verb == "act" and not renewed:
            return self._act(onward=argument == "next")
        if verb == "draft" and not self.file_faults:
            return self._draft()
        return self._change(verb, argument, renewed=renewed)

    def _take_files(self) -> None:
        for name, uploads in self.request.FILES.lists():
            if name.endswith(PHOTO) or name in self.read_apart:
                continue
            prefix = name.removesuffix("-files")
            for upload in uploads:
                try:
                    file = keep(upload, account_id=self.by.account_id, at=self.at)
                except Refused as no:
                    self.file_faults.setdefault(prefix, []).append(say(no))
                else:
                    self._keep(prefix, file.token)

    def _photo(self, pressed: str) -> str:
        """Whose card was photographed: of several, the one whose button was pressed."""
        sent = [name.removesuffix(PHOTO) for name in self.request.FILES if name.endswith(PHOTO)]
        return pressed if pressed in sent else next(iter(sent), "")

    def _keep(self, prefix: str, token: str) -> None:
        if prefix == "late":  # one scan shows when it was received; a new one takes its place
            self.data["late-kept"] = token
            return
        self.data.appendlist(f"{prefix}-kept", token)
        if not self.data.get(f"{prefix}-not_needed"):
            self.data[f"{prefix}-got"] = "on"

    def _renew(self) -> bool:
        """Whether the procedure has another version since the form was opened; the form goes on with that one."""
        opened, now = self.data.get("version", ""), str(self.offer.version.pk)
        self.data["version"] = now
        return bool(opened) and opened != now

    def _form(self, *, check: bool = False) -> ReceptionForm:
        form = self._typed(check=check)
        for line in form.papers:
            line.faults = self.file_faults.get(line.prefix, [])
        form.late.faults = self.file_faults.get("late", [])
        return form

    def _typed(self, *, check: bool) -> ReceptionForm:
        return ReceptionForm(self.offer, self.data, account_id=self.by.account_id, at=self.at, check=check)

    def _page(self, form: ReceptionForm, *, status: int) -> HttpResponse:
        return page(self.request, self.counter, form, status=status)

    # Buttons that decide nothing

    def _change(self, verb: str, argument: str, *, renewed: bool) -> HttpResponse:
        fault = self._edit(verb, argument)
        form = self._form()
        if renewed:
            form.general.append(
                gettext("Thủ tục vừa có bản mới; trang đã chuyển sang bản đó. Hãy xem lại giấy tờ rồi bấm lại.")
            )
        if verb in ("card", "photo", "reuse"):
            form.tell_card("applicant" if verb == "reuse" else argument, fault=fault, notes=self.card_notes)
        return self._page(form, status=422 if checking.summary(form) else 200)

    def _edit(self, verb: str, argument: str) -> str:
        """Change what was typed as the button says; what is wrong with a scanned card, or nothing."""
        name, _, row = argument.partition("-")
        n = number(row)
        if verb in ("card", "photo"):
            return self._read(argument)
        if verb == "reuse":
            return self._reuse(argument)
        if verb == "add" and argument in edits.ROWS:
            edits.add_row(self.data, argument)
        elif verb == "drop" and name in edits.ROWS and n is not None:
            edits.drop_row(self.data, name, n)
        elif verb == "tick":
            edits.tick_all(self.data, self.offer.papers)
        elif verb == "open" and argument in MODES:
            self.data["mode"] = argument
            if argument == "ask":
                edits.propose_points(self.data, self.offer.papers)
        return ""

    def _read(self, prefix: str) -> str:
        """Fill a party from its card, photographed or scanned; what is wrong with it, or nothing."""
        photo = self.request.FILES.get(prefix + PHOTO)
        try:
            notes = (
                edits.read_photo(self.data, prefix, photo, at=self.at)
                if photo
                else edits.read_card(self.data, prefix, at=self.at)
            )
        except Refused as no:
            return say(no)
        self.card_notes = [say(note) for note in notes]
        return ""

    def _reuse(self, code: str) -> str:
        try:
            self.card_notes = [take_over(self.data, facts(self.request), code)]
        except Refused as no:
            return say(no)
        return ""

    def _draft(self) -> HttpResponse:
        with submitted(self.request) as sent:
            code, title = self.offer.code, self.offer.version.name
            saved = drafts.save(self.request, self.counter, self.data, code=code, title=title)
            sent.url = f"{reverse('counter:reception', args=[code])}?nhap={saved}"
        messages.success(self.request, gettext("Đã lưu nháp. Bản nháp nằm ở trang Tiếp nhận, chỉ anh/chị thấy."))
        return HttpResponseRedirect(sent.url)

    # The button that decides

    def _act(self, *, onward: bool) -> HttpResponse:
        """`onward` goes on to the next dossier of the same person instead of to what was done."""
        form = self._form(check=True)
        if checking.is_valid(form):
            try:
                return HttpResponseRedirect(self._done(form, onward=onward))
            except Refused as no:
                checking.show(form, no)
        return self._page(form, status=422)

    def _done(self, form: ReceptionForm, *, onward: bool = False) -> str:
        """The verb, in the one transaction of this press; the draft is forgotten with it."""
        with submitted(self.request) as sent:
            dossier = VERBS[form.mode](self, form, form.intake(self.counter.pk))
            said, paid = form.fees.said(), form.fees.paid()
            if (said or paid) and form.mode in CHARGED:
                settle(dossier.code, said, paid, by=self.by, at=self.at)
            drafts.drop(self.data, account_id=self.by.account_id)
            sent.url = sitting.onward(dossier.code) if onward else reverse("counter:done", args=[dossier.code])
        sitting.note(self.request, dossier.code, before=form.before)
        return sent.url

    def _accept(self, form: ReceptionForm, intake: Intake) -> Dossier:
        late = form.claim()
        if intake.competent_id == UNKNOWN:  # nothing can be promised yet: it is taken down, to be routed first
            return file(intake, by=self.by, at=self.at, claim=late)
        return file_and_accept(intake, by=self.by, at=self.at, claim=late)

    def _at_once(self, form: ReceptionForm, intake: Intake) -> Dossier:
        said = form.result.cleaned_data
        result, receipt, to = form.result.result(), said["receipt"], said["returned_to"]
        late = form.claim()
        return result_at_once(
            intake, by=self.by, at=self.at, result=result, receipt=receipt, returned_to=to, claim=late
        )

    def _ask(self, form: ReceptionForm, intake: Intake) -> Dossier:
        items, basis, late = form.items(), form.ask.cleaned_data["basis"], form.claim()
        return file_and_ask(intake, by=self.by, at=self.at, items=items, basis=basis, claim=late)

    def _refuse(self, form: ReceptionForm, intake: Intake) -> Dossier:
        said = form.refusal.cleaned_data
        reasons, late = said["reasons"].splitlines(), form.claim()
        return file_and_refuse(intake, by=self.by, at=self.at, reasons=reasons, basis=said["basis"], claim=late)


VERBS: dict[str, Callable[[Pressed, ReceptionForm, Intake], Dossier]] = {
    "accept": Pressed._accept,
    "at_once": Pressed._at_once,
    "ask": Pressed._ask,
    "refuse": Pressed._refuse,
}
