"""One process that works through casework or past it: `worker.py verbs|raw SHARE OF SECONDS`, told to begin by a line.

It says "ready" when everything is prepared and warm, waits for a line, works for so many seconds, and prints as JSON
how many verbs it did, in how many seconds, and the 95th percentile of a verb in milliseconds.
"""

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django must be ready first
from django.db import connection, transaction  # noqa: E402

from motcua.casework.books import written_in  # noqa: E402
from motcua.offices import snapshot  # noqa: E402
from motcua.replay.live import Stage  # noqa: E402
from province_parts.lives import lives  # noqa: E402
from province_parts.raw import Noted, Player, ready  # noqa: E402

WARM_UP = 12  # lives
RAW_A_SECOND = 1500  # steps noted for each second: more than a process can write
VERBS_A_LIFE = 6


def begin() -> None:
    """Say that all is ready, and wait to be told."""
    print("ready", flush=True)
    sys.stdin.readline()


def verbs(share: int, of: int, seconds: float) -> list[float]:
    """Press the verbs of one life after another; how long each took."""
    them = lives(share, of, stage=Stage(), seed=f"verbs:{os.getpid()}")
    for _ in range(WARM_UP):
        pressed(next(them).verbs(), [])
    begin()
    took: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pressed(next(them).verbs(), took)
    return took


def pressed(life, took: list[float]) -> None:
    """One verb after the other, each in its own transaction."""
    code = ""
    for verb in life:
        begun = time.perf_counter()
        code = verb(code)
        took.append(time.perf_counter() - begun)


def raw(share: int, of: int, seconds: float) -> list[float]:
    """Write the rows of as many verbs by prepared statements; how long each took."""
    them = lives(share, of, stage=Stage(), seed=f"raw:{os.getpid()}")
    with transaction.atomic():
        books = Noted(snapshot.present())
        with written_in(books):
            for _ in range(WARM_UP + int(seconds * RAW_A_SECOND / VERBS_A_LIFE)):
                ready(books, next(them).verbs())
        transaction.set_rollback(True)  # the numbers are taken again as the rows are written
    connection.close()
    player = Player(settings.DATABASES["default"]["OPTIONS"].get("dsn") or os.environ["DATABASE_URL"])
    for step in books.steps[: WARM_UP * VERBS_A_LIFE]:
        player.play(step)
    begin()
    took: list[float] = []
    end = time.perf_counter() + seconds
    for step in books.steps[WARM_UP * VERBS_A_LIFE :]:
        begun = time.perf_counter()
        player.play(step)
        took.append(time.perf_counter() - begun)
        if begun > end:
            break
    return took


def main(mode: str, share: str, of: str, seconds: str) -> None:
    begun_cpu = time.process_time()
    took = {"verbs": verbs, "raw": raw}[mode](int(share), int(of), float(seconds))
    p95 = sorted(took)[int(len(took) * 0.95)] * 1000
    cpu = time.process_time() - begun_cpu
    print(json.dumps({"done": len(took), "seconds": sum(took), "p95_ms": p95, "cpu": cpu}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
