"""A year lived again: the figures printed beforehand, the same by the verbs one by one, safe to break off."""

import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import nullcontext
from fractions import Fraction

import psycopg
import pytest
from django.db import transaction

from motcua.casework.bulk import lives
from motcua.casework.rebuild import differences
from motcua.cli import loading
from motcua.cli.replay import scale, wanted
from motcua.dossiers.models import Dossier, Series
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.replay import world
from motcua.replay.figures import counted
from motcua.replay.live import Stage, live
from motcua.replay.plan import dockets
from motcua.replay.scenario import BENCH, KON_TUM_2021
from motcua.supervision import actions as supervision
from motcua.supervision import reports
from motcua.web.ui import moments
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.casework.lives import left_behind
from tests.cli.houses import drop_databases, new_house, prepared_house
from tests.cli.terminal import complaint


@pytest.fixture(autouse=True, scope="module")
def tidied():
    yield
    drop_databases()


SMALL = KON_TUM_2021.scaled(Fraction(1, 600))


def load(scenario):
    return loading.load(scenario, processes=1, tell=lambda now: None)


@pytest.mark.django_db
def test_a_scaled_year_gives_the_figures_that_it_promised_by_the_verbs_too():
    world.build(SMALL)
    one_by_one, in_bulk = left_by(SMALL, counters=8, each=5)
    assert in_bulk == one_by_one
    assert load(SMALL).new == SMALL.total
    figures = SMALL.figures()
    assert counted(SMALL) == figures
    supervision.rebuild(at=moments.now())
    report = reports.report(reports.Asked(first=SMALL.first, last=SMALL.last))
    assert {column: report.totals.columns[column] for column in figures} == figures
    late = Event.objects.filter(kind="dossier.resolved", payload__body__contains="late_entry")
    assert late.count() == SMALL.courses["late_entry"]
    assert all(not compared.found for compared in differences())
    check_all()
    assert set(Dossier.objects.values_list("origin", flat=True)) == {"replay"}
    for key, last in Series.objects.filter(key__startswith="code:").values_list("key", "last"):
        _, agency, day = key.split(":")
        codes = Dossier.objects.filter(code__startswith=f"{agency}-{day[2:]}-").order_by("filed_at", "code")
        numbers = [int(code.rsplit("-", 1)[-1]) for code in codes.values_list("code", flat=True)]
        assert numbers == list(range(1, last + 1))
    assert load(SMALL).new == 0
    with pytest.raises(Refused, match="đã có dữ liệu khác"):
        load(KON_TUM_2021.scaled(Fraction(1, 500)))


def left_by(scenario, *, counters, each):
    """What a sample leaves, by the verbs one by one and in bulk; taken back both times."""
    sample = [(docket, docket.in_order[:each]) for docket in list(dockets(scenario))[:counters]]
    actors = Stage()
    for books in (nullcontext, lives):
        with transaction.atomic():
            with books():
                for docket, order in sample:
                    live((docket.sketch(n) for n in order), actors, counter=docket.counter.code)
            yield left_behind()
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_years_of_lives_end_in_every_state_and_are_what_the_verbs_leave_one_by_one():
    scenario = BENCH.of(900)
    world.build(scenario)
    one_by_one, in_bulk = left_by(scenario, counters=14, each=6)
    assert in_bulk == one_by_one and len(in_bulk["events"]) > 500
    load(scenario)
    assert set(Dossier.objects.values_list("status", flat=True)) == set(range(1, 11))
    assert Event.objects.filter(origin="replay").count() > scenario.total * 8
    assert all(not compared.found for compared in differences())


@pytest.mark.django_db
def test_a_replay_wants_an_empty_house():
    stage.enter()
    with pytest.raises(Refused, match="đã có dữ liệu khác"):
        load(SMALL)


def lived_in(house):
    """How many dossiers a house has so far; none while it has no tables yet."""
    if not house.url and not (house.data / "motcua.sqlite3").exists():
        return 0
    try:
        return house.sql("SELECT sum(last) FROM dossiers_series WHERE key LIKE 'replay:%'")[0][0] or 0
    except (sqlite3.OperationalError, psycopg.errors.UndefinedTable):
        return 0


def test_a_replay_that_was_killed_goes_on_behind_what_is_whole(tmp_path):
    house = new_house(tmp_path)
    around = {k: v for k, v in os.environ.items() if not k.startswith(("MOTCUA_", "DJANGO_"))}
    env = around | {"MOTCUA_DATA": str(house.data)} | house.env
    command = [sys.executable, "-m", "motcua.cli.main", "replay", KON_TUM_2021.name, "--scale", "0.001"]
    killed = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    while not lived_in(house):
        time.sleep(0.05)
        assert killed.poll() is None
    killed.kill()
    killed.wait()
    again = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    lived = int(re.search(r"Đã nạp (\d+) hồ sơ trong", again.stdout)[1])
    assert 0 < lived < 261
    assert "(3) 261," in again.stdout and "Khớp với kịch bản" in again.stdout
    assert house.motcua("journal", "verify").returncode == 0


@pytest.mark.parametrize("given", ["x", "", "1/0"])
def test_a_scale_that_is_no_number_is_refused(given):
    with pytest.raises(Refused):
        scale(given)


@pytest.mark.parametrize("given", [0, -1, 65])
def test_a_senseless_number_of_processes_is_refused(given):
    with pytest.raises(Refused):
        wanted(given)


def test_a_senseless_command_ends_in_one_sentence_before_anything_is_done(tmp_path):
    house = prepared_house(tmp_path / "data")
    assert complaint(house.motcua("replay", KON_TUM_2021.name, "--scale", "2"))
    assert house.sql("SELECT count(*) FROM offices_agency") == [(0,)]
