"""The tree of agencies: any depth, dates with the first day and without the last, codes, successors, divisions."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices import actions, snapshot
from motcua.offices.actions import AgencyData
from motcua.offices.models import Agency, Level, Unit
from tests import cast as stage
from tests.cast import BEGINNING, moment

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)
AT = moment("2026-11-02 08:00")


def opened(code, parent="", *, name="Cơ quan", kind="office", level="province", day=DAY, **rest) -> Agency:
    data = AgencyData(code=code, name=name, kind=kind, level=level, parent_code=parent, **rest)
    return actions.open_agency(data, by="test", at=AT, day=day)


def closed(agency, *, on=DAY + timedelta(days=10), successor=None) -> Agency:
    return actions.end_agency(
        agency_id=agency.pk, on=on, successor_id=successor.pk if successor else None, by="test", at=AT
    )


def refusal(act) -> Refused:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value


def test_a_tree_is_as_deep_as_it_is():
    line = [opened("H48")]
    for code in ("H48.1", "H48.1.1", "H48.1.1.1"):
        line.append(opened(code, line[-1].code))
    for n in range(4):  # below the named levels of a code there are divisions with codes of their own
        line.append(opened(f"H48.{n + 2}", line[-1].code))
    offices = snapshot.present()
    assert [a.code for a in offices.line(line[-1].pk)] == [a.code for a in reversed(line)]
    assert offices.below(line[0].pk) == {a.pk for a in line}
    assert offices.below(line[3].pk) == {a.pk for a in line[3:]}


def test_branches_do_not_see_each_other():
    root = opened("H48")
    left, right = opened("H48.1", "H48"), opened("H48.2", "H48")
    offices = snapshot.present()
    assert offices.below(left.pk) == {left.pk}
    assert right.pk not in {a.pk for a in offices.line(left.pk)}
    assert offices.children[root.pk] == (left.pk, right.pk)


def test_the_first_day_is_in_force_and_the_last_is_not():
    agency = opened("H48")
    closed(agency, on=date(2026, 11, 12))
    in_force = snapshot.present().in_force
    days = [date(2026, 11, d) for d in (1, 2, 11, 12)]
    assert [in_force(agency.pk, day) for day in days] == [False, True, True, False]


def test_opening_and_closing_are_recorded_with_the_successor():
    old, new = opened("H48"), opened("H49")
    closed(old, successor=new)
    events = Event.objects.filter(stream=old.stream).order_by("n")
    assert [e.kind for e in events] == ["agency.opened", "agency.closed"]
    assert '"successor":"H49"' in events[1].facts
    assert Agency.objects.get(pk=old.pk).successor == new


@pytest.mark.parametrize(
    "change, field, sentence",
    [
        ({"code": "H48.01"}, "code", "Mã định danh H48.01 đang được dùng."),
        ({"code": "không phải mã"}, "code", None),
        ({"parent": "H48.99"}, "parent_code", "Không có cơ quan H48.99, hoặc cơ quan đã kết thúc hoạt động."),
        ({"level": "làng"}, "level", "Không có cấp “làng”."),
        ({"name": "  "}, "name", "Cần ghi tên cơ quan."),
    ],
)
def test_an_agency_that_cannot_be_is_refused(change, field, sentence):
    opened("H48")
    opened("H48.01", "H48")
    values = {"code": "H48.02", "parent": "H48"} | change
    refused = refusal(lambda: opened(values.pop("code"), values.pop("parent"), **values))
    assert refused.field == field
    assert sentence is None or str(refused) == sentence
    assert Agency.objects.count() == 2


def test_an_agency_cannot_be_put_under_one_that_is_closed():
    opened("H48")
    closed(opened("H48.01", "H48"))
    refused = refusal(lambda: opened("H48.01.01", "H48.01"))
    assert str(refused) == "Không có cơ quan H48.01, hoặc cơ quan đã kết thúc hoạt động."


def test_a_code_goes_on_from_the_day_the_agency_before_ended():
    closed(opened("H48"), on=date(2026, 11, 12))
    again = opened("H48", day=date(2026, 11, 12))
    assert Agency.objects.filter(code="H48").count() == 2
    assert again.valid_from == date(2026, 11, 12)


def test_a_code_cannot_have_two_agencies_on_one_day():
    closed(opened("H48"), on=date(2026, 11, 12))
    refused = refusal(lambda: opened("H48", opened_on=date(2026, 11, 11)))
    assert (str(refused), refused.field) == ("Mã định danh H48 còn được dùng đến hết ngày 11/11/2026.", "code")


@pytest.mark.parametrize("on", [DAY, DAY - timedelta(days=1)])
def test_an_agency_ends_after_it_began(on):
    agency = opened("H48")
    refused = refusal(lambda: closed(agency, on=on))
    assert (str(refused), refused.field) == ("Ngày kết thúc phải sau ngày bắt đầu hoạt động.", "on")


def test_an_agency_ends_once():
    agency = opened("H48", name="Sở Tư pháp")
    closed(agency)
    assert str(refusal(lambda: closed(agency))) == "Sở Tư pháp đã kết thúc hoạt động rồi."


def test_the_database_holds_one_open_agency_for_a_code():
    opened("H48")
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(
            code="H48", name="Khác", kind="office", level=Level.objects.first(), valid_from=date(2020, 1, 1)
        )


def test_the_commune_counter_receives_for_its_committee_alone():
    cast = stage.enter()
    offices = snapshot.present()
    assert offices.served_by(cast.counter.pk) == {cast.commune.pk}


def test_the_provincial_centre_receives_for_all_of_its_level():
    cast = stage.enter()
    offices = snapshot.present()
    assert offices.served_by(cast.centre.pk) == {cast.province.pk, cast.department.pk}


def test_a_centre_within_the_office_of_the_committee_receives_for_departments_and_what_is_below_them():
    cast = stage.enter()
    office = opened("H48.02", "H48")
    centre = opened("H48.02.01", "H48.02", kind="one_stop")
    below = opened("H48.05.01", "H48.05")
    served = snapshot.present().served_by(centre.pk)
    assert served == {cast.province.pk, cast.department.pk, office.pk, below.pk}


# Divisions


def test_a_division_of_the_same_name_is_the_same_division():
    agency = opened("H48")
    first = actions.open_unit(agency_id=agency.pk, name="Phòng Tư pháp", day=DAY)
    assert actions.open_unit(agency_id=agency.pk, name="Phòng Tư pháp", day=DAY) == first


def test_a_division_with_people_in_it_is_not_ended():
    cast = stage.enter()
    unit = actions.open_unit(agency_id=cast.commune.pk, name="Phòng Tư pháp", day=BEGINNING.date())
    cast.people["minh"].posts.update(unit=unit)
    refused = refusal(lambda: actions.end_unit(unit_id=unit.pk, day=DAY, by="test", at=AT))
    assert str(refused).startswith("Phòng Tư pháp còn 1 vị trí công tác.")
    cast.people["minh"].posts.update(valid_to=DAY)
    actions.end_unit(unit_id=unit.pk, day=DAY, by="test", at=AT)
    assert Unit.objects.get(pk=unit.pk).valid_to == DAY
