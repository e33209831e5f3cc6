"""A dossier that came to an agency which does not decide it goes on to the one that does (S7; Điều 14)."""

from datetime import timedelta

import pytest

from motcua.casework.accept import accept
from motcua.casework.advance import advance
from motcua.casework.attribution import attributions
from motcua.casework.deadline_audit import audit
from motcua.casework.file import file, file_and_accept
from motcua.casework.hold import hold
from motcua.casework.intake import UNKNOWN
from motcua.casework.rebuild import differences
from motcua.casework.receive_transfer import receive_transfer
from motcua.casework.reroute import reroute
from motcua.casework.resolve import resolve
from motcua.casework.return_result import return_result
from motcua.casework.route import route
from motcua.casework.take import take
from motcua.catalogue import actions as catalogue_actions
from motcua.deadlines.lateness import MISROUTED, Cause
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.kernel.sentences import Refused
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.roles import Role
from motcua.papers.models import Slip
from motcua.policy.facts import Facts
from motcua.policy.permissions import visible
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.consistency import check_all
from tests.cast import moment

pytestmark = pytest.mark.django_db
FRIDAY = moment("2026-11-20 09:00")  # Tuesday the 24th is a holiday of the province
MONDAY = moment("2026-11-23 09:00")
WHY = "Có yếu tố nước ngoài"


@pytest.fixture
def cast():
    """The department decides the procedure too, with a leader and a clerk of its own."""
    cast = stage.enter()
    catalogue_actions.set_competences(cast.version.procedure, agencies=[cast.department], kinds=["commune_committee"])
    for name, role in (("son", Role.SIGNER), ("roi", Role.CLERK)):
        given = {"account": cast.people[name], "agency": cast.department, "role": role}
        office_actions.give_post(**given, day=stage.BEGINNING.date(), by="test", at=stage.BEGINNING)
    cast._actors.clear()
    return cast


def afar(cast, at=FRIDAY, **changes) -> str:
    """Received at the provincial centre, and by mistake for the commune: on paper, unless said otherwise."""
    values = {"counter_id": cast.centre.pk, "transfer": "paper"} | changes
    return file_and_accept(stage.intake(cast, **values), by=cast.tuyet, at=at).code


def on(cast, code, *, by="minh", at=MONDAY, to="department", reason=WHY) -> Dossier:
    return reroute(code, by=cast.actor(by), at=at, to=getattr(cast, to).pk, reason=reason)


def refused(call) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return str(caught.value)


def agrees() -> None:
    check_all()
    assert [sentence for one in differences() for sentence in one.found] == []
    assert [one for one in audit(snapshot.present()) if one.differs] == []


def open_work(code) -> list[tuple[str, int]]:
    return list(WorkItem.objects.filter(dossier__code=code, closed_at=None).values_list("kind", "agency_id"))


def seen(by) -> set[str]:
    facts = Facts(by, MONDAY.date(), snapshot.present())
    return set(Dossier.objects.filter(visible(facts)).values_list("code", flat=True))


def test_a_whole_journey_through_the_wrong_agency_and_back_to_the_door(cast):
    code = afar(cast)
    receive_transfer(code, by=cast.lan, at=moment("2026-11-20 14:00"))
    take(code, by=cast.minh, at=moment("2026-11-20 15:00"))
    before = Dossier.objects.get(code=code)
    after = on(cast, code)
    assert (after.competent_id, after.receiving_id) == (cast.department.pk, cast.centre.pk)
    assert open_work(code) == [("process", cast.department.pk)]
    kept = (
        "status",
        "accepted_at",
        "clock_from",
        "due_at",
        "due_set_at",
        "appointment_at",
        "transfer",
        "transferred_at",
    )
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    agrees()
    for who, at in (("quang", "23 10:00"), ("son", "23 14:00"), ("roi", "23 15:00")):
        item = WorkItem.objects.get(dossier__code=code, closed_at=None)
        result = stage.result() if item.kind == "issue" else None
        advance(code, by=cast.actor(who), at=moment(f"2026-11-{at}"), item_id=item.pk, result=result)
    assert open_work(code) == [("return", cast.centre.pk)]
    resolve(code, by=cast.tuyet, at=moment("2026-11-23 16:00"))
    assert return_result(code, by=cast.tuyet, at=moment("2026-11-23 16:30")).state is Status.RETURNED
    agrees()


