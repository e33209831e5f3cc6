"""All acts of the desk by their noun, in the order in which a page offers them."""

from __future__ import annotations

from .amendments import AmendPapers, AmendPeople, AmendProcedure, AmendTerms
from .apologising import Apologise
from .attaching import Attach
from .base import Act
from .consulting import AnswerConsultation, Consult, WithdrawConsultation
from .counter import Accept, Refuse, Resolve
from .deciding import DecideClaim
from .endings import Hold, Release, Reopen, Stop, Void, Withdraw
from .fees import Assess, CancelPayment, Pay, Refund
from .limit_cases import ChangeCase
from .returning import (
    CameBack,
    GiveBack,
    KeepOriginals,
    PostResult,
    RecordLoss,
    Remind,
    ReturnResult,
    SettleWrong,
)
from .supplements import Ask, Drop, Propose, Receive
from .tax import AskTax, TakeNotice, TakeProof, WithdrawNotice
from .transfers import ReceiveTransfer, Reroute, Route
from .urging import AnswerUrging, Urge
from .work import Advance, HandOver, Recall, SendBack, Take

ACTS: tuple[type[Act], ...] = (
    Route,
    Accept,
    ReceiveTransfer,
    Advance,
    Resolve,
    ReturnResult,
    PostResult,
    CameBack,
    Remind,
    Receive,
    Ask,
    Take,
    HandOver,
    SendBack,
    Recall,
    AnswerConsultation,
    Consult,
    WithdrawConsultation,
    Propose,
    Drop,
    TakeProof,
    Release,
    AskTax,
    TakeNotice,
    WithdrawNotice,
    Pay,
    Assess,
    Hold,
    ChangeCase,
    Reroute,
    Apologise,
    AnswerUrging,
    Urge,
    DecideClaim,
    SettleWrong,
    GiveBack,
    KeepOriginals,
    Attach,
    AmendPeople,
    AmendPapers,
    AmendTerms,
    AmendProcedure,
    CancelPayment,
    Refund,
    Refuse,
    Withdraw,
    Stop,
    RecordLoss,
    Reopen,
    Void,
)
BY_NOUN = {act.noun: act for act in ACTS}
