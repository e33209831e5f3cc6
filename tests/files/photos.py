"""Photos of papers made for tests: written pages, sharp or blurred, light or dark, as a telephone would send them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageFont

A4 = (1654, 2339)


def paper(
    text: str = "Giay chung sinh", *, size: tuple[int, int] = A4, light: float = 1.0, blur: float = 0
) -> Image.Image:
    """A page with lines of `text`."""
    picture = Image.new("RGB", size, (240, 238, 230))
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(30)
    for line in range(12):
        draw.text(
            (size[0] // 12, size[1] // 12 + line * 60), f"{text} so 123/2026, dong {line}. " * 2, (30, 30, 40), font
        )
    picture = picture.filter(ImageFilter.GaussianBlur(blur)) if blur else picture
    return picture.point(lambda value: int(value * light)) if light != 1 else picture


def photo(text: str = "Giay chung sinh", *, kind: str = "JPEG", turned: int = 0, **how: object) -> bytes:
    """A photo; `turned` is what the camera says of how it was held (EXIF 1 to 8)."""
    held, picture = BytesIO(), paper(text, **how)  # type: ignore[arg-type]
    exif = Image.Exif()
    if turned:
        exif[0x0112] = turned
    picture.save(held, kind, quality=80, exif=exif.tobytes())
    return held.getvalue()
