"""File online: a citizen who signed in fills in what is needed, page by page, and files it as a dossier (state 1).

Everything is kept as it comes, right or wrong, so that another device goes on where this one stopped; it is judged when
the citizen looks it over, and again when they file (NĐ 118/2025 Điều 18).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import in_force
from motcua.citizens.models import Citizen
from motcua.citizens.queries import citizen
from motcua.dossiers.models import Dossier
from motcua.files import actions as files
from motcua.filing import actions
from motcua.filing.models import Filing, FilingPage
from motcua.filing.queries import begun, is_open, own_filing
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices import snapshot
from motcua.offices.actors import Actor

from .alerts import ONLINE
from .declaration_sheet import declaration_pdf
from .file import file
from .intake import Intake, Paper, components_of
from .prove import APPLICANT
from .reads.filing import BESIDES, CLOSED, Wanted, Whole, open_version, parties, whole
from .sent_files import CHANGED, GONE, NOTE, as_paper, change, check_room, taken

ALREADY = gettext_noop("Hồ sơ này đã nộp với mã {code}.")
OTHER_PAPER = "Giấy tờ khác"  # on the dossier's list, in its language


def begin(code: str, *, account_id: int, at: datetime) -> Filing:
    """What the citizen has begun of this procedure, or a new filing with what is known of them already.

    Refused when the procedure is not filed online here today.
    """
    version = open_version(code, day=_day(at))
    if version is None:
        raise Refused(CLOSED)
    if found := begun(account_id, version.procedure_id):
        return found
    filing = actions.begin(account_id, version, at=at)
    if not filing.people:
        actions.keep(filing, at=at, people=_known(citizen(account_id)))
    return filing


def _known(person: Citizen) -> dict[str, str]:
    """What the profile says of the citizen, as it is typed."""
    birth = person.birth_date.isoformat() if person.birth_date else ""
    return {"name": person.account.full_name, "number": person.number, "birth_date": birth, "address": person.address}


def opened(filing_id: int, *, account_id: int, at: datetime) -> tuple[Whole, ProcedureVersion | None] | None:
    """One of the citizen's own as its pages show it, and the version it was begun with where that has ended meanwhile.

    It goes on with the version in force: answers stay, papers go along by their names, the others to those besides.
    None for everybody else, and once it was filed.
    """
    filing = own_filing(filing_id, account_id)
    if filing is None or filing.filed:
        return None
    before = _follow(filing, _day(at))
    return whole(filing, citizen(account_id), snapshot.present(), at=at), before


def _follow(filing: Filing, day: date) -> ProcedureVersion | None:
    old = filing.version
    new = in_force(day).filter(procedure_id=old.procedure_id).first()
    if new is None or new.pk == old.pk:
        return None
    numbers = {component.name: component.n for component in components_of(new.pk)}
    points = {c.n: numbers[c.name] for c in components_of(old.pk) if c.name in numbers}
    actions.follow(filing, new, points)
    return old


def keep_people(
    found: Whole, *, people: Mapping[str, str], place: str, case: int, at: datetime
) -> None:  # fmt: skip
    """Keep who files, for whom, where, and the case, as it was typed."""
    door = next((door for door in found.doors if door.key == place), None)
    known = {row.n for row in found.cases}
    actions.keep(
        found.filing,
        at=at,
        people=dict(people),
        counter_id=door.counter.pk if door else None,
        competent_id=door.competent.pk if door else None,
        case=case if case in known else 0,
    )


def keep_answers(found: Whole, *, answers: Mapping[str, Any], whole: bool, at: datetime) -> None:
    """Keep what was answered in the declaration; `whole` once it was sent to be judged and has no fault."""
    actions.keep(found.filing, at=at, answers=dict(answers), answered=whole)


def keep_marks(found: Whole, *, not_needed: Collection[int], at: datetime) -> None:
    """Keep which papers are not needed in this case."""
    marks = sorted({paper.n for paper in found.papers if paper.component} & set(not_needed))
    if marks != found.filing.marks:
        actions.keep(found.filing, at=at, marks=marks)


def keep_delivery(found: Whole, *, delivery: str, at: datetime) -> None:
    """Keep how the result is to be handed over."""
    if delivery != found.filing.delivery:
        actions.keep(found.filing, at=at, delivery=delivery)


def send_page(found: Whole, point: int, content: bytes, *, name: str, at: datetime) -> FilingPage:
    """Keep a photo (upright, as JPEG) or a PDF for the paper `point`; sent again it is there once.

    Refused (field `file`) when it cannot be read or kept.
    """
    paper = next((one for one in found.papers if one.n == point), None)
    if paper is None:
        raise Refused(GONE)
    new = taken(content, name=name, point=point, at=at)
    with transaction.atomic():
        filing = _still(found.filing)
        check_room(list(filing.pages.filter(point=point)), new)
        actions.keep(filing, at=at)
        return files.add_page(filing.pages, point, new.file, **new.said, at=at)


def change_page(found: Whole, page_id: int, how: str) -> None:
    """Turn a page, put it before the one above, keep it in spite of its faults, or drop it."""
    with transaction.atomic():
        filing = _still(found.filing)
        page = filing.pages.filter(pk=page_id).first()
        if page is None:
            raise Refused(GONE)
        change(page, how, among=list(filing.pages.filter(point=page.point)))


def drop(filing_id: int, *, account_id: int) -> bool:
    """Throw away what was filled in; whether there was anything of theirs."""
    filing = own_filing(filing_id, account_id)
    if filing is None or filing.filed:
        return False
    actions.drop(filing)
    return True


def file_online(found: Whole, *, at: datetime) -> Dossier:
    """File it: a dossier of state 1 with its papers as PDF; the counter is told, and what was typed is gone from here.

    Refused with the first fault, when the door was closed, and when something was changed meanwhile.
    """
    filing, version = found.filing, found.version
    if not is_open(version.procedure_id, _day(at)):
        raise Refused(CLOSED)
    if found.faults:
        raise Refused(found.faults[0].text, field=found.faults[0].field)
    papers = [paper for one in found.papers if (paper := _paper(found, one, at=at))]
    ready = {page.pk for one in found.papers for page in one.pages}
    applicant, owners = parties(filing.people, found.person)
    declared = {"form": found.form.digest, "answers": filing.answers} if found.form else None
    intake = Intake(
        version_id=version.pk,
        counter_id=filing.counter_id or 0,
        competent_id=filing.competent_id or 0,
        applicant=applicant,
        owners=owners,
        papers=tuple(papers),
        channel=ONLINE,
        delivery=filing.delivery,
        case=filing.case,
        declaration=declared,
    )
    by = Actor(filing.account_id, APPLICANT, APPLICANT, citizen=True)
    with transaction.atomic():
        now = _still(filing)
        if now.saved_at != filing.saved_at or set(now.pages.values_list("pk", flat=True)) != ready:
            raise Refused(CHANGED)
        dossier = file(intake, by=by, at=at)
        actions.close(filing, code=dossier.code)
    return dossier


def _still(filing: Filing) -> Filing:
    """The filing, locked. Refused once it was filed."""
    now = actions.lock(filing)
    if now.filed:
        raise Refused(ALREADY, code=now.filed)
    return now


def _paper(found: Whole, one: Wanted, *, at: datetime) -> Paper | None:
    """One line of the checklist; None for what was neither sent nor marked. The declaration stands first in its own."""
    name = one.name or OTHER_PAPER
    sent = as_paper(one.pages, n=one.n, name=name, at=at) if one.pages else None
    besides = one.n == BESIDES and found.form is not None and not any(p.by_form for p in found.papers)
    if found.form is None or not (one.by_form or besides):
        return sent or (Paper(n=one.n, not_needed=True) if one.not_needed else None)
    content = declaration_pdf(found.form, found.filing, at=at)
    declaration = files.store(name=f"{one.n}.pdf", content=content, at=at)
    name = name if one.by_form or sent else found.form.title
    more = sent.files if sent else ()
    return Paper(n=one.n, name=name, copies=1, note=NOTE, files=(declaration, *more))


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
