"""The tax office's messages at the same moment: each is done once, and the dossier stands and goes on once."""

from datetime import timedelta

import pytest

from motcua.casework.file import file_and_accept
from motcua.casework.tax import ask_tax, take_notice, take_proof
from motcua.casework.tax_messages import Notice, Proof
from motcua.correspondence.models import Exchanged
from motcua.deadlines.models import Hold
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.cast import moment
from tests.concurrency.conftest import together

AT = moment("2026-11-02 08:00")
LATER = AT + timedelta(hours=1)
NOTICE, OTHER = Notice("1/TB", AT.date(), 1000), Notice("2/TB", AT.date(), 500)


@pytest.fixture
def office(cast):
    return stage.tax_office(cast)


@pytest.fixture
def code(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    ask_tax(code, by=cast.minh, at=AT, parcel="Thửa 12")
    return code


def test_one_notice_brought_four_times_at_once_is_taken_once(code, office):
    ended = together([lambda: take_notice(code, NOTICE, by=office, at=LATER, message="n1")] * 4)
    assert all(isinstance(e, Dossier) and e.status == 6 for e in ended), ended
    assert Event.objects.filter(kind="tax.noticed").count() == Hold.objects.count() == 1
    check_all()


def test_two_notices_at_once_begin_one_hold(code, office):
    ended = together([lambda n=n: take_notice(code, n, by=office, at=LATER, message=n.number) for n in (NOTICE, OTHER)])
    assert all(isinstance(e, Dossier) for e in ended), ended
    assert Hold.objects.count() == 1 and Exchanged.objects.filter(kind="notice", state="open").count() == 2
    check_all()


def test_two_halves_of_a_payment_at_once_let_the_dossier_go_on_once(code, office):
    take_notice(code, NOTICE, by=office, at=LATER, message="n1")
    halves = [Proof("1/TB", receipt, 500, LATER) for receipt in ("1", "2")]
    ended = together([lambda p=p: take_proof(code, p, by=office, at=LATER, message=p.receipt) for p in halves])
    assert all(isinstance(e, Dossier) for e in ended), ended
    assert Dossier.objects.get(code=code).status == 4
    assert Event.objects.filter(kind="hold.ended").count() == 1
    check_all()
