"""The back office to look at: who may, what each page says, and that it costs the same however much there is."""

from datetime import date, timedelta

import pytest

from motcua.casework.reads import calendar as calendar_reads
from motcua.casework.reads import jobs, offices, procedure_list, staff
from motcua.casework.reads.office_home import office_home
from motcua.journal import actions as journal
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.actions import AgencyData, carry_out
from motcua.offices.calendar_changes import Plan
from motcua.offices.models import Post
from motcua.outbox.actions import Promise, promise
from motcua.outbox.models import Job
from tests import cast as stage
from tests.cast import moment
from tests.web.office_pages import address, sign_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2026, 3, 2)


@pytest.fixture
def cast():
    return stage.enter()


def looking(cast):
    """Every page that only looks."""
    return [
        address("home"),
        address("agencies"),
        address("agency", cast.commune.pk),
        address("agency", cast.counter.pk),
        address("staff"),
        address("account", cast.people["minh"].pk),
        address("calendar"),
        address("procedures"),
        address("procedure", "1.000689"),
    ]


def changing(cast):
    """Every page that changes."""
    agency, person = cast.commune.pk, cast.people["minh"].pk
    return [
        address("agency_new"),
        address("agency_edit", agency),
        address("agency_close", agency),
        address("unit_add", agency),
        address("unit_end", agency, 1),
        address("office_hours", agency),
        address("counter_hours", cast.counter.pk),
        address("account_new"),
        address("account_edit", person),
        address("post_new", person),
        address("post_end", person, Post.objects.get(account_id=person).pk),
        address("password", person),
        address("lock", person),
        address("unlock", person),
        address("day_new"),
        address("day_withdraw", 1),
        address("competence", "1.000689"),
        address("jobs"),
        address("job_retry", 1),
    ]


@pytest.mark.parametrize("name", ["lan", "hanh", "minh", "son", "roi", "tuyet"])
def test_for_who_neither_administers_nor_supervises_no_page_exists(client, cast, name):
    sign_in(client, cast, name)
    for url in looking(cast) + changing(cast):
        assert client.get(url).status_code == 404, url
        assert client.post(url, {"key": "a-key-of-its-own"}).status_code == 404, url


def test_a_supervisor_sees_every_page_and_changes_nothing(client, cast):
    sign_in(client, cast, "an")
    for url in looking(cast):
        page = client.get(url)
        assert page.status_code == 200, url
        assert 'method="post"' not in page.content.decode().split("<main")[1], url
    for url in changing(cast):
        assert client.get(url).status_code == 404, url
        assert client.post(url, {"key": "a-key-of-its-own"}).status_code == 404, url


def test_a_supervisor_is_told_why_the_main_button_is_off(client, cast):
    sign_in(client, cast, "an")
    assert "dành cho quản trị hệ thống" in text_of(client.get(address("agencies")))


def test_an_administrator_sees_every_page(client, cast):
    sign_in(client, cast, "quan")
    for url in [*looking(cast), address("jobs")]:
        assert client.get(url).status_code == 200, url


@pytest.mark.parametrize("name", ["agency", "agency_edit", "agency_close", "account", "account_edit", "post_new"])
def test_what_is_not_there_is_not_found(client, cast, name):
    sign_in(client, cast, "quan")
    assert client.get(address(name, 999_999)).status_code == 404


# The first page


def test_the_first_page_counts_and_names_what_needs_a_hand(client, cast):
    stage.publish_procedure(code="1.000003", name="Thiếu", limit=None)
    promise([Promise("journal.anchor")], at=stage.BEGINNING)
    Job.objects.update(dead_at=stage.BEGINNING, error="ValueError: x")
    page = text_of(sign_in(client, cast, "quan").get(address("home")))
    assert "5 cơ quan đang hoạt động" in page and "2 nơi tiếp nhận" in page
    assert "1 việc nền đã thử nhiều lần không xong" in page
    assert "1 thủ tục đã công bố nhưng thiếu nội dung" in page


def test_near_the_end_of_the_year_an_empty_calendar_of_the_next_is_said(cast):
    found = office_home(snapshot.present(), at=moment("2026-10-05 09:00"))
    assert found.calendar_missing == 2027
    assert office_home(snapshot.present(), at=moment("2026-09-05 09:00")).calendar_missing is None


# Agencies


def test_the_tree_shows_each_agency_under_its_own(cast):
    rows = offices.tree(snapshot.present(), offices.Question(), day=TODAY)
    assert [(r.agency.code, r.depth) for r in rows] == [
        ("H48", 0), ("H48.01", 1), ("H48.05", 1), ("H48.148", 1), ("H48.148.01", 2),
    ]  # fmt: skip


