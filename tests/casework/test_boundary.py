"""Reception regardless of boundary: any counter of the province receives for whoever decides (S7; Điều 14)."""

from datetime import date, timedelta

import pytest

from motcua.casework.accept import accept
from motcua.casework.advance import advance
from motcua.casework.amend import Amendment, amend
from motcua.casework.deadline_audit import audit
from motcua.casework.file import file, file_and_accept
from motcua.casework.hold import hold, release
from motcua.casework.intake import UNKNOWN
from motcua.casework.reads.explanation import explained, from_rows
from motcua.casework.rebuild import differences
from motcua.casework.receive_transfer import receive_transfer
from motcua.casework.refuse import refuse
from motcua.casework.resolve import resolve
from motcua.casework.return_result import return_result
from motcua.casework.route import route
from motcua.casework.void import void
from motcua.catalogue import actions as catalogue_actions
from motcua.catalogue.published import read
from motcua.deadlines.clocks import Clock
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.journal.models import Event
from motcua.journal.rules import read_facts
from motcua.kernel.explanation_lines import LineKind
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.papers.models import Slip
from motcua.policy.facts import Facts
from motcua.policy.permissions import visible, why_not
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.consistency import check_all
from tests.cast import moment

pytestmark = pytest.mark.django_db
FRIDAY = moment("2026-11-20 09:00")  # Tuesday the 24th is a holiday of the province


@pytest.fixture
def cast():
    return stage.enter()


def afar(cast, at=FRIDAY, **changes) -> Dossier:
    """Received at the provincial centre for the commune: on paper, unless said otherwise."""
    values = {"counter_id": cast.centre.pk, "transfer": "paper"} | changes
    return file_and_accept(stage.intake(cast, **values), by=cast.tuyet, at=at)


def agrees() -> None:
    """Journal, tables and due dates say the same."""
    check_all()
    assert [sentence for one in differences() for sentence in one.found] == []
    assert [one for one in audit(snapshot.present()) if one.differs] == []


def refused(call) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return str(caught.value)


def seen(by) -> set[str]:
    rows = Dossier.objects.filter(visible(Facts(by, FRIDAY.date(), snapshot.present())))
    return set(rows.values_list("code", flat=True))


def test_a_whole_journey_from_another_counter_and_back_to_it(cast):
    dossier = afar(cast)
    code = dossier.code
    assert code.startswith("H48.148-")
    assert (dossier.receiving_id, dossier.competent_id, dossier.transfer) == (cast.centre.pk, cast.commune.pk, "paper")
    receipt = Slip.objects.get(dossier=dossier, form="01")
    assert receipt.agency_id == cast.centre.pk
    assert receipt.content["due"] == "17 giờ 00, ngày 27/11/2026"  # from Monday's close, past the holiday
    receive_transfer(code, by=cast.lan, at=moment("2026-11-20 14:00"))
    real = Dossier.objects.get(code=code)
    assert real.due_at == moment("2026-11-26 17:00")
    for who, kind, at in (("minh", "process", "20 15:00"), ("son", "sign", "23 08:00"), ("roi", "issue", "23 09:00")):
        item = WorkItem.objects.get(dossier=real, closed_at=None)
        assert (item.kind, item.agency_id) == (kind, cast.commune.pk)
        result = stage.result() if kind == "issue" else None
        advance(code, by=cast.actor(who), at=moment(f"2026-11-{at}"), item_id=item.pk, result=result)
    back = WorkItem.objects.get(dossier=real, closed_at=None)
    assert (back.kind, back.agency_id) == ("return", cast.centre.pk)
    resolve(code, by=cast.tuyet, at=moment("2026-11-23 10:00"))
    done = return_result(code, by=cast.tuyet, at=moment("2026-11-23 11:00"))
    assert done.state is Status.RETURNED
    agrees()


def test_the_counter_of_the_competent_agency_does_not_return_the_result(cast):
    code = afar(cast).code
    for n, verb in enumerate(("advance", "advance", "advance")):
        ACTS[verb](cast, code, FRIDAY + timedelta(minutes=n + 1))
    resolve(code, by=cast.tuyet, at=FRIDAY + timedelta(minutes=9))
    said = refused(lambda: return_result(code, by=cast.lan, at=FRIDAY + timedelta(hours=1)))
    assert said == "Việc này thuộc công chức tiếp nhận và trả kết quả tại nơi nhận hồ sơ."


