"""The reception form as a whole: read from what was sent or a draft, changed without losing a letter, and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext

from motcua.casework.intake import Intake, Paper, check_papers
from motcua.casework.reads.procedures import Offer
from motcua.casework.supplements import Item
from motcua.catalogue.models import Component
from motcua.dossiers.parties import Capacity, PartyData
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.web.ui.words import say

from .edits import rows
from .forms import (
    ApplicantForm,
    AskForm,
    ExtraForm,
    PaperForm,
    Part,
    PartyForm,
    PointForm,
    RefuseForm,
    ResultForm,
    TermsForm,
    faults,
)
from .kept import Kept, kept, stored

MODES = ("accept", "at_once", "ask", "refuse")
Form = TypeVar("Form", bound=Part)


@dataclass
class Line:
    """One line of the checklist: the published component (None for an extra paper), its form and its files."""

    form: PaperForm
    component: Component | None = None
    files: list[Kept] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    missing: bool = False

    @property
    def prefix(self) -> str:
        return str(self.form.prefix)


class ReceptionForm:
    """All parts of the page. With `check` they are validated; otherwise they only show what was typed."""

    def __init__(self, offer: Offer, data: QueryDict, *, account_id: int, at: datetime, check: bool = False) -> None:
        self.offer, self.data, self.account_id, self.at, self.check = offer, data, account_id, at, check
        self.today = at.astimezone(VIETNAM).date()
        self.was_typed = "do" in data
        self.general: list[str] = []
        self.papers_fault = ""
        self.focus = ""
        self.mode = data.get("mode", "") if data.get("mode") in MODES else "accept"
        self.applicant = self._part(ApplicantForm, "applicant")
        self.owners = [self._owner(n) for n in range(max(1, rows(self.data, "owners")))]
        self.lines = [self._line(c) for c in offer.components]
        self.extras = [self._extra(n) for n in range(rows(self.data, "extras"))]
        self.terms = self._part(TermsForm, "terms", competents=offer.competents, fresh=self._terms())
        self.result = self._part(
            ResultForm, "result", fresh={"issued_on": self.today, "copies": 1, "kind": offer.version.result[:300]}
        )
        self.points = [self._part(PointForm, f"points-{n}") for n in range(rows(self.data, "points"))]
        self.ask = self._part(AskForm, "ask")
        self.refusal = self._part(RefuseForm, "refusal")

    @property
    def owners_shown(self) -> int:
        """Owners that were asked for; one more place waits for who files for another."""
        return rows(self.data, "owners")

    def refuse_card(self, prefix: str, sentence: str) -> None:
        """Show at the field of a party that what was scanned is no card."""
        for form in (self.applicant, *self.owners):
            if form.prefix == prefix:
                form.card_fault = sentence

    # Reading

    def _part(self, kind: type[Form], prefix: str, *, fresh: Mapping[str, Any] | None = None, **rest: Any) -> Form:
        if self.check:
            return kind(self.data, prefix=prefix, **rest)
        blank = kind(prefix=prefix, **rest)
        known = any(key.startswith(f"{prefix}-") for key in self.data)
        typed = {
            name: f.widget.value_from_datadict(self.data, {}, blank.add_prefix(name))
            for name, f in blank.fields.items()
        }
        return kind(prefix=prefix, initial=typed if known else dict(fresh or {}), **rest)

    def _owner(self, n: int) -> PartyForm:
        """An owner; a place that nobody used is not checked."""
        form = self._part(PartyForm, f"owners-{n}")
        return PartyForm(prefix=form.prefix) if form.is_bound and form.is_blank() else form

    def _terms(self) -> dict[str, Any]:
        return {"sets": self.offer.version.sets or 1, "competent": self.offer.competent.pk}

    def _line(self, component: Component) -> Line:
        prefix = f"papers-{component.n}"
        counts = {"originals": component.originals, "copies": component.copies}
        if not any(counts.values()):
            counts["originals"] = 1
        return Line(self._part(PaperForm, prefix, fresh=counts), component, self._kept(prefix))

    def _extra(self, n: int) -> Line:
        prefix = f"extras-{n}"
        return Line(self._part(ExtraForm, prefix, fresh={"originals": 1, "copies": 0}), None, self._kept(prefix))

    def _kept(self, prefix: str) -> list[Kept]:
        return kept(self.data.getlist(f"{prefix}-kept"), account_id=self.account_id)

    @property
    def papers(self) -> list[Line]:
        """The lines that are papers: without remarks, with what was added."""
        return [line for line in self.lines if line.component and not line.component.remark] + self.extras

    @property
    def named_owners(self) -> list[PartyForm]:
        return [form for form in self.owners if not form.is_blank()]

    # Checking

    def is_valid(self) -> bool:
        """Whether a verb may be asked: every part is sound, each fault shown at its field."""
        forms: list[Part] = [self.applicant, *self.named_owners, self.terms, *(line.form for line in self.papers)]
        forms += [form for form, _label in self._panel()]
        sound = [form.is_valid() for form in forms]
        for party in (self.applicant, *self.named_owners):
            self._check_party(party)
        self._check_papers()
        files = all(not line.faults for line in self.papers)
        return all(sound) and files and not any(f.errors for f in forms) and not (self.papers_fault or self.general)

    def _check_party(self, form: PartyForm) -> None:
        for no in faults(form.party(), today=self.today):
            name = (no.field or "").rpartition(".")[2]
            if name not in form.errors:
                form.add_error(name if name in form.fields else None, say(no))

    def _check_papers(self) -> None:
        """The lines that are still missing, all of them, before anything else is asked."""
        for line in self.extras:
            if line.files and not line.form.cleaned_data.get("name"):
                line.form.add_error("name", gettext("Ghi tên giấy tờ của tệp đã gửi."))
        try:
            check_papers(self.handed_in(), self.offer.version.pk, complete=self.mode in ("accept", "at_once"))
        except Refused as no:
            self._show_papers(no)

    def _show_papers(self, no: Refused) -> None:
        self.papers_fault = say(no)
        missing = {n.strip() for n in str(no.sentence.values.get("lines", "")).split(",")}
        for line in self.lines:
            line.missing = bool(line.component) and str(line.component.n) in missing  # type: ignore[union-attr]

    def show(self, no: Refused) -> None:
        """Put the refusal of a verb at the field it names."""
        head, _, rest = (no.field or "").partition(".")
        index, _, inner = rest.partition(".")
        if head == "papers":
            return self._show_papers(no)
        target: Part | None = None
        name = head
        if head == "applicant":
            target, name = self.applicant, rest
        elif head == "owners" and index.isdigit():
            among = self._owner_forms()
            target, name = (among[int(index)] if int(index) < len(among) else self.owners[0]), inner
        elif head == "items" and index.isdigit() and int(index) < len(self.points):
            target, name = self.points[int(index)], inner
        elif head in self.terms.fields:
            target = self.terms
        elif self.mode == "at_once" and head in self.result.fields:
            target = self.result
        elif self.mode == "refuse" and head in self.refusal.fields:
            target = self.refusal
        if target is None or name not in target.fields:
            self.general.append(say(no))
        else:
            target.add_error(name, say(no))

    def faults(self) -> list[tuple[str, str]]:
        """All that is wrong, as (id of the field, sentence), from the top of the page down."""
        return list(self._faults())

    def _faults(self) -> Iterator[tuple[str, str]]:
        for sentence in self.general:
            yield "", sentence
        for form in (self.applicant, *self.owners):
            if form.card_fault:
                yield f"id_{form.prefix}-card", form.card_fault
        yield from _of(self.applicant, gettext("Người nộp"))
        for n, form in enumerate(self.owners, 1):
            yield from _of(form, gettext("Chủ hồ sơ {n}").format(n=n))
        if self.papers_fault:
            yield "papers", self.papers_fault
        for line in self.papers:
            label = gettext("Giấy tờ {n}").format(n=line.component.n) if line.component else gettext("Giấy tờ khác")
            yield from _of(line.form, label)
            for fault in line.faults:
                yield f"id_{line.prefix}-files", fault
        for part, label in ((self.terms, ""), *self._panel()):
            yield from _of(part, label)

    def _panel(self) -> list[tuple[Part, str]]:
        """The parts of the panel that is open, with what the summary calls each."""
        points: list[tuple[Part, str]] = [
            (point, gettext("Nội dung {n}").format(n=n)) for n, point in enumerate(self.points, 1)
        ]
        panels: dict[str, list[tuple[Part, str]]] = {
            "at_once": [(self.result, gettext("Kết quả"))],
            "ask": [*points, (self.ask, "")],
            "refuse": [(self.refusal, "")],
        }
        return panels.get(self.mode, [])

    # Making the verb's data

    def handed_in(self) -> tuple[Paper, ...]:
        """The checklist as a verb takes it."""
        files = stored(f for line in self.papers for f in line.files)
        return tuple(
            _paper(line, files) for line in self.papers if line.component or line.form.cleaned_data.get("name")
        )

    def _owner_forms(self) -> list[PartyForm]:
        mine = self.applicant.cleaned_data.get("capacity") == Capacity.SELF
        return [self.applicant, *self.named_owners] if mine and self.named_owners else self.named_owners

    def intake(self, counter_id: int) -> Intake:
        """What the verbs take. Who files in their own name is an owner beside those that were added."""
        terms = self.terms.cleaned_data
        return Intake(
            version_id=self.offer.version.pk,
            counter_id=counter_id,
            competent_id=terms["competent"],
            applicant=self.applicant.party(),
            owners=tuple(_owner(form) for form in self._owner_forms()),
            papers=self.handed_in(),
            channel=terms["channel"],
            delivery=terms["delivery"],
            sets=terms["sets"],
            request=terms["request"],
        )

    def items(self) -> list[Item]:
        """The points of form 02; a point left blank is none."""
        return [point.item() for point in self.points if not point.is_blank()]


def _of(form: Part, label: str) -> Iterator[tuple[str, str]]:
    if not form.is_bound:
        return
    for name, sentences in form.errors.items():
        bound = form[name] if name in form.fields else None
        before = " – ".join(part for part in (label, str(bound.label) if bound else "") if part)
        for sentence in sentences:
            yield (bound.id_for_label if bound else ""), f"{before}: {sentence}" if before else str(sentence)


def _paper(line: Line, files: Mapping[int, Any]) -> Paper:
    data, component = line.form.cleaned_data, line.component
    return Paper(
        n=component.n if component else 0,
        name=component.name if component else data.get("name", ""),
        originals=data.get("originals") or 0,
        copies=data.get("copies") or 0,
        not_needed=bool(data.get("not_needed")) and not data.get("got"),
        note=data.get("note", ""),
        files=tuple(files[f.file_id] for f in line.files if f.file_id in files),
    )


def _owner(form: PartyForm) -> PartyData:
    party = form.party()
    return PartyData(
        **{
            name: getattr(party, name)
            for name in PartyData.__dataclass_fields__
            if name not in ("capacity", "authority_document", "authority_date")
        }
    )
