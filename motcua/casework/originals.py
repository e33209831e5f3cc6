"""Originals taken for comparison: listed at reception, given back with time and receiver (B-62; rules.md 1.3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import tidy
from motcua.offices.actors import Actor
from motcua.returning import actions as returning
from motcua.returning.models import Original

from .case import locked

KEPT, GIVEN_BACK = "originals.kept", "originals.given_back"
MOST = 100
NONE_HERE = gettext_noop("Hồ sơ không còn bản chính nào đang giữ để đối chiếu.")


@dataclass(frozen=True, slots=True)
class Kept:
    """One paper of which originals stay here for a while: the land certificate, 1."""

    name: str
    count: int = 1


def keep_originals(code: str, *, by: Actor, at: datetime, papers: Sequence[Kept]) -> Dossier:
    """List the originals that the counter keeps; each gets the next number of the dossier."""
    kept = [Kept(tidy(paper.name), paper.count) for paper in papers if tidy(paper.name)]
    if not kept:
        raise Refused("Ghi ít nhất một bản chính được giữ lại.", field="papers")
    if len(kept) > MOST or any(not 1 <= paper.count <= 99 for paper in kept):
        raise Refused("Số bản chính của mỗi giấy tờ phải từ 1 đến 99.", field="papers")
    with locked(code, by=by, at=at, items=False) as case:
        case.require("keep_originals")
        case.ask("dossier.keep_originals")
        first = Original.objects.filter(dossier_id=case.dossier.pk).count() + 1
        returning.keep_originals(
            [
                Original(
                    dossier=case.dossier,
                    n=n,
                    name=paper.name,
                    count=paper.count,
                    kept_at=at,
                    kept_by_id=by.account_id,
                )
                for n, paper in enumerate(kept, first)
            ]
        )
        case.record(KEPT, names=[f"{paper.name} ({paper.count})" for paper in kept])
        case.commit()
        return case.dossier


def give_back(code: str, numbers: Collection[int], *, by: Actor, at: datetime, to: str) -> Dossier:
    """Give originals back, by their numbers, to `to`. Refused when one of them is not here any more."""
    if not tidy(to):
        raise Refused("Cần ghi ai nhận lại bản chính.", field="to")
    with locked(code, by=by, at=at, items=False) as case:
        case.require("give_back")
        case.ask("dossier.give_back")
        here = list(Original.objects.filter(dossier_id=case.dossier.pk, given_back_at=None))
        if not here:
            raise Refused(NONE_HERE)
        if not numbers:
            raise Refused("Chọn ít nhất một bản chính để trả.", field="numbers")
        names = [f"{row.name} ({row.count})" for row in here if row.n in numbers]
        if len(names) != len(set(numbers)):
            raise Refused("Có bản chính đã được trả hoặc không có trong danh sách. Hãy tải lại trang.", field="numbers")
        returning.give_back(case.dossier.pk, numbers, to=tidy(to)[:200], by_id=by.account_id, at=at)
        case.record(GIVEN_BACK, names=names, returned_to=tidy(to)[:200])
        case.commit()
        return case.dossier
