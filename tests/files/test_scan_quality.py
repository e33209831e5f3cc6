"""A photo that cannot be read is told; one that can is not, however pale, small-printed or empty."""

from datetime import date

import pytest

from motcua.files.scan_quality import BLURRED, DARK, SMALL, faults_of
from motcua.files.scans import rules_on, take

from .photos import A4, photo

RULES = rules_on(date(2026, 11, 20))


def judged(**how):
    taken = take(photo(**how), name="a.jpg", limit=2**24, rules=RULES)
    return faults_of(taken.content, RULES)


@pytest.mark.parametrize("how", [{}, {"blur": 1}, {"light": 0.6}, {"text": ""}, {"size": (A4[1], A4[0])}])
def test_a_photo_that_can_be_read_is_not_questioned(how):
    assert judged(**how) == []


@pytest.mark.parametrize(
    ("how", "faults"),
    [
        ({"blur": 5}, [BLURRED]),
        ({"blur": 5, "light": 0.6}, [BLURRED]),
        ({"light": 0.3}, [DARK]),
        ({"size": (700, 990)}, [SMALL]),
    ],
)
def test_a_photo_that_cannot_be_read_is_told(how, faults):
    assert judged(**how) == faults
