"""What the simulators of other offices' systems have in common: a door over HTTP that takes and answers JSON.

It knows nothing of Django, as whatever is simulated would not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class JsonDoor(BaseHTTPRequestHandler):
    """Reads and answers; what may come in and what becomes of it, each system says itself."""

    def sent(self, needed: Sequence[str], *, longest: int) -> dict[str, Any] | None:
        """What was sent, read up to `longest` bytes: an object with a text under each of `needed`, else None."""
        try:
            said = json.loads(self.rfile.read(min(int(self.headers.get("Content-Length", 0)), longest)))
        except ValueError:
            return None
        whole = isinstance(said, dict) and all(isinstance(said.get(n), str) and said[n] for n in needed)
        return said if whole else None

    def say(self, status: int, answer: Any) -> None:
        """Answer with JSON, or with a text as it is."""
        body = (answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status < 400 else "application/problem+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the simulator keeps what happened."""


class LocalServer(ThreadingHTTPServer):
    """A door on this machine."""

    daemon_threads = True

    @property
    def url(self) -> str:
        """Where it is called."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"
