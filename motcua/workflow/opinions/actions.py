"""Writes of rounds of opinions: sent, answered agency by agency, replied to, and closed. Nothing is taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from motcua.copying import actions as copying
from motcua.files.models import StoredFile
from motcua.kernel.sentences import Refused
from motcua.workflow.models import Opinion, OpinionRound, Process, ProcessVersion, Remark


def send(
    process: Process,
    *,
    graph: Mapping[str, Any],
    word: str,
    until: date,
    agency_ids: Collection[int],
    by_id: int,
    at: datetime,
) -> OpinionRound:
    """Open the next round of a process that the caller has locked. Refused while one is open."""
    last = OpinionRound.objects.filter(process=process).order_by("-n").first()
    if last is not None and last.closed_at is None:
        raise Refused("Bản thảo này đang được xin ý kiến; hãy kết thúc đợt ấy trước khi mở đợt mới.")
    opened = OpinionRound.objects.create(
        process=process,
        n=last.n + 1 if last else 1,
        graph=dict(graph),
        word=word,
        until=until,
        sent_by_id=by_id,
        sent_at=at,
    )
    copying.add([Opinion(round=opened, agency_id=agency_id) for agency_id in agency_ids])
    return opened


def answer(
    opinion: Opinion,
    *,
    verdict: str,
    remarks: Mapping[int, str],
    file: StoredFile | None,
    file_name: str,
    by_id: int,
    at: datetime,
) -> None:
    """Keep the answer of an agency, provided that it has not answered before. The caller has locked the round."""
    waiting = Opinion.objects.filter(pk=opinion.pk, answered_at__isnull=True)
    if not waiting.update(verdict=verdict, answered_by_id=by_id, answered_at=at, file=file, file_name=file_name):
        raise Refused("Cơ quan đã trả lời đợt xin ý kiến này rồi. Hãy tải lại trang.")
    copying.add([Remark(opinion=opinion, n=n, text=text) for n, text in remarks.items()])


REPLIED = ("reply", "reply_text", "replied_by", "replied_at")


def reply(remarks: Collection[Remark]) -> None:
    """Write what became of these remarks, in one statement."""
    Remark.objects.bulk_update(remarks, REPLIED, batch_size=200)


def close(opened: OpinionRound, *, by_id: int, at: datetime) -> None:
    """End a round, provided that nobody did before."""
    if not OpinionRound.objects.filter(pk=opened.pk, closed_at__isnull=True).update(closed_at=at, closed_by_id=by_id):
        raise Refused("Đợt xin ý kiến này đã kết thúc. Hãy tải lại trang.")


def approved(version: ProcessVersion) -> None:
    """Note at the rounds since the version before what came of them."""
    OpinionRound.objects.filter(process_id=version.process_id, version__isnull=True).update(version=version)


def pass_on(*, from_id: int, to_id: int) -> int:
    """Let the successor of an agency answer in its place in the rounds that are open, but where it was asked itself;
    how many."""
    asked = Opinion.objects.filter(agency_id=to_id, round__closed_at__isnull=True).values("round_id")
    waiting = Opinion.objects.filter(agency_id=from_id, answered_at__isnull=True, round__closed_at__isnull=True)
    return waiting.exclude(round_id__in=asked).update(agency_id=to_id)
