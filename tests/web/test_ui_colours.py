"""The colours of the sheet can be told apart: contrast as WCAG 2.2 AA asks, reckoned from the sheet itself."""

import gzip
import re
from pathlib import Path

import pytest

from motcua.web import ui

STATIC = Path(ui.__file__).parent / "static" / "ui"
SHEET = (STATIC / "ui.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", SHEET)) | {"white": "#ffffff"}

TEXT = [
    *[(text, ground) for text in ("ink", "muted", "link", "link-deep") for ground in ("paper", "ground", "shade")],
    *[(text, ground) for text in ("ink", "link", "muted") for ground in ("link-ground", "near-ground", "bad-ground")],
    ("ink", "good-ground"), ("bad", "paper"), ("brand", "paper"), ("near", "paper"), ("good", "paper"),
    ("good", "good-ground"), ("near", "near-ground"), ("bad", "bad-ground"), ("paused", "paused-ground"),
    ("white", "brand"), ("white", "brand-deep"), ("white", "bad"), ("white", "ink"),
]  # fmt: skip
EDGES = [(edge, ground) for edge in ("edge", "link", "gold", "brand", "bad") for ground in ("paper", "ground", "shade")]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])))
    return (high + 0.05) / (low + 0.05)


def test_the_reckoning_knows_black_on_white():
    COLOURS["black"] = "#000000"
    assert round(contrast("black", "white"), 1) == 21.0


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_is_read_on_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_focus_and_marks_are_seen(edge, ground):
    assert contrast(edge, ground) >= 3


def test_no_colour_of_text_stands_outside_the_list_of_colours():
    rules = SHEET.split("@layer ground {", 1)[1].split("@layer modes {", 1)[0]
    loose = set(re.findall(r"(?<![-\w])color: (#[0-9a-fA-F]+)", rules))
    assert loose == {"#fff"}  # on vermilion, red and ink; all three are asked above


def test_the_script_is_small():
    assert len(gzip.compress((STATIC / "ui.js").read_bytes())) <= 10_000


def test_nothing_is_fetched_from_elsewhere():
    assert not re.search(r"@import|url\(|https?://", SHEET)
    assert not re.search(r"https?://|eval\(|new Function|innerHTML", (STATIC / "ui.js").read_text(encoding="utf-8"))
