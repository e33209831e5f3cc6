"""`motcua simulate tax`: another office's system for trying things out; it can misbehave on demand."""

from __future__ import annotations

import argparse
import signal
import threading
from types import FrameType

from motcua.cli.doors import why_not_bound
from motcua.exchange.tax.simulator import WAYS, Office, Server
from motcua.kernel.sentences import Refused


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `simulate` to the command line."""
    parser = subparsers.add_parser("simulate", help="hệ thống mô phỏng của cơ quan khác, để thử")
    offices = parser.add_subparsers(metavar="CƠ_QUAN", required=True)
    tax = offices.add_parser("tax", help="cơ quan thuế: nhận phiếu, gửi thông báo rồi chứng từ")
    tax.add_argument("--port", type=int, default=0, metavar="N", help="cổng để nhận phiếu (0: cổng trống bất kỳ)")
    tax.add_argument("--to", required=True, metavar="URL", help="địa chỉ của Motcua, ví dụ http://localhost:8000")
    tax.add_argument("--token", required=True, metavar="MÃ", help="mã truy cập (motcua token) của tài khoản máy")
    tax.add_argument("--accept", default="", metavar="MÃ", help="chỉ nhận phiếu kèm mã này (MOTCUA_TAX_OFFICE_TOKEN)")
    tax.add_argument("--pay-after", type=float, metavar="GIÂY", help="nộp tiền sau chừng ấy giây; không ghi: không nộp")
    ways = "; ".join(f"{name}: {says}" for name, says in WAYS.items())
    tax.add_argument("--misbehave", default="", metavar="CÁCH", help=f"cách nhau bằng dấu phẩy — {ways}")
    tax.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT; the first line printed is the address for MOTCUA_TAX_OFFICE_URL."""
    ways = frozenset(way.strip() for way in args.misbehave.split(",") if way.strip())
    if unknown := sorted(ways - set(WAYS)):
        raise Refused("không biết cách “{way}”; hãy chọn trong: {known}", way=unknown[0], known=", ".join(WAYS))
    office = Office(args.to, args.token, ways, args.accept, args.pay_after)
    try:
        server = Server(office, port=args.port)
    except (OSError, OverflowError) as problem:
        if isinstance(problem, OSError):
            raise why_not_bound(problem, "127.0.0.1", args.port) from None
        raise Refused("cổng phải từ 0 đến 65535") from None

    def stopped(number: int, frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stopped)
    signal.signal(signal.SIGINT, stopped)
    print(server.url, flush=True)
    with server:
        server.serve()
    return 0
