"""The form of the editor of processes as its page sends it, for the tests of its pages."""

from dataclasses import replace

from motcua.workflow.demands import parted, spelled
from motcua.workflow.models import ProcessDraft
from motcua.workflow.process.performers import base_of, code_of, unit_of
from motcua.workflow.process.typed_rows import rows_from_json, typed
from tests import cast as stage

CODE = "1.000689"
ROWS = typed(stage.COMMUNE_STEPS)
SHORT = [replace(row, hours="4") if row.hours == "8" else row for row in ROWS]
EDIT = "/quan-tri/thu-tuc/1.000689/quy-trinh/sua/"


def fields(rows, **more):
    """What the form of these rows sends."""
    sent = {"rows": str(len(rows)), "seen": "1"}
    for n, row in enumerate(rows, 1):
        for name in ("name", "role", "at", "kind", "hours", "join", "then", "label"):
            sent[f"{name}-{n}"] = getattr(row, name)
        if unit := unit_of(row.at):
            sent |= {f"at-{n}": base_of(row.at), f"unit-{n}": unit}
        if code := code_of(row.at):
            sent |= {f"at-{n}": "agency", f"agency-{n}": code}
        ways = {spelled(way): str(k) for k, (way, _) in enumerate(row.ways, 1)}
        for outcome, need in map(parted, row.needs.split()):
            sent[f"{need}-{n}" + (f"-{ways.get(outcome, outcome)}" if outcome else "")] = "1"
        for k, (way, to) in enumerate(row.ways, 1):
            sent |= {f"way-{n}-{k}": way, f"to-{n}-{k}": to}
    return sent | more


def begun(client, **changes):
    return client.post(f"{EDIT}bat-dau/", {"from": "level:commune", **changes})


def kept_rows():
    return rows_from_json(ProcessDraft.objects.get().rows)
