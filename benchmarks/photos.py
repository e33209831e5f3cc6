"""Seconds that twelve photos of 12 megapixels cost, from what a telephone sends to one PDF, step by step.

`make bench ARGS=photos`. Each photo is written for this and like no other, with the grain of a sensor, which is what
unpacking and packing cost by; making them is not counted. The steps are those that keep a page as it comes (unpack,
shrink, turn, pack, judge whether it can be read) and the one that hands all in (compose), one after another in one
process. Database and disk have no part in it. Prints medians of ROUNDS; exit code 1 where the whole misses its limit.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from PIL import Image, ImageDraw  # noqa: E402
from province_parts import machine  # noqa: E402

from motcua.files.scan_quality import faults_of  # noqa: E402
from motcua.files.scans import JPEG, Page, compose, rules_on, take  # noqa: E402
from motcua.kernel.moments import VIETNAM  # noqa: E402

PHOTOS, SIZE, ROUNDS = 12, (4000, 3000), 3
HELD = 6  # EXIF: the telephone was held upright
LIMIT = 6.0  # seconds for all


def photo(n: int) -> bytes:
    """Lines of writing on paper in uneven light, about 5 MB."""
    grain = Image.effect_noise(SIZE, 12).convert("L")
    picture = Image.merge("RGB", [grain.point([min(255, v + light) for v in range(256)]) for light in (90, 85, 75)])
    pen = ImageDraw.Draw(picture)
    for y in range(200, SIZE[1] - 100, 60):
        x = 200
        while x < SIZE[0] - 300:
            long, slope = 20 + (7 * x + 13 * y + n) % 41, (x + 3 * n) % 41 - 20
            pen.line((x, y, x + long, y + slope), fill=(30, 30, 50), width=5)
            x += long + 8 + (x + y) % 23
    exif, held = Image.Exif(), BytesIO()
    exif[0x0112] = HELD
    picture.save(held, "JPEG", quality=90, exif=exif.tobytes())
    return held.getvalue()


def timed(into: list[float], step: Callable[[], list[bytes]]) -> list[bytes]:
    """What `step` gives; how long it took is added to `into`."""
    begun = time.perf_counter()
    given = step()
    into.append(time.perf_counter() - begun)
    return given


def main() -> int:
    """Measure each step and print it, the whole beside its limit; 1 where it is missed."""
    print(", ".join(f"{name} {value}" for name, value in machine.described("SQLite").items()), machine.commit())
    rules = rules_on(datetime.now(VIETNAM).date())
    photos = [photo(n) for n in range(PHOTOS)]
    print(f"  {PHOTOS} photos of {SIZE[0]} × {SIZE[1]}, {sum(map(len, photos)) / 2**20:.0f} MB")
    spent: dict[str, list[float]] = {"taken in": [], "judged": [], "composed": []}
    for _ in range(ROUNDS):
        pages = timed(
            spent["taken in"], lambda: [take(p, name="a.jpg", limit=2**30, rules=rules).content for p in photos]
        )
        timed(spent["judged"], lambda pages=pages: [b"".join(map(str.encode, faults_of(p, rules))) for p in pages])
        timed(spent["composed"], lambda pages=pages: [compose([Page("a", p, JPEG) for p in pages], rules=rules)])
    for name, took in spent.items():
        print(f"  {name:<10} {statistics.median(took):>6.2f} s")
    whole = statistics.median(sum(parts) for parts in zip(*spent.values(), strict=True))
    print(f"  the whole  {whole:>6.2f} s  ≤ {LIMIT:g}{'  MISSED' if whole > LIMIT else ''}")
    return int(whole > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
