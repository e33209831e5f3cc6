"""What the journal adds up to is what the tables say, after any life; and any difference is named."""

import random
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.casework import rebuild
from motcua.casework.close_agency import close_agency
from motcua.casework.file import file, file_and_accept
from motcua.casework.resolve import result_at_once
from motcua.casework.streams import heads, register
from motcua.deadlines.models import Hold
from motcua.dossiers.models import Dossier
from motcua.journal import actions, queries
from motcua.journal.models import Event
from motcua.journal.verify import Seen, faults
from motcua.kernel.sentences import Refused
from motcua.offices.actions import AgencyData, open_agency
from motcua.papers.models import Slip
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = pytest.mark.django_db
BEGINNING = moment("2026-11-02 08:00")


def live(cast, chance, *, at=BEGINNING, acts=12):
    """One dossier that lives through random acts, with what is refused left out."""
    begin = chance.choice([file, file_and_accept])
    code = begin(stage.intake(cast), by=cast.lan, at=at).code
    for _ in range(acts):
        at += timedelta(minutes=chance.choice([1, 30, 600, 3000]))
        try:
            with transaction.atomic():
                ACTS[chance.choice(sorted(ACTS))](cast, code, at)
        except (Refused, WorkItem.DoesNotExist):
            pass
    return code


def differences():
    return {dossier.code: [str(d) for d in dossier.found] for dossier in rebuild.differences() if dossier.found}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_after_any_life_journal_and_tables_agree_and_the_journal_is_whole(seed):
    with transaction.atomic():
        cast, chance = stage.enter(), random.Random(seed)
        for n in range(3):
            live(cast, chance, at=BEGINNING + timedelta(days=n))
            actions.anchor(heads(), at=BEGINNING)
        assert differences() == {}
        assert list(faults(queries.records(register()), Seen(), all_anchors=True)) == []
        transaction.set_rollback(True)


@pytest.fixture
def lived():
    """A dossier that waits for taxes after a supplement, so that every projection holds something."""
    cast = stage.enter()
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=BEGINNING).code
    for hours, act in enumerate(("propose_supplement", "ask_supplement", "receive_supplement", "hold"), 1):
        ACTS[act](cast, code, BEGINNING + timedelta(hours=hours))
    assert differences() == {}
    return Dossier.objects.get(code=code)


def test_a_result_given_at_once_agrees():
    cast = stage.enter()
    result_at_once(stage.intake(cast), by=cast.lan, at=moment("2026-11-20 08:00"), result=stage.result())
    assert differences() == {}


def test_dossiers_that_pass_on_to_another_agency_agree():
    cast = stage.enter()
    live(cast, random.Random(1), acts=0)
    data = AgencyData(
        code="H48.149", name="UBND xã Ba Vì", kind="commune_committee", level="commune", parent_code="H48"
    )
    other = open_agency(data, by="test", at=BEGINNING, day=BEGINNING.date())
    ends = BEGINNING + timedelta(days=1)
    close_agency(agency_id=cast.commune.pk, successor_id=other.pk, on=ends.date(), by=cast.quan, at=ends)
    assert differences() == {}


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("due_at", moment("2027-01-01 17:00"), "due_at: nhật ký –, bảng 2027-01-01T10:00:00.000000Z"),
        ("clock_from", BEGINNING - timedelta(days=1), "clock_from: nhật ký 2026-11-02T04:00:00.000000Z, bảng"),
        ("voided_at", BEGINNING, "voided_at: nhật ký –, bảng 2026-11-02T01:00:00.000000Z"),
    ],
)
def test_a_column_that_was_written_over_is_named(lived, column, value, said):
    Dossier.objects.filter(pk=lived.pk).update(void_reason="x", **{column: value})
    assert differences()[lived.code][0].startswith(said)


WORK = "việc đang mở ghi trạng thái hoặc hạn khác với hồ sơ"
LIMIT = "vị trí so với thời hạn trong danh sách không khớp với hạn của hồ sơ"


def test_a_status_that_was_written_over_is_named(lived):
    Dossier.objects.filter(pk=lived.pk).update(status=5)
    assert differences() == {lived.code: ["status: nhật ký 6, bảng 5", WORK]}


@pytest.mark.parametrize(
    "column", [{"runs_to": moment("2027-01-01 17:00")}, {"late_from": moment("2027-01-01 17:00")}, {"short": True}]
)
def test_a_column_of_lists_that_does_not_follow_from_the_dossier_is_named(lived, column):
    """There the tables are compared with themselves: the journal knows nothing of lists."""
    WorkItem.objects.filter(dossier=lived, closed_at__isnull=True).update(**column)
    assert differences() == {lived.code: [WORK]}
    Dossier.objects.filter(pk=lived.pk).update(**column)
    assert differences() == {lived.code: [LIMIT]}


def test_work_that_was_closed_or_opened_past_the_journal_is_named(lived):
    WorkItem.objects.filter(dossier=lived, closed_at__isnull=True).update(role="signer")
    assert differences() == {
        lived.code: [
            "work: nhật ký [('process', 2, 'H48.148', 'specialist')], bảng [('process', 2, 'H48.148', 'signer')]"
        ]
    }


def test_a_hold_that_was_lengthened_is_named(lived):
    Hold.objects.filter(dossier=lived, ended_at__isnull=False).update(ended_at=BEGINNING + timedelta(days=5))
    (found,) = differences()[lived.code]
    assert found.startswith("holds:") and "2026-11-07T01:00:00.000000Z" in found


def test_a_hold_that_is_gone_is_named(lived):
    Hold.objects.filter(dossier=lived, ended_at__isnull=True).delete()
    (found,) = differences()[lived.code]
    assert found.startswith("holds:")


def test_a_slip_with_another_number_is_named(lived):
    Slip.objects.filter(dossier=lived, form="01").update(serial=99)
    (found,) = differences()[lived.code]
    assert found == "slips: nhật ký [('01', 'GTN', 2026, 1, 1)], bảng [('01', 'GTN', 2026, 99, 1)]"


def test_facts_that_cannot_be_read_are_named(lived):
    Event.objects.filter(stream=lived.stream, n=2).update(facts="{")
    assert differences() == {lived.code: ["không đọc được các sự thật của sự kiện 2 trong nhật ký"]}


def test_work_closed_in_the_journal_but_never_opened_is_named(lived):
    Event.objects.filter(stream=lived.stream, n=1).update(facts='{"status":1}')
    (found,) = differences()[lived.code]
    assert found == "nhật ký kết thúc việc chưa từng mở: [('receive', 1, 'H48.148.01', 'receiver')]"


def test_a_batch_takes_the_same_few_statements_whatever_lies_in_it(django_assert_num_queries):
    cast = stage.enter()
    for n in range(5):
        live(cast, random.Random(n), acts=4)
    with django_assert_num_queries(8):
        assert len(list(rebuild.differences())) == 5


def test_batches_follow_each_other(monkeypatch):
    cast = stage.enter()
    codes = [live(cast, random.Random(n), acts=3) for n in range(5)]
    monkeypatch.setattr(rebuild, "BATCH", 2)
    assert [d.code for d in rebuild.differences()] == codes
