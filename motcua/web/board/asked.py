"""What report the address asks for, and whether this person may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import Facts, supervised
from motcua.policy.permissions import why_not
from motcua.policy.predicates import LEADERS
from motcua.supervision import periods, queries
from motcua.supervision.by_period import CHANNEL, PERIOD, PROCEDURE, UNIT, report_of
from motcua.supervision.cutoffs import Cutoffs
from motcua.supervision.forms import form_on
from motcua.supervision.reports import AGENCY, FIELD, Asked, Report, report
from motcua.supervision.scopes import Scope, scope
from motcua.web.ui.forms import DayField
from motcua.web.ui.guards import facts

DAY = timedelta(days=1)
ROWS = [(FIELD, _("theo lĩnh vực")), (AGENCY, _("theo cơ quan"))]
BY = {
    **dict(ROWS),
    UNIT: _("theo cơ quan trực tiếp bên dưới"),
    PROCEDURE: _("theo thủ tục"),
    CHANNEL: _("theo kênh tiếp nhận"),
}


class Question(forms.Form):
    """The report asked for. Without an address it is this month, of the highest agency that the person looks after."""

    first = DayField(label=_("Từ ngày"), help_text="", required=False)
    last = DayField(label=_("đến ngày"), help_text="", required=False)
    agency = forms.ChoiceField(label=_("Cơ quan"), required=False)
    rows = forms.ChoiceField(label=_("Mỗi dòng"), choices=ROWS, required=False)
    as_of = DayField(label=_("Như đã biết hết ngày"), help_text="", required=False)

    def __init__(self, data: Mapping[str, Any], who: Facts, day: date, report: str = "06a") -> None:
        self.offices, self.agencies, self.report = who.offices, agencies(who, day), report
        first, last = periods.month(day)
        usual = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}", "rows": form_on(report, day).rows_by}
        usual["agency"] = self.agencies[0][0] if self.agencies else ""
        given = {name: data.get(name) or usual.get(name, "") for name in (*usual, "as_of")}
        super().__init__(given)
        self.fields["agency"].choices = self.agencies  # type: ignore[attr-defined]
        if report == PERIOD:
            self.fields["rows"].choices = list(BY.items())  # type: ignore[attr-defined]

    def asked(self) -> Asked | None:
        """The question, or None when it cannot be read."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        as_of = periods.midnight(said["as_of"] + DAY) - periods.TICK if said["as_of"] else None
        return Asked(said["first"], said["last"], said["agency"], as_of, said["rows"], self.report)


def agencies(who: Facts, day: date) -> list[tuple[str, str]]:
    """(code, name) of the agencies whose figures this person may see, the highest first; counters have none."""
    ids = supervised(who) | who.by.agencies(*LEADERS)
    found = [who.offices.agency(pk) for pk in ids if not who.offices.agency(pk).is_counter]
    depth = {a.pk: sum(1 for _ in who.offices.line(a.pk)) for a in found}
    by_code = {a.code: a for a in sorted(found, key=lambda a: a.valid_from)}
    rows = sorted(by_code.values(), key=lambda a: (depth[a.pk], _by_number(a.code)))
    return [(a.code, f"{a.name} ({a.code})") for a in rows]


def _by_number(code: str) -> list[tuple[bool, int, str]]:
    return [(not g.isdigit(), int(g) if g.isdigit() else 0, g) for g in code.split(".")]


def made(request: HttpRequest, asked: Asked) -> Report:
    """The report that was asked for; for who may not see it, it does not exist."""
    found = report_of(asked) if asked.form == PERIOD else report(asked)
    if not may_see(request, found.scope):
        raise Http404
    return found


def may_see(request: HttpRequest, scope: Scope) -> bool:
    """Whether policy grants this person the figures of a scope."""
    return why_not("report.see", replace(facts(request), agency_id=scope.agency.pk)) is None


