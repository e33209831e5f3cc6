"""Rows of facts invented by the million: 131 agencies, twelve thousand pairs of agency and procedure."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random

from django.db import connection, transaction

from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.kernel.judge import late_from
from motcua.kernel.limits import Unit
from motcua.kernel.moments import VIETNAM
from motcua.offices.models import Agency
from motcua.replay import world
from motcua.replay.scenario import BENCH
from motcua.supervision import streams
from motcua.supervision.actions import following
from motcua.supervision.actions.following import Kept
from motcua.supervision.lives import Life, Stretch
from motcua.supervision.models import Fact, Progress, Rollup
from motcua.supervision.places import Places
from motcua.supervision.streams import Named

FIRST, DAYS = date(2023, 10, 2), 1140  # of the first million; each further million is shifted back
NOW = datetime(2026, 11, 20, 11, 7, tzinfo=VIETNAM)
BACK = 37  # days
PROCEDURES = {"department": 60, "district_committee": 150, "commune_committee": 100}
WEIGHTS = {"department": 12, "district_committee": 30, "commune_committee": 4}
DAY_UNIT = Unit.WORKING_DAY
BATCH = 25_000
MILLION = 1_000_000


def fill(rows: int) -> None:
    """So many rows of facts and their rollups, in an empty database: a million by the product, then copies of it."""
    world.build(BENCH)
    matters = _matters()
    with connection.cursor() as cursor:  # facts without dossiers
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'supervision_fact'::regclass AND contype = 'f' "
            "AND conname LIKE '%%dossier%%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE supervision_fact DROP CONSTRAINT "{name}"')
    begun = time.perf_counter()
    _first_million(min(rows, MILLION), matters)
    print(f"  first rows invented and added up in {time.perf_counter() - begun:.0f} s", flush=True)
    if rows > MILLION:
        _multiply(-(-rows // MILLION))
        print(f"  multiplied by {time.perf_counter() - begun:.0f} s", flush=True)
    Progress.objects.update_or_create(name="journal", defaults={"through": 0, "at": NOW})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE supervision_fact")
        cursor.execute("VACUUM ANALYZE supervision_rollup")
        cursor.execute("VACUUM ANALYZE supervision_heading")


def _matters() -> list[tuple[str, list[tuple[str, int]]]]:
    """By agency its procedures with version, of 1,200 copies of those that the replay's province has."""
    like = list(ProcedureVersion.objects.select_related("procedure").order_by("pk"))
    new = [Procedure(code=f"9.{n:06d}") for n in range(1_200)]
    Procedure.objects.bulk_create(new)
    copies = []
    for n, procedure in enumerate(new):
        version = ProcedureVersion.objects.get(pk=like[n % len(like)].pk)
        version.pk, version.procedure, version.field = None, procedure, f"Lĩnh vực {n % 60:02d}"
        copies.append(version)
    ProcedureVersion.objects.bulk_create(copies)
    random, found = Random(7), []
    pairs = [(v.procedure.code, v.n) for v in copies]
    for agency in Agency.objects.filter(kind__in=PROCEDURES).order_by("code"):
        found += [(agency.code, random.sample(pairs, PROCEDURES[agency.kind]))] * WEIGHTS[agency.kind]
    return found


def _first_million(rows: int, matters: list[tuple[str, list[tuple[str, int]]]]) -> None:
    catalogue, random, done, pk = streams.catalogue(), Random(2026), 0, 0
    lives = _lives(int(rows / 1.17), matters, catalogue, random)
    while done < rows:
        with transaction.atomic():
            places, sums = Places(catalogue), following._no_sums()
            batch = list(islice(lives, BATCH))
            if not batch:
                return
            following._make_headings(places, (s for life in batch for s in life.stretches))
            kept: list[Kept] = []
            for life in batch:
                pk += 1
                facts = following._rows(Named(pk, None, ""), life, places)  # type: ignore[arg-type]
                following._add(sums, places, facts, 1)
                kept += facts
            following._insert(kept)
            following._write(sums)
            done += len(kept)


