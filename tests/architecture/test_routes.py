"""Every address is guarded by a permission of the one page, or listed here as public with its reason."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from motcua.accounts.scopes import SCOPES
from motcua.citizens.actions import open_account
from motcua.policy.permissions import PERMISSIONS
from motcua.web.api.document import document

PUBLIC = {
    "healthz": "the supervisor and load balancers ask it",
    "ngon-ngu/": "the language switch stands on every page",
    "ui/": "the gallery of the design system shows no data",
    "tai-khoan/dang-nhap/": "signing in",
    "tai-khoan/dang-xuat/": "signing out",
    "": "the first page, for everybody",
    "tra-cuu/": "tracking by code, nothing personal",
    "tra-cuu/<path:code>/": "tracking by code, nothing personal",
    "tra-cuu/<path:code>/tien-trinh/": "the timeline for who proved a contact by a code, for others the way to one",
    "tra-cuu/<path:code>/tien-trinh/xin-ma/": "asks for a one-time code; says nothing of whom",
    "tra-cuu/<path:code>/tien-trinh/nhap-ma/": "enters a one-time code",
    "tra-cuu/<path:code>/tien-trinh/dong/": "closes the timeline of this browser",
    "tra-cuu/<path:code>/tien-trinh/bo-sung/": "not found but for who proved a contact of the dossier",
    "tra-cuu/<path:code>/tien-trinh/bo-sung/trang/<int:page_id>/": "the same: pages that they sent",
    "dang-nhap/": "signing in, for citizens",
    "dang-nhap/xin-ma/": "asks for a one-time code; says nothing of whom",
    "dang-nhap/nhap-ma/": "enters a one-time code",
    "thu-tuc/": "published procedures",
    "thu-tuc/<str:code>/": "a published procedure",
    "thu-tuc/goi-y/": "published procedures, while one types",
    "thu-tuc/<str:code>/giay-to/": "the papers of a published procedure, to print",
    "thu-tuc/<str:code>/to-khai/": "anybody may fill in the declaration of a procedure; nothing of it is kept",
    "thu-tuc/<str:code>/nop/": "what it takes to file online, before signing in",
    "niem-yet/<str:code>/": "what a counter makes public by law",
    "noi-nop/": "where to go and when it is open",
    "qua-han/": "counts of late dossiers, nothing of whom (public by law)",
    "qua-han.json": "the same counts for programs",
    "cai-dat/": "the first set-up: only while the house is empty, only from the machine itself",
    "api/v1/": "the documentation of the API, nothing personal",
    "api/v1/openapi.json": "the same for programs",
    "api/v1/^.*$": "says that there is no such address",
}
OWN = {"tai-khoan/mat-khau/": "password"}


def routes(patterns, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, here)
        else:
            yield here, entry


ALL = dict(routes(get_resolver().url_patterns))


@pytest.mark.parametrize("route", ALL)
def test_a_route_is_guarded_or_listed_as_public(route):
    guard = getattr(ALL[route].callback, "guard", None)
    assert guard is not None, f"{route} has no guard"
    if guard.startswith("public"):
        assert route in PUBLIC, f"{route} is public but not listed with a reason"
    elif route in OWN:
        assert guard == OWN[route]
    elif guard == "token":
        assert route.startswith("api/v1/")
    else:
        assert guard in ("signed-in", "citizens") or guard in PERMISSIONS


def test_every_operation_of_the_api_asks_for_a_scope():
    paths = document()["paths"].values()
    scopes = [op["security"][0]["Token"] for methods in paths for op in methods.values()]
    assert all(len(named) == 1 and set(named) <= set(SCOPES) for named in scopes)


def test_nothing_is_listed_that_is_not_there():
    assert [route for route in PUBLIC if route not in ALL] == []


GUARDED = {r: guard for r, p in ALL.items() if not (guard := getattr(p.callback, "guard", "")).startswith("public")}


@pytest.mark.django_db
@pytest.mark.parametrize("route", [r for r, guard in GUARDED.items() if guard == "token"])
def test_a_route_of_the_api_refuses_strangers(client, route):
    answers = [client.generic(method, "/" + filled(route)) for method in ("GET", "POST")]
    assert {answer.status_code for answer in answers} <= {401, 405}
    assert 401 in {answer.status_code for answer in answers}


@pytest.mark.django_db
@pytest.mark.parametrize("route", [r for r, guard in GUARDED.items() if guard != "token"])
def test_a_guarded_route_leads_strangers_to_signing_in(client, route):
    page = "/dang-nhap/" if GUARDED[route] == "citizens" else "/tai-khoan/dang-nhap/"
    assert client.get("/" + filled(route))["Location"].startswith(page)


@pytest.mark.django_db
@pytest.mark.parametrize("route", [r for r, guard in GUARDED.items() if guard not in ("token", "citizens", "password")])
def test_a_page_of_officers_does_not_exist_for_a_citizen_who_signed_in(client, route):
    someone = open_account("+84905123456", language="vi", at=datetime(2026, 11, 23, tzinfo=UTC))
    client.force_login(someone, backend="motcua.accounts.backends.CitizenBackend")
    assert client.get("/" + filled(route)).status_code == 404


def filled(route: str) -> str:
    """An address that the route fits."""
    return "".join("1" if part.startswith("<int") else "x" if part.startswith("<") else part for part in split(route))


def split(route: str) -> list[str]:
    """Literal parts and <converters> of a route."""
    parts, rest = [], route
    while "<" in rest:
        before, _, rest = rest.partition("<")
        inside, _, rest = rest.partition(">")
        parts += [before, f"<{inside}>"]
    return [*parts, rest]
