"""`motcua bench load`: years of invented lives in every state, for measuring; see `make bench`."""

import argparse

from motcua.cli import loading
from motcua.cli.replay import tell, wanted
from motcua.kernel.sentences import Refused
from motcua.replay.scenario import BENCH

MOST = 20_000_000


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `bench` to the command line."""
    parser = subparsers.add_parser("bench", description="Dữ liệu để đo tốc độ; chỉ dùng cho nơi để thử.")
    parts = parser.add_subparsers(metavar="PHẦN", required=True)
    part = parts.add_parser("load", description="Nạp hồ sơ của nhiều năm, ở mọi trạng thái, vào nơi còn trống.")
    part.add_argument("--dossiers", type=int, default=1_000_000, metavar="N", help="số hồ sơ (1000000)")
    part.add_argument("--processes", type=int, metavar="N", help="số tiến trình; không ghi thì theo số lõi")
    part.set_defaults(run=load)


def load(args: argparse.Namespace) -> int:
    """Load, with progress and the rate at the end; repeated it goes on, or has nothing to do."""
    if not 1 <= args.dossiers <= MOST:
        raise Refused("--dossiers phải từ 1 đến {most}", most=MOST)
    done = loading.load(BENCH.of(args.dossiers), processes=wanted(args.processes), tell=tell)
    if not done.new:
        print("Mọi hồ sơ đã có sẵn, không nạp thêm.")
        return 0
    print(f"Đã nạp {done.new} hồ sơ trong {done.seconds:.0f} giây ({done.rate:.0f} hồ sơ/giây).")
    return 0