def test_both_counters_both_agencies_and_supervision_see_it(cast):
    code = afar(cast).code
    for name in ("tuyet", "lan", "hanh", "minh", "son", "roi", "an"):
        assert seen(cast.actor(name)) == {code}, name
    assert seen(cast.quang) == set()
    facts = Facts(cast.lan, FRIDAY.date(), snapshot.present(), Dossier.objects.get(code=code))
    assert why_not("dossier.see", facts) is None


def test_electronically_the_limit_runs_from_acceptance(cast):
    dossier = afar(cast, transfer="")
    assert (dossier.transfer, dossier.transferred_at, dossier.transfer_by) == ("electronic", FRIDAY, None)
    assert dossier.due_at == file_and_accept(stage.intake(cast), by=cast.lan, at=FRIDAY).due_at
    agrees()


def test_at_the_agencys_own_counter_nothing_travels(cast):
    dossier = file_and_accept(stage.intake(cast, transfer="paper"), by=cast.lan, at=FRIDAY)
    assert (dossier.transfer, dossier.clock_from) == ("", FRIDAY)


def test_a_way_to_travel_that_there_is_not_is_refused(cast):
    said = refused(lambda: afar(cast, transfer="pigeon"))
    assert said == "Hãy chọn cách chuyển hồ sơ đến cơ quan giải quyết."


def test_the_explanation_tells_of_the_paper_before_and_after_it_came(cast):
    code = afar(cast).code
    assert kinds(code)[1] is LineKind.PAPER_COMES
    receive_transfer(code, by=cast.minh, at=moment("2026-11-20 14:00"))
    assert kinds(code)[1] is LineKind.PAPER_CAME


def test_a_calendar_entered_meanwhile_moves_no_due_date_behind_the_receipt(cast):
    code = afar(cast).code
    printed = Dossier.objects.get(code=code).due_at
    day = stage.SpecialDay(
        day=moment("2026-11-25 00:00").date(), kind="holiday", name="Nghỉ bù", agency=cast.province,
        known_from=moment("2026-11-20 10:00"),
    )  # fmt: skip
    stage.office_actions.set_special_days([day], by="test", at=moment("2026-11-20 10:00"))
    real = receive_transfer(code, by=cast.minh, at=moment("2026-11-20 14:00"))
    assert real.due_at == printed - timedelta(days=1)
    agrees()


def test_paper_that_comes_while_the_clock_stands_moves_nothing(cast):
    code = afar(cast).code
    hold(code, by=cast.minh, at=moment("2026-11-20 10:00"), ground="other", reason="Chờ", basis="Điều 5")
    receive_transfer(code, by=cast.minh, at=moment("2026-11-20 14:00"))
    release(code, by=cast.minh, at=moment("2026-11-23 09:00"))
    agrees()
    assert Dossier.objects.get(code=code).due_at == moment("2026-11-27 17:00")


def test_a_pause_before_the_paper_had_to_be_there_ends_no_later_than_the_receipt_says(cast):
    code = afar(cast).code
    receive_transfer(code, by=cast.minh, at=moment("2026-11-20 11:00"))
    hold(code, by=cast.minh, at=moment("2026-11-20 14:00"), ground="other", reason="Chờ", basis="Điều 5")
    agrees()
    assert Dossier.objects.get(code=code).clock_from == moment("2026-11-23 17:00")
    release(code, by=cast.minh, at=moment("2026-11-23 17:00"))
    agrees()
    assert Dossier.objects.get(code=code).due_at == moment("2026-11-27 17:00")


def test_the_handlers_own_limit_begins_with_the_paper(cast):
    code = afar(cast).code
    before = WorkItem.objects.get(dossier__code=code, closed_at=None).due_at
    receive_transfer(code, by=cast.minh, at=moment("2026-11-20 14:00"))
    after = WorkItem.objects.get(dossier__code=code, closed_at=None).due_at
    assert (before, after) == (moment("2026-11-25 17:00"), moment("2026-11-23 17:00"))