def test_codes_are_in_the_order_in_which_people_count(cast):
    for code in ("H48.100", "H48.20"):
        data = AgencyData(code, f"Cơ quan {code}", "department", "province", parent_code="H48")
        office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=TODAY)
    rows = offices.tree(snapshot.present(), offices.Question(), day=TODAY)
    assert [r.agency.code for r in rows if r.depth == 1] == ["H48.01", "H48.05", "H48.20", "H48.100", "H48.148"]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"text": "ba to"}, ["H48.148.01", "H48.148"]),
        ({"text": "h48.05"}, ["H48.05"]),
        ({"kind": "one_stop"}, ["H48.01", "H48.148.01"]),
        ({"level": "commune", "kind": "commune_committee"}, ["H48.148"]),
        ({"state": "closed"}, []),
    ],
)
def test_agencies_are_found_by_name_code_level_and_kind(cast, asked, codes):
    rows = offices.tree(snapshot.present(), offices.Question(**asked), day=TODAY)
    assert sorted(r.agency.code for r in rows) == sorted(codes)


def test_a_closed_agency_is_found_among_the_closed_with_its_successor(client, cast):
    office_actions.end_agency(
        agency_id=cast.department.pk, on=date(2026, 2, 1), successor_id=cast.province.pk, by="test", at=stage.BEGINNING
    )
    sign_in(client, cast, "quan")
    assert "Sở Tư pháp" not in text_of(client.get(address("agencies")))
    assert "Sở Tư pháp" in text_of(client.get(address("agencies"), {"state": "closed"}))
    assert "cơ quan kế thừa: Ủy ban nhân dân tỉnh" in text_of(client.get(address("agency", cast.department.pk)))


def test_the_page_of_an_agency_has_people_hours_children_and_history(client, cast):
    page = text_of(sign_in(client, cast, "quan").get(address("agency", cast.commune.pk)))
    for said in (
        "A Nhất Công chức thụ lý", "Theo giờ của Ủy ban nhân dân tỉnh Quảng Ngãi", "07:00–11:30, 13:30–17:00",
        "Trung tâm Phục vụ hành chính công xã Ba Tơ", "Mở cơ quan",
    ):  # fmt: skip
        assert said in page


# People


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"text": "dinh van son"}, ["Đinh Văn Sơn"]),
        ({"text": "roi"}, ["Y Rỗi"]),
        ({"text": "MINH"}, ["Lê Văn Minh"]),
        ({"role": "receiver"}, ["Bùi Thị Cúc", "Ngô Thị Tuyết", "Trần Thị Lan"]),
        ({"state": "out"}, []),
    ],
)
def test_people_are_found_by_name_without_accents_by_role_and_state(cast, asked, names):
    found = staff.people(staff.Question(**asked), day=TODAY)
    assert [r.account.full_name for r in found] == names


def test_the_list_of_people_covers_telephone_numbers(client, cast):
    cast.people["minh"].phone = "+84905123456"
    cast.people["minh"].save()
    sign_in(client, cast, "quan")
    page = text_of(client.get(address("staff"), {"text": "minh"}))
    assert "*456" in page and "905123" not in page
    assert "0905 123 456" in text_of(client.get(address("account", cast.people["minh"].pk)))


# Calendar, procedures, jobs


def test_the_calendar_of_a_year_has_its_days_and_says_that_printed_dates_stay(client, cast):
    sign_in(client, cast, "quan")
    page = text_of(client.get(address("calendar"), {"nam": "2026"}))
    assert "thứ Ba 24/11/2026 Ngày Văn hóa Việt Nam" in page and "đã in cho người dân không thay đổi" in page
    assert "chưa có ngày nào" in text_of(client.get(address("calendar"), {"nam": "2031"}))


@pytest.mark.parametrize("wanted", ["x", "99999999999", "-1", "", "٢٠٢٦"])
def test_a_year_that_is_none_shows_this_year(client, cast, wanted):
    page = text_of(sign_in(client, cast, "quan").get(address("calendar"), {"nam": wanted}))
    assert "Lịch làm việc 2026" in page


def test_a_withdrawn_day_stands_apart(cast):
    plan = Plan(cast.province.pk, days_out=snapshot.present().days[:1])
    carry_out(plan, by="test", at=stage.BEGINNING + timedelta(days=1))
    found = calendar_reads.year(snapshot.present(), 2026, cast.province, at=moment("2026-03-02 09:00"), today=TODAY)
    assert (len(found.days), len(found.withdrawn)) == (0, 1)


