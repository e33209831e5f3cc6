"""Figures by brute force: every dossier replayed from its events for every question. The second implementation.

It shares nothing with facts, stretches and rollups but the names of the measures, and asks `judge` itself; tests and
`motcua facts check` compare the two. Slow by design.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from motcua.catalogue.models import LimitCase, ProcedureVersion
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event, Payload
from motcua.kernel.judge import Verdict, judge
from motcua.kernel.limits import Unit

from .periods import TICK, View

Key = tuple[str, ...]  # agency code and field; or what else is asked by, alone
Figures = Mapping[Any, Mapping[str, int]]
Said = Mapping[str, Any]
BY: Mapping[str, Callable[[Said, str], Key]] = {
    "heading": lambda said, field: (said["competent"], field),
    "procedure": lambda said, _field: (said["procedure"],),
    "channel": lambda said, _field: (said["channel"],),
}
"""What rows are: by what was said of a dossier last, and the field of its procedure."""
Versions = Mapping[tuple[str, int, int], tuple[str, str, str]]
"""(procedure, n, number of the case or 0) to (field, unit, class of the online service)."""


def counted(views: Sequence[View], by: str = "heading") -> dict[View, Figures]:
    """All measures of each view by one of BY, from every event of every dossier: one pass through the journal."""
    return counted_each(views, (by,))[by]


def counted_each(views: Sequence[View], ways: Sequence[str] = tuple(BY)) -> dict[str, dict[View, Figures]]:
    """The same by several of BY at once."""
    versions = _versions()
    found: dict[str, dict[View, dict[Key, Counter[str]]]] = {
        by: {view: defaultdict(Counter) for view in views} for by in ways
    }
    for events in _dossiers():
        for by, of_views in found.items():
            for view, so_far in of_views.items():
                for key, measures in _one(events, view, versions, BY[by]):
                    so_far[key].update(measures)
    return {
        by: {view: {k: dict(c) for k, c in by_key.items()} for view, by_key in of_views.items()}
        for by, of_views in found.items()
    }


def _versions() -> Versions:
    rows = ProcedureVersion.objects.select_related("procedure")
    found = {(v.procedure.code, v.n, 0): (v.field, v.limit_unit, v.online) for v in rows.iterator()}
    for case in LimitCase.objects.select_related("version__procedure").iterator():
        v = case.version
        found[v.procedure.code, v.n, case.n] = (v.field, case.limit_unit, v.online)
    return found


def _dossiers() -> Iterator[list[dict[str, Any]]]:
    """The events of one dossier after another: what each said, with its kind and moments."""
    streams = Dossier.objects.values("stream")
    rows = Event.objects.filter(stream__in=streams).order_by("stream", "n")
    columns = ("pk", "stream", "n", "kind", "facts", "recorded_at", "happened_at")
    events: list[dict[str, Any]] = []
    for row in rows.values(*columns).iterator(chunk_size=5000):
        if events and events[0]["stream"] != row["stream"]:
            yield _complete(events)
            events = []
        told = {**row, "facts": json.loads(row["facts"])}
        if since := told["facts"].get("accepted_at"):  # taken over: an older system had recorded it by then
            told["recorded_at"] = datetime.fromisoformat(since)
        events.append(told)
    if events:
        yield _complete(events)


def _complete(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Journals of version 0.1 said in the payload what a dossier is counted by."""
    if "competent" not in events[0]["facts"]:
        for event in events:
            body = Payload.objects.filter(pk=event["pk"]).values_list("body", flat=True).first()
            said = json.loads(body or "{}")
            changed = {k: v["to"] for k, v in (said.get("changes") or {}).items()}
            event["facts"] |= {k: v for k, v in (said | changed).items() if k in ("procedure", "version")}
            if event is events[0]:
                event["facts"] |= {k: said[k] for k in ("competent", "channel") if k in said}
    return events


