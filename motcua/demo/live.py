"""One slice of the demo's time lived: its acts through the verbs of casework, each by its officer at its moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from motcua.accounts.models import Account
from motcua.casework import amend
from motcua.casework.intake import Intake
from motcua.casework.results import ResultData
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.models import Dossier
from motcua.journal import actions as journal
from motcua.journal.models import Event, Submission
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor, Holding
from motcua.offices.models import Agency, Post
from motcua.offices.roles import Role

from .acts import Act, Asked, CodeOf, Counter, HandedIn, Outcome, Person
from .province import BY, ORIGIN
from .verbs import FILING, OFFICE, VERBS, AskedAt


@dataclass(frozen=True, slots=True)
class Left:
    """A dossier that was left alone from here on, because what was planned could not be done."""

    act: Act
    reason: str


@dataclass
class Stage:
    """What the acts of a slice need of the database, read once."""

    at: datetime
    accounts: Mapping[str, Account]
    posts: Mapping[int, Sequence[Post]]
    agencies: Mapping[str, int]
    versions: Sequence[ProcedureVersion]
    codes: dict[int, str]
    alone: set[int]
    left: list[Left] = field(default_factory=list)

    def actor(self, username: str, day: date) -> Actor:
        """The officer with the posts of that day."""
        account = self.accounts[username]
        held = [
            p for p in self.posts.get(account.pk, ()) if p.valid_from <= day and not (p.valid_to and p.valid_to <= day)
        ]
        holdings = tuple(Holding(p.agency_id, Role(p.role), p.unit_id) for p in held)
        return Actor(account.pk, account.ref, account.full_name, holdings, ORIGIN, account.phone)

    def version(self, code: str, day: date) -> int:
        """The id of the version in force on a day."""
        for v in self.versions:
            if v.procedure.code == code and v.valid_from <= day and not (v.valid_to and v.valid_to <= day):
                return v.pk
        raise Refused("Thủ tục {code} không có bản nào có hiệu lực ngày ấy.", code=code)

    def real(self, given: Any, at: datetime) -> Any:
        """An argument of a verb: what stands for ids, codes and results is filled in."""
        match given:
            case Person():
                return self.accounts[given.username].pk
            case CodeOf():
                return self.codes.get(given.n, "")
            case Counter():
                return self.agencies[given.code]
            case tuple() if given and all(isinstance(one, CodeOf) for one in given):
                return [self.codes[one.n] for one in given if one.n in self.codes]
            case HandedIn():
                return self._intake(given, at)
            case Asked():
                return AskedAt(given.request, self.agencies[given.counter])
            case Outcome():
                return _result(given, at)
        return given

    def _intake(self, given: HandedIn, at: datetime) -> Intake:
        return Intake(
            version_id=self.version(given.procedure, at.astimezone(VIETNAM).date()),
            counter_id=self.agencies[given.counter],
            competent_id=self.agencies[given.competent],
            applicant=given.applicant,
            owners=given.owners,
            papers=given.papers,
            channel=given.channel,
            delivery=given.delivery,
        )


def _result(given: Outcome, at: datetime) -> ResultData:
    return ResultData(
        kind=given.kind,
        number=f"{given.number}/{given.sign}",
        issued_on=at.astimezone(VIETNAM).date(),
        signer=given.signer,
        outcome="refused" if given.refused else "granted",
        capacity=given.capacity,
        book=given.book,
        serial=str(given.number) if given.book else "",
        reason=given.refused,
        electronic=given.electronic,
    )


def live(acts: Sequence[Act], *, at: datetime) -> list[Left]:
    """Do `acts` in their order, in the caller's transaction; `at` is the real moment. Returns what could not be done.

    A dossier that a person has touched meanwhile is theirs: the play goes on without it.
    """
    stage = _stage(acts, at)
    for act in acts:
        if act.n in stage.alone:
            continue
        try:
            _do(act, stage)
        except Refused as no:
            stage.left.append(Left(act, str(no)))
            stage.alone.add(act.n)
    return stage.left


def _do(act: Act, stage: Stage) -> None:
    by = stage.actor(act.by, act.at.astimezone(VIETNAM).date())
    given = {name: stage.real(value, act.at) for name, value in act.given.items()}
    if act.verb in FILING:
        dossier = FILING[act.verb](given.pop("intake"), by=by, at=act.at, **given)
        journal.remember(key=_key(act.n), by=BY, at=stage.at, answer=dossier.code)
        stage.codes[act.n] = dossier.code
        return
    if act.verb in OFFICE:
        OFFICE[act.verb](by=by, at=act.at, **given)
        return
    if act.n not in stage.codes:  # its filing was left out, or so long ago that its key is forgotten
        return
    if act.verb == "amend":
        amend.amend(stage.codes[act.n], given.pop("change"), by=by, at=act.at, **given)
    else:
        VERBS[act.verb](stage.codes[act.n], by=by, at=act.at, **given)


def _key(n: int) -> str:
    return f"demo:{n:06d}"


def _stage(acts: Sequence[Act], at: datetime) -> Stage:
    posts: dict[int, list[Post]] = {}
    for post in Post.objects.all():
        posts.setdefault(post.account_id, []).append(post)
    versions = ProcedureVersion.objects.select_related("procedure").only(
        "procedure__code", "valid_from", "valid_to", "procedure_id"
    )
    wanted = {act.n for act in acts if act.n} | {v.n for act in acts for v in _named(act)}
    codes = _codes(wanted)
    return Stage(
        at=at,
        accounts={account.username: account for account in Account.objects.filter(demo=True)},
        posts=posts,
        agencies=dict(Agency.objects.filter(valid_to__isnull=True).values_list("code", "pk")),
        versions=list(versions),
        codes=codes,
        alone=_touched(codes),
    )


def _named(act: Act) -> Iterable[CodeOf]:
    """The other dossiers of which an act speaks."""
    for given in act.given.values():
        yield from (one for one in (given if isinstance(given, tuple) else (given,)) if isinstance(one, CodeOf))


def _codes(numbers: Iterable[int]) -> dict[int, str]:
    """The codes of dossiers filed in earlier slices, by their numbers in the play."""
    keys = {_key(n): n for n in numbers}
    rows = Submission.objects.filter(by=BY, key__in=list(keys)).values_list("key", "answer")
    return {keys[key]: code for key, code in rows}


def _touched(codes: Mapping[int, str]) -> set[int]:
    """The numbers of dossiers on which somebody else has acted."""
    streams = dict(Dossier.objects.filter(code__in=list(codes.values())).values_list("stream", "code"))
    others = Event.objects.filter(stream__in=list(streams)).exclude(origin=ORIGIN)
    theirs = {streams[stream] for stream in others.values_list("stream", flat=True).distinct()}
    return {n for n, code in codes.items() if code in theirs}
