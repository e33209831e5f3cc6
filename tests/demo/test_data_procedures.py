"""The province's procedures and internal processes could be imported, received, worked and finished in time."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from motcua.kernel import procedure_code
from motcua.kernel.limits import Limit, Unit
from motcua.offices.roles import Role
from motcua.workflow.rules import StepKind, StepRow, check

from .province import COMMUNES_IN_USE, LIMITS, PROCEDURES, PROCESSES, commune, open_units, roles_at, text_of

COMMUNE_COMMITTEE = "Ủy ban nhân dân cấp xã"
PROCEDURE_KEYS = (
    "code name field levels agency authority reception channels limit limits fee_text fees components sets result "
    "requirements legal_bases online subjects decision kind ministry source portal_url complete"
)
COMPONENT_KEYS = ["name", "originals", "copies", "note", "form", "group", "remark"]
# What a limit is worth in working hours at the least: accepted at 15:00 for same_day; five working days in any seven
# and twenty in any month, public holidays aside.
HOURS_A_DAY = 8
SAME_DAY_HOURS = 2
LEAST_DAYS_A_MONTH = 20


def limit_of(code: str) -> Limit | None:
    """The limit of a procedure as its line and the supplement together give it."""
    given = PROCEDURES[code]["limit"]
    if given["amount"] is None and code in LIMITS:
        given = LIMITS[code]
    return Limit.from_published(Decimal(str(given["amount"])), given["unit"]) if given["amount"] else None


def least_hours(limit: Limit) -> Decimal:
    amount = Decimal(limit.amount or 0)
    match limit.unit:
        case Unit.WORKING_HOUR:
            return amount
        case Unit.WORKING_DAY:
            return amount * HOURS_A_DAY
        case Unit.DAY:
            return amount * 5 // 7 * HOURS_A_DAY
        case Unit.MONTH:
            return amount * LEAST_DAYS_A_MONTH * HOURS_A_DAY
    return Decimal(SAME_DAY_HOURS)


def competent(procedure: dict[str, Any]) -> list[str]:
    """Codes of the staffed agencies that decide a procedure."""
    if procedure["agency"] == COMMUNE_COMMITTEE:
        return [commune(place) for place in COMMUNES_IN_USE]
    return [u["code"] for u in open_units(short_name=procedure["agency"])]


def process_of(code: str) -> dict[str, Any]:
    level = "commune" if PROCEDURES[code]["agency"] == COMMUNE_COMMITTEE else "province"
    own = [p for p in PROCESSES if p["procedure"] == code]
    return own[0] if own else next(p for p in PROCESSES if p["procedure"] is None and p["level"] == level)


def receivable() -> list[str]:
    return [code for code, p in PROCEDURES.items() if limit_of(code) and p["agency"] and p["components"]]


def test_procedure_codes_are_unique_and_well_formed() -> None:
    assert len(PROCEDURES) == len(text_of("procedures.jsonl").splitlines())
    assert [code for code in PROCEDURES if procedure_code.parse(code).national != code] == []


def test_each_procedure_has_the_published_keys() -> None:
    for procedure in PROCEDURES.values():
        assert " ".join(procedure) == PROCEDURE_KEYS
        assert procedure["name"]
        assert procedure["field"]
        assert procedure["levels"]
        assert procedure["source"] == "demo"
        assert [list(c) for c in procedure["components"] if list(c) != COMPONENT_KEYS] == []


def test_at_least_forty_procedures_are_receivable_and_some_are_only_published() -> None:
    assert len(receivable()) >= 40
    assert len(PROCEDURES) > len(receivable())


def test_every_unit_of_limit_is_in_use() -> None:
    published = {PROCEDURES[code]["limit"]["unit"] for code in receivable()}
    assert published >= {"same_day", "hour", "working_day", "day", "month"}
    assert any(amount % 1 for code in receivable() if (amount := PROCEDURES[code]["limit"]["amount"]))


def test_a_line_is_complete_when_it_has_a_paper_and_a_limit() -> None:
    for procedure in PROCEDURES.values():
        has_paper = any(not component["remark"] for component in procedure["components"])
        assert procedure["complete"] == (has_paper and procedure["limit"]["amount"] is not None)


def test_each_receivable_procedure_is_decided_by_agencies_staffed_for_its_process() -> None:
    for code in receivable():
        agencies = competent(PROCEDURES[code])
        assert agencies, code
        needed = {step["role"] for step in process_of(code)["steps"] if step["at"] == "competent"}
        assert all(needed <= roles_at(agency) for agency in agencies), code


def test_papers_are_named_in_few_words_and_counted() -> None:
    for procedure in PROCEDURES.values():
        for component in procedure["components"]:
            assert len(component["name"]) <= 160
            assert len(component["note"] or "") <= 160
            assert component["originals"] + component["copies"] > 0


def test_no_text_but_an_official_name_is_long() -> None:
    for procedure in PROCEDURES.values():
        short = [procedure[key] for key in ("fee_text", "result", "requirements", "reception")]
        short += [procedure["limit"]["text"], *(fee["name"] for fee in procedure["fees"])]
        assert [text for text in short if text and len(text) > 160] == []


def test_the_supplement_gives_only_limits_that_are_missing() -> None:
    for code, row in LIMITS.items():
        assert PROCEDURES[code]["limit"]["amount"] is None
        assert row["name"] == PROCEDURES[code]["name"]
        assert row["source"]
        assert limit_of(code)


def test_there_is_a_default_process_for_each_level_and_own_ones_for_many() -> None:
    assert sorted(p["level"] for p in PROCESSES if p["procedure"] is None) == ["commune", "province"]
    own = Counter(p["procedure"] for p in PROCESSES if p["procedure"])
    assert len(own) >= 15
    assert max(own.values()) == 1
    assert set(own) <= set(receivable())


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process["procedure"] or process["level"])
def test_each_process_can_carry_a_dossier(process: dict[str, Any]) -> None:
    steps = [
        StepRow(s["name"], Role(s["role"]), s["at"], StepKind(s["kind"]), Decimal(str(s["hours"])))
        for s in process["steps"]
    ]
    check(steps)
    counter = [step for step in steps if step.at == "receiving"]
    assert counter == [steps[0], steps[-1]]
    assert {step.role for step in counter} == {Role.RECEIVER}
    assert process["decision"]


def test_the_hours_of_each_process_fit_the_limit() -> None:
    for code in receivable():
        hours = sum(Decimal(str(step["hours"])) for step in process_of(code)["steps"])
        limit = limit_of(code)
        assert limit
        assert hours <= least_hours(limit), code
