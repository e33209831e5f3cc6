"""What is done between packages without a person: anchors, the forecast, clearing up. The timetable stands here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session

from motcua.accounts import actions as accounts
from motcua.dossiers import actions as dossiers
from motcua.files import actions as files
from motcua.filing import actions as filing
from motcua.journal import actions as journal
from motcua.notifications import actions as notifications
from motcua.offices import snapshot
from motcua.outbox import actions as outbox
from motcua.outbox.timetable import Daily, Every
from motcua.papers import actions as papers
from motcua.proofs import actions as proofs

from . import alerts, consult, digests, register_files, tax_told, urge, warn
from .close_agency import STRAGGLERS, stragglers
from .follow_version import FOLLOW, follow
from .forecasting import forecast_of_today
from .office import opinions, reviews
from .streams import heads

ANCHOR, TIDY, FORECAST = "journal.anchor", "house.tidy", "deadlines.forecast"
MONTH = timedelta(days=30)
TIMETABLE = (
    Every(ANCHOR, minutes=5),
    Daily(TIDY, hour=2),
    Daily(FORECAST, hour=5),
    Every(warn.WARN, minutes=warn.MINUTES),
    Daily(digests.DIGEST, hour=digests.FROM.hour, minute=digests.FROM.minute),
)


def anchor(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `journal.anchor`: a Merkle root over all chains as they stand."""
    journal.anchor(heads(), at=at)


def tidy(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `house.tidy`: drop ended sessions, jobs and drafts of a month ago, and what nobody can use any more."""
    Session.objects.filter(expire_date__lt=at).delete()
    dossiers.forget_drafts(before=at - MONTH)
    dossiers.forget_pages(before=at - 6 * MONTH)  # a supplement may be answered for months; their files go after
    filing.forget(before=at - MONTH)
    files.forget(before=at - 2 * MONTH)  # later than the drafts that may name them
    outbox.forget(before=at - MONTH)
    papers.forget_sheets(before=at - register_files.KEPT)
    journal.forget_submissions(before=at - timedelta(days=7))
    accounts.forget_replies(before=at - timedelta(days=1))
    notifications.forget(before=at - 12 * MONTH)
    proofs.forget(before=at - MONTH)
    proofs.forget_contacts(before=at)


def forecast(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `deadlines.forecast`: who will be late, before the morning's work begins."""
    forecast_of_today(snapshot.present(), at=at)


HANDLERS = {
    ANCHOR: anchor,
    TIDY: tidy,
    STRAGGLERS: stragglers,
    FORECAST: forecast,
    FOLLOW: follow,
    **alerts.HANDLERS,
    **digests.HANDLERS,
    **warn.HANDLERS,
    **urge.HANDLERS,
    **tax_told.HANDLERS,
    **consult.HANDLERS,
    **opinions.HANDLERS,
    **reviews.HANDLERS,
}
LONG = register_files.LONG
"""Work of minutes, done before its transaction, telling on the way that it goes on."""
