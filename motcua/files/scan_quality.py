"""Whether a photo of a paper can be read: told at once, while the person who took it still holds the paper.

A judgement by numbers is a question to the person, never a refusal: who looks at the picture knows better.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageFilter, ImageStat

from motcua.kernel.sentences import gettext_noop

from .scan_rules import Rules

BLURRED, DARK, SMALL = "blurred", "dark", "small"
FAULTS = {
    BLURRED: gettext_noop("Ảnh bị mờ, chữ có thể không đọc được."),
    DARK: gettext_noop("Ảnh quá tối."),
    SMALL: gettext_noop("Ảnh quá nhỏ, chữ có thể không đọc được; hãy gửi ảnh gốc của máy."),
}
LOOKED_AT, TILE = 1200, 60  # pixels: of the longer side of what is looked at, and of one piece of it
PAPER = 0.9  # of all points so many are no brighter than the paper
WRITTEN = 10  # pieces that are looked at: those with the strongest strokes
FAINT = 64.0  # a piece whose points differ less, by variance, has no writing on it
STROKES = ImageFilter.Kernel((3, 3), [0, 1, 0, 1, -4, 1, 0, 1, 0], scale=2, offset=128)


def faults_of(jpeg: bytes, rules: Rules) -> list[str]:
    """What is the matter with a photo as `take` gave it: of BLURRED, DARK and SMALL."""
    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
        small = max(picture.size) < rules.least_side
        picture.draft("L", (LOOKED_AT, LOOKED_AT))
        grey = picture.convert("L")
    grey.thumbnail((LOOKED_AT, LOOKED_AT))
    found = {SMALL: small, DARK: _paper(grey) < rules.least_light, BLURRED: _sharpness(grey) < rules.least_sharpness}
    return [name for name, yes in found.items() if yes]


def _paper(grey: Image.Image) -> int:
    """How bright the paper is, from 0 to 255."""
    left = PAPER * grey.width * grey.height
    for brightness, points in enumerate(grey.histogram()):
        left -= points
        if left <= 0:
            return brightness
    return 255


def _sharpness(grey: Image.Image) -> float:
    """How sudden the edges of strokes are beside their contrast, so that pale or dark writing is not called blurred.

    From 0; a page without writing is as sharp as any.
    """
    edges = grey.filter(STROKES)
    pieces = []
    for left in range(0, grey.width - TILE + 1, TILE):
        for top in range(0, grey.height - TILE + 1, TILE):
            box = (left, top, left + TILE, top + TILE)
            pieces.append((_variance(grey, box), box))
    written = [(contrast, box) for contrast, box in sorted(pieces, reverse=True)[:WRITTEN] if contrast > FAINT]
    if not written:
        return float("inf")
    ratios = sorted(_variance(edges, box) / contrast for contrast, box in written)
    return ratios[len(ratios) // 2]


def _variance(picture: Image.Image, box: tuple[int, int, int, int]) -> float:
    return float(ImageStat.Stat(picture.crop(box)).var[0])
