"""The words of BPMN 2.0 that we write and read, shared by both ways: names of elements, namespaces, durations."""

from __future__ import annotations

import re
from decimal import Decimal

from motcua.kernel.limits import HOURS_A_WORKING_DAY
from motcua.kernel.sentences import gettext_noop

from .graph import NodeKind

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOX = "http://www.omg.org/spec/DD/20100524/DC"
LINE = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OWN = "urn:motcua:process:1"  # kind, role and place of a step, which BPMN has no words for

ELEMENTS = {
    "startEvent": NodeKind.START,
    "endEvent": NodeKind.END,
    "userTask": NodeKind.STEP,
    "task": NodeKind.STEP,  # what modellers draw before its type is chosen: somebody does it
    "callActivity": NodeKind.CALL,
    "exclusiveGateway": NodeKind.CHOICE,
    "parallelGateway": NodeKind.PARALLEL,
}
NAMES = {
    NodeKind.START: "startEvent",
    NodeKind.END: "endEvent",
    NodeKind.STEP: "userTask",
    NodeKind.CALL: "callActivity",
    NodeKind.CHOICE: "exclusiveGateway",
    NodeKind.PARALLEL: "parallelGateway",
}
# Said beside elements, run by nobody: passed over.
REMARKS = frozenset(
    {
        "documentation",
        "extensionElements",
        "textAnnotation",
        "association",
        "group",
        "category",
        "auditing",
        "monitoring",
    }
)
NOT_RUN = gettext_noop("Motcua không chạy phần tử “{element}”.")

DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII)


def hours_of(text: str) -> Decimal | None:
    """Working hours of an ISO 8601 duration from days to seconds (`P2D`, `PT4H30M`); None when it is none."""
    found = DURATION.fullmatch(text.strip())
    if not found or text.strip() == "P":
        return None
    days, hours, minutes, seconds = (Decimal(part or 0) for part in found.groups())
    return days * HOURS_A_WORKING_DAY + (hours * 3600 + minutes * 60 + seconds) / 3600


def duration_of(hours: Decimal) -> str:
    """Working hours, to the second, as a duration: `PT4H30M`. Days are not used: how long theirs is varies."""
    minutes, seconds = divmod(round(hours * 3600), 60)
    whole, minutes = divmod(minutes, 60)
    parts = ((whole, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + ("".join(f"{n}{unit}" for n, unit in parts if n) or "0H")
