"""PDFs of papers: looked at before they are kept, and split into pages that carry nothing of the others."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image
from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NameObject, NumberObject, StreamObject

from motcua.kernel.sentences import Refused

from .scan_images import packed, smaller
from .scan_rules import LOCKED, NO_PAGES, NO_PDF, NOT_STILL, TOO_MANY_PAGES, Rules

BROKEN = (PyPdfError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError)
ACTIVE = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"})
CARRIES = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
ASIDE = ("/A", "/AA", "/Dest", "/Parent", "/P", "/Popup", "/IRT")  # what leads from a mark on a page to elsewhere


def checked(content: bytes, name: str, rules: Rules) -> PdfReader:
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


def is_signed(reader: PdfReader) -> bool:
    form = _dict(reader.root_object.get("/AcroForm"))
    flags = form.get("/SigFlags", 0)
    return bool(isinstance(flags, int) and flags & 1)


def alone(page: PageObject) -> PageObject:
    """The page without what leads to others of its file, which would be copied along unseen."""
    marks = [_dict(mark) for mark in _dict_list(page.get("/Annots"))]
    kept = [mark for mark in marks if mark and mark.get("/Subtype") not in ("/Link", "/Popup")]
    for holder in (*kept, page):
        for key in (*(k for k in ASIDE if holder is not page), "/AA", "/B", "/StructParents", "/PieceInfo"):
            holder.pop(key, None)
    if marks:
        page[NameObject("/Annots")] = ArrayObject(kept)
    _prune(page, ContentStream(page.get_contents(), None), _dict(page.get("/Resources")), {})
    return page


def _prune(holder: DictionaryObject, drawn: ContentStream, offered: DictionaryObject, seen: dict[int, bool]) -> None:
    """Leave to a page, or to a form on it, only what it draws with: scanners share one dictionary among all pages."""
    names = {name for operands, _ in drawn.operations for name in _names(operands)}
    kept = DictionaryObject()
    for key, value in offered.items():
        group = value.get_object()
        if isinstance(group, DictionaryObject):
            group = DictionaryObject({name: one for name, one in group.items() if name in names})
        kept[NameObject(key)] = group
    holder[NameObject("/Resources")] = kept
    for form in (value.get_object() for value in _dict(kept.get("/XObject")).values()):
        if isinstance(form, StreamObject) and form.get("/Subtype") == "/Form" and not seen.setdefault(id(form), False):
            seen[id(form)] = True
            # a form that has none of its own draws with those of its page
            _prune(form, ContentStream(form, None), _dict(form.get("/Resources")) or offered, seen)


def _names(operands: Any) -> Iterator[str]:
    """Names among the operands of one operator; an image within the stream has none."""
    for one in operands if isinstance(operands, list) else ():
        if isinstance(one, NameObject):
            yield str(one)


def lighten(page: PageObject, rules: Rules) -> None:
    """Bring the photos of a page, where they are larger than the page needs, to the resolution of a scan."""
    box = sorted(float(side) for side in (page.mediabox.width, page.mediabox.height))
    sides = (max(rules.sides[0], int(box[0] / 72 * rules.dpi)), max(rules.sides[1], int(box[1] / 72 * rules.dpi)))
    for value in _dict(_dict(page.get("/Resources")).get("/XObject")).values():
        image = value.get_object()
        if isinstance(image, StreamObject) and image.get("/Filter") == "/DCTDecode" and "/Decode" not in image:
            _lighten_image(image, sides, rules)


def _lighten_image(image: StreamObject, sides: tuple[int, int], rules: Rules) -> None:
    before = image._data
    try:
        picture = Image.open(BytesIO(before), formats=("JPEG",))
        if picture.mode not in ("L", "RGB") or picture.width * picture.height > rules.pixels:
            return
        now = packed(smaller(picture, sides), rules)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, ValueError, SyntaxError):
        return  # as it came: a viewer may make more of it than we can
    if len(now) < len(before) * 0.9:
        with Image.open(BytesIO(now), formats=("JPEG",)) as drawn:
            width, height = drawn.size
        image._data = now  # `set_data` packs by Flate alone
        image.update({NameObject("/Width"): NumberObject(width), NameObject("/Height"): NumberObject(height)})
