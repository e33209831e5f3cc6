"""One filer for many owners: a dossier each, one list for all; all or nothing; a price in statements that is known."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.file_many import MOST, Owner, file_many
from motcua.casework.imports import people
from motcua.dossiers.models import Dossier, Party
from motcua.dossiers.parties import Capacity, PartyData
from motcua.kernel.sentences import Refused
from motcua.papers.models import ListSlip
from motcua.papers.rendering import render
from tests import cast as stage
from tests.cast import moment
from tests.papers.slips import text_of

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")


@pytest.fixture
def cast():
    return stage.enter()


def handed_in(cast, **rest):
    school = PartyData(name="Trần Thị Hiệu", number="051190004321", capacity=Capacity.EMPLOYER)
    return stage.intake(cast, applicant=school, **rest)


NAMES = ["Ánh", "Bình", "Châu", "Dung", "Giang", "Hà", "Khánh", "Lâm", "Mai", "Nhơn", "Oanh", "Phúc"]


def owners(count: int) -> list[Owner]:
    names = [f"Y {NAMES[n % len(NAMES)]}" for n in range(count)]
    return [
        Owner(n, PartyData(name=name, number=f"05120800{n:04d}"), note=f"Lớp {n}") for n, name in enumerate(names, 1)
    ]


def test_each_owner_gets_a_dossier_with_its_own_code_and_due_date(cast):
    slip = file_many(handed_in(cast), owners(3), by=cast.lan, at=AT)
    found = list(Dossier.objects.order_by("code"))
    assert len({d.code for d in found}) == 3 and all(d.due_at for d in found)
    for d, n in zip(found, (1, 2, 3), strict=True):
        named = {p.role: p.name for p in Party.objects.filter(dossier=d)}
        assert named == {"applicant": "Trần Thị Hiệu", "owner": f"Y {NAMES[n - 1]}"}
    assert [row["code"] for row in slip.content["rows"]] == [d.code for d in found]
    assert all(d.slips.count() == 1 for d in found)


def test_one_slip_for_the_filer_lists_all_codes_owners_and_remarks(cast):
    slip = file_many(handed_in(cast), owners(3), by=cast.lan, at=AT)
    text = text_of(render(slip.pack, slip.form, slip.content))
    for row in slip.content["rows"]:
        assert row["code"] in text and row["owner"] in text
    assert "Trần Thị Hiệu" in text and [row["note"] for row in slip.content["rows"]] == ["Lớp 1", "Lớp 2", "Lớp 3"]


def test_one_row_that_cannot_be_received_leaves_nothing_and_is_named(cast):
    wrong = [*owners(2), Owner(7, PartyData(name="Y Sai", number="12"))]
    with pytest.raises(Refused) as no:
        file_many(handed_in(cast), wrong, by=cast.lan, at=AT)
    assert no.value.field == "people.7" and no.value.sentence.values["n"] == 7
    assert not Dossier.objects.exists() and not ListSlip.objects.exists()


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_an_empty_list_and_one_too_long_are_refused(cast, count):
    with pytest.raises(Refused) as no:
        file_many(handed_in(cast), owners(count), by=cast.lan, at=AT)
    assert no.value.field == "people" and not Dossier.objects.exists()


def test_who_files_in_their_own_name_files_for_nobody_else(cast):
    with pytest.raises(Refused) as no:
        file_many(stage.intake(cast), owners(1), by=cast.lan, at=AT)
    assert no.value.field == "applicant.capacity"


def test_a_row_costs_no_more_statements_than_a_reception(cast):
    file_many(handed_in(cast), owners(1), by=cast.lan, at=AT)
    spent = []
    for count in (2, 12):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            file_many(handed_in(cast), owners(count), by=cast.lan, at=AT)
        spent.append(sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE")) for q in asked.captured_queries))
    assert (spent[1] - spent[0]) / 10 <= 12, spent


@pytest.mark.parametrize(
    "text",
    [
        "Y Nhơn\t051208000001\t01/02/2008\tThôn 1\t0905123456\tLớp 9",
        "1;Y Nhơn;051208000001;01/02/2008;Thôn 1;0905123456;Lớp 9",
        "STT\tNgày sinh\tHọ và tên\tSố CCCD\tĐịa chỉ\tĐiện thoại\tGhi chú\n"
        "1\t01/02/2008\tY Nhơn\t51208000001\tThôn 1\t905123456\tLớp 9",
    ],
)
def test_a_list_is_read_however_it_was_copied(text):
    (found,) = people.of_text(text)
    assert found == {
        "name": "Y Nhơn",
        "number": "051208000001",
        "birth_date": "01/02/2008",
        "address": "Thôn 1",
        "phone": "0905123456",
        "note": "Lớp 9",
    }


@pytest.mark.parametrize("content", [b"MZ\x90\x00\xff\xfe", b"PK\x03\x04broken", b"", b"\xff\xfe", b"a\x00b", b"\n\n"])
def test_a_file_that_is_no_list_is_refused(content):
    with pytest.raises(Refused):
        people.of_file(content)