def _one(
    events: Sequence[dict[str, Any]], view: View, versions: Versions, by: Callable[[Said, str], Key]
) -> Iterable[tuple[Key, list[str]]]:
    """Under what one dossier counts for the view, and for which measures; nothing when it is not in it."""
    void = next((e["recorded_at"] for e in events if e["facts"].get("voided_at")), None)
    if void is not None and void <= view.as_of:
        return
    known = list(takewhile(lambda e: e["recorded_at"] < view.until, events))
    began = next((i for i, e in enumerate(known) if e["facts"].get("status") == 2), None)
    if began is None:
        return
    accepted = known[began]["recorded_at"]
    end = next((e for e in known if e["facts"].get("status") in (7, 8, 9)), None)
    until_end = known if end is None else known[: known.index(end) + 1]
    now: dict[str, Any] = {}
    for event in until_end:
        now |= event["facts"]
    field, unit, _ = versions[now["procedure"], now["version"], now.get("case", 0)]
    yield by(now, field), _paid(events, view)
    if end is not None and end["recorded_at"] < view.since:
        return
    measures = _received(known[: began + 1], versions) if accepted >= view.since else ["carried"]
    due = datetime.fromisoformat(now["due_at"]) if now.get("due_at") else None
    measures += _open(now, due, unit, view) if end is None else _closed(end, due, unit, _counts(events, end, view))
    letter = any(e["facts"].get("apology") for e in until_end)
    for late, told in (("overdue", "overdue_"), ("resolved_late", "late_")):
        if late in measures:
            measures.append(told + ("apologised" if letter else "silent"))
    yield by(now, field), measures


def _paid(events: Sequence[Mapping[str, Any]], view: View) -> list[str]:
    """Whether a payment was entered in the period that stands as far as the view knows, and whether with a receipt."""
    tills = [(e["facts"]["till"], e["recorded_at"]) for e in events if "till" in e["facts"]]
    void = {till[2] for till, at in tills if till[1] == "cancelled" and at <= view.as_of}
    paid = [t for t, at in tills if t[1] == "paid" and t[0] not in void and view.since <= at < view.until]
    receipts = [t for t in paid if t[9]]
    return ["paid_direct"] * bool(paid) + ["paid_with_receipt"] * bool(receipts)


def _received(events: Sequence[Mapping[str, Any]], versions: Versions) -> list[str]:
    """How a dossier came in, by what was said of it up to its acceptance."""
    said: dict[str, Any] = {}
    for event in events:
        said |= event["facts"]
    found = ["accepted", said["channel"]]
    if said["channel"] == "online":
        online = versions[said["procedure"], said["version"], said.get("case", 0)][2]
        found.append(f"online_{online}" if online in ("full", "partial") else "online_other")
    return [*found, "crossed"] if said.get("transfer") else found


def _open(now: Mapping[str, Any], due: datetime | None, unit: str, view: View) -> list[str]:
    late = judge(due, view.until - TICK, Unit(unit or "none")) is Verdict.LATE
    found = ["open", "overdue" if late else "in_time"]
    if now["status"] in (5, 6):
        found += ["waiting", "waiting_overdue" if late else "waiting_in_time"]
    return found


def _counts(events: Sequence[Mapping[str, Any]], end: Mapping[str, Any], view: View) -> bool:
    """Whether the end counts by when it is said to have happened: at once, or approved as far as known to the view."""
    if not end["facts"].get("claim_waits"):
        return bool(end["recorded_at"] <= view.as_of)
    approved = [e for e in events if e["facts"].get("claim_of") == end["n"] and e["facts"]["claim_approved"]]
    return any(e["recorded_at"] <= view.as_of for e in approved)


def _closed(end: Mapping[str, Any], due: datetime | None, unit: str, counts: bool) -> list[str]:
    how = {7: "withdrawn", 8: "stopped", 9: "resolved"}[end["facts"]["status"]]
    verdict = judge(due, end["recorded_at"], Unit(unit or "none"))
    found = ["closed", f"{how}_{verdict.value}"]
    claimed = judge(due, end["happened_at"], Unit(unit or "none"))
    if how == "resolved" and counts and verdict is Verdict.LATE and claimed is not Verdict.LATE:
        found.append("late_entry")
    return found
