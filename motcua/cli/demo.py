"""`motcua demo base|load|logins`: the demo province, its two thousand dossiers, and who can sign in to it."""

from __future__ import annotations

import argparse
import os
import time

from motcua.casework.reads.loading import LIVE, demo_progress
from motcua.cli import worker
from motcua.cli.report import follow
from motcua.demo import base
from motcua.demo.jobs import DOSSIERS
from motcua.demo.province import value
from motcua.kernel.sentences import Refused
from motcua.outbox import actions as outbox
from motcua.web.ui import moments

WAIT = 0.3
"""Seconds until we look again, while another process has the job."""
TOLD_EVERY = 200


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `demo` with its three parts to the command line."""
    parser = subparsers.add_parser("demo", help="tỉnh trình diễn: dựng, nạp hồ sơ, xem tài khoản")
    parts = parser.add_subparsers(metavar="PHẦN", required=True)
    parts.add_parser("base", help="dựng cơ quan, người, thủ tục; hồ sơ nạp dần ở nền").set_defaults(run=build)
    parts.add_parser("load", help="dựng và nạp hết hồ sơ rồi mới kết thúc").set_defaults(run=load)
    parts.add_parser("logins", help="in các tài khoản trình diễn").set_defaults(run=logins)


def build(args: argparse.Namespace) -> int:
    """Build the province unless it is there; where other data lives it is left out, and `motcua run` goes on."""
    try:
        base.build(at=moments.now(), dossiers=DOSSIERS)
    except Refused as no:
        print(no)
    return 0


def load(args: argparse.Namespace) -> int:
    """Build the province and live all its dossiers, together with whatever worker is running; repeats safely."""
    base.build(at=moments.now(), dossiers=DOSSIERS)
    outbox.retry(kind=LIVE, at=moments.now())
    me, told = f"demo load:{os.getpid()}", -TOLD_EVERY
    while True:
        done, total = demo_progress()
        if not total:
            follow()
            print("Dữ liệu trình diễn đã được nạp đầy đủ.", flush=True)
            return 0
        if done >= told + TOLD_EVERY:
            told = done
            print(f"Đã nạp {done}/{total} hồ sơ …", flush=True)
        if not live_one(me):
            time.sleep(WAIT)


def live_one(me: str) -> bool:
    """Claim and live one slice; False when there is none that nobody has. What goes wrong ends the command."""
    job = outbox.claim(worker=me, at=moments.now(), kind=LIVE)
    if job is None:
        return False
    try:
        worker.do(job, me)
    except worker.LeaseLost:  # another worker took it over; what we did is undone
        return True
    except Exception as error:
        outbox.fail(job, worker=me, error=repr(error), at=moments.now())
        raise
    return True


def logins(args: argparse.Namespace) -> int:
    """Who can sign in, with the one password; nothing where there is no demo."""
    if base.present():
        given = value("logins.json")
        width = max(len(login["username"]) for login in given["logins"])
        print(f"Tài khoản trình diễn, mật khẩu chung {given['password']} (chỉ đăng nhập được từ chính máy này):")
        for login in given["logins"]:
            print(f"  {login['username']:<{width}}  {login['name']} – {login['post']}")
    return 0
