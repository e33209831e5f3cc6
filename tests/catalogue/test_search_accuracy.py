"""The right procedure among the first three, for everyday questions: 95 of 100 at least, also of those set aside."""

import pytest

from motcua.casework.imports.procedures import import_procedures
from motcua.catalogue import shelf
from motcua.catalogue.search import search
from tests.cast import BEGINNING
from tests.catalogue.found import DEMO, FIRST, SHARED, questions

pytestmark = pytest.mark.django_db


def answered(asked) -> bool:
    hits = search(asked.text, day=BEGINNING.date())
    return any(hit.row.code in asked.codes for hit in hits[:FIRST])


def put(path) -> None:
    import_procedures(path.read_bytes(), day=BEGINNING.date(), by="test", at=BEGINNING)


def share(asked) -> float:
    found = [answered(one) for one in asked]
    return sum(found) / len(found)


@pytest.mark.parametrize(
    ("catalogue", "name", "least"), [(DEMO, "queries_demo.csv", 50), (SHARED, "queries.csv", 140)], ids=["demo", "real"]
)
def test_everyday_questions_are_answered_in_the_first_three(catalogue, name, least):
    if not catalogue.exists():
        pytest.skip("the catalogue of real procedures is not here")
    put(catalogue)
    asked = questions(name)
    assert len(asked) >= least
    assert share([one for one in asked if one.held_out]) >= 0.95
    assert share([one for one in asked if not one.held_out]) >= 0.95


def test_every_code_that_is_expected_is_in_the_shipped_catalogue():
    put(DEMO)
    known = {hit.code for hit in shelf.on(BEGINNING.date()).rows}
    assert {code for one in questions("queries_demo.csv") for code in one.codes} <= known
