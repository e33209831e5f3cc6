"""Small pictures of pages, to tell them apart: a photo, the largest picture on a page of PDF, or the page drawn."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter

from .scan_drawn import drawn
from .scan_pdfs import BROKEN, alone
from .scan_rules import Rules

PDF = "application/pdf"
SIDE = 360  # pixels of the longer side
LARGE = 1600


def preview(content: bytes, media_type: str, n: int, *, rules: Rules, side: int = SIDE) -> bytes | None:
    """Page `n` (from 1) as a JPEG of at most `side` pixels; None where nothing of it can be shown."""
    try:
        if media_type != PDF:
            with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as photo:
                return _small(photo, side, rules)
        page = PdfReader(BytesIO(content)).pages[n - 1]
        scans = [one.image for one in page.images if one.image is not None]
        found = max(scans, key=lambda one: one.width * one.height, default=None)
        small = _small(found.rotate(-page.rotation, expand=True), side, rules) if found else None
        return small or _drawn(page, side, rules)
    except (*BROKEN, Image.DecompressionBombError, Image.DecompressionBombWarning, NotImplementedError, ImportError):
        return None  # a viewer may make more of it than we can: the page itself can be opened


def _drawn(page: PageObject, side: int, rules: Rules) -> bytes | None:
    writer, held = PdfWriter(), BytesIO()
    writer.add_page(alone(page))
    writer.write(held)
    picture = drawn(held.getvalue(), side)
    return _small(picture, side, rules) if picture else None


def _small(picture: Image.Image, side: int, rules: Rules) -> bytes | None:
    if picture.width * picture.height > rules.pixels:
        return None
    picture.draft("RGB", (side, side))
    small = picture.convert("RGB")
    small.thumbnail((side, side))
    held = BytesIO()
    small.save(held, "JPEG", quality=70)
    return held.getvalue()
