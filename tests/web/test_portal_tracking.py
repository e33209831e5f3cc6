"""Tracking: by its code alone anybody learns the state of a dossier, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.accounts import actions as account_actions
from motcua.accounts.models import Tally
from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.file import file, file_and_accept, file_and_ask, file_and_refuse
from motcua.casework.reads.tracking import WAYS, tracked
from motcua.casework.supplements import Item, enough
from motcua.casework.void import void
from motcua.dossiers.states import MEANINGS, Status
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def accepted(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT)


def main_part(answer):
    """What the page says between its header and its footer."""
    return re.search(r"<main.*</main>", answer.content.decode(), re.S)[0]


def test_the_qr_code_of_a_slip_leads_to_code_and_state(client, accepted):
    answer = client.get(f"/tra-cuu/{accepted.code}/")
    assert answer.status_code == 200
    assert accepted.code in main_part(answer)
    assert MEANINGS[Status.ACCEPTED] in main_part(answer)


def test_nothing_of_person_procedure_agency_or_date_is_shown(client, accepted):
    shown = main_part(client.get(f"/tra-cuu/{accepted.code}/")).replace(accepted.code, "")
    party = accepted.parties.get(role="applicant")
    for secret in (
        party.name, "Phạm", "Xuân", party.number, party.phone, "0905", party.address, "khai sinh", "1.000689",
        "Ba Tơ", "Trần Thị Lan", "20/11", "25/11", "26/11", "09:00", "17:00", "Tư pháp",
    ):  # fmt: skip
        assert secret not in shown


def test_only_the_columns_shown_are_read_in_one_statement(accepted):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        tracked(accepted.code)
    assert len(asked) == 1
    columns = asked[0]["sql"].split(" FROM ")[0]
    assert set(re.findall(r'"dossiers_dossier"\."(\w+)"', columns)) == {
        "id",
        "code",
        "status",
        "resume_status",
        "voided_at",
    }


@pytest.mark.parametrize("spelling", ["{}", " {} ", "lower", "h48.148 - 261120 - 0001", "H48.148–261120–0001"])
def test_a_code_is_found_as_people_type_it(client, accepted, spelling):
    typed = accepted.code.lower() if spelling == "lower" else spelling.format(accepted.code)
    answer = client.get("/tra-cuu/", {"ma": typed}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/tra-cuu/{accepted.code}/"
    assert answer.status_code == 200


def test_every_state_has_a_meaning_and_those_on_the_way_a_step():
    assert set(MEANINGS) == set(Status)
    without_result = {Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.STOPPED}
    waiting = {Status.SUPPLEMENT, Status.FINANCIAL}
    assert set(WAYS) == set(Status) - without_result - waiting


def test_a_dossier_that_waits_for_papers_stands_where_it_will_go_on(cast, accepted):
    missing = [Item("Giấy chứng sinh", "Bản chụp mờ", "Nộp bản chính", n=2), *enough([1, 3])]
    at_the_counter = file_and_ask(stage.intake(cast), by=cast.lan, at=AT, items=missing)
    propose_supplement(accepted.code, by=cast.minh, at=AT, items=missing)
    ask_supplement(accepted.code, by=cast.lan, at=AT + timedelta(hours=1))
    assert tracked(at_the_counter.code).way == WAYS[Status.FILED]
    assert tracked(accepted.code).way == WAYS[Status.IN_PROCESS]


def test_a_dossier_that_ended_without_result_shows_no_way(client, cast):
    refused = file_and_refuse(stage.intake(cast), by=cast.lan, at=AT, reasons=["Không thuộc thẩm quyền"])
    page = main_part(client.get(f"/tra-cuu/{refused.code}/"))
    assert MEANINGS[Status.NOT_ACCEPTED] in page
    assert 'class="steps' not in page
    assert "thẩm quyền" not in page


def test_a_void_dossier_is_said_to_be_cancelled(client, cast):
    dossier = file(stage.intake(cast), by=cast.lan, at=AT)
    void(dossier.code, by=cast.lan, at=AT, reason="Ghi nhầm người")
    page = main_part(client.get(f"/tra-cuu/{dossier.code}/"))
    assert "đã bị hủy" in page and "Ghi nhầm" not in page
    assert MEANINGS[Status.FILED] not in page


def test_an_unknown_code_is_answered_alike_near_or_far_from_a_real_one(client, accepted):
    near, far = accepted.code[:-1] + "9", "H99.999-990101-9999"
    answers = [client.get(f"/tra-cuu/{code}/") for code in (near, far)]
    assert [a.status_code for a in answers] == [404, 404]
    pages = [main_part(a).replace(code, "") for a, code in zip(answers, (near, far), strict=True)]
    assert pages[0] == pages[1]
    assert "so lại từng chữ" in pages[0]


@pytest.mark.parametrize("typed", ["không phải mã", "' OR 1=1 --", "x" * 5000, "<script>", "\x00"])
def test_what_cannot_be_a_code_is_said_so_and_stays_in_the_box(client, db, typed):
    answer = client.get("/tra-cuu/", {"ma": typed})
    assert answer.status_code == 404
    assert "không phải mã hồ sơ" in main_part(answer)
    assert "<script>" not in main_part(answer)


def test_an_empty_box_asks_for_the_code(client, db):
    answer = client.get("/tra-cuu/", {"ma": "  "})
    assert answer.status_code == 200 and "Hãy nhập mã hồ sơ" in main_part(answer)


def test_a_state_is_neither_stored_by_browsers_nor_by_search_engines(client, accepted):
    answer = client.get(f"/tra-cuu/{accepted.code}/")
    assert answer["Cache-Control"] == "no-store" and answer["X-Robots-Tag"] == "noindex"


def test_one_address_may_ask_thirty_times_a_minute(client, accepted, clock, settings):
    url = f"/tra-cuu/{accepted.code}/"
    answers = [client.get(url) for _ in range(settings.LOOKUPS_PER_MINUTE + 1)]
    assert {a.status_code for a in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert "quá nhiều lần" in main_part(answers[-1]) and MEANINGS[Status.ACCEPTED] not in main_part(answers[-1])


def test_unknown_codes_count_like_known_ones(client, accepted, clock, settings):
    settings.LOOKUPS_PER_MINUTE = 3
    asked = [client.get(f"/tra-cuu/H48.148-261120-00{n:02}/").status_code for n in range(1, 5)]
    assert asked == [200, 404, 404, 429]


def test_the_next_minute_is_open_again_and_other_addresses_always_were(client, accepted, clock, settings):
    settings.LOOKUPS_PER_MINUTE = 1
    url = f"/tra-cuu/{accepted.code}/"
    assert [client.get(url).status_code for _ in range(2)] == [200, 429]
    assert client.get(url, REMOTE_ADDR="203.0.113.7").status_code == 200
    clock.shift(60)
    assert client.get(url).status_code == 200


def test_the_count_stands_in_the_database_without_the_address(client, accepted, clock):
    client.get(f"/tra-cuu/{accepted.code}/", REMOTE_ADDR="203.0.113.7")
    client.get(f"/tra-cuu/{accepted.code}/", REMOTE_ADDR="203.0.113.7")
    row = Tally.objects.get()
    assert row.n == 2 and "203" not in row.key and accepted.code not in row.key


def test_counts_are_swept_out_after_a_few_minutes(db, at):
    for minute in range(10):
        account_actions.tally(key="track:a", at=at + timedelta(minutes=minute))
    assert Tally.objects.count() <= 3


def test_one_ipv6_network_counts_as_one_caller(client, accepted, clock, settings):
    settings.LOOKUPS_PER_MINUTE = 1
    url = f"/tra-cuu/{accepted.code}/"
    asked = [client.get(url, REMOTE_ADDR=f"2001:db8:1:2::{n}").status_code for n in (1, 2)]
    assert asked == [200, 429]
    assert client.get(url, REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


def test_behind_a_proxy_callers_are_told_apart_by_what_the_proxy_saw(client, accepted, clock, settings):
    settings.LOOKUPS_PER_MINUTE, settings.BEHIND_PROXY = 1, True
    url = f"/tra-cuu/{accepted.code}/"

    def ask(forwarded):
        return client.get(url, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded).status_code

    assert [ask("203.0.113.7"), ask("203.0.113.8"), ask("6.6.6.6, 203.0.113.7")] == [200, 200, 429]


def test_without_a_proxy_nobody_escapes_by_a_header(client, accepted, clock, settings):
    settings.LOOKUPS_PER_MINUTE = 1
    url = f"/tra-cuu/{accepted.code}/"
    asked = [client.get(url, HTTP_X_FORWARDED_FOR=f"203.0.113.{n}").status_code for n in (1, 2)]
    assert asked == [200, 429]


def test_signed_in_officers_see_no_more_here_than_anybody(client, cast, accepted):
    client.force_login(cast.people["lan"], backend="motcua.accounts.backends.OfficerBackend")
    assert "Phạm Văn" not in main_part(client.get(f"/tra-cuu/{accepted.code}/"))


def test_tracking_only_looks(client, accepted):
    assert client.post(f"/tra-cuu/{accepted.code}/").status_code == 405
