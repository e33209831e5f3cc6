"""Many workers at one outbox: each job is claimed once, each period of a timetable once."""

from datetime import timedelta

from motcua.outbox import actions
from motcua.outbox.actions import Promise
from motcua.outbox.models import Job, Run
from tests.cast import moment
from tests.concurrency.conftest import behind, together

AT = moment("2026-11-02 08:00")


def promised(*keys: str) -> None:
    actions.promise([Promise("test", key=key) for key in keys], at=AT)


def test_of_eight_workers_one_has_the_job(transactional_db):
    promised("a")
    ended = together([lambda i=i: actions.claim(worker=f"w{i}", at=AT) for i in range(8)])
    jobs = [job for job in ended if job is not None]
    assert [type(job) for job in jobs] == [Job], ended
    assert Job.objects.get().attempts == 1


def test_eight_workers_share_jobs_without_one_twice(transactional_db):
    promised(*"abcdefghijkl")

    def work(worker: str) -> list[int]:
        done = []
        while Job.objects.filter(done_at__isnull=True).exists():
            job = actions.claim(worker=worker, at=AT)
            if job is not None:
                assert actions.finish(job, worker=worker, at=AT)
                done.append(job.pk)
        return done

    ended = together([lambda i=i: work(f"w{i}") for i in range(8)])
    assert sorted(pk for done in ended for pk in done) == sorted(Job.objects.values_list("pk", flat=True))
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_a_period_is_claimed_by_one_of_many(transactional_db):
    def claim() -> bool:
        return actions.claim_period(
            timetable="test", period="2026-11-02", at=AT, promises=[Promise("test", key="2026-11-02")]
        )

    ended = together([claim] * 6)
    assert sorted(ended) == [False] * 5 + [True]
    assert (Run.objects.count(), Job.objects.count()) == (1, 1)


def test_an_equal_promise_made_at_the_same_moment_is_one_job(transactional_db):
    together([lambda: promised("same")] * 6)
    assert Job.objects.count() == 1


def test_a_promise_that_waits_for_the_end_of_the_equal_job_is_a_new_one(transactional_db):
    """What the finishing job has done cannot have covered a promise that came after it."""
    promised("same")
    job = actions.claim(worker="w", at=AT)
    later = AT + timedelta(seconds=1)
    behind(lambda: actions.finish(job, worker="w", at=later), lambda: promised("same"))
    assert Job.objects.filter(done_at__isnull=True).count() == 1


def test_of_two_that_finish_one_job_the_one_with_the_lease_counts(transactional_db):
    promised("a")
    slow = actions.claim(worker="slow", at=AT)
    after = AT + actions.LEASE + timedelta(seconds=1)
    quick = actions.claim(worker="quick", at=after)
    ended = together(
        [
            lambda: actions.finish(slow, worker="slow", at=after),
            lambda: actions.finish(quick, worker="quick", at=after),
        ]
    )
    assert ended == [False, True]
