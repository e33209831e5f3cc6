"""What papers does after a verb: keep the PDF of each slip."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from . import actions

ARCHIVE = "papers.archive"


def archive(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `papers.archive`: payload {"slip": id}."""
    actions.archive(slip_id=payload["slip"], at=at)


HANDLERS = {ARCHIVE: archive}
