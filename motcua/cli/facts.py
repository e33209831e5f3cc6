"""`motcua facts check|rebuild`: figures compared with brute force over the events, or derived anew from the journal."""

import argparse
import sys
from typing import Any

from motcua.cli.failures import say
from motcua.cli.report import day, follow
from motcua.journal.queries import one_view
from motcua.kernel.sentences import Refused
from motcua.supervision import actions, compare, queries
from motcua.supervision.periods import View, moment_from, view
from motcua.web.ui import moments

DIFFERENT = 1
MOST = 50  # differences printed


def add_parser(subparsers: Any) -> None:
    """Add `facts` and its two acts to the command line."""
    parser = subparsers.add_parser("facts", description="Số liệu rút ra từ nhật ký: đối chiếu, tính lại từ đầu.")
    acts = parser.add_subparsers(metavar="VIỆC", required=True, title="việc · acts")

    act = acts.add_parser(
        "check", description="So số liệu đã tính với cách đếm trực tiếp từng sự kiện; thoát 1 khi khác nhau."
    )
    act.add_argument("--from", dest="first", metavar="DATE", help="ngày đầu kỳ; không ghi thì các tháng và năm gần đây")
    act.add_argument("--to", dest="last", metavar="DATE", help="ngày cuối kỳ")
    act.add_argument("--as-of", metavar="TIME", help="theo những gì đã biết lúc này")
    act.set_defaults(run=run_check)

    act = acts.add_parser("rebuild", description="Bỏ số liệu đã tính và tính lại từ đầu; báo cáo đã chốt giữ nguyên.")
    act.set_defaults(run=run_rebuild)


def run_check(args: argparse.Namespace) -> int:
    """0 and one line when both ways of counting agree, 1 and a line for each difference."""
    if bool(args.first) != bool(args.last):
        raise Refused("--from và --to phải đi cùng nhau")
    follow()
    with one_view():
        views = asked_for(args)
        found = list(compare.differences(views))
    for d in found[:MOST]:
        print(
            f"{d.view.first:%d/%m/%Y}–{d.view.last:%d/%m/%Y} · {d.agency or '–'} · {d.field or '–'} · {d.measure}: "
            f"bảng tổng hợp {d.rollups}, bảng số liệu {d.facts}, sự kiện {d.events}"
        )
    if found:
        say(f"số liệu không khớp: {len(found)} chỗ khác nhau trong {len(views)} lần đối chiếu")
        return DIFFERENT
    print(f"Số liệu khớp: {len(views)} lần đối chiếu, 0 khác biệt.")
    return 0


def asked_for(args: argparse.Namespace) -> list[View]:
    """The period asked for, or the usual ones."""
    known_to = queries.progress().at
    if args.first is None or known_to is None:
        return compare.usual_views(moments.today())
    as_of = moment_from(args.as_of) if args.as_of is not None else None
    return [view(day(args.first, "--from"), day(args.last, "--to"), as_of=as_of, known_to=known_to)]


def run_rebuild(args: argparse.Namespace) -> int:
    """Derive everything anew, telling how far it is."""

    def told(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done} hồ sơ", end="", file=sys.stderr, flush=True)

    progress = actions.rebuild(at=moments.now(), told=told)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(f"Đã tính lại số liệu từ nhật ký, đến sự kiện số {progress.through}.")
    return 0
