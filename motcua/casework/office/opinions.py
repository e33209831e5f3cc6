"""Send a draft process out for opinion before it is approved: ask agencies, answer, reply to remarks, end the round."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from motcua.casework.reads.opinions import leads, open_round
from motcua.casework.reads.process_drafts import Whose, draft
from motcua.deadlines.rules import pack_on
from motcua.files.models import StoredFile
from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.notifications.actions import Notice, tell
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.offices.calendars import calendar_for
from motcua.offices.presence import present_on
from motcua.offices.snapshot import Snapshot
from motcua.outbox.actions import Promise, promise
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask
from motcua.policy.predicates import LEADERS
from motcua.workflow.models import Opinion, OpinionRound, Process, ProcessVersion, Remark
from motcua.workflow.opinions import actions
from motcua.workflow.opinions.rules import LONGEST, REPLIES, VERDICTS, WHOLE, Reply, Verdict
from motcua.workflow.process.keeping import digest, from_json, to_json

from .asking import allowed, local_day
from .process_record import PERMISSION, locked, record

ASKED, GIVEN = "process.opinions_asked", "process.opinion_given"
REPLIED, CLOSED = "process.remarks_replied", "process.opinions_closed"
TELL, NEAR = "opinion.tell", "opinion.near"
MOST_AGENCIES, MOST_DAYS = 300, 90


@transaction.atomic
def ask_opinions(
    whose: Whose, *, seen: int, agency_ids: Collection[int], until: date, word: str, by: Actor, at: datetime
) -> OpinionRound:
    """Send the draft as it stands to these agencies, who answer by the end of the day `until`.

    Refused when it is another draft than the one that was `seen`, when something is wrong with it, while a round is
    open, and for an agency that is closed or where nobody leads.
    """
    offices = allowed(PERMISSION, by=by, at=at)
    whose = locked(whose)
    process = Process.objects.select_for_update().filter(whose.owns()).first()
    found = draft(whose, offices, day=local_day(at))
    if process is None or found is None or found.n != seen:
        raise Refused("Bản thảo đã thay đổi từ lúc mở trang này. Hãy xem lại rồi gửi.")
    for problem in found.problems:
        raise Refused(problem.sentence)
    said = _text(word, "word")
    _check_until(until, at)
    asked = _agencies(agency_ids, offices, day=local_day(at))
    opened = actions.send(
        process, graph=to_json(found.graph), word=said, until=until, agency_ids=asked, by_id=by.account_id, at=at
    )
    facts = {
        "round": opened.n,
        "until": until.isoformat(),
        "digest": digest(found.graph),
        "agencies": [offices.agency(pk).code for pk in asked],
    }
    record(whose, ASKED, facts, by=by.ref, at=at, origin=by.origin)
    payload = {"round": opened.pk, "name": by.name}
    promises = [Promise(TELL, payload, key=str(opened.pk))]
    if (near := _near(until, _calendar(offices, at), at)) > at:
        promises.append(Promise(NEAR, payload, key=str(opened.pk), after=near - at))
    promise(promises, at=at)
    return opened


def usual_until(offices: Snapshot, *, at: datetime) -> date:
    """The day that ends a round unless another is set: so many working days from now as the rules in force say."""
    return _calendar(offices, at).add_working_days(local_day(at), pack_on(local_day(at)).opinion_working_days)


def _calendar(offices: Snapshot, at: datetime) -> Calendar:
    """That of the highest agency: a round ends for all on the same day."""
    top = next(a for a in offices.agencies.values() if a.parent_id is None and a.valid_to is None)
    return calendar_for(offices, top.pk, known_at=at)


def _near(until: date, calendar: Calendar, at: datetime) -> datetime:
    """The opening of the working day on which who has not answered is told once more."""
    days = pack_on(local_day(at)).opinion_near_working_days
    day = until
    while calendar.working_days_between(day, until) < days or not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return calendar.next_opening(datetime(day.year, day.month, day.day, tzinfo=VIETNAM))


def _check_until(until: date, at: datetime) -> None:
    if until < local_day(at):
        raise Refused("Hạn trả lời sớm nhất là hôm nay.", field="until")
    if until > local_day(at) + timedelta(days=MOST_DAYS):
        raise Refused("Hạn trả lời xa nhất là {most} ngày nữa.", field="until", most=MOST_DAYS)


def _agencies(agency_ids: Collection[int], offices: Snapshot, *, day: date) -> list[int]:
    if not agency_ids:
        raise Refused("Hãy chọn ít nhất một cơ quan.", field="agencies")
    if len(agency_ids) > MOST_AGENCIES:
        raise Refused("Mỗi đợt hỏi nhiều nhất {most} cơ quan.", field="agencies", most=MOST_AGENCIES)
    led = leads(day)
    for pk in agency_ids:
        if pk not in offices.agencies or not offices.in_force(pk, day):
            raise Refused("Có cơ quan không còn hoạt động; hãy chọn lại.", field="agencies")
        if pk not in led:
            raise Refused(
                "Chưa có lãnh đạo nào của {agency} trả lời được trên hệ thống.",
                field="agencies",
                agency=offices.agency(pk).name,
            )
    return sorted(set(agency_ids), key=lambda pk: offices.agency(pk).code)


def _text(typed: str, field: str) -> str:
    text = typed.strip()
    if len(text) > LONGEST:
        raise Refused("Chỉ ghi nhiều nhất {most} ký tự.", field=field, most=LONGEST)
    return text


# By who is asked


@transaction.atomic
def give_opinion(
    opinion_id: int,
    *,
    verdict: str,
    text: str,
    remarks: Mapping[int, str],
    file: tuple[str, StoredFile] | None = None,
    by: Actor,
    at: datetime,
) -> Opinion:
    """Answer for an agency, once, by one of its leaders: what it thinks of the draft, and of its rows by their number.

    Late after the last day of the round, and then the journal says so; refused once the round is closed. Who does not
    simply agree says why.
    """
    opinion = Opinion.objects.select_related("agency").filter(pk=opinion_id).first()
    if opinion is None:
        raise Refused("Không có lần xin ý kiến này.")
    ask("process.answer", Facts(by=by, day=local_day(at), offices=snapshot.present(), agency_id=opinion.agency_id))
    opened, whose = _open_round(opinion.round_id)
    if verdict not in VERDICTS:
        raise Refused("Hãy chọn ý kiến: nhất trí hay không.", field="verdict")
    rows = len(from_json(opened.graph).steps)
    said = {n: kept for n, typed in remarks.items() if 1 <= n <= rows and (kept := _text(typed, f"row-{n}"))}
    if whole := _text(text, "text"):
        said[WHOLE] = whole
    if verdict == Verdict.DISAGREE and WHOLE not in said:
        raise Refused("Không nhất trí thì cần ghi lý do.", field="text")
    if verdict == Verdict.REMARKS and not said:
        raise Refused("Cần ghi góp ý, chung hoặc ở từng bước.", field="text")
    name, stored = file or ("", None)
    actions.answer(
        opinion, verdict=verdict, remarks=said, file=stored, file_name=name[-120:], by_id=by.account_id, at=at
    )
    facts: dict[str, Any] = {
        "round": opened.n,
        "agency": opinion.agency.code,
        "verdict": verdict,
        "late": local_day(at) > opened.until,
        "digest": _digest({str(n): said[n] for n in sorted(said)}),
        **({"file": stored.sha256} if stored else {}),
    }
    record(whose, GIVEN, facts, by=by.ref, at=at, origin=by.origin)
    return opinion


# By who keeps the process


@dataclass(frozen=True, slots=True)
class Said:
    """What becomes of a remark, as typed: one of REPLIES and a text, or nothing yet."""

    reply: str = ""
    text: str = ""


@transaction.atomic
def reply_to_remarks(round_id: int, replies: Mapping[int, Said], *, by: Actor, at: datetime) -> int:
    """Say of remarks, by their ids, whether they are taken up, or why not; how many of these are new or changed.

    Until the process is approved, also after the round was ended. Refused, at `reply-<id>` or `text-<id>`, where a
    text has no such word or an explanation says nothing.
    """
    allowed(PERMISSION, by=by, at=at)
    opened, whose = _locked_round(round_id)
    if opened.version_id is not None:
        raise Refused("Quy trình đã ban hành; ý kiến và phần trả lời được giữ nguyên.")
    changed = []
    for remark in Remark.objects.filter(opinion__round=opened, pk__in=replies).select_related("opinion__agency"):
        said = replies[remark.pk]
        text = _text(said.text, f"text-{remark.pk}")
        _check_reply(said.reply, text, remark.pk)
        if said.reply and (said.reply, text) != (remark.reply, remark.reply_text):
            remark.reply, remark.reply_text = said.reply, text
            remark.replied_by_id, remark.replied_at = by.account_id, at
            changed.append(remark)
    if changed:
        actions.reply(changed)
        told = [[r.opinion.agency.code, r.n, r.reply, _digest(r.reply_text)] for r in changed]
        facts = {"round": opened.n, "replies": told}
        record(whose, REPLIED, facts, by=by.ref, at=at, origin=by.origin)
    return len(changed)


def _check_reply(reply: str, text: str, pk: int) -> None:
    if reply and reply not in REPLIES:
        raise Refused("Hãy chọn tiếp thu hay giải trình.", field=f"reply-{pk}")
    if text and not reply:
        raise Refused("Hãy chọn tiếp thu hay giải trình.", field=f"reply-{pk}")
    if reply == Reply.EXPLAINED and not text:
        raise Refused("Giải trình thì cần ghi lý do không tiếp thu.", field=f"text-{pk}")


@transaction.atomic
def close_round(round_id: int, *, by: Actor, at: datetime) -> OpinionRound:
    """End a round; who has not answered has no opinion."""
    allowed(PERMISSION, by=by, at=at)
    opened, whose = _open_round(round_id)
    _close(opened, whose, by=by, at=at)
    return opened


def approve(version: ProcessVersion, whose: Whose, *, by: Actor, at: datetime) -> None:
    """Part of publishing: the round that is still open ends, and the rounds name the version that came of them."""
    opened = open_round(whose)
    if opened is not None:
        _close(*_open_round(opened.pk), by=by, at=at)
    actions.approved(version)


def _close(opened: OpinionRound, whose: Whose, *, by: Actor, at: datetime) -> None:
    actions.close(opened, by_id=by.account_id, at=at)
    answers = list(opened.opinions.order_by().values_list("agency__code", "verdict"))
    silent = sorted(code for code, verdict in answers if not verdict)
    facts = {"round": opened.n, "answers": len(answers) - len(silent), "silent": silent}
    record(whose, CLOSED, facts, by=by.ref, at=at, origin=by.origin)


_OWNER = ("process__procedure", "process__level", "process__agency")


def _locked_round(round_id: int) -> tuple[OpinionRound, Whose]:
    """A round with its owner, both locked: the owner first, as by all who publish."""
    known = OpinionRound.objects.select_related(*_OWNER).filter(pk=round_id).first()
    if known is None:
        raise Refused("Không có đợt xin ý kiến này.")
    whose = locked(Whose.of(known.process))
    return OpinionRound.objects.select_for_update().get(pk=round_id), whose


def _open_round(round_id: int) -> tuple[OpinionRound, Whose]:
    opened, whose = _locked_round(round_id)
    if opened.closed_at is not None:
        raise Refused("Đợt xin ý kiến này đã kết thúc. Hãy tải lại trang.")
    return opened, whose


def _digest(said: object) -> str:
    told = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


# Jobs


def tell_of(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `opinion.tell`: leaders of the agencies that are asked."""
    _notice("opinion.asked", payload, at)


def near(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `opinion.near`: the same, of those that have not answered while the end of the round is near."""
    _notice("opinion.near", payload, at)


def _notice(kind: str, payload: Mapping[str, Any], at: datetime) -> None:
    opened = OpinionRound.objects.select_related(*_OWNER).get(pk=payload["round"])
    if opened.closed_at is not None:
        return
    waiting = list(opened.opinions.filter(answered_at__isnull=True).order_by().values_list("pk", "agency_id"))
    presence = present_on(at.astimezone(VIETNAM).date(), agencies=[agency for _, agency in waiting])
    told = {"name": payload["name"], "process": Whose.of(opened.process).name, "until": f"{opened.until:%d/%m/%Y}"}
    notices = (Notice(kind, str(pk), presence.holding(agency, *LEADERS), params=told) for pk, agency in waiting)
    tell(notices, at=at)


HANDLERS = {TELL: tell_of, NEAR: near}
