"""Handing results out at the counter, results nobody came for, originals that lie there: pages, lists and sheets."""

import base64
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.file import file_and_accept
from motcua.casework.originals import Kept, keep_originals
from motcua.casework.post_result import post_result
from motcua.casework.remind import remind
from motcua.journal.models import Event
from motcua.papers.models import ListSlip
from motcua.returning.models import Handover, Original, Reminder
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.web.counter_forms import picture, signed_in

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
NOW = moment("2026-11-20 09:00")
LIST, HAND_OUT, LATE, KEPT = (
    "/tiep-nhan/tra-ket-qua/", "/tiep-nhan/tra-ket-qua/trao/", "/tiep-nhan/chua-nhan/", "/tiep-nhan/ban-chinh/",
)  # fmt: skip


@pytest.fixture
def cast(clock):
    clock.move_to(NOW)
    return stage.enter()


@pytest.fixture
def lan(cast, client):
    return signed_in(client, cast, "lan")


def ready(cast, at=AT, **changes) -> str:
    code = file_and_accept(stage.intake(cast, **changes), by=cast.lan, at=at).code
    for n, verb in enumerate(("advance", "advance", "advance", "resolve"), 1):
        ACTS[verb](cast, code, at + timedelta(minutes=n))
    return code


def other(**changes):
    return stage.citizen(name="Hồ Thị Nết", number="051190008888", phone="0905777888", **changes)


def pressed(*codes, **changes):
    form = {"key": "khoa-cua-bieu-mau", "ma": codes[0], "codes": list(codes), "taker": "applicant", "way": "counter"}
    return form | changes


# Finding


def test_a_scanned_code_leads_straight_to_its_person(lan, cast):
    code = ready(cast)
    for typed in (code, code.lower(), f"https://motcua.example.vn/tra-cuu/{code}/"):
        assert lan.get(LIST, {"q": typed})["Location"] == f"{HAND_OUT}?ma={code}"


@pytest.mark.parametrize("typed", ["ho thi net", "Nết", "0905 777 888", "051190008888"])
def test_a_person_is_found_without_accents_and_shown_masked(lan, cast, typed):
    ready(cast)
    code = ready(cast, applicant=other())
    html = lan.get(LIST, {"q": typed}).content.decode()
    assert html.count('class="row-link"') == 1 and code in html
    assert "H.T.N***" in html and "Hồ Thị Nết" not in html and "0905777888" not in html.replace(typed, "")


def test_another_counter_finds_nothing(cast, client):
    code = ready(cast)
    tuyet = signed_in(client, cast, "tuyet")
    assert code not in tuyet.get(LIST).content.decode()
    assert tuyet.get(HAND_OUT, {"ma": code})["Location"] == LIST
    assert tuyet.get(f"{LATE}{code}/").status_code == 404
    assert tuyet.post(f"{LATE}{code}/so-dien-thoai/").status_code == 404


@pytest.mark.parametrize("who", ["minh", "an", "quan"])
def test_who_works_at_no_counter_has_none_of_these_pages(cast, client, who):
    someone = signed_in(client, cast, who)
    assert {someone.get(page).status_code for page in (LIST, HAND_OUT, LATE, KEPT)} == {404}


@pytest.mark.parametrize("page", [LIST, LATE, KEPT])
def test_a_list_costs_the_same_for_one_row_and_for_many(lan, cast, page):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert lan.get(page).status_code == 200
        return len(captured.captured_queries)

    def one():
        code = ready(cast)
        keep_originals(code, by=cast.lan, at=NOW, papers=[Kept("Sổ đỏ")])
        remind(code, by=cast.lan, at=NOW, channel="phone")

    one()
    statements()
    before = statements()
    one(), one()
    assert statements() == before


# Handing out


