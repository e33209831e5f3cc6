"""What stands in the books of the counter at Kon Tum: certifications and tills, receipts, slips, reminders, scans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from motcua.casework.certify import Request
from motcua.casework.digitise import Description
from motcua.casework.return_result import Taken
from motcua.certification.rules import Counts
from motcua.dossiers.document_types import type_of
from motcua.dossiers.parties import Kind
from motcua.kernel.moments import VIETNAM
from motcua.payments.rules import Paid, Receipt, Way
from motcua.returning.rules import Taker

from . import clock, crew, people
from .acts import Act, Asked, CodeOf, Counter, HandedIn, Outcome
from .matters import matters
from .province import rows
from .sketches import KON_TUM, SEED

COUNTER, PLACE = f"{KON_TUM}.01", next(u["place_code"] for u in rows("units.csv") if u["code"] == KON_TUM)
DAYS, A_DAY = 3, (11, 15)
FIRST = 900_001
"""The number of the first certification; other dossiers have small ones."""
OVER, CLOSING = time(16, 20), time(16, 28)
DIVISION = "Văn phòng HĐND và UBND phường Kon Tum"
SYMBOL, FIRST_RECEIPT = "CT/26P", 1201
RECEIPTS, REMINDED_AFTER, SCANS = 20, timedelta(days=6), 3
COPIES = (
    ("Căn cước công dân", (1, 1), 1),
    ("Giấy khai sinh", (2, 5), 1),
    ("Bằng tốt nghiệp trung học phổ thông", (2, 6), 1),
    ("Giấy chứng nhận quyền sử dụng đất", (1, 3), 4),
    ("Giấy chứng nhận đăng ký hộ kinh doanh", (1, 2), 1),
    ("Hợp đồng lao động", (1, 2), 6),
    ("Sổ bảo hiểm xã hội", (1, 2), 3),
)
SIGNATURES = ("Giấy ủy quyền nhận lương hưu", "Sơ yếu lý lịch", "Giấy cam kết bảo lãnh", "Đơn xin xác nhận")


def kept_at_counter(lives: Sequence[Act], until: datetime) -> list[Act]:
    """`lives` with results there handed out against a receipt, and what else the counter does beside them."""
    if not lives:
        return []
    days = clock.working_days(until.astimezone(VIETNAM).date() - timedelta(days=20), until.astimezone(VIETNAM).date())
    days = days[-DAYS:]
    here = {
        act.n
        for act in lives
        if isinstance(handed := act.given.get("intake"), HandedIn)
        and (handed.counter, handed.competent) == (COUNTER, KON_TUM)
    }
    ours = [act for act in lives if act.n in here]
    handed_out = _handed_out(ours)
    beside = [
        *_certified(days, until),
        *(_receipt(act) for act in handed_out.values()),
        *_handed_over(ours, days),
        *_reminded(ours, until),
        *_scanned(ours),
    ]
    there = [handed_out.get((act.n, act.at), act) for act in lives]
    return there + [act for act in beside if act.at <= until]


# Certifications, and the till they fill


def _certified(days: Sequence[date], until: datetime) -> Iterator[Act]:
    n = FIRST
    for day in days:
        rng = Random(f"{SEED}:certified:{day}")  # noqa: S311 - a play, no secret
        officers = [o.username for o in crew.officers(COUNTER, "receiver", day)][:2]
        doers = set()
        for at in sorted(_visits(day, rng, until)):
            doers.add(by := rng.choice(officers))
            yield Act(at, n, "certify", by, {"intake": Asked(_request(n, day, rng), COUNTER)})
            n += 1
        if day < until.astimezone(VIETNAM).date():
            yield from (_office(day, CLOSING, "close_till", by) for by in sorted(doers))


def _visits(day: date, rng: Random, until: datetime) -> list[datetime]:
    found = (clock.visit(day, rng, until=until) for _ in range(rng.randint(*A_DAY)))
    return [at for at in found if at is not None]


def _request(n: int, day: date, rng: Random) -> Request:
    signer = rng.choice(crew.officers(KON_TUM, "signer", day)).name
    person = people.citizen(rng, PLACE, day)
    paid = _paid(n, rng)
    if rng.random() < 0.25:
        return Request("signature", person, rng.choice(SIGNATURES), signer, Counts(), paid)
    name, copies, pages = rng.choice(COPIES)
    return Request("copy", person, name, signer, Counts(rng.randint(1, 2), rng.randint(*copies), pages), paid)


def _paid(n: int, rng: Random) -> Paid | None:
    """Most pay in cash and get a receipt; some by transfer, and now and then one pays later."""
    if rng.random() < 0.06:
        return None
    way = Way.TRANSFER if rng.random() < 0.2 else Way.CASH
    return Paid(0, way, Receipt(SYMBOL, f"{FIRST_RECEIPT + n - FIRST:07d}"))


def _office(day: date, at: time, verb: str, by: str, **given: object) -> Act:
    return Act(datetime.combine(day, at, VIETNAM), 0, verb, by, {"counter": Counter(COUNTER), **given})


# Results handed out, and those that wait


def _handed_out(ours: Sequence[Act]) -> dict[tuple[int, datetime], Act]:
    """The last handings out, by dossier and moment: each now says who took it."""
    electronic = {a.n for a in ours if isinstance(r := a.given.get("result"), Outcome) and r.electronic}
    returned = [act for act in ours if act.verb == "return_result" and act.n not in electronic]
    return {(act.n, act.at): replace(act, given={"taken": _taker(act)}) for act in returned[-RECEIPTS:]}


def _taker(act: Act) -> Taken:
    """The applicant; now and then somebody whom they authorised."""
    rng = Random(f"{SEED}:taker:{act.n}")  # noqa: S311 - a play, no secret
    if rng.random() > 0.2:
        return Taken()
    day = act.at.astimezone(VIETNAM).date()
    person = people.citizen(rng, PLACE, day)
    number, written = f"{rng.randrange(10, 90)}/GUQ", day - timedelta(days=rng.randrange(1, 9))
    return Taken(taker=Taker.AUTHORISED.value, name=person.name, number=person.number,
                 authority_document=number, authority_date=written)  # fmt: skip


def _receipt(act: Act) -> Act:
    return Act(clock.after(act.at, 1), act.n, "result_receipt", act.by)


def _reminded(ours: Sequence[Act], until: datetime) -> Iterator[Act]:
    """Who has not fetched their result in days is telephoned."""
    last = {act.n: act for act in ours}
    for act in last.values():
        if act.verb == "resolve" and act.at < until - REMINDED_AFTER and "result" not in act.given:
            at = clock.after(act.at, 4 * 480)
            yield Act(at, act.n, "remind", act.by, {"channel": "phone", "note": "Người nộp hẹn đến nhận trong tuần."})


# Papers


def _handed_over(ours: Sequence[Act], days: Sequence[date]) -> Iterator[Act]:
    """In the afternoon each officer hands the day's new dossiers over, with a slip that lists them."""
    voided = {act.n for act in ours if act.verb == "void"}
    received: dict[tuple[date, str], list[CodeOf]] = defaultdict(list)
    for act in ours:
        day = act.at.astimezone(VIETNAM).date()
        if (
            act.verb == "file_and_accept"
            and day in days
            and act.n not in voided
            and act.at.astimezone(VIETNAM).time() < OVER
        ):
            received[day, act.by].append(CodeOf(act.n))
    for (day, by), codes in received.items():
        if len(codes) > 1:
            yield _office(day, OVER, "hand_over_slip", by, codes=tuple(codes), to=DIVISION)


def _scanned(ours: Sequence[Act]) -> Iterator[Act]:
    """The first paper of the last few dossiers of citizens, scanned right after it was received."""
    filed = [act for act in ours if act.verb == "file_and_accept" and _scannable(act)]
    for act in filed[-SCANS:]:
        intake: HandedIn = act.given["intake"]
        n, who = intake.papers[0].n, intake.applicant
        name = _component(intake.procedure, n)
        said = Description(type_of(name), name, who.name, owner_number=who.number)
        yield Act(clock.after(act.at, 3), act.n, "digitise", act.by, {"n": n, "said": said})


def _scannable(act: Act) -> bool:
    intake: HandedIn = act.given["intake"]
    return bool(intake.papers and intake.applicant.number) and intake.applicant.kind == Kind.CITIZEN


@cache
def _component(procedure: str, n: int) -> str:
    return matters()[procedure].line.components[n - 1].name[:200]
