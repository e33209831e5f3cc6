"""The way of a dossier in steps: what was done by whom, where it lies now, what is to come."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads.dossier import Whole
from motcua.dossiers.states import OPEN, Status
from motcua.kernel.judge import remaining
from motcua.offices.calendars import calendar_for
from motcua.offices.roles import LABELS, Role
from motcua.web.ui.pieces.badges import time_badge
from motcua.web.ui.words import moment, say, vietnamese
from motcua.workflow.models import PaperSignature, Step, WorkItem
from motcua.workflow.rules import KIND_LABELS, Outcome, StepKind

Row = dict[str, object]
ENDS = {
    Outcome.BACK.value: _("trả lại"),
    Outcome.RECALLED.value: _("người chuyển đã thu hồi"),
    Outcome.MISROUTED.value: _("chuyển nhầm nơi giải quyết"),
    Outcome.ENDED.value: _("kết thúc tại đây"),
    Outcome.REOPENED.value: _("mở lại để sửa sai"),
}


def way(whole: Whole) -> list[Row]:
    """Rows for the tag `steps`: the pieces of work in order, then the steps still ahead."""
    closed = sorted((item for item in whole.work if item.closed_at), key=_end)
    rows = [_done(item, whole) for item in closed] + [_open(item, whole) for item in whole.work if not item.closed_at]
    here = [item.step.n for item in whole.work if item.closed_at is None and item.step is not None]
    if not here or whole.dossier.status not in {*OPEN, Status.FINISHED}:
        return rows
    return rows + [_ahead(step, whole) for step in whole.steps[min(here) :] if step.n not in here]


def _end(item: WorkItem) -> tuple[object, int]:
    return item.closed_at, item.pk


def _name(item: WorkItem) -> object:
    return vietnamese(item.step.name) if item.step else gettext(KIND_LABELS[StepKind(item.kind)])


def _where(item: WorkItem, whole: Whole) -> object:
    """The agency, and before it the division whose work it is."""
    unit = whole.facts.offices.units.get(item.unit_id or 0)
    return vietnamese(f"{unit.name}, {item.agency.name}" if unit else item.agency.name)


def _done(item: WorkItem, whole: Whole) -> Row:
    parts = [
        _by(item),
        _where(item, whole),
        format_html("“{}”", vietnamese(item.note)) if item.note else "",
    ]
    ended = ENDS.get(item.outcome)
    return {
        "label": format_html("{}: {}", _name(item), ended) if ended else _name(item),
        "state": "done",
        "detail": format_html_join(" · ", "{}", ((part,) for part in parts if part)),
        "aside": moment(item.closed_at),
    }


def _by(item: WorkItem) -> object:
    """Who did it; where an assistant recorded what a leader signed on paper, both of them and the paper."""
    operated = vietnamese(item.closed_by.full_name) if item.closed_by else ""
    signature: PaperSignature | None = getattr(item, "paper_signature", None)
    if signature is None:
        return operated
    words = gettext("Người thao tác: {operated} · Người ký: {signer} (văn bản {paper})")
    paper = gettext("số {number}").format(number=signature.number) if signature.number else gettext("đã chụp")
    return format_html(words, operated=operated, signer=vietnamese(signature.signer.full_name), paper=paper)


def _open(item: WorkItem, whole: Whole) -> Row:
    role = gettext(LABELS[Role(item.role)])
    if item.assignee is not None:
        said = gettext("{name} đang giữ, nhận lúc {moment}")
        holder = format_html(said, name=vietnamese(item.assignee.full_name), moment=moment(item.taken_at))
    else:
        holder = format_html(gettext("chưa ai nhận · {role}"), role=role)
    return {
        "label": _name(item),
        "state": "current",
        "detail": format_html("{} · {}", holder, _where(item, whole)),
        "aside": _time(item, whole),
    }


def _time(item: WorkItem, whole: Whole) -> object:
    """The limit of the step itself; the legal limit of the dossier stands at the head of the page."""
    if item.due_at is None or whole.dossier.state is Status.FINISHED:
        return gettext("đến bước lúc {moment}").format(moment=moment(item.opened_at))
    if whole.hold is not None:
        return time_badge("paused")
    calendar = calendar_for(whole.facts.offices, item.agency_id, known_at=whole.at)
    left = remaining(calendar, whole.at, item.due_at)
    words = gettext("bước này {left} · hạn {moment}").format(left=say(left.sentence), moment=moment(item.due_at))
    return time_badge("late" if left.overdue else "in_time", words)


def _ahead(step: Step, whole: Whole) -> Row:
    agency = whole.agency_of(step)
    detail = format_html("{} · {}", gettext(LABELS[Role(step.role)]), vietnamese(agency.name))
    return {"label": vietnamese(step.name), "state": "next", "detail": detail}
