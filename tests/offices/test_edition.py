"""What is kept of the offices in memory is read again, here and in every other process, as soon as anything changed."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.offices import actions, snapshot
from motcua.offices.actions import AgencyData
from tests import cast as stage
from tests.cast import BEGINNING
from tests.cli import houses
from tests.cli.houses import prepared_house
from tests.concurrency.conftest import together

OTHER_PROCESS = """
import sys
from motcua.offices import snapshot
from tests import cast as stage
cast = stage.enter()
print(len(snapshot.present().agencies), flush=True)
for line in sys.stdin:
    print(len(snapshot.present().agencies), flush=True)
"""
OPEN_ONE = """
from motcua.offices import actions
from tests.cast import BEGINNING
data = actions.AgencyData(code="H48.77", name="Sở Y tế", kind="department", level="province", parent_code="H48")
actions.open_agency(data, by="test", at=BEGINNING, day=BEGINNING.date())
"""


def open_one() -> None:
    data = AgencyData(code="H48.77", name="Sở Y tế", kind="department", level="province", parent_code="H48")
    actions.open_agency(data, by="test", at=BEGINNING, day=BEGINNING.date())


@pytest.mark.django_db
def test_what_did_not_change_costs_one_statement():
    stage.enter()
    snapshot.present()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        snapshot.present()
    assert len(asked) == 1


@pytest.mark.django_db
def test_what_changed_is_there_at_once():
    stage.enter()
    before = snapshot.present()
    open_one()
    assert "H48.77" not in {a.code for a in before.agencies.values()}
    assert "H48.77" in {a.code for a in snapshot.present().agencies.values()}


@pytest.mark.django_db
def test_what_was_read_inside_a_transaction_that_was_undone_is_forgotten():
    stage.enter()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        open_one()
        assert "H48.77" in {a.code for a in snapshot.present().agencies.values()}
        raise ZeroDivisionError
    assert "H48.77" not in {a.code for a in snapshot.present().agencies.values()}
    data = AgencyData(code="H48.78", name="Sở Y tế", kind="department", level="province", parent_code="H48")
    actions.open_agency(data, by="test", at=BEGINNING, day=BEGINNING.date())
    codes = {a.code for a in snapshot.present().agencies.values()}
    assert "H48.78" in codes and "H48.77" not in codes


def test_another_connection_sees_it(transactional_db):
    stage.enter()
    snapshot.present()
    together([open_one])
    assert "H48.77" in {a.code for a in snapshot.present().agencies.values()}


def test_another_process_sees_it(tmp_path):
    house = prepared_house(tmp_path / "data")
    with house.popen(OTHER_PROCESS, stdin=-1, stdout=-1, text=True) as other:
        before = int(other.stdout.readline())
        house.python(OPEN_ONE)
        other.stdin.write("\n")
        other.stdin.flush()
        assert int(other.stdout.readline()) == before + 1
        other.stdin.close()
    houses.drop_databases()
