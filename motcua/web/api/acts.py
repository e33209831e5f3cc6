"""The acts: each is one noun below a dossier and one call of the verb that the page of the same name calls."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja.params.models import Body, Path

from motcua.casework.accept import accept
from motcua.casework.advance import advance, send_back
from motcua.casework.amend import Amendment, amend
from motcua.casework.apologise import apologise
from motcua.casework.ask_supplement import ask_supplement, drop_supplement, propose_supplement
from motcua.casework.attach import attach
from motcua.casework.change_case import Evidence, change_case
from motcua.casework.consult import answer_consultation, consult, withdraw_consultation
from motcua.casework.decide_claim import decide_claim
from motcua.casework.end import stop, withdraw
from motcua.casework.hold import hold, release
from motcua.casework.originals import give_back, keep_originals
from motcua.casework.post_result import post_result, result_came_back
from motcua.casework.reads.pointers import account_called, agency_coded, dossier_of, is_visible, version_in_exchange
from motcua.casework.recall import recall
from motcua.casework.receive_supplement import receive_supplement
from motcua.casework.receive_transfer import receive_transfer
from motcua.casework.record_loss import record_loss
from motcua.casework.refuse import refuse
from motcua.casework.remind import remind
from motcua.casework.reopen import reopen
from motcua.casework.reroute import reroute
from motcua.casework.resolve import resolve
from motcua.casework.return_result import return_result
from motcua.casework.route import route
from motcua.casework.take import hand_over, take
from motcua.casework.through import advance_through
from motcua.casework.urge import answer_urging, urge
from motcua.casework.void import void
from motcua.casework.wrong_result import settle_wrong_result
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.workflow.process.walk import FORWARD
from motcua.workflow.sharing import Way

from . import given_acts as g
from . import told
from .acting import acted
from .bearing import Token, facts
from .door import api
from .files import claim as claim_of
from .files import files_of, papers, scan_of
from .given import Given, Number
from .nouns import NOUNS

WRITES = "dossiers:write"
Verb = Callable[..., Dossier]


def act(verb: str) -> Callable[[Verb], Verb]:
    """Offer a verb at `POST /dossiers/{code}/<noun>`. What it decorates takes the code, the body, actor and moment."""

    def offer(call: Verb) -> Verb:
        body = inspect.signature(call, eval_str=True).parameters["given"].annotation

        def endpoint(request: HttpRequest, code: str, given: Any) -> HttpResponse:
            who: dict[str, Any] = {"by": request.actor, "at": request.at}  # type: ignore[attr-defined]
            if call in LOOKS_FIRST and not is_visible(code, facts(request)):
                raise Http404
            return acted(request, lambda: call(code, given, **who), code=code)

        endpoint.__name__, endpoint.__doc__ = call.__name__, call.__doc__
        optional = all(not field.is_required() for field in body.model_fields.values())
        endpoint.__signature__ = _signature(body, Body(body()) if optional else Body(...))  # type: ignore[attr-defined]
        api.post(
            f"/dossiers/{{code}}/{NOUNS[verb]}",
            auth=Token(WRITES),
            response=told.DossierTold,
            operation_id=verb,
            tags=["dossiers"],
            url_name=verb,
        )(endpoint)
        return call

    return offer


def _signature(body: type[Given], default: Any) -> inspect.Signature:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Signature(
        [
            inspect.Parameter("request", kind, annotation=HttpRequest),
            inspect.Parameter("code", kind, annotation=Annotated[str, Path(...)]),
            inspect.Parameter("given", kind, annotation=body, default=default),
        ]
    )


@act("accept")
def acceptance(code: str, given: g.AcceptanceGiven, *, by: Actor, at: datetime) -> Dossier:
    """Accept a dossier that was filed: the clock starts, the receipt (form 01) is written."""
    lines = None if given.papers is None else papers(given.papers, by=by)
    return accept(code, by=by, at=at, papers=lines, case_n=given.case, claim=claim_of(given.claim, by=by))


@act("refuse")
def refusal(code: str, given: g.RefusalActGiven, *, by: Actor, at: datetime) -> Dossier:
    """Refuse a dossier before acceptance, by form 03."""
    claim = claim_of(given.claim, by=by)
    reasons, basis = given.reasons, given.basis
    return refuse(code, by=by, at=at, reasons=reasons, basis=basis, competent=given.competent, claim=claim)


@act("propose_supplement")
def proposal(code: str, given: g.ProposalGiven, *, by: Actor, at: datetime) -> Dossier:
    """Propose, at the desk, what the counter shall ask the applicant for."""
    items, basis, reason = given.check(), given.basis, given.leader_reason
    claim = claim_of(given.claim, by=by)
    return propose_supplement(code, by=by, at=at, items=items, basis=basis, leader_reason=reason, claim=claim)


@act("ask_supplement")
def request_supplement(code: str, given: g.AskActGiven, *, by: Actor, at: datetime) -> Dossier:
    """Issue form 02: the proposal of the desk as it stands, or before acceptance the counter's own points."""
    claim = claim_of(given.claim, by=by)
    return ask_supplement(code, by=by, at=at, items=given.check(), basis=given.basis, claim=claim)


