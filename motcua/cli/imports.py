"""`motcua import KIND FILE [--dry-run]`: files into the database by casework's importers."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from motcua.casework.imports.dossiers import import_dossiers
from motcua.casework.imports.linked import import_linked
from motcua.casework.imports.procedures import ProcedureReport, import_procedures
from motcua.casework.imports.reading import RefusedLine
from motcua.casework.imports.report import Report
from motcua.casework.imports.shadows import import_shadows
from motcua.casework.imports.staff import StaffReport, import_staff
from motcua.casework.imports.units import import_units
from motcua.cli import password_sheet
from motcua.cli.progress import progress
from motcua.kernel.sentences import Refused
from motcua.web.ui import moments

BY, ORIGIN = "motcua import", "import"
WIDTH = 34


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `import` with its kinds of file to the command line."""
    parser = subparsers.add_parser("import", help="nhập thủ tục, cơ quan, nhân sự từ tệp")
    kinds = parser.add_subparsers(metavar="LOẠI", required=True)
    procedures = _kind(kinds, "procedures", "thủ tục: JSON từng dòng, bản ghi của CSDLQG, hoặc bảng tính theo mẫu")
    procedures.add_argument("--limits", metavar="TỆP", type=Path, help="CSV bổ sung thời hạn giải quyết")
    procedures.set_defaults(run=run_procedures)
    _kind(kinds, "linked", "nhóm thủ tục liên thông, mỗi dòng một đối tượng JSON").set_defaults(run=run_linked)
    _kind(kinds, "units", "cơ quan, CSV").set_defaults(run=run_units)
    _kind(kinds, "dossiers", "hồ sơ đang giải quyết của hệ thống cũ, JSON").set_defaults(run=run_dossiers)
    _kind(kinds, "shadows", "trạng thái hồ sơ theo dõi hộ hệ thống khác, JSON hoặc CSV").set_defaults(run=run_shadows)
    staff = _kind(kinds, "staff", "nhân sự và vị trí, CSV")
    staff.add_argument("--sheet", metavar="TỆP", type=Path, help="nơi ghi phiếu mật khẩu dùng một lần (HTML, để in)")
    staff.set_defaults(run=run_staff)


def _kind(kinds: argparse._SubParsersAction[argparse.ArgumentParser], name: str, says: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = kinds.add_parser(name, help=says)
    parser.add_argument("file", metavar="TỆP", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="chỉ cho biết sẽ nhập gì, không ghi gì")
    parser.add_argument("--json", action="store_true", help="in kết quả bằng JSON")
    return parser


def run_procedures(args: argparse.Namespace) -> int:
    """Publish what is in force from today."""
    content, at = args.file.read_bytes(), moments.now()
    limits = args.limits.read_bytes() if args.limits else None
    with transaction.atomic():
        report = import_procedures(content, limits=limits, day=at.date(), by=BY, at=at, origin=ORIGIN, told=progress)
        if not report.taken:
            for line in report.refused[1:]:  # the first is told with the refusal of the whole
                _complain("dòng", line)
        _end(report, args)
    return _tell(report, args, list(_procedures(report)))


def run_linked(args: argparse.Namespace) -> int:
    """Put linked groups in force from today; their procedures are imported before."""
    content, at = args.file.read_bytes(), moments.now()
    with transaction.atomic():
        report = import_linked(content, day=at.date(), by=BY, at=at, origin=ORIGIN)
        _end(report, args)
    return _tell(report, args)


def run_units(args: argparse.Namespace) -> int:
    content, at = args.file.read_bytes(), moments.now()
    with transaction.atomic():
        report = import_units(content, day=at.date(), by=BY, at=at, origin=ORIGIN)
        _end(report, args)
    return _tell(report, args)


def run_dossiers(args: argparse.Namespace) -> int:
    """Take over the open dossiers of an older system."""
    content, at = args.file.read_bytes(), moments.now()
    with transaction.atomic():
        report = import_dossiers(content, by=BY, at=at, origin=ORIGIN, told=progress)
        _end(report, args)
    return _tell(report, args)


def run_shadows(args: argparse.Namespace) -> int:
    """Take in where dossiers of other systems stand."""
    content, at = args.file.read_bytes(), moments.now()
    with transaction.atomic():
        report = import_shadows(content, by=BY, at=at, origin=ORIGIN)
        _end(report, args)
    return _tell(report, args)


def run_staff(args: argparse.Namespace) -> int:
    """The sheet is written before the passwords count: what nobody could read would lock people out."""
    content, at = args.file.read_bytes(), moments.now()
    sheet: Path | None = None
    try:
        with transaction.atomic():
            report = import_staff(content, day=at.date(), by=BY, at=at, origin=ORIGIN)
            if report.opened and not args.dry_run:
                sheet = password_sheet.write(report, at=at, path=args.sheet)
            _end(report, args)
    except BaseException:
        if sheet is not None:
            sheet.unlink(missing_ok=True)
        raise
    return _tell(report, args, list(_staff(report, sheet)))


def _end(report: Report, args: argparse.Namespace) -> None:
    """Undo a try-out; refuse a file of which nothing could be used."""
    if not report.taken:
        first = report.refused[0]
        raise Refused(
            "không nhập được dòng nào của {file} ({refused} dòng bị từ chối); dòng {n}: {reason}",
            file=args.file,
            refused=len(report.refused),
            n=first.n,
            reason=first.reason,
        )
    if args.dry_run:
        transaction.set_rollback(True)


def _tell(report: Report, args: argparse.Namespace, more: list[tuple[str, object]] | None = None) -> int:
    if args.json:
        print(json.dumps({"dry_run": args.dry_run} | report.as_json(), ensure_ascii=False, indent=1))
        return 0
    rows: list[tuple[str, object]] = [
        ("mới", report.new),
        ("thay đổi", report.changed),
        ("không đổi", report.unchanged),
        ("bị từ chối", len(report.refused)),
        *(more or []),
    ]
    print(f"{args.file.name}: {report.taken + len(report.refused)} dòng" + (" (chạy thử, không ghi gì)" * args.dry_run))
    for name, said in rows:
        print(f"  {name:<{WIDTH}} {said}")
    sys.stdout.flush()
    for line in report.refused:
        _complain("dòng", line)
    if isinstance(report, ProcedureReport):
        for line in report.refused_limits:
            _complain("tệp thời hạn, dòng", line)
    return 0


def _complain(place: str, line: RefusedLine) -> None:
    print(f"{place} {line.n}: {line.reason}", file=sys.stderr)


def _procedures(report: ProcedureReport) -> Iterator[tuple[str, object]]:
    yield "tiếp nhận được", report.receivable
    if report.without_agency:
        yield "  chưa rõ cơ quan, chưa quầy nào nhận", len(report.without_agency)
    yield "chỉ công khai, chưa tiếp nhận được", report.published_only
    for missing, count in report.missing.most_common():
        yield f"  thiếu {missing}", count
    if report.limits_used or report.limits_unused or report.refused_limits:
        yield "thời hạn lấy từ tệp bổ sung", report.limits_used


def _staff(report: StaffReport, sheet: Path | None) -> Iterator[tuple[str, object]]:
    yield "tài khoản mới", len(report.opened)
    if sheet is not None:
        yield "phiếu mật khẩu, in rồi xóa tệp", sheet
