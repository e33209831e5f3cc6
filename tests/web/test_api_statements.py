"""An act through the API costs its verb, and beside it: signing in, how the dossier stands, and the kept reply."""

import json
from datetime import timedelta

import pytest

from motcua.casework.return_result import Taken, return_result
from motcua.web.api.nouns import NOUNS
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.web.api_program import Program, reception
from tests.web.test_api_examples import STORIES
from tests.web.test_api_lists import statements
from tests.web.test_api_same_events import begun

pytestmark = pytest.mark.django_db
BESIDE = 2  # the token with account, posts and earlier reply; the open work that the answer tells
# Acts that look a name up first: the dossier of a piece of work, a colleague, what was proposed, a file, a procedure.
LOOKS = {"advance": 1, "hand_over": 1, "drop_supplement": 1, "attach": 1}
SAME_IN_ACTS = [verb for verb in NOUNS if verb in ACTS]


@pytest.fixture
def program():
    cast = stage.enter()
    program = Program(cast, "2026-11-20 10:00")
    for who in ("lan", "minh", "son", "roi", "hanh", "quang"):
        program.get(who, "/agencies")  # the first use of a token, and of a minute, is noted
    code = begun(cast, ["advance", "advance", "advance", "resolve", "return_result"], program.now - timedelta(days=1))
    program.get("lan", f"/dossiers/{code}")
    return program


def _returned(cast, code, at):
    """As programs return a result: with who took it."""
    return return_result(code, by=cast.lan, at=at, taken=Taken())


def called(program, verb: str, code: str, **headers: str):
    who, _, path, sent = STORIES[verb]
    sent = {} if verb == "return_result" else sent  # without a name to be written into the result, as in ACTS
    if "pay" in verb:  # each with a receipt of its own
        sent = json.loads(json.dumps(sent).replace("0000123", code))
    if verb == "advance":
        path = f"/work-items/{WorkItem.objects.get(dossier__code=code, closed_at__isnull=True).pk}/completion"
    return lambda: program.do(who, path.format(code=code), sent, **headers)


@pytest.mark.parametrize("verb", SAME_IN_ACTS)
def test_an_act_costs_little_more_than_its_verb(program, verb):
    before = STORIES[verb][1]
    at, cast = program.now, program.cast
    codes = [begun(cast, before, at - timedelta(hours=2)) for _ in range(3)]
    bare = statements(lambda: (ACTS | {"return_result": _returned})[verb](cast, codes[0], at))
    act = called(program, verb, codes[1])
    keyed = called(program, verb, codes[2], idempotency_key="mot")
    first, second = statements(act), statements(keyed)
    most = len(bare) + BESIDE + LOOKS.get(verb, 0)
    assert len(first) <= most, "\n".join([*bare, "--", *first])
    assert len(second) <= most + 1, "\n".join(second)


def test_a_reception_costs_little_more_than_its_verb(program):
    from motcua.casework.file import file_and_accept

    cast, at = program.cast, program.now
    program.do("lan", "/dossiers", reception(accept=True))
    bare = statements(lambda: file_and_accept(stage.intake(cast), by=cast.lan, at=at))
    done = statements(lambda: program.do("lan", "/dossiers", reception(accept=True), idempotency_key="mot"))
    assert len(done) <= len(bare) + BESIDE + 2, "\n".join(done)  # the version of the procedure, the reply


def test_a_replay_costs_one_statement(program):
    program.do("lan", "/dossiers", reception(), idempotency_key="mot")
    assert len(statements(lambda: program.do("lan", "/dossiers", reception(), idempotency_key="mot"))) == 1
