"""Work items: whose they are, in which order they lie, and that each is closed and given away once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.casework.file import file_and_accept
from motcua.casework.take import take
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.workflow import actions
from motcua.workflow.models import WorkItem
from motcua.workflow.queries import history, mine, of_my_agencies, open_items, open_work
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def item(cast) -> WorkItem:
    """The specialist's step of a dossier just accepted."""
    d = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    return WorkItem.objects.get(dossier=d, closed_at__isnull=True)


def found(which) -> list[int]:
    return list(open_work(which).values_list("pk", flat=True))


@pytest.mark.parametrize(
    "name, has", [("minh", True), ("nhat", True), ("son", False), ("lan", False), ("quang", False)]
)
def test_free_work_is_of_all_who_hold_its_role_there(cast, item, name, has):
    assert found(mine(cast.actor(name), snapshot.present())) == [item.pk] * has


def test_taken_work_is_of_who_took_it(cast, item):
    take(item.dossier.code, by=cast.minh, at=AT)
    assert found(mine(cast.minh, snapshot.present())) == [item.pk]
    assert found(mine(cast.nhat, snapshot.present())) == []


def test_the_work_of_an_agency_is_seen_by_all_of_it(cast, item):
    take(item.dossier.code, by=cast.minh, at=AT)
    assert found(of_my_agencies(cast.son)) == [item.pk]
    assert found(of_my_agencies(cast.lan)) == []


def test_who_holds_no_post_has_no_work(cast, item):
    nobody = stage.Actor(cast.people["quan"].pk, "account:0", "Không giữ vị trí")
    assert found(mine(nobody, snapshot.present())) == found(of_my_agencies(nobody)) == []


def test_work_is_closed_once(cast, item):
    close = {"outcome": "forward", "by_id": cast.minh.account_id, "at": AT}
    actions.close([item], **close)
    with pytest.raises(Refused) as refused:
        actions.close([item], **close)
    assert str(refused.value) == "Việc này vừa được người khác hoàn thành. Hãy tải lại trang."


def test_work_is_given_away_by_who_saw_it_as_it_is(cast, item):
    actions.assign(item, account_id=cast.minh.account_id, was=None, at=AT)
    with pytest.raises(Refused) as refused:
        actions.assign(item, account_id=cast.nhat.account_id, was=None, at=AT)
    assert str(refused.value) == "Việc này vừa được người khác nhận. Hãy tải lại trang."
    item.refresh_from_db()
    assert item.assignee_id == cast.minh.account_id


def test_work_given_back_to_all_is_taken_by_nobody(cast, item):
    actions.assign(item, account_id=cast.minh.account_id, was=None, at=AT)
    actions.assign(item, account_id=None, was=cast.minh.account_id, at=AT)
    item.refresh_from_db()
    assert (item.assignee_id, item.taken_at) == (None, None)


def test_a_step_of_a_dossier_is_open_at_most_once(cast, item):
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkItem.objects.create(
            dossier=item.dossier, step=item.step, kind="process", agency=cast.commune, role="signer", opened_at=AT
        )


def test_closed_work_says_how_and_not_before_it_began(cast, item):
    for changes in ({"closed_at": AT}, {"closed_at": AT - timedelta(hours=1), "outcome": "forward"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkItem.objects.filter(pk=item.pk).update(**changes)


def test_the_history_tells_all_steps_in_order_with_their_people(cast, item):
    assert [(i.kind, i.closed_by) for i in history(item.dossier_id)] == [
        ("receive", cast.people["lan"]),
        ("process", None),
    ]
    assert [i.pk for i in open_items(item.dossier_id)] == [item.pk]
