"""Linked procedures: one declaration, several dossiers, one slip; each goes on when the result before it is there."""

import pytest

from motcua.casework.accept import accept
from motcua.casework.advance import advance
from motcua.casework.ask_supplement import ask_supplement
from motcua.casework.backdating import Claim
from motcua.casework.end import withdraw
from motcua.casework.file import file_and_accept
from motcua.casework.file_linked import file_linked
from motcua.casework.intake import Paper
from motcua.casework.linked import asked_for, checklist, group_called
from motcua.casework.rebuild import differences
from motcua.casework.receive_supplement import receive_supplement
from motcua.casework.refuse import refuse
from motcua.casework.resolve import resolve
from motcua.casework.return_result import return_result
from motcua.casework.supplements import Item, enough
from motcua.dossiers.models import Declaration, Dossier, LinkedDossier, Series
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.papers.models import Slip
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework import declarations as d
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = stage.enter()
    d.publish()
    return cast


PAPERS = [{"name": d.FORM, "originals": 1, "copies": 0}]


def at(text: str):
    return moment(f"2026-11-{text}")


def open_work(code: str) -> list[str]:
    return list(WorkItem.objects.filter(dossier__code=code, closed_at=None).values_list("kind", flat=True))


def test_one_declaration_brings_a_dossier_of_each_procedure_with_codes_of_the_receiving_counter(cast):
    filed = d.declare(cast)
    codes = [filed.code(n) for n in (1, 2, 3)]
    assert codes == [f"H48.148.01-261102-000{n}" for n in (1, 2, 3)]
    assert filed.declaration.code == codes[0]
    assert [filed[n].version.procedure.code for n in (1, 2, 3)] == [d.BIRTH, d.RESIDENCE, d.INSURANCE]


def test_what_waits_for_nothing_is_accepted_and_the_rest_waits_without_clock_or_work(cast):
    filed = d.declare(cast)
    assert [filed[n].status for n in (1, 2, 3)] == [2, 1, 1]
    assert [filed[n].due_at for n in (2, 3)] == [None, None]
    assert open_work(filed.code(1)) == ["process"]
    assert open_work(filed.code(2)) == open_work(filed.code(3)) == []
    assert [filed.link(n) for n in (1, 2, 3)] == ["at_once", "waiting", "waiting"]


def test_birth_residence_and_insurance_follow_one_another_to_the_end(cast):
    filed = d.declare(cast)
    d.finish(cast, filed.code(1), at("02 15:00"))
    residence = filed[2]
    assert (residence.status, residence.accepted_at, residence.due_at) == (2, at("02 15:00"), at("11 17:00"))
    assert (filed.link(2), filed[3].status) == ("followed", 1)
    d.finish(cast, filed.code(2), at("06 10:00"))
    insurance = filed[3]
    assert (insurance.accepted_at, insurance.due_at) == (at("06 10:00"), at("13 17:00"))
    d.finish(cast, filed.code(3), at("09 09:00"))
    for n in (1, 2, 3):
        return_result(filed.code(n), by=cast.lan, at=at("10 08:00"))
    assert [filed[n].status for n in (1, 2, 3)] == [10, 10, 10]
    assert all(not compared.found for compared in differences())


def test_an_electronic_result_sets_the_next_one_going_too(cast):
    filed = d.declare(cast)
    for verb in ("advance", "advance", "resolve_electronic"):
        ACTS[verb](cast, filed.code(1), at("02 15:00"))
    assert filed[2].accepted_at == at("02 15:00")


def test_who_waits_is_accepted_by_nobody_before_the_result_is_there(cast):
    filed = d.declare(cast)
    with pytest.raises(Refused, match=filed.code(1)):
        accept(filed.code(2), by=cast.lan, at=at("02 09:00"))


