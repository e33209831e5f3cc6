"""A batch of planned dossiers lived: each act by the verb of casework, by an officer who may, in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from random import Random
from typing import Any

from motcua.accounts.models import Account
from motcua.casework.accept import accept
from motcua.casework.advance import advance
from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.backdating import Claim
from motcua.casework.books import books
from motcua.casework.decide_claim import decide_claim
from motcua.casework.end import stop, withdraw
from motcua.casework.file import file, file_and_accept, file_and_refuse
from motcua.casework.hold import hold
from motcua.casework.intake import Intake, components_of
from motcua.casework.receive_supplement import receive_supplement
from motcua.casework.resolve import resolve
from motcua.casework.results import ResultData
from motcua.casework.return_result import return_result
from motcua.casework.supplements import WRONG, Item, rest_enough
from motcua.casework.take import take
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.models import Dossier
from motcua.kernel.moments import moment_of
from motcua.offices.actors import Actor, Holding
from motcua.offices.models import Agency, Post
from motcua.offices.roles import Role

from .courses import Act
from .people import parties
from .plan import Sketch
from .world import ORIGIN

VERBS: dict[str, Callable[..., Dossier]] = {
    verb.__name__: verb
    for verb in (
        *(accept, advance, ask_supplement, propose_supplement, receive_supplement, hold),
        *(resolve, return_result, stop, take, withdraw),
    )
}
FILING: dict[str, Callable[..., Dossier]] = {verb.__name__: verb for verb in (file, file_and_accept, file_and_refuse)}
LATE_PAPER = "Sổ giao nhận kết quả bản giấy"
LATE_REASON = "Đường truyền gián đoạn, cập nhật trên hệ thống sau"
FAULT = ("Bản chụp bị mờ, không đọc được", "Nộp lại bản sao rõ")
WORDS: Mapping[str, Mapping[str, Any]] = {
    "file_and_refuse": {"reasons": ["Không thuộc thẩm quyền giải quyết"]},
    "hold": {
        "ground": "financial",
        "reason": "Chờ người sử dụng đất thực hiện nghĩa vụ tài chính",
        "basis": "Điều 63 Nghị định 43/2014/NĐ-CP",
    },
    "withdraw": {"request": "Đơn đề nghị rút hồ sơ"},
    "stop": {"reason": "Quá thời hạn mà không bổ sung hồ sơ", "basis": "Điều 19 Nghị định 118/2025/NĐ-CP"},
}


@dataclass
class Stage:
    """What lives need of the database, read once for each process."""

    agencies: Mapping[str, int] = field(default_factory=lambda: dict(Agency.objects.values_list("code", "pk")))
    remembered: dict[tuple[object, ...], Any] = field(default_factory=dict)

    @cached_property
    def officers(self) -> Mapping[tuple[int, str], list[Actor]]:
        """Everybody by agency and role, with all their posts."""
        accounts = {account.pk: account for account in Account.objects.all()}
        held: dict[int, list[Post]] = {}
        for post in Post.objects.order_by("pk"):
            held.setdefault(post.account_id, []).append(post)
        found: dict[tuple[int, str], list[Actor]] = {}
        for pk, posts in held.items():
            holdings = tuple(Holding(p.agency_id, Role(p.role)) for p in posts)
            actor = Actor(pk, accounts[pk].ref, accounts[pk].full_name, holdings, ORIGIN, accounts[pk].phone)
            for post in posts:
                found.setdefault((post.agency_id, post.role), []).append(actor)
        return found

    @cached_property
    def checks(self) -> dict[int, tuple[Item, ...]]:
        """What was found when papers were checked, by procedure version: filled as they are met."""
        return {}

    def check(self, version_id: int) -> tuple[Item, ...]:
        """Every paper marked: the first is not valid, the others are enough."""
        if version_id not in self.checks:
            first = next(iter(components_of(version_id)), None)
            n, name = (first.n, first.name) if first else (0, "Bản sao giấy tờ")
            self.checks[version_id] = rest_enough([Item(name, *FAULT, n=n, mark=WRONG)], version_id)
        return self.checks[version_id]

    @cached_property
    def versions(self) -> Mapping[str, int]:
        return dict(ProcedureVersion.objects.filter(valid_to__isnull=True).values_list("procedure__code", "pk"))


def live(sketches: Iterable[Sketch], stage: Stage, *, counter: str) -> None:
    """Live dossiers of one counter, in whatever books are open."""
    for sketch in sketches:
        _Life(sketch, stage, counter).live()


class _Life:
    def __init__(self, sketch: Sketch, stage: Stage, counter: str) -> None:
        self.sketch, self.stage = sketch, stage
        self.counter, self.competent = stage.agencies[counter], stage.agencies[sketch.office.code]
        self.rng = Random(f"life:{sketch.n}")  # noqa: S311 - a play, no secret
        self.doers: dict[str, Actor] = {}

    def live(self) -> None:
        first, *then = self.sketch.acts
        at = moment_of(first.at)
        by, given = self._doer("receiver"), WORDS.get(first.verb, {})
        code = FILING[first.verb](self._intake(at), by=by, at=at, **given).code
        for act in then:
            at = moment_of(act.at)
            given = self._given(act, at)
            dossier = VERBS[act.verb](code, by=self._doer(act.role), at=at, **given)
            if "claim" in given and any(entry.is_open for entry in books().late_entries(dossier)):
                decide_claim(code, by=self._doer("signer"), at=at, approve=True)

    def _doer(self, role: str) -> Actor:
        """The same officer for all that a role does on one dossier."""
        if role not in self.doers:
            place = self.counter if role == "receiver" else self.competent
            self.doers[role] = self.rng.choice(self.stage.officers[place, role])
        return self.doers[role]

    def _intake(self, at: datetime) -> Intake:
        s = self.sketch
        applicant, owners = parties(self.rng, s.office.name, at.date())
        electronic = any(act.verb == "resolve" and act.role == "clerk" for act in s.acts)
        return Intake(
            version_id=self.stage.versions[s.matter.line.code],
            counter_id=self.counter,
            competent_id=self.competent,
            applicant=applicant,
            owners=owners,
            papers=s.matter.papers,
            channel=s.channel,
            delivery="electronic" if electronic else "post" if s.channel == "post" else "counter",
        )

    def _given(self, act: Act, at: datetime) -> dict[str, Any]:
        given = dict(WORDS.get(act.verb, {}))
        if act.verb == "propose_supplement":
            given["items"] = self.stage.check(self.stage.versions[self.sketch.matter.line.code])
        if act.role == "clerk" and act.verb in ("advance", "resolve"):
            given["result"] = self._result(at, electronic=act.verb == "resolve")
        if "happened_at" in act.given:
            given["claim"] = Claim(moment_of(act.given["happened_at"]), LATE_REASON, LATE_PAPER)
        return given

    def _result(self, at: datetime, *, electronic: bool) -> ResultData:
        signer = self._doer("signer")
        return ResultData(
            kind=self.sketch.matter.line.raw["result"],
            number=f"{self.sketch.n + 1}/{at:%Y}",
            issued_on=at.date(),
            signer=signer.name,
            electronic=electronic,
        )
