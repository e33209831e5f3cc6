"""The form of the editor of processes as its page sends it, for the tests of its pages."""

from dataclasses import replace

from motcua.workflow.models import ProcessDraft
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
        for k, (way, to) in enumerate(row.ways, 1):
            sent |= {f"way-{n}-{k}": way, f"to-{n}-{k}": to}
    return sent | more


def begun(client, **changes):
    return client.post(f"{EDIT}bat-dau/", {"from": "level:commune", **changes})


def kept_rows():
    return rows_from_json(ProcessDraft.objects.get().rows)
