"""Whole installations to throw away, each with a data folder and, where the tests run on PostgreSQL, its database."""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.cli.terminal import motcua

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("DATABASE_URL", "")
SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
_numbers = itertools.count(1)

LIVED = """
import random
from datetime import timedelta
from motcua.casework.file import file_and_accept
from motcua.casework.jobs import anchor
from motcua.files.actions import store
from motcua.kernel.sentences import Refused
from motcua.workflow.models import WorkItem
from django.contrib.sessions.models import Session
from django.db import transaction
from tests import cast as stage
from tests.casework.acts import ACTS
cast, at, chance = stage.enter(), stage.moment("2026-11-02 08:00"), random.Random(1)
with transaction.atomic():
    for n in range(12):
        code = file_and_accept(stage.intake(cast), by=cast.lan, at=at).code
        for _ in range(6):
            at += timedelta(minutes=7)
            try:
                with transaction.atomic():
                    ACTS[chance.choice(sorted(ACTS))](cast, code, at)
            except (Refused, WorkItem.DoesNotExist):
                pass
with transaction.atomic():
    anchor({}, at)
store(name="giấy.pdf", content=b"%PDF-1.4 giay khai sinh", at=at + timedelta(microseconds=40))
Session.objects.create(session_key="phien", session_data="", expire_date=at + timedelta(days=9000))
"""


@dataclass
class House:
    """An installation: `data` is its folder, `url` its DATABASE_URL (empty for SQLite)."""

    data: Path
    url: str = ""

    @property
    def env(self) -> dict[str, str]:
        return {"DATABASE_URL": self.url}

    def motcua(self, *words: str, **options) -> subprocess.CompletedProcess[bytes]:
        """Run a command of `motcua` here."""
        return motcua(*words, data=self.data, env=self.env | options.pop("env", {}), **options)

    def says(self, *words: str) -> str:
        """What a command that must succeed says."""
        done = self.motcua(*words)
        assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
        return done.stdout.decode()

    def popen(self, code: str, **options) -> subprocess.Popen[bytes]:
        """Start Python here, with Django ready; `code` may import tests."""
        around = {k: v for k, v in os.environ.items() if not k.startswith(("MOTCUA_", "DJANGO_"))}
        env = around | {"MOTCUA_DATA": str(self.data), "PYTHONPATH": str(ROOT)} | self.env
        program = f"from motcua.cli.django_start import start\nstart()\n{code}"
        return subprocess.Popen([sys.executable, "-c", program], env=env, cwd=ROOT, **options)

    def python(self, code: str) -> str:
        """What Python prints here, with Django ready."""
        process = self.popen(code, stdout=subprocess.PIPE)
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        return said.decode()

    def sql(self, statement: str) -> list[tuple]:
        """Run one statement in the database, past everybody's back."""
        if self.url:
            with psycopg.connect(self.url) as connection:
                done = connection.execute(statement)  # type: ignore[arg-type]
                return done.fetchall() if done.description else []
        with closing(sqlite3.connect(self.data / "motcua.sqlite3")) as connection, connection:
            return connection.execute(statement).fetchall()

    def contents(self) -> dict[str, str]:
        """A digest of the rows of each table, but for sessions, editions and the dates of migrations."""
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'" if self.url else SQLITE_TABLES
        tables = sorted(
            {name for (name,) in self.sql(names)} - {"django_session", "django_migrations", "offices_edition"}
        )
        return {t: sha256(repr(sorted(map(repr, self.sql(f"SELECT * FROM {t}")))).encode()).hexdigest() for t in tables}

    def copy(self, data: Path, *, use: str = "house") -> House:
        """Another installation with the same data."""
        shutil.copytree(self.data, data)
        return House(data, new_database(template=self.url, use=use) if self.url else "")


def new_database(*, template: str = "", use: str = "house") -> str:
    """The URL of a new database on the server of the tests, empty or like `template`."""
    name = f"motcua_{use}_{os.getpid()}_{next(_numbers)}"
    like = f" TEMPLATE {urlsplit(template).path[1:]}" if template else ""
    with psycopg.connect(SERVER, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}{like}")
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


def drop_databases(*, use: str = "house") -> None:
    """Drop every database that `new_database` made in this process for that use."""
    if SERVER:
        with psycopg.connect(SERVER, autocommit=True) as admin:
            names = f"SELECT datname FROM pg_database WHERE datname LIKE 'motcua\\_{use}\\_{os.getpid()}\\_%'"
            for (name,) in admin.execute(names).fetchall():
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def new_house(data: Path) -> House:
    """An installation without anything in it, on the database that the tests run on."""
    return House(data, new_database() if SERVER else "")


def prepared_house(data: Path) -> House:
    """An installation with its tables, in which nothing happened yet."""
    return _kept("").copy(data)


def lived_house(data: Path) -> House:
    """A commune in which a dozen dossiers lived, with an anchor, a stored file and somebody signed in."""
    return _kept(LIVED).copy(data)


@cache
def _kept(code: str) -> House:
    """An installation in which `code` ran, made once a session: most of that is to make the tables. To be copied."""
    data = Path(tempfile.mkdtemp(prefix="motcua-kept-")) / "data"
    atexit.register(shutil.rmtree, data.parent, ignore_errors=True)
    if SERVER:
        atexit.register(drop_databases, use="kept")
    house = _kept("").copy(data, use="kept") if code else House(data, new_database(use="kept") if SERVER else "")
    house.python(code)
    return house
