"""A page of a PDF drawn as a picture, by the same typesetter that prints our slips: for pages that hold no picture."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from PIL import Image

MOST_BYTES = 4 * 1024 * 1024
"""A page of text and lines is far below; what is larger is opened by the person, not drawn by us."""
WIDTH = 420.0  # points; the page is scaled to it
SHEET = b'#set page(width: auto, height: auto, margin: 0pt)\n#image("page.pdf", width: 420pt)'


def drawn(page: bytes, side: int) -> Image.Image | None:
    """The only page of the PDF `page`, about `side` pixels wide; None for what cannot be drawn, or is too large."""
    if len(page) > MOST_BYTES:
        return None
    with TemporaryDirectory() as folder:
        sheet = Path(folder, "sheet.typ")
        sheet.write_bytes(SHEET)
        Path(folder, "page.pdf").write_bytes(page)
        try:
            png = typst.compile(str(sheet), root=folder, format="png", ppi=72 * side / WIDTH)
        except typst.TypstError:
            return None
        except BaseException as fault:  # what its reader of PDF dies of is no Exception
            if type(fault).__name__ != "PanicException":
                raise
            return None
    picture = Image.open(BytesIO(png))
    picture.load()
    return picture
