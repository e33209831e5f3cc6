"""The clock of the faces: the one place below `web` where "now" is asked; verbs and reads are told."""

from datetime import date, datetime

from django.utils import timezone

from motcua.kernel.moments import VIETNAM


def now() -> datetime:
    """This moment in Viet Nam."""
    return timezone.now().astimezone(VIETNAM)


def today() -> date:
    """The local date."""
    return now().date()
