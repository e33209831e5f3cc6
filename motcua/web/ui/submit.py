"""One press of one button does one thing: the key that every acting form carries, claimed in the verb's transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest

from motcua.journal.actions import SHORTEST_KEY, answer, once

FIELD = "key"


def new_key() -> str:
    """A key for a form that is shown for the first time; one that is shown again with errors keeps its own."""
    return secrets.token_urlsafe(16)


def key_of(request: HttpRequest) -> str:
    """The key that the form came with, else a new one: what the hidden field of the page holds."""
    return request.POST.get(FIELD, "") or new_key()


class NotValid(Exception):
    """What was typed cannot be read; nothing was done and the key is free again."""


@dataclass
class Submitted:
    """Where the act leads; whoever presses again is led there too."""

    url: str = ""


@contextmanager
def submitted(request: HttpRequest, *, part: str = "") -> Iterator[Submitted]:
    """The one transaction of an act: claim the key, let the verb run, remember `url`.

    `part` tells apart the acts of one form that acts on several things. Raises `Repeated` (the middleware leads to
    where the first press led) and lets `Refused` pass: then nothing is kept, and the same form may be sent again.
    """
    with transaction.atomic():
        sent = request.POST.get(FIELD, "")
        key = sent + part if len(sent) >= SHORTEST_KEY else sent  # a part alone is no key
        submission = once(key=key, by=request.actor.ref, at=request.at)  # type: ignore[attr-defined]
        done = Submitted()
        yield done
        answer(submission, done.url)
