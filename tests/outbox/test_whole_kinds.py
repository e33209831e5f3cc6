"""What is done with all jobs of a kind: claimed apart, tried again at once, taken back."""

from datetime import timedelta

import pytest

from motcua.outbox import actions
from motcua.outbox.actions import ATTEMPTS, Promise
from motcua.outbox.models import Job
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 08:00")


def kinds() -> list[str]:
    return list(Job.objects.order_by("pk").values_list("kind", flat=True))


@pytest.fixture(autouse=True)
def two_kinds() -> None:
    actions.promise([Promise("early")], at=AT - timedelta(days=1))
    actions.promise([Promise("late")], at=AT)


def test_a_kind_is_claimed_although_another_is_due_longer() -> None:
    job = actions.claim(worker="w", at=AT, kind="late")
    assert job is not None and job.kind == "late"
    assert actions.claim(worker="w", at=AT, kind="late") is None


def test_what_failed_is_tried_again_at_once_dead_or_not() -> None:
    for kind in ("early", "late"):
        job = actions.claim(worker="w", at=AT, kind=kind)
        assert job is not None
        if kind == "early":
            job.attempts = ATTEMPTS
            Job.objects.filter(pk=job.pk).update(attempts=ATTEMPTS)
        actions.fail(job, worker="w", error="x", at=AT)
    assert actions.claim(worker="w", at=AT) is None
    assert [actions.retry(kind=kind, at=AT) for kind in ("early", "late")] == [1, 1]
    assert set(Job.objects.values_list("attempts", "dead_at", "due_at")) == {(0, None, AT)}


def test_what_somebody_is_doing_is_not_tried_again() -> None:
    assert actions.claim(worker="w", at=AT, kind="late")
    assert actions.retry(kind="late", at=AT) == 0


def test_promises_are_taken_back_unless_begun_done_or_later() -> None:
    actions.promise([Promise("late")], at=AT + timedelta(seconds=1))
    begun = actions.claim(worker="w", at=AT, kind="early")
    assert begun is not None
    assert actions.drop(kind="early", promised_until=AT) == 0
    assert actions.drop(kind="late", promised_until=AT) == 1
    assert kinds() == ["early", "late"]
