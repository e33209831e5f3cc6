"""`motcua catalogue search|show|diff|counts|export|import`: find, read and compare procedures, count and move them."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from motcua.casework.catalogue_package import export, take_in
from motcua.casework.imports.procedure_template import template
from motcua.casework.reads import catalogue_counts, decisions
from motcua.casework.reads.catalogue_counts import LEVELS, Counts
from motcua.casework.reads.catalogue_said import change_said, said
from motcua.catalogue.differences import says
from motcua.catalogue.models import DecisionItem, ProcedureVersion
from motcua.catalogue.queries import in_force
from motcua.catalogue.search import search
from motcua.cli.progress import progress
from motcua.cli.whole_file import written_whole
from motcua.kernel import procedure_code
from motcua.kernel.sentences import Refused
from motcua.web.ui import moments

MOST = 1000


def add_parser(subparsers: Any) -> None:
    """Add `catalogue` and its acts to the command line."""
    parser = subparsers.add_parser("catalogue", description="Danh mục thủ tục hành chính.")
    acts = parser.add_subparsers(metavar="VIỆC", required=True, title="việc · acts")
    act = acts.add_parser(
        "search",
        description="Tìm thủ tục đang có hiệu lực theo cách gọi thường ngày; không cần dấu, gõ sai chút cũng được.",
        epilog="JSON: danh sách {code, name, score}, đúng nhất trước; score từ 0 đến 1.",
    )
    act.add_argument("text", metavar="TEXT", help="điều cần tìm, ví dụ “sổ đỏ”")
    act.add_argument("--limit", type=int, default=10, metavar="N", help="nhiều nhất bấy nhiêu thủ tục (10)")
    act.add_argument("--json", action="store_true", help="trả lời bằng JSON")
    act.set_defaults(run=run_search)
    act = acts.add_parser("show", description="Nội dung một thủ tục có hiệu lực vào một ngày.")
    act.add_argument("code", metavar="CODE", help="mã thủ tục, ví dụ 1.001193")
    _more(act, "--on")
    act.set_defaults(run=run_show)
    act = acts.add_parser("diff", description="Một thủ tục thay đổi những gì từ ngày này đến ngày khác.")
    act.add_argument("code", metavar="CODE", help="mã thủ tục")
    act.add_argument("--from", dest="since", type=_day, required=True, metavar="DATE", help="ngày trước, YYYY-MM-DD")
    act.add_argument("--to", dest="to", type=_day, required=True, metavar="DATE", help="ngày sau, YYYY-MM-DD")
    _more(act)
    act.set_defaults(run=run_diff)
    act = acts.add_parser("counts", description="Số thủ tục đang có hiệu lực theo cấp, lĩnh vực và mức trực tuyến.")
    _more(act, "--on")
    act.set_defaults(run=run_counts)
    act = acts.add_parser("template", description="Ghi bảng tính mẫu để điền thủ tục rồi nhập.")
    act.add_argument("file", metavar="FILE.xlsx", help="tệp sẽ ghi")
    act.set_defaults(run=run_template)
    act = acts.add_parser("export", description="Ghi cả danh mục thành gói tệp để so sánh, chuyển sang nơi khác.")
    act.add_argument("folder", type=Path, metavar="DIR", help="thư mục trống hoặc mới")
    act.set_defaults(run=run_export)
    act = acts.add_parser("import", description="Nhập gói tệp của danh mục: cả gói hoặc không gì cả.")
    act.add_argument("folder", type=Path, metavar="DIR", help="thư mục của gói")
    act.add_argument("--dry-run", action="store_true", help="chỉ cho biết sẽ nhập gì, không ghi gì")
    act.add_argument("--json", action="store_true", help="trả lời bằng JSON")
    act.set_defaults(run=run_import)


def _more(act: argparse.ArgumentParser, *days: str) -> None:
    for name in days:
        act.add_argument(name, type=_day, metavar="DATE", help="vào ngày nào, YYYY-MM-DD (hôm nay)")
    act.add_argument("--json", action="store_true", help="trả lời bằng JSON")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải là một ngày; hãy ghi như 2026-11-20") from None


def run_search(args: argparse.Namespace) -> int:
    """Print what was found, the best first; nothing found is no fault."""
    if not 1 <= args.limit <= MOST:
        raise Refused("--limit phải từ 1 đến {most}", most=MOST)
    hits = search(args.text, day=moments.today())[: args.limit]
    if args.json:
        found = [{"code": hit.row.code, "name": hit.row.name, "score": round(hit.score, 4)} for hit in hits]
        print(json.dumps(found, ensure_ascii=False))
    elif hits:
        for hit in hits:
            print(f"{hit.row.code:<12} {hit.score:.2f}  {hit.row.name}")
    else:
        print("Không tìm thấy thủ tục nào.")
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Print the version in force on the day. Refused for an unknown procedure, and where none is in force."""
    code, day = procedure_code.parse(args.code).code, args.on or moments.today()
    version = in_force(day).filter(procedure__code=code).order_by("-n").first()
    if version is None:
        _check_known(code)
        raise Refused("Thủ tục {code} không có bản nào có hiệu lực vào ngày {day}.", code=code, day=f"{day:%d/%m/%Y}")
    item = DecisionItem.objects.filter(version=version).select_related("decision").first()
    told = said(says(version), item)
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for key, value in told.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        print(f"{key:<18} {text}")
    return 0


