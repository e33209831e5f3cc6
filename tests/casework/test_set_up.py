"""Setting up an empty house: one act, after which a dossier of an imported procedure can be received."""

import json
from datetime import date

import pytest

from motcua.accounts.models import Account
from motcua.casework.file import file_and_accept
from motcua.casework.imports.procedures import import_procedures
from motcua.casework.intake import Intake
from motcua.casework.office import staff
from motcua.casework.office.staff import PostData
from motcua.casework.set_up import Installation, empty, set_up
from motcua.catalogue.models import ProcedureVersion
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices import queries, snapshot
from motcua.offices.calendars import calendar_for
from motcua.offices.models import Agency, Edition, SpecialDay
from motcua.offices.provinces import provinces
from motcua.workflow.models import Process
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")
PASSWORD = "con-thuyen-giay-2026"


def installation(**changes):
    values = {
        "province": "H48",
        "kind": "commune_committee",
        "agency_name": "Ủy ban nhân dân xã Ba Tơ",
        "agency_code": "H48.148",
        "full_name": "Hồ Thị Quản",
        "username": "Quan",
        "password": PASSWORD,
    }
    return Installation(**(values | changes))


def tree():
    return {
        a.code: (a.name, a.kind, a.parent.code if a.parent else None) for a in Agency.objects.select_related("parent")
    }


def test_a_commune_gets_its_province_its_committee_and_its_counter(db):
    assert empty()
    set_up(installation(), at=AT)
    assert tree() == {
        "H48": ("Ủy ban nhân dân tỉnh Quảng Ngãi", "province_committee", None),
        "H48.148": ("Ủy ban nhân dân xã Ba Tơ", "commune_committee", "H48"),
        "H48.148.01": ("Trung tâm Phục vụ hành chính công xã Ba Tơ", "one_stop", "H48.148"),
    }
    assert not empty()


@pytest.mark.parametrize(
    ("changes", "first", "counter"),
    [
        ({"kind": "province_committee", "agency_name": "", "agency_code": ""}, "H48", "H48.01"),
        ({"kind": "department", "agency_name": "Sở Tư pháp", "agency_code": "H48.12"}, "H48.12", "H48.01"),
        ({"kind": "department", "agency_name": "Văn phòng", "agency_code": "000.00.01.H48"}, "H48.01", "H48.02"),
    ],
)
def test_at_the_province_the_centre_receives_for_all_of_it(db, changes, first, counter):
    set_up(installation(**changes), at=AT)
    offices = snapshot.present()
    by_code = {a.code: a for a in offices.agencies.values()}
    assert by_code[counter].is_counter and by_code[counter].name.endswith("công tỉnh Quảng Ngãi")
    assert by_code[first].pk in offices.served_by(by_code[counter].pk)


def test_the_administrator_administers_and_signs_in_with_the_password_chosen(db, client):
    account = set_up(installation(), at=AT)
    assert queries.actor(account, day=AT.date()).is_administrator
    assert (account.username, account.must_change_password, account.demo) == ("quan", False, False)
    answer = client.post("/tai-khoan/dang-nhap/", {"username": "quan", "password": PASSWORD})
    assert answer.status_code == 302


def test_the_house_knows_office_hours_holidays_and_a_process_for_each_level(db):
    set_up(installation(), at=AT)
    commune = Agency.objects.get(code="H48.148")
    calendar = calendar_for(snapshot.present(), commune.pk, known_at=AT)
    assert calendar.is_working_day(date(2026, 11, 23)) and not calendar.is_working_day(date(2026, 11, 24))
    assert SpecialDay.objects.filter(day=date(2027, 2, 5), name__contains="Tết").exists()
    assert sorted(Process.objects.values_list("level__code", flat=True)) == ["commune", "province"]


def test_an_imported_procedure_can_then_be_received(db):
    quan = queries.actor(set_up(installation(), at=AT), day=AT.date())
    line = json.dumps(stage.procedure_line(agency="Ủy ban nhân dân cấp xã"), ensure_ascii=False)
    import_procedures(line.encode(), day=AT.date(), by="test", at=AT)
    agencies = {a.code: a.pk for a in Agency.objects.all()}
    lan, _ = staff.open_account(
        staff.NewAccount("lan", "Trần Thị Lan"),
        PostData(agencies["H48.148.01"], "receiver", AT.date()),
        by=quan,
        at=AT,
    )
    intake = Intake(
        version_id=ProcedureVersion.objects.get().pk,
        counter_id=agencies["H48.148.01"],
        competent_id=agencies["H48.148"],
        applicant=stage.citizen(),
        papers=stage.all_papers(),
    )
    dossier = file_and_accept(intake, by=queries.actor(lan, day=AT.date()), at=AT)
    assert dossier.code == "H48.148-261120-0001"
    assert dossier.due_at == moment("2026-11-26 17:00")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"province": "H99"}, "province"),
        ({"kind": "palace"}, "kind"),
        ({"agency_name": " "}, "agency_name"),
        ({"agency_code": "mã"}, "agency_code"),
        ({"agency_code": "H49.148"}, "agency_code"),
        ({"agency_code": "H48"}, "agency_code"),
        ({"full_name": "Quản 1"}, "full_name"),
        ({"username": "Hồ Thị"}, "username"),
        ({"password": "1234567890"}, "password"),
        ({"password": "ngan"}, "password"),
        ({"username": "ho.thi.quan", "password": "ho.thi.quan"}, "password"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_leaves_the_house_empty(db, changes, field):
    with pytest.raises(Refused) as refused:
        set_up(installation(**changes), at=AT)
    assert refused.value.field == field
    assert empty() and not Event.objects.exists() and not Process.objects.exists()


def test_it_is_done_once(db):
    set_up(installation(), at=AT)
    with pytest.raises(Refused, match="đã được cài đặt"):
        set_up(installation(username="other"), at=AT)
    assert Account.objects.count() == 1


def test_the_edition_that_two_set_ups_would_wait_for_is_there_from_the_first_migration(db):
    assert Edition.objects.filter(name="offices").exists()


def test_there_are_34_provinces_with_codes_of_their_own():
    known = provinces().values()
    assert len({p.code for p in known}) == len({p.place_code for p in known}) == len({p.name for p in known}) == 34
    assert provinces()["H48"].full_name == "tỉnh Quảng Ngãi" and provinces()["H57"].full_name == "thành phố Huế"


def test_codes_of_merged_provinces_follow_the_surviving_name_not_the_statistics_office():
    told = {"H38": "15", "H05": "24", "H50": "44", "H21": "52", "H53": "80", "H20": "82", "H01": "91"}
    assert {code: provinces()[code].place_code for code in told} == told
