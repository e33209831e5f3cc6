"""Closing an agency: everything it has open goes on at its successor in one act, or nothing happens."""

from datetime import date, timedelta

import pytest

from motcua.casework.advance import advance
from motcua.casework.close_agency import STRAGGLERS, close_agency, stragglers
from motcua.casework.file import file_and_accept
from motcua.casework.jobs import HANDLERS
from motcua.casework.resolve import resolve
from motcua.casework.return_result import return_result
from motcua.casework.take import take
from motcua.catalogue import actions as catalogue_actions
from motcua.dossiers.actions import save_draft
from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.states import Status
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices import actions as office_actions
from motcua.offices import queries as office_queries
from motcua.offices import snapshot
from motcua.offices.actions import AgencyData
from motcua.offices.models import Agency, Post, Unit
from motcua.outbox.models import Job
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.consistency import check_all, facts
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")
LATER = moment("2026-11-25 10:00")
TODAY = LATER.date()


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def neighbour(cast):
    """Another commune with its own counter, as open for business as Ba Tơ."""
    return opened("H48.149", "Ủy ban nhân dân xã Ba Vì", "commune_committee")


def opened(code, name, kind, parent="H48"):
    data = AgencyData(code=code, name=name, kind=kind, level="commune", parent_code=parent)
    return office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=stage.BEGINNING.date())


def closed(cast, agency, successor, **changes):
    values = {"agency_id": agency.pk, "successor_id": successor.pk if successor else None, "on": TODAY}
    return close_agency(**(values | {"by": cast.quan, "at": LATER} | changes))


def test_an_open_dossier_goes_on_at_the_successor_with_its_work(cast, neighbour):
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    take(dossier.code, by=cast.minh, at=AT)
    closed(cast, cast.commune, neighbour)
    moved = Dossier.objects.get(pk=dossier.pk)
    item = WorkItem.objects.get(dossier=moved, closed_at__isnull=True)
    assert moved.competent_id == neighbour.pk
    assert (item.agency_id, item.assignee_id) == (neighbour.pk, cast.people["minh"].pk)
    assert moved.due_at == dossier.due_at == moment("2026-11-26 17:00")


def test_its_officer_finishes_it_there_under_the_old_code(cast, neighbour):
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    closed(cast, cast.commune, neighbour)
    minh = office_queries.actor(cast.people["minh"], day=TODAY)
    son = office_queries.actor(cast.people["son"], day=TODAY)
    roi = office_queries.actor(cast.people["roi"], day=TODAY)
    advance(dossier.code, by=minh, at=LATER)
    advance(dossier.code, by=son, at=LATER)
    resolve(dossier.code, by=roi, at=LATER, result=stage.result(electronic=True))
    returned = return_result(dossier.code, by=cast.lan, at=LATER)
    assert returned.state is Status.RETURNED
    check_all()


def test_a_closed_dossier_stays_where_it_was_decided(cast, neighbour):
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    for name, verb in (("minh", advance), ("son", advance)):
        verb(dossier.code, by=cast.actor(name), at=AT)
    resolve(dossier.code, by=cast.roi, at=AT, result=stage.result(electronic=True))
    closed(cast, cast.commune, neighbour)
    assert Dossier.objects.get(pk=dossier.pk).competent_id == cast.commune.pk


def test_the_counter_below_goes_on_under_the_successor_and_serves_it(cast, neighbour):
    closed(cast, cast.commune, neighbour)
    offices = snapshot.present()
    assert offices.agency(cast.counter.pk).parent_id == neighbour.pk
    assert neighbour.pk in offices.served_by(cast.counter.pk)


def test_people_keep_their_roles_and_divisions_at_the_successor(cast, neighbour):
    unit = office_actions.open_unit(agency_id=cast.commune.pk, name="Phòng Văn hóa – Xã hội", day=date(2026, 1, 1))
    Post.objects.filter(account=cast.people["minh"]).update(unit=unit)
    closed(cast, cast.commune, neighbour)
    assert Post.objects.get(account=cast.people["minh"], agency=cast.commune).valid_to == TODAY
    now = Post.objects.get(account=cast.people["minh"], agency=neighbour)
    assert (now.valid_from, now.valid_to, now.role, now.unit.name) == (TODAY, None, "specialist", unit.name)
    assert Unit.objects.get(pk=unit.pk).valid_to == TODAY


def test_a_post_that_begins_later_begins_at_the_successor(cast, neighbour):
    office_actions.give_post(
        account=cast.people["tuyet"],
        agency=cast.commune,
        role=stage.Role.CLERK,
        day=TODAY + timedelta(days=7),
        by="test",
        at=AT,
    )
    closed(cast, cast.commune, neighbour)
    assert list(
        Post.objects.filter(account=cast.people["tuyet"], role="clerk").values_list("agency_id", "valid_from")
    ) == [(neighbour.pk, TODAY + timedelta(days=7))]


def test_procedures_decided_by_name_are_decided_by_the_successor(cast):
    other = office_actions.open_agency(
        AgencyData(code="H48.06", name="Sở Nội vụ", kind="department", level="province", parent_code="H48"),
        by="test",
        at=AT,
        day=date(2026, 1, 1),
    )
    catalogue_actions.set_competences(cast.version.procedure, agencies=[cast.department, other], kinds=[])
    closed(cast, cast.department, other)
    assert list(cast.version.procedure.competences.values_list("agency_id", flat=True)) == [other.pk]


