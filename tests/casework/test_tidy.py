"""The nightly clearing up: what nobody can use any more goes, what somebody may still need stays."""

from datetime import timedelta

import pytest

from motcua.casework.jobs import tidy
from motcua.dossiers.actions import save_draft
from motcua.dossiers.models import Draft
from motcua.journal.actions import once
from motcua.journal.models import Submission
from motcua.offices.models import Agency
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 02:00")


def test_drafts_untouched_for_a_month_are_dropped_and_younger_ones_stay():
    lan = stage.enter().lan
    for title, days in (("cũ", 31), ("mới", 29)):
        save_draft(
            draft_id=None,
            account_id=lan.account_id,
            agency_id=Agency.objects.first().pk,
            title=title,
            form={},
            at=AT - timedelta(days=days),
        )
    tidy({}, AT)
    assert [draft.title for draft in Draft.objects.all()] == ["mới"]


def test_submissions_of_last_week_can_still_be_repeated_and_older_ones_are_forgotten():
    for days in (8, 6):
        once(key=f"pressed-{days}-days-ago", by="officer:1", at=AT - timedelta(days=days))
    tidy({}, AT)
    assert [row.key for row in Submission.objects.all()] == ["pressed-6-days-ago"]
