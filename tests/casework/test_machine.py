"""Random lives through all verbs: what is lawful leaves everything consistent, what is refused leaves no trace."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from motcua.casework.file import file, file_and_accept
from motcua.casework.reads.clock import is_late
from motcua.casework.reads.worklist import Question, Tab, worklist
from motcua.deadlines.models import LateEntry
from motcua.dossiers import states
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event, Payload
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.outbox.models import Job
from motcua.papers.models import Slip
from motcua.policy.facts import Facts
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.consistency import check_all
from tests.cast import moment

COUNTED = (Dossier, Event, Payload, WorkItem, Slip, Job, LateEntry)
# The verb that an act of the table belongs to, where the names differ.
VERB = {"hold_other": "hold", "resolve_electronic": "resolve", "drop_supplement": None, "advance_late": "advance"}


class Lives(RuleBasedStateMachine):
    """A few dossiers of one commune, handled at random by the right people."""

    @initialize()
    def enter(self):
        self.cast = stage.enter()
        self.version_id = stage.procedure_in_cases().pk
        self.at = moment("2026-11-02 08:00")
        self.codes: list[str] = []
        self.touched = False

    @rule(accepted=st.booleans(), case=st.integers(0, len(stage.CASES)))
    @precondition(lambda self: len(self.codes) < 3)
    def take_in(self, accepted, case):
        """At the commune's own counter, where whatever is not accepted is only filed."""
        begin = file_and_accept if accepted else file
        intake = stage.intake(self.cast, version_id=self.version_id, case=case)
        self.codes.append(begin(intake, by=self.cast.lan, at=self.at).code)
        self.touched = True

    @rule(begin=st.sampled_from(["afar", "unrouted"]))
    @precondition(lambda self: len(self.codes) < 3)
    def take_in_regardless_of_boundary(self, begin):
        self.codes.append(stage.begun(self.cast, [begin], at=self.at, version_id=self.version_id).code)
        self.touched = True

    @rule(minutes=st.sampled_from([1, 20, 240, 1440, 4320]))
    def wait(self, minutes):
        self.at += timedelta(minutes=minutes)

    @precondition(lambda self: self.codes)
    @rule(pick=st.integers(0, 99), which=st.integers(0, 2))
    def act_as_the_state_allows(self, pick, which):
        dossier = Dossier.objects.get(code=self.codes[which % len(self.codes)])
        lawful = [verb for verb in sorted(ACTS) if self.lawful(dossier, verb)]
        if lawful:
            self.act(dossier, lawful[pick % len(lawful)])

    @precondition(lambda self: self.codes)
    @rule(verb=st.sampled_from(sorted(ACTS)), which=st.integers(0, 2))
    def try_anything(self, verb, which):
        self.act(Dossier.objects.get(code=self.codes[which % len(self.codes)]), verb)

    def lawful(self, dossier, verb):
        named = VERB.get(verb, verb)
        return named is None or (dossier.voided_at is None and states.can(dossier.state, named))

    def people_of(self, dossier):
        """Whoever receives is whoever sits at the counter that took the dossier in."""
        if dossier.receiving_id == self.cast.counter.pk:
            return self.cast
        return replace(self.cast, people=self.cast.people | {"lan": self.cast.people["tuyet"]}, _actors={})

    def act(self, dossier, verb):
        before = self.rows()
        self.at += timedelta(minutes=1)
        try:
            ACTS[verb](self.people_of(dossier), dossier.code, self.at)
        except (Refused, WorkItem.DoesNotExist):
            assert self.rows() == before, "a refusal left a trace"
            again = Dossier.objects.get(code=dossier.code)
            assert (again.chain_n, again.status) == (dossier.chain_n, dossier.status)
        else:
            assert self.lawful(dossier, verb), f"{verb} was let through in state {dossier.state}"
            event(verb)
            self.touched = True

    @invariant()
    def everything_agrees(self):
        if getattr(self, "touched", False):
            check_all()
            self.touched = False

    @invariant()
    def nobody_is_late_without_a_letter_or_its_draft(self):
        if getattr(self, "codes", None):
            facts = Facts(by=self.cast.son, day=self.at.date(), offices=snapshot.present())
            drafted = {row.code for row in worklist(facts, Question(tab=Tab.APOLOGY), at=self.at)[:50]}
            late = Dossier.objects.filter(is_late(at=self.at), apologies__isnull=True)
            assert {dossier.code for dossier in late} <= drafted

    def rows(self):
        return [model.objects.count() for model in COUNTED]


@pytest.mark.django_db(transaction=False)
def test_random_lives_leave_everything_consistent(django_db_blocker):
    from django.db import transaction

    class InOneTransaction(Lives):
        def __init__(self):
            super().__init__()
            self.transaction = transaction.atomic()
            self.transaction.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    run_state_machine_as_test(
        InOneTransaction,
        settings=settings(
            max_examples=50,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