def test_dossiers_and_drafts_of_a_counter_go_on_at_another_counter(cast, neighbour):
    other = opened("H48.149.01", "Trung tâm Phục vụ hành chính công xã Ba Vì", "one_stop", "H48.149")
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    save_draft(draft_id=None, account_id=cast.lan.account_id, agency_id=cast.counter.pk, title="x", form={}, at=AT)
    closed(cast, cast.counter, other)
    assert Dossier.objects.get(pk=dossier.pk).receiving_id == other.pk
    assert Draft.objects.get().agency_id == other.pk


def test_the_act_is_one_event_that_says_what_moved_and_each_dossier_tells_its_own(cast, neighbour):
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    agency = closed(cast, cast.commune, neighbour)
    event = Event.objects.get(stream=agency.stream, kind="agency.closed")
    assert facts(event) == {
        "code": "H48.148",
        "successor": "H48.149",
        "dossiers": 1,
        "shadows": 0,
        "opinions": 0,
        "reviews": 0,
        "procedures": 0,
        "variants": 0,
        "agencies": ["H48.148.01"],
        "posts": 4,
    }
    own = Event.objects.get(stream=dossier.stream, kind="dossier.passed_on")
    assert facts(own) == {
        "competent": "H48.149",
        "closed": [["process", 2, "H48.148", "specialist"]],
        "opened": [["process", 2, "H48.149", "specialist"]],
    }
    check_all()


def test_statements_do_not_grow_with_the_dossiers(cast, neighbour, django_assert_max_num_queries):
    for _ in range(12):
        file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    with django_assert_max_num_queries(50):
        closed(cast, cast.commune, neighbour)


def test_other_office_hours_count_from_the_act_on_and_are_recorded(cast, neighbour):
    week = {day: [["08:00", "12:00"], ["13:00", "16:00"]] for day in stage.WEEK}
    office_actions.set_office_hours(agency_id=neighbour.pk, weekdays=week, day=date(2026, 1, 1), by="test", at=AT)
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-25 08:00"))
    assert dossier.due_at == moment("2026-11-30 17:00")
    closed(cast, cast.commune, neighbour)
    assert Dossier.objects.get(pk=dossier.pk).due_at == moment("2026-11-30 16:00")
    check_all()


def test_what_was_filed_in_the_moment_of_closing_is_moved_by_a_job(cast, neighbour):
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    ends = {"agency_id": cast.commune.pk, "successor_id": neighbour.pk, "on": TODAY}
    office_actions.end_agency(**ends, by="test", at=LATER)  # the row alone: the dossier is as one that was missed
    stragglers({"agency": cast.commune.pk, "by": "account:1"}, LATER + timedelta(minutes=1))
    assert Dossier.objects.get(pk=dossier.pk).competent_id == neighbour.pk
    check_all()


def test_closing_promises_that_job_once(cast, neighbour):
    closed(cast, cast.commune, neighbour)
    job = Job.objects.get()
    assert (job.kind, job.payload["agency"]) == (STRAGGLERS, cast.commune.pk)
    assert HANDLERS[STRAGGLERS] is stragglers


def refusal(cast, agency, successor, **changes):
    before = (Event.objects.count(), Post.objects.count())
    with pytest.raises(Refused) as refused:
        closed(cast, agency, successor, **changes)
    assert (Event.objects.count(), Post.objects.count()) == before
    assert Agency.objects.get(pk=agency.pk).valid_to is None
    return refused.value


def test_without_successor_an_agency_with_people_stays_open(cast):
    assert "cần chọn cơ quan kế thừa" in str(refusal(cast, cast.commune, None))


def test_an_agency_with_nothing_open_may_close_without_successor(cast, neighbour):
    assert closed(cast, neighbour, None).valid_to == TODAY


@pytest.mark.parametrize("successor", ["commune", "counter"])
def test_neither_itself_nor_what_is_below_it_can_succeed_an_agency(cast, successor):
    assert "trực thuộc nó" in str(refusal(cast, cast.commune, getattr(cast, successor)))


def test_a_counter_is_succeeded_by_a_counter_only(cast, neighbour):
    assert "nơi tiếp nhận" in str(refusal(cast, cast.counter, neighbour)).lower()


def test_a_closed_agency_succeeds_nobody(cast, neighbour):
    closed(cast, neighbour, None)
    assert "không hoạt động" in str(refusal(cast, cast.commune, neighbour))


def test_closing_is_recorded_on_its_day_not_before(cast, neighbour):
    assert "hôm nay" in str(refusal(cast, cast.commune, neighbour, on=TODAY + timedelta(days=1)))


def test_no_day_before_the_last_reception_can_be_the_end(cast):
    other = opened("H48.149.01", "Trung tâm Phục vụ hành chính công xã Ba Vì", "one_stop", "H48.148")
    file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    assert "20/11/2026" in str(refusal(cast, cast.counter, other, on=date(2026, 11, 20)))


def test_only_an_administrator_closes_an_agency(cast, neighbour):
    assert refusal(cast, cast.commune, neighbour, by=cast.an).field is None


def test_nothing_moves_when_the_last_step_is_refused(cast, neighbour):
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    assert refusal(cast, cast.commune, neighbour, on=stage.BEGINNING.date()).field == "on"
    assert Dossier.objects.get(pk=dossier.pk).competent_id == cast.commune.pk
