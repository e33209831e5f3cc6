"""A record of the national database of procedures, as its portal gives it, put into a line of the import format.

Nothing is guessed: a unit that is not known leaves a limit that cannot be counted, and an amount of 0 is no promise
that a procedure is free, for the portal stores 0 where the amount is set elsewhere too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from motcua.kernel.sentences import Refused

MARKS = ("executionMethods", "executionCases", "codeNotation")  # by which a record is known
CHANNELS = {"DIRECT": "direct", "ONLINE": "online", "POSTAL": "post"}
UNITS = {"WORKING_DAY": "working_day", "DAY": "day", "MONTH": "month", "HOUR": "hour", "WORKING_HOUR": "hour"}
UNIT_WORDS = {"working_day": "ngày làm việc", "day": "ngày", "month": "tháng", "hour": "giờ làm việc"}
LEVELS = {"isMinistry": "ministry", "isProvince": "province", "isDistrict": "district", "isWard": "commune",
          "isOtherAgency": "other"}  # fmt: skip
FEES = {"FEE": "Lệ phí", "CHARGE": "Phí"}


def is_record(values: Mapping[str, Any]) -> bool:
    """Whether an object is a record of the national database, by its own fields."""
    return any(mark in values for mark in MARKS)


def line_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record as a line. Refused, naming the field, where a part has another shape than the portal gives it."""
    methods = list(_objects(record, "executionMethods"))
    limits = [*_limits(methods), *_limits_of_cases(record)]
    own = next((row for row in limits if row["channel"] == "direct"), limits[0] if limits else None)
    proposal = record.get("procedureProposal")
    proposal = proposal if isinstance(proposal, Mapping) else {}
    decision = _text(proposal, "decisionNumber") or _text(proposal, "proposalNumber") or _text(record, "decisionNo")
    bases = (_text(row, "code") or _text(row, "name") for row in _objects(record, "legalBasisesDetails"))
    return {
        "code": _text(record, "code") or _text(record, "codeNotation"),
        "name": _text(record, "name"),
        "field": "; ".join(_names(record, "categoriesDetails")),
        "levels": [level for key, level in LEVELS.items() if record.get(key) is True],
        "agency": _text(record, "executingAgencies") or "; ".join(_names(record, "departmentsExecuting")),
        "authority": "; ".join(_names(record, "departmentsAuthority")),
        "reception": _text(record, "dossierReceivingAddresses"),
        "channels": _unique(CHANNELS[name] for m in methods if (name := _text(m, "submissionMethod")) in CHANNELS),
        "limit": _own(own, limits) if own is not None else None,
        "limits": limits,
        "steps": "\n".join(_steps(record)),
        "fee_text": "\n".join(_unique(text for m in methods for text in _fee_texts(m))),
        "fees": [fee for m in methods for fee in _fees(m)],
        "components": list(_components(record)),
        "result": "; ".join(_names(record, "resultsDetails")),
        "requirements": _text(record, "requirementsAndConditions"),
        "legal_bases": _unique(bases),
        "online": "full" if record.get("isFullProcess") is True else "unknown",
        "subjects": _names(record, "subjectTypesDetails"),
        "decision": decision,
        "kind": _text(record, "formalityType"),
        "ministry": _text(record, "departmentPromulgateName"),
        "source": f"CSDLQG:{_text(record, 'id')}" if _text(record, "id") else "CSDLQG",
    }


def _limits(methods: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for method in methods:
        channel = CHANNELS.get(_text(method, "submissionMethod"))
        time, unit = method.get("processingTime"), _text(method, "processingTimeUnit")
        yield _limit(channel, time, unit, _text(method, "description"))


def _limits_of_cases(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Cases with a time of their own; one that bears the name of the procedure distinguishes nothing."""
    for case in _objects(record, "cases"):
        time = case.get("processingDay")
        if isinstance(time, Mapping) and _text(case, "name") != _text(record, "name"):
            yield _limit(None, time.get("qty"), _text(time, "type"), _text(case, "name"))


def _limit(channel: str | None, amount: Any, unit: str, note: str) -> dict[str, Any]:
    if amount is not None and (isinstance(amount, bool) or not isinstance(amount, int | float)):
        raise Refused("Mục “{key}” phải là số.", field="limit", key="processingTime")
    return {"channel": channel, "amount": amount, "unit": UNITS.get(unit), "note": note or None}


def _own(own: Mapping[str, Any], limits: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    amount, unit = own["amount"], own["unit"]
    text = (
        f"{amount:g} {UNIT_WORDS[unit]}" if amount is not None and unit else ("" if amount is None else f"{amount:g}")
    )
    return {
        "amount": amount,
        "unit": unit,
        "text": text,
        "varies": len({(row["amount"], row["unit"]) for row in limits}) > 1,
        "basis": "table",
    }


def _steps(record: Mapping[str, Any]) -> Iterator[str]:
    for step in _objects(record, "executionSteps"):
        yield from (text for text in (_text(step, "name"), _text(step, "description")) if text)


def _fees(method: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for fee in _objects(method, "fees"):
        value = fee.get("value")
        known = isinstance(value, int) and not isinstance(value, bool) and value > 0
        name = _text(fee, "description") or FEES.get(_text(fee, "type"), "")
        yield {
            "name": name or None,
            "amount_vnd": value if known else None,
            "shown": "" if value is None else str(value),
        }


def _fee_texts(method: Mapping[str, Any]) -> Iterator[str]:
    for fee in _fees(method):
        if fee["amount_vnd"]:
            yield f"{fee['name'] or 'Phí, lệ phí'}: {fee['amount_vnd']:,} đồng".replace(",", ".")
        elif fee["name"] not in (None, *FEES.values()):
            yield str(fee["name"])


def _components(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    groups = [(_text(case, "name"), case) for case in _objects(record, "executionCases")]
    for group, holder in [*groups, ("", record)]:
        for row in _objects(holder, "profileComponents"):
            originals, copies = (_count(row, key) for key in ("originalQty", "copyQty"))
            forms = [_text(form, "fileName") for form in _objects(row, "attachments")]
            yield {
                "name": _text(row, "name"), "originals": originals, "copies": copies, "group": group,
                "form": next((form for form in forms if form), ""), "note": "", "remark": not originals and not copies,
            }  # fmt: skip


def _count(row: Mapping[str, Any], key: str) -> int:
    value = row.get(key) or 0
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused("Mục “{key}” phải là số.", field="components", key=key)
    return value


def _names(record: Mapping[str, Any], key: str) -> list[str]:
    return _unique(_text(row, "name") for row in _objects(record, key))


def _unique(texts: Any) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _objects(record: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    value = record.get(key) or []
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise Refused("Mục “{key}” phải là danh sách đối tượng.", key=key)
    return value


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused("Mục “{key}” phải là chữ.", key=key)
    return value.strip()
