"""Numbers that come in addresses and hidden fields, where anybody can type anything."""

from __future__ import annotations

LONGEST = 18  # digits that every database takes as an id


def number(text: str | None) -> int | None:
    """The whole number in `text`, or None when there is none that could be an id or a count."""
    return int(text) if text and len(text) <= LONGEST and text.isascii() and text.isdigit() else None
