"""The life of one promised job: claimed for a time, done, tried again later, dead and shown, revived."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.outbox import actions
from motcua.outbox.actions import ATTEMPTS, LEASE, Promise
from motcua.outbox.models import Job
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 08:00")
SECOND = timedelta(seconds=1)


def promised(kind="test", **rest) -> Job:
    actions.promise([Promise(kind, **rest)], at=AT)
    return Job.objects.order_by("-pk")[0]


def claimed(worker="w", at=AT) -> Job:
    job = actions.claim(worker=worker, at=at)
    assert job is not None
    return job


def test_nothing_promised_is_nothing_to_do():
    assert actions.claim(worker="w", at=AT) is None


def test_a_job_is_claimed_with_what_it_was_promised_with():
    promised(payload={"slip": 7})
    job = claimed()
    assert (job.kind, job.payload, job.attempts) == ("test", {"slip": 7}, 1)


def test_a_job_promised_for_later_is_not_due_before():
    promised(after=timedelta(minutes=5))
    assert actions.claim(worker="w", at=AT + timedelta(minutes=5) - SECOND) is None
    assert actions.claim(worker="w", at=AT + timedelta(minutes=5)) is not None


def test_what_has_been_due_longest_comes_first():
    late, early = promised(after=SECOND), promised()
    assert [claimed(at=AT + SECOND).pk, claimed(at=AT + SECOND).pk] == [early.pk, late.pk]


def test_a_claimed_job_is_nobody_elses():
    promised()
    claimed("one")
    assert actions.claim(worker="other", at=AT + LEASE) is None


def test_a_job_done_is_never_claimed_again():
    promised()
    assert actions.finish(claimed(), worker="w", at=AT)
    assert actions.claim(worker="w", at=AT + timedelta(days=1)) is None


def test_a_lease_that_ran_out_lets_another_take_the_job_over():
    promised()
    slow = claimed("slow")
    quick = claimed("quick", at=AT + LEASE + SECOND)
    assert (quick.pk, quick.attempts) == (slow.pk, 2)


def test_who_lost_the_lease_cannot_finish():
    promised()
    slow = claimed("slow")
    claimed("quick", at=AT + LEASE + SECOND)
    assert not actions.finish(slow, worker="slow", at=AT + LEASE + 2 * SECOND)
    assert Job.objects.get().done_at is None


def test_a_worker_that_took_its_own_job_over_cannot_finish_the_first_time():
    """The same name of a worker is no proof: a process may have been started again under its number."""
    promised()
    first = claimed("w")
    claimed("w", at=AT + LEASE + SECOND)
    assert not actions.finish(first, worker="w", at=AT + LEASE + 2 * SECOND)


def test_who_lost_the_lease_cannot_give_the_job_back_either():
    promised()
    slow = claimed("slow")
    claimed("quick", at=AT + LEASE + SECOND)
    actions.fail(slow, worker="slow", error="too slow", at=AT + LEASE + 2 * SECOND)
    job = Job.objects.get()
    assert (job.lease_by, job.error) == ("quick", "")
    assert job.lease_until is not None


def test_a_job_that_failed_waits_longer_each_time():
    promised()
    at, waits = AT, []
    for _ in range(ATTEMPTS - 1):
        actions.fail(claimed(at=at), worker="w", error="no", at=at)
        due = Job.objects.get().due_at
        assert actions.claim(worker="w", at=due - SECOND) is None
        waits.append(due - at)
        at = due
    assert waits == sorted(set(waits))
    assert waits[0] == 5 * SECOND


def test_after_the_last_attempt_a_job_is_dead_and_keeps_the_error():
    promised()
    at = AT
    for n in range(1, ATTEMPTS + 1):
        actions.fail(claimed(at=at), worker="w", error=f"reason {n}", at=at)
        at += timedelta(days=1)
    job = Job.objects.get()
    assert (job.dead_at, job.error) == (at - timedelta(days=1), f"reason {ATTEMPTS}")
    assert actions.claim(worker="w", at=at) is None


def test_a_job_that_ends_its_worker_every_time_is_dead_after_the_last_attempt_too():
    """Whoever is killed in mid-job cannot say so: the next who would take it over says it."""
    promised()
    at = AT
    for _ in range(ATTEMPTS):
        claimed(at=at)
        at += LEASE + SECOND
    assert actions.claim(worker="w", at=at) is None
    job = Job.objects.get()
    assert (job.dead_at, job.attempts) == (at, ATTEMPTS)
    assert "w" in job.error


def test_a_dead_job_keeps_nobody_from_the_next():
    dead, other = promised(), promised(after=SECOND)
    Job.objects.filter(pk=dead.pk).update(attempts=ATTEMPTS, lease_until=AT, lease_by="gone")
    assert claimed(at=AT + timedelta(days=1)).pk == other.pk


def test_the_end_of_a_long_error_is_what_is_kept():
    promised()
    actions.fail(claimed(), worker="w", error="x" * 9000 + "the reason", at=AT)
    error = Job.objects.get().error
    assert len(error) == 4000 and error.endswith("the reason")


def test_a_job_done_at_last_forgets_its_errors():
    promised()
    actions.fail(claimed(), worker="w", error="no", at=AT)
    actions.finish(claimed(at=AT + timedelta(hours=1)), worker="w", at=AT + timedelta(hours=1))
    assert Job.objects.get().error == ""


def test_a_revived_job_is_tried_from_the_beginning():
    promised()
    Job.objects.update(dead_at=AT, attempts=ATTEMPTS, error="no")
    assert actions.revive(Job.objects.get().pk, at=AT + SECOND)
    job = claimed(at=AT + SECOND)
    assert (job.attempts, job.error) == (1, "no")


def test_only_a_dead_job_is_revived():
    job = promised()
    assert not actions.revive(job.pk, at=AT)
    assert not actions.revive(job.pk + 1, at=AT)


def test_an_equal_promise_is_enough_while_one_is_open():
    promised(key="slip:1")
    promised(key="slip:1")
    assert Job.objects.count() == 1


def test_an_equal_promise_after_the_first_was_done_is_a_new_one():
    promised(key="slip:1")
    actions.finish(claimed(), worker="w", at=AT)
    promised(key="slip:1")
    assert Job.objects.filter(done_at__isnull=True).count() == 1


def test_an_equal_promise_while_the_first_is_dead_is_a_new_one():
    promised(key="slip:1")
    Job.objects.update(dead_at=AT)
    promised(key="slip:1")
    assert Job.objects.count() == 2


def test_promises_of_another_kind_or_without_a_key_are_apart():
    for kind, key in (("a", "1"), ("b", "1"), ("a", ""), ("a", "")):
        promised(kind, key=key)
    assert Job.objects.count() == 4


def test_the_database_holds_one_open_job_for_a_key():
    job = promised(key="slip:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind=job.kind, key=job.key, due_at=AT, promised_at=AT)


def test_a_promise_of_a_transaction_that_is_undone_was_never_made():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        promised()
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_clearing_up_forgets_what_is_done_and_keeps_what_is_open_or_dead():
    done, dead, open_ = promised(), promised(), promised()
    Job.objects.filter(pk=done.pk).update(done_at=AT)
    Job.objects.filter(pk=dead.pk).update(dead_at=AT)
    assert actions.forget(before=AT + timedelta(days=30)) == 1
    assert set(Job.objects.values_list("pk", flat=True)) == {dead.pk, open_.pk}
