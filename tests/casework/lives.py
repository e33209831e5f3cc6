"""Lives of dossiers as lists of verbs that can be pressed one by one or lived in bulk, and what they leave behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from motcua.casework.accept import accept
from motcua.casework.advance import advance, send_back
from motcua.casework.ask_supplement import ask_supplement, drop_supplement, propose_supplement
from motcua.casework.backdating import Claim
from motcua.casework.end import stop, withdraw
from motcua.casework.file import file, file_and_accept, file_and_ask, file_and_refuse
from motcua.casework.hold import hold, release
from motcua.casework.recall import recall
from motcua.casework.receive_supplement import receive_supplement
from motcua.casework.resolve import resolve, result_at_once
from motcua.casework.return_result import return_result
from motcua.casework.supplements import Item, enough
from motcua.casework.take import hand_over, take
from motcua.casework.void import void
from motcua.deadlines.models import Hold
from motcua.dossiers.models import (
    Dossier,
    Party,
    ReceivedComponent,
    Result,
    SearchTerm,
    Series,
    SupplementRequest,
)
from motcua.journal.models import Event
from motcua.papers.models import Slip
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.cast import Cast

ITEMS = (Item("Giấy chứng sinh", "Bản chụp bị mờ", "Nộp bản rõ hơn", n=2), *enough([1, 3]))
FILING: dict[str, Callable[..., Dossier]] = {
    "file": file,
    "file_and_accept": file_and_accept,
    "file_and_ask": file_and_ask,
    "file_and_refuse": file_and_refuse,
    "result_at_once": result_at_once,
}


@dataclass
class Life:
    """A filing and the verbs after it, each (verb, who, when, arguments)."""

    filing: str
    at: datetime
    given: dict[str, Any] = field(default_factory=dict)
    then: list[tuple[Callable[..., Dossier], str, datetime, dict[str, Any]]] = field(default_factory=list)

    def live(self, cast: Cast) -> Dossier:
        """Press every verb, in whatever books are open."""
        given = dict(self.given)
        intake = given.pop("intake", None) or stage.intake(cast)
        dossier = FILING[self.filing](intake, by=cast.lan, at=self.at, **given)
        for verb, who, at, more in self.then:
            dossier = verb(dossier.code, by=cast.actor(who), at=at, **more)
        return dossier


def after(verb: str, at: datetime) -> tuple[Callable[..., Dossier], str, datetime, dict[str, Any]]:
    """A verb by name, with who may do it (a step's own officer stands in the name) and arguments that fit `at`."""
    result = stage.result(issued_on=at.date())
    online = stage.result(issued_on=at.date(), electronic=True)
    hold_given = {"ground": "financial", "reason": "Chờ nộp thuế", "basis": "Điều 18"}
    table: dict[str, tuple[Callable[..., Dossier], str, dict[str, Any]]] = {
        "accept": (accept, "lan", {"papers": stage.all_papers()}),
        "take": (take, "minh", {}),
        "hand_over": (hand_over, "minh", {"to": None}),
        "specialist": (advance, "minh", {"note": "Đủ điều kiện"}),
        "signer": (advance, "son", {}),
        "clerk": (advance, "roi", {"result": result}),
        "online": (resolve, "roi", {"result": online}),
        "send_back": (send_back, "son", {"to_step": 2, "note": "Xem lại"}),
        "recall": (recall, "minh", {"note": "Chuyển nhầm"}),
        "recall_issue": (recall, "roi", {}),
        "resolve": (resolve, "lan", {}),
        "return": (return_result, "lan", {"returned_to": "Phạm Văn Đồng"}),
        "propose": (propose_supplement, "minh", {"items": ITEMS}),
        "propose_late": (propose_supplement, "son", {"items": ITEMS, "leader_reason": "Phát hiện khi ký"}),
        "drop": (drop_supplement, "lan", {"reason": "Đã có"}),
        "ask": (ask_supplement, "lan", {"items": ITEMS}),
        "receive": (receive_supplement, "lan", {"papers": stage.all_papers()[1:2]}),
        "hold": (hold, "minh", hold_given),
        "hold_other": (hold, "minh", hold_given | {"ground": "other"}),
        "release": (release, "minh", {}),
        "withdraw": (withdraw, "lan", {"request": "Đơn xin rút hồ sơ"}),
        "stop": (stop, "son", {"reason": "Quá 15 ngày không bổ sung", "basis": "Điều 19"}),
        "void": (void, "hanh", {"reason": "Nhập trùng"}),
    }
    fn, who, given = table[verb]
    return fn, who, at, given


VERBS = (
    *("accept", "take", "hand_over", "specialist", "signer", "clerk", "online", "send_back", "resolve", "return"),
    *("propose", "propose_late", "drop", "ask", "receive", "hold", "hold_other", "release", "withdraw", "stop", "void"),
    *("recall", "recall_issue"),
)


def claimed(verb: str, at: datetime, happened_at: datetime) -> tuple[Callable[..., Dossier], str, datetime, dict]:
    """The same verb entered late."""
    fn, who, at, given = after(verb, at)
    return fn, who, at, given | {"claim": Claim(happened_at, "Mất kết nối mạng tại Bộ phận Một cửa", "Phiếu 7")}


BESIDE = (Party, ReceivedComponent, WorkItem, Hold, Result, SupplementRequest, Slip, SearchTerm)
OWN = {"id", "stream", "chain_hash", "dossier_id"}  # what two dossiers never share


def left_behind() -> dict[str, Any]:
    """Every row that dossiers left, by their codes; without ids, salts and what is computed from them."""
    codes = dict(Dossier.objects.values_list("pk", "code"))
    found: dict[str, Any] = {"dossiers": sorted((_plain(d) for d in Dossier.objects.all()), key=str)}
    for model in BESIDE:
        rows = model.objects.all().order_by("dossier_id", "pk")
        found[model.__name__] = sorted(((codes[r.dossier_id], _plain(r)) for r in rows), key=str)
    streams = dict(Dossier.objects.values_list("stream", "code"))
    found["events"] = [
        (streams[e.stream], e.n, e.kind, e.by, e.happened_at, e.recorded_at, e.origin, e.facts, e.payload.body)
        for e in sorted(
            Event.objects.filter(stream__in=list(streams)).select_related("payload"),
            key=lambda e: (streams[e.stream], e.n),
        )
    ]
    found["series"] = sorted(Series.objects.values_list("key", "last"))
    return found


def _plain(row: models.Model) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in OWN}
