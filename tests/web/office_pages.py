"""What the tests of the back office share: who is signed in, the addresses, a form pressed with a fresh key."""

import re

from django.urls import reverse

from motcua.casework.file import file_and_accept
from tests import cast as stage
from tests.cast import moment

OFFICER = "motcua.accounts.backends.OfficerBackend"


def sign_in(client, cast, name):
    client.force_login(cast.people[name], backend=OFFICER)
    return client


def address(name, *args):
    return reverse(f"backoffice:{name}", args=args)


def press(client, url, key="a-key-of-its-own", **values):
    """Send a form."""
    return client.post(url, {"key": key, **values})


def text_of(answer):
    """The main part of a page without its markup, white space made single."""
    main = re.search(r"<main.*</main>", answer.content.decode(), re.S)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def error_at(answer, field):
    """What the page says is wrong with a field; nothing when it says nothing."""
    found = re.search(rf'id="id_{field}_error".*?</div>', answer.content.decode(), re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


SUMMER = {"day": "16/04/2026", "until": "15/10/2026", "mon": "06:30–11:00, 13:30–17:00", "basis": "QĐ 7"}


def accepted(cast, at="2026-03-02 07:30"):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=moment(at))


def looked(client, page, /, *args, **values):
    return client.get(address(page, *args), {"xem": "1", **values})
