"""Procedures assigned to the centre and received beside it: what counts, what does not, and the dossiers behind."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Dossier
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.actions import AgencyData
from motcua.offices.roles import Role
from motcua.supervision.beside import beside
from motcua.supervision.scopes import scope
from tests import cast as stage
from tests.casework.test_reviews import JUSTICE, publish
from tests.cast import moment
from tests.web.office_pages import sign_in, text_of

pytestmark = pytest.mark.django_db
AT, NOW = moment("2026-11-02 08:00"), moment("2026-11-12 09:00")
PAGE = "/so-lieu/ngoai-trung-tam/"
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
NOVEMBER = {"first": "01/11/2026", "last": "30/11/2026", "agency": "H48"}
OWN = "H48.05.01"


def beside_the_centre():
    """The department has kept a counter of its own, where quang receives."""
    cast = stage.enter()
    data = AgencyData(code=OWN, name="Quầy của Sở Tư pháp", kind="one_stop", level="province", parent_code="H48.05")
    cast.own = office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=date(2026, 1, 1))
    office_actions.give_post(
        account=cast.people["quang"], agency=cast.own, role=Role.RECEIVER, day=date(2026, 1, 1), by="test", at=AT
    )
    cast.justice = publish(JUSTICE, ["province"], agencies=[cast.department])
    return cast


@pytest.fixture
def cast(clock):
    clock.move_to(NOW)
    return beside_the_centre()


def received(cast, counter, by, *, at=AT):
    intake = stage.intake(cast, version_id=cast.justice.pk, counter_id=counter.pk, competent_id=cast.department.pk)
    return file_and_accept(intake, by=by, at=at)


def found(code="H48", first=FIRST, last=LAST):
    offices = snapshot.present()
    rows = beside(scope(code, first, last, offices), first, last, offices)
    return [(b.procedure, b.place.code, b.centre.code, b.received, b.at_the_centre) for b in rows]


def test_what_the_department_took_in_itself_is_listed_beside_what_the_centre_took_in(cast):
    for _ in range(2):
        received(cast, cast.own, cast.quang)
    received(cast, cast.centre, cast.tuyet)
    assert found() == found("H48.05") == [(JUSTICE, OWN, "H48.01", 2, 1)]


def test_what_the_centre_and_the_communes_took_in_is_lawful_and_not_listed(cast):
    received(cast, cast.centre, cast.tuyet)
    received(cast, cast.counter, cast.lan)  # regardless of boundary
    stage.begun(cast, [], at=AT)  # the commune's own, at its own counter
    stage.begun(cast, ["afar"], at=AT)  # the commune's own, at the centre
    stage.begun(cast, ["unrouted"], at=AT)
    assert found() == []


def test_what_has_the_department_itself_as_its_receiving_place_is_listed(cast):
    code = received(cast, cast.own, cast.quang).code
    Dossier.objects.filter(code=code).update(receiving=cast.department)  # as another system may hand it over
    assert found() == [(JUSTICE, "H48.05", "H48.01", 1, 0)]


def test_another_period_a_void_dossier_and_days_before_there_was_a_centre_do_not_count(cast):
    code = received(cast, cast.own, cast.quang).code
    assert found(first=date(2026, 10, 1), last=date(2026, 10, 31)) == []
    type(cast.centre).objects.filter(pk=cast.centre.pk).update(valid_from=date(2026, 11, 3))
    snapshot.at_edition.cache_clear()
    assert found() == []
    type(cast.centre).objects.filter(pk=cast.centre.pk).update(valid_from=date(2026, 1, 1))
    snapshot.at_edition.cache_clear()
    assert len(found()) == 1
    Dossier.objects.filter(code=code).update(voided_at=NOW, void_reason="nhầm")
    assert found() == []


def test_each_figure_opens_its_dossiers(client, cast):
    code = received(cast, cast.own, cast.quang).code
    received(cast, cast.centre, cast.tuyet)
    sign_in(client, cast, "an")
    answer = client.get(PAGE, NOVEMBER)
    page = text_of(answer)
    assert "1 thủ tục, 1 hồ sơ." in page and "Quầy của Sở Tư pháp" in page and "50,00 %" in page
    line = answer.context["rows"][0]
    rows = client.get(line["url"]).context["page_of"].object_list
    assert [row.code for row in rows] == [code]


def test_a_period_with_nothing_says_so_and_others_see_nothing(client, cast):
    sign_in(client, cast, "an")
    assert "không có hồ sơ nào nhận ngoài Trung tâm" in text_of(client.get(PAGE, NOVEMBER))
    sign_in(client, cast, "lan")
    assert client.get(PAGE, NOVEMBER).status_code == 404


def test_the_table_takes_three_statements_whatever_the_number_of_dossiers(cast):
    offices = snapshot.present()
    for n in range(3):
        received(cast, cast.own, cast.quang)
        if n in (0, 2):
            with CaptureQueriesContext(connection) as seen:
                beside(scope("H48", FIRST, LAST, offices), FIRST, LAST, offices)
            assert len(seen) == 3
