"""Who does a step, as a lane of a diagram names them: a role, and the place where it is held."""

from __future__ import annotations

from motcua.kernel.folding import fold
from motcua.offices.roles import LABELS, Role

RECEIVING, COMPETENT = "receiving", "competent"
PLACES = {RECEIVING: "nơi tiếp nhận", COMPETENT: "cơ quan giải quyết"}
# Words by which decisions and modellers call a role, the most telling first.
WORDS: tuple[tuple[str, Role], ...] = (
    ("mot cua", Role.RECEIVER),
    ("tiep nhan", Role.RECEIVER),
    ("tra ket qua", Role.RECEIVER),
    ("receiv", Role.RECEIVER),
    ("counter", Role.RECEIVER),
    ("truong phong", Role.UNIT_LEADER),
    ("lanh dao phong", Role.UNIT_LEADER),
    ("lanh dao don vi", Role.UNIT_LEADER),
    ("unit leader", Role.UNIT_LEADER),
    ("van thu", Role.CLERK),
    ("clerk", Role.CLERK),
    ("lanh dao", Role.SIGNER),
    ("chu tich", Role.SIGNER),
    ("giam doc", Role.SIGNER),
    ("nguoi ky", Role.SIGNER),
    ("signer", Role.SIGNER),
    ("leader", Role.SIGNER),
    ("chuyen vien", Role.SPECIALIST),
    ("cong chuc", Role.SPECIALIST),
    ("thu ly", Role.SPECIALIST),
    ("can bo", Role.SPECIALIST),
    ("specialist", Role.SPECIALIST),
    ("officer", Role.SPECIALIST),
)


def lane_name(role: str, at: str) -> str:
    """ "Công chức thụ lý, cơ quan giải quyết"."""
    return f"{LABELS[Role(role)]}, {PLACES[at]}"


def performer(lane: str) -> tuple[str, str] | None:
    """The role and the place that a lane's name means; None when it names nobody that we know."""
    for role in Role:
        for place in PLACES:
            if lane == lane_name(role, place):
                return role.value, place
        if lane == role:
            return lane, RECEIVING if role is Role.RECEIVER else COMPETENT
    folded = fold(lane)
    for word, role in WORDS:
        if word in folded:
            return role.value, RECEIVING if role is Role.RECEIVER else COMPETENT
    return None
