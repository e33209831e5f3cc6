"""How far long work has come: told on a terminal, to nobody else."""

import sys

import pytest

from motcua.cli.progress import progress


@pytest.mark.parametrize(
    ("terminal", "of", "said"),
    [(True, 10_000, "\r1.500/10.000\r10.000/10.000\n"), (False, 10_000, ""), (True, 999, "")],
)
def test_only_who_watches_long_work_is_told(terminal, of, said, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    progress(1500, of)
    progress(of, of)
    told = capsys.readouterr().err
    assert told == said
