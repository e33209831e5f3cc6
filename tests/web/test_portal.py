"""The portal besides tracking: the first page, procedures for everybody, and where to go."""

from datetime import date

import pytest

from motcua.casework.reads.counters import counters, with_hours
from motcua.casework.reads.front import front
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.actions import AgencyData
from tests import cast as stage
from tests.cast import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
OFFICER = "motcua.accounts.backends.OfficerBackend"


@pytest.fixture
def cast():
    return stage.enter()


def text_of(answer):
    return answer.content.decode()


def test_the_first_page_has_the_look_up_box_before_everything_else(client, cast):
    page = text_of(client.get("/"))
    assert page.index('name="ma"') < page.index("Tìm thủ tục") < page.index("Khi đi nộp")
    assert "Hộ tịch" in page and "Trung tâm Phục vụ hành chính công tỉnh Quảng Ngãi" in page


def test_the_first_page_of_an_empty_house_says_that_nothing_is_there_yet(client, db):
    page = text_of(client.get("/"))
    assert "Chưa có thủ tục nào" in page and "Chưa có nơi tiếp nhận nào" in page


@pytest.mark.parametrize(
    ("name", "there", "missing"),
    [("lan", "/tiep-nhan/", "/quan-tri/"), ("minh", "/viec/", "/tiep-nhan/"), ("quan", "/quan-tri/", "/tiep-nhan/")],
)
def test_an_officer_finds_the_way_to_their_work_on_the_first_page(client, cast, name, there, missing):
    client.force_login(cast.people[name], backend=OFFICER)
    page = text_of(client.get("/"))
    assert f'class="button secondary" href="{there}"' in page
    assert f'href="{missing}"' not in page


def test_the_first_page_costs_a_fixed_number_of_statements(cast, django_assert_max_num_queries):
    for n in range(30):
        stage.publish_procedure(code=f"1.{n:06}", name=f"Thủ tục số {n}", field=f"Lĩnh vực {n}")
    offices = snapshot.present()
    front(offices, at=moment("2026-11-20 09:00"))  # what is kept in memory is warm
    with django_assert_max_num_queries(2):
        shown = front(offices, at=moment("2026-11-20 09:00"))
    assert (shown.procedures, len(shown.fields), len(shown.most_fields)) == (31, 31, 12)


# Procedures


def test_procedures_are_found_without_accents_and_by_initials(client, cast):
    stage.publish_procedure(code="1.000001", name="Thủ tục đăng ký kết hôn")
    assert "1.000001" in text_of(client.get("/thu-tuc/", {"q": "dang ky ket hon"}))
    assert "1.000001" in text_of(client.get("/thu-tuc/", {"q": "dkkh"}))
    assert "1.000689" not in text_of(client.get("/thu-tuc/", {"q": "ket hon", "field": "Hộ tịch"})).split("<main")[1]


def test_the_list_is_narrowed_by_field_and_level(client, cast):
    stage.publish_procedure(code="1.000002", name="Cấp phép xây dựng", field="Xây dựng", levels=["province"])
    by_level = text_of(client.get("/thu-tuc/", {"level": "province"}))
    by_field = text_of(client.get("/thu-tuc/", {"field": "Hộ tịch"}))
    assert "1.000002" in by_level and "1.000689" not in by_level
    assert "1.000689" in by_field and "1.000002" not in by_field


@pytest.mark.parametrize("query", ["?level=moon", "?page=99999", "?page=x", "?q=" + "x" * 3000, "?q=%00", "?field=%27"])
def test_whatever_stands_in_the_address_the_list_answers(client, cast, query):
    assert client.get(f"/thu-tuc/{query}").status_code == 200


def test_an_empty_list_says_what_to_do(client, cast):
    assert "Thử ít chữ hơn" in text_of(client.get("/thu-tuc/", {"q": "không có thủ tục này"}))


def test_the_page_of_a_procedure_says_what_to_bring_how_long_how_much_and_where(client, cast):
    page = text_of(client.get("/thu-tuc/1.000689/"))
    for said in (
        "Giấy chứng sinh", "1 bản chính", "1 bản sao", "3 ngày làm việc", "Miễn lệ phí", "Giấy khai sinh",
        "Ủy ban nhân dân cấp xã", "Trung tâm Phục vụ hành chính công xã Ba Tơ", "Nộp được tại quầy",
    ):  # fmt: skip
        assert said in page


