"""The stranger's program, verifier/verify_journal.py, as tests use it: loaded from its file, never imported by name."""

from __future__ import annotations

import importlib.util
import io
import re
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "verifier" / "verify_journal.py"
VIETNAMESE, ENGLISH = 0, 1
_spec = importlib.util.spec_from_file_location("verify_journal", FILE)
program: Any = importlib.util.module_from_spec(_spec)  # type: ignore[arg-type]
_spec.loader.exec_module(program)  # type: ignore[union-attr]


def said(file: bytes, *, language: int = VIETNAMESE, **options: Any) -> list[str]:
    """What the stranger finds wrong with an export, a line each; `program.NoExport` when it is none."""
    return checked(file, language=language, **options)[0]


def checked(file: bytes, *, language: int = VIETNAMESE, **options: Any) -> tuple[list[str], str]:
    """What the stranger finds wrong, and the counts that he prints when nothing is."""
    voice, found = program.Voice(language), list[str]()
    verifier = program.Verifier(lambda *words, **values: found.append(voice.sentence(*words, **values)), **options)
    verifier.file(io.BytesIO(file))
    return found, program.summary(verifier, voice)


def counted(file: bytes) -> tuple[int, int, int]:
    """How many events, streams and anchors a whole export has, with the roots of all anchors computed again."""
    found, summary = checked(file, all_anchors=True)
    assert found == []
    numbers = re.match(r"(\d+) sự kiện trong (\d+) chuỗi, (\d+) lần niêm", summary)
    assert numbers
    return int(numbers[1]), int(numbers[2]), int(numbers[3])
