"""Files of procedures for the tests of importing: their lines, their supplement of limits, and taking them in."""

import csv
import json
from datetime import date
from io import StringIO
from typing import Any

from motcua.casework.imports.procedures import LIMIT_COLUMNS, ProcedureReport, import_procedures
from motcua.catalogue.models import ProcedureVersion
from tests.cast import BEGINNING, procedure_line

FIRST_DAY = BEGINNING.date()


def lines(*changes: dict[str, Any]) -> bytes:
    return "".join(json.dumps(procedure_line(**c), ensure_ascii=False) + "\n" for c in changes).encode()


def limits(*rows: dict[str, str]) -> bytes:
    out = StringIO()
    sheet = csv.DictWriter(out, LIMIT_COLUMNS, restval="")
    sheet.writeheader()
    sheet.writerows(rows)
    return out.getvalue().encode()


def take_in(content: bytes, *, day: date = FIRST_DAY, **more: Any) -> ProcedureReport:
    return import_procedures(content, day=day, by="test", at=BEGINNING, origin="import", **more)


def refusals(report: ProcedureReport) -> dict[int, str]:
    return {line.n: str(line.reason) for line in report.refused}


def counts(report: ProcedureReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.unchanged, len(report.refused)


def version_of(code: str) -> ProcedureVersion:
    return ProcedureVersion.objects.get(procedure__code=code, valid_to=None)


GOOD = lines({"code": "1.000001"})
