"""Facts, rollups and brute force give the same figures of lives lived at random."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from motcua.casework.amend import Amendment, amend
from motcua.casework.backdating import Claim
from motcua.casework.close_agency import close_agency
from motcua.casework.file import file, file_and_accept
from motcua.casework.resolve import resolve, result_at_once
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices import actions as office_actions
from motcua.offices import queries as office_queries
from motcua.offices.actions import AgencyData
from motcua.supervision import actions
from motcua.supervision.periods import TICK, View, midnight
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.supervision.figures import (
    by_facts,
    by_facts_of,
    by_force,
    by_force_of,
    by_rollups,
    by_rollups_of,
    everything,
    from_scratch,
)

AT = moment("2026-11-02 09:00")
BEGIN = date(2026, 11, 2)


class Lives(RuleBasedStateMachine):
    """Dossiers of two communes and two fields, handled at random; the projector runs whenever it likes."""

    @initialize()
    def enter(self):
        self.cast = stage.enter()
        hours = {"amount": 10, "unit": "working_hour", "text": "10 giờ làm việc"}
        free = {"amount": None, "unit": "none", "text": "Không quy định"}
        more = stage.publish_procedure(
            code="1.000777", name="Chứng thực chữ ký", field="Chứng thực", limit=hours, online="full"
        )
        third = stage.publish_procedure(
            code="1.000888", name="Tư vấn", field="Hộ tịch", limit=free, cases=stage.CASES, online="partial"
        )
        self.versions = [self.cast.version.pk, more.pk, third.pk]
        self.agency, self.closings = self.cast.commune, 0
        self.at = moment("2026-11-02 08:00")
        self.codes: list[str] = []

    @rule(
        how=st.sampled_from(["file", "accept", "at_once", "afar"]), which=st.integers(0, 2), channel=st.integers(0, 2)
    )
    @precondition(lambda self: len(self.codes) < 4)
    def take_in(self, how, which, channel):
        self.at += timedelta(minutes=1)
        wanted = {"version_id": self.versions[which], "channel": ("direct", "online", "post")[channel]}
        if how == "afar":
            wanted |= {"counter_id": self.cast.centre.pk, "transfer": "paper"}
        intake = stage.intake(self.cast, **wanted, competent_id=self.agency.pk)
        who = {"by": self.cast.tuyet if how == "afar" else self.cast.lan, "at": self.at}
        if how == "at_once":
            dossier = result_at_once(intake, **who, result=stage.result(issued_on=self.at.date()))
        else:
            dossier = (file if how == "file" else file_and_accept)(intake, **who)
        self.codes.append(dossier.code)

    @rule(minutes=st.sampled_from([1, 20, 240, 1440, 4320, 20000]))
    def wait(self, minutes):
        self.at += timedelta(minutes=minutes)

    @precondition(lambda self: self.codes)
    @rule(verb=st.sampled_from(sorted(ACTS)), which=st.integers(0, 3))
    def act(self, verb, which):
        self.lived(verb, lambda code: ACTS[verb](self.cast, code, self.at), which)

    @precondition(lambda self: self.codes)
    @rule(which=st.integers(0, 3), steps=st.integers(1, 5))
    def get_on_with_it(self, which, steps):
        for _ in range(steps):
            self.lived("advance", lambda code: ACTS["advance"](self.cast, code, self.at), which)

    @precondition(lambda self: self.codes)
    @rule(which=st.integers(0, 3), days=st.integers(0, 4))
    def finish_and_enter_it_late(self, which, days):
        def late(code):
            claim = Claim(self.at - timedelta(days=days), "Mất mạng", "Phiếu 7")
            return resolve(code, by=self.cast.lan, at=self.at, claim=claim)

        self.lived("entered late", late, which)

    @precondition(lambda self: self.codes)
    @rule(which=st.integers(0, 3), version=st.integers(0, 2))
    def change_the_procedure(self, which, version):
        change = Amendment(version_id=self.versions[version], papers=stage.all_papers())
        amended = lambda code: amend(code, change, by=self.cast.lan, at=self.at, reason="Chọn nhầm")  # noqa: E731
        self.lived("other procedure", amended, which)

    @rule()
    @precondition(lambda self: self.closings < 2 and self.codes)
    def close_the_commune(self):
        """Another commune takes over; its people are the same, so the verbs go on."""
        self.closings += 1
        self.at += timedelta(minutes=1)
        code = f"H48.{200 + self.closings}"
        data = AgencyData(code=code, name=code, kind="commune_committee", level="commune", parent_code="H48")
        heir = office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=stage.BEGINNING.date())
        try:
            with transaction.atomic():
                close_agency(
                    agency_id=self.agency.pk, successor_id=heir.pk, on=self.at.date(), by=self.cast.quan, at=self.at
                )
        except Refused:
            return
        event("closed")
        self.agency = heir
        for name, account in self.cast.people.items():
            self.cast._actors[name] = office_queries.actor(account, day=self.at.date())

    @rule()
    def project(self):
        actions.project(at=self.at)

    def lived(self, said, act, which):
        self.at += timedelta(minutes=1)
        try:
            with transaction.atomic():
                act(self.codes[which % len(self.codes)])
            event(said)
        except (Refused, WorkItem.DoesNotExist):
            pass

    def teardown(self):
        if not hasattr(self, "at"):
            return
        actions.project(at=self.at)
        found = everything()
        assert found == from_scratch(self.at), "incremental facts differ from those derived from nothing"
        views = list(self.views())
        for asked in views:
            force = by_force(asked)
            assert by_facts(asked) == force, asked
            assert by_rollups(asked) == force, asked
            for row in force.values():
                n = {name: row.get(name, 0) for name in ("carried", "accepted", "closed", "open")}
                assert n["carried"] + n["accepted"] == n["closed"] + n["open"]
        for asked in views[-3:]:
            for what in ("procedure", "channel"):
                force = by_force_of(asked, what)
                assert by_facts_of(asked, what) == force, (what, asked)
                assert by_rollups_of(asked, what) == force, (what, asked)

    def views(self):
        """Periods that cut lives anywhere, as known at their end, in their middle and at last."""
        moments = sorted(set(Event.objects.filter(kind__startswith="dossier").values_list("recorded_at", flat=True)))
        days = sorted({BEGIN, *(m.date() for m in moments[:: max(1, len(moments) // 3)]), self.at.date()})
        for first in days:
            for last in days:
                if first <= last:
                    known = [self.at, midnight(last + timedelta(days=1)) - TICK, *moments[-3:]]
                    known += moments[len(moments) // 2 :][:1]
                    for as_of in known:
                        asked = View(first, last, min(as_of, self.at))
                        if asked.until > asked.since:
                            yield asked


@pytest.mark.django_db(transaction=False)
def test_projection_equals_brute_force_over_random_lives():
    class InOneTransaction(Lives):
        def __init__(self):
            super().__init__()
            self.transaction = transaction.atomic()
            self.transaction.__enter__()

        def teardown(self):
            try:
                super().teardown()
            finally:
                transaction.set_rollback(True)
                self.transaction.__exit__(None, None, None)

    run_state_machine_as_test(
        InOneTransaction,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
