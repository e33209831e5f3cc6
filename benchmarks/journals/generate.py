"""Fills the database of the environment with a long journal: `generate.py EVENTS`; for benchmarks/verify.py.

A few hundred dossiers of the demo province live through the verbs; then each is copied, rows and events, under new
codes, streams, salts and digests until there are enough events. Copies advance in turn, so that the events of one
stream lie far apart, as they do after months of work.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from motcua.cli.django_start import start

start()

from django.db import connection, transaction  # noqa: E402 - Django must be ready
from django.forms.models import model_to_dict  # noqa: E402

from motcua.casework.jobs import anchor  # noqa: E402
from motcua.demo import base, plan  # noqa: E402
from motcua.demo.live import live  # noqa: E402
from motcua.dossiers.models import Dossier  # noqa: E402
from motcua.journal import rules  # noqa: E402
from motcua.journal.models import Event, Payload  # noqa: E402
from motcua.kernel.moments import VIETNAM  # noqa: E402

UNTIL = datetime(2026, 11, 20, 17, 0, tzinfo=VIETNAM)
SAMPLE, AT_ONCE, BATCH, ANCHORS = 300, 2_000, 500, 20
CHANCE = random.Random(2026)  # noqa: S311 - a repeatable load, not a secret
BELONGS = ("version", "receiving", "competent", "received_by")
Life = tuple[Dossier, Sequence[tuple[Event, str]]]


def lived() -> list[Life]:
    """The dossiers of the sample with their events and what these say, after the verbs have made them."""
    base.build(at=UNTIL, dossiers=0)
    with transaction.atomic():
        live(plan.acts(UNTIL, SAMPLE), at=UNTIL)
    events = defaultdict(list)
    for event in Event.objects.select_related("payload").order_by("stream", "n"):
        events[event.stream].append((event, event.payload.body))
    return [(dossier, events[dossier.stream]) for dossier in Dossier.objects.order_by("pk")]


def copies(lives: Sequence[Life], events: int) -> Iterator[Life]:
    """Dossiers to write, copied in turn until their events are enough."""
    made, left = 0, events - Event.objects.count()
    while left > 0:
        dossier, said = lives[made % len(lives)]
        values = model_to_dict(dossier, exclude=["id", "stream", *BELONGS])
        ids = {f"{name}_id": getattr(dossier, f"{name}_id") for name in BELONGS}
        made += 1
        left -= len(said)
        code = f"{dossier.code}-{made:07d}"
        stream = UUID(int=CHANCE.getrandbits(128), version=4)
        yield Dossier(**values | ids | {"code": code, "stream": stream, "chain_n": 0, "chain_hash": ""}), said


def write(lives: Sequence[Life]) -> None:
    """Write some dossiers and their events, first the first event of each, then the second …"""
    for n in range(max(len(said) for _, said in lives)):
        made = [chained(dossier, *said[n]) for dossier, said in lives if n < len(said)]
        Event.objects.bulk_create([event for event, _ in made], batch_size=BATCH)
        for event, payload in made:
            payload.event = event
        Payload.objects.bulk_create([payload for _, payload in made], batch_size=BATCH)
    Dossier.objects.bulk_create([dossier for dossier, _ in lives], batch_size=BATCH)


def chained(dossier: Dossier, like: Event, body: str) -> tuple[Event, Payload]:
    """The next event of the stream of `dossier`, which says the same as `like`."""
    salt = f"{CHANCE.getrandbits(128):032x}"
    same = {name: getattr(like, name) for name in ("kind", "by", "happened_at", "recorded_at", "origin", "facts")}
    n, payload = dossier.chain_n + 1, rules.payload_digest(salt=salt, body=body)
    given = same | {"n": n, "previous": dossier.chain_hash}
    digest = rules.event_digest(stream=str(dossier.stream), payload=payload, **given)
    dossier.chain_n, dossier.chain_hash = n, digest
    return Event(stream=dossier.stream, payload_digest=payload, digest=digest, **given), Payload(salt=salt, body=body)


def main() -> None:
    """Write the journal and anchor it now and then; prints how much there is."""
    rows, n = copies(lived(), int(sys.argv[1])), 0
    every = max(1, int(sys.argv[1]) // 9 // AT_ONCE // ANCHORS)
    while batch := list(islice(rows, AT_ONCE)):
        with transaction.atomic():
            write(batch)
        n += 1
        if n % every == 0:
            with transaction.atomic():
                anchor({}, UNTIL)
    with transaction.atomic():
        anchor({}, UNTIL)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{Event.objects.count()} events in {Dossier.objects.count()} dossiers")


if __name__ == "__main__":
    main()
