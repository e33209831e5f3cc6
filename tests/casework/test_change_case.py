"""Changing the case: another limit of the same procedure counts from the original acceptance, never once it is late."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.casework.accept import accept
from motcua.casework.amend import Amendment, amend
from motcua.casework.change_case import Evidence, change_case
from motcua.casework.deadline_audit import audit
from motcua.casework.file import file, file_and_accept
from motcua.casework.office.days import DaysData, enter_days
from motcua.casework.reads.dossier import whole
from motcua.casework.reads.explanation import explained
from motcua.casework.rebuild import differences
from motcua.deadlines.clocks import Clock
from motcua.deadlines.models import CaseChange
from motcua.deadlines.queries import limit_of
from motcua.dossiers.models import Attachment, Dossier
from motcua.files.actions import store
from motcua.journal.models import Event
from motcua.journal.rules import read_facts
from motcua.kernel.explanation_lines import LineKind
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.papers.models import Slip
from motcua.policy.facts import Facts
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import moment

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-02 08:00")
PAPER = Evidence("12/BC-TP")
GROUND = "Phải xác minh nơi cư trú, khoản 2 Điều 18 Luật Hộ tịch"
OWN, VERIFIED, COMPLETE = 0, 1, 2


@pytest.fixture
def cast():
    cast = stage.enter()
    return replace(cast, version=stage.procedure_in_cases())


def received(cast, *, at=MONDAY, **more):
    return file_and_accept(stage.intake(cast, **more), by=cast.lan, at=at).code


def change(cast, code, at, *, to=VERIFIED, ground=GROUND, evidence=PAPER, by=None):
    return change_case(code, by=by or cast.son, at=at, to=to, ground=ground, evidence=evidence)


def no(act, words, *, field=None):
    said, at_field = refused(act)
    assert words in said
    assert at_field == field


def everything_agrees():
    check_all()
    assert [c.found for c in differences() if c.found] == []


class TestChosenAtReception:
    def test_a_dossier_is_judged_by_the_case_it_was_received_under(self, cast):
        own = Dossier.objects.get(code=received(cast))
        verified = Dossier.objects.get(code=received(cast, case=VERIFIED))
        assert (own.due_at, limit_of(own)) == (moment("2026-11-05 17:00"), Limit(3, Unit.WORKING_DAY))
        assert (verified.due_at, limit_of(verified)) == (moment("2026-11-12 17:00"), Limit(8, Unit.WORKING_DAY))
        everything_agrees()

    def test_the_receipt_says_the_limit_of_the_case(self, cast):
        code = received(cast, case=VERIFIED)
        content = Slip.objects.get(dossier__code=code, form="01").content
        assert (content["limit"], content["due"]) == ("8 ngày làm việc", "17 giờ 00, ngày 12/11/2026")

    def test_the_journal_names_the_case_by_its_number(self, cast):
        code = received(cast, case=COMPLETE)
        filed = Event.objects.get(stream=Dossier.objects.get(code=code).stream, kind="dossier.filed")
        assert read_facts(filed.facts)["case"] == COMPLETE

    def test_acceptance_may_settle_the_case_of_what_was_filed(self, cast):
        code = file(stage.intake(cast, case=COMPLETE), by=cast.lan, at=MONDAY).code
        dossier = accept(code, by=cast.lan, at=MONDAY + timedelta(hours=1), case_n=VERIFIED)
        assert dossier.due_at == moment("2026-11-12 17:00")
        everything_agrees()

    def test_acceptance_that_says_nothing_keeps_the_case(self, cast):
        code = file(stage.intake(cast, case=VERIFIED), by=cast.lan, at=MONDAY).code
        assert accept(code, by=cast.lan, at=MONDAY).due_at == moment("2026-11-12 17:00")

    @pytest.mark.parametrize("case", [3, 99])
    def test_a_case_that_the_procedure_does_not_have_is_refused_and_no_number_is_used(self, cast, case):
        no(lambda: received(cast, case=case), "không có trường hợp số", field="case")
        assert received(cast).endswith("0001")

    def test_another_procedure_leaves_the_case_behind(self, cast):
        code = received(cast, case=VERIFIED)
        other = stage.publish_procedure(code="1.000656", limit={"amount": 5, "unit": "working_day"})
        papers = stage.all_papers()
        change_ = Amendment(version_id=other.pk, papers=papers)
        dossier = amend(code, change_, by=cast.lan, at=MONDAY + timedelta(hours=1), reason="Chọn nhầm thủ tục")
        assert (dossier.case_id, dossier.due_at) == (None, moment("2026-11-09 17:00"))
        everything_agrees()

    def test_what_was_changed_under_the_procedure_before_is_of_no_account(self, cast):
        code = received(cast)
        change(cast, code, MONDAY + timedelta(minutes=10))
        other = stage.publish_procedure(code="1.000656", cases=[{"name": "Khác", "amount": 9, "unit": "working_day"}])
        change_ = Amendment(version_id=other.pk, papers=stage.all_papers())
        amend(code, change_, by=cast.lan, at=MONDAY + timedelta(hours=1), reason="Chọn nhầm thủ tục")
        facts = Facts(by=cast.minh, day=MONDAY.date(), offices=snapshot.present())
        by_rows = whole(code, facts, at=MONDAY + timedelta(hours=2), journal=False)
        assert by_rows.due.moment == moment("2026-11-05 17:00")
        assert [line.kind for line in by_rows.due.lines if line.kind is LineKind.CASE_CHANGED] == []
        everything_agrees()


class TestChanged:
    def test_the_new_limit_counts_from_the_original_acceptance(self, cast):
        code = received(cast)
        dossier = change(cast, code, moment("2026-11-04 16:00"))
        assert (dossier.accepted_at, dossier.due_at) == (MONDAY, moment("2026-11-12 17:00"))
        everything_agrees()

    def test_it_may_become_shorter(self, cast):
        code = received(cast, case=VERIFIED)
        assert change(cast, code, MONDAY + timedelta(hours=2), to=COMPLETE).due_at == moment("2026-11-03 14:00")
        everything_agrees()

    def test_it_may_go_back_to_the_limit_of_the_procedure_itself(self, cast):
        code = received(cast, case=VERIFIED)
        dossier = change(cast, code, MONDAY + timedelta(days=1), to=OWN)
        assert (dossier.case_id, dossier.due_at) == (None, moment("2026-11-05 17:00"))
        everything_agrees()

    def test_ended_pauses_stay_as_they_were(self, cast):
        code = received(cast)
        ACTS["hold_other"](cast, code, moment("2026-11-03 08:00"))
        ACTS["release"](cast, code, moment("2026-11-05 08:00"))
        assert change(cast, code, moment("2026-11-05 09:00")).due_at == moment("2026-11-16 17:00")
        everything_agrees()

    def test_a_restart_stays_a_restart(self, cast):
        code = received(cast)
        ACTS["propose_supplement"](cast, code, moment("2026-11-03 08:00"))
        ACTS["ask_supplement"](cast, code, moment("2026-11-03 09:00"))
        ACTS["receive_supplement"](cast, code, moment("2026-11-05 10:00"))
        dossier = change(cast, code, moment("2026-11-05 14:00"))
        assert (dossier.clock_from, dossier.due_at) == (moment("2026-11-05 10:00"), moment("2026-11-17 17:00"))
        everything_agrees()

    def test_a_restart_stays_one_though_the_new_limit_would_have_lapsed_before_the_request(self, cast):
        code = received(cast)
        ACTS["propose_supplement"](cast, code, moment("2026-11-04 14:00"))
        ACTS["ask_supplement"](cast, code, moment("2026-11-04 15:00"))
        ACTS["receive_supplement"](cast, code, moment("2026-11-06 08:00"))
        dossier = change(cast, code, moment("2026-11-06 09:00"), to=COMPLETE)
        assert dossier.due_at == moment("2026-11-09 14:00")
        everything_agrees()

    def test_while_the_clock_stands_the_pause_ends_into_the_new_limit(self, cast):
        code = received(cast)
        ACTS["hold"](cast, code, moment("2026-11-03 08:00"))
        assert change(cast, code, moment("2026-11-04 08:00")).due_at is None
        everything_agrees()
        ACTS["release"](cast, code, moment("2026-11-05 08:00"))
        assert Dossier.objects.get(code=code).due_at == moment("2026-11-16 17:00")
        everything_agrees()

    def test_while_an_answer_is_awaited_the_restart_counts_by_the_new_limit(self, cast):
        code = received(cast)
        ACTS["propose_supplement"](cast, code, moment("2026-11-03 08:00"))
        ACTS["ask_supplement"](cast, code, moment("2026-11-03 09:00"))
        assert change(cast, code, moment("2026-11-04 08:00")).due_at is None
        ACTS["receive_supplement"](cast, code, moment("2026-11-05 10:00"))
        assert Dossier.objects.get(code=code).due_at == moment("2026-11-17 17:00")
        everything_agrees()

    def test_the_calendar_known_now_counts(self, cast):
        code = received(cast, at=moment("2026-11-16 08:00"))
        day = DaysData(cast.province.pk, date(2026, 11, 25), "holiday", "Nghỉ bù", last=date(2026, 11, 25), basis="TB")
        enter_days(day, by=cast.quan, at=moment("2026-11-17 08:00"))
        assert change(cast, code, moment("2026-11-18 08:00")).due_at == moment("2026-11-30 17:00")
        everything_agrees()

    def test_the_applicant_gets_the_new_appointment_on_the_next_print_of_the_receipt(self, cast):
        code = received(cast)
        change(cast, code, moment("2026-11-04 16:00"))
        first, second = Slip.objects.filter(dossier__code=code, form="01").order_by("edition")
        assert (second.edition, second.number, second.content["print_number"]) == (2, first.number, 2)
        assert (second.content["limit"], second.content["due"]) == ("8 ngày làm việc", "17 giờ 00, ngày 12/11/2026")
        assert second.content["officer"] == first.content["officer"]

    def test_without_a_receipt_none_is_printed(self, cast):
        code = file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY, receipt=False).code
        change(cast, code, moment("2026-11-04 16:00"))
        assert not Slip.objects.filter(dossier__code=code).exists()

    def test_the_row_says_from_which_to_which_when_by_whom_and_on_what_ground(self, cast):
        code = received(cast)
        change(cast, code, moment("2026-11-04 16:00"))
        kept = CaseChange.objects.select_related("after", "by").get(dossier__code=code)
        assert (kept.before, kept.after.name) == (None, "Trường hợp phải xác minh")
        assert (kept.ground, kept.paper, kept.by.username) == (GROUND, "12/BC-TP", "son")
        assert (kept.due_before, kept.due_after) == (moment("2026-11-05 17:00"), moment("2026-11-12 17:00"))

    def test_a_scan_as_evidence_becomes_a_file_of_the_dossier(self, cast):
        code = received(cast)
        scan = store(name="bien-ban.pdf", content=b"%PDF-1.4\n%%EOF\n", at=MONDAY)
        change(cast, code, moment("2026-11-03 08:00"), evidence=Evidence(scan=scan))
        assert Attachment.objects.get(dossier__code=code).file == scan


class TestExplained:
    def test_the_explanation_tells_the_change_and_adds_up(self, cast):
        code = received(cast)
        change(cast, code, moment("2026-11-04 16:00"))
        found = explained(code, snapshot.present())
        lines = found.readings[Clock.LEGAL].due.lines
        told = [line for line in lines if line.kind is LineKind.CASE_CHANGED]
        assert [str(line.sentence) for line in told] == [
            "Chuyển trường hợp lúc 16:00 thứ Tư 04/11/2026: thời hạn 3 ngày làm việc đổi thành 8 ngày làm việc, "
            "vẫn tính từ lần tiếp nhận ban đầu."
        ]
        assert MONDAY.date() + timedelta(days=sum(line.days for line in lines)) == moment("2026-11-12 17:00").date()
        assert (found.case.name, [c.ground for c in found.changes]) == ("Trường hợp phải xác minh", [GROUND])

    def test_two_changes_are_told_in_order(self, cast):
        code = received(cast, case=VERIFIED)
        change(cast, code, moment("2026-11-03 08:00"), to=OWN)
        change(cast, code, moment("2026-11-04 08:00"), to=VERIFIED)
        lines = explained(code, snapshot.present()).readings[Clock.LEGAL].due.lines
        limits = [[str(limit.sentence()) for limit in line.limits] for line in lines if line.limits]
        assert limits == [["8 ngày làm việc", "3 ngày làm việc"], ["3 ngày làm việc", "8 ngày làm việc"]]
        everything_agrees()

    def test_the_audit_finds_a_due_date_that_was_moved_beside_the_journal(self, cast):
        code = received(cast)
        change(cast, code, moment("2026-11-04 16:00"))
        Dossier.objects.filter(code=code).update(due_at=moment("2026-11-05 17:00"))
        assert [a.code for a in audit(snapshot.present()) if a.differs] == [code]

    def test_the_rebuild_finds_a_case_that_was_changed_beside_the_journal(self, cast):
        code = received(cast, case=VERIFIED)
        Dossier.objects.filter(code=code).update(case=None)
        assert ["case" in str(c.found[0]) for c in differences() if c.found] == [True]


class TestRefused:
    @pytest.mark.parametrize("at", ["2026-11-05 17:00", "2026-11-05 17:01", "2026-11-20 08:00"])
    def test_at_the_due_moment_and_after_it(self, cast, at):
        code = received(cast)
        no(lambda: change(cast, code, moment(at)), "Đã đến hạn giải quyết lúc 17:00 05/11/2026")

    def test_a_minute_before_it_is_early_enough(self, cast):
        assert change(cast, received(cast), moment("2026-11-05 16:59")).due_at == moment("2026-11-12 17:00")

    @pytest.mark.parametrize("at", ["2026-11-03 14:00", "2026-11-04 08:00"])
    def test_where_the_new_limit_is_over_already(self, cast, at):
        code = received(cast)
        no(lambda: change(cast, code, moment(at), to=COMPLETE), "đã hết lúc 14:00 03/11/2026", field="to")
        everything_agrees()

    def test_where_the_new_limit_was_over_before_the_clock_stood(self, cast):
        code = received(cast)
        ACTS["hold"](cast, code, moment("2026-11-04 08:00"))
        no(lambda: change(cast, code, moment("2026-11-04 09:00"), to=COMPLETE), "đã hết lúc", field="to")

    def test_a_lapsed_limit_is_not_revived_by_a_pause(self, cast):
        code = received(cast)
        ACTS["hold_other"](cast, code, moment("2026-11-06 08:00"))
        no(lambda: change(cast, code, moment("2026-11-06 09:00")), "Đã đến hạn giải quyết")

    @pytest.mark.parametrize("case", [OWN, VERIFIED])
    def test_to_the_case_it_is_judged_by_already(self, cast, case):
        code = received(cast, case=case)
        no(
            lambda: change(cast, code, MONDAY + timedelta(hours=1), to=case),
            "đang được giải quyết theo trường hợp này",
            field="to",
        )

    def test_to_a_case_of_another_version(self, cast):
        code = received(cast)
        no(lambda: change(cast, code, MONDAY + timedelta(hours=1), to=3), "không có trường hợp số 3", field="to")

    @pytest.mark.parametrize("ground", ["", " \n"])
    def test_without_a_ground(self, cast, ground):
        code = received(cast)
        no(lambda: change(cast, code, MONDAY + timedelta(hours=1), ground=ground), "căn cứ", field="ground")

    def test_without_evidence(self, cast):
        code = received(cast)
        no(lambda: change(cast, code, MONDAY + timedelta(hours=1), evidence=Evidence(" ")), "bằng chứng", field="paper")

    def test_with_a_ground_that_no_column_holds(self, cast):
        code = received(cast)
        no(lambda: change(cast, code, MONDAY + timedelta(hours=1), ground="a" * 501), "500", field="ground")

    @pytest.mark.parametrize("who", ["lan", "hanh", "minh", "roi", "quan", "an"])
    def test_to_all_but_the_leader_of_the_competent_agency(self, cast, who):
        code = received(cast)
        no(
            lambda: change(cast, code, MONDAY + timedelta(hours=1), by=cast.actor(who)),
            "lãnh đạo của cơ quan giải quyết",
        )

    def test_before_acceptance(self, cast):
        code = file(stage.intake(cast), by=cast.lan, at=MONDAY).code
        no(lambda: change(cast, code, MONDAY + timedelta(hours=1)), "Mới đăng ký")

    def test_before_acceptance_though_a_supplement_is_awaited(self, cast):
        code = file(stage.intake(cast), by=cast.lan, at=MONDAY).code
        ACTS["ask_supplement"](cast, code, MONDAY + timedelta(minutes=5))
        no(lambda: change(cast, code, MONDAY + timedelta(hours=1)), "chưa được tiếp nhận")

    def test_where_the_procedure_has_no_cases(self, cast):
        plain = stage.publish_procedure(code="1.000656")
        code = received(cast, version_id=plain.pk)
        no(lambda: change(cast, code, MONDAY + timedelta(hours=1)), "chỉ có một thời hạn")

    def test_and_leaves_no_trace(self, cast):
        code = received(cast)
        before = Dossier.objects.get(code=code)
        with pytest.raises(Refused):
            change(cast, code, moment("2026-11-04 08:00"), to=COMPLETE)
        after = Dossier.objects.get(code=code)
        assert (after.case_id, after.due_at, after.chain_n) == (None, before.due_at, before.chain_n)
        assert not CaseChange.objects.exists()
