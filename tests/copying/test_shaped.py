"""A statement that was built once for lists of some length answers as the query itself does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.copying.shaped import Shaped
from motcua.outbox.models import Job
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 08:00")


@pytest.fixture
def jobs():
    rows = [
        Job(kind=kind, key=f"{kind}{n}", payload={"n": n}, due_at=AT + timedelta(days=n), promised_at=AT, attempts=n)
        for kind in ("a", "b")
        for n in range(4)
    ]
    return Job.objects.bulk_create(rows)


def asked(kinds, attempts, since, day):
    """Lists, one of them twice, a moment, a day, a constant of its own and a condition on rows beside."""
    other = Job.objects.filter(kind=OuterRef("kind"), attempts__in=attempts, key__startswith="a")
    found = Job.objects.filter(Q(kind__in=kinds) | Exists(other), attempts__in=attempts, due_at__gte=since)
    return found.filter(due_at__date__lte=day).order_by("-id").values("key", "payload", "due_at", "kind")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    kinds=st.lists(st.sampled_from(["a", "b", "c", "a0"]), min_size=1, max_size=3, unique=True),
    attempts=st.lists(st.integers(0, 5), min_size=1, max_size=4, unique=True),
    days=st.integers(-1, 5),
    until=st.integers(0, 5),
)
def test_rows_and_counts_are_those_of_the_query(jobs, kinds, attempts, days, until):
    values = (kinds, attempts, AT + timedelta(days=days), date(2026, 11, 2) + timedelta(days=until))
    assert _shaped.rows(*values) == list(asked(*values))
    assert _shaped.count(*values) == asked(*values).count()


_shaped = Shaped(asked)


def test_a_statement_is_built_once_for_lists_of_one_length(jobs):
    built = []
    shaped = Shaped(lambda keys: built.append(len(keys)) or Job.objects.filter(attempts__in=keys).values("key"))
    assert [shaped.count(keys) for keys in ([1], [2], [1, 2], [3, 9])] == [2, 2, 4, 2]
    assert built == [1, 2]


def test_a_list_without_values_reaches_the_query_as_one(jobs):
    some = Shaped(lambda n, kind: Job.objects.filter(Q(attempts__in=n) if n else Q(), kind=kind).values("key"))
    assert (some.count([], "a"), some.count([1], "a"), some.count([], "z")) == (4, 1, 0)


def test_each_answer_is_one_statement(jobs):
    with CaptureQueriesContext(connection) as captured:
        _shaped.rows(["a"], [1], AT, date(2026, 11, 5))
        _shaped.count(["a"], [1], AT, date(2026, 11, 5))
    assert len(captured) == 2


def test_a_value_that_the_query_does_not_ask_with_is_told_when_it_is_built():
    with pytest.raises(AssertionError, match="nowhere"):
        Shaped(lambda kind, n: Job.objects.filter(kind=kind).values("key")).rows("a", 1)


def test_moments_of_other_zones_are_the_same_moments(jobs):
    shaped = Shaped(lambda at: Job.objects.filter(due_at=at).values("key"))
    assert shaped.count(AT) == shaped.count(AT.astimezone(UTC)) == 2
    assert shaped.count(datetime(2026, 11, 2, 8, tzinfo=UTC)) == 0
