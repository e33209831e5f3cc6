"""Taking over what a person said in another dossier: into a reception that has begun, or into their next one."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext

from motcua.casework.reads import people
from motcua.dossiers.models import Party
from motcua.dossiers.parties import Capacity
from motcua.kernel import phone
from motcua.kernel.sentences import Refused
from motcua.kernel.spelling import bare
from motcua.policy.facts import Facts

from .edits import MOST_ROWS

ASKED = ("kind", "name", "number", "birth_date", "sex", "nationality", "representative", "address", "phone", "email")
ANEW = ("address", "phone", "email")  # what may be told again and again; who it is was read from the card


def take_over(data: QueryDict, facts: Facts, code: str) -> str:
    """Address, phone, e-mail and owners of this person from their dossier `code`; the sentence that says so.

    Refused when the officer does not see that dossier, or the person is not in it.
    """
    rows, number = people.parties(facts, code), bare(data.get("applicant-number", ""))
    mine = next((p for p in rows if p.number and p.number == number), None)
    if mine is None:
        raise Refused("Không có hồ sơ {code} của người này trong phạm vi của anh/chị.", code=code[:60])
    _write(data, "applicant", mine, ANEW)
    if mine.role == "applicant" and mine.capacity != Capacity.SELF.value:
        _owners(data, rows)
        data["applicant-capacity"] = mine.capacity
    told = gettext("Đã lấy địa chỉ, liên hệ từ hồ sơ {code}. Hãy hỏi lại người nộp xem còn đúng không.")
    return told.format(code=code)


def go_on(data: QueryDict, facts: Facts, code: str) -> bool:
    """Fill in the applicant, and whom they file for, of the dossier received just before; whether there is one."""
    rows = people.parties(facts, code)
    if not rows or rows[0].role != "applicant":
        return False
    applicant = rows[0]
    _write(data, "applicant", applicant, ASKED)
    if not applicant.number:
        data["applicant-no_number"], data["applicant-no_number_reason"] = "on", applicant.no_number_reason
    data["applicant-capacity"] = applicant.capacity
    data["applicant-authority_document"] = applicant.authority_document
    if applicant.authority_date:
        data["applicant-authority_date"] = applicant.authority_date.isoformat()
    if applicant.capacity != Capacity.SELF.value:
        _owners(data, rows)
    data["before"] = code
    return True


def _owners(data: QueryDict, rows: Sequence[Party]) -> None:
    owners = [p for p in rows if p.role == "owner"][:MOST_ROWS]
    for n, owner in enumerate(owners):
        _write(data, f"owners-{n}", owner, ASKED)
        if not owner.number:
            data[f"owners-{n}-no_number"], data[f"owners-{n}-no_number_reason"] = "on", owner.no_number_reason
    data["owners"] = str(len(owners))


def _write(data: QueryDict, prefix: str, party: Party, names: Sequence[str]) -> None:
    for name in names:
        if value := getattr(party, name):
            data[f"{prefix}-{name}"] = phone.shown(value) if name == "phone" else value
