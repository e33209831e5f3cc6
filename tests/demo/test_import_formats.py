"""What the documentation shows of the import formats is so: its examples are lines of the demo's files."""

import json
import re
from pathlib import Path

import pytest

from motcua.kernel.calendar_files import calendar_from

from .province import PROCEDURES, text_of

PAGE = (Path(__file__).parents[2] / "docs" / "import-formats.md").read_text(encoding="utf-8")


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("n", "file"), [(0, "limits.csv"), (1, "units.csv"), (2, "staff.csv")])
def test_each_csv_example_is_taken_from_the_demo(n: int, file: str) -> None:
    assert set(examples("csv")[n].splitlines()) <= set(text_of(file).splitlines())


def test_each_key_of_a_procedure_is_explained() -> None:
    keys = {key for procedure in PROCEDURES.values() for key in procedure}
    assert [key for key in keys if f"`{key}`" not in PAGE] == []


def test_the_example_of_a_procedure_has_keys_of_one() -> None:
    example = json.loads(examples("json")[0])
    assert set(example) <= set(PROCEDURES[example["code"]])


def test_the_example_of_a_calendar_can_be_read() -> None:
    assert calendar_from(examples("json")[1].encode())
