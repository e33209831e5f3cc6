"""The same rows counted by DuckDB, by conditions of its own: the reference for speed and numbers."""

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from django.db import connection

from motcua.supervision import queries, ways
from motcua.supervision.periods import View

try:
    import duckdb
except ImportError:
    duckdb = None

ROWS = """
COPY (SELECT f.heading_id, p.code AS procedure, f.channel, f.accepted_at, f.known_from, f.known_to, f.late_from,
             f.closing, f.verdict, f.voided_at
      FROM supervision_fact f JOIN catalogue_procedureversion v ON v.id = f.version_id
      JOIN catalogue_procedure p ON p.id = v.procedure_id) TO STDOUT (FORMAT csv, HEADER)
"""
COUNTED = """
WITH standing AS (
  SELECT *, (closing IS NOT NULL AND known_to < $until) AS over FROM facts
  WHERE known_from < $until AND (voided_at IS NULL OR voided_at > $as_of)
    AND (known_to IS NULL OR known_to >= $until OR (closing IS NOT NULL AND known_to >= $since)))
SELECT {column}, count(*) FILTER (accepted_at < $since) AS carried, count(*) FILTER (accepted_at >= $since) AS accepted,
  count(*) FILTER (over) AS closed, count(*) FILTER (NOT over) AS open,
  count(*) FILTER (NOT over AND late_from < $until) AS overdue,
  count(*) FILTER (over AND closing = 'resolved' AND verdict = 'late') AS resolved_late,
  count(*) FILTER (over AND closing = 'resolved' AND verdict = 'on_time') AS resolved_on_time
FROM standing GROUP BY 1
"""
NAMES = ("carried", "accepted", "closed", "open", "overdue", "resolved_late", "resolved_on_time")
COLUMNS = {"heading": "heading_id", "procedure": "procedure", "channel": "channel"}
WAYS = {"heading": ways.HEADING, "procedure": ways.PROCEDURE, "channel": ways.CHANNEL}


def differences(views: Mapping[str, View]) -> int:
    """In how many of these DuckDB counts otherwise; prints its milliseconds. 0 where it is not installed."""
    if duckdb is None:
        print("  DuckDB is not installed: not compared")
        return 0
    different = 0
    with tempfile.TemporaryDirectory(prefix="motcua-duckdb-") as folder:
        _written(Path(folder) / "facts.csv")
        reference = duckdb.connect(f"{folder}/facts.duckdb")
        reference.execute("SET threads = 2")
        read = f"read_csv('{folder}/facts.csv', header = true, types = {{'procedure': 'VARCHAR'}})"
        reference.execute(f"CREATE TABLE facts AS FROM {read}")
        for when, view in views.items():
            for by, column in COLUMNS.items():
                asked = {"since": view.since, "until": view.until, "as_of": view.as_of}
                sql = COUNTED.format(column=column)
                reference.execute(sql, asked).fetchall()
                begun = time.perf_counter()
                rows = reference.execute(sql, asked).fetchall()
                took = (time.perf_counter() - begun) * 1000
                said = {key: dict(zip(NAMES, ns, strict=True)) for key, *ns in rows}
                ours = {k: {n: row[n] for n in NAMES} for k, row in queries.figures(view, by=WAYS[by]).items()}
                same = {k: r for k, r in said.items() if any(r.values())} == ours
                different += not same
                verdict = "same" if same else "DIFFERENT"
                print(f"  DuckDB by {by}, {when}: {took:.0f} ms, {verdict}", flush=True)
    return different


def _written(path: Path) -> None:
    with open(path, "wb") as out, connection.cursor() as cursor, cursor.copy(ROWS) as copy:
        for piece in copy:
            out.write(piece)
