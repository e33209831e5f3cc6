"""Scans: pictures and PDFs as they are given become pages, and pages one upright, readable PDF.

What comes from outside is looked at before it is unpacked. A picture is turned as its camera says, brought to the
resolution that the law asks of a scan and kept as JPEG once; a turn that the officer asks for is written on its page:
nothing is packed a second time. HEIC is refused: the reader of it that can be installed brings a GPL library.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, StreamObject

from motcua.kernel.sentences import Refused, gettext_noop

from .rules import media_type

A4 = (595.28, 841.89)  # points, of which 72 make an inch
PDF, JPEG, KINDS = "application/pdf", "image/jpeg", ("image/jpeg", "image/png")
TURNS = (0, 90, 180, 270)
BROKEN = (PyPdfError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError)
ACTIVE = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"})
CARRIES = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
ASIDE = ("/A", "/AA", "/Dest", "/Parent", "/P", "/Popup", "/IRT")  # what leads from a mark on a page to elsewhere

WRONG_KIND = gettext_noop(
    "Tệp “{name}” không số hóa được. Hãy dùng PDF, JPG hoặc PNG; điện thoại chụp HEIC thì đổi sang JPG."
)
NO_PICTURE = gettext_noop("Tệp “{name}” không phải ảnh mở được. Hãy quét hoặc chụp lại.")
TOO_MANY_PIXELS = gettext_noop("Ảnh “{name}” có quá nhiều điểm ảnh. Hãy quét hoặc chụp lại ở cỡ nhỏ hơn.")
NO_PDF = gettext_noop("Tệp “{name}” là PDF hỏng, không mở được. Hãy quét lại.")
LOCKED = gettext_noop("Tệp “{name}” có mật khẩu. Hãy bỏ mật khẩu rồi chọn lại.")
NO_PAGES = gettext_noop("Tệp “{name}” không có trang nào.")
TOO_MANY_PAGES = gettext_noop("Tệp “{name}” có {pages} trang, quá {most} trang. Hãy chia nhỏ rồi chọn lại.")
NOT_STILL = gettext_noop(
    "Tệp “{name}” chứa mã lệnh hoặc tệp đính kèm bên trong nên không được nhận. Hãy in ra và quét lại."
)
SIGNED = gettext_noop(
    "Tệp “{name}” đã ký số: tách, xoay hoặc ghép làm mất chữ ký. Hãy giữ nguyên cả tệp cho một giấy tờ."
)


@dataclass(frozen=True, slots=True)
class Rules:
    """How scans are kept from `in_force` on: see scans.toml."""

    in_force: date
    source: str
    dpi: int
    quality: int
    pages: int
    pixels: int

    @property
    def sides(self) -> tuple[int, int]:
        """The shorter and the longer side of A4 in pixels."""
        return round(A4[0] / 72 * self.dpi), round(A4[1] / 72 * self.dpi)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that can be split into pages: a PDF as it came, or one picture, upright, as JPEG."""

    content: bytes
    media_type: str
    pages: int


@dataclass(frozen=True, slots=True)
class Page:
    """Page `n` (from 1) of the file called `name`, to be turned clockwise by `turn` degrees."""

    name: str
    content: bytes
    media_type: str
    n: int = 1
    turn: int = 0


@cache
def _all_rules() -> tuple[Rules, ...]:
    data = tomllib.loads(Path(__file__).with_name("scans.toml").read_text(encoding="utf-8"))
    return tuple(Rules(**one) for one in data["rules"])


def rules_on(day: date) -> Rules:
    """The rules of `day`; before the first those."""
    every = _all_rules()
    return next((one for one in reversed(every) if one.in_force <= day), every[0])


def take(content: bytes, *, name: str, limit: int, rules: Rules) -> Taken:
    """What was given, ready to be split. Refused (field `file`), naming the file, when it cannot be read or kept."""
    kind = media_type(name=name, content=content, limit=limit)
    if kind == PDF:
        return Taken(content, PDF, len(_checked(content, name, rules).pages))
    if kind not in KINDS:
        raise Refused(WRONG_KIND, field="file", name=name)
    return Taken(_upright(content, name, rules), JPEG, 1)


