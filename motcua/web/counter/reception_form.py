"""The reception form as a whole: read from what was sent or a draft, changed without losing a letter, and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext

from motcua.casework.backdating import Claim
from motcua.casework.intake import Intake, Paper, check_papers
from motcua.casework.reads.procedures import Offer
from motcua.casework.supplements import ENOUGH, MISSING, WRONG, Item, enough
from motcua.catalogue.models import Component
from motcua.dossiers.parties import Capacity, PartyData
from motcua.kernel.moments import VIETNAM
from motcua.web.ui.kept import Kept, kept, stored

from .edits import rows
from .elsewhere_form import ElsewhereForm
from .fees_form import COUNTED, FeesForm
from .forms import AskForm, ExtraForm, PaperForm, PointForm, RefuseForm, ResultForm, TermsForm
from .late_form import LateForm
from .parts import Part, shown
from .party_form import ApplicantForm, PartyForm
from .typed import number

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
    digit: int = 0  # the key that ticks it; 0 for none

    @property
    def prefix(self) -> str:
        return str(self.form.prefix)

    @property
    def is_there(self) -> bool:
        """Whether it was ticked as received."""
        return bool(self.form.typed("got"))


class ReceptionForm:
    """All parts of the page. With `check` they can be checked (checking.py); else they only show what was typed."""

    many = False  # whether it is for many owners, who stand on a list

    def __init__(self, offer: Offer, data: QueryDict, *, account_id: int, at: datetime, check: bool = False) -> None:
        self.offer, self.data, self.account_id, self.at, self.check = offer, data, account_id, at, check
        self.today = at.astimezone(VIETNAM).date()
        self.was_typed = "do" in data
        self.general: list[str] = []
        self.papers_fault = ""
        self.mode = data.get("mode", "") if data.get("mode") in MODES else "accept"
        self.applicant = self._part(ApplicantForm, "applicant")
        self.for_another = self.applicant.typed("capacity") not in ("", Capacity.SELF.value)
        self.owners = [self._owner(n) for n in range(max(1, rows(data, "owners")))]
        self.lines = [self._line(c) for c in offer.components]
        for n, line in enumerate((x for x in self.lines if x.component and not x.component.remark), 1):
            line.digit = n if n < 10 else 0
        self.before = data.get("before", "")[:60]
        self.extras = [self._extra(n) for n in range(rows(self.data, "extras"))]
        self.terms = self._terms_part()
        self.result = self._part(
            ResultForm, "result", fresh={"issued_on": self.today, "copies": 1, "kind": offer.version.result[:300]}
        )
        self.points = [self._part(PointForm, f"points-{n}") for n in range(rows(self.data, "points"))]
        self.ask = self._part(AskForm, "ask")
        self.refusal = self._part(RefuseForm, "refusal")
        self.fees = self._part(
            FeesForm, "fees", offer=offer, day=self.today, channel=self.terms.typed("channel"),
            fresh={f"quantity_{per}": 1 for per in COUNTED},
        )  # fmt: skip
        self.elsewhere = self._part(ElsewhereForm, "elsewhere")
        self.late = self._part(LateForm, "late")
        self.late.scans = self._kept("late")

    @property
    def crosses(self) -> bool:
        """Whether an agency may decide that has another counter: then it matters how the dossier gets there."""
        return any(agency.pk not in self.offer.own for agency in self.offer.competents)

    @property
    def owners_shown(self) -> int:
        """Owners that were asked for; one more place waits for who files for another."""
        return rows(self.data, "owners")

    @property
    def is_fresh(self) -> bool:
        """Whether nothing was typed yet: then the card comes first."""
        return not self.was_typed and not self.applicant.typed("name")

    @property
    def first_tick(self) -> str:
        """Where the digits begin to count: the box of the first paper."""
        return next((str(line.form["got"].id_for_label) for line in self.lines if line.digit), "")

    def tell_card(self, prefix: str, *, fault: str, notes: Sequence[str] = ()) -> None:
        """Show at the field of a party that what was scanned is no card, or what of it to compare with the card."""
        for form in (self.applicant, *self.owners):
            if form.prefix == prefix:
                form.card_fault, form.card_notes = fault, notes

    def _part(self, kind: type[Form], prefix: str, *, fresh: Mapping[str, Any] | None = None, **rest: Any) -> Form:
        if self.check:
            return kind(self.data, prefix=prefix, **rest)
        return shown(kind, self.data, prefix, fresh=fresh, **rest)

    def _owner(self, n: int) -> PartyForm:
        """An owner; a place that nobody used is not checked, unless somebody files for them."""
        form = self._part(PartyForm, f"owners-{n}")
        unused = form.is_blank() and not (n == 0 and self.for_another)
        return PartyForm(prefix=form.prefix) if unused and form.is_bound else form

    def _terms_part(self) -> TermsForm:
        return self._part(TermsForm, "terms", offer=self.offer, fresh=self._terms())

    def check_papers(self) -> None:
        """Refused where a line of the checklist is wrong or, for what is to be accepted, not marked."""
        check_papers(self.handed_in(), self.offer.version.pk, complete=self.mode in ("accept", "at_once"))

    def check_people(self) -> None:
        """Whatever the list of owners of another form asks."""

    def people_faults(self) -> Iterator[tuple[str, str]]:
        """What is wrong with such a list, as (id of the field, sentence)."""
        yield from ()

    def _terms(self) -> dict[str, Any]:
        return {
            "sets": self.offer.version.sets or 1,
            "competent": self.offer.competent.pk if self.offer.competent else "",
        }

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
    def written_points(self) -> list[PointForm]:
        """The points of form 02 without those left blank."""
        return [point for point in self.points if not point.is_blank()]

    @property
    def named_owners(self) -> list[PartyForm]:
        """The owners that were written down, or must be."""
        return [form for form in self.owners if form.is_bound]

    @property
    def owner_forms(self) -> list[PartyForm]:
        """Where each owner of the intake comes from: who files in their own name is one beside those added."""
        return [self.applicant, *self.named_owners] if self.named_owners and not self.for_another else self.named_owners

    @property
    def panel(self) -> list[tuple[Part, str]]:
        """The parts of the panel that is open, with what the summary calls each."""
        if self.mode == "at_once":
            return [(self.result, gettext("Kết quả"))]
        if self.mode == "ask":
            points = [(point, gettext("Nội dung {n}").format(n=n)) for n, point in enumerate(self.points, 1)]
            return [*points, (self.ask, "")]
        return [(self.refusal, "")] if self.mode == "refuse" else []

    def handed_in(self) -> tuple[Paper, ...]:
        """The checklist as a verb takes it."""
        files = stored(f for line in self.papers for f in line.files)
        return tuple(
            _paper(line, files) for line in self.papers if line.component or line.form.cleaned_data.get("name")
        )

    def intake(self, counter_id: int) -> Intake:
        """What the verbs take."""
        terms = self.terms.cleaned_data
        return Intake(
            version_id=self.offer.version.pk,
            counter_id=counter_id,
            competent_id=terms["competent"],
            applicant=self.applicant.party(),
            owners=tuple(as_owner(form) for form in self.owner_forms),
            papers=self.handed_in(),
            channel=terms["channel"],
            delivery=terms["delivery"],
            sets=terms["sets"],
            request=terms["request"],
            case=int(terms["case"] or 0),
            transfer=terms["transfer"],
            foreign_code=self.elsewhere.cleaned_data["code"],
            foreign_source=self.elsewhere.cleaned_data["source"],
        )

    def claim(self) -> Claim | None:
        """When it really was, if somebody says so: filed on another system, or received here and taken down late."""
        return self.late.claim() or self.elsewhere.claim()

    def items(self) -> list[Item]:
        """The check: the points of form 02 (one left blank is none), and what is enough."""
        return [*(self._point(point.item()) for point in self.written_points), *enough(self._enough())]

    def _point(self, item: Item) -> Item:
        """A point that names a paper of the procedure is about it; what was ticked as there is not valid."""
        line = self._about(item.component, item.n)
        if line is None or line.component is None:
            return replace(item, n=0)
        return replace(item, n=line.component.n, mark=WRONG if line.is_there else MISSING)

    def _about(self, component: str, n: int | None) -> Line | None:
        """The line of the checklist that a point names; `n` tells papers of one name apart."""
        named = [x for x in self.papers if x.component and x.component.name.strip()[:500] == component.strip()]
        return next((x for x in named if x.component and x.component.n == n), named[0] if named else None)

    def _enough(self) -> Iterator[int]:
        return (line.component.n for line, mark in self.marks() if mark == ENOUGH and line.component)

    def marks(self) -> list[tuple[Line, str]]:
        """Each paper of the procedure with what the check finds of it; nothing for one that is not marked yet."""
        asked = [self._about(point.typed("component"), number(point.typed("n"))) for point in self.points]
        listed = [line for line in self.papers if line.component]
        return [(line, _mark(line, asked=any(line is x for x in asked))) for line in listed]


def _mark(line: Line, *, asked: bool) -> str:
    """What this case does not need is enough: marked so, or left out where the law asks for it only in some cases."""
    if asked:
        return WRONG if line.is_there else MISSING
    spared = line.form.typed("not_needed") or not (line.component and line.component.required)
    return ENOUGH if line.is_there or spared else ""


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


def as_owner(form: PartyForm) -> PartyData:
    """The party as an owner: without the capacity in which an applicant files."""
    party = form.party()
    return PartyData(
        **{
            name: getattr(party, name)
            for name in PartyData.__dataclass_fields__
            if name not in ("capacity", "authority_document", "authority_date")
        }
    )