@pytest.mark.parametrize("who", ["tuyet", "quang", "an", "quan"])
def test_only_who_works_for_the_competent_agency_records_that_the_paper_came(cast, who):
    code = afar(cast).code
    said = refused(lambda: receive_transfer(code, by=cast.actor(who), at=FRIDAY + timedelta(hours=1)))
    assert said == "Việc này thuộc quầy của cơ quan giải quyết."


def test_paper_cannot_come_twice(cast):
    code = afar(cast).code
    receive_transfer(code, by=cast.lan, at=moment("2026-11-20 14:00"))
    said = refused(lambda: receive_transfer(code, by=cast.lan, at=moment("2026-11-20 15:00")))
    assert said == "Hồ sơ giấy đã được ghi nhận chuyển đến lúc 14:00 20/11/2026."


def test_paper_cannot_come_before_it_was_taken_in(cast):
    code = afar(cast).code
    said = refused(lambda: receive_transfer(code, by=cast.lan, at=FRIDAY - timedelta(minutes=1)))
    assert said == "Hồ sơ giấy không thể chuyển đến lúc 08:59 20/11/2026, trước khi tiếp nhận lúc 09:00 20/11/2026."


def test_what_never_travelled_does_not_arrive(cast):
    own = file_and_accept(stage.intake(cast), by=cast.lan, at=FRIDAY).code
    sent = afar(cast, transfer="electronic").code
    at = FRIDAY + timedelta(hours=1)
    assert "chính cơ quan giải quyết" in refused(lambda: receive_transfer(own, by=cast.lan, at=at))
    assert "chuyển điện tử" in refused(lambda: receive_transfer(sent, by=cast.lan, at=at))


# Nobody knows yet who decides


def unrouted(cast, at=FRIDAY) -> Dossier:
    return file(stage.intake(cast, competent_id=UNKNOWN), by=cast.lan, at=at)


def test_a_dossier_is_taken_down_without_knowing_who_decides_and_promises_nothing(cast):
    dossier = unrouted(cast)
    assert dossier.code.startswith("H48.148.01-")
    assert (dossier.state, dossier.due_at, dossier.is_unrouted) == (Status.FILED, None, True)
    assert dossier.routing_by == moment("2026-11-23 09:00")
    item = WorkItem.objects.get(dossier=dossier)
    assert (item.kind, item.role, item.agency_id, item.due_at) == (
        "route", "counter_head", cast.counter.pk, dossier.routing_by,
    )  # fmt: skip
    assert not Slip.objects.filter(dossier=dossier).exists()
    agrees()


@pytest.mark.parametrize("who", ["hanh", "an"])
def test_the_head_of_the_counter_or_supervision_routes_it_and_the_counter_accepts(cast, who):
    code = unrouted(cast).code
    route(code, by=cast.actor(who), at=FRIDAY + timedelta(hours=1), to=cast.commune.pk, reason="Cư trú tại xã Ba Tơ")
    agrees()
    accepted = accept(code, by=cast.lan, at=FRIDAY + timedelta(hours=2))
    assert (accepted.competent_id, accepted.transfer, accepted.state) == (cast.commune.pk, "", Status.ACCEPTED)
    event = Event.objects.get(stream=accepted.stream, kind="dossier.routed")
    assert read_facts(event.facts)["competent"] == "H48.148"
    agrees()


def test_routed_to_another_counters_agency_it_travels(cast):
    catalogue_actions.set_competences(cast.version.procedure, agencies=[cast.department], kinds=["commune_committee"])
    code = unrouted(cast).code
    route(code, by=cast.hanh, at=FRIDAY, to=cast.department.pk, reason="Có yếu tố nước ngoài", transfer="paper")
    accepted = accept(code, by=cast.lan, at=FRIDAY + timedelta(hours=1))
    assert accepted.transfer_by == moment("2026-11-23 17:00")
    assert WorkItem.objects.get(dossier=accepted, closed_at=None).agency_id == cast.department.pk
    agrees()


@pytest.mark.parametrize("verb", ["accept", "ask_supplement", "amend", "urge"])
def test_nothing_else_is_done_before_it_is_known_who_decides(cast, verb):
    code = unrouted(cast).code
    said = refused(lambda: ACTS[verb](cast, code, FRIDAY + timedelta(hours=1)))
    assert said == f"Hồ sơ {code} chưa rõ cơ quan nào giải quyết. Hãy xác định cơ quan giải quyết trước."


