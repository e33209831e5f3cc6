"""Say which agencies decide a procedure, where the published text left it open or an agency changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from motcua.catalogue import actions
from motcua.catalogue.models import Procedure
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor

from .asking import allowed, local_day

# Kinds of which every agency may decide; all others are named one by one.
WHOLE_KINDS: dict[str, str] = {
    "commune_committee": gettext_noop("Mọi Ủy ban nhân dân cấp xã"),
    "province_committee": gettext_noop("Ủy ban nhân dân cấp tỉnh"),
}


def set_competence(
    code: str, *, agency_ids: Collection[int], kinds: Collection[str], by: Actor, at: datetime
) -> Procedure:
    """These agencies, and every agency of these kinds, decide from now on; dossiers on their way stay where they are.

    Refused for a procedure nobody knows, and for agencies that are closed or only receive.
    """
    offices = allowed("catalogue.import", by=by, at=at)
    procedure = Procedure.objects.filter(code=code).first()
    if procedure is None:
        raise Refused("Không có thủ tục {code}.", code=code)
    if not set(kinds) <= WHOLE_KINDS.keys():
        raise Refused("Hãy chọn loại cơ quan trong danh sách.", field="kinds")
    agencies = [offices.agencies[a] for a in agency_ids if a in offices.agencies]
    for agency in agencies:
        if agency.is_counter:
            raise Refused("{name} chỉ tiếp nhận, không giải quyết.", field="agencies", name=agency.name)
        if not offices.in_force(agency.pk, local_day(at)):
            raise Refused("{name} không còn hoạt động.", field="agencies", name=agency.name)
    return actions.decide(procedure_id=procedure.pk, agencies=agencies, kinds=kinds, by=by.ref, at=at)