def test_a_procedure_that_cannot_be_received_says_what_is_missing(client, cast):
    stage.publish_procedure(code="1.000003", name="Thủ tục thiếu", limit=None, components=[])
    page = text_of(client.get("/thu-tuc/1.000003/"))
    assert "thời hạn giải quyết, thành phần hồ sơ" in page and "Nộp được tại quầy" not in page


def test_texts_of_a_procedure_are_never_taken_for_markup(client, cast):
    stage.publish_procedure(code="1.000004", name="Thủ tục <b>x</b>", result="<script>alert(1)</script>")
    page = text_of(client.get("/thu-tuc/1.000004/"))
    assert "<script>alert" not in page and "&lt;b&gt;x" in page


def test_an_unknown_procedure_is_not_there(client, cast):
    assert client.get("/thu-tuc/9.999999/").status_code == 404


def test_a_list_page_costs_a_fixed_number_of_statements(client, cast, django_assert_max_num_queries):
    for n in range(45):
        stage.publish_procedure(code=f"1.{n:06}", name=f"Thủ tục số {n}")
    client.get("/thu-tuc/")  # what is kept in memory is warm
    with django_assert_max_num_queries(5):
        client.get("/thu-tuc/")
    with django_assert_max_num_queries(10):
        client.get("/thu-tuc/1.000001/")


# Places


def hours_at(cast, text):
    offices, at = snapshot.present(), moment(text)
    (found,) = with_hours([offices.agency(cast.counter.pk)], offices, at=at)
    return [f"{a:%H:%M}-{b:%H:%M}" for a, b in found.hours], found.open_now, found.opens


def test_a_counter_without_hours_of_its_own_keeps_office_hours(cast):
    assert hours_at(cast, "2026-11-20 09:00") == (["07:00-11:30", "13:30-17:00"], True, moment("2026-11-20 13:30"))


def test_at_the_instant_of_closing_a_counter_is_closed(cast):
    assert hours_at(cast, "2026-11-20 17:00")[1:] == (False, moment("2026-11-23 07:00"))


def test_on_a_day_off_a_counter_says_when_it_opens_again(cast):
    assert hours_at(cast, "2026-11-24 09:00") == ([], False, moment("2026-11-25 07:00"))


def test_a_counter_has_its_own_saturday_morning(cast):
    week = stage.WEEK | {"sat": [["07:30", "11:00"]]}
    office_actions.set_counter_hours(
        agency_id=cast.counter.pk, weekdays=week, day=date(2026, 1, 1), by="test", at=stage.BEGINNING
    )
    assert hours_at(cast, "2026-11-21 08:00")[:2] == (["07:30-11:00"], True)
    assert hours_at(cast, "2026-11-24 09:00")[0] == []


def test_counters_are_found_without_accents_and_closed_ones_are_not(client, cast):
    offices = snapshot.present()
    assert [a.pk for a in counters(offices, "ba to", at=moment("2026-11-20 09:00"))] == [cast.counter.pk]
    office_actions.end_agency(
        agency_id=cast.counter.pk, on=date(2026, 6, 1), successor_id=None, by="test", at=stage.BEGINNING
    )
    assert counters(snapshot.present(), "ba to", at=moment("2026-11-20 09:00")) == []


def test_the_page_of_places_searches_and_says_when_there_is_none(client, cast):
    assert "xã Ba Tơ" in text_of(client.get("/noi-nop/", {"q": "ba to"}))
    assert "Thử gõ ít chữ hơn" in text_of(client.get("/noi-nop/", {"q": "Paris"}))


def test_hours_of_a_page_of_places_cost_one_statement(cast, django_assert_num_queries):
    for n in range(20):
        data = AgencyData(f"H48.148.{n + 10}", f"Quầy {n}", "one_stop", "commune", parent_code="H48.148")
        office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=date(2026, 1, 1))
    offices = snapshot.present()
    with django_assert_num_queries(1):
        with_hours(counters(offices, "", at=moment("2026-11-20 09:00")), offices, at=moment("2026-11-20 09:00"))
