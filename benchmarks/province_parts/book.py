"""One thing of a register in a process of its own: filled, or asked for and measured (benchmarks/register.py)."""

import json
import resource
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from motcua.accounts.models import Account  # noqa: E402
from motcua.casework.file import file_and_accept  # noqa: E402
from motcua.casework.register import close_register  # noqa: E402
from motcua.casework.register_files import MAKE  # noqa: E402
from motcua.casework.slips import RECEIPT  # noqa: E402
from motcua.cli import worker  # noqa: E402
from motcua.dossiers.models import Dossier  # noqa: E402
from motcua.kernel.moments import VIETNAM  # noqa: E402
from motcua.offices.models import Agency  # noqa: E402
from motcua.offices.queries import actor  # noqa: E402
from motcua.outbox.models import Job  # noqa: E402
from motcua.papers.models import Slip  # noqa: E402
from motcua.workflow.models import WorkItem  # noqa: E402
from tests import cast as stage  # noqa: E402

BATCH = 2_000
YEAR, EMPTY_YEAR = 2025, 2026


def fill(rows: int) -> None:
    """The cast, and `rows` receipts of one counter and year; one of the year after."""

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)

    cast = stage.enter()
    file_and_accept(stage.intake(cast), by=cast.lan, at=stage.moment("2026-11-02 09:00"))
    first = file_and_accept(stage.intake(cast), by=cast.lan, at=stage.moment("2026-11-02 09:00"))
    copied(first.code, rows)


def copied(code: str, rows: int) -> None:
    """So many copies of a dossier with its receipt and work, as of the year before."""

    like = Dossier.objects.get(code=code)
    slip, work = Slip.objects.get(dossier=like, form=RECEIPT), list(WorkItem.objects.filter(dossier=like))
    for some in batches(rows):
        with transaction.atomic():
            moments = [like.filed_at.replace(year=YEAR, month=1, day=2) + timedelta(minutes=5 * n) for n in some]
            made = Dossier.objects.bulk_create(
                again(like, code=f"{code}-{n}", stream=uuid.uuid4(), filed_at=at, accepted_at=at)
                for n, at in zip(some, moments, strict=True)
            )
            Slip.objects.bulk_create(
                again(slip, dossier_id=d.pk, year=YEAR, serial=n, number=f"{n}/{YEAR}", issued_at=d.filed_at)
                for n, d in zip(some, made, strict=True)
            )
            WorkItem.objects.bulk_create(
                again(item, dossier_id=d.pk, opened_at=d.filed_at) for d in made for item in work
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def batches(rows: int) -> Iterator[range]:
    """The numbers 1 to `rows`, some at a time."""
    return (range(first, min(first + BATCH, rows + 1)) for first in range(1, rows + 1, BATCH))


def again(row: Any, **changes: object) -> Any:
    """A row like it that is not stored yet."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    return type(row)(**{name: value for name, value in values.items() if name not in changes}, **changes)


def asked(name: str, rows: int) -> tuple[float, float, int]:
    """Seconds, MB beyond those of a register of one row, and bytes of one thing, asked as the head of the counter."""
    do = {
        "closing": closed,
        "spreadsheet": written,
        "spreadsheet, closed": written,
        "PDF, first part": got("so.pdf?tap=1&"),
        "PDF, last part": got(f"so.pdf?tap={(rows + 499) // 500}&"),
        "first page": got("?"),
        "page in the middle": got(f"?page={rows // 100}&"),
        "page in the middle, closed": got(f"?page={rows // 100}&"),
        "last page": got("?page=last&"),
        "page of a search": got(f"?q={rows // 2}&"),
    }[name]
    do(EMPTY_YEAR)
    before, begun = peak(), time.perf_counter()
    size = do(YEAR)
    return time.perf_counter() - begun, peak() - before, size


def written(year: int) -> int:
    """The spreadsheet ordered at its page, written as the worker does, and fetched; its bytes."""
    client = Client(headers={"host": "localhost"})
    client.force_login(Account.objects.get(username="hanh"))
    counter = Slip.objects.values_list("agency_id", flat=True)[:1][0]
    place = client.post("/so-theo-doi/tep/", {"key": uuid.uuid4().hex, "quay": counter, "nam": year})["Location"]
    Job.objects.exclude(kind=MAKE).delete()
    if not worker.work_one("benchmark"):
        raise RuntimeError("nothing to write")
    return sum(len(some) for some in client.get(f"{place[:-1]}.xlsx").streaming_content)


def got(address: str) -> Callable[[int], int]:
    """Asks for an address of the register of a year; gives the bytes that came, none of which are kept."""

    client = Client()
    client.force_login(Account.objects.get(username="hanh"))

    def ask(year: int) -> int:
        answer = client.get(f"/so-theo-doi/{address}nam={year}", headers={"host": "localhost"})
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} {address}")
        return sum(len(some) for some in answer.streaming_content) if answer.streaming else len(answer.content)

    return ask


def closed(year: int) -> int:
    """Closes the register of the year that is over; the other year has nothing to close."""

    if year == EMPTY_YEAR:
        return 0
    at: datetime = timezone.now()
    head = actor(Account.objects.get(username="hanh"), day=at.astimezone(VIETNAM).date())
    counter = Agency.objects.get(pk=Slip.objects.values_list("agency_id", flat=True)[:1])
    return close_register(counter.pk, year=year, by=head, at=at).rows


def peak() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def child(words: list[str]) -> int:
    """One thing in this process, told as a line of JSON."""

    if words[0] == "fill":
        begun = time.perf_counter()
        fill(int(words[1]))
        told: dict[str, float] = {"seconds": time.perf_counter() - begun}
    else:
        told = dict(zip(("seconds", "megabytes", "bytes"), asked(words[0], int(words[1])), strict=True))
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    raise SystemExit(child(sys.argv[1:]))