def compose(pages: Sequence[Page], *, rules: Rules) -> bytes:
    """One PDF of `pages` in their order; the file itself where it is signed and goes in whole."""
    readers = {id(p.content): _checked(p.content, p.name, rules) for p in pages if p.media_type == PDF}
    signed = [p for p in pages if id(p.content) in readers and _is_signed(readers[id(p.content)])]
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
                added = writer.add_page(_alone(reader.pages[page.n - 1]))
                _lighten(added, rules)
            else:
                added = _picture_page(writer, page.content)
            added.rotate(page.turn)
        except BROKEN:
            raise Refused(NO_PDF, field="file", name=page.name) from None
    held = BytesIO()
    writer.write(held)
    return held.getvalue()


# Pictures


def _upright(content: bytes, name: str, rules: Rules) -> bytes:
    try:
        picture: Image.Image = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
        if picture.width * picture.height > rules.pixels:
            raise Refused(TOO_MANY_PIXELS, field="file", name=name)
        picture = _smaller(picture, rules.sides)
        return _packed(ImageOps.exif_transpose(picture), rules)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_MANY_PIXELS, field="file", name=name) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Refused(NO_PICTURE, field="file", name=name) from None


def _smaller(picture: Image.Image, sides: tuple[int, int]) -> Image.Image:
    """As many pixels as a page of those sides needs at least, whichever way it lies; never more than there were."""
    scale = max(side / has for side, has in zip(sides, sorted(picture.size), strict=True))
    if scale >= 1:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    picture.draft(None, size)  # a JPEG is unpacked at a half or a quarter where that is enough
    turned = picture.getexif()
    small = (picture if picture.mode in ("L", "RGB") else _plain(picture)).resize(size, reducing_gap=2.0)
    small.info["exif"] = turned.tobytes()
    return small


def _plain(picture: Image.Image) -> Image.Image:
    """In colour or grey, on white paper where it was transparent."""
    if picture.mode in ("L", "RGB"):
        return picture
    if "A" in picture.getbands() or "transparency" in picture.info:
        above = picture.convert("RGBA")
        paper = Image.new("RGB", above.size, "white")
        paper.paste(above, mask=above.getchannel("A"))
        paper.info.update(picture.info)
        return paper
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _packed(picture: Image.Image, rules: Rules) -> bytes:
    held = BytesIO()
    _plain(picture).save(held, "JPEG", quality=rules.quality, optimize=True, exif=b"")
    return held.getvalue()


def _picture_page(writer: PdfWriter, jpeg: bytes) -> PageObject:
    """A page with the picture as it is packed, as large as fits on A4, lying or standing."""
    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
        (width, height), grey = picture.size, picture.mode == "L"
    dots = max(short / side for short, side in zip(sorted((width, height)), A4, strict=True))
    across, up = width / dots, height / dots
    page = writer.add_blank_page(across, up)
    image = StreamObject()
    image.set_data(jpeg)
    image.update(_image_head(width, height, grey))
    drawn = DecodedStreamObject()
    drawn.set_data(f"q {across:.2f} 0 0 {up:.2f} 0 0 cm /P Do Q".encode())
    pictures = DictionaryObject({NameObject("/P"): writer._add_object(image)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): pictures})
    page[NameObject("/Contents")] = writer._add_object(drawn)
    return page


def _image_head(width: int, height: int, grey: bool) -> dict[NameObject, Any]:
    return {
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Image"),
        NameObject("/Width"): NumberObject(width),
        NameObject("/Height"): NumberObject(height),
        NameObject("/ColorSpace"): NameObject("/DeviceGray" if grey else "/DeviceRGB"),
        NameObject("/BitsPerComponent"): NumberObject(8),
        NameObject("/Filter"): NameObject("/DCTDecode"),
    }


# PDFs