@act("drop_supplement")
def dismissal(code: str, given: g.ReasonGiven, *, by: Actor, at: datetime) -> Dossier:
    """Give a proposed supplement request back to the desk, or take it back; nothing is issued."""
    return drop_supplement(code, by=by, at=at, reason=given.reason)


@act("receive_supplement")
def supplement(code: str, given: g.SupplementGiven, *, by: Actor, at: datetime) -> Dossier:
    """Take in the papers that were asked for; the clock runs again."""
    claim = claim_of(given.claim, by=by)
    return receive_supplement(code, by=by, at=at, papers=papers(given.papers, by=by), claim=claim)


@act("take")
def taking(code: str, given: g.WorkGiven, *, by: Actor, at: datetime) -> Dossier:
    """Take an open piece of work."""
    return take(code, by=by, at=at, item_id=given.item, claim=claim_of(given.claim, by=by))


@act("hand_over")
def handing_over(code: str, given: g.HandOverGiven, *, by: Actor, at: datetime) -> Dossier:
    """Give an open piece of work to a colleague, or back to all of its role."""
    to = None if given.to is None else account_called(given.to) or 0  # nobody bears 0: the verb says that it cannot be
    if given.share is not None and to is not None:
        raise Refused("Chọn người nhận hoặc cách chia việc, không chọn cả hai.", field="share")
    way = Way(given.share) if given.share is not None else None
    claim = claim_of(given.claim, by=by)
    return hand_over(code, by=by, at=at, to=to, way=way, item_id=given.item, note=given.note, claim=claim)


@act("send_back")
def sending_back(code: str, given: g.SendBackGiven, *, by: Actor, at: datetime) -> Dossier:
    """Return the dossier to an earlier step."""
    claim = claim_of(given.claim, by=by)
    return send_back(code, by=by, at=at, to_step=given.to_step, note=given.note, item_id=given.item, claim=claim)


@act("recall")
def recalling(code: str, given: g.RecallGiven, *, by: Actor, at: datetime) -> Dossier:
    """Take back what the actor completed or sent back, before anybody has taken the work that it opened."""
    return recall(code, by=by, at=at, item_id=given.item, note=given.note)


@act("hold")
def holding(code: str, given: g.HoldGiven, *, by: Actor, at: datetime) -> Dossier:
    """Stop the clock on a ground with a citation."""
    ground, reason, basis = given.ground, given.reason, given.basis
    claim, published = claim_of(given.claim, by=by), given.published or 0
    return hold(code, by=by, at=at, ground=ground, reason=reason, basis=basis, published=published, claim=claim)


@act("release")
def releasing(code: str, given: g.ReleaseGiven, *, by: Actor, at: datetime) -> Dossier:
    """Let the clock run again with what was left of the limit."""
    return release(code, by=by, at=at, note=given.note, claim=claim_of(given.claim, by=by))


@act("resolve")
def ready(code: str, given: g.ReadyGiven, *, by: Actor, at: datetime) -> Dossier:
    """The result is ready: released electronically, or received on paper by the counter that returns it."""
    result = given.result.result() if given.result else None
    claim = claim_of(given.claim, by=by)
    return resolve(code, by=by, at=at, item_id=given.item, result=result, claim=claim)


@act("return_result")
def returning(code: str, given: g.ReturnGiven, *, by: Actor, at: datetime) -> Dossier:
    """Hand the result over to the applicant."""
    claim = claim_of(given.claim, by=by)
    return return_result(code, by=by, at=at, taken=given.taken(), claim=claim)


@act("post_result")
def posting(code: str, given: g.PostingGiven, *, by: Actor, at: datetime) -> Dossier:
    """Give the result to the post; it is returned when that says it was delivered."""
    return post_result(code, by=by, at=at, item_number=given.item_number)


