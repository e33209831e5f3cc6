"""An online filing as its pages show it: where it can be filed, what is missing, what it costs, when it is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from motcua.casework.alerts import ONLINE, answer_by
from motcua.casework.fees_due import NOTHING, DueLine, lines_for, total
from motcua.casework.intake import OURS, check_parties, components_of
from motcua.casework.reads.procedures import Offer, offer
from motcua.casework.sent_files import check_pages
from motcua.catalogue.form_queries import form_of
from motcua.catalogue.forms import checking
from motcua.catalogue.forms.shapes import Form
from motcua.catalogue.forms.typed import as_value
from motcua.catalogue.models import Competence, Component, ProcedureVersion
from motcua.catalogue.queries import charges_of, in_force
from motcua.citizens.models import Citizen
from motcua.dossiers.parties import Capacity, PartyData
from motcua.filing.models import Filing, FilingPage
from motcua.filing.queries import is_open
from motcua.kernel import folding, phone
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.workflow.queries import any_process_in_force

from .limit_cases import CaseRow, choices

PEOPLE, DECLARE, PAPERS, REVIEW = "people", "declare", "papers", "review"
BESIDES = 0  # the point of papers that the procedure does not list
DECLARATIONS = ("to khai", "don de nghi", "don dang ky", "giay de nghi", "phieu de nghi", "van ban de nghi")

CLOSED = gettext_noop("Thủ tục này hiện không nhận nộp trực tuyến tại đây. Anh/Chị nộp tại quầy hoặc qua bưu chính.")
NO_PLACE = gettext_noop("Hãy chọn nơi giải quyết hồ sơ.")
NO_DELIVERY = gettext_noop("Hãy chọn cách nhận kết quả.")
NOT_ANSWERED = gettext_noop("Tờ khai chưa được điền.")
MISSING = gettext_noop("Chưa có trang nào cho “{name}”. Hãy chụp, chọn tệp, hoặc ghi là trường hợp này không cần.")
NO_PAPERS = gettext_noop("Chưa có giấy tờ nào. Hãy tải lên ít nhất một giấy tờ.")
FROM_PEOPLE = gettext_noop("Lấy từ trang Người nộp, nơi nộp.")
FROM_CONTACT = gettext_noop("Lấy từ liên hệ đã xác nhận của Anh/Chị.")
OF_APPLICANT = ("name", "number", "birth_date", "address")
WITHOUT_NAME = gettext_noop("Người nộp hồ sơ cần có họ và tên.")


@dataclass(frozen=True, slots=True)
class Door:
    """A place where a procedure is filed: the counter that receives and the agency that decides."""

    counter: Agency
    competent: Agency

    @property
    def key(self) -> str:
        return f"{self.counter.pk}:{self.competent.pk}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One paper with what was sent of it. `n` 0 is for papers besides; `by_form` is written from the declaration."""

    n: int
    name: str
    component: Component | None
    pages: Sequence[FilingPage]
    not_needed: bool
    by_form: bool

    @property
    def required(self) -> bool:
        return self.component is not None and self.component.required


@dataclass(frozen=True, slots=True)
class Fault:
    """What is still missing, and on which page (`field` there)."""

    page: str
    field: str
    text: Sentence


@dataclass(frozen=True, slots=True)
class Known:
    """An answer that is known already, and whence."""

    value: Any
    source: Sentence


