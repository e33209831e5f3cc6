"""Pages travel compressed to who can read them so; slips, data and short answers do not."""

import gzip

import pytest

from motcua.casework.file import file_and_accept
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import REFERENCE

pytestmark = pytest.mark.django_db
READS_GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}
LINE_KB = 20  # a later visit of the counter, of which all else is kept by the browser


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 09:00"))
    return stage.enter()


def test_a_page_of_the_counter_is_light_on_the_line_and_the_same_for_everybody(lan, cast):
    light = lan.get(REFERENCE, **READS_GZIP)
    assert light["Content-Encoding"] == "gzip" and len(light.content) < LINE_KB * 1000 * 2 / 3
    assert "Accept-Encoding" in light["Vary"]
    plain = lan.get(REFERENCE)
    assert "Content-Encoding" not in plain
    assert gzip.decompress(light.content).decode().partition("<form")[0] == plain.content.decode().partition("<form")[0]


def test_how_long_a_page_is_tells_nothing_of_what_stands_in_it(lan, cast):
    assert len({len(lan.get(REFERENCE, **READS_GZIP).content) for _ in range(8)}) > 1


def test_slips_and_data_are_sent_as_they_are(lan, cast):
    slip = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 08:30")).slips.get()
    for address in (f"/tiep-nhan/phieu/{slip.pk}.pdf", "/healthz"):
        assert "Content-Encoding" not in lan.get(address, **READS_GZIP)
