"""What was filed on another system before it came to the counter: its fold, its claim, and the receipt that says so."""

import pytest

from motcua.casework.shadows import Noted, note_shadow
from motcua.deadlines.models import LateEntry
from motcua.dossiers.models import Dossier
from motcua.dossiers.sources import systems
from motcua.journal.models import Event
from motcua.papers.models import Slip
from motcua.papers.rendering import render
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import REFERENCE, error, filled, value

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-19 09:00")
SYSTEM, CODE = "VNeID", "000.00.14.H48-261118-0007"
FOLD = "Hồ sơ đã nộp ở hệ thống khác?"
FILED = {"elsewhere__source": SYSTEM, "elsewhere__code": CODE}
THEN = {"elsewhere__day": "18/11/2026", "elsewhere__clock": "15:30"}


@pytest.fixture
def cast(clock):
    clock.move_to(NOW)
    return stage.enter()


def test_the_systems_are_data_that_fit_their_column():
    assert len(systems()) == len(set(systems())) > 3
    assert all(0 < len(name) <= Dossier._meta.get_field("foreign_source").max_length for name in systems())


def test_the_fold_is_closed_until_it_is_needed(lan):
    html = lan.get(REFERENCE).content.decode()
    assert f'id="elsewhere"><summary>{FOLD}' in html and "Không nộp ở hệ thống khác" in html


def test_the_code_is_kept_and_the_true_time_is_a_claim_of_which_the_code_is_evidence(lan, cast):
    lan.post(REFERENCE, filled(cast, **FILED | THEN))
    d, entry = Dossier.objects.get(), LateEntry.objects.get()
    assert (d.foreign_source, d.foreign_code, d.filed_at) == (SYSTEM, CODE, NOW)
    assert (entry.happened_at, entry.paper) == (moment("2026-11-18 15:30"), CODE)
    assert SYSTEM in entry.reason
    assert set(Event.objects.filter(stream=d.stream).values_list("happened_at", flat=True)) == {entry.happened_at}


def test_the_receipt_says_where_under_what_code_and_when(lan, cast):
    lan.post(REFERENCE, filled(cast, **FILED | THEN))
    slip = Slip.objects.get()
    assert slip.content["elsewhere"] == f"{SYSTEM}, mã {CODE}, lúc 15 giờ 30, ngày 18/11/2026"
    assert render(slip.pack, slip.form, slip.content, paper="A5", copies=1).startswith(b"%PDF")


def test_without_a_time_it_is_no_claim(lan, cast):
    lan.post(REFERENCE, filled(cast, **FILED))
    assert not LateEntry.objects.exists()
    assert Slip.objects.get().content["elsewhere"] == f"{SYSTEM}, mã {CODE}"


def test_what_was_not_filed_elsewhere_says_nothing_of_it(lan, cast):
    lan.post(REFERENCE, filled(cast))
    assert "elsewhere" not in Slip.objects.get().content


@pytest.mark.parametrize(
    "typed, field, said",
    [
        ({"elsewhere__source": SYSTEM}, "elsewhere-code", "Ghi mã hồ sơ ở hệ thống đó."),
        ({"elsewhere__code": CODE}, "elsewhere-source", "Chọn hệ thống đã nộp."),
        (THEN, "elsewhere-source", "Chọn hệ thống đã nộp."),
        (FILED | {"elsewhere__source": "Sổ tay"}, "elsewhere-source", ""),
        (FILED | {"elsewhere__code": "1" * 65}, "elsewhere-code", ""),
        (FILED | THEN | {"elsewhere__clock": ""}, "elsewhere-clock", "Ghi đủ cả ngày và giờ đã nộp."),
        (FILED | THEN | {"elsewhere__day": "20/11/2026"}, "elsewhere-day", "Thời điểm thực hiện không thể ở tương"),
        (FILED | THEN | {"elsewhere__day": "02/11/2026"}, "elsewhere-day", "Chỉ được ghi lùi tối đa 5 ngày làm việc."),
        (FILED | THEN | {"late__day": "18/11/2026", "late__clock": "15:00"}, "late-day", "Đã ghi lúc nộp ở hệ thống"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(lan, cast, typed, field, said):
    answer = lan.post(REFERENCE, filled(cast, **typed))
    html = answer.content.decode()
    assert answer.status_code == 422 and not Dossier.objects.exists()
    assert error(html, field) and error(html, field).startswith(said)
    assert '<details class="sheet late" id="elsewhere" open>' in html
    assert value(html, "elsewhere-code") == typed.get("elsewhere__code", "")
    assert value(html, "applicant-name") == "Phạm Văn Đồng Xuân"


def test_the_same_code_twice_is_said_at_the_code(lan, cast):
    lan.post(REFERENCE, filled(cast, **FILED))
    html = lan.post(REFERENCE, filled(cast, key="mot-khoa-khac-nua", **FILED)).content.decode()
    assert "đã có ở đây" in error(html, "elsewhere-code")


def test_what_is_followed_for_that_system_is_not_taken_in_as_well(lan, cast):
    version = stage.publish_procedure(code="1.000702", authority_system=SYSTEM)
    note_shadow(Noted(version.pk, cast.counter.pk, CODE), by=cast.lan, at=NOW)
    html = lan.post(REFERENCE, filled(cast, **FILED | {"elsewhere__code": CODE.lower()})).content.decode()
    assert "theo dõi hộ" in error(html, "elsewhere-code")
