"""What is drawn for scanners is read back, and stands small damage."""

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from motcua.kernel.sentences import Refused
from motcua.papers import scannable


def picture(svg: str, *, scale: int = 6, high: int = 1) -> Image.Image:
    """The drawing as dots, its quiet zone around it: each `Mx yhNv1h-Nz` is a black rectangle of N modules."""
    width, height = (int(n) for n in svg.split('viewBox="0 0 ')[1].split('"')[0].split(" "))
    quiet = 10 * scale
    drawn = Image.new("L", (width * scale + 2 * quiet, height * high * scale + 2 * quiet), 255)
    pen = ImageDraw.Draw(drawn)
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg):
        left, top = int(x) * scale + quiet, int(y) * high * scale + quiet
        pen.rectangle((left, top, left + int(run) * scale - 1, top + high * scale - 1), fill=0)
    return drawn


def side_of(svg: str) -> int:
    return int(svg.split('viewBox="0 0 ')[1].split(" ")[0])


@pytest.mark.parametrize("text", ["https://motcua.example.vn/tra-cuu/000.00.14.H48-20261123-0092637", "Đắk Tờ Kan"])
def test_a_qr_code_says_its_text(text):
    svg = scannable.qr(text)
    (read,) = zxingcpp.read_barcodes(picture(svg))
    assert read.text == text


def test_a_qr_code_uses_the_room_it_has_against_dirt():
    svg = scannable.qr("https://motcua.vn/1")
    (read,) = zxingcpp.read_barcodes(picture(svg))
    assert (side_of(svg), read.ec_level) == (25, "Q")


def test_a_margin_moves_the_code_and_widens_its_box():
    plain, wide = scannable.qr("1"), scannable.qr("1", margin=2, name="qr")
    assert side_of(wide) == side_of(plain) + 4
    assert 'class="qr"' in wide and 'd="M2 2h7v1' in wide and 'd="M0 0h7v1' in plain


def test_bars_say_the_code_and_how_wide_they_are():
    code = "H48.148.01-261119-0001"
    bars = scannable.bars(code)
    (read,) = zxingcpp.read_barcodes(picture(bars["svg"], scale=2, high=40))
    assert (str(read.format), read.text) == ("Code 128", code)
    assert f'viewBox="0 0 {bars["modules"]} 1"' in bars["svg"]


def test_letters_that_bars_cannot_hold_are_refused():
    with pytest.raises(Refused, match="mã vạch"):
        scannable.bars("HỒ-SƠ-1")
