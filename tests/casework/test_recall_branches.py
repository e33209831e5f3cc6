"""Recall on parallel branches: what one branch passed on comes back, and the others neither gain nor lose a token."""

from dataclasses import replace
from datetime import timedelta

import pytest

from motcua.casework.advance import advance, send_back
from motcua.casework.file import file_and_accept
from motcua.casework.recall import recall
from motcua.casework.take import take
from motcua.dossiers.models import Dossier
from motcua.workflow.models import WorkItem
from motcua.workflow.process.graph import Flow
from motcua.workflow.rules import StepKind
from tests import cast as stage
from tests.casework.branching import FLOWS, GRAPH, NODES, branching, step
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.casework.test_statements import MOST, statements
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 08:00")
DOERS = {"specialist": "minh", "clerk": "roi", "signer": "son", "receiver": "lan"}
TOO_LATE = "Bước sau đã có người nhận việc nên không thu hồi được nữa. Hãy đề nghị họ trả lại."


@pytest.fixture
def cast():
    cast = stage.enter()
    branching(cast)
    return cast


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


def at(minutes):
    return AT + timedelta(minutes=minutes)


def item(code, node) -> WorkItem:
    return WorkItem.objects.get(dossier__code=code, closed_at__isnull=True, step__node=node)


def open_steps(code) -> dict[str, str]:
    """The open steps, with who holds them."""
    items = WorkItem.objects.filter(dossier__code=code, closed_at__isnull=True)
    return dict(items.values_list("step__node", "assignee__username"))


def done(cast, code, node, minutes, **more):
    by = cast.actor(DOERS[item(code, node).role])
    advance(code, by=by, at=at(minutes), item_id=item(code, node).pk, **more)


def joins(code) -> str:
    return Dossier.objects.get(code=code).joins


def test_who_came_last_to_a_join_takes_their_part_back_and_the_other_branch_waits_on(cast, code):
    done(cast, code, "examine", 10)
    waits = joins(code)
    done(cast, code, "opinion", 20)
    recall(code, by=cast.roi, at=at(30))
    assert (open_steps(code), joins(code)) == ({"opinion": "roi"}, waits)
    check_all()
    done(cast, code, "opinion", 40)
    assert open_steps(code) == {"gather": None}
    check_all()


def test_who_came_first_to_a_join_opened_nothing_that_could_be_recalled(cast, code):
    done(cast, code, "opinion", 10)
    sentence, _ = refused(lambda: recall(code, by=cast.roi, at=at(20)))
    assert sentence == "Chỉ người đã chuyển hoặc trả lại bước này được thu hồi."


def test_all_that_was_opened_at_once_is_recalled_at_once(cast, code):
    for minutes, node in enumerate(("examine", "opinion")):
        done(cast, code, node, minutes)
    done(cast, code, "gather", 10, outcome="again")
    recall(code, by=cast.minh, at=at(20))
    assert (open_steps(code), joins(code)) == ({"gather": "minh"}, "")
    check_all()


def test_one_of_several_that_was_taken_makes_it_too_late(cast, code):
    for minutes, node in enumerate(("examine", "opinion")):
        done(cast, code, node, minutes)
    done(cast, code, "gather", 10, outcome="again")
    take(code, by=cast.roi, at=at(15), item_id=item(code, "opinion").pk)
    assert refused(lambda: recall(code, by=cast.minh, at=at(20))) == (TOO_LATE, None)
    done(cast, code, "opinion", 20)
    assert refused(lambda: recall(code, by=cast.minh, at=at(30))) == (TOO_LATE, None)


def test_branches_that_a_return_ended_are_there_again_with_whom_they_were(cast):
    first = step("check", "Kiểm tra ban đầu", StepKind.PROCESS, "specialist", 4)
    flows = [replace(flow, target="check") if flow.id == "f3" else flow for flow in FLOWS]
    flows.append(Flow("f3b", "check", "both"))
    branching(cast, replace(GRAPH, nodes=(*NODES, first), flows=tuple(flows)), day=AT.date())
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    done(cast, code, "check", 10)
    opinion = item(code, "opinion")
    take(code, by=cast.roi, at=at(11), item_id=opinion.pk)
    check = opinion.step.version.steps.get(node="check").n
    send_back(code, by=cast.minh, at=at(20), to_step=check, note="Thiếu giấy", item_id=item(code, "examine").pk)
    assert open_steps(code) == {"check": None}
    recall(code, by=cast.minh, at=at(30))
    assert open_steps(code) == {"examine": "minh", "opinion": "roi"}
    assert (item(code, "opinion").pk, item(code, "opinion").due_at) == (opinion.pk, opinion.due_at)
    check_all()


def test_a_return_to_before_the_join_is_recalled_with_what_waited_there(cast, code):
    for minutes, node in enumerate(("examine", "opinion")):
        done(cast, code, node, minutes)
    examine = item(code, "gather").step.version.steps.get(node="examine").n
    send_back(code, by=cast.minh, at=at(20), to_step=examine, note="Thiếu biên bản")
    assert joins(code)
    recall(code, by=cast.minh, at=at(30))
    assert (open_steps(code), joins(code)) == ({"gather": "minh"}, "")
    check_all()


def test_recalling_where_branches_meet_keeps_to_the_budget(cast, code):
    for minutes, node in enumerate(("examine", "opinion")):
        done(cast, code, node, minutes)
    spent = statements(lambda: recall(code, by=cast.roi, at=at(30)))
    assert len(spent) <= MOST, "\n".join(spent)
