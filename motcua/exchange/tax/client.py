"""Hands a slip to the tax office's system: one request, no redirects, no proxies, an end to waiting."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

FOR_GOOD = frozenset({400, 409, 413, 422})
"""Answers that sending the same again cannot change; all others may pass: a token can be mended, a server restarted."""
LONGEST_REASON = 500


class NotDelivered(Exception):
    """The slip may not have arrived; the outbox sends it again under the same id."""


@dataclass(frozen=True, slots=True)
class TaxOffice:
    """Where slips are handed in, by which token, and how long an answer is waited for (seconds)."""

    url: str
    token: str
    timeout: float = 20


def deliver(slip: Mapping[str, object], office: TaxOffice) -> str:
    """Hand the slip over. Nothing when it was taken, else why it was refused for good; raises NotDelivered."""
    status, said = _posted(slip, office)
    if 200 <= status < 300:
        return ""
    if status in FOR_GOOD:
        return _reason(status, said)
    raise NotDelivered(_reason(status, said))


def _posted(slip: Mapping[str, object], office: TaxOffice) -> tuple[int, bytes]:
    parts = urlsplit(office.url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=office.timeout)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {office.token}"}
    try:
        line.request("POST", f"{parts.path}/slips", json.dumps(slip, ensure_ascii=False).encode(), headers)
        answer = line.getresponse()
        return answer.status, answer.read(65536)
    except (OSError, HTTPException) as error:
        raise NotDelivered(f"{type(error).__name__}: {error}") from error
    finally:
        line.close()


def _reason(status: int, said: bytes) -> str:
    """What a problem says (RFC 9457), or the beginning of any other answer."""
    try:
        body: Any = json.loads(said)
    except ValueError:
        body = said.decode("utf-8", "replace")
    text = body.get("detail") if isinstance(body, dict) else body
    return f"{status}: {text}"[:LONGEST_REASON]
