"""Attach: files are added to a dossier; they are never replaced and never taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor

from .case import locked

KINDS = ("component", "result", "evidence")


def attach(code: str, *, by: Actor, at: datetime, files: Sequence[tuple[str, StoredFile]], kind: str) -> Dossier:
    """Add files, given as (name, stored file). `kind` is component, result or evidence."""
    if not files:
        raise Refused("Chọn ít nhất một tệp.", field="file")
    if kind not in KINDS:
        raise Refused("Không rõ tệp này là gì.", field="kind")
    with locked(code, by=by, at=at) as case:
        case.require("attach")
        case.ask("dossier.attach")
        papers = [(0, name, file) for name, file in files]
        dossier_actions.attach_papers(case.dossier, papers, by_id=by.account_id, at=at, kind=kind)
        case.record("paper.added", paper_kind=kind, names=[name for name, _ in files])
        case.commit()
        return case.dossier
