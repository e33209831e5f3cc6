"""Giấy biên nhận trả kết quả: one paper on the results that one person took in one go, made when they were returned.

Read from what was recorded of the handing over; nothing of a dossier changes by it, so it is no verb (ADR 26). Made
once: whoever asks again gets the same paper, whose prints are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.dossiers.models import Dossier, Party, Result
from motcua.dossiers.states import Status
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.papers.models import ListSlip
from motcua.policy.facts import Facts
from motcua.policy.permissions import open_to
from motcua.policy.predicates import CASE_ROLES
from motcua.returning.models import Handover, Original
from motcua.returning.rules import WAYS, Way

from .list_slips import NOT_YOURS, UNKNOWN, make
from .slips import DELIVERIES, RESULT_RECEIPT, party, spoken

NOT_RETURNED = gettext_noop("Hồ sơ {code} chưa trả kết quả nên chưa có giấy biên nhận.")
SEVERAL = "Các hồ sơ nêu ở mục 1"


@transaction.atomic
def result_receipt(codes: Sequence[str], *, by: Actor, at: datetime) -> ListSlip:
    """The receipt for the results of these dossiers of one applicant, returned together; the one that is there, if any.

    Refused for a dossier that the actor may not see, one that is not returned, and at another counter than its own.
    """
    offices = snapshot.present()
    facts = Facts(by=by, day=at.astimezone(VIETNAM).date(), offices=offices)
    known = Dossier.objects.select_for_update(of=("self",)).select_related("version__procedure")
    found = {d.code: d for d in known.filter(open_to(facts), code__in=codes, voided_at=None).order_by("pk")}
    wanted = list(dict.fromkeys(codes))
    for code in wanted:
        if code not in found:
            raise Refused(UNKNOWN, code=code)
        if found[code].state is not Status.RETURNED:
            raise Refused(NOT_RETURNED, code=code)
    dossiers = [found[code] for code in wanted]
    if not dossiers or dossiers[0].receiving_id not in by.agencies(*CASE_ROLES):
        raise Refused(NOT_YOURS)
    said = content(dossiers, by=by, counter=offices.agency(dossiers[0].receiving_id).name)
    if there := _made(dossiers, said):
        return there
    return make(RESULT_RECEIPT, dossiers, said, by=by, at=at, agency_id=dossiers[0].receiving_id, offices=offices)


def content(dossiers: Sequence[Dossier], *, by: Actor, counter: str) -> dict[str, Any]:
    """What the receipt says, in words: who took what, when and how; four statements however many dossiers."""
    ids = [d.pk for d in dossiers]
    people = list(Party.objects.filter(dossier_id__in=ids).order_by("pk"))
    handed = {h.dossier_id: h for h in Handover.objects.filter(dossier_id__in=ids).order_by("handed_at", "pk")}
    results = {r.dossier_id: r for r in Result.objects.filter(dossier_id__in=ids).order_by("n") if not r.replaced}
    first = dossiers[0]
    applicant = next(p for p in people if p.role == "applicant")
    handover = handed.get(first.pk)
    moments = {d.returned_at for d in dossiers}
    back = Original.objects.filter(dossier_id__in=ids, given_back_at__in=moments).order_by("dossier_id", "n")
    procedure = first.version
    return {
        "dossiers": [d.code for d in dossiers],
        "applicant": party(applicant),
        "procedure": {"name": procedure.name, "code": procedure.procedure.code},
        "recipient": _recipient(handover, applicant, results.get(first.pk)),
        "authority": _authority(handover),
        "results": [_result(d, results.get(d.pk)) for d in dossiers],
        "originals": [f"{o.name} ({o.count})" for o in back],
        "returned_at": (first.returned_at or first.filed_at).astimezone(VIETNAM).isoformat(),
        "due": spoken(first.appointment) if first.appointment and len(dossiers) == 1 else "",
        "way": WAYS[Way(handover.way)] if handover else DELIVERIES[first.delivery].format(counter=counter),
        "note": f"{SEVERAL}: {len(dossiers)} hồ sơ." if len(dossiers) > 1 else "",
        "officer": {"name": by.name, "phone": by.phone},
    }


def _made(dossiers: Sequence[Dossier], said: dict[str, Any]) -> ListSlip | None:
    """The receipt of this very handing over, if it was made: a result corrected and returned again has another."""
    there = ListSlip.objects.filter(form=RESULT_RECEIPT, listed__dossier=dossiers[0]).order_by("-pk")
    return next((slip for slip in there if slip.content.get("returned_at") == said["returned_at"]), None)


def _recipient(handover: Handover | None, applicant: Party, result: Result | None) -> dict[str, object]:
    """Who took it; their papers where they are known."""
    if handover is None:
        to = result.returned_to if result else ""
        return party(applicant) if to in ("", applicant.name) else {"name": to}
    if handover.name == applicant.name and handover.number == applicant.number:
        return party(applicant)
    return {"name": handover.name, "id_kind": "Số giấy tờ" if handover.number else "", "id_number": handover.number}


def _authority(handover: Handover | None) -> str:
    if handover is None or not handover.authority_document or handover.authority_date is None:
        return ""
    return f"Văn bản số {handover.authority_document} ngày {handover.authority_date:%d/%m/%Y}"


def _result(d: Dossier, result: Result | None) -> dict[str, object]:
    if result is None:
        return {"name": f"Kết quả hồ sơ {d.code}"}
    name = f"{result.kind}, hồ sơ {d.code}"
    return {"name": name, "number": result.number, "day": f"{result.issued_on:%d/%m/%Y}", "copies": result.copies}
