"""Who may do what: the one page.

A permission is a list of alternatives; an alternative is a list of predicates that must all say yes. Whoever meets one
alternative may. The refusal shown is that of the first alternative, so put the usual way first. Whether the *state* of
the dossier allows the act is another question, answered by the table of moves (dossiers/states.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from motcua.deadlines.transfers import Transfer
from motcua.kernel.sentences import Refused, Sentence
from motcua.workflow.models import WorkItem

from . import predicates as p
from .facts import Facts, received_for, supervised

BOUNDARY_FREE = (Transfer.ELECTRONIC.value, Transfer.PAPER.value)

PERMISSIONS: dict[str, list[list[p.Predicate]]] = {
    # At the counter (NĐ 118/2025 Điều 17, 20)
    "dossier.file": [[p.receives_here], [p.files_online]],
    "dossier.accept": [[p.receives_here]],
    "dossier.refuse": [[p.receives_here]],
    "dossier.ask_supplement": [[p.receives_here]],
    "dossier.receive_supplement": [[p.receives_here], [p.proved_a_contact]],
    "dossier.return_result": [[p.receives_here]],
    "dossier.post_result": [[p.receives_here]],
    "dossier.result_came_back": [[p.receives_here]],
    "dossier.remind": [[p.receives_here], [p.heads_the_counter]],
    "dossier.keep_originals": [[p.receives_here]],
    "dossier.give_back": [[p.receives_here], [p.heads_the_counter]],
    "dossier.settle_wrong_result": [[p.receives_here], [p.heads_the_counter]],
    "dossier.record_loss": [[p.heads_the_counter], [p.leads_the_competent_agency]],
    "dossier.withdraw": [[p.receives_here]],
    "dossier.amend": [[p.receives_here], [p.heads_the_counter]],
    "dossier.void": [[p.received_it_today], [p.heads_the_counter]],
    # Money at the counter, and the tills there
    "dossier.assess": [[p.receives_here]],
    "dossier.pay": [[p.receives_here]],
    "dossier.cancel_payment": [[p.receives_here], [p.heads_the_counter]],
    "dossier.refund": [[p.receives_here], [p.heads_the_counter]],
    "till.use": [[p.works_at_a_counter], [p.heads_a_counter]],
    "till.close": [[p.receives_here], [p.heads_the_counter]],
    "till.see_all": [[p.heads_the_counter]],
    # At the desk (Điều 19, 21, 23)
    "dossier.take": [[p.does_this_work]],
    "dossier.advance": [[p.decides_in_person, p.does_this_work], [p.records_for_who_signs_here]],
    "dossier.send_back": [[p.decides_in_person, p.does_this_work], [p.records_for_who_signs_here]],
    "dossier.recall": [[p.passed_it_on]],
    "dossier.hand_over": [[p.does_this_work], [p.leads_where_it_lies], [p.handed_it_over]],
    "dossier.propose_supplement": [
        [p.does_this_work, p.works_for_the_competent_agency],
        [p.leads_the_competent_agency],
    ],
    "dossier.resolve": [[p.does_this_work]],
    "dossier.route": [[p.heads_the_counter], [p.supervises_it]],
    "dossier.receive_transfer": [[p.receives_for_the_competent_agency], [p.works_for_the_competent_agency]],
    "dossier.reroute": [
        [p.works_for_the_competent_agency],
        [p.receives_for_the_competent_agency],
        [p.heads_the_counter],
    ],
    "dossier.hold": [[p.works_for_the_competent_agency], [p.receives_here]],
    "dossier.release": [[p.works_for_the_competent_agency], [p.receives_here]],
    # The hand-shake with the tax office over a duty to pay (rules.md 1.7)
    "dossier.ask_tax": [[p.works_for_the_competent_agency]],
    "dossier.take_notice": [[p.works_for_the_competent_agency], [p.receives_here], [p.speaks_for_the_tax_office]],
    "dossier.withdraw_notice": [[p.works_for_the_competent_agency], [p.receives_here], [p.speaks_for_the_tax_office]],
    "dossier.take_proof": [[p.works_for_the_competent_agency], [p.receives_here], [p.speaks_for_the_tax_office]],
    "dossier.late_supplement": [[p.leads_the_competent_agency]],
    "dossier.change_case": [[p.leads_the_competent_agency]],
    "dossier.apologise": [[p.leads_the_competent_agency]],
    "dossier.consult": [[p.does_this_work, p.works_for_the_competent_agency], [p.leads_the_competent_agency]],
    "dossier.answer_consultation": [[p.does_this_work]],
    "dossier.withdraw_consultation": [[p.works_for_the_competent_agency]],
    "dossier.urge": [[p.leads_the_competent_agency], [p.leads_where_it_lies], [p.supervises_it]],
    "dossier.answer_urging": [[p.does_this_work], [p.works_for_the_competent_agency]],
    "dossier.stop": [[p.leads_the_competent_agency]],
    "dossier.stop_unanswered": [[p.receives_here], [p.leads_the_competent_agency]],
    "dossier.decide_claim": [[p.leads_the_competent_agency], [p.heads_the_counter]],
    "dossier.attach": [[p.works_for_the_competent_agency], [p.receives_here], [p.does_this_work]],
    "dossier.reopen": [[p.heads_the_counter], [p.leads_the_competent_agency]],
    # Dossiers of other systems (ADR 23)
    "shadow.note": [[p.receives_here]],
    "shadow.tell": [[p.receives_here], [p.heads_the_counter]],
    "shadow.void": [[p.receives_here], [p.heads_the_counter]],
    # Blank receipts for when there is no power
    # Form 07 of a counter: with names and addresses; closed once a year
    "register.see": [[p.receives_here], [p.heads_the_counter]],
    "register.close": [[p.heads_the_counter]],
    "emergency.make": [[p.receives_here], [p.heads_the_counter]],
    "emergency.void": [[p.receives_here], [p.heads_the_counter]],
    # Looking
    "dossier.see": [[p.works_on_it], [p.receives_what_travels]],
    "dossier.see_numbers": [[p.works_on_cases_there]],
    "counter.use": [[p.works_at_a_counter]],
    "desk.use": [[p.works_on_cases]],
    "backoffice.use": [[p.administers], [p.supervises]],
    # Figures (design §6)
    "board.use": [[p.supervises], [p.leads_an_agency]],
    "report.see": [[p.supervises_there], [p.leads_there]],
    "report.people": [[p.supervises_there], [p.signs_there]],
    "report.freeze": [[p.supervises_there], [p.signs_there]],
    # Sharing out the work
    "area.enter": [[p.shares_out_there]],
    # Running the office
    "offices.change": [[p.administers]],
    "accounts.change": [[p.administers]],
    "assistance.enter": [[p.administers]],
    "absence.enter": [[p.is_themselves], [p.administers]],
    "catalogue.import": [[p.administers]],
    "catalogue.publish": [[p.supervises_all], [p.administers]],
    # Reviews of procedures (S27, S28, S37)
    "review.open": [[p.supervises_all], [p.administers]],
    "review.fill": [[p.reviews_for_the_agency]],
    "process.change": [[p.administers]],
    "process.answer": [[p.answers_for_the_agency]],
    "outbox.see": [[p.administers]],
}


def why_not(permission: str, facts: Facts) -> Sentence | None:
    """None when the actor may; else why not, in a sentence. KeyError for a permission not on the page."""
    reasons = [
        next((no for no in (predicate(facts) for predicate in alternative) if no), None)
        for alternative in PERMISSIONS[permission]
    ]
    return None if None in reasons else reasons[0]


def ask(permission: str, facts: Facts) -> None:
    """Refused, with the reason, unless the actor may."""
    if no := why_not(permission, facts):
        raise Refused(no)


def open_to(facts: Facts) -> Q:
    """The condition for the one dossier that an address names: visible, or an agency of the actor does or did a piece
    of its work (liên thông, lấy ý kiến). Lists ask `visible`: beside it this would look at the work of all dossiers."""
    theirs = WorkItem.objects.filter(dossier_id=OuterRef("pk"), agency_id__in=facts.by.agencies(*p.CASE_ROLES))
    return visible(facts) | Q(Exists(theirs))


@dataclass(frozen=True, slots=True)
class Sight:
    """What an actor sees dossiers by, as ids of agencies: those of their posts, those at whose own counters they work,
    those below them that they supervise."""

    mine: Collection[int]
    served: Collection[int]
    below: Collection[int]

    def condition(self) -> Q:
        """The dossiers that are visible."""
        seen = Q(receiving_id__in=self.mine) | Q(competent_id__in=self.mine)
        # What another counter took in for an agency, the counter of that agency sees as well.
        if self.served:
            seen |= Q(transfer__in=BOUNDARY_FREE, competent_id__in=self.served)
        return seen | Q(receiving_id__in=self.below) | Q(competent_id__in=self.below) if self.below else seen


def sight(facts: Facts) -> Sight:
    """Of this actor."""
    return Sight(facts.by.agencies(*p.CASE_ROLES), received_for(facts), supervised(facts))


def visible(facts: Facts) -> Q:
    """The condition that every list of dossiers takes: what is not visible does not exist for this actor."""
    return sight(facts).condition()


def work_here(facts: Facts) -> Q:
    """The same for pieces of work, of those that lie where the actor works or supervises: at the receiving or the
    competent agency of their dossier, so that it is visible. A voided dossier has no open work."""
    return Q(agency_id__in=agencies(facts))


def agencies(facts: Facts) -> frozenset[int]:
    """Where the actor's cases lie: the agencies of their posts, and for supervisors all below them."""
    return facts.by.agencies(*p.CASE_ROLES) | supervised(facts)
