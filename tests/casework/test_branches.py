"""A dossier on parallel branches: both are open at once, the last one done opens what follows, a return loses none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.casework.advance import advance, send_back
from motcua.casework.attribution import by_process
from motcua.casework.end import withdraw
from motcua.casework.file import file_and_accept
from motcua.casework.hold import hold, release
from motcua.casework.reopen import reopen
from motcua.casework.resolve import resolve, result_at_once
from motcua.casework.return_result import return_result
from motcua.casework.take import take
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.workflow.actions import publish_graph
from motcua.workflow.models import WorkItem
from motcua.workflow.queries import steps_of
from tests import cast as stage
from tests.casework.branching import FLOWS, GRAPH, NODES, branching
from tests.casework.consistency import check_all
from tests.casework.test_statements import MOST, statements
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 08:00")
ISSUED = stage.result(issued_on=AT.date())
DOERS = {"specialist": "minh", "clerk": "roi", "signer": "son", "receiver": "lan"}


@pytest.fixture
def cast():
    cast = stage.enter()
    branching(cast)
    return cast


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


def open_steps(code: str) -> list[str]:
    items = WorkItem.objects.filter(dossier__code=code, closed_at__isnull=True, step__isnull=False)
    return sorted(items.values_list("step__node", flat=True))


def done(cast, code, node, *, at=AT + timedelta(hours=1), **more):
    """Complete the open step `node` by who does it."""
    item = WorkItem.objects.get(dossier__code=code, closed_at__isnull=True, step__node=node)
    by = cast.actor(DOERS[item.role])
    more |= {"result": ISSUED} if node == "issue" else {}
    return advance(code, by=by, at=at, item_id=item.pk, **more)


def test_both_branches_are_open_at_once_and_each_has_its_own_limit(code):
    assert open_steps(code) == ["examine", "opinion"]
    dues = WorkItem.objects.filter(dossier__code=code, closed_at__isnull=True).values_list("due_at", flat=True)
    assert len(set(dues)) == 2


@pytest.mark.parametrize("first, second", [("examine", "opinion"), ("opinion", "examine")])
def test_the_next_step_opens_once_when_the_last_branch_is_done(cast, code, first, second):
    done(cast, code, first)
    assert open_steps(code) == [second]
    done(cast, code, second)
    assert open_steps(code) == ["gather"]
    assert Dossier.objects.get(code=code).joins == ""
    check_all()


def test_the_default_way_leads_on_and_a_chosen_outcome_leads_round_again(cast, code):
    for node in ("examine", "opinion"):
        done(cast, code, node)
    done(cast, code, "gather", outcome="again")
    assert open_steps(code) == ["examine", "opinion"]
    for node in ("examine", "opinion", "gather"):
        done(cast, code, node, at=AT + timedelta(hours=2))
    assert open_steps(code) == ["sign"]
    check_all()


def test_an_outcome_that_the_step_does_not_know_is_refused(cast, code):
    with pytest.raises(Refused, match="không có kết quả “xong”"):
        done(cast, code, "examine", outcome="xong")
    assert open_steps(code) == ["examine", "opinion"]


def test_a_whole_life_ends_with_the_result_in_the_applicants_hands(cast, code):
    for hours, node in enumerate(("examine", "opinion", "gather", "sign", "issue"), 1):
        done(cast, code, node, at=AT + timedelta(minutes=10 * hours))
    resolve(code, by=cast.lan, at=AT + timedelta(hours=2))
    assert return_result(code, by=cast.lan, at=AT + timedelta(hours=3)).status == 10
    assert open_steps(code) == []
    check_all()


def test_going_back_to_before_the_branches_ends_the_others(cast, code):
    for node in ("examine", "opinion"):
        done(cast, code, node)
    send_back(code, by=cast.minh, at=AT + timedelta(hours=2), to_step=step_n(code, "examine"), note="Thiếu biên bản")
    assert open_steps(code) == ["examine"]
    done(cast, code, "examine", at=AT + timedelta(hours=3))
    assert open_steps(code) == ["gather"]  # the opinion that was given stays given
    check_all()


def test_the_other_branch_goes_on_beside_a_return_within_a_branch(cast):
    """Examined in two steps: the second goes back to the first while the opinion is still awaited."""
    second = replace(next(n for n in NODES if n.id == "examine"), id="visit", name="Xác minh thực địa")
    flows = [flow for flow in FLOWS if flow.id != "f6"]
    flows += [replace(FLOWS[5], id="f6a", target="visit"), replace(FLOWS[5], source="visit")]
    branching(cast, replace(GRAPH, nodes=(*NODES, second), flows=tuple(flows)), day=AT.date())
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    done(cast, code, "examine")
    before = WorkItem.objects.get(dossier__code=code, closed_at__isnull=True, step__node="opinion").pk
    item = WorkItem.objects.get(dossier__code=code, closed_at__isnull=True, step__node="visit").pk
    back = step_n(code, "examine")
    send_back(code, by=cast.minh, at=AT + timedelta(hours=2), to_step=back, note="Đo lại", item_id=item)
    assert set(open_steps(code)) == {"examine", "opinion"}
    assert WorkItem.objects.get(pk=before).closed_at is None
    check_all()


def step_n(code: str, node: str) -> int:
    item = WorkItem.objects.filter(dossier__code=code, step__isnull=False).select_related("step").last()
    return item.step.version.steps.get(node=node).n


def test_a_step_can_only_go_back_to_one_that_leads_to_it(cast, code):
    take(code, by=cast.minh, at=AT)
    item = WorkItem.objects.get(dossier__code=code, closed_at__isnull=True, step__node="opinion")
    for node in ("examine", "gather", "sign", "receive"):
        with pytest.raises(Refused, match="Chỉ trả lại được một bước trước đó"):
            send_back(code, by=cast.roi, at=AT, to_step=step_n(code, node), note="x", item_id=item.pk)


def test_a_pause_moves_the_limits_of_all_branches(cast, code):
    hold(code, by=cast.minh, at=AT + timedelta(hours=1), ground="other", reason="Chờ", basis="Điều 5")
    before = dict(WorkItem.objects.filter(closed_at__isnull=True).values_list("step__node", "due_at"))
    release(code, by=cast.minh, at=AT + timedelta(days=2))
    after = dict(WorkItem.objects.filter(closed_at__isnull=True).values_list("step__node", "due_at"))
    assert all(after[node] > before[node] for node in ("examine", "opinion"))
    check_all()


def test_a_withdrawal_ends_all_branches_and_forgets_what_waited(cast, code):
    done(cast, code, "examine")
    withdraw(code, by=cast.lan, at=AT + timedelta(hours=2), request="Đơn rút hồ sơ")
    assert open_steps(code) == []
    assert Dossier.objects.get(code=code).joins == ""
    check_all()


def test_a_mended_result_begins_at_a_place_where_the_run_could_be(cast, code):
    for node in ("examine", "opinion", "gather", "sign", "issue"):
        done(cast, code, node, at=AT + timedelta(hours=1))
    resolve(code, by=cast.lan, at=AT + timedelta(hours=2))
    reopen(code, by=cast.hanh, at=AT + timedelta(hours=3), reason="Sai năm sinh")
    for hours, node in enumerate(open_steps(code), 4):
        done(cast, code, node, at=AT + timedelta(hours=hours))
    assert open_steps(code) == ["gather"]
    check_all()


def test_a_result_at_once_needs_no_branch(cast):
    dossier = result_at_once(stage.intake(cast), by=cast.lan, at=AT, result=ISSUED)
    assert dossier.status == 10
    check_all()


def test_a_branch_costs_no_more_statements_than_a_step(cast, code):
    assert len(statements(lambda: done(cast, code, "examine"))) - 1 <= MOST
    assert len(statements(lambda: done(cast, code, "opinion"))) - 1 <= MOST  # one more to find the item


def test_branches_that_do_not_meet_are_not_published(cast):
    graph = replace(GRAPH, flows=(*(f for f in FLOWS if f.id != "f7"), replace(FLOWS[6], target="gather")))
    with pytest.raises(Refused, match="hai lần"):
        publish_graph(
            procedure=cast.version.procedure,
            level=None,
            graph=graph,
            decision="x",
            day=date(2026, 12, 1),
        )


def test_the_share_of_a_branch_is_of_the_longest_way_and_not_of_all_steps(cast, code):
    """Examined in 8, gathered in 4, signed in 8, issued in 4, returned in 2: 26 hours; the opinion runs beside."""
    step = WorkItem.objects.filter(dossier__code=code, step__isnull=False).first().step
    hours, _, whole = by_process(steps_of(step.version_id))
    assert (sum(hours.values()), whole) == (30, 26)
