"""`motcua report verify FILE`: is it as it was frozen, and does the journal still give its figures?"""

import argparse
import os
from pathlib import Path
from typing import Any

from motcua.cli.failures import say
from motcua.cli.report import follow
from motcua.kernel.sentences import Refused
from motcua.supervision import verifying

FAULTY = 1
LARGEST = 64 * 1024 * 1024  # bytes


def add_parser(subparsers: Any) -> None:
    """Add `report verify` to the command line."""
    parts = subparsers.add_parser("report").add_subparsers(metavar="PHẦN", required=True)
    part = parts.add_parser(
        "verify", description="Kiểm tra tệp JSON của một báo cáo đã chốt: đúng mã kiểm tra, tính lại cho cùng số liệu."
    )
    part.add_argument("file", metavar="FILE", help="tệp JSON của báo cáo")
    part.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 and one line when both are right; 1 and a sentence for each thing that is not."""
    if os.path.getsize(args.file) > LARGEST:
        raise Refused("Tệp quá lớn để là một báo cáo.")
    said = verifying.read(Path(args.file).read_bytes())
    follow()
    wrong = 0
    for sentence in verifying.faults(said):
        print(sentence)
        wrong += 1
    if wrong:
        say(f"báo cáo không đúng: {wrong} chỗ khác")
        return FAULTY
    cells = sum(len(columns) for columns in (said.totals, *said.rows.values()))
    print(f"Báo cáo đúng: mã kiểm tra {said.counted}; tính lại cho cùng {cells} số.")
    return 0
