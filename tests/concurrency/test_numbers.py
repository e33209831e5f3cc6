"""Codes and numbers of slips under many writers: each given once, none left out."""

from dataclasses import replace

from django.db import connection

from motcua.casework.end import withdraw
from motcua.casework.file import file_and_accept, file_and_ask
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.papers.models import Slip
from tests import cast as stage
from tests.casework.acts import ITEMS
from tests.cast import moment
from tests.concurrency.conftest import together

AT = moment("2026-11-02 08:00")


def writers() -> int:
    return 16 if connection.vendor == "postgresql" else 6


def codes() -> list[str]:
    return sorted(Dossier.objects.values_list("code", flat=True))


def serials(form: str) -> list[int]:
    return sorted(Slip.objects.filter(form=form).values_list("serial", flat=True))


def test_writers_at_one_moment_get_codes_and_serials_without_gap_or_repetition(cast):
    n = writers()
    intake = stage.intake(cast)
    ended = together([lambda: file_and_accept(intake, by=cast.lan, at=AT).code] * n)
    expected = [f"H48.148-261102-{i:04d}" for i in range(1, n + 1)]
    assert sorted(str(e) for e in ended) == codes() == expected
    assert serials("01") == list(range(1, n + 1))


def test_a_refusal_among_writers_leaves_no_gap(cast):
    n = writers()
    good = stage.intake(cast)
    bad = replace(good, sets=0)
    ended = together([lambda i=i: file_and_accept(bad if i % 2 else good, by=cast.lan, at=AT) for i in range(n)])
    assert [type(e) for e in ended] == [Refused if i % 2 else Dossier for i in range(n)]
    assert codes() == [f"H48.148-261102-{i:04d}" for i in range(1, n // 2 + 1)]
    assert serials("01") == list(range(1, n // 2 + 1))


def test_writers_of_different_books_do_not_wait_for_each_other_for_ever(cast):
    """Receipts, requests and endings take their numbers in different orders of books."""
    intake, items = stage.intake(cast), ITEMS
    old = [file_and_accept(intake, by=cast.lan, at=AT).code for _ in range(4)]
    ended = together(
        [
            *[lambda: file_and_accept(intake, by=cast.lan, at=AT) for _ in range(4)],
            *[lambda: file_and_ask(intake, by=cast.lan, at=AT, items=items) for _ in range(4)],
            *[lambda code=code: withdraw(code, by=cast.lan, at=AT, request="Đơn xin rút") for code in old],
        ]
    )
    assert [type(e) for e in ended] == [Dossier] * 12
    assert (serials("01"), serials("02"), serials("05")) == (list(range(1, 9)), list(range(1, 5)), list(range(1, 5)))
