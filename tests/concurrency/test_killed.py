"""kill -9 in mid-verb: what was not acknowledged left nothing, what was acknowledged is there."""

import json

import pytest

from tests.cli import houses
from tests.cli.houses import prepared_house

KILLED = """
import json, os, signal, sys
from contextlib import contextmanager
from datetime import timedelta
from django.apps import apps
from django.db import connection
from motcua.casework.file import file_and_accept, file_and_ask
from motcua.dossiers.models import Dossier
from tests import cast as stage
from tests.casework.acts import ACTS, ITEMS
from tests.casework.consistency import check_all

cast, at = stage.enter(), stage.moment("2026-11-02 08:00")
for name in stage.STAFF:
    cast.actor(name)
code = file_and_accept(stage.intake(cast), by=cast.lan, at=at).code
ACTS["propose_supplement"](cast, code, at)
after = at + timedelta(minutes=1)
VERBS = {
    "accept": lambda: file_and_accept(stage.intake(cast), by=cast.lan, at=after),
    "ask": lambda: file_and_ask(stage.intake(cast), by=cast.lan, at=after, items=ITEMS),
    "issue": lambda: ACTS["ask_supplement"](cast, code, after),
}

def everything():
    rows = {}
    for model in apps.get_models():
        if model.__module__.startswith("motcua."):
            rows[model._meta.label] = sorted(map(str, model.objects.values_list()))
    return rows

@contextmanager
def struck(n):
    "The process is killed just before its nth statement."
    seen = 0
    def count(execute, sql, params, many, context):
        nonlocal seen
        seen += 1
        if seen == n:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)
    with connection.execute_wrapper(count):
        yield

def child(verb, n):
    "Do the verb in a process of its own; how it ended."
    connection.close()
    pid = os.fork()
    if pid == 0:
        with struck(n):
            VERBS[verb]()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

said = {}
for verb in VERBS:
    before, n = everything(), 1
    while child(verb, n) == -signal.SIGKILL:
        assert everything() == before, f"{verb} killed at statement {n} left a trace"
        n += 1
    assert everything() != before
    said[verb] = n - 1
check_all()
said["codes"] = sorted(Dossier.objects.values_list("code", flat=True))
print(json.dumps(said))
"""
ACKNOWLEDGED = """
import os, signal
from motcua.casework.file import file_and_accept
from tests import cast as stage
cast = stage.enter()
code = file_and_accept(stage.intake(cast), by=cast.lan, at=stage.moment("2026-11-02 08:00")).code
print(code, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def house(tmp_path):
    yield prepared_house(tmp_path / "data")
    houses.drop_databases()


def test_wherever_a_verb_is_killed_it_leaves_nothing_and_its_numbers_are_given_again(house):
    said = json.loads(house.python(KILLED))
    assert all(said[verb] > 5 for verb in ("accept", "ask", "issue")), "it was killed between all statements"
    assert said["codes"] == [f"H48.148-261102-{n:04d}" for n in (1, 2, 3)]


def test_what_was_acknowledged_is_there_after_the_process_was_killed(house):
    process = house.popen(ACKNOWLEDGED, stdout=-1)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == -9
    found = "from motcua.dossiers.models import Dossier\nprint(Dossier.objects.get().code)"
    assert house.python(found) == said.decode() == "H48.148-261102-0001\n"


@pytest.mark.skipif(bool(houses.SERVER), reason="a setting of SQLite")
def test_sqlite_waits_for_the_disk_before_it_acknowledges(house):
    """synchronous=FULL (2): in WAL mode the default forgets the last acts when the power fails."""
    ask = "from django.db import connection as c\nprint(*(c.cursor().execute(f'PRAGMA {p}').fetchone()[0] for p in "
    assert house.python(ask + "('journal_mode', 'synchronous')))") == "wal 2\n"
