"""The rows of the worklist, written in one go: as a template, fifty of them were a third of what the page costs."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from motcua.casework.reads.worklist import Tab, WorkRow
from motcua.dossiers.states import BEYOND, LABELS, Status
from motcua.kernel.masking import mask_name
from motcua.offices.roles import LABELS as ROLES
from motcua.web.ui.pieces.badges import badge, time_badge
from motcua.web.ui.pieces.boxes import masked
from motcua.web.ui.words import moment, vietnamese
from motcua.workflow.rules import KIND_LABELS

PLACE = "\0"  # stands for what differs, in an address or a mark that is made once for all rows
# The words that all rows share are put in first; what is doubled here waits for a row.
ROW = (
    '<tr>{pick}<td class="narrow">{{badge}}</td>'
    '<td class="narrow"><a class="row-link" href="{address}">{{code}}</a></td>'
    '<td>{{procedure}}{{afar}}<span class="row-detail">{{applicant}}</span></td>'
    '<td data-label="{step}"><span>{{step}}{{beside}}</span></td>'
    '<td data-label="{holder}"><span>{{holder}}<span class="row-detail">{{role}}</span></span></td>'
    '<td class="narrow" data-label="{due}">{{due}}</td></tr>\n'
)
PICK = (
    '<td class="pick"><input type="checkbox" name="item" value="{{item}}" data-tick aria-label="{label} {{code}}"></td>'
)


class WorkRows:
    """The words of every row in the reader's language, looked up once, and the row that is made of them."""

    def __init__(self, tab: Tab, *, ticks: bool) -> None:
        page = (
            reverse("desk:act", args=[PLACE, "xin-loi"])
            if tab is Tab.APOLOGY
            else reverse("desk:dossier", args=[PLACE])
        )
        self._row = ROW.format(
            pick=PICK.format(label=escape(_("Chọn hồ sơ"))) if ticks else "",
            address=page.replace("%00", "{address}"),
            step=escape(_("Bước")),
            holder=escape(_("Ai giữ")),
            due=escape(_("Hẹn trả")),
        )
        self._around = masked(PLACE).split(PLACE)
        self._detail = f'<span class="row-detail">{escape(_("hạn bước"))} '
        self._me = format_html("<b>{}</b>", _("Tôi"))
        self._nobody = format_html('<span class="muted">{}</span>', _("Chưa ai nhận"))
        self._no_due = format_html('<span class="muted">{}</span>', _("chưa có"))
        self._late = f" {badge(_('trễ bước'), 'triangle', 'near')}"
        self._afar = f" {badge(_('phi địa giới'), 'ring')}"
        self._beyond = {
            status: format_html('<span class="row-detail">{}</span>', _(LABELS[Status(status)])) for status in BEYOND
        }
        self._kinds = {kind.value: escape(_(word)) for kind, word in KIND_LABELS.items()}
        self._roles = {role.value: escape(_(word)) for role, word in ROLES.items()}

        self._shown: dict[str, str] = {}

    def all(self, rows: Iterable[WorkRow]) -> SafeString:
        """The `<tr>`s under the head of the worklist; with `ticks` each begins with a box to choose it."""
        return mark_safe("".join(map(self._one, rows)))  # noqa: S308 - every value in a row is escaped

    def _one(self, row: WorkRow) -> str:
        return self._row.format(
            item=row.item_id,
            badge=time_badge(row.clock.state, row.clock.sentence),
            address=quote(row.code),
            code=escape(row.code),
            procedure=self._vietnamese(row.procedure),
            afar=self._afar if row.transfer else "",
            applicant=escape(mask_name(row.applicant)).join(self._around),
            step=self._vietnamese(row.step) if row.step else self._kinds[row.kind],
            beside=self._beside_step(row),
            holder=self._me if row.is_mine else self._vietnamese(row.holder) or self._nobody,
            role=self._roles[row.role],
            due=moment(row.due_at) or self._no_due,
        )

    def _vietnamese(self, text: str) -> str:
        """Text of the data, escaped: the same few procedures, steps and people stand on many rows."""
        if text not in self._shown:
            self._shown[text] = format_html("{}", vietnamese(text))
        return self._shown[text]

    def _beside_step(self, row: WorkRow) -> str:
        if row.status in BEYOND:  # its state says more than the limit of its step
            return self._beyond[row.status]
        if row.step_due_at is None:
            return ""
        late = self._late if row.step_late else ""
        return f"{self._detail}{moment(row.step_due_at)}{late}</span>"
