"""What changed for an officer: told once, of their own procedures alone."""

import pytest

from motcua.casework.office import decisions as verbs
from motcua.casework.office.decisions import mark_seen
from motcua.casework.reads import changes
from motcua.catalogue.models import PublishingDecision
from motcua.catalogue.rules import ItemKind
from motcua.offices import snapshot
from tests import cast as stage
from tests.casework.test_decisions import AT, BIRTH, head, publish, put
from tests.cast import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def published(cast):
    draft = verbs.begin(head(cast), by=cast.quan, at=AT)
    put(cast, draft)
    return publish(cast, draft)


def told(by, at=AT):
    return changes.told(by, snapshot.present(), at=at)


@pytest.mark.parametrize("who", ["lan", "minh", "son"])
def test_who_receives_or_decides_a_procedure_is_told_what_changed(cast, published, who):
    (one,) = told(getattr(cast, who))
    assert (one.decision.pk, [item.row.code for item in one.items]) == (published.pk, [BIRTH])
    assert str(one.items[0].changes[0].sentence).startswith("Thời hạn giải quyết: từ “3 ngày làm việc”")
    assert changes.how_many(getattr(cast, who), snapshot.present(), at=AT) == 1


def test_who_has_read_it_is_told_no_more_and_others_are(cast, published):
    mark_seen(decision_ids=[published.pk], by=cast.lan, at=AT)
    mark_seen(decision_ids=[published.pk], by=cast.lan, at=AT)
    assert told(cast.lan) == []
    assert len(told(cast.minh)) == 1


def test_another_agency_is_not_told_of_what_it_does_not_decide(cast, published):
    assert told(cast.quang) == []


def test_a_draft_is_told_to_nobody_and_cannot_be_read_beforehand(cast):
    draft = verbs.begin(head(cast), by=cast.quan, at=AT)
    put(cast, draft, ItemKind.REPEALED)
    mark_seen(decision_ids=[draft.pk], by=cast.lan, at=AT)
    assert told(cast.lan) == []
    publish(cast, PublishingDecision.objects.get())
    assert [item.kind for one in told(cast.lan) for item in one.items] == [ItemKind.REPEALED]


def test_after_three_months_nobody_is_told_any_more(cast, published):
    assert told(cast.lan, at=moment("2027-02-18 09:00"))
    assert not told(cast.lan, at=moment("2027-02-19 09:00"))
