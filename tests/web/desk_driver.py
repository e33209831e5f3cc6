"""Drives the desk as people do: opens a page, takes its key, fills the form in, presses the button, at a set moment."""

from __future__ import annotations

from datetime import datetime

import time_machine
from django.test import Client

from motcua.dossiers.models import Dossier
from tests import cast as stage
from tests.cast import Cast, moment

BACKEND = "motcua.accounts.backends.OfficerBackend"


class Desk:
    """The cast at its desks. The clock stands at `now` until it is set anew."""

    def __init__(self, cast: Cast, now: str = "2026-11-19 09:00") -> None:
        self.cast, self.now = cast, moment(now)

    def at(self, text: str) -> Desk:
        self.now = moment(text)
        return self

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(self.cast.people[who], backend=BACKEND)
        return client

    def get(self, who: str, address: str, **query: object):
        with time_machine.travel(self.now, tick=False):
            return self.client(who).get(address, query)

    def post(self, who: str, address: str, fields: dict[str, object]):
        with time_machine.travel(self.now, tick=False):
            return self.client(who).post(address, fields)

    def open(self, who: str, code: str, noun: str, **query: object):
        return self.get(who, f"/ho-so/{code}/{noun}/", **query)

    def sent(self, who: str, code: str, noun: str, **fields: object) -> dict[str, object]:
        """What the browser would send: the hidden fields and first values of the page, and what was typed."""
        page = self.open(who, code, noun)
        assert page.status_code == 200, page.status_code
        form, values = page.context["form"], {}
        for bound in form:
            value = bound.value()
            if value not in (None, "", [], False):
                values[bound.html_name] = value
        return values | {"key": page.context["key"]} | fields

    def press(self, who: str, code: str, noun: str, **fields: object):
        """Fill in and press; the page that comes back."""
        return self.post(who, f"/ho-so/{code}/{noun}/", self.sent(who, code, noun, **fields))

    def do(self, who: str, code: str, noun: str, **fields: object) -> Dossier:
        """Fill in and press; it must work. The dossier as it stands then."""
        answer = self.press(who, code, noun, **fields)
        assert answer.status_code == 302, errors(answer)
        assert answer["Location"] == f"/ho-so/{code}/"
        return Dossier.objects.get(code=code)


def errors(answer) -> object:
    """What a page says is wrong, for the message of a failing test."""
    form = answer.context and answer.context.get("form")
    return (answer.status_code, form.errors.as_text() if form else answer.content.decode()[:2000])


def text_of(answer) -> str:
    """The words of a page, without its marks."""
    return " ".join(answer.content.decode().split())


def points(**more: object) -> dict[str, object]:
    """The check of the cast's procedure with one paper missing."""
    return {
        "check.1.mark": "enough",
        "check.2.mark": "missing",
        "check.2.reason": "Bản chụp bị mờ",
        "check.2.guidance": "Nộp bản rõ hơn",
        "check.3.mark": "enough",
        **more,
    }


AUTHORISED = {
    "taker": "authorised",
    "name": "Võ Thị Hoa",
    "number": "051190000777",
    "authority_document": "12/UQ",
    "authority_date": "18/11/2026",
}


def papers(**more: object) -> dict[str, object]:
    """The checklist of the cast's procedure, complete."""
    return {"paper.1.originals": 1, "paper.2.originals": 1, "paper.3.copies": 1, **more}


def result(**more: object) -> dict[str, object]:
    """A grant on paper, as the clerk types it."""
    typed = {
        "outcome": "granted",
        "kind": "Giấy khai sinh",
        "number": "12/2026",
        "issued_on": "20/11/2026",
        "signer": "Đinh Văn Sơn",
        "capacity": "TM.",
        "copies": 1,
        "form_of": "paper",
    }
    return typed | more


def accepted(cast: Cast, when: str = "2026-11-19 09:00", **changes: object) -> str:
    """A dossier accepted at the counter; its code."""
    from motcua.casework.file import file_and_accept

    return file_and_accept(stage.intake(cast, **changes), by=cast.lan, at=moment(when)).code


def filed(cast: Cast, when: str = "2026-11-19 09:00", **changes: object) -> str:
    """A dossier taken down and not decided on; its code."""
    from motcua.casework.file import file

    return file(stage.intake(cast, **changes), by=cast.lan, at=moment(when)).code


def when(text: str) -> datetime:
    """A local moment."""
    return moment(text)
