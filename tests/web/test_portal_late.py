"""The public counter: late dossiers with and without a letter, by agency and in all, and nothing of whom."""

from datetime import timedelta

import pytest
import time_machine

from motcua.casework.apologise import apologise
from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Dossier
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")


@pytest.fixture
def cast():
    return stage.enter()


def accepted(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


@pytest.fixture
def late(cast):
    """Two late dossiers, one with a letter; from the first minute of the day after the due date."""
    codes = [accepted(cast), accepted(cast)]
    due = Dossier.objects.get(code=codes[0]).due_at
    day = moment("2026-11-16 09:00").date()
    apologise(codes[0], by=cast.son, at=due - timedelta(days=2), cause="Chờ xác minh", appointment_on=day)
    with time_machine.travel(moment("2026-11-06 00:00"), tick=False):
        yield codes


def test_it_counts_late_dossiers_with_and_without_a_letter(client, cast, late):
    said = client.get("/qua-han.json").json()
    counts = {"late": 2, "with_letter": 1, "without_letter": 1}
    agency = {"code": "H48.148", "name": cast.commune.name, **counts}
    assert said == {"at": "2026-11-06T00:00:00+07:00", **counts, "agencies": [agency]}


def test_the_page_says_the_same_as_of_which_moment_and_names_nobody(client, cast, late, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        page = client.get("/qua-han/").content.decode()
    assert "tính đến 00:00 06/11/2026" in page
    assert "Toàn tỉnh: 2 hồ sơ quá hạn, 1 đã có thư xin lỗi, 1 chưa có." in page
    assert (page.count(">2</td>"), page.count(">1</td>")) == (1, 2)
    assert not any(code in page for code in late) and "Phạm Văn" not in page


def test_on_the_due_date_itself_nothing_is_late(client, cast):
    accepted(cast)
    with time_machine.travel(moment("2026-11-05 23:59"), tick=False):
        assert "Không có hồ sơ quá hạn." in client.get("/qua-han/").content.decode()
        assert client.get("/qua-han.json").json()["agencies"] == []


def test_the_first_page_leads_to_it(client, cast):
    assert 'href="/qua-han/"' in client.get("/").content.decode()
