"""Who does a step, as a lane of a diagram names them: a role, and the place where it is held.

A place is where the dossier was received, the agency that decides it, or an agency by its code ("agency:H34.08"). A
division inside of it follows after a stroke, by its name: "competent/Phòng Kinh tế".
"""

from __future__ import annotations

import re
from zlib import crc32

from motcua.kernel import agency_code
from motcua.kernel.folding import fold
from motcua.kernel.sentences import Refused, Sentence
from motcua.offices.roles import LABELS, OF_PEOPLE, Role

RECEIVING, COMPETENT = "receiving", "competent"
PLACES = {RECEIVING: "nơi tiếp nhận", COMPETENT: "cơ quan giải quyết"}
NAMED = "agency:"
INSIDE = "/"
LONGEST_UNIT = 200  # letters of a division's name
LONGEST = len(NAMED) + agency_code.LONGEST + len(INSIDE) + LONGEST_UNIT
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


def named(code: str) -> str:
    """The place that is the agency of `code`, in the code's one spelling; of what is no code it stays the text."""
    try:
        return f"{NAMED}{agency_code.parse(code).code}"
    except Refused:
        return f"{NAMED}{code}"


def code_of(at: str) -> str:
    """The code of the agency that a place names; "" for the places that every dossier has."""
    return base_of(at).removeprefix(NAMED) if at.startswith(NAMED) else ""


def base_of(at: str) -> str:
    """The agency of a place, without the division inside it."""
    return at.partition(INSIDE)[0]


def unit_of(at: str) -> str:
    """The name of the division that a place names; "" where it is the whole agency."""
    return at.partition(INSIDE)[2]


def within(at: str, unit: str) -> str:
    """The place that is a division of the agency `at`, its name with single spaces; the agency itself without one."""
    name = " ".join(unit.split())
    return f"{base_of(at)}{INSIDE}{name}" if name else base_of(at)


def is_place(at: str) -> bool:
    """Whether `at` is one of PLACES or an agency by a code that could be one, or a division of it."""
    if at != within(at, unit_of(at)) or len(unit_of(at)) > LONGEST_UNIT:
        return False
    if base_of(at) in PLACES:
        return True
    try:
        return bool(code_of(at)) and agency_code.parse(code_of(at)).code == code_of(at)
    except Refused:
        return False


def place_name(at: str) -> str:
    """What a place is called: "cơ quan giải quyết", "Phòng Kinh tế, H34.08"; of what is no place the text itself."""
    agency = PLACES.get(base_of(at)) or code_of(at) or base_of(at)
    return f"{unit_of(at)}, {agency}" if unit_of(at) else agency


def place_said(at: str, agency: str = "") -> Sentence:
    """The same in the language of who reads it; `agency` is the name of the one that bears the code, if known."""
    where = Sentence(agency or PLACES.get(base_of(at)) or code_of(at) or base_of(at))
    return Sentence("{unit}, {agency}", {"unit": unit_of(at), "agency": where}) if unit_of(at) else where


def lane_name(role: str, at: str) -> str:
    """ "Công chức thụ lý, cơ quan giải quyết"; of an agency with a name "Công chức thụ lý, H34.08"."""
    return f"{LABELS[Role(role)]}, {place_name(at)}"


def lane_id(role: str, at: str) -> str:
    """What the lane is called in the file: letters, digits and "_" where a division's name is part of it."""
    if not unit_of(at):
        return f"lane_{role}_{at}"
    name = re.sub(r"[^a-z0-9]+", "_", fold(unit_of(at)))
    return f"lane_{role}_{base_of(at)}_{name[:40]}_{crc32(unit_of(at).encode()):08x}"


def performer(lane: str) -> tuple[str, str] | None:
    """The role and the place that a lane's name means; None when it names nobody that we know."""
    for role in OF_PEOPLE:
        for place in PLACES:
            if lane == lane_name(role, place):
                return role.value, place
        unit, _, agency = lane.removeprefix(f"{LABELS[role]}, ").rpartition(", ")
        at = within(next((place for place, name in PLACES.items() if name == agency), named(agency)), unit)
        if lane == lane_name(role, at) and is_place(at):
            return role.value, at
        if lane == role:
            return lane, RECEIVING if role is Role.RECEIVER else COMPETENT
    folded = fold(lane)
    for word, role in WORDS:
        if word in folded:
            return role.value, RECEIVING if role is Role.RECEIVER else COMPETENT
    return None
