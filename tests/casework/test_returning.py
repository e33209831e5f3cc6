"""Results handed out, sent, waited for and taken back; originals given back; papers that got lost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.casework.file import file_and_accept
from motcua.casework.originals import Kept, give_back, keep_originals
from motcua.casework.post_result import post_result, result_came_back
from motcua.casework.record_loss import LossData, record_loss
from motcua.casework.remind import remind, show_contact
from motcua.casework.return_result import Taken, return_result, return_results
from motcua.casework.wrong_result import settle_wrong_result
from motcua.dossiers.models import Result
from motcua.dossiers.states import Status
from motcua.files.actions import store
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.papers.models import Slip
from motcua.papers.rendering import render
from motcua.returning.models import Handover, Loss, Original, Posting, Reminder, WrongResult
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.refusals import refused
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 08:00")
READY = ("advance", "advance", "advance", "resolve")
LETTER = Taken(
    taker="authorised",
    name="Võ Thị Hoa",
    number="051190000777",
    authority_document="12/UQ",
    authority_date=date(2026, 11, 18),
)
LOSS = LossData("lost", "Giấy chứng sinh", "Thất lạc khi chuyển phòng", "Lê Văn Minh", "Giấy chứng sinh")


@pytest.fixture
def cast():
    return stage.enter()


def ready(cast, **changes) -> str:
    """A dossier whose result lies at the counter; its code."""
    code = file_and_accept(stage.intake(cast, **changes), by=cast.lan, at=AT).code
    for n, verb in enumerate(READY, 1):
        ACTS[verb](cast, code, AT + timedelta(minutes=n))
    return code


LATER = AT + timedelta(hours=1)


# Who takes it


def test_the_applicant_takes_it_under_their_own_name(cast):
    code = ready(cast)
    assert return_result(code, by=cast.lan, at=LATER, taken=Taken()).state is Status.RETURNED
    row = Handover.objects.get()
    assert (row.taker, row.way, row.name, row.number) == ("applicant", "counter", stage.citizen().name, "051090001234")
    assert (row.n, row.handed_by_id, row.handed_at) == (1, cast.lan.account_id, LATER)
    assert Result.objects.get().returned_to == stage.citizen().name


def test_an_authorised_person_shows_both_papers(cast):
    code = ready(cast)
    return_result(code, by=cast.lan, at=LATER, taken=LETTER)
    row = Handover.objects.get()
    assert (row.name, row.number, row.authority_document) == ("Võ Thị Hoa", "051190000777", "12/UQ")
    payload = Event.objects.get(kind="dossier.returned").payload.body
    assert "12/UQ (18/11/2026)" in payload and "authorised" in payload


@pytest.mark.parametrize(
    "lacks, field",
    [
        ({"name": " "}, "name"),
        ({"number": ""}, "number"),
        ({"authority_document": ""}, "authority_document"),
        ({"authority_date": None}, "authority_date"),
        ({"authority_date": date(2026, 11, 20)}, "authority_date"),
        ({"taker": "thief"}, "taker"),
        ({"way": "dove"}, "way"),
        ({"taker": "owner", "name": "Người Lạ"}, "name"),
    ],
)
def test_whoever_takes_it_for_another_must_be_allowed_to(cast, lacks, field):
    code = ready(cast)
    assert refused(lambda: return_result(code, by=cast.lan, at=LATER, taken=replace(LETTER, **lacks)))[1] == field
    assert not Handover.objects.exists()


def test_the_only_owner_needs_no_name_and_one_of_several_is_found_without_accents(cast):
    first, second = stage.citizen(name="Đinh Thị Bé", number=""), stage.citizen(name="Đinh Văn Ba", number="")
    first, second = (replace(p, no_number_reason="Trẻ em chưa có") for p in (first, second))
    one = ready(cast, owners=(first,))
    two = ready(cast, owners=(first, second))
    return_result(one, by=cast.lan, at=LATER, taken=Taken(taker="owner"))
    return_result(two, by=cast.lan, at=LATER, taken=Taken(taker="owner", name="dinh van ba"))
    assert list(Handover.objects.values_list("name", flat=True)) == ["Đinh Thị Bé", "Đinh Văn Ba"]


def test_what_was_drawn_on_the_screen_is_kept(cast):
    drawn = store(name="ky.png", content=b"\x89PNG\r\n\x1a\n" + b"0" * 40, at=AT)
    code = ready(cast)
    return_result(code, by=cast.lan, at=LATER, taken=Taken(signature=drawn))
    assert Handover.objects.get().signature == drawn


def test_only_an_electronic_result_goes_out_electronically(cast):
    code = ready(cast)
    said = refused(lambda: return_result(code, by=cast.lan, at=LATER, taken=Taken(way="electronic")))
    assert said == (f"Kết quả của hồ sơ {code} không phải bản điện tử.", "way")


# Several at once


def test_several_results_of_one_person_are_handed_out_in_one_go_with_the_originals(cast):
    codes = [ready(cast), ready(cast)]
    keep_originals(codes[0], by=cast.lan, at=LATER, papers=[Kept("Sổ đỏ"), Kept("Sổ hộ khẩu")])
    done = return_results(codes, by=cast.lan, at=LATER, taken=LETTER, originals={codes[0]: [2]})
    assert [d.status for d in done] == [10, 10]
    assert list(Original.objects.values_list("n", "given_back_to")) == [(1, ""), (2, "Võ Thị Hoa")]


def test_results_of_two_people_are_not_handed_out_together(cast):
    other = stage.citizen(name="Người Khác", number="051090009999")
    codes = [ready(cast), ready(cast, applicant=other)]
    said = refused(lambda: return_results(codes, by=cast.lan, at=LATER, taken=Taken()))
    assert said == ("Các hồ sơ đã chọn không cùng người nộp. Hãy trả cho từng người một.", "codes")


def test_one_that_cannot_be_handed_out_keeps_all_of_them_back(cast):
    codes = [ready(cast), ready(cast)]
    return_result(codes[1], by=cast.lan, at=LATER, taken=Taken())
    with pytest.raises(Refused):
        return_results(codes, by=cast.lan, at=LATER + timedelta(minutes=1), taken=Taken())
    assert Handover.objects.count() == 1


# By post


def test_what_the_post_has_is_returned_when_it_was_delivered(cast):
    code = ready(cast, delivery="post")
    assert post_result(code, by=cast.lan, at=LATER, item_number=" cp1vn ").state is Status.FINISHED
    assert refused(lambda: post_result(code, by=cast.lan, at=LATER, item_number="CP2VN"))[0].startswith("Kết quả của")
    assert "CP1VN" in refused(lambda: return_result(code, by=cast.lan, at=LATER, taken=Taken()))[0]
    return_result(code, by=cast.lan, at=LATER + timedelta(days=2), taken=Taken(way="post"))
    assert Posting.objects.get().delivered_at == LATER + timedelta(days=2)
    assert Handover.objects.get().way == "post"


def test_what_came_back_lies_at_the_counter_and_may_be_sent_again(cast):
    code = ready(cast)
    post_result(code, by=cast.lan, at=LATER, item_number="CP1VN")
    assert refused(lambda: result_came_back(code, by=cast.lan, at=LATER, reason=" "))[1] == "reason"
    result_came_back(code, by=cast.lan, at=LATER, reason="Đi vắng")
    assert refused(lambda: return_result(code, by=cast.lan, at=LATER, taken=Taken(way="post")))[1] == "way"
    assert refused(lambda: result_came_back(code, by=cast.lan, at=LATER, reason="Đi vắng"))
    post_result(code, by=cast.lan, at=LATER, item_number="CP2VN")
    assert Posting.objects.count() == 2


# Waiting


def test_a_reminder_is_kept_with_its_channel(cast):
    code = ready(cast)
    remind(code, by=cast.hanh, at=LATER, channel="sms", note="Lần 1")
    assert Reminder.objects.values_list("channel", "note", "reminded_by").get() == (
        "sms", "Lần 1", cast.hanh.account_id,
    )  # fmt: skip
    assert refused(lambda: remind(code, by=cast.lan, at=LATER, channel="owl"))[1] == "channel"


def test_looking_up_a_telephone_number_is_recorded(cast):
    code = ready(cast)
    assert show_contact(code, by=cast.lan, at=LATER) == "+84905123456"
    event = Event.objects.get(kind="contact.shown")
    assert event.by == cast.lan.ref
    assert refused(lambda: show_contact(code, by=cast.an, at=LATER))
    assert Event.objects.filter(kind="contact.shown").count() == 1


# Originals


def test_originals_are_given_back_once_with_time_and_receiver(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    keep_originals(code, by=cast.lan, at=AT, papers=[Kept("Sổ đỏ"), Kept(" "), Kept("Sổ hộ khẩu", 2)])
    give_back(code, [2], by=cast.hanh, at=LATER, to="Con gái")
    row = Original.objects.get(n=2)
    assert (row.count, row.given_back_to, row.given_back_at, row.given_back_by_id) == (
        2, "Con gái", LATER, cast.hanh.account_id,
    )  # fmt: skip
    assert refused(lambda: give_back(code, [1, 2], by=cast.lan, at=LATER, to="Con gái"))[1] == "numbers"
    assert refused(lambda: give_back(code, [1], by=cast.lan, at=LATER, to=""))[1] == "to"
    assert Original.objects.filter(given_back_at=None).count() == 1


def test_originals_kept_later_get_the_next_numbers(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    for name in ("Sổ đỏ", "Hộ chiếu"):
        keep_originals(code, by=cast.lan, at=AT, papers=[Kept(name)])
    assert list(Original.objects.values_list("n", "name")) == [(1, "Sổ đỏ"), (2, "Hộ chiếu")]


@pytest.mark.parametrize("papers", [[], [Kept("  ")], [Kept("Sổ đỏ", 0)], [Kept("Sổ đỏ", 100)]])
def test_what_is_kept_is_something(cast, papers):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    assert refused(lambda: keep_originals(code, by=cast.lan, at=AT, papers=papers))[1] == "papers"


# A wrong result


def test_what_became_of_a_wrong_result_is_kept_and_may_change(cast):
    code = ready(cast)
    assert refused(lambda: settle_wrong_result(code, by=cast.lan, at=LATER, paper="taken_back", told_by="sms"))
    return_result(code, by=cast.lan, at=LATER, taken=Taken())
    ACTS["reopen"](cast, code, LATER)
    given = {"by": cast.lan, "at": LATER, "told_by": "phone"}
    assert refused(lambda: settle_wrong_result(code, paper="not_returned", **given))[1] == "note"
    settle_wrong_result(code, paper="not_returned", note="Ở xa, hẹn thứ Hai", **given)
    settle_wrong_result(code, paper="taken_back", **given)
    assert list(WrongResult.objects.values_list("n", "paper")) == [(1, "not_returned"), (1, "taken_back")]


# Lost papers


def test_a_loss_is_recorded_with_who_answers_and_a_letter(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    due = record_loss(code, LOSS, by=cast.hanh, at=LATER).due_at
    row, letter = Loss.objects.get(), Slip.objects.get(form="04")
    assert (row.harm, row.responsible, row.letter) == ("lost", "Lê Văn Minh", letter)
    assert letter.agency_id == cast.counter.pk and letter.content["signer"]["name"] == "Phạm Thị Hạnh"
    assert letter.content["apology"]["asked_again"] == "Giấy chứng sinh"
    assert due is not None  # the limit goes on
    assert render(letter.pack, letter.form, letter.content).startswith(b"%PDF")


def test_the_letter_of_the_agency_is_signed_by_its_leader(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    record_loss(code, LOSS, by=cast.son, at=LATER)
    letter = Slip.objects.get(form="04")
    assert letter.agency_id == cast.commune.pk and letter.content["signer"]["name"] == "Đinh Văn Sơn"


@pytest.mark.parametrize("lacks", ["harm", "papers", "cause", "responsible"])
def test_a_loss_says_what_and_why(cast, lacks):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    assert refused(lambda: record_loss(code, replace(LOSS, **{lacks: " "}), by=cast.son, at=LATER))[1] == lacks
    assert not Slip.objects.filter(form="04").exists()
