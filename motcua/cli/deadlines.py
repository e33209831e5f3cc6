"""`motcua deadlines audit`: every due date computed again from the journal, and what differs.
`motcua deadlines forecast`: which open dossiers will be late, kept as that of today, and how right they were before.

The JSON of a forecast: `at`; `agency` (code, empty for all); `judged` (open dossiers in time whose limit runs);
`unknown` (those of which too little is known to say anything); `named`, a list of `code`, `agency`, `step`, `due`,
`late_from`, `percent`, `cases` (so many per cent of so many dossiers like it needed more time than is left), the first
due first; and `hit_rate` over the last two months: `days`, `named`, `hits`, `missed`, `precision` and `recall` in per
cent, null while there is too little data.
"""

import argparse
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from motcua.casework.deadline_audit import Audited, audit
from motcua.casework.forecasting import Forecasted, forecast_of_today
from motcua.casework.reads.forecasts import hit_rates, together
from motcua.deadlines.forecasts import HitRate
from motcua.journal.queries import one_view
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.web.ui import moments

DIFFERS = 1


def add_parser(subparsers: Any) -> None:
    """Add `deadlines` and its acts to the command line."""
    parser = subparsers.add_parser("deadlines", description="Thời hạn: tính lại, đối chiếu và dự báo.")
    acts = parser.add_subparsers(metavar="VIỆC", required=True, title="việc · acts")
    act = acts.add_parser("audit", description="Tính lại hạn của mọi hồ sơ từ nhật ký và liệt kê chỗ khác nhau.")
    act.add_argument("--json", action="store_true", help="trả lời bằng JSON")
    act.set_defaults(run=run_audit)
    act = acts.add_parser(
        "forecast",
        description="Dự báo hồ sơ sẽ quá hạn từ thời gian các bước của hồ sơ trước, và giữ lại làm dự báo của hôm nay.",
        epilog="JSON: at, agency, judged, unknown, named [code, agency, step, due, late_from, percent, cases], "
        "hit_rate {days, named, hits, missed, precision, recall}; precision, recall là null khi chưa đủ dữ liệu.",
    )
    act.add_argument("--agency", default="", metavar="CODE", help="chỉ in hồ sơ của một cơ quan giải quyết")
    act.add_argument("--json", action="store_true", help="trả lời bằng JSON")
    act.set_defaults(run=run_forecast)


def run_audit(args: argparse.Namespace) -> int:
    """Print what differs as it is found, and how many were computed; 1 if any differs."""
    found, count = [], 0
    with one_view():
        for audited in audit(snapshot.present()):
            count += 1
            if audited.differs:
                found.append(audited)
                if not args.json:
                    print(_line(audited))
    if args.json:
        print(json.dumps({"dossiers": count, "differences": [_as_json(a) for a in found]}, ensure_ascii=False))
    else:
        print(f"Đã tính lại hạn của {count} hồ sơ; {len(found)} hồ sơ khác với bảng hoặc nhật ký.")
    return DIFFERS if found else 0


def _line(a: Audited) -> str:
    return f"{a.code}: bảng ghi {_said(a.stored)}, nhật ký ghi {_said(a.told)}, tính lại {_said(a.computed)}"


def _said(moment: datetime | None) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if moment else "–"


def _as_json(a: Audited) -> dict[str, str | None]:
    moments = {"stored": a.stored, "told": a.told, "computed": a.computed}
    return {
        "code": a.code,
        **{name: at.astimezone(VIETNAM).isoformat() if at else None for name, at in moments.items()},
    }


def run_forecast(args: argparse.Namespace) -> None:
    """Make today's forecast anew for all agencies, and print that of one or of all; Refused for an unknown code."""
    at, agency = moments.now(), args.agency.strip()
    offices = snapshot.present()
    if agency and not any(a.code == agency for a in offices.agencies.values()):
        raise Refused("Không có cơ quan nào có mã {code}.", field="agency", code=agency[:80])
    found = [one for one in forecast_of_today(offices, at=at) if agency in ("", one.agency)]
    rate = together(hit_rates([agency] if agency else None, at=at))
    if args.json:
        print(json.dumps(_forecast_json(found, rate, agency, at), ensure_ascii=False))
    else:
        print("\n".join(_forecast_lines(found, rate)))


def _forecast_json(found: Sequence[Forecasted], rate: HitRate, agency: str, at: datetime) -> dict[str, object]:
    return {
        "at": at.astimezone(VIETNAM).isoformat(),
        "agency": agency,
        "judged": len(found),
        "unknown": sum(one.chance is None for one in found),
        "named": [
            {
                "code": one.code,
                "agency": one.agency,
                "step": one.step,
                "due": one.due_at.astimezone(VIETNAM).isoformat(),
                "late_from": one.late_from.isoformat(),
                "percent": one.chance.percent,
                "cases": one.chance.cases,
            }
            for one in found
            if one.chance is not None and one.chance.is_late
        ],
        "hit_rate": {
            "days": rate.days,
            "named": rate.named,
            "hits": rate.hits,
            "missed": rate.missed,
            "precision": rate.precision,
            "recall": rate.recall,
        },
    }


def _forecast_lines(found: Sequence[Forecasted], rate: HitRate) -> list[str]:
    named = [(one, one.chance) for one in found if one.chance is not None and one.chance.is_late]
    lines = [
        f"{one.code}  hạn {_said(one.due_at)}  {one.step}: {chance.percent} % của {chance.cases} hồ sơ tương tự lâu hơn"
        for one, chance in named
    ]
    unknown = sum(one.chance is None for one in found)
    lines.append(f"{len(named)} trong {len(found)} hồ sơ đang trong hạn sẽ quá hạn; {unknown} hồ sơ chưa đủ dữ liệu.")
    said = [f"{percent} %" if percent is not None else "chưa đủ dữ liệu" for percent in (rate.precision, rate.recall)]
    lines.append(f"Dự báo trước đây: báo đúng {said[0]}, thấy trước {said[1]} số hồ sơ quá hạn ({rate.days} ngày).")
    return lines
