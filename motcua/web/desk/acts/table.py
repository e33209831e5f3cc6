"""All acts of the desk by their noun, in the order in which a page offers them."""

from __future__ import annotations

from .base import Act
from .work import Advance, HandOver, SendBack, Take

ACTS: tuple[type[Act], ...] = (Advance, Take, HandOver, SendBack)
BY_NOUN = {act.noun: act for act in ACTS}
