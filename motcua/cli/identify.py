"""`motcua id`: what a citizen number, a card, a tax code or an agency code says, as one line of JSON. No database."""

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from motcua.kernel import agency_code, card, citizen, tax
from motcua.kernel.moments import VIETNAM


def add_parser(subparsers: Any) -> None:
    """Add `id` and its four kinds to the command line."""
    parser = subparsers.add_parser("id", description="Đọc và kiểm tra một số hoặc mã; trả lời bằng JSON.")
    kinds = parser.add_subparsers(metavar="LOẠI", required=True, title="loại · kinds")
    for name, says, place, read in (
        ("citizen", "số định danh cá nhân (12 chữ số)", "N", _citizen),
        ("card", "nội dung mã QR của thẻ căn cước", "TEXT", _card),
        ("tax", "mã số thuế", "N", _tax),
        ("agency", "mã định danh cơ quan, kiểu cũ hoặc mới", "CODE", _agency),
    ):
        kind = kinds.add_parser(name, help=says, description=says)
        kind.add_argument("text", metavar=place, help=says)
        kind.set_defaults(run=run, read=read)


def run(args: argparse.Namespace) -> None:
    """Print what `args.text` says; Refused where it is not what it is said to be."""
    read: Callable[[str], object] = args.read
    print(json.dumps(read(args.text), ensure_ascii=False))


def _citizen(text: str) -> object:
    return asdict(citizen.parse(text, today=_today()))


def _card(text: str) -> object:
    return asdict(card.parse(text, today=_today()))


def _tax(text: str) -> object:
    return asdict(tax.parse(text, today=_today()))


def _agency(text: str) -> object:
    return asdict(agency_code.parse(text))


def _today() -> date:
    return datetime.now(VIETNAM).date()
