"""Forty officers receive dossiers at once through the pages, on a PostgreSQL of its own, with a person's pauses.

`make bench ARGS=counter_load`, or OFFICERS=40 SECONDS=120. The person model of the counter: 250 ms a key, 1.1 s a
pointing or a scan. Load and server share the machine. Each reception is the search, the form, the card, the question
whether the server is there, the press, the page after it and the slip. At the end the dossiers in the database are
counted against the pages that said so. Prints a table; limit: p95 of all requests at most 300 ms, nothing lost.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from province_parts.house import House, house  # noqa: E402 - beside this file

KEY, POINT = 0.25, 1.1  # seconds
PASSWORD = "motcua-demo-2026"  # noqa: S105 - of the demo
SEARCH = "khai sinh"
UNKNOWN = "0"  # the choice "nobody can tell which agency decides"
LIMIT = 300.0  # milliseconds
UNSENT, TICKED = ("file", "submit", "button", "image"), ("checkbox", "radio")


class DemoHouse(House):
    """An installation with the demo's offices, people and procedures."""

    @property
    def env(self) -> dict[str, str]:
        return super().env | {"MOTCUA_DEMO": "1"}


class Form(HTMLParser):
    """What a browser would send of the form `reception`: the successful controls, by name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.choices: dict[str, list[str]] = {}
        self._inside, self._select, self._options = False, "", []  # type: bool, str, list[tuple[str, bool]]
        self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("id") == "reception"
        name = given.get("name", "")
        if not self._inside:
            return
        if tag == "option" and self._select:
            self._options.append((given.get("value", ""), "selected" in given))
        elif name and "disabled" not in given:
            self._control(tag, name, given)

    def _control(self, tag: str, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if tag == "select":
            self._select, self._options = name, []
        elif tag == "textarea":
            self.fields.append((name, ""))
        elif tag == "input" and kind not in UNSENT and (kind not in TICKED or "checked" in given):
            self.fields.append((name, given.get("value", "on" if kind in TICKED else "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            chosen = next((value for value, is_it in self._options if is_it), None)
            if chosen is None and self._options:
                chosen = self._options[0][0]
            self.choices[self._select] = [value for value, _ in self._options if value]
            self.fields.append((self._select, chosen or ""))
            self._select = ""
        elif tag == "form":
            self._inside = False


@dataclass
class Officer:
    """One officer at one browser: a connection that is kept, a session, what was asked and how long it took."""

    address: str
    username: str
    rng: Random
    took: dict[str, list[float]] = field(default_factory=dict)
    received: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)

    def ask(self, what: str, path: str, form: list[tuple[str, str]] | None = None) -> tuple[int, str, str]:
        """One request: status, where it leads, text."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body, headers["Content-Type"] = urlencode(form), "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.connection.request("GET" if form is None else "POST", path, body=body, headers=headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.took.setdefault(what, []).append((time.perf_counter() - begun) * 1000)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        pdf = content.startswith(b"%PDF")
        return answer.status, answer.headers.get("Location", ""), "%PDF" if pdf else content.decode()

    def sign_in(self) -> None:
        """Measured apart: once a morning."""
        _, _, html = self.ask("sign in", "/tai-khoan/dang-nhap/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
        assert token
        said = [("csrfmiddlewaretoken", token[1]), ("username", self.username), ("password", PASSWORD)]
        status, _, html = self.ask("sign in", "/tai-khoan/dang-nhap/", said)
        if status != 302:
            raise RuntimeError(f"{self.username} cannot sign in: {status}")
        self.took.clear()

    def pause(self, *, keys: int = 0, points: int = 0) -> None:
        """What a person needs, give or take a fifth, so that forty do not march in step."""
        time.sleep((keys * KEY + points * POINT) * self.rng.uniform(0.8, 1.2))

    def card(self) -> str:
        number = f"051090{self.rng.randrange(10**6):06d}"
        return f"{number}||Nguyễn Văn Thử|02031990|Nam|Thôn 1, xã Thử, tỉnh Quảng Ngãi|01072024"

    def competent(self, form: Form) -> list[tuple[str, str]]:
        """At a counter whose own agency is not the one to handle it the officer points at the one that is."""
        agencies = [value for value in form.choices.get("terms-competent", []) if value not in ("", UNKNOWN)]
        if not agencies or ("terms-competent", "") not in form.fields:
            return form.fields
        self.pause(points=1)
        return [(k, v if k != "terms-competent" else self.rng.choice(agencies)) for k, v in form.fields]

    def receive(self) -> None:
        """From the counter's page to the printed slip."""
        self.ask("counter", "/tiep-nhan/")
        self.pause(keys=len("dkks"))
        _, _, found = self.ask("search", "/tiep-nhan/thu-tuc/?" + urlencode({"q": SEARCH}))
        place = re.search(r'href="(/tiep-nhan/thu-tuc/[^"?]+)"', found)
        if place is None:
            raise RuntimeError(f"{self.username}: nothing found")
        self.pause(points=1)
        _, _, html = self.ask("form", place[1])
        self.pause(points=1)
        form = Form(html)
        card = [(k, v if k != "applicant-card" else self.card()) for k, v in form.fields]
        _, _, read = self.ask("card", "/tiep-nhan/the/", [*card, ("do", "card:applicant")])
        self.pause(keys=11)
        told = dict(Form(f'<form id="reception">{read}</form>').fields) | {"applicant-phone": "0905123456"}
        said = [(k, told.get(k, v)) for k, v in self.competent(form)]
        lines = sorted(set(re.findall(r'name="(papers-\d+-got)"', html)))
        said = [(k, v) for k, v in said if k not in lines] + [(line, "on") for line in lines]
        self.ask("still there", "/tiep-nhan/con-day/")
        status, leads, html = self.ask("accept", place[1], [*said, ("do", "act")])
        if status != 302:
            self.faults.append(f"{status} {self.username}: {refusal(html)}")
            return
        status, _, html = self.ask("done", leads)
        slip = re.search(r'href="(/tiep-nhan/phieu/\d+\.pdf[^"]*)"', html)
        self.received.append(leads)
        if slip is None:
            self.faults.append(f"no slip at {leads}: {status} {refusal(html)}")
        elif self.ask("slip", slip[1].replace("&amp;", "&"))[2] != "%PDF":
            self.faults.append(f"no PDF at {slip[1]}")
        self.pause(points=1)

    def work(self, until: float) -> None:
        """Citizen after citizen; they do not all begin in the same second.

        The server has hung up on who signed in first: a browser then calls anew by itself, this connection when closed.
        """
        self.connection.close()
        time.sleep(self.rng.uniform(0, 8))
        while time.perf_counter() < until:
            try:
                self.receive()
            except (OSError, http.client.HTTPException, RuntimeError) as fault:
                self.faults.append(repr(fault))
                self.connection.close()


def refusal(html: str) -> str:
    """The sentences of a page that says no, without its marks."""
    found = re.findall(r'class="error[" ].*?</(?:div|ul)>', html, re.S) or [html[html.find("<main") :]]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", f"<{' '.join(found)}")).split())[:600]


def receivers(here: House) -> list[str]:
    """Officers who receive at one counter only."""
    os.environ.update(here.env, DJANGO_SETTINGS_MODULE="motcua.settings")
    import django  # noqa: PLC0415 - needs the environment of the house

    django.setup()
    from motcua.offices.models import Post  # noqa: PLC0415
    from motcua.offices.roles import Role  # noqa: PLC0415

    posts = Post.objects.filter(role=Role.RECEIVER, valid_to=None).order_by("account__username")
    names = list(posts.values_list("account__username", flat=True))
    return [name for name in dict.fromkeys(names) if names.count(name) == 1]


def dossiers() -> int:
    from motcua.dossiers.models import Dossier  # noqa: PLC0415 - Django is ready by now

    return Dossier.objects.count()


def main() -> int:
    """Measure; 1 where something was lost."""
    wanted, seconds = int(os.environ.get("OFFICERS", "40")), float(os.environ.get("SECONDS", "120"))
    with house() as found:
        here = DemoHouse(found.data, found.url, found.database)
        here.timed("prepare")
        here.timed("demo", "base")
        names = receivers(here)
        before = dossiers()
        with here.web() as address:
            officers = [Officer(address, names[n % len(names)], Random(n)) for n in range(wanted)]  # noqa: S311
            for officer in officers:
                officer.sign_in()
            until = time.perf_counter() + seconds
            threads = [threading.Thread(target=officer.work, args=(until,)) for officer in officers]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        kept = dossiers() - before
        return show(officers, len(names), kept, seconds)


def show(officers: list[Officer], accounts: int, kept: int, seconds: float) -> int:
    """Print the figures; 1 where something was lost or went wrong."""
    told = [code for officer in officers for code in officer.received]
    faults = [fault for officer in officers for fault in officer.faults]
    every = [t for officer in officers for times in officer.took.values() for t in times]
    print(f"  {len(officers)} officers ({accounts} accounts) for {seconds:.0f} s on {machine()}")
    print(f"  received {len(told)}, in the database {kept}, faults {len(faults)}")
    for what in ("counter", "search", "form", "card", "still there", "accept", "done", "slip"):
        times = [t for officer in officers for t in officer.took.get(what, [])]
        if times:
            middle, slow = statistics.median(times), p95(times)
            print(f"  {what:<12} {len(times):>5} times  median {middle:>6.0f} ms  p95 {slow:>6.0f} ms")
    print(f"  all          {len(every):>5} times  p95 {p95(every):.0f} ms (limit {LIMIT:.0f})")
    for fault in sorted(set(faults))[:5]:
        print("  fault:", fault)
    return int(len(set(told)) != kept or bool(faults))


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def machine() -> str:
    """The processor, and how busy it was with other things before."""
    model = subprocess.run(["nproc"], capture_output=True, text=True, check=True).stdout.strip()
    return f"{model} cores, load {os.getloadavg()[0]:.1f} at the end"


if __name__ == "__main__":
    raise SystemExit(main())
