"""Pictures of papers: upright, as large as the law asks of a scan and no larger, packed once, a page each."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PageObject, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject, StreamObject

from motcua.kernel.sentences import Refused

from .scan_rules import A4, NO_PICTURE, TOO_MANY_PIXELS, Rules

FORMATS = ("JPEG", "PNG", "HEIF")
pi_heif.register_heif_opener(thumbnails=False)


def upright(content: bytes, name: str, rules: Rules) -> bytes:
    try:
        picture: Image.Image = Image.open(BytesIO(content), formats=FORMATS)
        if picture.width * picture.height > rules.pixels:
            raise Refused(TOO_MANY_PIXELS, field="file", name=name)
        picture = smaller(picture, rules.sides)
        return packed(ImageOps.exif_transpose(picture), rules)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_MANY_PIXELS, field="file", name=name) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Refused(NO_PICTURE, field="file", name=name) from None


def smaller(picture: Image.Image, sides: tuple[int, int]) -> Image.Image:
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


def packed(picture: Image.Image, rules: Rules) -> bytes:
    held = BytesIO()
    _plain(picture).save(held, "JPEG", quality=rules.quality, optimize=True, exif=b"")
    return held.getvalue()


def picture_page(writer: PdfWriter, jpeg: bytes) -> PageObject:
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