def test_procedures_are_narrowed_by_what_is_missing_and_by_who_decides(cast):
    stage.publish_procedure(code="1.000003", name="Thiếu", limit=None)
    version = stage.publish_procedure(code="1.000004", name="Không ai giải quyết")
    version.procedure.competences.all().delete()

    def codes(**asked):
        found = procedure_list.listing(procedure_list.Question(**asked), day=TODAY)
        return sorted(row.code for row in found[: found.count()])

    assert codes(receivable="no") == ["1.000003"]
    assert codes(decided="no") == ["1.000004"]
    assert codes(receivable="yes", text="khai sinh") == ["1.000689"]


def test_the_page_of_a_procedure_has_papers_process_deciders_and_versions(client, cast):
    stage.catalogue_actions.publish(
        stage.read(stage.procedure_line(result="Giấy khai sinh (bản chính)")),
        day=date(2026, 2, 1),
        by="t",
        at=stage.BEGINNING,
    )
    sign_in(client, cast, "quan")
    page = text_of(client.get(address("procedure", "1.000689")))
    for said in ("Giấy chứng sinh", "Quy trình chung", "Ký duyệt", "Mọi Ủy ban nhân dân cấp xã", "Bản 2 (đang xem)"):
        assert said in page
    old = text_of(client.get(address("procedure", "1.000689"), {"ban": "1"}))
    assert "bản cũ" in old and "(bản chính)" not in old
    assert client.get(address("procedure", "1.000689"), {"ban": "9"}).status_code == 404


def test_jobs_are_told_by_state_with_the_error_of_the_dead(client, cast):
    promise([Promise("journal.anchor", key="dead"), Promise("house.tidy", key="waiting")], at=stage.BEGINNING)
    Job.objects.filter(key="dead").update(dead_at=stage.BEGINNING, attempts=8, error="Traceback …\nValueError: đĩa đầy")
    sign_in(client, cast, "quan")
    dead = text_of(client.get(address("jobs")))
    assert "Niêm nhật ký" in dead and "ValueError: đĩa đầy" in dead and "Chạy lại" in dead
    waiting = text_of(client.get(address("jobs"), {"state": "waiting"}))
    assert "Dọn phiên đăng nhập" in waiting and "Chạy lại" not in waiting
    assert "Chưa có việc nào làm xong" in text_of(client.get(address("jobs"), {"state": "done"}))


def test_a_job_under_lease_runs_and_one_whose_lease_is_over_waits(cast, at):
    promise([Promise("house.tidy", key="a"), Promise("house.tidy", key="b")], at=stage.BEGINNING)
    Job.objects.filter(key="a").update(lease_until=at + timedelta(minutes=1), lease_by="w")
    Job.objects.filter(key="b").update(lease_until=at - timedelta(minutes=1), lease_by="w")
    assert [r.key for r in jobs.jobs(jobs.State.RUNNING, at=at)[:9]] == ["a"]
    assert [r.key for r in jobs.jobs(jobs.State.WAITING, at=at)[:9]] == ["b"]


def test_the_latest_anchors_are_shown(client, cast):
    journal.anchor([("s", 1, "d")], at=stage.BEGINNING)
    assert "Chưa niêm lần nào" not in text_of(sign_in(client, cast, "quan").get(address("jobs")))


# Cost


@pytest.fixture
def noise(cast):
    """Sixty agencies, procedures and jobs more."""
    for n in range(60):
        data = AgencyData(f"H48.{n + 300}", f"Xã thứ {n}", "commune_committee", "commune", parent_code="H48")
        office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=TODAY)
        stage.publish_procedure(code=f"1.{n:06}", name=f"Thủ tục số {n}")
    promise([Promise("house.tidy", key=str(n)) for n in range(60)], at=stage.BEGINNING)
    snapshot.present()


@pytest.mark.parametrize(
    ("name", "most"),
    [("home", 15), ("agencies", 9), ("staff", 10), ("calendar", 8), ("procedures", 9), ("jobs", 14)],
)
def test_a_page_costs_the_same_however_much_there_is(client, cast, noise, django_assert_max_num_queries, name, most):
    sign_in(client, cast, "quan")
    client.get(address(name))  # what is kept in memory is warm
    with django_assert_max_num_queries(most):
        assert client.get(address(name)).status_code == 200


def test_the_pages_of_one_agency_one_person_and_one_procedure_cost_the_same(
    client, cast, noise, django_assert_max_num_queries
):
    sign_in(client, cast, "quan")
    with django_assert_max_num_queries(13):
        client.get(address("agency", cast.province.pk))
    with django_assert_max_num_queries(12):
        client.get(address("account", cast.people["minh"].pk))
    with django_assert_max_num_queries(14):
        client.get(address("procedure", "1.000689"))
