"""A paper of the demo as a scanner gives it: one page, drawn, that says it is invented."""

from __future__ import annotations

from functools import cache

import typst

from motcua.files.scans import Page, compose, rules_on, take
from motcua.kernel.moments import VIETNAM

from .province import FOUNDED

PPI = 150.0
LIMIT = 10 * 1024 * 1024
SHEET = """
#set page("a4", margin: 25mm)
#set text(13pt, lang: "vi", font: "Libertinus Serif")
#align(center)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*\\ *Độc lập – Tự do – Hạnh phúc*]
#v(18mm)
#align(center, text(17pt, strong(upper(sys.inputs.title))))
#v(12mm)
Họ, chữ đệm, tên: *#sys.inputs.owner*

Số định danh cá nhân: #sys.inputs.number

#v(1fr)
#align(right)[_Giấy tờ hư cấu của bản trình diễn_]
"""


@cache
def scan(title: str, owner: str, number: str) -> bytes:
    """A page with a title and whose paper it is, as the PDF that digitising makes of a picture."""
    inputs = {"title": title, "owner": owner, "number": number or "không có"}
    png = typst.compile(SHEET.encode(), format="png", ppi=PPI, sys_inputs=inputs)
    rules = rules_on(FOUNDED.astimezone(VIETNAM).date())
    taken = take(png, name="trang.png", limit=LIMIT, rules=rules)
    return compose([Page("trang.png", taken.content, taken.media_type)], rules=rules)
