"""How long the morning digest of a whole province takes in one process, on the database that DATABASE_URL names.

    DATABASE_URL=… MOTCUA_DATA=… .venv/bin/python benchmarks/figures/digest.py [--load]

With --load first 100,000 open dossiers and 3,436 officers are put into an empty database. Prints one line of JSON.
"""

import json
import sys
import time
from dataclasses import replace
from datetime import date, datetime

from motcua.cli.django_start import start

start()

from django.core.management import call_command  # noqa: E402 - Django must be ready
from django.db import transaction  # noqa: E402

from motcua.accounts import actions as accounts  # noqa: E402
from motcua.accounts.actions import NewAccount  # noqa: E402
from motcua.accounts.models import Account  # noqa: E402
from motcua.casework.digests import DIGEST, digest  # noqa: E402
from motcua.cli import loading  # noqa: E402
from motcua.cli.replay import tell  # noqa: E402
from motcua.dossiers.models import Dossier  # noqa: E402
from motcua.dossiers.states import OPEN  # noqa: E402
from motcua.kernel.moments import VIETNAM  # noqa: E402
from motcua.notifications.models import Message  # noqa: E402
from motcua.offices import actions as offices  # noqa: E402
from motcua.offices.models import Post  # noqa: E402
from motcua.offices.roles import Role  # noqa: E402
from motcua.replay.scenario import BENCH  # noqa: E402

OFFICERS = 3_436
COURSES = {"open": 74_000, "overdue": 14_000, "supplement": 6_000, "filed": 6_000}
SCENARIO = replace(BENCH, name="digest", first=date(2026, 8, 3), courses=COURSES).of(sum(COURSES.values()))
MORNING = datetime(2026, 11, 23, 6, 30, tzinfo=VIETNAM)


def load() -> None:
    """The dossiers, then officers beside those that the province has, in the same posts."""
    call_command("migrate", verbosity=0)
    loading.load(SCENARIO, processes=loading.processes_here(), tell=tell)
    missing = OFFICERS - Account.objects.filter(posts__isnull=False).distinct().count()
    posts = list(Post.objects.filter(role__in=[Role.SPECIALIST, Role.RECEIVER]).select_related("agency"))
    new = [NewAccount(f"them{n:04d}", "Người Làm Việc") for n in range(missing)]
    with transaction.atomic():
        accounts.open_accounts(new, by="bench", at=MORNING, password="khong-ai-dang-nhap")  # noqa: S106
        people = list(Account.objects.filter(username__startswith="them"))
        for n, person in enumerate(people):
            beside = posts[n % len(posts)]
            offices.give_post(
                account=person, agency=beside.agency, role=Role(beside.role), day=SCENARIO.first, by="bench", at=MORNING
            )


def main() -> None:
    with transaction.atomic():  # as the worker does it
        Message.objects.filter(kind=DIGEST).delete()
        begun = time.perf_counter()
        digest({}, MORNING)
        took = time.perf_counter() - begun
    found = {
        "officers": Account.objects.filter(posts__isnull=False).distinct().count(),
        "open dossiers": Dossier.objects.filter(status__in=[int(s) for s in OPEN]).count(),
        "messages": Message.objects.filter(kind=DIGEST).count(),
        "seconds": round(took, 2),
    }
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    if "--load" in sys.argv:
        load()
    main()
