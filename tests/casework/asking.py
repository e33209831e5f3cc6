"""A process that asks three agencies at once, for tests: police, insurance and the department of justice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from motcua.offices import actions as office_actions
from motcua.offices.actions import AgencyData
from motcua.offices.models import Agency
from motcua.offices.roles import Role
from motcua.workflow.actions import put
from motcua.workflow.models import ProcessVersion
from motcua.workflow.process.from_rows import drawn
from motcua.workflow.process.typed_rows import Row, typed
from tests import cast as stage
from tests.cast import Cast

POLICE, INSURANCE, JUSTICE = "H48.06", "H48.07", "H48.05"
BEGIN = date(2026, 1, 1)
LINE = typed(stage.COMMUNE_STEPS)


def consult(name: str, code: str, **changes: str) -> Row:
    """A row that asks the agency of `code` for its opinion within half a day."""
    return Row(name, "specialist", f"agency:{code}", "consult", "4", **changes)


ASKED = [
    consult("Ý kiến công an", POLICE),
    consult("Ý kiến bảo hiểm", INSURANCE, join="beside"),
    consult("Ý kiến Sở Tư pháp", JUSTICE, join="beside"),
]


def asking(cast: Cast, middle: Sequence[Row] = ASKED) -> ProcessVersion:
    """Let the procedure of the cast run by reception, `middle`, signature, issue and return; who answers is there:
    cúc at the police, nhất at the insurance, quang at the department."""
    for code, name, who in (
        (POLICE, "Công an tỉnh Quảng Ngãi", "cuc"),
        (INSURANCE, "Bảo hiểm xã hội tỉnh Quảng Ngãi", "nhat"),
    ):
        post(cast, open_(code, name), who)
    found = drawn("asking", "Lấy ý kiến", [LINE[0], *middle, *LINE[2:]])
    assert found.problems == []
    procedure = cast.version.procedure
    return put(procedure=procedure, level=None, graph=found.graph, decision="12/QĐ-UBND", day=BEGIN)


def open_(code: str, name: str) -> Agency:
    """One more agency of the province."""
    data = AgencyData(code=code, name=name, kind="department", level="province", parent_code="H48")
    return office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=BEGIN)


def post(cast: Cast, agency: Agency, who: str, role: Role = Role.SPECIALIST) -> None:
    """Let somebody of the cast leave their posts and work there instead."""
    cast.people[who].posts.all().delete()
    office_actions.give_post(
        account=cast.people[who], agency=agency, role=role, day=BEGIN, by="test", at=stage.BEGINNING
    )
    cast._actors.clear()