def test_the_applicants_receipt_stays_the_only_one(cast):
    code = afar(cast)
    on(cast, code)
    assert Slip.objects.filter(dossier__code=code).count() == 1


def test_the_right_agency_and_its_door_see_it(cast):
    code = afar(cast)
    assert seen(cast.quang) == set()
    on(cast, code)
    assert seen(cast.quang) == {code}
    assert seen(cast.tuyet) == {code}


def test_what_a_counter_took_in_for_its_own_agency_is_then_received_for_another(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=FRIDAY).code
    after = on(cast, code, by="lan")
    assert (after.transfer, after.transfer_by) == ("electronic", None)
    agrees()


def test_paper_on_its_way_is_received_by_the_right_agency(cast):
    code = afar(cast)
    on(cast, code, at=FRIDAY + timedelta(hours=1))
    assert refused(lambda: receive_transfer(code, by=cast.minh, at=FRIDAY + timedelta(hours=2)))
    receive_transfer(code, by=cast.quang, at=FRIDAY + timedelta(hours=2))
    agrees()


def test_before_acceptance_the_process_of_the_right_agency_begins_with_reception(cast):
    code = file(stage.intake(cast), by=cast.lan, at=FRIDAY).code
    on(cast, code, by="hanh")
    assert open_work(code) == [("receive", cast.counter.pk)]
    accept(code, by=cast.lan, at=MONDAY + timedelta(minutes=5))
    assert open_work(code) == [("process", cast.department.pk)]
    agrees()


def charged(code) -> list[tuple[object, ...]]:
    rows = WorkItem.objects.filter(dossier__code=code, outcome="misrouted", step=None)
    return list(rows.values_list("agency_id", "assignee_id", "opened_at", "closed_at", "note"))


def test_the_time_in_the_wrong_place_is_that_of_who_received_for_it(cast):
    code = afar(cast)
    on(cast, code)
    assert charged(code) == [(cast.centre.pk, cast.tuyet.account_id, FRIDAY, MONDAY, WHY)]


def test_the_time_in_the_wrong_place_is_that_of_who_routed_it_there(cast):
    code = file(stage.intake(cast, competent_id=UNKNOWN), by=cast.lan, at=FRIDAY).code
    route(code, by=cast.hanh, at=FRIDAY, to=cast.commune.pk, reason="Cư trú tại xã")
    accepted = FRIDAY + timedelta(hours=1)
    accept(code, by=cast.lan, at=accepted)
    on(cast, code)
    assert charged(code) == [(cast.counter.pk, cast.hanh.account_id, accepted, MONDAY, WHY)]


def test_who_hands_it_on_to_the_wrong_agency_again_answers_for_that_time(cast):
    code = afar(cast)
    on(cast, code)
    back = MONDAY + timedelta(hours=2)
    on(cast, code, by="quang", to="commune", at=back, reason="Cha mẹ đều là người trong nước")
    assert open_work(code) == [("process", cast.commune.pk)]
    assert charged(code)[1][:4] == (cast.commune.pk, cast.minh.account_id, MONDAY, back)
    agrees()


def test_a_late_dossier_is_late_by_the_wrong_routing_and_not_by_the_right_agency(cast):
    code = afar(cast, transfer="electronic")
    take(code, by=cast.minh, at=FRIDAY + timedelta(minutes=5))
    on(cast, code, at=moment("2026-11-27 16:00"))
    dossier = Dossier.objects.get(code=code)
    end = moment("2026-11-27 17:00")
    offices = snapshot.present()
    found, names = attributions({dossier.pk: dossier.due_at}, {dossier.pk: end}, (), offices)[dossier.pk]
    assert found.cause is Cause.AGENCY
    assert found.worst is not None
    assert (found.worst.n, found.worst.agency, found.worst.person) == (
        MISROUTED, cast.centre.pk, cast.tuyet.account_id,
    )  # fmt: skip
    assert names[MISROUTED] == "Chuyển nhầm nơi giải quyết"
    assert [share.agency for share in found.shares] == [cast.centre.pk, cast.department.pk]
    assert found.shares[1].used == 60


