"""Completes steps of many runs on the database of DATABASE_URL, for so many seconds; prints steps a second as JSON."""

import json
import os
import sys
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

url = urlsplit(os.environ["DATABASE_URL"])
place = parse_qs(url.query)["host"][0]
settings.configure(
    INSTALLED_APPS=[
        *("django.contrib.contenttypes", "django.contrib.auth", "viewflow", "viewflow.workflow"),
        "benchmarks.viewflow_peer",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": url.username,
            "HOST": place,
            "CONN_MAX_AGE": None,
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)

import django  # noqa: E402 - after the settings

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.viewflow_peer.flows import STEPS, FiveSteps  # noqa: E402


def walk(user: User) -> int:
    """One run from its start to its end; how many steps that took."""
    process = FiveSteps.start.run()
    for step in STEPS:
        complete(process, step, user)
    return len(STEPS)


def complete(process: Any, step: Any, user: User) -> None:
    """What its pages do for a person, in one go: lock the run, assign the task, begin it, complete it."""
    with process.task_set.get(flow_task=step, finished__isnull=True).activation() as activation:
        activation.assign(user)
        activation.start(None)
        activation.execute()


def main() -> None:
    """Walk for the seconds given as the argument."""
    call_command("migrate", verbosity=0)
    user = User.objects.get_or_create(username="minh")[0]
    walk(user)
    with CaptureQueriesContext(connection) as captured:
        walk(user)
    begun, done = time.perf_counter(), 0
    while time.perf_counter() - begun < float(sys.argv[1]):
        done += walk(user)
    rate = done / (time.perf_counter() - begun)
    print(json.dumps({"steps a second": round(rate, 1), "statements a step": len(captured.captured_queries) / 5}))


main()
