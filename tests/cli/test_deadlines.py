"""`motcua explain`, `motcua deadlines audit` and `motcua deadlines forecast` at a terminal."""

import json

import pytest

from tests.cli.houses import House, drop_databases, lived_house
from tests.cli.terminal import complaint


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> House:
    """An installation in which a dozen dossiers lived."""
    made = lived_house(tmp_path_factory.mktemp("deadlines") / "data")
    yield made
    drop_databases()


MOVE = """
from datetime import timedelta
from motcua.dossiers.models import Dossier
first = Dossier.objects.filter(due_at__isnull=False).order_by("pk")[0]
Dossier.objects.filter(pk=first.pk).update(due_at=first.due_at + timedelta(days={days}))
"""


def test_what_lived_through_the_verbs_computes_to_the_same_due_dates(house):
    told = json.loads(house.says("deadlines", "audit", "--json"))
    assert (told["dossiers"], told["differences"]) == (12, [])
    assert "12 hồ sơ; 0 hồ sơ khác" in house.says("deadlines", "audit")


def test_a_due_date_that_was_moved_in_the_table_is_named_and_ends_in_exit_code_1(house):
    house.python(MOVE.format(days=30))
    done = house.motcua("deadlines", "audit", "--json")
    house.python(MOVE.format(days=-30))
    told = json.loads(done.stdout)
    assert (done.returncode, len(told["differences"])) == (1, 1)
    [found] = told["differences"]
    assert found["told"] == found["computed"] != found["stored"]


def test_a_dossier_is_explained_line_by_line(house):
    code = house.python("from motcua.dossiers.models import Dossier; print(Dossier.objects.order_by('pk')[0].code)")
    told = json.loads(house.says("explain", code.strip(), "--json"))
    assert told["code"] == code.strip()
    assert told["clocks"]["legal"]["lines"] == told["lines"]
    assert told["lines"][0]["kind"] == "accepted"
    assert "Hạn theo luật" in house.says("explain", code.strip())


def test_an_unknown_code_ends_in_one_sentence_and_exit_code_2(house):
    done = house.motcua("explain", "H48.14-261102-9999")
    assert (done.returncode, "H48.14-261102-9999" in complaint(done)) == (2, True)


def test_a_forecast_says_what_it_judged_and_that_it_knows_too_little(house):
    told = json.loads(house.says("deadlines", "forecast", "--json"))
    nothing = {"days": 0, "named": 0, "hits": 0, "missed": 0, "precision": None, "recall": None}
    assert (told["agency"], told["named"], told["hit_rate"]) == ("", [], nothing)
    assert told["judged"] == told["unknown"]
    assert "chưa đủ dữ liệu" in house.says("deadlines", "forecast")


def test_a_forecast_of_an_agency_that_is_not_there_is_refused(house):
    done = house.motcua("deadlines", "forecast", "--agency", "H99")
    assert (done.returncode, "Không có cơ quan nào có mã H99." in complaint(done)) == (2, True)
