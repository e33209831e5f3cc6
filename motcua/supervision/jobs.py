"""What is done between people: letting facts follow the journal, each minute."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.outbox.timetable import Every

from . import actions

PROJECT = "facts.project"
TIMETABLE = (Every(PROJECT, minutes=1),)


def project(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `facts.project`: bring facts and rollups up to the journal as it stands."""
    actions.project(at=at)


HANDLERS = {PROJECT: project}