@dataclass(frozen=True)
class Whole:
    """A filing with its papers, form and places, as of one moment."""

    filing: Filing
    form: Form | None
    papers: Sequence[Wanted]
    doors: Sequence[Door]
    offices: Snapshot
    person: Citizen
    at: datetime

    @property
    def version(self) -> ProcedureVersion:
        return self.filing.version

    @property
    def code(self) -> str:
        """Of the procedure."""
        return self.version.procedure.code

    @property
    def pages(self) -> list[str]:
        """Its pages in order; without a declaration there is one less."""
        return [PEOPLE, *([DECLARE] if self.form else []), PAPERS, REVIEW]

    @property
    def door(self) -> Door | None:
        """The place that was chosen, while it can be."""
        chosen = f"{self.filing.counter_id}:{self.filing.competent_id}"
        return next((door for door in self.doors if door.key == chosen), None)

    @cached_property
    def cases(self) -> Sequence[CaseRow]:
        """The cases to choose from, with the version's own limit; none for most procedures."""
        return choices(self.version, ONLINE)

    @cached_property
    def offer(self) -> Offer | None:
        """How it would be received right now; None while no place is chosen or where it cannot be."""
        if self.door is None:
            return None
        try:
            return offer(
                self.code,
                counter_id=self.door.counter.pk,
                competent_id=self.door.competent.pk,
                offices=self.offices,
                at=self.at,
                case=self.filing.case,
                channel=ONLINE,
            )
        except Refused:
            return None

    @property
    def answer_by(self) -> datetime | None:
        """Until when it would be answered if it were filed now."""
        return answer_by(self.at, self.door.counter.pk, self.offices) if self.door else None

    @cached_property
    def fees(self) -> Sequence[DueLine]:
        """What would be due, as far as the charges are data."""
        case = next((row.name for row in self.cases if row.n == self.filing.case), "")
        return lines_for(self.version, NOTHING, channel=ONLINE, case=case, day=_day(self.at))

    @property
    def fees_known(self) -> bool:
        return bool(charges_of(self.version))

    @property
    def total(self) -> int:
        return total(self.fees).total

    @cached_property
    def known(self) -> dict[str, Known]:
        """By the name of the question what is known already, where the form says whence (`x-known`)."""
        if self.form is None:
            return {}
        applicant, _ = parties(self.filing.people, self.person)
        said = {
            **{f"applicant.{name}": (getattr(applicant, name), FROM_PEOPLE) for name in OF_APPLICANT},
            "applicant.phone": (phone.shown(applicant.phone) if applicant.phone else "", FROM_CONTACT),
            "applicant.email": (applicant.email, FROM_CONTACT),
        }
        found = {q.name: (as_value(q, said[q.known][0]), said[q.known][1]) for q in self.form if q.known in said}
        return {name: Known(value, Sentence(source)) for name, (value, source) in found.items() if value is not None}

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered; before anything was, what is known."""
        return dict(self.filing.answers) or {name: one.value for name, one in self.known.items()}

    @cached_property
    def faults(self) -> Sequence[Fault]:
        """All that keeps it from being filed, in the order of the pages."""
        return list(self._faults())

    def _faults(self) -> Iterator[Fault]:
        people = self.filing.people
        if not str(people.get("name", "")).strip():
            yield Fault(PEOPLE, "name", Sentence(WITHOUT_NAME))
        else:
            try:
                check_parties(*parties(people, self.person), today=_day(self.at))
            except Refused as no:
                yield Fault(PEOPLE, field_of(no.field or ""), no.sentence)
        if self.door is None:
            yield Fault(PEOPLE, "place", Sentence(NO_PLACE))
        if self.form is not None:
            if not self.filing.answered:
                yield Fault(DECLARE, "", Sentence(NOT_ANSWERED))
            elif problems := checking.check(self.form, self.filing.answers):
                yield Fault(DECLARE, "", problems[0].sentence)
        yield from self._faults_of_papers()
        if not self.filing.delivery:
            yield Fault(REVIEW, "delivery", Sentence(NO_DELIVERY))

    def _faults_of_papers(self) -> Iterator[Fault]:
        for paper in self.papers:
            if paper.required and not (paper.pages or paper.not_needed or paper.by_form):
                yield Fault(PAPERS, str(paper.n), Sentence(MISSING, {"name": paper.name}))
            try:
                check_pages(paper.pages, field=str(paper.n))
            except Refused as no:
                yield Fault(PAPERS, str(paper.n), no.sentence)
        if self.papers and not any(paper.pages or paper.by_form for paper in self.papers):
            yield Fault(PAPERS, "", Sentence(NO_PAPERS))


def whole(filing: Filing, person: Citizen, offices: Snapshot, *, at: datetime) -> Whole:
    """Everything of a filing: six statements."""
    form = form_of(filing.version)
    return Whole(
        filing=filing,
        form=form,
        papers=_papers(filing, form),
        doors=doors(filing.version, offices, day=_day(at)),
        offices=offices,
        person=person,
        at=at,
    )


def _papers(filing: Filing, form: Form | None) -> list[Wanted]:
    sent: dict[int, list[FilingPage]] = {}
    for page in filing.pages.select_related("file"):
        sent.setdefault(page.point, []).append(page)
    components = components_of(filing.version_id)
    by_form = form_component(components) if form else None
    found = [Wanted(c.n, c.name, c, sent.get(c.n, ()), c.n in filing.marks, c.n == by_form) for c in components]
    return [*found, Wanted(BESIDES, "", None, sent.get(BESIDES, ()), False, False)]


def form_component(components: Sequence[Component]) -> int | None:
    """The number of the paper that the declaration is: the first that calls itself one; None where none does."""
    return next((c.n for c in components if folding.fold(c.name).startswith(DECLARATIONS)), None)


def doors(version: ProcedureVersion, offices: Snapshot, *, day: date) -> list[Door]:
    """Where the procedure is filed: each counter with each agency it stands for that decides; one statement."""
    rows = list(Competence.objects.filter(procedure_id=version.procedure_id).values_list("agency_id", "agency_kind"))
    ids, kinds = {a for a, _ in rows}, {k for _, k in rows if k}
    counters = [a for a in offices.agencies.values() if a.is_counter and offices.in_force(a.pk, day)]
    found = [
        Door(counter, agency)
        for counter in counters
        for agency in map(offices.agency, offices.served_by(counter.pk))
        if (agency.pk in ids or agency.kind in kinds) and not agency.is_counter and offices.in_force(agency.pk, day)
    ]
    return sorted(found, key=lambda door: (folding.sort_key(door.counter.name), folding.sort_key(door.competent.name)))


def open_version(code: str, *, day: date) -> ProcedureVersion | None:
    """The version of a procedure that can be filed online here on `day`; None where it cannot."""
    version = in_force(day).filter(procedure__code=code).first()
    if version is None or not version.receivable or version.authority_system != OURS:
        return None
    return version if is_open(version.procedure_id, day) and _runs(version, day) else None


def _runs(version: ProcedureVersion, day: date) -> bool:
    rows = ProcedureVersion.objects.filter(pk=version.pk)
    process = any_process_in_force(procedure="procedure_id", day=day)
    return rows.annotate(process=process).filter(process__isnull=False).exists()


def parties(people: Mapping[str, Any], person: Citizen) -> tuple[PartyData, tuple[PartyData, ...]]:
    """Who files, and for whom, from what was typed; contacts are those that the citizen proved."""
    proven = {contact.way: contact.value for contact in person.account.contacts.all()}
    typed = {name: str(people.get(name, "")) for name in TYPED}
    other = people.get("whose") == OTHER
    day = typed["authority_date"]
    applicant = PartyData(
        name=typed["name"],
        number=typed["number"],
        birth_date=typed["birth_date"],
        address=typed["address"],
        phone=proven.get("sms", ""),
        email=proven.get("email", ""),
        capacity=Capacity(typed["capacity"]) if other and typed["capacity"] in set(Capacity) else Capacity.SELF,
        authority_document=typed["authority_document"] if other else "",
        authority_date=date.fromisoformat(day) if other and day else None,
    )
    if not other:
        return applicant, ()
    owner = PartyData(
        name=typed["owner_name"],
        number=typed["owner_number"],
        no_number_reason="" if typed["owner_number"] else typed["owner_no_number_reason"],
        birth_date=typed["owner_birth_date"],
        address=typed["owner_address"],
    )
    return applicant, (owner,)


OTHER, SELF = "other", "self"
TYPED = (
    *("name", "number", "birth_date", "address", "capacity", "authority_document", "authority_date"),
    *("owner_name", "owner_number", "owner_no_number_reason", "owner_birth_date", "owner_address"),
)


def field_of(field: str) -> str:
    """The field of the page for what a verb calls `applicant.name` or `owners.0.name`."""
    where, _, name = field.rpartition(".")
    return f"owner_{name}" if where.startswith("owners") else name


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
