"""QR codes and bar codes as drawings for slips and pages, one unit a module."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import zxingcpp

from motcua.kernel.sentences import Refused

if TYPE_CHECKING:
    from typing_extensions import Buffer

BLACK = b"\x00"
LEVELS = "MQH"  # of error correction, the weakest that a slip may have first


def qr(text: str, *, margin: int = 0, name: str = "") -> str:
    """An SVG of a QR code; `margin` in modules, `name` its class. A page or a form sizes it.

    It bears as much dirt as it may without growing beyond what level M needs.
    """
    at_levels = [_modules(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=n)) for n in LEVELS]
    rows = next(rows for rows in reversed(at_levels) if len(rows) == len(at_levels[0]))
    path = "".join(_runs(row, x=margin, y=y) for y, row in enumerate(rows, start=margin))
    side = len(rows) + 2 * margin
    named = f' class="{name}"' if name else ""
    return f'<svg xmlns="http://www.w3.org/2000/svg"{named} viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'


def bars(code: str) -> dict[str, Any]:
    """Code 128 as an SVG one unit high, with its width in modules; refused if the code is not plain ASCII."""
    if not (code.isascii() and code.isprintable()):
        raise Refused("Mã hồ sơ {code} có ký tự không in được thành mã vạch.", field="code", code=code)
    row = _modules(zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.Code128))[0]
    size = f'width="{len(row)}" height="1" viewBox="0 0 {len(row)} 1"'
    return {
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg" {size}><path d="{_runs(row, x=0, y=0)}"/></svg>',
        "modules": len(row),
    }


def _modules(code: zxingcpp.Barcode) -> list[bytes]:
    """The rows of a code without its quiet zone, one byte a module."""
    drawn = memoryview(cast("Buffer", code.to_image(scale=1, add_quiet_zones=False)))
    height, width = cast(tuple[int, int], drawn.shape)
    flat = drawn.tobytes()
    return [flat[y * width : (y + 1) * width] for y in range(height)]


def _runs(row: bytes, *, x: int, y: int) -> str:
    """A path of what is black in one row, as rectangles one unit high."""
    found = re.finditer(re.escape(BLACK) + b"+", row)
    return "".join(f"M{x + run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z" for run in found)
