"""Codes in a picture: what a telephone photographed is read and forgotten; nothing of it is kept.

A picture comes from outside: its kind, bytes and pixels are looked at before a pixel is unpacked, and what a JPEG need
not show is never unpacked at all.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO

import pi_heif
import zxingcpp
from PIL import Image, UnidentifiedImageError

from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import tidy

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 24_000_000  # unpacked; a JPEG of more is unpacked smaller
SIDES = (1600, 4000)  # looked at small first: it is quick, and most photos need no more
KINDS = ("JPEG", "PNG", "WEBP", "HEIF")
FORMATS = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128))

NO_PICTURE = gettext_noop("Tệp “{name}” không phải ảnh JPG, PNG, WEBP hoặc HEIC mở được. Hãy chụp lại.")
TOO_LARGE = gettext_noop("Ảnh “{name}” quá lớn (hơn {most} MB hoặc quá nhiều điểm ảnh). Hãy chụp lại ở cỡ nhỏ hơn.")

pi_heif.register_heif_opener(thumbnails=False)  # what many telephones make of a photo
warnings.simplefilter("error", Image.DecompressionBombWarning)  # too many pixels are a refusal, not a remark


def codes(content: bytes, *, name: str, field: str = "photo") -> list[str]:
    """The texts of all QR codes and bar codes (Code 128) in a picture, each once; none where there is no code.

    Refused when it is no picture, or has too many bytes or pixels.
    """
    if len(content) > MOST_BYTES:
        raise Refused(TOO_LARGE, field=field, name=name, most=MOST_BYTES // 2**20)
    try:
        for side in SIDES:
            if found := list(dict.fromkeys(_codes(_unpacked(content, side)))):
                return found
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, _TooManyPixels):
        raise Refused(TOO_LARGE, field=field, name=name, most=MOST_BYTES // 2**20) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Refused(NO_PICTURE, field=field, name=name) from None
    return []


class _TooManyPixels(Exception):
    pass


def _unpacked(content: bytes, side: int) -> Image.Image:
    """The picture in grey, its longer side of at most `side` or a little more."""
    picture = Image.open(BytesIO(content), formats=KINDS)
    picture.draft("L", (side, side))  # a JPEG is unpacked at a half, a quarter or an eighth
    if picture.width * picture.height > MOST_PIXELS:
        raise _TooManyPixels
    grey = picture.convert("L")
    grey.thumbnail((side, side))
    return grey


def _codes(picture: Image.Image) -> Iterator[str]:
    for code in zxingcpp.read_barcodes(picture, formats=FORMATS):
        try:
            text = code.bytes.decode()  # without a mark of its own the reader has to guess
        except UnicodeDecodeError:
            text = code.text
        if text := tidy(text):
            yield text
