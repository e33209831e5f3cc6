"""The reception form of a linked declaration: one applicant and one checklist for all its procedures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from motcua.casework.linked import LinkedIntake, check_joint
from motcua.casework.reads.linked_offers import GroupOffer, MemberOffer
from motcua.casework.reads.procedures import Offer
from motcua.catalogue.models import Component, Procedure, ProcedureVersion
from motcua.deadlines.transfers import Transfer
from motcua.kernel.due import Due
from motcua.kernel.sentences import Sentence
from motcua.web.ui.limit_cases import case_choices

from .forms import TermsForm
from .reception_form import ReceptionForm, as_owner


@dataclass(frozen=True, slots=True)
class MemberFields:
    """One procedure of the declaration with what can be chosen of it; no field where there is no choice."""

    member: MemberOffer
    competent: BoundField | None
    case: BoundField | None


class LinkedTermsForm(TermsForm):
    """How it was handed in, for all; and by whom and in which case each procedure is decided."""

    def __init__(self, *args: Any, members: Sequence[MemberOffer], **rest: Any) -> None:
        super().__init__(*args, offer=None, **rest)
        for name in ("place", "competent", "transfer", "case"):
            del self.fields[name]
        self.members = members
        for m in members:
            if len(m.competents) > 1:
                choices = [(a.pk, a.name) for a in m.competents]
                self.fields[f"competent-{m.n}"] = forms.TypedChoiceField(
                    label=_("Cơ quan giải quyết"), coerce=int, choices=choices
                )
            if m.cases:
                self.fields[f"case-{m.n}"] = forms.ChoiceField(
                    label=_("Trường hợp"), required=False, choices=case_choices(m.cases)
                )

    @property
    def rows(self) -> list[MemberFields]:
        """The procedures in order, each with its own fields."""
        return [MemberFields(m, self._own(f"competent-{m.n}"), self._own(f"case-{m.n}")) for m in self.members]

    def _own(self, name: str) -> BoundField | None:
        return self[name] if name in self.fields else None


class LinkedForm(ReceptionForm):
    """The parts of the page of one declaration."""

    def __init__(
        self, group: GroupOffer, data: QueryDict, *, account_id: int, at: datetime, check: bool = False
    ) -> None:
        self.group = group
        super().__init__(as_offer(group), data, account_id=account_id, at=at, check=check)
        self.mode = "accept"

    def _terms_part(self) -> TermsForm:
        fresh = {"sets": 1} | {f"competent-{m.n}": m.competent.pk for m in self.group.members}
        return self._part(LinkedTermsForm, "terms", members=self.group.members, fresh=fresh)

    def check_papers(self) -> None:
        check_joint(self.handed_in(), self.group.papers)

    def declaration(self, counter_id: int) -> LinkedIntake:
        """What the verb takes."""
        terms = self.terms.cleaned_data
        chosen = {m.n: terms.get(f"competent-{m.n}", m.competent.pk) for m in self.group.members}
        return LinkedIntake(
            group=self.group.code,
            counter_id=counter_id,
            applicant=self.applicant.party(),
            owners=tuple(as_owner(form) for form in self.owner_forms),
            papers=self.handed_in(),
            competents=chosen,
            cases={m.n: int(terms.get(f"case-{m.n}") or 0) for m in self.group.members},
            channel=terms["channel"],
            delivery=terms["delivery"],
            sets=terms["sets"],
            request=terms["request"],
        )


def as_offer(group: GroupOffer) -> Offer:
    """The group in the shape of a procedure, none of which is in the database, for the parts that both forms share."""
    version = ProcedureVersion(procedure=Procedure(code=group.code), name=group.group.name, sets=1)
    papers = tuple(
        Component(
            n=p.n, name=p.name, originals=p.originals, copies=p.copies, note=p.note, required=p.required, remark=False
        )
        for p in group.papers
    )
    first = group.members[0].competent
    return Offer(
        version=version,
        components=papers,
        competents=(first,),
        own=frozenset({first.pk}),
        competent=first,
        transfer=Transfer.NONE,
        routing_by=None,
        limit=Sentence(""),
        due=Due(group.appointment),
        cases=(),
        case=None,
    )