def test_one_receipt_lists_all_dossiers_with_the_end_of_the_longest_chain(cast):
    filed = d.declare(cast)
    slip = Slip.objects.get()
    assert slip.dossier == filed[1]
    assert [(row["n"], row["code"], row["after"]) for row in slip.content["linked"]] == [
        (1, filed.code(1), 0),
        (2, filed.code(2), 1),
        (3, filed.code(3), 2),
    ]
    # 1 working day to 3 November, 7 to the 12th, 5 to the 19th
    assert slip.content["due"] == "17 giờ 00, ngày 19/11/2026"
    assert filed.declaration.appointment_at == at("19 17:00")
    assert slip.content["procedure"]["code"] == d.GROUP


def test_a_paper_that_several_procedures_ask_for_is_ticked_once_and_lies_in_each(cast):
    group = group_called(d.GROUP, d.MONDAY.date())
    lines = checklist(asked_for(group, d.MONDAY.date()))
    assert [(line.n, line.name) for line in lines] == [
        (1, d.FORM),
        (2, "Giấy chứng sinh"),
        (3, "Ý kiến đồng ý của chủ hộ"),
    ]
    filed = d.declare(cast)
    assert [[r.name for r in filed[n].received.all()] for n in (1, 2, 3)] == [
        [d.FORM, "Giấy chứng sinh"],
        [d.FORM, "Ý kiến đồng ý của chủ hộ"],
        [d.FORM],
    ]
    assert [p["name"] for p in Slip.objects.get().content["components"]] == [line.name for line in lines]


def test_a_paper_beside_the_list_lies_in_the_first_dossier_alone(cast):
    filed = d.declare(cast, papers=(*d.papers(), Paper(0, name="Giấy ủy quyền", originals=1)))
    assert [filed[n].received.filter(name="Giấy ủy quyền").count() for n in (1, 2, 3)] == [1, 0, 0]


def test_a_line_of_the_checklist_that_is_not_marked_is_named_by_its_number_there(cast):
    with pytest.raises(Refused, match="giấy tờ số 3") as no:
        d.declare(cast, papers=d.papers()[:2])
    assert no.value.field == "papers"


def test_a_refusal_leaves_nothing_behind(cast):
    stage.publish_procedure(code=d.INSURANCE, name="Cấp thẻ", limit=None, components=PAPERS)  # no longer receivable
    with pytest.raises(Refused, match="Thủ tục số 3"):
        d.declare(cast)
    assert not Dossier.objects.exists() and not Declaration.objects.exists() and not Series.objects.exists()


def test_who_receives_nothing_here_files_no_declaration(cast):
    with pytest.raises(Refused):
        file_linked(d.intake(cast), by=cast.minh, at=d.MONDAY)


@pytest.mark.parametrize("how", ["withdraw", "void", "refused_result"])
def test_when_no_result_is_to_come_the_counter_is_told_and_decides(cast, how):
    filed = d.declare(cast)
    first = filed.code(1)
    if how == "refused_result":
        for verb in ("advance", "advance"):
            ACTS[verb](cast, first, at("02 14:00"))
        said = stage.result(issued_on=at("02 14:00").date(), outcome="refused", reason="Trùng")
        advance(first, by=cast.roi, at=at("02 14:30"), result=said)
        resolve(first, by=cast.lan, at=at("02 15:00"))
    else:
        ACTS[how](cast, first, at("02 15:00"))
    assert (filed[2].status, filed.link(2), open_work(filed.code(2))) == (1, "stranded", ["receive"])
    told = Event.objects.get(stream=filed[2].stream, kind="linked.stranded")
    assert first in told.payload.body
    assert (filed.link(3), open_work(filed.code(3))) == ("waiting", [])
    assert all(not compared.found for compared in differences())


