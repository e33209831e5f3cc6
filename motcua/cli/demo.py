"""`motcua demo base|load|logins`: the demo province, its two thousand dossiers, and who can sign in to it."""

from __future__ import annotations

import argparse

from motcua.demo import base
from motcua.demo.jobs import DOSSIERS
from motcua.demo.province import value
from motcua.kernel.sentences import Refused
from motcua.web.ui import moments


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `demo` with its three parts to the command line."""
    parser = subparsers.add_parser("demo", help="tỉnh trình diễn: dựng, nạp hồ sơ, xem tài khoản")
    parts = parser.add_subparsers(metavar="PHẦN", required=True)
    parts.add_parser("base", help="dựng cơ quan, người, thủ tục; hồ sơ nạp dần ở nền").set_defaults(run=build)
    parts.add_parser("logins", help="in các tài khoản trình diễn").set_defaults(run=logins)


def build(args: argparse.Namespace) -> int:
    """Build the province unless it is there; where other data lives it is left out, and `motcua run` goes on."""
    try:
        base.build(at=moments.now(), dossiers=DOSSIERS)
    except Refused as no:
        print(no)
    return 0


def logins(args: argparse.Namespace) -> int:
    """Who can sign in, with the one password; nothing where there is no demo."""
    if base.present():
        given = value("logins.json")
        width = max(len(login["username"]) for login in given["logins"])
        print(f"Tài khoản trình diễn, mật khẩu chung {given['password']} (chỉ đăng nhập được từ chính máy này):")
        for login in given["logins"]:
            print(f"  {login['username']:<{width}}  {login['name']} – {login['post']}")
    return 0