def _checked(content: bytes, name: str, rules: Rules) -> PdfReader:
    """A reader of a PDF that opens, has pages, and neither does anything nor carries anything."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise Refused(LOCKED, field="file", name=name)
        pages = len(reader.pages)
        if not pages:
            raise Refused(NO_PAGES, field="file", name=name)
        if pages > rules.pages:
            raise Refused(TOO_MANY_PAGES, field="file", name=name, pages=pages, most=rules.pages)
        if _does_or_carries(reader):
            raise Refused(NOT_STILL, field="file", name=name)
    except BROKEN:
        raise Refused(NO_PDF, field="file", name=name) from None
    return reader


def _does_or_carries(reader: PdfReader) -> bool:
    root = reader.root_object
    names = _dict(root.get("/Names"))
    if "/JavaScript" in names or "/EmbeddedFiles" in names or "/AF" in root:
        return True
    holders = [root, *(_dict(page) for page in reader.pages)]
    return any(_acts(holder, "/OpenAction") for holder in holders) or any(map(_page_acts, reader.pages))


def _page_acts(page: PageObject) -> bool:
    marks = [_dict(mark) for mark in _dict_list(page.get("/Annots"))]
    return _acts(page) or any(mark.get("/Subtype") in CARRIES or _acts(mark, "/A") for mark in marks)


def _acts(holder: DictionaryObject, *keys: str) -> bool:
    """Whether opening, pressing or leaving it runs something."""
    actions = [_dict(holder.get(key)) for key in keys]
    actions += [_dict(value) for value in _dict(holder.get("/AA")).values()]
    return any(action.get("/S") in ACTIVE for first in actions for action in _chain(first))


def _chain(action: DictionaryObject) -> Iterator[DictionaryObject]:
    for _ in range(10):
        yield action
        following = action.get("/Next")
        if following is None:
            return
        several = _dict_list(following)
        action = _dict(several[0] if several else following)


def _dict(value: Any) -> DictionaryObject:
    found = value.get_object() if hasattr(value, "get_object") else value
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _dict_list(value: Any) -> list[Any]:
    found = value.get_object() if hasattr(value, "get_object") else value
    return list(found) if isinstance(found, ArrayObject) else []


def _is_signed(reader: PdfReader) -> bool:
    form = _dict(reader.root_object.get("/AcroForm"))
    flags = form.get("/SigFlags", 0)
    return bool(isinstance(flags, int) and flags & 1)


def _alone(page: PageObject) -> PageObject:
    """The page without what leads to others of its file, which would be copied along unseen."""
    marks = [_dict(mark) for mark in _dict_list(page.get("/Annots"))]
    kept = [mark for mark in marks if mark and mark.get("/Subtype") not in ("/Link", "/Popup")]
    for holder in (*kept, page):
        for key in (*(k for k in ASIDE if holder is not page), "/AA", "/B", "/StructParents", "/PieceInfo"):
            holder.pop(key, None)
    if marks:
        page[NameObject("/Annots")] = ArrayObject(kept)
    return page


def _lighten(page: PageObject, rules: Rules) -> None:
    """Bring the photos of a page, where they are larger than the page needs, to the resolution of a scan."""
    box = sorted(float(side) for side in (page.mediabox.width, page.mediabox.height))
    sides = (max(rules.sides[0], int(box[0] / 72 * rules.dpi)), max(rules.sides[1], int(box[1] / 72 * rules.dpi)))
    for value in _dict(_dict(page.get("/Resources")).get("/XObject")).values():
        image = value.get_object()
        if isinstance(image, StreamObject) and image.get("/Filter") == "/DCTDecode" and "/Decode" not in image:
            _lighten_image(image, sides, rules)


def _lighten_image(image: StreamObject, sides: tuple[int, int], rules: Rules) -> None:
    packed = image._data
    try:
        picture = Image.open(BytesIO(packed), formats=("JPEG",))
        if picture.mode not in ("L", "RGB") or picture.width * picture.height > rules.pixels:
            return
        smaller = _packed(_smaller(picture, sides), rules)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, ValueError, SyntaxError):
        return  # as it came: a viewer may make more of it than we can
    if len(smaller) < len(packed) * 0.9:
        with Image.open(BytesIO(smaller), formats=("JPEG",)) as now:
            width, height = now.size
        image._data = smaller  # `set_data` packs by Flate alone
        image.update({NameObject("/Width"): NumberObject(width), NameObject("/Height"): NumberObject(height)})