def test_the_counter_may_go_on_without_the_result_or_end_it_and_so_on_down_the_chain(cast):
    filed = d.declare(cast)
    withdraw(filed.code(1), by=cast.lan, at=at("02 15:00"), request="Đơn xin rút")
    accept(filed.code(2), by=cast.lan, at=at("03 08:00"))
    assert filed[2].status == 2
    withdraw(filed.code(2), by=cast.lan, at=at("03 09:00"), request="Đơn xin rút")
    refuse(filed.code(3), by=cast.lan, at=at("03 10:00"), reasons=["Không còn thường trú để cấp thẻ"])
    assert [filed[n].status for n in (1, 2, 3)] == [7, 7, 3]


def test_what_ended_while_it_waited_stays_ended(cast):
    filed = d.declare(cast)
    refuse(filed.code(2), by=cast.lan, at=at("02 10:00"), reasons=["Người nộp rút"])
    d.finish(cast, filed.code(1), at("02 15:00"))
    assert (filed[2].status, filed.link(2)) == (3, "followed")
    assert (filed.link(3), open_work(filed.code(3))) == ("stranded", ["receive"])


def test_a_procedure_changed_meanwhile_is_left_to_the_counter(cast):
    filed = d.declare(cast)
    stage.publish_procedure(code=d.RESIDENCE, name="Đăng ký thường trú", limit={"amount": 3, "unit": "working_day"})
    d.finish(cast, filed.code(1), at("02 15:00"))
    assert (filed[1].status, filed[2].status, filed.link(2)) == (9, 1, "stranded")
    assert open_work(filed.code(2)) == ["receive"]


def test_what_waits_for_its_applicant_when_the_result_comes_is_accepted_by_hand_later(cast):
    filed = d.declare(cast)
    items = (Item("Ý kiến đồng ý của chủ hộ", "Chưa ký", "Ký lại", n=2), *enough([1]))
    ask_supplement(filed.code(2), by=cast.lan, at=at("02 10:00"), items=items)
    d.finish(cast, filed.code(1), at("02 15:00"))
    assert (filed[2].status, filed.link(2), open_work(filed.code(2))) == (5, "followed", ["receive"])
    receive_supplement(filed.code(2), by=cast.lan, at=at("03 08:00"), papers=[Paper(2, originals=1)])
    accept(filed.code(2), by=cast.lan, at=at("03 08:10"))
    assert filed[2].accepted_at == at("03 08:10")
    assert all(not compared.found for compared in differences())


def test_two_that_need_the_same_result_begin_together(cast):
    members = [{"procedure": d.BIRTH}, {"procedure": d.RESIDENCE, "after": 1}, {"procedure": d.INSURANCE, "after": 1}]
    d.put(d.line(members=members))
    filed = d.declare(cast)
    d.finish(cast, filed.code(1), at("02 15:00"))
    assert [filed[n].accepted_at for n in (2, 3)] == [at("02 15:00")] * 2
    assert filed.declaration.appointment_at == at("12 17:00")


def test_a_receipt_printed_again_goes_on_telling_the_whole_declaration(cast):
    filed = d.declare(cast)
    ACTS["amend"](cast, filed.code(1), at("02 09:00"))
    first, second = Slip.objects.order_by("edition")
    assert (second.edition, second.serial) == (2, first.serial)
    assert second.content["applicant"]["phone"] == "0905 999 888"
    for said in ("linked", "due", "limit", "procedure", "components"):
        assert second.content[said] == first.content[said]


def test_whoever_entered_the_result_late_leaves_the_next_clock_to_begin_when_it_was_recorded(cast):
    filed = d.declare(cast)
    for verb in ("advance", "advance", "advance"):
        ACTS[verb](cast, filed.code(1), at("02 10:00"))
    claim = Claim(at("02 11:00"), "Mất mạng", "Phiếu 7")
    resolve(filed.code(1), by=cast.lan, at=at("02 15:00"), claim=claim)
    assert filed[2].accepted_at == at("02 15:00")


def test_an_ordinary_dossier_is_a_member_of_nothing(cast):
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=d.MONDAY)
    d.finish(cast, dossier.code, at("02 15:00"))
    assert not LinkedDossier.objects.exists()
