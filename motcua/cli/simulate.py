"""`motcua simulate tax|sms`: another's system for trying things out; it can misbehave on demand."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

from motcua.cli.doors import why_not_bound
from motcua.exchange.sms import simulator as sms
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
    tax.add_argument("--misbehave", default="", metavar="CÁCH", help=_said(WAYS))
    tax.set_defaults(run=run)
    gateway = offices.add_parser("sms", help="cổng tin nhắn: nhận tin và in từng tin ra màn hình, không gửi đi đâu")
    gateway.add_argument("--port", type=int, default=0, metavar="N", help="cổng để nhận tin (0: cổng trống bất kỳ)")
    gateway.add_argument("--accept", default="", metavar="MÃ", help="chỉ nhận tin kèm mã này (MOTCUA_SMS_TOKEN)")
    gateway.add_argument("--misbehave", default="", metavar="CÁCH", help=_said(sms.WAYS))
    gateway.set_defaults(run=run_sms)


def _said(ways: Mapping[str, str]) -> str:
    return "cách nhau bằng dấu phẩy — " + "; ".join(f"{name}: {says}" for name, says in ways.items())


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT; the first line printed is the address for MOTCUA_TAX_OFFICE_URL."""
    office = Office(args.to, args.token, _ways(args.misbehave, WAYS), args.accept, args.pay_after)
    return _served(lambda: Server(office, port=args.port), args.port, Server.serve)


def run_sms(args: argparse.Namespace) -> int:
    """The same; the first line is the address for MOTCUA_SMS_URL, each further one a message that a telephone got."""
    telephones = sms.Telephones(token=args.accept, ways=_ways(args.misbehave, sms.WAYS), told=_told)
    return _served(lambda: sms.Server(telephones, port=args.port), args.port, sms.Server.serve_forever)


def _told(to: str, text: str) -> None:
    print(f"{to}: {text}", flush=True)


def _ways(said: str, known: Mapping[str, str]) -> frozenset[str]:
    ways = frozenset(way.strip() for way in said.split(",") if way.strip())
    if unknown := sorted(ways - set(known)):
        raise Refused("không biết cách “{way}”; hãy chọn trong: {known}", way=unknown[0], known=", ".join(known))
    return ways


def _served(opened: Callable[[], Any], port: int, serve: Callable[[Any], None]) -> int:
    try:
        server = opened()
    except (OSError, OverflowError) as problem:
        if isinstance(problem, OSError):
            raise why_not_bound(problem, "127.0.0.1", port) from None
        raise Refused("cổng phải từ 0 đến 65535") from None

    def stopped(number: int, frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stopped)
    signal.signal(signal.SIGINT, stopped)
    print(server.url, flush=True)
    with server:
        serve(server)
    return 0
