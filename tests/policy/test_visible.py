"""Unseen is non-existent: the condition of every read lets through what the rule of seeing lets through."""

import pytest

from motcua.casework.file import file_and_accept
from motcua.catalogue import actions as catalogue_actions
from motcua.dossiers.models import Dossier
from motcua.offices import actions, snapshot
from motcua.offices.actions import AgencyData
from motcua.offices.roles import Role
from motcua.policy.facts import Facts
from motcua.policy.permissions import visible, why_not
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
DAY = AT.date()
EVERYBODY = sorted(stage.STAFF)


@pytest.fixture
def cast():
    cast = stage.enter()
    catalogue_actions.set_competences(cast.version.procedure, agencies=[cast.department], kinds=["commune_committee"])
    return cast


@pytest.fixture
def here(cast):
    """Received at the commune's counter, decided by the commune."""
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT)


@pytest.fixture
def there(cast):
    """Received at the provincial centre, decided by a department."""
    intake = stage.intake(cast, counter_id=cast.centre.pk, competent_id=cast.department.pk)
    return file_and_accept(intake, by=cast.tuyet, at=AT)


def facts(by, dossier=None) -> Facts:
    return Facts(by, DAY, snapshot.present(), dossier)


def seen(by) -> set[str]:
    return set(Dossier.objects.filter(visible(facts(by))).values_list("code", flat=True))


@pytest.mark.parametrize("name", ["lan", "hanh", "minh", "son", "roi"])
def test_who_receives_or_decides_sees_what_is_theirs_and_nothing_else(cast, here, there, name):
    assert seen(cast.actor(name)) == {here.code}


@pytest.mark.parametrize("name", ["tuyet", "quang"])
def test_another_counter_and_agency_see_theirs(cast, here, there, name):
    assert seen(cast.actor(name)) == {there.code}


def test_supervision_sees_everything_below(cast, here, there):
    assert seen(cast.an) == {here.code, there.code}


def test_supervision_of_a_commune_sees_the_commune(cast, here, there):
    actions.give_post(
        account=cast.people["quang"], agency=cast.commune, role=Role.SUPERVISOR, day=DAY, by="test", at=AT
    )
    cast._actors.clear()
    assert seen(cast.quang) == {here.code, there.code}  # as supervisor the first, as specialist the second


def test_the_office_of_a_committee_supervises_for_the_committee(cast, here, there):
    """The division for control of procedures sits in the committee's office (rules.md 1.1)."""
    data = AgencyData(code="H48.02", name="Văn phòng UBND tỉnh", kind="office", level="province", parent_code="H48")
    office = actions.open_agency(data, by="test", at=AT, day=DAY)
    actions.give_post(account=cast.people["quan"], agency=office, role=Role.SUPERVISOR, day=DAY, by="test", at=AT)
    by = stage.office_queries.actor(cast.people["quan"], day=DAY)
    assert seen(by) == {here.code, there.code}
    assert why_not("dossier.see", facts(by, there)) is None


def test_a_department_supervises_nothing_beside_it(cast, here, there):
    actions.give_post(
        account=cast.people["quan"], agency=cast.department, role=Role.SUPERVISOR, day=DAY, by="test", at=AT
    )
    assert seen(stage.office_queries.actor(cast.people["quan"], day=DAY)) == {there.code}


def test_administration_sees_no_cases(cast, here, there):
    assert seen(cast.quan) == set()


def test_who_holds_no_post_sees_nothing(cast, here, there):
    nobody = stage.Actor(cast.people["lan"].pk, "account:0", "Không giữ vị trí")
    assert seen(nobody) == set()


def test_what_is_received_here_and_decided_elsewhere_is_seen_by_both(cast):
    data = AgencyData(
        code="H48.148.02", name="Bộ phận Một cửa thứ hai", kind="one_stop", level="commune", parent_code="H48.148"
    )
    second = actions.open_agency(data, by="test", at=AT, day=DAY)
    actions.give_post(account=cast.people["cuc"], agency=second, role=Role.RECEIVER, day=DAY, by="test", at=AT)
    cast._actors.clear()
    by = stage.office_queries.actor(cast.people["cuc"], day=DAY)
    code = file_and_accept(stage.intake(cast, counter_id=second.pk), by=by, at=AT).code
    assert seen(by) == seen(cast.minh) == {code}
    assert seen(cast.lan) == set()


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_condition_and_the_rule_agree(cast, here, there, name):
    by = cast.actor(name)
    allowed = {d.code for d in (here, there) if why_not("dossier.see", facts(by, d)) is None}
    assert seen(by) == allowed
