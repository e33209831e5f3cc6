"""`motcua prepare`: bring the database and the static files up to date; `motcua run` calls it before each start."""

import argparse

from django.core.management import call_command


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `prepare` to the command line."""
    parser = subparsers.add_parser("prepare", help="cập nhật cơ sở dữ liệu và các tệp tĩnh")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Collect the static files into the data folder; `main` has migrated, as before each command that needs data."""
    call_command("collectstatic", interactive=False, verbosity=0)
    return 0
