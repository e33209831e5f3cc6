"""What is asked of a scan, as data with dates in force, and the sentences that refuse one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from motcua.kernel.sentences import gettext_noop

A4 = (595.28, 841.89)  # points, of which 72 make an inch

WRONG_KIND = gettext_noop("Tệp “{name}” không số hóa được. Hãy dùng PDF, JPG, PNG hoặc HEIC.")
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
    """How scans are kept from `in_force` on: see scan_rules.toml."""

    in_force: date
    source: str
    dpi: int
    quality: int
    pages: int
    pixels: int
    least_side: int
    least_light: int
    least_sharpness: float

    @property
    def sides(self) -> tuple[int, int]:
        """The shorter and the longer side of A4 in pixels."""
        return round(A4[0] / 72 * self.dpi), round(A4[1] / 72 * self.dpi)


@cache
def _all_rules() -> tuple[Rules, ...]:
    data = tomllib.loads(Path(__file__).with_name("scan_rules.toml").read_text(encoding="utf-8"))
    return tuple(Rules(**one) for one in data["rules"])


def rules_on(day: date) -> Rules:
    """The rules of `day`; before the first those."""
    every = _all_rules()
    return next((one for one in reversed(every) if one.in_force <= day), every[0])
