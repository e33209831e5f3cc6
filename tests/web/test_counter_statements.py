"""Pages of the counter cost a fixed number of statements, however much lies there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.file import file, file_and_accept
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import REFERENCE, filled

pytestmark = pytest.mark.django_db
START = moment("2026-11-19 08:00")
PAGES = {
    "/tiep-nhan/?viec=today": 18,
    "/tiep-nhan/?viec=filed": 18,
    "/tiep-nhan/thu-tuc/?q=khai": 8,
    REFERENCE: 12,
}


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 16:00"))
    return stage.enter()


def noise(cast, numbers: range) -> None:
    """More of everything: dossiers filed and accepted at this counter, and procedures that it receives."""
    for n in numbers:
        file(stage.intake(cast), by=cast.lan, at=START + timedelta(minutes=n))
        file_and_accept(stage.intake(cast), by=cast.lan, at=START + timedelta(minutes=n))
        stage.publish_procedure(code=f"2.{n:06d}", name=f"Khai sinh loại {n}")


def statements(run) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        run()
    return [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_costs_the_same_with_little_and_with_much(lan, cast, address):
    noise(cast, range(1))
    lan.get(address)  # what is kept in memory is warm
    little = statements(lambda: lan.get(address))
    noise(cast, range(1, 16))
    lan.get(address)
    much = statements(lambda: lan.get(address))
    assert len(much) == len(little) <= PAGES[address], "\n".join(much)


def test_a_slip_is_read_by_one_statement_and_counted_by_another(lan, cast):
    d = file_and_accept(stage.intake(cast), by=cast.lan, at=START)
    address = f"/tiep-nhan/phieu/{d.slips.get().pk}.pdf"
    ours = [sql.split()[0] for sql in statements(lambda: lan.get(address)) if "papers_slip" in sql]
    assert ours == ["SELECT", "UPDATE"]


def test_a_reception_costs_the_verb_and_little_beside_it(lan, cast):
    lan.post(REFERENCE, filled(cast))
    done = statements(lambda: lan.post(REFERENCE, filled(cast, key="mot-khoa-khac")))
    assert len(done) <= 26, "\n".join(done)
