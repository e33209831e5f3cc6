"""A dossier at agencies that its process names: asked at once, answered by their own clocks, opened because they take
part; and what a row of a process asks of who does it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from motcua.casework.advance import advance, send_back
from motcua.casework.attach import attach
from motcua.casework.close_agency import close_agency
from motcua.casework.file import file_and_accept
from motcua.casework.reads.dossier import whole
from motcua.casework.reads.pointers import dossier_of, is_visible
from motcua.casework.reads.verbs import possible
from motcua.casework.reads.worklist import Question, Tab, worklist
from motcua.casework.resolve import resolve
from motcua.casework.return_result import return_result
from motcua.files.actions import store
from motcua.files.models import StoredFile
from motcua.kernel.sentences import Refused
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.models import Agency
from motcua.policy.facts import Facts
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.asking import ASKED, INSURANCE, JUSTICE, LINE, POLICE, asking, open_, post
from tests.casework.consistency import check_all
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 08:00")
ANSWERS = {POLICE: "cuc", INSURANCE: "nhat", JUSTICE: "quang"}
CLERK_TO_SIGN = [replace(LINE[1], needs="other"), replace(LINE[2], role="specialist", kind="review", needs="other")]


@pytest.fixture
def cast():
    return stage.enter()


def filed(cast, at: datetime = AT) -> str:
    return file_and_accept(stage.intake(cast), by=cast.lan, at=at).code


def facts(cast, who: str) -> Facts:
    return Facts(by=cast.actor(who), day=AT.date(), offices=snapshot.present())


def open_at(code: str) -> dict[str, int]:
    """The open steps by the code of the agency where they lie."""
    items = WorkItem.objects.filter(dossier__code=code, closed_at__isnull=True)
    return dict(items.values_list("agency__code", "pk"))


def answered(cast, code: str, *agencies: str, at: datetime = AT + timedelta(hours=1)) -> None:
    for agency in agencies:
        note = "Không có ý kiến khác."
        advance(code, by=cast.actor(ANSWERS[agency]), at=at, item_id=open_at(code)[agency], note=note)


# Named agencies


def test_three_agencies_are_asked_at_once_and_the_last_answer_leads_on(cast):
    asking(cast)
    code = filed(cast)
    assert set(open_at(code)) == {POLICE, INSURANCE, JUSTICE}
    answered(cast, code, INSURANCE, POLICE)
    assert set(open_at(code)) == {JUSTICE}
    answered(cast, code, JUSTICE)
    assert set(open_at(code)) == {"H48.148"}
    check_all()


def test_a_whole_life_through_three_agencies_ends_in_the_applicants_hands(cast):
    asking(cast)
    code = filed(cast)
    answered(cast, code, POLICE, INSURANCE, JUSTICE)
    advance(code, by=cast.son, at=AT + timedelta(hours=2))
    advance(code, by=cast.roi, at=AT + timedelta(hours=2), result=stage.result(issued_on=AT.date()))
    resolve(code, by=cast.lan, at=AT + timedelta(hours=3))
    assert return_result(code, by=cast.lan, at=AT + timedelta(hours=3)).status == 10
    check_all()


def test_each_agency_counts_its_time_by_its_own_calendar(cast):
    asking(cast)
    week = {day: [["08:00", "10:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    police = Agency.objects.get(code=POLICE)
    office_actions.set_office_hours(
        agency_id=police.pk, weekdays=week, day=date(2026, 2, 1), by="test", at=stage.BEGINNING
    )
    code = filed(cast)
    due = dict(WorkItem.objects.filter(dossier__code=code, step__kind="consult").values_list("agency__code", "due_at"))
    assert due[INSURANCE] == due[JUSTICE] == moment("2026-11-02 14:00")
    assert due[POLICE] == moment("2026-11-03 10:00")


def test_an_answer_needs_words_and_without_them_nothing_changes(cast):
    asking(cast)
    code = filed(cast)
    before = open_at(code)
    with pytest.raises(Refused, match="Cần ghi ý kiến trả lời") as refused:
        advance(code, by=cast.cuc, at=AT, item_id=before[POLICE], note="  ")
    assert refused.value.field == "note"
    assert open_at(code) == before


def test_nobody_answers_for_another_agency(cast):
    asking(cast)
    code = filed(cast)
    with pytest.raises(Refused, match="vị trí khác"):
        advance(code, by=cast.cuc, at=AT, item_id=open_at(code)[INSURANCE], note="Đồng ý")


def test_the_agency_that_is_asked_sees_the_dossier_and_afterwards_what_it_answered(cast):
    asking(cast)
    code = filed(cast)
    item = open_at(code)[POLICE]
    assert [row.code for row in worklist(facts(cast, "cuc"), Question(tab=Tab.MINE), at=AT)] == [code]
    for _ in range(2):
        assert is_visible(code, facts(cast, "cuc"))
        assert dossier_of(item, facts(cast, "cuc")) == code
        assert whole(code, facts(cast, "cuc"), at=AT) is not None
        if item in open_at(code).values():
            answered(cast, code, POLICE)
    assert [row.code for row in worklist(facts(cast, "cuc"), Question(tab=Tab.MINE), at=AT)] == []


def test_an_agency_that_is_not_asked_sees_nothing(cast):
    asking(cast, ASKED[:2])
    code = filed(cast)
    assert not is_visible(code, facts(cast, "quang"))
    assert whole(code, facts(cast, "quang"), at=AT) is None
    assert dossier_of(open_at(code)[POLICE], facts(cast, "quang")) is None


def test_who_took_the_place_of_a_closed_agency_does_its_steps(cast):
    asking(cast)
    heir = open_("H48.08", "Công an khu vực")
    police = Agency.objects.get(code=POLICE)
    close_agency(agency_id=police.pk, successor_id=heir.pk, on=AT.date(), by=cast.quan, at=AT)
    assert set(open_at(filed(cast, AT + timedelta(hours=1)))) == {"H48.08", INSURANCE, JUSTICE}


def test_where_nobody_took_its_place_the_agency_that_decides_does_the_step(cast):
    asking(cast, ASKED[:1])
    cast.people["cuc"].posts.all().delete()
    police = Agency.objects.get(code=POLICE)
    close_agency(agency_id=police.pk, successor_id=None, on=AT.date(), by=cast.quan, at=AT)
    assert set(open_at(filed(cast, AT + timedelta(hours=1)))) == {"H48.148"}


def test_who_is_asked_may_add_a_file(cast):
    asking(cast)
    code = filed(cast)
    attach(code, by=cast.cuc, at=AT, files=[("y-kien.pdf", paper())], kind="evidence")
    answered(cast, code, POLICE)
    check_all()


def paper() -> StoredFile:
    return store(content=b"%PDF-1.4 y kien", name="y-kien.pdf", at=AT)


# What a row asks for


def test_four_eyes_are_those_of_two_people(cast):
    asking(cast, CLERK_TO_SIGN[:1])
    post(cast, cast.commune, "nhat")
    code = filed(cast)
    advance(code, by=cast.minh, at=AT)  # nobody did a step of processing before
    assert possible(whole(code, facts(cast, "son"), at=AT))["advance"].why_not is None


def test_who_did_a_step_before_may_not_do_the_one_that_asks_for_another(cast):
    asking(cast, [replace(LINE[1]), replace(CLERK_TO_SIGN[1], name="Thẩm tra")])
    post(cast, cast.commune, "nhat")
    code = filed(cast)
    advance(code, by=cast.minh, at=AT)
    with pytest.raises(Refused, match="người khác với người đã làm bước “Thụ lý”"):
        advance(code, by=cast.minh, at=AT)
    told = possible(whole(code, facts(cast, "minh"), at=AT))["advance"].why_not
    assert "người khác với người đã làm bước “Thụ lý”" in str(told)
    advance(code, by=cast.nhat, at=AT)
    check_all()


def test_who_gets_their_own_step_back_may_do_it_again(cast):
    asking(cast, [replace(LINE[1]), replace(CLERK_TO_SIGN[1], name="Thẩm tra")])
    post(cast, cast.commune, "nhat")
    code = filed(cast)
    advance(code, by=cast.minh, at=AT)
    advance(code, by=cast.nhat, at=AT)
    send_back(code, by=cast.son, at=AT, to_step=3, note="Thiếu căn cứ")
    advance(code, by=cast.nhat, at=AT)


@pytest.mark.parametrize("note", ["", "   "])
def test_a_row_that_asks_for_an_opinion_is_not_done_without(cast, note):
    asking(cast, [replace(LINE[1], needs="note")])
    code = filed(cast)
    with pytest.raises(Refused, match="phải ghi ý kiến") as refused:
        advance(code, by=cast.minh, at=AT, note=note)
    assert refused.value.field == "note"
    advance(code, by=cast.minh, at=AT, note="Đủ điều kiện")


def test_a_row_that_asks_for_a_file_is_done_with_one_added_since_it_began(cast):
    asking(cast, [replace(LINE[1], needs="file")])
    code = filed(cast)
    with pytest.raises(Refused, match="phải kèm tệp"):
        advance(code, by=cast.minh, at=AT + timedelta(hours=1))
    attach(code, by=cast.lan, at=AT + timedelta(hours=1), files=[("a.pdf", paper())], kind="evidence")
    with pytest.raises(Refused, match="phải kèm tệp"):  # somebody else's
        advance(code, by=cast.minh, at=AT + timedelta(hours=1))
    attach(code, by=cast.minh, at=AT + timedelta(hours=1), files=[("b.pdf", paper())], kind="evidence")
    advance(code, by=cast.minh, at=AT + timedelta(hours=1))
