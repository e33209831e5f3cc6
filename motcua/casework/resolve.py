"""Resolve: the result is ready for the applicant, the dossier is finished (state 9). And the result at once."""

from __future__ import annotations

from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.workflow.demands import REFUSED
from motcua.workflow.queries import first_of
from motcua.workflow.rules import Outcome, StepKind

from .backdating import Claim, admit, beside
from .books import in_one_go
from .case import Case, locked
from .consult import leave_unanswered
from .file import file_and_accept
from .following import follow
from .intake import Intake
from .owed import check_demands, check_owed
from .results import ResultData, add, in_force
from .return_result import return_result
from .take import chosen, enter_process
from .walking import begin_at, go_on


def resolve(
    code: str,
    *,
    by: Actor,
    at: datetime,
    item_id: int | None = None,
    result: ResultData | None = None,
    note: str = "",
    claim: Claim | None = None,
) -> Dossier:
    """The finish: the electronic result released by who issues it, or the paper received by the returning counter.

    Signing, numbering and arrival are three events; only this one ends the count (design §3).
    """
    with locked(code, by=by, at=at) as case:
        case.require("resolve")
        item = chosen(case, item_id)
        case.ask("dossier.resolve", item)
        admit(case, claim)
        enter_process(case)
        if item.kind == StepKind.ISSUE and item.step is not None:
            check_owed(case, item, note=note, person_id=by.account_id)
            if result is not None and result.outcome == REFUSED:
                check_demands(case, item, REFUSED, note=note, person_id=by.account_id)
            if result is None or not result.electronic:
                raise Refused(
                    "Kết quả giấy được chuyển về Bộ phận Một cửa; chỉ kết quả điện tử kết thúc ở bước này.",
                    field="electronic",
                )
            said = add(case, result) | leave_unanswered(case) | ({"note": note.strip()} if note.strip() else {})
            go_on(case, item, note=note.strip())
            outcome = result.outcome
        elif item.kind == StepKind.RETURN:
            if result is not None:
                raise Refused("Kết quả đã được ghi ở bước phát hành; ở đây chỉ báo là đã có.", field="result")
            entered = in_force(case)
            if entered is None:
                raise Refused("Hồ sơ chưa có kết quả.")
            said, outcome = {"result": entered.number}, entered.outcome
        else:
            raise Refused("Hồ sơ chưa đến bước phát hành kết quả.")
        _finish(case, outcome, said)
        case.commit()
        follow(case)
        return case.dossier


def _finish(case: Case, outcome: str, said: dict[str, object]) -> None:
    case.end_pause()
    case.drop_proposal()
    case.drop_questions()
    kind = case.move("resolve", Status.FINISHED)
    case.set(finished_at=case.at, outcome=outcome)
    case.record(kind, **said)


@in_one_go()
def result_at_once(
    intake: Intake,
    *,
    by: Actor,
    at: datetime,
    result: ResultData,
    receipt: bool = False,
    returned_to: str = "",
    claim: Claim | None = None,
) -> Dossier:
    """Received, resolved and returned at one moment: 1-2-4-9-10, recorded although no receipt need be printed.

    NĐ 118/2025 Điều 17.4–17.5; B-40, B-41. The counter officer is authorised to settle directly.
    """
    dossier = file_and_accept(intake, by=by, at=at, receipt=receipt, claim=beside(claim))
    with locked(dossier.code, by=by, at=at) as case:
        case.ask("dossier.return_result")
        admit(case, claim)  # on the event that ends the count
        item = chosen(case, None)
        assert item.step is not None
        enter_process(case)
        said = add(case, result)
        case.close(item, outcome=Outcome.FORWARD)
        begin_at(case, first_of(item.step, StepKind.RETURN), assignee_id=by.account_id)
        _finish(case, result.outcome, said | {"at_once": True})
        case.commit()
    return return_result(dossier.code, by=by, at=at, returned_to=returned_to, claim=beside(claim))
