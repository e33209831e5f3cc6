"""`motcua token USERNAME`: a new access token for a program, printed this once; only its digest is kept."""

from __future__ import annotations

import argparse
import sys

from motcua.accounts.scopes import SCOPES
from motcua.casework.office.tokens import DAYS, issue_token
from motcua.kernel.moments import VIETNAM
from motcua.web.ui import moments

BY = "motcua token"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `token` to the command line."""
    parser = subparsers.add_parser("token", help="cấp mã truy cập API cho một tài khoản, chỉ hiện một lần")
    parser.add_argument("username", metavar="USERNAME", help="tên đăng nhập của cán bộ hoặc của tài khoản máy")
    known = ", ".join(SCOPES)
    parser.add_argument(
        "--scope",
        metavar="PHẠM_VI",
        action="append",
        default=[],
        help=f"có thể ghi nhiều lần; không ghi: tất cả ({known})",
    )
    parser.add_argument("--days", metavar="N", type=int, default=DAYS, help=f"có hiệu lực trong N ngày ({DAYS})")
    parser.add_argument("--purpose", metavar="LỜI", default="", help="dùng để làm gì, cho người xem lại sau này")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the token alone on stdout, what there is to know of it on stderr."""
    scopes = [scope for said in args.scope for scope in said.split(",")]
    row, text = issue_token(args.username, by=BY, at=moments.now(), scopes=scopes, days=args.days, purpose=args.purpose)
    print(text, flush=True)
    until = row.expires_at.astimezone(VIETNAM)
    print(f"Chỉ hiện lần này. Phạm vi: {', '.join(row.scopes)}. Hết hạn {until:%H:%M %d/%m/%Y}.", file=sys.stderr)
    return 0
