"""What another system may say of a dossier that it handles, in plain Python: the states and how one follows another."""

from __future__ import annotations

from enum import StrEnum

from motcua.kernel.sentences import gettext_noop


class State(StrEnum):
    """Where a dossier of another system stands there, as far as is known here; NOTED is before it said anything."""

    NOTED = "noted"
    RECEIVED = "received"
    SUPPLEMENT = "supplement"
    RESULT = "result"
    RETURNED = "returned"
    ENDED = "ended"


LABELS: dict[State, str] = {
    State.NOTED: gettext_noop("Đã ghi tại quầy"),
    State.RECEIVED: gettext_noop("Hệ thống kia đã tiếp nhận"),
    State.SUPPLEMENT: gettext_noop("Hệ thống kia yêu cầu bổ sung"),
    State.RESULT: gettext_noop("Đã có kết quả"),
    State.RETURNED: gettext_noop("Đã trả kết quả"),
    State.ENDED: gettext_noop("Kết thúc không có kết quả"),
}
OVER = frozenset({State.RETURNED, State.ENDED})

# What an officer may press: forward only. A file of the other system may bring whatever that system says.
MOVES: dict[State, tuple[State, ...]] = {
    State.NOTED: (State.RECEIVED, State.SUPPLEMENT, State.RESULT, State.ENDED),
    State.RECEIVED: (State.RESULT, State.SUPPLEMENT, State.ENDED),
    State.SUPPLEMENT: (State.RECEIVED, State.RESULT, State.ENDED),
    State.RESULT: (State.RETURNED,),
    State.RETURNED: (),
    State.ENDED: (),
}