def _lives(n: int, matters: list, catalogue: streams.Catalogue, random: Random) -> Iterator[Life]:
    for i in range(n * 2):
        opened = datetime.combine(FIRST + timedelta(days=DAYS * min(i, n) // n), datetime.min.time(), VIETNAM)
        at = opened + timedelta(hours=7, seconds=random.randrange(36_000))
        agency, pairs = random.choice(matters)
        code, version = pairs[min(int(random.expovariate(0.06)), len(pairs) - 1)]
        under = catalogue.under(agency, code, version)
        channel = random.choices(("direct", "online", "post"), (64, 33, 3))[0]
        due = at + timedelta(days=random.choice((3, 5, 7, 10, 15, 20, 30)), hours=random.randrange(4))
        first = Stretch(under, channel, at, at, due_at=due, level=under.online, crossed=random.random() < 0.01)
        yield _lived([first], random, matters, catalogue)


def _lived(so_far: list[Stretch], random: Random, matters: list, catalogue: streams.Catalogue) -> Life:
    """What becomes of it: waits, moved due dates, a few moves to other agencies, an end for nearly all, few voids."""
    last, luck = so_far[0], random.random()
    assert last.due_at is not None
    turns: list[dict[str, object]] = []
    if luck < 0.05:
        turns = [{"waiting": "supplement"}, {"waiting": "", "due_at": last.due_at + timedelta(days=6)}]
    elif luck < 0.10:
        turns = [{"due_at": last.due_at + timedelta(days=4)}]
    elif luck < 0.104:
        agency, pairs = random.choice(matters)
        turns = [{"under": catalogue.under(agency, *pairs[0])}]
    fields = {name: getattr(last, name) for name in Stretch.__slots__}
    for turn in turns:
        at = so_far[-1].known_from + timedelta(hours=random.randrange(1, 60))
        so_far[-1] = Stretch(**{**_fields(so_far[-1]), "known_to": at})
        fields = {**fields, **turn, "known_from": at}
        so_far.append(Stretch(**fields))
    so_far = [Stretch(**{**_fields(s), "late_from": late_from(s.due_at, DAY_UNIT)}) for s in so_far]
    last = so_far[-1]
    if random.random() < 0.96:
        assert last.due_at is not None
        late = random.random() < 0.06
        days = random.random() * 20 if late else -random.random() * 3
        ended = max(last.due_at + timedelta(days=days), last.known_from + timedelta(minutes=5))
        if ended < NOW:
            closing = random.choices(("resolved", "withdrawn", "stopped"), (97, 2, 1))[0]
            beyond = last.late_from is not None and ended >= last.late_from
            verdict = "late" if beyond else random.choice(("early", "on_time"))
            more = {"known_to": ended, "closing": closing, "verdict": verdict, "apologised": False}
            if beyond and random.random() < 0.2:
                more |= {"claimed": "on_time", "claimed_at": ended + timedelta(days=random.randrange(9))}
            so_far[-1] = Stretch(**{**_fields(last), **more})
    void = so_far[-1].known_from + timedelta(days=random.randrange(60)) if random.random() < 0.002 else None
    return Life(tuple(so_far), voided_at=void)


def _fields(s: Stretch) -> dict[str, object]:
    return {name: getattr(s, name) for name in Stretch.__slots__}


def _multiply(times: int) -> None:
    """Copies of every life and of what it adds, each set of them some weeks before the other."""
    fact = [f.column for f in Fact._meta.concrete_fields if f.name != "id"]
    moments = {f.column for f in Fact._meta.concrete_fields if f.get_internal_type() == "DateTimeField"}
    back = f"* interval '{BACK} days'"
    said = [f"{c} - k {back}" if c in moments else f"{c} + k * 100000000" if c == "dossier_id" else c for c in fact]
    sums = [f.column for f in Rollup._meta.concrete_fields][5:]
    added = ", ".join(f"sum({c}) {c}" for c in sums)
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef, indexname FROM pg_indexes WHERE tablename = 'supervision_fact'")
        plain = [(made, name) for made, name in cursor.fetchall() if " UNIQUE " not in made]
        for _, name in plain:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(  # names of our own columns, here and below
            f"INSERT INTO supervision_fact ({', '.join(fact)}) SELECT {', '.join(said)} "  # noqa: S608
            f"FROM supervision_fact, generate_series(1, {times - 1}) k"
        )
        for made, _ in plain:
            cursor.execute(made)
        cursor.execute("SET work_mem = '1GB'")
        cursor.execute(
            f"CREATE TEMPORARY TABLE days AS SELECT by, start - k * {BACK} AS start, heading_id, {added} "  # noqa: S608
            f"FROM supervision_rollup, generate_series(0, {times - 1}) k WHERE grain = 'd' GROUP BY 1, 2, 3"
        )
        cursor.execute("TRUNCATE supervision_rollup")
        for grain, unit in (("d", "day"), ("m", "month"), ("y", "year")):
            cursor.execute(
                f"INSERT INTO supervision_rollup (by, grain, start, heading_id, {', '.join(sums)}) "  # noqa: S608
                f"SELECT by, '{grain}', date_trunc('{unit}', start)::date AS begun, heading_id, {added} FROM days "
                "GROUP BY 1, 3, 4"
            )
        cursor.execute("DROP TABLE days")
