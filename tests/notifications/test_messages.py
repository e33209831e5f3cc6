"""A message is told to one person once, is counted until it is read, and every kind can say what it has to say."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.accounts import actions as accounts
from motcua.accounts.models import Account
from motcua.notifications import actions, queries
from motcua.notifications.actions import Notice, tell
from motcua.notifications.kinds import KINDS, letter
from motcua.notifications.models import Message
from tests.cast import moment

AT = moment("2026-11-19 08:00")


@pytest.fixture
def people(db):
    names = [accounts.NewAccount(f"o{n:03d}", f"Người {n}") for n in range(3)]
    accounts.open_accounts(names, by="test", at=AT, password="mot-mat-khau-dai")
    return list(Account.objects.order_by("username").values_list("pk", flat=True))


def notice(*to, key="1"):
    return Notice("acceptance.filed", key, frozenset(to), "H48-1", {"due": "x"})


def test_one_key_is_told_to_a_person_once(people):
    assert tell([notice(*people)], at=AT) == 3
    assert tell([notice(*people), notice(people[0], key="2")], at=AT + timedelta(hours=1)) == 1


def test_telling_many_costs_a_fixed_number_of_statements(people):
    with CaptureQueriesContext(connection) as few:
        tell([notice(people[0], key=f"a{n}") for n in range(3)], at=AT)
    with CaptureQueriesContext(connection) as many:
        tell([notice(people[0], key=f"b{n}") for n in range(300)], at=AT)
    assert len(few) == len(many)


def test_what_is_read_counts_no_more_and_that_of_others_stays(people):
    tell([notice(people[0], key="1"), notice(people[0], key="2"), notice(people[1])], at=AT)
    first = queries.messages_of(people[0]).first()
    assert actions.mark_read(people[1], at=AT, message_id=first.pk) == 0
    assert actions.mark_read(people[0], at=AT, message_id=first.pk) == 1
    assert [queries.unread(pk) for pk in people] == [1, 1, 0]
    assert actions.mark_read(people[0], at=AT) == 1 and queries.unread(people[0]) == 0


def test_from_a_hundred_on_nobody_counts(people):
    tell([notice(people[0], key=str(n)) for n in range(120)], at=AT)
    assert queries.unread(people[0]) == 100


def test_old_messages_are_forgotten(people):
    tell([notice(people[0])], at=AT)
    tell([notice(people[1])], at=AT + timedelta(days=10))
    assert actions.forget(before=AT + timedelta(days=1)) == 1
    assert Message.objects.get().recipient_id == people[1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_all_its_sentences_and_leads_somewhere(kind):
    code = "H48.148-261119-0001" if KINDS[kind].to == "desk:dossier" else ""
    params = {name: 7 for line in KINDS[kind].lines for name in places(line.text) | {line.param}}
    params |= dict.fromkeys(places(KINDS[kind].title), 7)
    said = letter(kind, code=code, params=params)
    assert len(said.lines) == len(KINDS[kind].lines) and said.address.startswith("/")
    assert all(str(line.sentence) for line in said.lines) and str(said.title)


def places(text: str) -> set[str]:
    return {part.partition("}")[0] for part in text.split("{")[1:]} - {"code"}
