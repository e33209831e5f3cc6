"""Try a dead job of the outbox again, by a person's decision."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.outbox import actions

from .asking import allowed


def try_again(*, job_id: int, by: Actor, at: datetime) -> None:
    """Let a dead job run once more from the beginning. Refused when it is not dead, or another does the same."""
    allowed("outbox.see", by=by, at=at)
    try:
        with transaction.atomic():
            revived = actions.revive(job_id, at=at)
    except IntegrityError:
        raise Refused("Một việc giống hệt đang chờ chạy rồi; không cần chạy lại việc này.") from None
    if not revived:
        raise Refused("Việc này không còn ở trạng thái hỏng. Hãy tải lại trang.")
