"""Where facts are added up: the headings of rollups that the lives of dossiers need, looked up once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .lives import Catalogue, Stretch
from .models import By, Heading

Name = tuple[str, str, str, str]  # agency, field, procedure, channel
Place = tuple[str, int]  # By, id of a heading


class Places:
    """Headings by name. Good for one transaction: new ones are gone when that is rolled back."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._ids: dict[Name, int] = {}
        self._agencies: dict[int, str] = {}
        self._kept: dict[tuple[int, int, str], tuple[Place, ...]] = {}
        self.look()

    def look(self) -> None:
        """Read what headings there are."""
        rows = Heading.objects.values_list("pk", "agency", "field", "procedure", "channel")
        self._ids = {(a, f, p, c): pk for pk, a, f, p, c in rows.iterator(chunk_size=10_000)}
        self._agencies = {pk: name[0] for name, pk in self._ids.items()}

    def missing(self, stretches: Iterable[Stretch]) -> list[Heading]:
        """The headings that these need and that are not there yet; once they are written, `look` again."""
        whats = {(s.under.agency, s.under.field, s.under.procedure, s.channel) for s in stretches}
        new = {name for what in whats for name in names(*what)} - self._ids.keys()
        return [Heading(agency=a, field=f, procedure=p, channel=c) for a, f, p, c in sorted(new)]

    def heading(self, agency: str, field: str) -> int:
        """The id under which facts themselves stand."""
        return self._ids[agency, field, "", ""]

    def of(self, fact: Any) -> tuple[Place, ...]:
        """Everything that a row of facts is added to."""
        key = (fact.heading_id, fact.version_id, fact.channel)
        if key not in self._kept:
            agency, procedure = self._agencies[fact.heading_id], self._catalogue.procedure(fact.version_id)
            self._kept[key] = (
                (By.FIELD.value, fact.heading_id),
                (By.PROCEDURE.value, self._ids[agency, "", procedure, ""]),
                (By.CHANNEL.value, self._ids[agency, "", "", fact.channel]),
            )
        return self._kept[key]


def names(agency: str, field: str, procedure: str, channel: str) -> tuple[Name, ...]:
    """The headings of an agency that each add up the same dossiers, divided by one thing."""
    return (agency, field, "", ""), (agency, "", procedure, ""), (agency, "", "", channel)
