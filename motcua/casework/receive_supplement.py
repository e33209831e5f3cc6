"""Receive a supplement: the papers came, the clock runs again (NĐ 118/2025 Điều 19.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.models import Dossier, ReceivedComponent
from motcua.dossiers.states import Status
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor

from .ask_supplement import open_among
from .backdating import Claim, admit
from .case import Case, locked
from .intake import Paper, check_papers
from .supplements import check_came


def receive_supplement(
    code: str, *, by: Actor, at: datetime, papers: Sequence[Paper] = (), claim: Claim | None = None
) -> Dossier:
    """Take in what was asked for: 5 goes back to where it came from.

    A request that left within its term makes the legal limit count from zero, any other only held it. `papers` are
    the lines that came; refused for one that was not asked for: what was enough stands as it was received.
    """
    with locked(code, by=by, at=at) as case:
        case.require("receive_supplement")
        case.ask("dossier.receive_supplement")
        d, request = case.dossier, open_among(case.requests)
        if request is None:
            raise Refused("Hồ sơ không có yêu cầu bổ sung nào đang chờ.")
        admit(case, claim)
        check_came((p.n for p in papers), request.items)
        rows = check_papers(papers, d.version_id, complete=False, extras=_extras(case, papers))
        case.books.put_received(d, rows)
        _attach(case, papers)
        kind = case.move("receive_supplement", Status(d.resume_status or Status.FILED))
        case.set(resume_status=None)
        if d.accepted_at is not None:
            case.run_clock(anew=bool(request.restarts))
        case.books.change_request(request, answered_at=at)
        case.record(
            kind,
            restarts=bool(request.restarts),
            papers=[{"n": r.n, "name": r.name, "originals": r.originals, "copies": r.copies} for r in rows],
            **({"channel": "online"} if case.by.proved else {}),
        )
        case.commit()
        return d


def _extras(case: Case, papers: Sequence[Paper]) -> int:
    """How many papers that the procedure does not list are there; asked only when another one comes."""
    if all(p.n for p in papers):
        return 0
    return ReceivedComponent.objects.filter(dossier_id=case.dossier.pk, component__isnull=True).count()


def _attach(case: Case, papers: Sequence[Paper]) -> None:
    dossier_actions.attach_papers(
        case.dossier, [(p.n, p.name, f) for p in papers for f in p.files], by_id=case.by.account_id or None, at=case.at
    )
