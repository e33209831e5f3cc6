"""Scans: pictures and PDFs as they are given become pages, and pages one upright, readable PDF.

What comes from outside is looked at before it is unpacked. A picture is turned as its camera says, brought to the
resolution that the law asks of a scan and kept as JPEG once; a turn that the officer asks for is written on its page:
nothing is packed a second time. HEIC, as telephones take it, becomes JPEG too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from motcua.kernel.sentences import Refused

from .rules import HEIC, media_type
from .scan_images import picture_page, upright
from .scan_pdfs import BROKEN, alone, checked, is_signed, lighten
from .scan_rules import NO_PDF, SIGNED, WRONG_KIND, Rules, rules_on

__all__ = ["JPEG", "KINDS", "PDF", "TURNS", "Page", "Rules", "Taken", "compose", "rules_on", "take"]

PDF, JPEG, KINDS = "application/pdf", "image/jpeg", ("image/jpeg", "image/png", HEIC)
TURNS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that can be split into pages: a PDF as it came, or one picture, upright, as JPEG.

    A file that is `signed` goes in whole or not at all.
    """

    content: bytes
    media_type: str
    pages: int
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Page `n` (from 1) of the file called `name`, to be turned clockwise by `turn` degrees."""

    name: str
    content: bytes
    media_type: str
    n: int = 1
    turn: int = 0


def take(content: bytes, *, name: str, limit: int, rules: Rules) -> Taken:
    """What was given, ready to be split. Refused (field `file`), naming the file, when it cannot be read or kept."""
    kind = media_type(name=name, content=content, limit=limit)
    if kind == PDF:
        reader = checked(content, name, rules)
        return Taken(content, PDF, len(reader.pages), is_signed(reader))
    if kind not in KINDS:
        raise Refused(WRONG_KIND, field="file", name=name)
    return Taken(upright(content, name, rules), JPEG, 1)


def opened(content: bytes, kind: str, *, name: str, rules: Rules) -> Taken:
    """What `take` gave and was kept since, of media type `kind`: neither judged by its name nor packed again."""
    if kind != PDF:
        return Taken(content, kind, 1)
    reader = checked(content, name, rules)
    return Taken(content, PDF, len(reader.pages), is_signed(reader))


def compose(pages: Sequence[Page], *, rules: Rules) -> bytes:
    """One PDF of `pages` in their order; the file itself where it is signed and goes in whole."""
    readers = {id(p.content): checked(p.content, p.name, rules) for p in pages if p.media_type == PDF}
    signed = [p for p in pages if id(p.content) in readers and is_signed(readers[id(p.content)])]
    if signed:
        first, whole = signed[0], len(readers[id(signed[0].content)].pages)
        same = all(p.content is first.content and not p.turn for p in pages)
        if not same or [p.n for p in pages] != list(range(1, whole + 1)):
            raise Refused(SIGNED, field="file", name=first.name)
        return first.content
    return _written(pages, readers, rules)


def _written(pages: Sequence[Page], readers: dict[int, PdfReader], rules: Rules) -> bytes:
    writer = PdfWriter()
    writer.pdf_header = "%PDF-1.7"
    for page in pages:
        try:
            if reader := readers.get(id(page.content)):
                added = writer.add_page(alone(reader.pages[page.n - 1]))
                lighten(added, rules)
            else:
                added = picture_page(writer, page.content)
            added.rotate(page.turn)
        except BROKEN:
            raise Refused(NO_PDF, field="file", name=page.name) from None
    held = BytesIO()
    writer.write(held)
    return held.getvalue()
