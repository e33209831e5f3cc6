"""Programs at the API: so many at once, each living dossiers at a commune by the accounts of its officers."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

from motcua.replay.people import parties
from motcua.replay.province import Counter, counters

from .measured import Rate


class Client:
    """One program: a connection that is kept, and a token for each officer of its commune."""

    def __init__(self, address: str, counter: Counter, tokens: Mapping[str, str], n: int) -> None:
        self.counter, self.office, self.tokens = counter, counter.offices[0], tokens
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.rng = Random(f"client:{n}")
        self.took: list[float] = []

    def post(self, path: str, by: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """One request; its answer. RuntimeError for anything but success."""
        begun = time.perf_counter()
        headers = {
            "Authorization": f"Bearer {self.tokens[by]}",
            "Content-Type": "application/json",
            "Idempotency-Key": uuid.uuid4().hex,
        }
        self.connection.request("POST", f"/api/v1/{path}", body=json.dumps(body), headers=headers)
        answer = self.connection.getresponse()
        said = answer.read()
        self.took.append(time.perf_counter() - begun)
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {said.decode()[:400]}")
        found: dict[str, Any] = json.loads(said)
        return found

    def life(self) -> None:
        """Taken in, worked on by each officer, resolved at the counter, handed over."""
        matter = self.rng.choices(self.office.matters, self.office.weights)[0]
        applicant, _ = parties(Random(self.rng.random()), self.office.name, date(2026, 11, 20))
        dossier = self.post(
            "dossiers",
            "receiver",
            {
                "procedure": matter.line.code,
                "counter": self.counter.code,
                "competent": self.office.code,
                "applicant": {
                    "name": applicant.name,
                    "number": applicant.number,
                    "phone": applicant.phone,
                    "address": applicant.address,
                },
                "papers": [{"n": p.n, "originals": p.originals, "copies": p.copies} for p in matter.papers],
                "accept": True,
            },
        )
        code, today = dossier["code"], dossier["accepted_at"][:10]
        result = {"kind": matter.line.raw["result"], "number": "1/KQ", "issued_on": today, "signer": "A Brôl"}
        while (work := dossier["work"][0])["kind"] != "return":
            body = {"result": result} if work["kind"] == "issue" else {}
            dossier = self.post(f"work-items/{work['id']}/completion", work["role"], body)
        self.post(f"dossiers/{code}/result", "receiver", {})
        self.post(f"dossiers/{code}/return", "receiver", {})


def work(address: str, tokens: Mapping[str, Mapping[str, str]], *, clients: int, seconds: float) -> Rate:
    """The calls a second that so many clients get, each at a commune of its own."""
    communes = [c for c in counters() if c.code in tokens][:clients]
    them = [Client(address, commune, tokens[commune.code], n) for n, commune in enumerate(communes)]
    ready = Barrier(clients)

    def live(client: Client) -> float:
        client.life()  # every process behind the door is warm after these
        client.life()
        client.took.clear()
        ready.wait()
        begun = time.perf_counter()
        while time.perf_counter() < begun + seconds:
            client.life()
        return time.perf_counter() - begun

    with ThreadPoolExecutor(clients) as pool:
        lasted = list(pool.map(live, them))
    return Rate.of([took for client in them for took in client.took], seconds=max(lasted))
