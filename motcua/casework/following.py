"""What becomes of the members of a declaration that wait, once the dossier before them has its result or ends without.

Part of the transaction of the verb that ended it. With a result they are accepted at that moment and their clocks
start; without one, or where they cannot go on as they are (the procedure has changed, papers are missing), the counter
finds them among what it has to decide.
"""

from __future__ import annotations

from motcua.catalogue.models import Procedure
from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.models import Dossier, LinkedDossier
from motcua.dossiers.parties import PartyData
from motcua.dossiers.states import ENDED, LABELS, Link, Status
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.workflow.queries import process_in_force, steps_of

from .accept import accept_new, as_papers
from .case import Case, locked
from .intake import Intake, Terms, check_papers, terms_for
from .links import followers

NO_RESULT = gettext_noop("Hồ sơ {code} mà hồ sơ này chờ kết thúc không có kết quả ({state}).")


def follow(case: Case) -> None:
    """Let those that wait for this dossier go on or be decided; called once it has ended and is written.

    One statement where it is linked, none otherwise; each that waits costs what its own acceptance costs.
    """
    if not case.books.linked(case.dossier):
        return
    for member in followers(case.dossier):
        with locked(member.dossier.code, by=case.by, at=case.at) as waiting:
            _follow(waiting, member, case.dossier)


def _follow(case: Case, member: LinkedDossier, before: Dossier) -> None:
    """Of what ended meanwhile only the link is settled; what waits for its applicant goes by hand from there."""
    granted = before.state is Status.FINISHED and before.outcome == "granted"
    if case.dossier.voided_at is not None or case.dossier.state in ENDED:
        return dossier_actions.settle(member, Link.FOLLOWED if granted else Link.STRANDED)
    why = None if granted else _without_result(before)
    if granted and case.dossier.state is Status.FILED:
        try:
            terms = _terms(case)
            check_papers(as_papers(case.received), case.dossier.version_id, complete=True)
        except Refused as no:
            why = no.sentence
        else:
            _begin(case, terms, before)
    if case.dossier.state is not Status.ACCEPTED:
        _hand_to_counter(case, before, why)
    case.commit()
    dossier_actions.settle(member, Link.STRANDED if why else Link.FOLLOWED)


def _without_result(before: Dossier) -> Sentence:
    refused = before.state is Status.FINISHED
    state = gettext_noop("từ chối giải quyết") if refused else LABELS[before.state]
    if before.voided_at is not None:
        state = gettext_noop("hủy do ghi nhầm")
    return Sentence(NO_RESULT, {"code": before.code, "state": Sentence(state)})


def _terms(case: Case) -> Terms:
    """What a reception of today would go by; Refused when the procedure cannot be received as it was filed."""
    d = case.dossier
    asked = Intake(d.version_id, d.receiving_id, d.competent_id, PartyData(name="-"))
    return terms_for(asked, day=case.at.astimezone(VIETNAM).date())


def _begin(case: Case, terms: Terms, before: Dossier) -> None:
    """Accepted by nobody's press: the first step of its process begins and ends at this moment."""
    if case.item is None:
        case.items = [*case.items, case.open_item(steps_of(terms.process_id)[0])]
    case.note(followed=before.code)
    accept_new(case, case.parties, case.received, serial=0)


def _hand_to_counter(case: Case, before: Dossier, why: Sentence | None) -> None:
    """Something for the counter to decide; its time for that runs from now."""
    if case.item is None and (process_id := _process(case)):
        case.items = [*case.items, case.open_item(steps_of(process_id)[0])]
    case.record("linked.stranded" if why else "linked.released", before=before.code, why=str(why or ""))


def _process(case: Case) -> int | None:
    """The process in force for its procedure, also where the procedure itself can be received no more."""
    d, day = case.dossier, case.at.astimezone(VIETNAM).date()
    found = process_in_force(procedure="pk", agency_id=d.competent_id, day=day)
    return Procedure.objects.filter(pk=d.version.procedure_id).values_list(found, flat=True).first()
