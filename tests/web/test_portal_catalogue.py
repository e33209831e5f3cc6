"""The public catalogue: browsing with counts, suggestions, what changed, papers to print, the notice board."""

import re
from datetime import date, timedelta

import pytest

from motcua.casework.reads.procedure_list import Browsing, Question
from motcua.catalogue import actions as catalogue_actions
from motcua.catalogue.published import read
from motcua.offices import snapshot
from tests import cast as stage
from tests.cast import BEGINNING, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2026, 3, 2)


@pytest.fixture
def cast():
    cast = stage.enter()
    stage.publish_procedure(
        code="1.000002", name="Cấp giấy phép xây dựng nhà ở riêng lẻ", field="Xây dựng", subjects=["Công dân Việt Nam"]
    )
    shop = stage.publish_procedure(
        code="1.000003", name="Đăng ký thành lập hộ kinh doanh", field="Doanh nghiệp", levels=["province"],
        subjects=["Hợp tác xã"], online="partial",
    )  # fmt: skip
    catalogue_actions.set_competences(shop.procedure, agencies=[cast.department], kinds=[])
    return cast


def main_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1]


def listed(answer) -> list[str]:
    return re.findall(r'class="row-link" href="/thu-tuc/([\d.]+)/"', main_of(answer))


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?event=sinh-con", ["1.000689"]),
        ("?event=mo-doanh-nghiep", ["1.000003"]),
        ("?audience=doanh-nghiep", ["1.000003"]),
        ("?audience=cong-dan", ["1.000002"]),
        ("?agency=H48.05", ["1.000003"]),
        ("?agency=commune_committee", ["1.000002", "1.000689"]),
        ("?agency=H48.148", ["1.000002", "1.000689"]),
        ("?online=partial", ["1.000003"]),
        ("?level=province&event=mo-doanh-nghiep", ["1.000003"]),
        ("?level=commune&event=mo-doanh-nghiep", []),
        ("?sort=name", ["1.000002", "1.000003", "1.000689"]),
        ("?sort=code", ["1.000002", "1.000003", "1.000689"]),
        ("?q=mở quán ăn", ["1.000003"]),
        ("?q=mở quán ăn&level=commune", []),
    ],
)
def test_the_list_is_narrowed_by_what_stands_in_the_address(client, cast, query, codes):
    assert listed(client.get(f"/thu-tuc/{query}")) == codes


def test_each_way_to_narrow_says_how_much_it_would_leave(cast):
    browsing = Browsing(Question(level="commune"), day=TODAY, offices=snapshot.present())
    assert browsing.counts("field") == {"Hộ tịch": 1, "Xây dựng": 1}
    assert browsing.counts("level") == {"commune": 2, "province": 1}
    assert browsing.counts("kind") == {"commune_committee": 2}
    assert browsing.agencies() == []


@pytest.mark.parametrize("name", ["field", "level", "event", "audience", "online"])
def test_what_a_way_to_narrow_promises_is_what_it_gives(cast, name):
    offices = snapshot.present()
    for text in ("", "đăng ký"):
        for value, n in Browsing(Question(text=text), day=TODAY, offices=offices).counts(name).items():
            assert Browsing(Question(text=text, **{name: value}), day=TODAY).listing().count() == n


def test_the_list_says_how_many_there_are_and_shows_ways_in_when_nothing_is_asked(client, cast):
    page = main_of(client.get("/thu-tuc/"))
    assert "Có 3 thủ tục" in page and 'href="?event=sinh-con"' in page
    assert 'href="?event=sinh-con"' not in main_of(client.get("/thu-tuc/", {"q": "khai sinh"}))


def test_nothing_found_in_a_narrowed_list_leads_to_all(client, cast):
    page = main_of(client.get("/thu-tuc/", {"q": "khai sinh", "level": "ministry"}))
    assert "Tìm trong mọi thủ tục" in page


def test_a_list_of_everything_costs_the_same_however_much_there_is(client, cast, django_assert_num_queries):
    client.get("/thu-tuc/")
    for n in range(30):
        stage.publish_procedure(code=f"2.{n:06}", name=f"Thủ tục số {n}", field=f"Lĩnh vực {n}")
    client.get("/thu-tuc/")
    with django_assert_num_queries(4):  # edition of the offices (the frame asks too) and of the catalogue, the rows
        client.get("/thu-tuc/", {"sort": "name"})


def test_suggestions_are_the_part_under_the_box_alone(client, cast):
    html = client.get("/thu-tuc/goi-y/", {"q": "khai si"}).content.decode()
    assert "/thu-tuc/1.000689/" in html and "<html" not in html


@pytest.mark.parametrize("typed", ["", "k", "\0", '"><script>x</script>', "x" * 5000])
def test_whatever_is_typed_suggestions_answer(client, cast, typed):
    answer = client.get("/thu-tuc/goi-y/", {"q": typed})
    assert answer.status_code == 200 and "<script>x" not in answer.content.decode()


