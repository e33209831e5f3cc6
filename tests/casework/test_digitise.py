"""Digitising: papers with the data that the law asks for, and earlier ones of this person used again."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.casework.digitise import Again, Description, Scan, digitise
from motcua.casework.file import file_and_accept
from motcua.casework.resolve import result_at_once
from motcua.dossiers.models import DigitisedPaper
from motcua.files.models import StoredFile
from motcua.kernel.sentences import Refused
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 10:00")
SAID = Description("TO_KHAI", "Tờ khai", "Phạm Văn Đồng Xuân", owner_number="051090001234")


@pytest.fixture
def cast():
    return stage.enter()


def received(cast, hour=9):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=moment(f"2026-11-19 0{hour}:00")).code


def scan(said=SAID):
    file, _ = StoredFile.objects.get_or_create(
        sha256="a" * 64, defaults={"size": 3, "media_type": "application/pdf", "stored_at": AT}
    )
    return Scan(1, file, 2, said)


def test_a_paper_is_added_to_its_component_with_what_is_known_of_it(cast):
    d = digitise(received(cast), by=cast.lan, at=AT, scans=[scan()])
    paper = DigitisedPaper.objects.get()
    assert (paper.attachment.dossier_id, paper.attachment.component_n, paper.summary) == (d.pk, 1, "Tờ khai")


def granted(cast):
    """A dossier that ended with a granted result, its first paper digitised."""
    result = stage.result(issued_on=date(2026, 11, 19))
    code = result_at_once(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 08:00"), result=result).code
    digitise(code, by=cast.lan, at=AT, scans=[scan()])
    return DigitisedPaper.objects.last()


def test_a_paper_of_an_earlier_dossier_is_used_again_by_reference(cast):
    old, second = granted(cast), received(cast, 9)
    digitise(second, by=cast.lan, at=AT, again=[Again(1, old.pk)])
    new = DigitisedPaper.objects.last()
    assert new.taken_from == old and new.attachment.file_id == old.attachment.file_id
    assert new.attachment.dossier.code == second


def test_a_paper_of_a_dossier_that_granted_nothing_is_not_offered(cast):
    first, second = received(cast, 8), received(cast, 9)
    digitise(first, by=cast.lan, at=AT, scans=[scan()])
    with pytest.raises(Refused, match="không dùng lại được"):
        digitise(second, by=cast.lan, at=AT, again=[Again(1, DigitisedPaper.objects.get().pk)])
    assert DigitisedPaper.objects.count() == 1


def test_one_wrong_paper_keeps_all_others_back(cast):
    with pytest.raises(Refused, match="giấy tờ số 9"):
        code = received(cast)
        digitise(code, by=cast.lan, at=AT, scans=[scan(), replace(scan(), n=9)])
    assert not DigitisedPaper.objects.exists()


@pytest.mark.parametrize(
    "said, refused",
    [
        (Description("X", "Tờ khai", "A", owner_number="1"), "loại giấy tờ"),
        (Description("KHAC", "", "A", owner_number="1"), "tên giấy tờ"),
        (Description("KHAC", "Tờ khai", "A"), "năm sinh"),
        (Description("KHAC", "Tờ khai", "A", owner_number="1", issued_on=date(2027, 1, 1)), "tương lai"),
    ],
)
def test_what_is_missing_or_cannot_be_is_refused(cast, said, refused):
    with pytest.raises(Refused, match=refused):
        digitise(received(cast), by=cast.lan, at=AT, scans=[scan(said)])


def test_who_may_not_add_files_may_not_digitise(cast):
    with pytest.raises(Refused):
        digitise(received(cast), by=cast.actor("roi"), at=AT, scans=[scan()])
