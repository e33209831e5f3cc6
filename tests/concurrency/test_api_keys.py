"""The same request sent twice at the same moment: one act, and both are told the same."""

import json

import pytest
from django.test import Client

from motcua.accounts.models import Reply
from motcua.casework.file import file_and_accept
from motcua.casework.office.tokens import issue_token
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.web.ui import moments
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.concurrency.conftest import together
from tests.web.api_program import reception


@pytest.fixture
def tokens(cast) -> dict[str, str]:
    return {name: issue_token(name, by="test", at=moments.now())[1] for name in ("lan", "minh")}


def sent(token: str, path: str, body: object, key: str) -> tuple[int, bytes]:
    """One request by a client of its own."""
    headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
    client = Client(raise_request_exception=False)
    answer = client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code, answer.content


def test_a_dossier_sent_twice_is_filed_once(tokens):
    ended = together([lambda: sent(tokens["lan"], "/dossiers", reception(accept=True), "mot")] * 4)
    assert [status for status, _ in ended] == [201] * 4, ended
    assert len({body for _, body in ended}) == 1
    assert (Dossier.objects.count(), Reply.objects.count()) == (1, 1)
    assert Dossier.objects.get().code.endswith("-0001")


def test_a_step_completed_twice_is_completed_once(cast, tokens):
    file_and_accept(stage.intake(cast), by=cast.lan, at=moments.now())
    item, before = WorkItem.objects.get(closed_at__isnull=True).pk, Event.objects.count()
    ended = together([lambda: sent(tokens["minh"], f"/work-items/{item}/completion", {}, "hai")] * 4)
    assert [status for status, _ in ended] == [200] * 4, ended
    assert len({body for _, body in ended}) == 1
    assert Event.objects.count() == before + 2  # taken into processing, and advanced


def test_of_two_bodies_under_one_key_one_acts_and_the_other_is_refused(tokens):
    bodies = [reception(), reception(sets=2)]
    ended = together([lambda body=body: sent(tokens["lan"], "/dossiers", body, "ba") for body in bodies])
    assert sorted(status for status, _ in ended) == [201, 422], ended
    assert Dossier.objects.count() == 1
