"""`motcua backup FILE`: database, files and key in one file, as of one moment, while everybody goes on working."""

import argparse
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection

from motcua import __version__
from motcua.cli import archive, tables
from motcua.cli.failures import say
from motcua.cli.whole_file import written_whole
from motcua.environment import DATA_DIR, given
from motcua.files.models import StoredFile
from motcua.journal.models import Anchor
from motcua.journal.queries import one_view
from motcua.journal.rules import instant
from motcua.web.ui import moments

PART = 4 << 20  # bytes of rows in one part
LAST = "last-backup.json"


def add_parser(subparsers: Any) -> None:
    """Add `backup` to the command line."""
    parser = subparsers.add_parser(
        "backup",
        description="Sao lưu cơ sở dữ liệu, các tệp và khóa vào một tệp, ngay khi Motcua đang chạy. Trong tệp có dữ "
        "liệu cá nhân và khóa của hệ thống: hãy giữ nó như giữ chính dữ liệu.",
    )
    parser.add_argument("file", metavar="FILE", help="tệp sẽ được ghi, ví dụ motcua-2026-11-21.tar.gz")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the backup. 1 when a stored file is missing or damaged: the rest is in it all the same."""
    at = moments.now()
    with written_whole(args.file) as out:
        manifest = write(archive.Writer(out), at=at)
    remember(args.file, at)
    counts, files = manifest["tables"], manifest["stored"]
    print(
        f"Đã sao lưu {sum(t['rows'] for t in counts)} dòng của {len(counts)} bảng và {files['kept']} tệp vào "
        f"{args.file}."
    )
    if files["lost"]:
        say(f"{len(files['lost'])} tệp đã mất hoặc hỏng trong kho nên không có trong bản sao lưu: {files['lost'][0]}…")
        return 1
    return 0


def write(out: archive.Writer, *, at: datetime) -> dict[str, Any]:
    """Write everything to `out`, in one view of the database; what the manifest says."""
    everything = tables.all_tables()
    with one_view():
        tables.keep(everything)
        lost = list(_files(out))
        counted = [_rows(out, table) for table in everything]
        last = Anchor.objects.order_by("-n").first()
        key = _own_key()
        if key is not None:
            out.part(archive.KEY, key)
        manifest = {
            "motcua": __version__,
            "at": instant(at),
            "installation": settings.PUBLIC_URL,
            "database": connection.vendor,
            "migrations": tables.migrations(),
            "tables": counted,
            "stored": {"kept": out.files, "lost": lost},
            "anchor": {"n": last.n, "digest": last.digest} if last else None,
        }
    out.finish(manifest)
    return manifest


def _files(out: archive.Writer) -> Iterator[str]:
    """Write every file that a row refers to; the names of those that are gone or no longer what they were."""
    storage = storages["default"]
    for row in StoredFile.objects.order_by("pk").iterator(chunk_size=tables.CHUNK):
        try:
            with storage.open(row.path, "rb") as content:
                whole = content.size == row.size and archive.sha256(content) == row.sha256
            if whole:
                with storage.open(row.path, "rb") as content:
                    out.file(row.sha256, content, row.size)
        except FileNotFoundError:
            whole = False
        if not whole:
            yield row.sha256


def _rows(out: archive.Writer, table: tables.Table) -> dict[str, Any]:
    """Write a table in parts; what the manifest says of it."""
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        for row in tables.rows(table):
            count += 1
            yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    for n, content in enumerate(_gathered(lines()), 1):
        out.part(f"tables/{table.name}.{n}", content)
    return {"name": table.name, "columns": list(table.columns), "rows": count}


def _gathered(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines put together to parts of a few MB."""
    part = bytearray()
    for line in lines:
        part += line
        if len(part) >= PART:
            yield bytes(part)
            part.clear()
    if part:
        yield bytes(part)


def _own_key() -> bytes | None:
    """The installation's key, unless it comes from the environment and is kept elsewhere."""
    return None if given("MOTCUA_SECRET_KEY") else settings.SECRET_KEY.encode()


def remember(file: str, at: datetime) -> None:
    """Note beside the data when the last backup was made, for `motcua doctor`."""
    (DATA_DIR / LAST).write_text(json.dumps({"at": instant(at), "file": file}, ensure_ascii=False), encoding="utf-8")
