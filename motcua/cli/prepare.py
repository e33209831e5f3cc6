"""`motcua prepare`: what `motcua run` does before each start: tables, static files, the demo province if wanted."""

import argparse

from django.conf import settings
from django.core.management import call_command

from motcua.cli import demo


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `prepare` to the command line."""
    parser = subparsers.add_parser("prepare", help="cập nhật bảng và tệp tĩnh, dựng tỉnh trình diễn nơi còn trống")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Collect the static files and build the demo; `main` has migrated, as before each command that needs data."""
    call_command("collectstatic", interactive=False, verbosity=0)
    return demo.build(args) if settings.DEMO else 0