# The page of a procedure


def changed_on(day: date, **changes) -> None:
    line = stage.procedure_line(**changes)
    catalogue_actions.publish(read(line), day=day, by="test", at=BEGINNING)


def test_a_change_of_late_is_told_with_the_way_to_what_was_before(client, cast):
    changed_on(TODAY - timedelta(days=20), fee_text="8.000 đồng")
    page = main_of(client.get("/thu-tuc/1.000689/"))
    assert "Đã thay đổi ngày 10/02/2026" in page and "8.000 đồng" in page
    (way,) = re.findall(r'href="(\?ngay=[\d-]+)"', page)
    before = main_of(client.get(f"/thu-tuc/1.000689/{way}"))
    assert "Miễn lệ phí" in before and "8.000 đồng" not in before
    assert "như có hiệu lực ngày 09/02/2026" in before and "Đã thay đổi" not in before


def test_a_change_of_long_ago_and_a_first_version_are_not_news(client, cast):
    assert "Đã thay đổi" not in main_of(client.get("/thu-tuc/1.000689/"))


@pytest.mark.parametrize("day", ["x", "2026-13-40", "", "0001-01-01x", "9999-12-31"])
def test_a_day_that_cannot_be_read_is_today(client, cast, day):
    assert client.get("/thu-tuc/1.000689/", {"ngay": day}).status_code == 200


def test_a_day_before_the_procedure_was_there_has_no_page(client, cast):
    assert client.get("/thu-tuc/1.000689/", {"ngay": "2019-01-01"}).status_code == 404


def test_cases_stand_beside_the_common_one_with_their_limits(client, cast):
    stage.procedure_in_cases()
    page = main_of(client.get("/thu-tuc/1.000894/"))
    table = page.split("<table")[1]
    assert table.index("Trường hợp chung") < table.index("Trường hợp phải xác minh") < table.index("8 ngày làm việc")
    assert "Chọn dòng đúng với hồ sơ" in page


def test_papers_are_printed_with_a_box_for_each_and_a_code_of_the_page(client, cast, settings):
    settings.PUBLIC_URL = "https://motcua.example"
    page = main_of(client.get("/thu-tuc/1.000689/giay-to/"))
    assert page.count("tick-box") == 3 and "Giấy chứng sinh" in page
    assert "https://motcua.example/thu-tuc/1.000689/" in page and 'class="qr"' in page
    assert client.get("/thu-tuc/9.999999/giay-to/").status_code == 404


# The notice board of a counter


def test_a_notice_board_lists_what_the_counter_receives_field_by_field(client, cast):
    page = main_of(client.get("/niem-yet/H48.148.01/"))
    assert page.index("Hộ tịch") < page.index("1.000689") < page.index("1.000002")
    assert "1.000003" not in page and "2 thủ tục được tiếp nhận" in page
    assert "3 ngày làm việc" in page and "Miễn lệ phí" in page
    assert page.count('class="qr"') == 3  # one of the catalogue, one for each procedure


def test_a_notice_board_can_be_of_one_field_and_without_codes(client, cast):
    page = main_of(client.get("/niem-yet/H48.148.01/", {"linh-vuc": "Hộ tịch", "ma-qr": "0"}))
    assert "1.000689" in page and "1.000002" not in page and page.count('class="qr"') == 1


def test_what_cannot_be_received_stands_on_no_notice_board(client, cast):
    stage.publish_procedure(code="1.000009", name="Thủ tục thiếu", limit=None)
    assert "1.000009" not in main_of(client.get("/niem-yet/H48.148.01/"))


@pytest.mark.parametrize("code", ["H48.148", "H99", "%00", "x" * 300])
def test_only_a_counter_has_a_notice_board(client, cast, code):
    assert client.get(f"/niem-yet/{code}/").status_code == 404


def test_a_notice_board_costs_a_fixed_number_of_statements(client, cast, django_assert_num_queries):
    for n in range(30):
        stage.publish_procedure(code=f"2.{n:06}", name=f"Thủ tục số {n}", field=f"Lĩnh vực {n}")
    client.get("/niem-yet/H48.148.01/")
    with django_assert_num_queries(4):
        client.get("/niem-yet/H48.148.01/")


def test_the_places_lead_to_their_notice_boards(client, cast, clock):
    clock.move_to(moment("2026-11-20 09:00"))
    assert "/niem-yet/H48.148.01/" in main_of(client.get("/noi-nop/"))


def test_what_a_procedure_costs_is_said_amount_by_amount(client, cast):
    rows = [{"name": "Lệ phí hộ tịch", "amounts": [{"amount": 8000, "channels": ["direct"]}]}]
    stage.publish_procedure(code="1.000004", fee_text="", charges=rows)
    page = client.get("/thu-tuc/1.000004/").content.decode()
    assert "Lệ phí hộ tịch: 8.000 ₫/hồ sơ (nộp trực tiếp)" in page
