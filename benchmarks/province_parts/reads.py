"""Pages as officers and citizens open them, over HTTP, one after another."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db.models import Count
from django.test import Client

from motcua.accounts.models import Account
from motcua.casework.office.tokens import issue_token
from motcua.dossiers.models import Dossier
from motcua.web.ui import moments
from motcua.workflow.models import WorkItem

from .measured import Rate

WARM_UP, PAGES = 20, 200


chance = Random(2026)


class Reader:
    """An officer who is signed in or whose program has a token, or citizens each from an address of their own; with a
    connection that is kept."""

    def __init__(self, address: str, account: Account | None = None, *, token: str = "") -> None:
        self.headers = {"Accept-Language": "vi"}
        self.citizens = account is None
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
        elif account is not None:
            inside = Client()
            inside.force_login(account, backend="motcua.accounts.backends.OfficerBackend")
            cookie = inside.cookies[settings.SESSION_COOKIE_NAME]
            self.headers["Cookie"] = f"{cookie.key}={cookie.value}"
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)

    def get(self, path: str) -> tuple[float, str]:
        """How long a page takes, and what stands on it. RuntimeError unless it is there."""
        if self.citizens:  # or the door would take them for one who looks up too much
            self.headers["X-Forwarded-For"] = f"203.0.{chance.randrange(256)}.{chance.randrange(256)}"
        begun = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {answer.headers.get('Location', '')}")
        return time.perf_counter() - begun, page

    def all(self, paths: Sequence[str]) -> Rate:
        """Every page once, after a few to warm up."""
        for path in paths[:WARM_UP]:
            self.get(path)
        took = [self.get(path)[0] for path in paths[WARM_UP:]]
        return Rate.of(took, seconds=sum(took))


def busiest() -> Account:
    """The officer for whose post most work lies open that nobody has taken: the one with the longest worklist."""
    free = WorkItem.objects.filter(closed_at__isnull=True, assignee__isnull=True).exclude(role="receiver")
    most = free.values("agency_id", "role").annotate(n=Count("pk"))
    place = most.order_by("-n").first()
    return Account.objects.filter(posts__agency_id=place["agency_id"], posts__role=place["role"]).first()


def codes(account: Account, count: int) -> list[str]:
    """Codes of dossiers by chance that an officer may see."""
    agencies = list(account.posts.values_list("agency_id", flat=True))
    own = Dossier.objects.filter(competent_id__in=agencies) | Dossier.objects.filter(receiving_id__in=agencies)
    found = list(own.order_by("pk").values_list("code", flat=True)[:200_000])
    return Random(2026).choices(found, k=count)


WORKLIST, FULL, OFFICERS = "/viec/", 50, 40


def with_full_lists(address: str) -> Iterator[Reader]:
    """Officers by chance whose worklist fills its page."""
    posts = Account.objects.filter(posts__role__in=["receiver", "specialist", "unit_leader", "signer", "clerk"])
    accounts = list(posts.distinct().order_by("pk"))
    Random(2026).shuffle(accounts)
    for account in accounts:
        reader = Reader(address, account)
        if rows(reader.get(WORKLIST)[1]) == FULL:
            yield reader


def rows(page: str) -> int:
    """How many dossiers a list names."""
    return len(set(re.findall(r'class="row-link" href="/ho-so/([^/"]+)/"', page)))


def worklists(address: str) -> tuple[Rate, int]:
    """A full worklist of officers by chance, in turns; and of how many officers."""
    readers = list(islice(with_full_lists(address), OFFICERS))
    took = [reader.get(WORKLIST)[0] for _ in range(1 + PAGES // len(readers)) for reader in readers][len(readers) :]
    return Rate.of(took, seconds=sum(took)), len(readers)


def officers_pages(address: str) -> tuple[dict[str, Rate], dict[str, int]]:
    """The worklist, the longest there is, and a dossier's page; how many officers and rows stand behind the first."""
    officer = busiest()
    reader = Reader(address, officer)
    shown = rows(reader.get(WORKLIST)[1])
    by_chance, officers = worklists(address)
    return {
        "worklist of 50": by_chance,
        "longest worklist, of 50": reader.all([WORKLIST] * (WARM_UP + PAGES)),
        "page of a dossier": reader.all([f"/ho-so/{quote(code)}/" for code in codes(officer, WARM_UP + PAGES)]),
        "explanation of a due date": explanations(address, officer),
    }, {"officers whose worklist was opened": officers, "rows of the longest worklist": shown}


def explanations(address: str, officer: Account) -> Rate:
    """Why dossiers are due when they are, as a program of the officer asks for it."""
    token = issue_token(officer.username, by="bench", at=moments.now(), days=2, purpose="bench")[1]
    asked = codes(officer, WARM_UP + PAGES)
    return Reader(address, officer, token=token).all([f"/api/v1/dossiers/{quote(code)}/explanation" for code in asked])


def citizens_pages(address: str) -> dict[str, Rate]:
    """The page on which an applicant follows a dossier, without signing in; the server stands behind a proxy."""
    them = codes(busiest(), WARM_UP + PAGES)
    return {"tracking page": Reader(address).all([f"/tra-cuu/{quote(code)}/" for code in them])}
