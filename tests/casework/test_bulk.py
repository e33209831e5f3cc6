"""Lives written in bulk leave what verbs leave one by one: the same rows, events and numbers, but for ids and salts."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.casework.advance import advance
from motcua.casework.bulk import lives
from motcua.casework.file import file_and_accept
from motcua.casework.rebuild import differences
from motcua.dossiers.actions import next_numbers
from motcua.dossiers.models import Dossier, Series
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.workflow.actions import publish
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.casework.lives import FILING, ITEMS, VERBS, Life, after, claimed, left_behind
from tests.cast import moment

pytestmark = pytest.mark.django_db
MORNING = moment("2026-11-02 08:00")


class TakeBack(Exception):
    """Ends a transaction whose rows are not to stay."""


@pytest.fixture
def cast():
    return stage.enter()


def one_by_one(cast, them):
    """What the lives leave when each verb is pressed by itself; taken back afterwards."""
    try:
        with transaction.atomic():
            for life in them:
                life.live(cast)
            found = left_behind()
            raise TakeBack
    except TakeBack:
        return found


def in_bulk(cast, them):
    with lives():
        for life in them:
            life.live(cast)
    return left_behind()


def at(minutes):
    return MORNING + timedelta(minutes=minutes)


def life(filing, *verbs, start=0, step=60, **given):
    return Life(filing, at(start), given, [after(verb, at(start + step * n)) for n, verb in enumerate(verbs, 1)])


PLAIN = ("specialist", "signer", "clerk", "resolve", "return")
KINDS = {
    "plain": life("file_and_accept", *PLAIN),
    "without receipt": life("file_and_accept", *PLAIN, receipt=False),
    "filed first": life("file", "accept", *PLAIN),
    "electronic": life("file_and_accept", "take", "specialist", "signer", "online", "return"),
    "sent back": life("file_and_accept", "specialist", "send_back", *PLAIN),
    "recalled": life("file_and_accept", "specialist", "recall", *PLAIN[:3], "recall_issue", *PLAIN[2:]),
    "restarted": life("file_and_accept", "propose", "ask", "receive", *PLAIN, step=100),
    "asked before": life("file_and_ask", "receive", "accept", *PLAIN, items=ITEMS),
    "not accepted": life("file_and_refuse", reasons=["Không thuộc thẩm quyền"]),
    "held": life("file_and_accept", "hold", "release", "hold_other", "release", *PLAIN),
    "paused when resolved": life("file_and_accept", "specialist", "signer", "clerk", "hold_other", "resolve"),
    "handed over": life("file_and_accept", "take", "hand_over", "take", "specialist"),
    "withdrawn": life("file_and_accept", "hold", "withdraw"),
    "stopped": life("file_and_accept", "propose", "ask", "stop"),
    "dropped": life("file_and_accept", "propose", "drop", "specialist"),
    "voided": life("file_and_accept", "specialist", "void"),
    "at once": life("result_at_once", result=stage.result(issued_on=MORNING.date())),
    "late": life("file_and_accept", *PLAIN, step=2000),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_life_leaves_the_same_either_way(cast, kind):
    wanted = one_by_one(cast, [KINDS[kind]])
    assert in_bulk(cast, [KINDS[kind]]) == wanted
    check_all()
    assert all(not compared.found for compared in differences())


def test_many_lives_share_their_numbers_without_gaps(cast):
    them = list(KINDS.values())
    wanted = one_by_one(cast, them)
    assert in_bulk(cast, them) == wanted
    codes = sorted(Dossier.objects.values_list("code", flat=True))
    assert [int(code[-4:]) for code in codes] == list(range(1, len(them) + 1))
    check_all()


def test_a_step_entered_late_claims_its_own_moment_either_way(cast):
    late = life("file_and_accept", "specialist", "signer", "clerk", step=30)
    late.then.append(claimed("resolve", at(60 * 24 * 4), at(120)))
    wanted = one_by_one(cast, [late])
    assert in_bulk(cast, [late]) == wanted
    resolved = Event.objects.get(kind="dossier.resolved")
    assert (resolved.happened_at, resolved.recorded_at) == (at(120), at(60 * 24 * 4))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_any_life_leaves_the_same_either_way(cast, seed):
    rng = random.Random(seed)
    with transaction.atomic():
        them = [random_life(cast, rng) for _ in range(3)]
        wanted = one_by_one(cast, them)
        assert in_bulk(cast, them) == wanted
        check_all()
        transaction.set_rollback(True)


def random_life(cast, rng):
    """A life of verbs pressed at random, without those that were refused."""
    given = {"file_and_ask": {"items": ITEMS}, "file_and_refuse": {"reasons": ["Không thuộc thẩm quyền"]}}
    filing = rng.choice([f for f in FILING if f != "result_at_once"])
    drawn = Life(filing, at(rng.randrange(300)), given.get(filing, {}))
    try:
        with transaction.atomic():
            code, now = drawn.live(cast).code, drawn.at
            for _ in range(rng.randrange(25)):
                now += timedelta(minutes=rng.randrange(1, 900))
                fn, who, when, more = after(rng.choice(VERBS), now)
                try:
                    with transaction.atomic():
                        fn(code, by=cast.actor(who), at=when, **more)
                except Refused:
                    continue
                drawn.then.append((fn, who, when, more))
            raise TakeBack
    except TakeBack:
        return drawn


def test_a_refusal_undoes_the_whole_batch(cast):
    with pytest.raises(Refused), lives():
        code = file_and_accept(stage.intake(cast), by=cast.lan, at=MORNING).code
        advance(code, by=cast.roi, at=at(5))
    assert not Dossier.objects.exists() and not Series.objects.exists()
    file_and_accept(stage.intake(cast), by=cast.lan, at=MORNING)


def test_numbers_go_on_from_where_the_verbs_left_them_and_back(cast):
    first = file_and_accept(stage.intake(cast), by=cast.lan, at=MORNING).code
    with lives():
        second = file_and_accept(stage.intake(cast), by=cast.lan, at=at(1)).code
    third = file_and_accept(stage.intake(cast), by=cast.lan, at=at(2)).code
    assert [code[-4:] for code in (first, second, third)] == ["0001", "0002", "0003"]


def test_a_number_that_somebody_took_meanwhile_undoes_the_batch(cast):
    file_and_accept(stage.intake(cast), by=cast.lan, at=MORNING)
    with pytest.raises(Refused, match="vừa lấy số"), lives():
        file_and_accept(stage.intake(cast), by=cast.lan, at=at(1))
        next_numbers([f"code:{cast.commune.code}:20261102"])
    assert Dossier.objects.count() == 1


def test_a_batch_over_a_change_of_process_follows_the_change(cast):
    steps = stage.COMMUNE_STEPS[:1] + stage.COMMUNE_STEPS[2:]
    publish(procedure=None, level=cast.commune.level, steps=steps, decision="QĐ 02", day=date(2026, 11, 4))
    days = [life("file_and_accept", start=n * 1440) for n in range(4)]
    wanted = one_by_one(cast, days)
    assert in_bulk(cast, days) == wanted
    assert [role for _, role in roles()] == ["specialist", "specialist", "signer", "signer"]


def roles():
    work = WorkItem.objects.filter(closed_at__isnull=True).order_by("dossier__filed_at")
    return list(work.values_list("dossier__code", "role"))


def test_a_dossier_filed_outside_is_not_there(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=MORNING).code
    with pytest.raises(Refused), lives():
        advance(code, by=cast.minh, at=at(5))


def test_a_bigger_batch_asks_hardly_more_of_the_database(cast):
    def asked(many):
        with CaptureQueriesContext(connection) as captured, lives():
            for _ in range(many):
                KINDS["plain"].live(cast)
        return len(captured)

    asked(1)  # whatever a process remembers is warm
    assert asked(20) <= asked(2) + 8  # SQLite takes so many values a statement and no more
