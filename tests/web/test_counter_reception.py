"""Taking a dossier in at the counter, page by page and button by button."""

import re

import pytest

from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import REFERENCE, filled, open_counter

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 09:00"))
    return stage.enter()


@pytest.fixture
def counter(client, cast):
    return open_counter(client, cast, "lan")


def test_the_page_of_a_procedure_says_when_it_would_be_due(counter):
    html = counter.get(REFERENCE).content.decode()
    assert "17:00 thứ Tư 25/11/2026" in html  # 24/11 is a day off
    assert "Miễn lệ phí" in html


def test_a_complete_reception_makes_a_dossier_with_code_and_slip(counter, cast):
    answer = counter.post(REFERENCE, filled(cast))
    dossier = Dossier.objects.get()
    assert answer["Location"] == f"/tiep-nhan/da-nhan/{dossier.code}/"
    assert (dossier.state, dossier.slips.count()) == (Status.ACCEPTED, 1)
    html = counter.get(answer["Location"]).content.decode()
    assert dossier.code in html and "17:00 thứ Tư 25/11/2026" in html
    assert re.search(r'href="/tiep-nhan/phieu/\d+\.pdf"', html)