def from_address(request: HttpRequest, form: str = "06a") -> Report:
    """The report that an address below it belongs to; Refused or 404 where the page itself would not show it."""
    return made(request, asked_of(request, form))


def asked_of(request: HttpRequest, form: str) -> Asked:
    """The question of an address below a report, as known at the moment that it names; Refused when unreadable."""
    asked = Question(request.GET, facts(request), request.at.date(), form).asked()  # type: ignore[attr-defined]
    if asked is None:
        raise Refused("Địa chỉ không đúng: không đọc được kỳ báo cáo hoặc cơ quan. Hãy mở lại từ trang Số liệu.")
    if at := request.GET.get("at"):
        asked = replace(asked, as_of=periods.moment_from(at))
    return asked


def exactly(found: Report, **more: object) -> str:
    """The address of exactly these figures, whatever is recorded later."""
    return query(found, at=found.view.as_of.astimezone(VIETNAM).isoformat(), **more)


def query(found: Report, **more: object) -> str:
    """The address of a report of this period and agency."""
    said: dict[str, object] = {
        "first": f"{found.view.first:%d/%m/%Y}",
        "last": f"{found.view.last:%d/%m/%Y}",
        "agency": found.scope.agency.code,
        "rows": found.rows_by,
    }
    return "?" + urlencode({k: v for k, v in (said | more).items() if v not in (None, "")})


PRESETS = (
    (pgettext_lazy("kỳ", "Tháng này"), periods.month, 0),
    (pgettext_lazy("kỳ", "Tháng trước"), periods.month, 1),
    (pgettext_lazy("kỳ", "Quý này"), periods.quarter, 0),
    (pgettext_lazy("kỳ", "Quý trước"), periods.quarter, 1),
    (pgettext_lazy("kỳ", "Năm nay"), periods.year, 0),
    (pgettext_lazy("kỳ", "Năm trước"), periods.year, 1),
)
REPORTING = (
    (pgettext_lazy("kỳ", "Tháng báo cáo này"), Cutoffs.month, 0),
    (pgettext_lazy("kỳ", "Tháng báo cáo trước"), Cutoffs.month, 1),
    (pgettext_lazy("kỳ", "Quý báo cáo"), Cutoffs.quarter, 0),
    (pgettext_lazy("kỳ", "Năm báo cáo"), Cutoffs.year, 0),
)


def presets(day: date) -> list[tuple[object, date, date]]:
    """(name, first, last) of the periods that people usually ask for: the calendar's, then those by the province's
    cut-off days with their dates, where they are others."""
    found: list[tuple[object, date, date]] = [(label, *_back(period, day, back)) for label, period, back in PRESETS]
    cuts, known = queries.cutoffs(), {(first, last) for _label, first, last in found}
    for label, period, back in REPORTING:
        first, last = _back(partial(period, cuts), day, back)
        if (first, last) not in known:
            found.append((f"{label} ({first:%d/%m}–{last:%d/%m})", first, last))
    return found


def _back(period: Callable[[date], tuple[date, date]], day: date, back: int) -> tuple[date, date]:
    """The period around `day`, or so many before it."""
    first, last = period(day)
    for _n in range(back):
        first, last = period(first - DAY)
    return first, last


def existed(code: str, first: date, last: date, offices: Snapshot) -> bool:
    """Whether there is an agency of this code to report on in the period: no link leads to a refusal."""
    try:
        scope(code, first, last, offices)
    except Refused:
        return False
    return True


def preset_rows(form: Question, day: date) -> list[dict[str, object]]:
    """The usual periods as links, of the agency that was chosen and as far as it existed."""
    agency, chosen = form["agency"].value(), (form["first"].value(), form["last"].value())
    rows = []
    for label, first, last in presets(day):
        if existed(agency, first, last, form.offices):
            said = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}", "agency": agency}
            rows.append({"label": label, "query": said, "current": chosen == (said["first"], said["last"])})
    return rows