@act("result_came_back")
def posting_return(code: str, given: g.PostingReturnGiven, *, by: Actor, at: datetime) -> Dossier:
    """The post brought the result back to the counter."""
    return result_came_back(code, by=by, at=at, reason=given.reason)


@act("remind")
def reminder(code: str, given: g.ReminderGiven, *, by: Actor, at: datetime) -> Dossier:
    """Record that the applicant was reminded of the result."""
    return remind(code, by=by, at=at, channel=given.channel, note=given.note)


@act("keep_originals")
def originals(code: str, given: g.OriginalsGiven, *, by: Actor, at: datetime) -> Dossier:
    """List the originals that the counter keeps to compare."""
    return keep_originals(code, by=by, at=at, papers=given.kept())


@act("give_back")
def originals_return(code: str, given: g.OriginalsReturnGiven, *, by: Actor, at: datetime) -> Dossier:
    """Give originals back."""
    return give_back(code, given.numbers, by=by, at=at, to=given.to)


@act("settle_wrong_result")
def wrong_result(code: str, given: g.WrongResultGiven, *, by: Actor, at: datetime) -> Dossier:
    """Record what became of the paper of a wrong result, and that its receiver was told."""
    return settle_wrong_result(code, by=by, at=at, paper=given.paper, told_by=given.told_by, note=given.note)


@act("record_loss")
def loss(code: str, given: g.LossGiven, *, by: Actor, at: datetime) -> Dossier:
    """Record papers lost or damaged here, with a letter of apology."""
    return record_loss(code, given.loss(), by=by, at=at)


@act("withdraw")
def withdrawing(code: str, given: g.WithdrawalGiven, *, by: Actor, at: datetime) -> Dossier:
    """End at the applicant's request, before a decision."""
    claim = claim_of(given.claim, by=by)
    return withdraw(code, by=by, at=at, request=given.request, fee=given.fee, claim=claim)


@act("stop")
def stopping(code: str, given: g.StopGiven, *, by: Actor, at: datetime) -> Dossier:
    """End by the agency's decision, with its legal basis."""
    claim = claim_of(given.claim, by=by)
    return stop(code, by=by, at=at, reason=given.reason, basis=given.basis, fee=given.fee, claim=claim)


@act("reopen")
def reopening(code: str, given: g.ReopeningGiven, *, by: Actor, at: datetime) -> Dossier:
    """Take a finished dossier back to mend an error of the agency; the due date stays."""
    return reopen(code, by=by, at=at, reason=given.reason, claim=claim_of(given.claim, by=by))


@act("amend")
def amendment(code: str, given: g.AmendmentGiven, *, by: Actor, at: datetime) -> Dossier:
    """Put right what was taken down wrongly; an issued receipt is issued again."""
    change = Amendment(
        applicant=given.applicant.party() if given.applicant else None,
        owners=None if given.owners is None else tuple(owner.party() for owner in given.owners),
        papers=None if given.papers is None else papers(given.papers, by=by),
        delivery=given.delivery,
        request=given.request,
        sets=given.sets,
        version_id=_version(code, given.procedure, by=by, at=at) if given.procedure else None,
        case=given.case,
    )
    return amend(code, change, by=by, at=at, reason=given.reason)


def _version(code: str, procedure: str, *, by: Actor, at: datetime) -> int:
    found = version_in_exchange(code, procedure, by=by, at=at)
    if found is None:
        raise Http404
    return found


@act("attach")
def attachments(code: str, given: g.AttachmentsGiven, *, by: Actor, at: datetime) -> Dossier:
    """Add files that were sent before; none is ever replaced or taken away."""
    return attach(code, by=by, at=at, files=files_of(given.files, by=by), kind=given.kind)


@act("void")
def voiding(code: str, given: g.VoidGiven, *, by: Actor, at: datetime) -> Dossier:
    """Void a dossier entered by mistake or twice; its code stays used."""
    return void(code, by=by, at=at, reason=given.reason, replaced_by=given.replaced_by)


@act("apologise")
def apology(code: str, given: g.ApologyGiven, *, by: Actor, at: datetime) -> Dossier:
    """Apologise for a delay or an error, with a new appointment, by form 04; the legal due date stays."""
    return apologise(code, by=by, at=at, cause=given.cause, appointment_on=given.appointment_on)


