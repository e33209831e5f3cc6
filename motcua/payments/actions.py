"""Writes of money. The caller has locked the dossier, or the till by its series."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError

from motcua.copying.actions import add
from motcua.dossiers.actions import check_lengths
from motcua.kernel.sentences import Refused, gettext_noop

from .models import Assessment, Closing, Entry

USED = gettext_noop(
    "Biên lai {receipt} đã được ghi cho một lần thu khác của nơi này. Hãy xem lại ký hiệu và số biên lai."
)


def assess(row: Assessment) -> None:
    """Write what is due, in place of what was said before."""
    columns = ["lines", "said", "fee", "charge", "by", "at"]
    Assessment.objects.bulk_create([row], update_conflicts=True, unique_fields=["dossier"], update_fields=columns)


def enter(entry: Entry) -> None:
    """Write an entry. Refused when its receipt stands for another payment already."""
    check_lengths(entry)
    try:
        add([entry])
    except IntegrityError as error:
        if "receipt" in str(error):
            raise Refused(USED, field="receipt", receipt=entry.bill.shown) from None
        raise


def cancel(entry: Entry, *, at: datetime) -> None:
    """Mark a payment as cancelled by another entry; its receipt may be entered again."""
    entry.cancelled_at = at
    entry.save(update_fields=["cancelled_at"])


def close(closing: Closing) -> None:
    """Close a day of a till. Refused when somebody closed it meanwhile."""
    check_lengths(closing)
    try:
        closing.save(force_insert=True)
    except IntegrityError:
        raise Refused(gettext_noop("Sổ thu ngày {day} đã chốt."), day=f"{closing.day:%d/%m/%Y}") from None
