"""`motcua replay kon-tum-2021`: a province's real year lived again, to its published totals, into an empty folder."""

import argparse
from collections.abc import Mapping
from fractions import Fraction

from motcua.cli import loading
from motcua.cli.loading import Progress
from motcua.kernel.sentences import Refused
from motcua.replay.figures import counted
from motcua.replay.scenario import SCENARIOS
from motcua.replay.world import PASSWORD, WATCHER

DIFFERENT = 1


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `replay` to the command line."""
    parser = subparsers.add_parser("replay", description="Chạy lại một năm của một tỉnh qua chính các quy tắc.")
    parser.add_argument("scenario", choices=sorted(SCENARIOS), metavar="KỊCH_BẢN", help=", ".join(sorted(SCENARIOS)))
    parser.add_argument("--scale", default="1", metavar="S", help="tỷ lệ so với thật, ví dụ 0.1")
    parser.add_argument("--processes", type=int, metavar="N", help="số tiến trình; không ghi thì theo số lõi")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what must come out, live it, count what is there and compare: 0 when it is the same."""
    scenario, processes = SCENARIOS[args.scenario].scaled(scale(args.scale)), wanted(args.processes)
    said = f"{scenario.first:%d/%m/%Y} – {scenario.last:%d/%m/%Y}, {scenario.total} hồ sơ"
    print(f"{scenario.name}: {said}", flush=True)
    expected = scenario.figures()
    print(f"Biểu II.06a phải ra: {columns(expected)}", flush=True)
    done = loading.load(scenario, processes=processes, tell=tell)
    if done.new:
        print(f"Đã nạp {done.new} hồ sơ trong {done.seconds:.0f} giây ({done.rate:.0f} hồ sơ/giây).")
    else:
        print("Mọi hồ sơ đã có sẵn, không nạp thêm.")
    found = counted(scenario)
    print(f"Đếm từ hồ sơ đã nạp: {columns(found)}")
    if found != expected:
        print("KHÔNG KHỚP với kịch bản.")
        return DIFFERENT
    print(f"Khớp với kịch bản. Xem trên trang: đăng nhập {WATCHER}, mật khẩu {PASSWORD} (chỉ từ chính máy này).")
    return 0


def scale(text: str) -> Fraction:
    """The scale as typed; Refused when it is no number."""
    try:
        return Fraction(text.strip().replace(",", "."))
    except (ValueError, ZeroDivisionError):
        raise Refused("--scale phải là số, ví dụ 0.1; không phải “{given}”", given=text[:20]) from None


def wanted(processes: int | None) -> int:
    """How many processes; Refused for none."""
    if processes is not None and not 1 <= processes <= 64:
        raise Refused("--processes phải từ 1 đến 64")
    return processes or loading.processes_here()


def columns(figures: Mapping[str, int]) -> str:
    """The figures by their columns, on one line."""
    return ", ".join(f"({column}) {figure}" for column, figure in figures.items())


def tell(now: Progress) -> None:
    """One line of progress."""
    print(f"Đã nạp {now.there}/{now.total} hồ sơ, {now.rate:.0f} hồ sơ/giây …", flush=True)
