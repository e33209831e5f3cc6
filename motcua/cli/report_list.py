"""`motcua report list`: the statutory forms with their dates in force, and the reports that were frozen."""

import argparse
import json
from typing import Any

from motcua.kernel.moments import VIETNAM
from motcua.supervision import queries
from motcua.supervision.forms import known
from motcua.supervision.models import FrozenReport


def add_parser(subparsers: Any) -> None:
    """Add `report list` to the command line."""
    parts = subparsers.add_parser("report").add_subparsers(metavar="PHẦN", required=True)
    part = parts.add_parser("list", description="Các biểu thống kê và những báo cáo đã chốt, mới nhất trước.")
    part.add_argument("--format", choices=["text", "json"], default="text", help="dạng kết quả")
    part.set_defaults(run=run)


def run(args: argparse.Namespace) -> None:
    """Print both lists; nothing is computed."""
    forms, frozen = [_form(*row) for row in known()], [_frozen(kept) for kept in queries.frozen().iterator()]
    if args.format == "json":
        print(json.dumps({"forms": forms, "frozen": frozen}, ensure_ascii=False, indent=2))
        return
    print("Các biểu · forms")
    for f in forms:
        print(f"  {f['form']}  {f['number']}  {f['from']} – {f['to'] or 'nay'}  {f['basis']}")
    print("Báo cáo đã chốt · frozen reports" if frozen else "Chưa có báo cáo nào được chốt.")
    for k in frozen:
        print(f"  {k['form']}  {k['from']} – {k['to']}  {k['agency']}  {k['digest']}  {k['frozen_at']}")


def _form(form: Any, last: Any) -> dict[str, object]:
    return {
        "form": form.form,
        "number": form.number,
        "title": form.title,
        "basis": form.basis,
        "pack": form.code,
        "from": form.valid_from.isoformat(),
        "to": last.isoformat() if last else None,
    }


def _frozen(kept: FrozenReport) -> dict[str, object]:
    return {
        "form": kept.form,
        "from": kept.period_from.isoformat(),
        "to": kept.period_to.isoformat(),
        "agency": kept.agency,
        "rows_by": kept.rows_by,
        "as_of": kept.as_of.astimezone(VIETNAM).isoformat(),
        "digest": kept.digest,
        "frozen_at": kept.frozen_at.astimezone(VIETNAM).isoformat(),
        "frozen_by": kept.frozen_by.full_name if kept.frozen_by else None,
    }
