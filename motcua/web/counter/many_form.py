"""The reception form for many owners: one filer, one checklist, and the list of those for whom it is handed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from motcua.casework.file_many import FOR_ANOTHER, MOST, NOBODY, TOO_MANY, Owner
from motcua.casework.imports.people import COLUMNS
from motcua.casework.reads.procedures import Offer
from motcua.dossiers.parties import Capacity

from . import people_form
from .fees_form import COUNTED, FeesForm
from .party_form import ApplicantForm
from .reception_form import ReceptionForm

SPARE = 3  # rows to type into where the list is empty


class ManyFeesForm(FeesForm):
    """What is due, the same for each; it is paid dossier by dossier, each with its receipt."""

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        del self.fields["way"], self.fields["receipt"]

    @property
    def is_paid(self) -> bool:
        return False


class ManyForm(ReceptionForm):
    """The parts of the page of one filer for many owners."""

    many = True
    most = MOST
    right_only = False  # whether the rows to correct wait, so that they hinder nobody else

    def __init__(self, offer: Offer, data: QueryDict, *, account_id: int, at: datetime, check: bool = False) -> None:
        if "applicant-capacity" not in data:
            data["applicant-capacity"] = Capacity.AUTHORISED.value
        super().__init__(offer, data, account_id=account_id, at=at, check=check)
        self.mode = "accept"
        self.owners = []
        self.people = people_form.rows_of(data) or [self._spare(n) for n in range(1, SPARE + 1)]
        self.people_fault = ""
        self.fees = self._part(
            ManyFeesForm, "fees", offer=offer, day=self.today, channel=self.terms.typed("channel"),
            fresh={f"quantity_{per}": 1 for per in COUNTED},
        )  # fmt: skip
        if self.was_typed:
            people_form.check(self.people, today=self.today)

    def _spare(self, n: int) -> people_form.PersonRow:
        return people_form.PersonRow(n, dict.fromkeys(COLUMNS, ""))

    @property
    def counted(self) -> list[people_form.PersonRow]:
        """The rows that are to be received."""
        return [row for row in self.people if not row.out and not row.is_blank]

    @property
    def wrong(self) -> list[people_form.PersonRow]:
        """The rows to correct."""
        return [row for row in self.people if row.faults]

    @property
    def right(self) -> list[people_form.PersonRow]:
        """The rows that could be received as they are."""
        return [row for row in self.counted if not row.faults]

    @property
    def taken(self) -> list[people_form.PersonRow]:
        """The rows that this press receives."""
        return self.right if self.right_only else self.counted

    @property
    def waiting(self) -> list[people_form.PersonRow]:
        """What stays on the list after this press: rows to correct, with those left out beside them."""
        return [row for row in self.people if row.faults or row.out] if self.right_only and self.wrong else []

    def check_people(self) -> None:
        """What is wrong with the list as a whole, and that its filer is no owner."""
        count = len(self.taken)
        if not count:
            self.people_fault = gettext(NOBODY)
        elif count > MOST:
            self.people_fault = gettext(TOO_MANY).format(most=MOST, count=count)
        if self.applicant.typed("capacity") == Capacity.SELF.value:
            applicant: ApplicantForm = self.applicant
            applicant.add_error("capacity", gettext(FOR_ANOTHER))

    def people_faults(self) -> Iterator[tuple[str, str]]:
        if self.people_fault:
            yield "people", self.people_fault
        for row in () if self.right_only else self.wrong:
            for fault in row.faults:
                yield f"id_{row.prefix}-name", gettext("Dòng {n}: {why}").format(n=row.n, why=fault)

    def owners_listed(self) -> list[Owner]:
        """The owners as the verb takes them."""
        return [row.owner() for row in self.taken]
