"""Hands a text message to an SMS gateway and asks what became of it: one request, no redirects, an end to waiting.

`POST <url>/messages` with `{"key", "to", "text"}` and the key once more as `Idempotency-Key`; the gateway answers
2xx with `{"id"}`, and the same id to the same key. `GET <url>/messages/<id>` answers `{"state", "reason"}`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

FOR_GOOD = frozenset({400, 409, 413, 422})
"""Answers that sending the same again cannot change; all others may pass."""
LONGEST_REASON = 300
LONGEST_ID = 100
STATES = frozenset({"waiting", "delivered", "failed"})


class NotTaken(Exception):
    """The gateway may not have the message; it is sent again under the same key."""


class RefusedForGood(Exception):
    """The gateway will never take this message; says why."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where messages are handed in, by which token, and how long an answer is waited for (seconds)."""

    url: str
    token: str
    timeout: float = 20


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a message: `waiting`, `delivered` or `failed`, and why."""

    state: str
    reason: str = ""


def hand_over(gateway: Gateway, *, to: str, text: str, key: str) -> str:
    """Hand a message for the number `to` (E.164) over; the gateway's id of it. Raises RefusedForGood or NotTaken."""
    body = json.dumps({"key": key, "to": to, "text": text}, ensure_ascii=False).encode()
    status, said = _asked(gateway, "POST", "/messages", body, {"Idempotency-Key": key})
    if status in FOR_GOOD:
        raise RefusedForGood(_reason(status, said))
    name = _object(said).get("id")
    if not 200 <= status < 300 or not isinstance(name, str) or not 0 < len(name) <= LONGEST_ID:
        raise NotTaken(_reason(status, said))
    return name


def report(gateway: Gateway, name: str) -> Report:
    """What became of the message that the gateway calls `name`; raises NotTaken when it does not say."""
    status, said = _asked(gateway, "GET", f"/messages/{quote(name, safe='')}")
    answer = _object(said)
    if status != 200 or answer.get("state") not in STATES:
        raise NotTaken(_reason(status, said))
    return Report(answer["state"], str(answer.get("reason") or "")[:LONGEST_REASON])


def _asked(
    gateway: Gateway, method: str, path: str, body: bytes | None = None, more: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    parts = urlsplit(gateway.url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=gateway.timeout)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {gateway.token}", **(more or {})}
    try:
        line.request(method, parts.path.rstrip("/") + path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.read(65536)
    except (OSError, HTTPException) as error:
        raise NotTaken(f"{type(error).__name__}: {error}") from error
    finally:
        line.close()


def _object(said: bytes) -> dict[str, Any]:
    try:
        body = json.loads(said)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _reason(status: int, said: bytes) -> str:
    """What a problem says (RFC 9457), or the beginning of any other answer."""
    text = _object(said).get("detail") or said.decode("utf-8", "replace")
    return f"{status}: {text}"[:LONGEST_REASON]