def test_it_may_be_refused_or_voided_and_leaves_no_work(cast):
    for end in (
        lambda code: refuse(code, by=cast.lan, at=FRIDAY + timedelta(hours=1), reasons=["Không thuộc tỉnh"]),
        lambda code: void(code, by=cast.hanh, at=FRIDAY + timedelta(hours=1), reason="Nhập trùng"),
    ):
        end(unrouted(cast).code)
    assert not WorkItem.objects.filter(closed_at=None).exists()
    agrees()


def test_it_cannot_be_accepted_in_one_go(cast):
    intake = stage.intake(cast, competent_id=UNKNOWN)
    said = refused(lambda: file_and_accept(intake, by=cast.lan, at=FRIDAY))
    assert said == "Chưa rõ cơ quan giải quyết thì chưa hẹn trả được: hãy chỉ ghi nhận hồ sơ."


def test_what_is_known_is_not_routed_again(cast):
    code = unrouted(cast).code
    there = {"to": cast.commune.pk, "reason": "Cư trú tại xã"}
    route(code, by=cast.hanh, at=FRIDAY, **there)
    said = refused(lambda: route(code, by=cast.hanh, at=FRIDAY + timedelta(hours=1), **there))
    assert said == f"Hồ sơ {code} đã rõ cơ quan giải quyết: Ủy ban nhân dân xã Ba Tơ."


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"reason": "  "}, "Cần ghi lý do: vì sao cơ quan này có thẩm quyền."),
        ({"reason": "x" * 501}, "Chỉ ghi nhiều nhất 500 ký tự."),
        ({"to": 0}, "Cơ quan giải quyết đã chọn không còn hoạt động."),
        ({"to": "department"}, "Sở Tư pháp không có thẩm quyền giải quyết thủ tục này."),
    ],
)
def test_a_bad_routing_is_refused_in_a_sentence(cast, changes, said):
    code = unrouted(cast).code
    to = changes.pop("to", "commune")
    given = {"to": getattr(cast, to).pk if isinstance(to, str) else to, "reason": "Cư trú"} | changes
    assert refused(lambda: route(code, by=cast.hanh, at=FRIDAY, **given)) == said
    agrees()


def test_a_receiver_does_not_route(cast):
    code = unrouted(cast).code
    said = refused(lambda: route(code, by=cast.lan, at=FRIDAY, to=cast.commune.pk, reason="Cư trú"))
    assert said == "Việc này thuộc người đứng đầu Bộ phận Một cửa nơi nhận hồ sơ."


def test_a_version_that_ended_before_it_was_known_who_decides_is_changed_once_that_is_known(cast):
    code = unrouted(cast).code
    line = read(stage.procedure_line(name="Thủ tục đăng ký khai sinh mới"))
    new, _ = catalogue_actions.publish(line, day=date(2026, 11, 23), by="test", at=FRIDAY)
    at = moment("2026-11-23 09:00")
    route(code, by=cast.hanh, at=at, to=cast.commune.pk, reason="Cư trú tại xã")
    said = refused(lambda: accept(code, by=cast.lan, at=at))
    assert said == "Thủ tục 1.000689 đã thay đổi từ 23/11/2026. Hãy chọn lại thủ tục để theo bản đang có hiệu lực."
    change = Amendment(version_id=new.pk, papers=stage.intake(cast).papers)
    amend(code, change, by=cast.lan, at=at, reason="Thủ tục có bản mới")
    assert accept(code, by=cast.lan, at=at).version_id == new.pk
    agrees()


def kinds(code: str) -> list[LineKind]:
    """The lines of the due date, which rows and journal tell alike."""
    offices, dossier = snapshot.present(), Dossier.objects.select_related("version", "case").get(code=code)
    rows = from_rows(dossier, list(dossier.holds.all()), [], offices)[Clock.LEGAL].due
    told = explained(code, offices)
    assert told is not None and told.readings[Clock.LEGAL].due == rows
    return [line.kind for line in rows.lines]
