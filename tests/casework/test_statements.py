"""A verb costs at most twelve statements, the same for a dossier's first step and its fortieth (design §9)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.file import file, file_and_accept
from motcua.casework.take import hand_over
from motcua.offices import actions as office_actions
from motcua.workflow.sharing import Way
from tests import cast as stage
from tests.casework import declarations
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = pytest.mark.django_db
MOST = 12
# What leads a fresh dossier to the state in which the verb is measured; the last word is the verb.
PATHS = [
    ("accept", ["file"]),
    ("refuse", ["file"]),
    ("ask_supplement", ["file"]),
    ("take", []),
    ("hand_over", []),
    ("advance", []),
    ("propose_supplement", []),
    ("ask_supplement", ["propose_supplement"]),
    ("drop_supplement", ["propose_supplement"]),
    ("receive_supplement", ["propose_supplement", "ask_supplement"]),
    ("hold", []),
    ("hold_other", []),
    ("release", ["hold"]),
    ("send_back", ["advance"]),
    ("recall", ["advance"]),
    ("recall", ["advance", "advance", "advance"]),
    ("recall", ["advance", "send_back"]),
    ("recall", ["advance", "hold_other", "release"]),
    ("advance", ["advance", "advance"]),
    ("resolve", ["advance", "advance", "advance"]),
    ("resolve_electronic", ["advance", "advance"]),
    ("return_result", ["advance", "advance", "advance", "resolve"]),
    ("reopen", ["advance", "advance", "advance", "resolve", "return_result"]),
    ("post_result", ["advance", "advance", "advance", "resolve"]),
    ("result_came_back", ["advance", "advance", "advance", "resolve", "post_result"]),
    ("remind", ["advance", "advance", "advance", "resolve"]),
    ("keep_originals", []),
    ("give_back", ["keep_originals"]),
    ("settle_wrong_result", ["advance", "advance", "advance", "resolve", "return_result", "reopen"]),
    ("record_loss", []),
    ("withdraw", []),
    ("stop", ["advance"]),
    ("amend", []),
    ("apologise", []),
    ("change_case", []),
    ("change_case", ["hold"]),
    ("consult", []),
    ("answer_consultation", ["consult"]),
    ("withdraw_consultation", ["consult"]),
    ("route", ["unrouted"]),
    ("receive_transfer", ["afar"]),
    ("reroute", ["misrouted"]),
    ("reroute", ["misrouted", "advance"]),
    ("urge", []),
    ("answer_urging", ["urge"]),
    ("void", []),
    ("assess", []),
    ("assess", ["assess"]),
    ("pay", ["assess"]),
    ("cancel_payment", ["assess", "pay"]),
    ("refund", ["assess", "pay"]),
    ("ask_tax", []),
    ("ask_tax", ["ask_tax"]),
    ("take_notice", ["ask_tax"]),
    ("withdraw_notice", ["ask_tax", "take_notice"]),
    ("take_proof", ["ask_tax", "take_notice"]),
]


def statements(run) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        run()
    control = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")
    return [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(control)]


@pytest.fixture
def cast():
    cast = stage.enter()
    cast = replace(cast, version=stage.procedure_in_cases())
    # Everything that is kept in memory is warm, as it is from a process's second dossier on.
    code = file_and_accept(stage.intake(cast, case=2), by=cast.lan, at=moment("2026-11-02 07:30")).code
    for verb in ("advance", "advance", "advance", "resolve", "return_result"):
        ACTS[verb](cast, code, moment("2026-11-02 07:45"))
    for name in stage.STAFF:
        cast.actor(name)
    return cast


@pytest.mark.parametrize("verb, before", PATHS, ids=lambda value: "-".join(value) if isinstance(value, list) else value)
def test_a_verb_keeps_to_its_budget(cast, verb, before):
    at = moment("2026-11-02 08:00")
    code = stage.begun(cast, before, at=at).code
    for n, earlier in enumerate([b for b in before if b not in stage.BEGINNINGS], 1):
        ACTS[earlier](cast, code, at + timedelta(minutes=n))
    done = statements(lambda: ACTS[verb](cast, code, at + timedelta(minutes=30)))
    assert len(done) <= MOST, "\n".join(done)


@pytest.mark.parametrize("begin", [file, file_and_accept])
def test_taking_in_keeps_to_the_budget(cast, begin):
    done = statements(lambda: begin(stage.intake(cast, case=1), by=cast.lan, at=moment("2026-11-02 08:00")))
    assert len(done) <= MOST, "\n".join(done)


def test_a_declaration_costs_for_each_dossier_what_a_verb_may(cast):
    declarations.publish()
    declarations.declare(cast)
    done = statements(lambda: declarations.declare(cast, at=moment("2026-11-02 08:30")))
    assert len(done) <= 3 * MOST, "\n".join(done)


def test_a_result_that_sets_another_dossier_going_costs_two_verbs(cast):
    declarations.publish()
    for _ in range(2):  # the second time everything is warm
        filed = declarations.declare(cast, at=moment("2026-11-02 08:00"))
        for verb in ("advance", "advance", "advance"):
            ACTS[verb](cast, filed.code(1), moment("2026-11-02 09:00"))
        code = filed.code(1)
        done = statements(lambda code=code: ACTS["resolve"](cast, code, moment("2026-11-02 10:00")))
    assert filed[2].status == 2
    assert len(done) <= 2 * MOST + 2, "\n".join(done)  # who follows, and that it does


def test_a_late_entry_and_its_decision_keep_to_the_budget(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-02 08:00")).code
    for n, verb in enumerate(("advance_late", "decide_claim")):
        done = statements(lambda verb=verb, n=n: ACTS[verb](cast, code, moment(f"2026-11-05 08:0{n}")))
        assert len(done) <= MOST, "\n".join(done)


@pytest.mark.parametrize("way", Way)
def test_sharing_out_keeps_to_the_budget(cast, way):
    for who in ("minh", "nhat"):  # both for where the applicant lives
        who_id, day = cast.people[who].pk, date(2026, 11, 2)
        given = {"agency_id": cast.commune.pk, "account_id": who_id, "names": ["Thôn 1"], "day": day}
        office_actions.give_areas(**given, by="test", at=stage.BEGINNING)
    for _ in range(2):  # the second time somebody has had a turn
        code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-02 08:00")).code
        done = statements(
            lambda code=code: hand_over(code, by=cast.son, at=moment("2026-11-02 09:00"), to=None, way=way)
        )
        assert len(done) <= MOST, "\n".join(done)


def test_the_fortieth_step_costs_what_the_first_cost(cast):
    at = moment("2026-11-02 08:00")
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=at).code
    ACTS["take"](cast, code, at)
    costs = []
    for n in range(40):
        verb = "send_back" if n % 2 else "advance"
        costs.append(
            (verb, len(statements(lambda verb=verb, n=n: ACTS[verb](cast, code, at + timedelta(minutes=n + 1)))))
        )
    assert len({cost for verb, cost in costs if verb == "advance"}) == 1
    assert len({cost for verb, cost in costs if verb == "send_back"}) == 1