def test_the_page_shows_all_that_waits_for_the_person(lan, cast):
    codes = [ready(cast), ready(cast)]
    stranger = ready(cast, applicant=other())
    keep_originals(codes[0], by=cast.lan, at=NOW, papers=[Kept("Sổ đỏ", 2)])
    html = lan.get(HAND_OUT, {"ma": codes[0]}).content.decode()
    assert all(f'value="{code}" id="code-' in html for code in codes) and stranger not in html
    assert "Sổ đỏ (2)" in html and "051090001234" not in html and "Miễn lệ phí" in html


def test_all_results_and_originals_go_out_in_one_press_and_only_once(lan, cast):
    codes = [ready(cast), ready(cast)]
    keep_originals(codes[1], by=cast.lan, at=NOW, papers=[Kept("Sổ đỏ"), Kept("Hộ chiếu")])
    given = Original.objects.get(n=1).pk
    for _ in range(2):
        answer = lan.post(HAND_OUT, pressed(*codes, originals=[given]))
        assert answer["Location"] == f"/phieu/{ListSlip.objects.get().code}/"
    page = lan.get(answer["Location"]).content.decode()
    assert all(code in page for code in codes) and "Bản chính trả lại: Sổ đỏ (1)" in page
    assert "Chưa ai in phiếu này." in page and f'href="{LIST}"' in page
    assert sorted(Handover.objects.values_list("dossier__code", flat=True)) == sorted(codes)
    assert Original.objects.filter(given_back_at=None).get().n == 2


def test_what_was_typed_stays_when_the_authorisation_lacks(lan, cast):
    code = ready(cast)
    answer = lan.post(HAND_OUT, pressed(code, taker="authorised", name="Võ Thị Hoa", number="051190000777"))
    html = answer.content.decode()
    assert answer.status_code == 422 and "Người được ủy quyền còn thiếu số văn bản ủy quyền." in html
    assert 'value="Võ Thị Hoa"' in html and not Handover.objects.exists()
    assert "-TKQ26-0001/" in lan.post(HAND_OUT, pressed(code))["Location"]  # the same form may be sent again
    assert lan.post(HAND_OUT, pressed(code, key="khoa-khac-cua-bieu-mau")).status_code == 404


def test_nothing_ticked_is_told_in_a_sentence(lan, cast):
    code = ready(cast)
    answer = lan.post(HAND_OUT, pressed(code) | {"codes": []})
    assert answer.status_code == 422 and "Chọn từ 1 đến 50 hồ sơ để trả." in answer.content.decode()


def test_a_code_of_another_person_is_not_taken_along(lan, cast):
    code, stranger = ready(cast), ready(cast, applicant=other())
    assert lan.post(HAND_OUT, pressed(code, stranger)).status_code == 422
    assert not Handover.objects.exists()


def test_a_signature_drawn_on_the_screen_is_kept_as_a_file(lan, cast):
    code = ready(cast)
    drawn = "data:image/png;base64," + base64.b64encode(picture().read()).decode()
    assert lan.post(HAND_OUT, pressed(code, signature=drawn))["Location"] == LIST
    assert not ListSlip.objects.exists()  # it was signed on the screen
    assert Handover.objects.get().signature.media_type == "image/png"


@pytest.mark.parametrize(
    "drawn", ["x", "data:image/png;base64,***", "data:image/png;base64,", "data:text/html;base64,PGI+"]
)
def test_a_signature_that_is_no_picture_is_refused(lan, cast, drawn):
    code = ready(cast)
    answer = lan.post(HAND_OUT, pressed(code, signature=drawn))
    assert answer.status_code == 422 and "Không đọc được chữ ký trên màn hình" in answer.content.decode()


# Uncollected


def test_the_list_is_narrowed_by_days_way_and_reminders_and_says_so_in_its_sheet(lan, cast):
    old, new = ready(cast), ready(cast, at=NOW - timedelta(hours=2), applicant=other(), delivery="post")
    remind(old, by=cast.lan, at=NOW, channel="sms")
    post_result(new, by=cast.lan, at=NOW, item_number="CP1VN")

    def listed(**query):
        html = lan.get(LATE, query).content.decode()
        sheet = b"".join(lan.get(f"{LATE}danh-sach.csv", query).streaming_content).decode()
        assert [code in html for code in (old, new)] == [code in sheet for code in (old, new)]
        return [code for code in (old, new) if code in html]

    assert listed() == [old, new]
    assert listed(ngay=7) == [old] and listed(ngay="không") == [old, new]
    assert listed(cach="post") == [new] and listed(cach="posted") == [new] and listed(cach="counter") == [old]
    assert listed(nhac="yes") == [old] and listed(nhac="no") == [new]
    assert listed(q="net") == [new]


