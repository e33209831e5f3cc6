"""A version of a procedure for programs: every part of it, in the words of the import format."""

from __future__ import annotations

from datetime import date
from typing import Any

from motcua.catalogue.differences import Change, Says
from motcua.catalogue.models import DecisionItem, LimitCase, ProcedureVersion
from motcua.kernel.sentences import Sentence


def said(what: Says, item: DecisionItem | None = None) -> dict[str, Any]:
    """What a version says; `item` is what a decision said of it, if one published it."""
    version = what.version
    return {
        "code": version.procedure.code,
        "version": version.n,
        "valid_from": version.valid_from.isoformat(),
        "valid_to": _day(version.valid_to),
        "name": version.name,
        "field": version.field,
        "levels": version.levels,
        "agency": version.agency,
        "channels": version.channels,
        "steps": version.steps,
        "limit": {**_limit(version), "text": version.limit_text},
        "holds": [{"name": hold.name, "basis": hold.basis, "kind": hold.kind} for hold in what.holds],
        "cases": [{"name": case.name, **_limit(case)} for case in what.cases],
        "components": [
            {
                "name": c.name, "originals": c.originals, "copies": c.copies, "group": c.group, "note": c.note,
                "form": c.form, "required": c.required, "remark": c.remark, "result_of": c.result_of,
            }
            for c in what.components
        ],
        "sets": version.sets,
        "fee_text": version.fee_text,
        "charges": version.published.get("charges") or [],
        "result": version.result,
        "requirements": version.requirements,
        "subjects": version.subjects,
        "legal_bases": version.legal_bases,
        "online": version.online,
        "online_level": version.online_level,
        "online_reason": version.online_reason,
        "authority_system": version.authority_system,
        "receivable": version.receivable,
        "missing": version.missing,
        "decision": _decision(item) if item is not None else None,
    }  # fmt: skip


def _decision(item: DecisionItem) -> dict[str, Any]:
    decision = item.decision
    return {
        "number": decision.number,
        "dated": decision.dated.isoformat(),
        "agency": decision.agency,
        "kind": item.kind,
        "effective_from": decision.effective_from.isoformat(),
    }


def change_said(change: Change) -> dict[str, Any]:
    """One difference: part, what happened, and the whole as a sentence."""
    return {
        "part": change.part,
        "how": change.how.value,
        "entry": change.entry,
        "aspect": change.aspect,
        "before": _text(change.before),
        "after": _text(change.after),
        "text": str(change.sentence),
    }


def _text(text: str | Sentence) -> str | None:
    return str(text) or None


def _limit(of: ProcedureVersion | LimitCase) -> dict[str, Any]:
    amount = of.limit_amount
    return {
        "amount": None if amount is None else int(amount) if amount == int(amount) else float(amount),
        "unit": of.limit_unit or None,
        "date": _day(of.limit_date),
        "channels": of.limit_channels,
        "legal_basis": of.limit_basis,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
