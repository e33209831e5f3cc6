"""`motcua restore FILE`: put a backup in place of what there is, or change nothing at all.

The whole file is read and found good before anything is touched. Files come first: they are named by their content,
so that one more never harms. All rows are exchanged in one transaction, which others wait for and a kill undoes.
"""

import argparse
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import storages
from django.db import OperationalError, connection, transaction

from motcua.casework.streams import STREAMED, register
from motcua.cli import archive, tables
from motcua.cli.archive import Part
from motcua.cli.journal import report
from motcua.cli.run import RESTORED, is_running
from motcua.dossiers.models import Dossier
from motcua.environment import DATA_DIR, given
from motcua.files.models import StoredFile
from motcua.journal import queries
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.actions import next_edition

PATIENCE = 40  # times that the tables are asked for, a second each with its wait
NAMES = {"account": "tài khoản", "agency": "cơ quan", "procedure": "thủ tục", "dossier": "hồ sơ"}
BUSY = "Các bảng đang bận nên chưa khôi phục được; chưa có gì bị thay đổi. Hãy dừng motcua run rồi làm lại."


def add_parser(subparsers: Any) -> None:
    """Add `restore` to the command line."""
    parser = subparsers.add_parser(
        "restore",
        description="Khôi phục cơ sở dữ liệu, các tệp và khóa từ một bản sao lưu, ngay khi Motcua đang chạy; mọi người "
        "phải đăng nhập lại. Tệp hỏng thì không có gì bị thay đổi.",
    )
    parser.add_argument("file", metavar="FILE", help="tệp do motcua backup ghi ra")
    parser.add_argument(
        "--replace", action="store_true", help="thay dữ liệu đang có; những gì mới hơn bản sao lưu sẽ mất"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Restore, then check the journal: 0 when it is whole, 1 with its faults when the backup held a broken one."""
    with open(args.file, "rb") as file:
        manifest = archive.check(file, name=args.file)
        fits(manifest)
        made = datetime.fromisoformat(manifest["at"]).astimezone(VIETNAM)
        if what := present():
            if not args.replace:
                raise Refused(
                    "Ở đây đang có {what}; khôi phục sẽ thay tất cả bằng bản sao lưu lúc {made}. Nếu đúng là muốn vậy, "
                    "hãy thêm --replace.",
                    what=what,
                    made=f"{made:%H:%M %d/%m/%Y}",
                )
            print(f"Thay {what} bằng bản sao lưu lúc {made:%H:%M %d/%m/%Y}{newer(made)}.", flush=True)
        file.seek(0)
        with archive.sound(args.file):
            exchange(archive.parts(file, name=args.file), manifest)
    told = " Motcua đang chạy sẽ tự khởi động lại trong vài giây." if is_running(DATA_DIR) else ""
    print(f"Đã khôi phục {sum(t['rows'] for t in manifest['tables'])} dòng và {manifest['files']['count']} tệp.{told}")
    with queries.one_view():
        return report(queries.records(register()))


def fits(manifest: Mapping[str, Any]) -> None:
    """Refused unless the tables of the backup are the tables that we have."""
    here = {t.name: list(t.columns) for t in tables.all_tables()}
    there = {t["name"]: t["columns"] for t in manifest["tables"]}
    if manifest["migrations"] != tables.migrations() or here != there:
        raise Refused(
            "Bản sao lưu do Motcua {version} tạo ra với cấu trúc bảng khác; hãy cài đúng bản đó, khôi phục, rồi nâng "
            "cấp. Chưa có gì bị thay đổi.",
            version=manifest["motcua"],
        )


def present() -> str:
    """What would be lost: counts of the rows that have a stream; empty on a new installation."""
    counts = {kind: model._default_manager.count() for kind, model, _ in reversed(STREAMED)}
    return ", ".join(f"{n} {NAMES[kind]}" for kind, n in counts.items() if n)


def newer(made: datetime) -> str:
    """How many dossiers came after the backup was made."""
    n = Dossier.objects.filter(filed_at__gt=made).count()
    return f"; mất {n} hồ sơ nộp sau đó" if n else ""


def exchange(parts: Iterator[Part], manifest: Mapping[str, Any]) -> None:
    """Everything from the backup in its place. Refused when the tables cannot be had: then nothing has changed."""
    rest = store_files(parts)
    first = next(rest, None)
    for _ in range(PATIENCE):
        try:
            with transaction.atomic():
                key = exchange_rows(chain([first] if first else [], rest), manifest)
            break
        except tables.Busy:
            time.sleep(0.2)
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            raise Refused(BUSY) from error
    else:
        raise Refused(BUSY)
    if key is not None:
        put_key(key)
    # What `motcua run` looks at: its processes keep versions in memory by numbers that may mean other rows now.
    (DATA_DIR / RESTORED).write_text(manifest["at"], encoding="utf-8")


def store_files(parts: Iterator[Part]) -> Iterator[Part]:
    """Put the files into the storage; yields the parts that are none, from the first on."""
    storage = storages["default"]
    for part in parts:
        if not part.name.startswith("files/"):
            yield part
            continue
        row = StoredFile(sha256=part.name.removeprefix("files/"))
        if storage.exists(row.path) and storage.size(row.path) != part.size:
            storage.delete(row.path)  # a process was killed while it wrote
        if not storage.exists(row.path):
            storage.save(row.path, File(part.content))


def exchange_rows(parts: Iterable[Part], manifest: Mapping[str, Any]) -> bytes | None:
    """All rows, inside the caller's transaction; the key of the installation, if it is in the backup."""
    known = {t.name: t for t in tables.all_tables()}
    key = None
    tables.empty(list(known.values()))
    for part in parts:
        if part.name == archive.KEY:
            key = part.content.read()
        elif part.name != archive.MANIFEST:
            name = part.name.removeprefix("tables/").rpartition(".")[0]
            tables.insert(known[name], (json.loads(line) for line in part.content))
    tables.go_on_counting(known.values())
    next_edition()
    connection.check_constraints()
    return key


def put_key(key: bytes) -> None:
    """Let the key of the backup be the key of this installation, in one move, unless the environment gives one."""
    if given("MOTCUA_SECRET_KEY"):
        return
    path = Path(DATA_DIR, "secret-key")
    mine = path.with_name(f"secret-key.{os.getpid()}")
    with open(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(key)
        out.flush()
        os.fsync(out.fileno())
    os.replace(mine, path)