def test_the_list_is_sorted_by_how_long_it_waits(lan, cast):
    old, new = ready(cast), ready(cast, at=NOW - timedelta(hours=2))
    for sort, order in (("since", [old, new]), ("-since", [new, old]), ("-code", [new, old])):
        html = lan.get(LATE, {"sort": sort}).content.decode()
        assert sorted((old, new), key=html.index) == order


def test_a_number_is_shown_only_when_asked_for_and_that_is_recorded(lan, cast):
    code = ready(cast)
    page = f"{LATE}{code}/"
    assert "0905 123 456" not in lan.get(page).content.decode()
    assert lan.get(f"{page}so-dien-thoai/").status_code == 405
    assert not Event.objects.filter(kind="contact.shown").exists()
    answer = lan.post(f"{page}so-dien-thoai/")
    assert "0905 123 456" in answer.content.decode() and answer["Cache-Control"] == "no-store"
    assert Event.objects.get(kind="contact.shown").by == cast.lan.ref


def test_a_reminder_is_recorded_by_the_counter_and_by_its_head(cast, client, lan):
    code = ready(cast)
    page = f"{LATE}{code}/"
    assert lan.post(page, {"key": "khoa-cua-bieu-mau"}).status_code == 422
    assert lan.post(page, {"key": "khoa-cua-bieu-mau", "channel": "phone", "note": "Thứ Hai"})["Location"] == LATE
    hanh = signed_in(type(client)(), cast, "hanh")
    hanh.post(page, {"key": "khoa-khac-cua-bieu-mau", "channel": "sms"})
    assert list(Reminder.objects.values_list("channel", "note")) == [("phone", "Thứ Hai"), ("sms", "")]
    assert "đã nhắc 2 lần, lần cuối 20/11/2026" in hanh.get(LATE).content.decode()


# Originals


def test_the_originals_that_lie_here_are_listed_until_they_are_given_back(lan, cast):
    code = ready(cast)
    keep_originals(code, by=cast.lan, at=AT, papers=[Kept("Sổ đỏ"), Kept("Hộ chiếu")])
    html = lan.get(KEPT).content.decode()
    assert "Sổ đỏ (1)" in html and f"/ho-so/{code}/tra-ban-chinh/" in html and "P.V.Đ.X***" in html
    lan.post(HAND_OUT, pressed(code, originals=list(Original.objects.values_list("pk", flat=True))))
    assert "tra-ban-chinh" not in lan.get(KEPT).content.decode()
    sheet = b"".join(lan.get(f"{KEPT}danh-sach.csv").streaming_content).decode()
    assert "Bản chính" in sheet and code not in sheet


# A wrong result


def test_the_dossier_says_until_when_an_error_must_be_mended(lan, cast):
    code = ready(cast, at=NOW - timedelta(hours=1))
    ACTS["return_result"](cast, code, NOW)
    ACTS["reopen"](cast, code, NOW)
    assert "Phải sửa xong chậm nhất 17:00 thứ Năm 26/11/2026." in lan.get(f"/ho-so/{code}/").content.decode()


def test_what_is_still_to_be_paid_stands_beside_the_result(lan, cast):
    code = ready(cast)
    assert "còn phải thu" not in lan.get(HAND_OUT, {"ma": code}).content.decode()
    ACTS["assess"](cast, code, NOW)  # 50,000 by hand
    html = lan.get(HAND_OUT, {"ma": code}).content.decode()
    assert "còn phải thu" in html and "50.000\u00a0₫" in html and f"/ho-so/{code}/thu-phi/" in html