def run_diff(args: argparse.Namespace) -> int:
    """Print what changed from one day to the other; nothing changed is no fault."""
    code = procedure_code.parse(args.code).code
    found = decisions.between(code, args.since, args.to)
    if found is None:
        raise Refused("Không có thủ tục mã {code}.", code=code)
    told = {
        "code": code,
        "from": {"date": args.since.isoformat(), **_version(found.before)},
        "to": {"date": args.to.isoformat(), **_version(found.after)},
        "changes": [change_said(change) for change in found.changes],
    }
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    print(f"{code}: bản {_n(found.before)} → bản {_n(found.after)}")
    for change in found.changes:
        print(f"- {change.sentence}")
    if not found.changes:
        print("Không có gì khác.")
    return 0


def _version(version: ProcedureVersion | None) -> dict[str, Any]:
    if version is None:
        return {"version": None, "valid_from": None}
    return {"version": version.n, "valid_from": version.valid_from.isoformat()}


def _n(version: ProcedureVersion | None) -> str:
    return str(version.n) if version is not None else "không có"


def run_counts(args: argparse.Namespace) -> int:
    """Print the figures of the catalogue on the day."""
    found = catalogue_counts.counts(args.on or moments.today())
    if args.json:
        print(json.dumps(found.as_json(), ensure_ascii=False))
        return 0
    print(f"Ngày {found.on:%d/%m/%Y}: {_counted(found.whole)}")
    for name in LEVELS:
        if name in found.levels:
            print(f"  {LEVEL_WORDS[name]:<12} {_counted(found.levels[name])}")
    return 0


LEVEL_WORDS = {
    "ministry": "cấp bộ", "province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã", "common": "dùng chung",
    "other": "khác", "none": "không ghi cấp",
}  # fmt: skip


def _counted(counts: Counts) -> str:
    share = "không áp dụng" if counts.share is None else f"{counts.share:.2f}".replace(".", ",") + " %"
    return (
        f"{counts.total} thủ tục, {counts.services} dịch vụ công trực tuyến ({share}; "
        f"toàn trình {counts.classes['full']}, một phần {counts.classes['partial']}), "
        f"{counts.receivable} tiếp nhận được"
    )


def run_template(args: argparse.Namespace) -> int:
    """Write the spreadsheet to fill in."""
    with written_whole(args.file) as out:
        out.write(template())
    print(f"Đã ghi bảng tính mẫu vào {args.file}.")
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write the package."""
    print(f"Đã ghi {export(args.folder)} thủ tục vào {args.folder}.")
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Take a package in, or say what would be taken in."""
    with transaction.atomic():
        taken = take_in(args.folder, by="motcua catalogue", at=moments.now(), told=progress)
        transaction.set_rollback(args.dry_run)
    if args.json:
        print(json.dumps(taken.as_json()))
    else:
        would = "Sẽ nhập" if args.dry_run else "Đã nhập"
        print(
            f"{would}: {taken.new} thủ tục mới, {taken.changed} thủ tục thêm bản, {taken.unchanged} thủ tục không đổi, "
            f"{taken.decisions} quyết định."
        )
    return 0


def _check_known(code: str) -> None:
    if not ProcedureVersion.objects.filter(procedure__code=code).exists():
        raise Refused("Không có thủ tục mã {code}.", code=code)
