"""`motcua doctor`: is everything all right? A line for each thing looked at, with what to do where it is not."""

import argparse
import json
from collections.abc import Callable, Iterable
from typing import Any

from motcua.cli import doctor_house, doctor_machine
from motcua.cli.findings import Finding

Check = Callable[[], Finding]
CHECKS: tuple[Check, ...] = (*doctor_machine.CHECKS, *doctor_house.CHECKS)


def add_parser(subparsers: Any) -> None:
    """Add `doctor` to the command line."""
    parser = subparsers.add_parser("doctor", description="Kiểm tra cài đặt, dữ liệu và việc nền; mỗi mục một dòng.")
    parser.add_argument("--json", action="store_true", help="trả lời bằng JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what was found: 0 when all is fine, 1 when something is not."""
    found = list(examined(CHECKS))
    if args.json:
        print(json.dumps([finding.as_dict() for finding in found], ensure_ascii=False))
    else:
        print("\n".join(finding.line() for finding in found))
    return 0 if all(finding.fine for finding in found) else 1


def examined(checks: Iterable[Check]) -> Iterable[Finding]:
    """What the checks find. One that cannot be made says so itself and does not keep the others from being made."""
    for check in checks:
        try:
            yield check()
        except Exception as error:  # whatever is wrong with the house, the doctor must be able to speak
            yield Finding(check.__name__, False, f"không kiểm tra được ({type(error).__name__}: {error})")
