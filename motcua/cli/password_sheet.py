"""The sheet of one-time passwords: a page to print, cut into slips and hand out; readable by its owner alone."""

from __future__ import annotations

import os
from datetime import datetime
from html import escape
from pathlib import Path

from motcua.accounts.actions import NewAccount
from motcua.casework.imports.staff import StaffReport
from motcua.environment import DATA_DIR

PAGE = """<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<title>Phiếu mật khẩu dùng một lần</title>
<style>
 @page {{ size: A4; margin: 12mm }}
 body {{ font: 11pt/1.4 sans-serif; margin: 0 }}
 main {{ display: grid; grid-template-columns: 1fr 1fr; border-top: 1px dashed #777; border-left: 1px dashed #777 }}
 section {{ border-right: 1px dashed #777; border-bottom: 1px dashed #777; padding: 6mm; break-inside: avoid }}
 h1 {{ font-size: 13pt }} h2 {{ font-size: 12pt; margin: 0 0 2mm }} p {{ margin: 0 }}
 code {{ font: bold 14pt monospace; letter-spacing: .05em }}
</style>
<h1>Phiếu mật khẩu dùng một lần, lập lúc {at}</h1>
<p>Cắt theo đường kẻ, trao tận tay từng người, rồi xóa tệp này. Mật khẩu không được lưu ở đâu khác.</p>
<main>
{slips}
</main>
</html>
"""
SLIP = """<section>
<h2>{name}</h2>
<p>Tên đăng nhập: <code>{username}</code></p>
<p>Mật khẩu dùng một lần: <code>{password}</code></p>
<p>Đổi mật khẩu ngay lần đăng nhập đầu tiên.</p>
</section>"""


def write(report: StaffReport, *, at: datetime, path: Path | None) -> Path:
    """Write the sheet for the accounts opened, beside the data unless `path` says where; its path.

    FileExistsError rather than writing over another sheet.
    """
    place = path or DATA_DIR / f"mat-khau-{at:%Y%m%d-%H%M%S}.html"
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as out:
        out.write(sheet(report, at=at))
        out.flush()
        os.fsync(out.fileno())
    return place


def sheet(report: StaffReport, *, at: datetime) -> str:
    """The page as HTML."""
    slips = "\n".join(_slip(person, report.passwords[person.username]) for person in report.opened)
    return PAGE.format(at=f"{at:%H:%M ngày %d/%m/%Y}", slips=slips)


def _slip(person: NewAccount, password: str) -> str:
    return SLIP.format(name=escape(person.full_name), username=escape(person.username), password=escape(password))