@act("change_case")
def change_of_case(code: str, given: g.ChangeOfCaseGiven, *, by: Actor, at: datetime) -> Dossier:
    """Judge a dossier by another case of its procedure, before it is due; the limit counts from acceptance."""
    evidence = Evidence(given.paper, scan_of(given.scan, field="scan", by=by))
    return change_case(code, by=by, at=at, to=given.to, ground=given.ground, evidence=evidence)


@act("consult")
def consulting(code: str, given: g.ConsultationGiven, *, by: Actor, at: datetime) -> Dossier:
    """Ask another agency for its opinion; the limit of the dossier goes on."""
    return consult(code, by=by, at=at, agency=given.agency, question=given.question, days=given.days)


@act("answer_consultation")
def consultation_answer(code: str, given: g.ConsultationAnswerGiven, *, by: Actor, at: datetime) -> Dossier:
    """Answer for the agency that was asked; who has the dossier is told."""
    return answer_consultation(code, by=by, at=at, verdict=given.verdict, answer=given.answer, item_id=given.item)


@act("withdraw_consultation")
def consultation_withdrawal(code: str, given: g.ConsultationWithdrawalGiven, *, by: Actor, at: datetime) -> Dossier:
    """Take back a question that is not answered yet."""
    return withdraw_consultation(code, by=by, at=at, note=given.note, item_id=given.item)


@act("route")
def routing(code: str, given: g.RoutingGiven, *, by: Actor, at: datetime) -> Dossier:
    """Name the agency that decides a dossier which was taken down without knowing it."""
    to = agency_coded(given.to, at=at)
    return route(code, by=by, at=at, to=to, transfer=given.transfer, reason=given.reason)


@act("reroute")
def rerouting(code: str, given: g.ReroutingGiven, *, by: Actor, at: datetime) -> Dossier:
    """Hand a dossier that came to the wrong agency on to the one that decides it; its limit goes on."""
    return reroute(code, by=by, at=at, to=agency_coded(given.to, at=at), reason=given.reason)


@act("receive_transfer")
def transfer(code: str, given: g.TransferGiven, *, by: Actor, at: datetime) -> Dossier:
    """Record that the paper which another counter took in has reached the agency that decides."""
    return receive_transfer(code, by=by, at=at)


@act("urge")
def urging(code: str, given: g.UrgingGiven, *, by: Actor, at: datetime) -> Dossier:
    """Urge whoever holds the dossier; they are told, and asked to answer."""
    return urge(code, by=by, at=at, note=given.note)


@act("answer_urging")
def urging_answer(code: str, given: g.AnswerGiven, *, by: Actor, at: datetime) -> Dossier:
    """Answer the urgings that wait; who urged is told."""
    return answer_urging(code, by=by, at=at, answer=given.answer)


@act("decide_claim")
def claim_decision(code: str, given: g.ClaimDecisionGiven, *, by: Actor, at: datetime) -> Dossier:
    """Approve or reject a step that was recorded late, as the second person."""
    return decide_claim(code, by=by, at=at, approve=given.approve, event=given.event, note=given.note)


# Who proposed may take the proposal back without policy being asked: here it is asked whether they still see it.
LOOKS_FIRST = frozenset({dismissal})


@api.post(
    "/work-items/{id}/completion",
    auth=Token(WRITES),
    response=told.DossierTold,
    operation_id="advance",
    tags=["worklist"],
    url_name="advance",
)
def completion(
    request: HttpRequest,
    id: Annotated[Number, Path(...)],
    given: Annotated[g.CompletionGiven, Body(g.CompletionGiven())],
) -> HttpResponse:
    """Complete a step of the internal process; the one that issues the result takes its data.

    A result on paper travels to the counter; an electronic one finishes the dossier.
    """
    by, at = request.actor, request.at  # type: ignore[attr-defined]
    code = dossier_of(id, facts(request))
    if code is None:
        raise Http404
    result = given.result.result() if given.result else None
    claim = claim_of(given.claim, by=by)

    def done() -> Dossier:
        if result is not None and result.electronic:
            return resolve(code, by=by, at=at, item_id=id, result=result, note=given.note, claim=claim)
        way = given.outcome or FORWARD
        if given.through:
            if result is not None:
                raise Refused("Bước phát hành kết quả không làm luôn bước sau.", field="through")
            return advance_through(
                code, by=by, at=at, through=given.through, item_id=id, note=given.note, outcome=way, claim=claim
            )
        return advance(code, by=by, at=at, item_id=id, note=given.note, outcome=way, result=result, claim=claim)

    return acted(request, done, code=code)
