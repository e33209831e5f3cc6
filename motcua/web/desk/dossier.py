"""The page of one dossier: where it stands and why, what belongs to it, and what can be done now."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.casework.reads.dossier import Whole
from motcua.casework.reads.tax import concerns_tax
from motcua.casework.reads.verbs import possible
from motcua.dossiers.states import Status
from motcua.kernel.sentences import Sentence
from motcua.policy.permissions import why_not
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import new_key
from motcua.workflow.rules import StepKind

from . import exchange, money
from .acting import seen
from .acts.base import Act
from .acts.table import ACTS
from .journal_words import told
from .progress import way
from .telling import case_facts, lateness, other_clocks, people, sections, slips

IN_THE_BAR = 4
MONEY = frozenset({"assess", "pay", "cancel_payment", "refund"})
TAX = frozenset({"ask_tax", "take_notice", "withdraw_notice", "take_proof"})
DONE_SHOWN = 7  # steps done before these fold away: a dossier sent back and forth has many


@dataclass(frozen=True, slots=True)
class Offer:
    """An act as the page offers it: a link or button, or the reason why not."""

    act: type[Act]
    label: object
    url: str
    why_not: Sentence | None


@needs("desk.use")
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """The dossier of `code`."""
    whole = seen(request, code, journal=True)
    offers = offered(whole)
    lawful = [offer for offer in offers if offer.why_not is None]
    bar = [offer for offer in lawful if offer.act.key][:IN_THE_BAR]  # what is done often has a key
    rows = way(whole)
    folded = sum(row["state"] == "done" for row in rows) - DONE_SHOWN
    context = {
        "whole": whole,
        "d": whole.dossier,
        "way": rows[max(0, folded) :],
        "earlier": rows[: max(0, folded)],
        "journal": told(whole.events),
        "leads": bool(bar) and bar[0].act.verb in (expected(whole), "take", "accept"),
        "bar": bar or [offer for offer in offers if offer.act.verb == expected(whole)][:1],
        "more": [offer for offer in lawful if offer not in bar and not offer.act.destructive],
        "claimable": [offer for offer in bar if offer.act.late_label and offer.why_not is None],
        "grave": [offer for offer in lawful if offer not in bar and offer.act.destructive],
        "barred": [offer for offer in offers if offer.why_not is not None],
        "people": people(whole),
        "case_facts": case_facts(whole),
        **slips(whole),
        "sections": sections(whole),
        "other_clocks": other_clocks(whole),
        "lateness": lateness(whole),
        "exchanged": exchange.rows(whole),
        "trouble": exchange.troubled(whole),
        "fees": money.shown(whole, offers),
        "key": new_key(),
        "digitises": bool(whole.received)
        and why_not("counter.use", facts(request)) is None
        and any(offer.act.verb == "attach" for offer in lawful),
        "slip_key": new_key(),
        "receipt_key": new_key(),
    }
    return render(request, "desk/dossier.html", context)


def offered(whole: Whole) -> list[Offer]:
    """All acts with what forbids them now; those that are to be done first, first, grave ones last."""
    can = possible(whole)
    issues = whole.item is not None and whole.item.kind == StepKind.ISSUE
    acts = [act for act in ACTS if not (issues and act.verb == "resolve")]  # issuing is part of completing that step
    acts = [act for act in acts if act.verb != "change_case" or whole.cases]  # most procedures have one limit
    acts = [act for act in acts if act.verb not in TAX or _taxed(whole, act.verb)]
    acts = [act for act in acts if act.verb not in MONEY or money.is_concerned(whole)]
    first = expected(whole)
    acts.sort(key=lambda act: (act.destructive, act.verb != first))
    url = {act: reverse("desk:act", args=[whole.dossier.code, act.noun]) for act in acts}
    return [Offer(act, act.named(whole), url[act], can[act.verb].why_not) for act in acts]


def _taxed(whole: Whole, verb: str) -> bool:
    """Whether an act of the hand-shake with the tax office belongs on this page; most procedures know no such duty."""
    if verb in ("take_proof", "withdraw_notice"):
        return exchange.waits_for_payment(whole)
    return bool(whole.exchanged) or concerns_tax(whole.dossier.version.field)


def expected(whole: Whole) -> str:
    """The verb that the dossier waits for, whoever may do it."""
    if whole.item is not None and whole.item.kind == StepKind.CONSULT and whole.item.step_id is None:
        return "answer_consultation"
    if whole.request is not None and whole.request.issued_at is None:
        return "ask_supplement"
    by_state = {1: "accept", 5: "receive_supplement", 6: "release", 9: "return_result"}
    if whole.dossier.status == Status.FINANCIAL and exchange.waits_for_payment(whole):
        return "take_proof"
    if verb := by_state.get(whole.dossier.status):
        return verb
    if whole.hold is not None:
        return "release"
    return "resolve" if whole.item is not None and whole.item.kind == StepKind.RETURN else "advance"
