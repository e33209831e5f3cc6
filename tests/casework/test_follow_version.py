"""Dossiers in flight that follow to a new version: only nearer, never out of lateness, never without their papers."""

from datetime import timedelta

import pytest

from motcua.casework.deadline_audit import audit
from motcua.casework.file import file_and_accept
from motcua.casework.follow_version import FOLLOW, follow
from motcua.casework.hold import hold, release
from motcua.casework.jobs import HANDLERS
from motcua.casework.office import decisions as verbs
from motcua.casework.rebuild import differences
from motcua.catalogue.models import ProcedureVersion, PublishingDecision
from motcua.catalogue.rules import ItemKind
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.offices import snapshot
from motcua.outbox.models import Job
from motcua.supervision import actions
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.casework.test_decisions import BIRTH, head, refused
from tests.cast import moment
from tests.supervision.figures import by_facts, by_force, by_rollups, view

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")
BEGINS = moment("2026-12-01 00:00")
REASON = "Cắt giảm thời gian"


@pytest.fixture
def cast():
    return stage.enter()


def decided(cast, limit, *, moves=True, **changes):
    draft = verbs.begin(head(cast), by=cast.quan, at=AT)
    content = stage.procedure_line(limit={"amount": limit, "unit": "working_day", "text": "x"}, **changes)
    verbs.put_item(
        draft.pk, kind=ItemKind.AMENDED, code=BIRTH, content=content, moves=moves, reason=REASON, seen=1,
        by=cast.quan, at=AT,
    )  # fmt: skip
    return draft


def publish(cast, draft):
    return verbs.publish(draft.pk, seen=2, by=cast.quan, at=AT)


def filed(cast, at):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=moment(at))


def run(decision, at=BEGINS):
    follow({"decision": decision.pk}, at)


def version_of(dossier):
    return Dossier.objects.get(pk=dossier.pk).version.n


def test_the_job_is_promised_for_the_day_on_which_the_version_begins(cast):
    decision = publish(cast, decided(cast, 2))
    job = Job.objects.get(kind=FOLLOW)
    assert (job.payload, job.due_at) == ({"decision": decision.pk}, BEGINS)
    assert HANDLERS[FOLLOW] is follow


def test_without_a_move_nothing_is_promised(cast):
    publish(cast, decided(cast, 2, moves=False))
    assert not Job.objects.filter(kind=FOLLOW).exists()


def test_a_dossier_in_flight_gets_the_shorter_limit_from_its_own_acceptance(cast):
    dossier = filed(cast, "2026-11-30 09:00")
    assert dossier.due_at == moment("2026-12-03 17:00")
    run(publish(cast, decided(cast, 2)))
    dossier = Dossier.objects.get()
    assert (dossier.version.n, dossier.due_at) == (2, moment("2026-12-02 17:00"))
    event = Event.objects.get(kind="version.followed")
    assert f'"procedure":"{BIRTH}"' in event.facts


def test_a_longer_limit_moves_no_promise_back(cast):
    dossier = filed(cast, "2026-11-30 09:00")
    run(publish(cast, decided(cast, 5)))
    assert version_of(dossier) == 1


def test_who_is_late_or_would_be_at_once_stays(cast):
    late, near = filed(cast, "2026-11-23 09:00"), filed(cast, "2026-11-27 09:00")
    assert late.due_at < BEGINS < near.due_at
    run(publish(cast, decided(cast, 1)))
    assert (version_of(late), version_of(near)) == (1, 1)


def test_a_clock_that_stands_is_set_by_the_new_limit_when_it_runs_again(cast):
    dossier = filed(cast, "2026-11-30 09:00")
    hold(dossier.code, by=cast.minh, at=moment("2026-11-30 10:00"), ground="other", reason="Chờ", basis="Điều 5")
    run(publish(cast, decided(cast, 2)))
    release(dossier.code, by=cast.minh, at=BEGINS + timedelta(hours=9))
    dossier = Dossier.objects.get()
    assert (dossier.version.n, dossier.due_at) == (2, moment("2026-12-03 17:00"))


def test_running_the_job_again_changes_nothing(cast):
    filed(cast, "2026-11-30 09:00")
    decision = publish(cast, decided(cast, 2))
    run(decision)
    run(decision)
    assert Event.objects.filter(kind="version.followed").count() == 1


def test_nobody_follows_to_another_list_of_papers(cast):
    draft = decided(cast, 2, components=[{"name": "Tờ khai đăng ký khai sinh", "originals": 1}])
    said = refused(lambda: publish(cast, draft))
    assert said.startswith(f"{BIRTH}: Thành phần hồ sơ thay đổi nên hồ sơ đang giải quyết không chuyển")
    assert PublishingDecision.objects.get().published_at is None
    assert ProcedureVersion.objects.filter(procedure__code=BIRTH).count() == 1


def test_what_followed_is_judged_by_its_version_whichever_way_it_is_counted(cast):
    filed(cast, "2026-11-30 09:00")
    run(publish(cast, decided(cast, 2)))
    check_all()
    assert [sentence for one in differences() for sentence in one.found] == []
    assert [one for one in audit(snapshot.present()) if one.differs] == []


def test_figures_agree_after_it(cast):
    filed(cast, "2026-11-30 09:00")
    run(publish(cast, decided(cast, 2)))
    actions.project(at=BEGINS + timedelta(hours=1))
    asked = view("2026-11-01", "2026-12-31", BEGINS + timedelta(hours=1))
    assert by_rollups(asked) == by_facts(asked) == by_force(asked) != {}
