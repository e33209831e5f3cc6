"""A program that uses the API: each person of the cast has a token, the clock stands where it is set."""

from __future__ import annotations

import json
from datetime import timedelta

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.casework.office.tokens import issue_token
from tests.cast import Cast, moment

PREFIX = "/api/v1"
CERTIFICATION = {
    "counter": "H48.148.01", "kind": "copy", "content": "Bằng tốt nghiệp", "signer": "Đinh Văn Sơn",
    "requester": {"name": "Y Rỗi", "no_number_reason": "Không yêu cầu khi chứng thực"},
    "copies": 3, "pages": 2, "paid": {"way": "cash", "symbol": "AA/26P", "number": "0000123"},
}  # fmt: skip


class Program:
    """Calls as any program would: a token, JSON out and in. The clock stands at `now` until it is set anew."""

    def __init__(self, cast: Cast, now: str = "2026-11-19 09:00", *, language: str = "vi") -> None:
        self.cast, self.now, self.language = cast, moment(now), language
        self.tokens: dict[str, str] = {}
        self._client = Client(raise_request_exception=False)

    def at(self, text: str) -> Program:
        self.now = moment(text)
        return self

    def token(self, who: str, *scopes: str, days: int = 90) -> str:
        """A token of a person; without scopes the one for everything, made once."""
        if scopes or days != 90:
            return issue_token(who, by="test", at=self.now, scopes=scopes, days=days)[1]
        if who not in self.tokens:
            self.tokens[who] = issue_token(who, by="test", at=self.now - timedelta(days=1))[1]
        return self.tokens[who]

    def call(self, who: str, method: str, path: str, sent: object = None, *, token: str = "", **headers: str):
        """One request and its answer; `headers` with `_` for `-`. Bytes are sent as they are."""
        body = sent if isinstance(sent, bytes) else b"" if sent is None else json.dumps(sent).encode()
        known = {"authorization": f"Bearer {token or self.token(who)}", "accept-language": self.language}
        known |= {name.replace("_", "-"): value for name, value in headers.items()}
        with time_machine.travel(self.now, tick=False):
            return self._client.generic(method, PREFIX + path, body, content_type="application/json", headers=known)

    def get(self, who: str, path: str, **headers: str):
        return self.call(who, "GET", path, **headers)

    def post(self, who: str, path: str, sent: object = None, **headers: str):
        return self.call(who, "POST", path, {} if sent is None else sent, **headers)

    def do(self, who: str, path: str, sent: object = None, **headers: str) -> dict:
        """An act that must work; how the dossier stands then."""
        answer = self.post(who, path, sent, **headers)
        assert answer.status_code in (200, 201), answer.content.decode()
        return answer.json()

    def send_file(self, who: str, name: str = "to-trinh.pdf", content: bytes = b"%PDF-1.4\n%%EOF\n"):
        """Send a file; the answer."""
        with time_machine.travel(self.now, tick=False):
            return self._client.post(
                f"{PREFIX}/files",
                {"file": SimpleUploadedFile(name, content)},
                headers={"authorization": f"Bearer {self.token(who)}"},
            )


APPLICANT = {
    "name": "Phạm Văn Đồng Xuân",
    "number": "051090001234",
    "phone": "0905123456",
    "address": "Thôn 1, xã Ba Tơ",
}
PAPERS = [{"n": 1, "originals": 1}, {"n": 2, "originals": 1}, {"n": 3, "copies": 1}]
POINTS = [{"component": "Giấy chứng sinh", "reason": "Bản chụp bị mờ", "guidance": "Nộp bản rõ hơn", "n": 2}]
CHECK = {"items": POINTS, "enough": [1, 3]}
RESULT = {
    "kind": "Giấy khai sinh",
    "number": "12/2026",
    "issued_on": "2026-11-20",
    "signer": "Đinh Văn Sơn",
    "capacity": "TM.",
}


def reception(**changes: object) -> dict[str, object]:
    """A complete reception at the commune's counter; None takes a field away."""
    body = {
        "procedure": "1.000689",
        "counter": "H48.148.01",
        "competent": "H48.148",
        "applicant": APPLICANT,
        "papers": PAPERS,
    }
    return {name: value for name, value in (body | changes).items() if value is not None}


def declaration(**changes: object) -> dict[str, object]:
    """A declaration for the group of tests/casework/declarations.py, as a program sends it."""
    given: dict[str, object] = {
        "group": "2.000986",
        "counter": "H48.148.01",
        "applicant": {"name": "Phạm Văn Đồng Xuân", "number": "051090001234", "phone": "0905123456"},
        "members": [{"n": 2, "competent": "H48.148"}],
        "papers": [{"n": n, "originals": 1} for n in (1, 2, 3)],
    }
    return given | changes