def test_questions_to_others_end_with_the_work_at_the_wrong_agency(cast):
    code = afar(cast)
    ACTS["consult"](cast, code, FRIDAY + timedelta(hours=1))
    on(cast, code)
    assert open_work(code) == [("process", cast.department.pk)]
    agrees()


@pytest.mark.parametrize("who", ["tuyet", "quang", "an", "quan", "roi"])
def test_only_where_it_lies_it_is_handed_on(cast, who):
    code = afar(cast)
    assert refused(lambda: on(cast, code, by=who)).startswith("Việc này thuộc")


@pytest.mark.parametrize(
    "to, reason, said",
    [
        ("department", " ", "Cần ghi lý do: vì sao cơ quan này có thẩm quyền."),
        ("department", "x" * 501, "Chỉ ghi nhiều nhất 500 ký tự."),
        ("commune", WHY, "Hồ sơ đang ở chính Ủy ban nhân dân xã Ba Tơ. Hãy chọn cơ quan khác."),
        ("province", WHY, "Ủy ban nhân dân tỉnh Quảng Ngãi không có thẩm quyền giải quyết thủ tục này."),
        (
            "centre",
            WHY,
            "Trung tâm Phục vụ hành chính công tỉnh Quảng Ngãi không có thẩm quyền giải quyết thủ tục này.",
        ),
    ],
)
def test_a_bad_handing_on_is_refused_in_a_sentence(cast, to, reason, said):
    code = afar(cast)
    assert refused(lambda: on(cast, code, to=to, reason=reason)) == said
    agrees()


def test_while_the_clock_stands_it_stays(cast):
    code = afar(cast)
    hold(code, by=cast.minh, at=FRIDAY + timedelta(hours=1), ground="other", reason="Chờ", basis="Điều 5")
    said = refused(lambda: on(cast, code))
    assert said == "Thời hạn của hồ sơ đang tạm dừng. Hãy cho tính tiếp trước khi chuyển hồ sơ đi."


def test_what_has_a_result_stays(cast):
    code = afar(cast)
    for n in range(3):
        ACTS["advance"](cast, code, FRIDAY + timedelta(minutes=n + 1))
    assert refused(lambda: on(cast, code)) == "Hồ sơ đã có kết quả nên không chuyển sang cơ quan khác được nữa."


def test_after_it_nothing_is_left_to_recall(cast):
    code = afar(cast)
    ACTS["advance"](cast, code, FRIDAY + timedelta(hours=1))
    on(cast, code, by="son")
    with pytest.raises(Refused):
        ACTS["recall"](cast, code, MONDAY + timedelta(minutes=1))


# Two agencies, two calendars


def closes_early(agency) -> None:
    """From the beginning the agency works until 16:00 where all others work until 17:00."""
    week = {day: [["07:00", "11:30"], ["13:30", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    office_actions.set_office_hours(
        agency_id=agency.pk, weekdays=week, day=stage.BEGINNING.date(), by="test", at=stage.BEGINNING
    )


def test_the_same_limit_from_the_same_moment_ends_by_the_days_of_the_right_agency(cast):
    closes_early(cast.department)
    code = afar(cast, transfer="electronic")
    before = Dossier.objects.get(code=code)
    assert before.due_at == moment("2026-11-26 17:00")
    after = on(cast, code)
    assert (after.accepted_at, after.clock_from) == (before.accepted_at, before.clock_from)
    assert after.due_at == moment("2026-11-26 16:00")
    agrees()


def test_handed_back_it_is_due_as_it_was_before(cast):
    closes_early(cast.department)
    code = afar(cast, transfer="electronic")
    before = Dossier.objects.get(code=code).due_at
    on(cast, code)
    after = on(
        cast, code, by="quang", to="commune", at=MONDAY + timedelta(hours=1), reason="Không có yếu tố nước ngoài"
    )
    assert after.due_at == before
    agrees()


def test_once_it_is_overdue_no_other_calendar_gives_it_time(cast):
    closes_early(cast.commune)
    code = afar(cast, transfer="electronic")
    assert Dossier.objects.get(code=code).due_at == moment("2026-11-26 16:00")
    assert on(cast, code, at=moment("2026-11-26 16:30")).due_at == moment("2026-11-26 16:00")
    assert [one.code for one in audit(snapshot.present()) if one.differs] == []
