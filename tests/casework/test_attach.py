"""Adding files to a dossier: recorded, by who works on it, never after it ended without result."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.attach import attach
from motcua.casework.end import withdraw
from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Attachment
from motcua.files.models import StoredFile
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 10:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 09:00")).code


@pytest.fixture
def stored():
    return StoredFile.objects.create(sha256="a" * 64, size=3, media_type="application/pdf", stored_at=AT)


def test_a_file_is_added_and_recorded(cast, code, stored):
    d = attach(code, by=cast.minh, at=AT, files=[("Tờ trình", stored), ("Biên bản", stored)], kind="evidence")
    assert list(d.attachments.values_list("name", "kind")) == [("Tờ trình", "evidence"), ("Biên bản", "evidence")]
    last = Event.objects.filter(stream=d.stream).last()
    assert last.kind == "paper.added" and "Tờ trình" in last.payload.body and "Tờ trình" not in last.facts


@pytest.mark.parametrize("who", ["roi", "hanh", "an", "tuyet"])
def test_only_who_receives_or_decides_it_adds_files(cast, code, stored, who):
    with pytest.raises(Refused, match="thụ lý"):
        attach(code, by=cast.actor(who), at=AT, files=[("x", stored)], kind="evidence")
    assert Attachment.objects.count() == 0


def test_nothing_is_added_to_what_was_withdrawn(cast, code, stored):
    withdraw(code, by=cast.lan, at=AT, request="Đơn rút")
    with pytest.raises(Refused, match="Thêm tệp"):
        attach(code, by=cast.lan, at=AT, files=[("x", stored)], kind="evidence")


def test_no_file_and_an_unknown_kind_are_refused(cast, code, stored):
    with pytest.raises(Refused, match="ít nhất một tệp"):
        attach(code, by=cast.lan, at=AT, files=[], kind="evidence")
    with pytest.raises(Refused, match="là gì"):
        attach(code, by=cast.lan, at=AT, files=[("x", stored)], kind="slip")


def test_adding_files_takes_at_most_twelve_statements_whatever_their_number(cast, code, stored):
    def statements(n: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            attach(code, by=cast.lan, at=AT, files=[(f"Tệp {i}", stored) for i in range(n)], kind="evidence")
        return len([q for q in caught if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])

    statements(1)  # the offices are read once
    assert statements(1) == statements(20) <= 12
