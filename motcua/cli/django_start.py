"""Django made ready for a command that needs data: settings, an empty or older data folder migrated, once at a time.

Only `main` loads this module, and only for such commands; the others must start without Django.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from motcua.environment import DATA_DIR
from motcua.kernel.sentences import Refused

NO_SERVER = (
    "không mở được cơ sở dữ liệu ({reason}); hãy kiểm tra DATABASE_URL và xem máy chủ cơ sở dữ liệu có chạy không"
)
NO_FILE = "không mở được cơ sở dữ liệu trong {folder} ({reason}); hãy kiểm tra quyền và chỗ trống của thư mục này"
_LOCK_NUMBER = 0x6D6F7463  # "motc"; one for every Motcua process on the same database


def start() -> None:
    """Set Django up and bring the tables up to date; Refused when the database cannot be reached."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings")
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    django.setup()
    migrate()


def migrate() -> None:
    """Apply what is not applied yet; of processes that start together one does it and the others wait."""
    with _alone():
        if _to_do():
            call_command("migrate", interactive=False, verbosity=0)


def _to_do() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _reach() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        sentence = NO_SERVER if connection.vendor == "postgresql" else NO_FILE
        raise Refused(sentence, reason=str(error).strip(), folder=DATA_DIR) from error


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of migrations, freed by the system when the process dies, and a connection to the database.

    SQLite's lock is a file of the data folder, taken before the database is opened: on an empty folder even that is a
    race. PostgreSQL's lock belongs to the connection.
    """
    if connection.vendor == "postgresql":
        _reach()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK_NUMBER])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK_NUMBER])
    else:
        with open(DATA_DIR / "migrate.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _reach()
            yield
