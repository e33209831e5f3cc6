"""The lists as sheets: what is shown, all pages of it, streamed in constant memory; names stay masked."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext

from motcua.casework.reads import search, worklist
from motcua.casework.reads.search import DossierRow
from motcua.casework.reads.worklist import WorkRow
from motcua.dossiers.states import LABELS, Status
from motcua.kernel.masking import mask_name
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.sheets import sheet
from motcua.web.ui.words import moment, say
from motcua.workflow.rules import KIND_LABELS, StepKind

from .filters import DossierFilter, WorkFilter


@needs("desk.use")
def work(request: HttpRequest) -> StreamingHttpResponse:
    """The worklist as it is filtered and sorted."""
    found = worklist.worklist(facts(request), WorkFilter(request.GET).question(), at=request.at)  # type: ignore[attr-defined]
    head = [
        gettext("Còn lại"), gettext("Mã hồ sơ"), gettext("Mã thủ tục"), gettext("Thủ tục"), gettext("Người nộp"),
        gettext("Trạng thái"), gettext("Bước"), gettext("Hạn bước"), gettext("Ai giữ"), gettext("Hẹn trả"),
    ]  # fmt: skip
    return sheet("viec.csv", head, (_work(row) for row in found))


@needs("desk.use")
def dossiers(request: HttpRequest) -> StreamingHttpResponse:
    """The list of dossiers as it is filtered and sorted."""
    found = search.dossiers(facts(request), DossierFilter(request.GET).question(), at=request.at)  # type: ignore[attr-defined]
    head = [
        gettext("Mã hồ sơ"), gettext("Mã thủ tục"), gettext("Thủ tục"), gettext("Người nộp"), gettext("Trạng thái"),
        gettext("Nộp lúc"), gettext("Hẹn trả"), gettext("Thời hạn"),
    ]  # fmt: skip
    return sheet("ho-so.csv", head, (_dossier(row) for row in found))


def _work(row: WorkRow) -> Sequence[object]:
    return (
        say(row.clock.sentence),
        row.code,
        row.procedure_code,
        row.procedure,
        mask_name(row.applicant),
        gettext(LABELS[Status(row.status)]),
        row.step or gettext(KIND_LABELS[StepKind(row.kind)]),
        moment(row.step_due_at),
        row.holder or gettext("Chưa ai nhận"),
        moment(row.due_at),
    )


def _dossier(row: DossierRow) -> Sequence[object]:
    return (
        row.code,
        row.procedure_code,
        row.procedure,
        mask_name(row.applicant),
        gettext("Đã hủy") if row.voided else gettext(LABELS[Status(row.status)]),
        moment(row.filed_at),
        moment(row.due_at),
        say(row.clock.sentence),
    )
