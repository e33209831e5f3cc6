"""What agencies were asked in dossiers of others: every piece of work under one figure, each figure opens its own."""

import re
from datetime import timedelta

import pytest

from motcua.casework.advance import advance
from motcua.casework.consult import answer_consultation, consult, withdraw_consultation
from motcua.casework.file import file_and_accept
from motcua.offices import snapshot
from motcua.supervision.participation import MEASURES, participation
from motcua.supervision.scopes import scope
from tests import cast as stage
from tests.casework.asking import asking
from tests.cast import moment
from tests.web.office_pages import sign_in, text_of

pytestmark = pytest.mark.django_db
AT, NOW = moment("2026-11-02 08:00"), moment("2026-11-12 09:00")
PAGE = "/so-lieu/phoi-hop/"
NOVEMBER = {"first": "01/11/2026", "last": "30/11/2026", "agency": "H48"}


@pytest.fixture
def cast(clock):
    cast = stage.enter()
    clock.move_to(NOW)
    return cast


def asked(cast, *, days=2, at=AT):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=at).code
    consult(code, by=cast.minh, at=at, agency="H48.05", question="Có vướng mắc không?", days=days)
    return code


def answered(cast, code, at):
    return answer_consultation(code, by=cast.quang, at=at, verdict="agree", answer="Không.")


@pytest.fixture
def codes(cast):
    """One dossier for each figure."""
    found = {name: asked(cast) for name in ("in_time", "late", "silent", "moot", "overdue")}
    found["waiting"] = asked(cast, days=20)
    answered(cast, found["in_time"], AT + timedelta(hours=3))
    answered(cast, found["late"], AT + timedelta(days=5))
    advance(found["silent"], by=cast.minh, at=AT + timedelta(days=5))
    withdraw_consultation(found["moot"], by=cast.minh, at=AT + timedelta(hours=1), note="Đã rõ")
    return found


def links(page) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="(/so-lieu/phoi-hop/ho-so/[^"]+)"', page)]


def test_each_piece_of_work_stands_under_one_figure_that_opens_its_dossier(client, cast, codes):
    page = sign_in(client, cast, "an").get(PAGE, NOVEMBER).content.decode()
    opened = {}
    for link in links(page):
        measure = re.search(r"measure=(\w*)", link)[1]
        opened[measure] = re.findall(r"H48\.148-\d{6}-\d{4}", text_of(client.get(link)))
    assert set(opened) == {"", *MEASURES}
    assert sorted(opened.pop("")) == sorted(codes.values())
    assert {measure: [codes[measure]] for measure in MEASURES} == opened


def test_the_agencies_of_the_dossier_itself_are_no_part_of_it(client, cast, codes):
    said = text_of(sign_in(client, cast, "an").get(PAGE, NOVEMBER))
    assert "Sở Tư pháp" in said and "Ủy ban nhân dân xã Ba Tơ 1" not in said


def test_steps_that_a_process_gives_to_an_agency_are_counted_too(client, cast):
    asking(cast)
    file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    said = text_of(sign_in(client, cast, "an").get(PAGE, NOVEMBER))
    assert all(name in said for name in ("Công an tỉnh Quảng Ngãi", "Bảo hiểm xã hội tỉnh Quảng Ngãi", "Sở Tư pháp"))


def test_a_period_without_questions_says_so(client, cast, codes):
    october = NOVEMBER | {"first": "01/10/2026", "last": "31/10/2026"}
    assert "Không có cơ quan nào được hỏi trong kỳ này." in text_of(sign_in(client, cast, "an").get(PAGE, october))


def test_a_leader_sees_no_figures_of_another_agency(client, cast, codes):
    leader = sign_in(client, cast, "son")
    assert leader.get(PAGE, NOVEMBER | {"agency": "H48.05"}).status_code in (400, 404)
    behind = f"{PAGE}ho-so/?first=01/11/2026&last=30/11/2026&agency=H48&by=H48.05&measure=late"
    assert leader.get(behind).status_code in (404, 409)


def test_who_neither_leads_nor_supervises_has_no_such_page(client, cast):
    assert sign_in(client, cast, "minh").get(PAGE).status_code == 404


def test_a_period_that_ends_before_it_begins_is_refused_in_a_sentence(client, cast):
    answer = sign_in(client, cast, "an").get(PAGE, NOVEMBER | {"last": "01/10/2026"})
    assert answer.status_code == 409 and "trước khi bắt đầu" in text_of(answer)


def test_an_unknown_figure_opens_nothing(client, cast, codes):
    behind = f"{PAGE}ho-so/?first=01/11/2026&last=30/11/2026&agency=H48&by=H48.05&measure=nothing"
    assert "Không có hồ sơ nào để hiện." in text_of(sign_in(client, cast, "an").get(behind))


def test_a_figure_is_counted_in_two_statements(cast, codes, django_assert_num_queries):
    offices = snapshot.present()
    of = scope("H48", AT.date(), NOW.date(), offices)

    with django_assert_num_queries(2):
        [part] = participation(of, AT.date(), NOW.date(), offices, at=NOW)
    assert part.asked == sum(part.counts.values()) == 6
