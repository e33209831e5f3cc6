"""A stack of scanned dossiers as its page shows it: what each is, where it stands, what can be done; few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Q

from motcua.casework.owed import note_owed
from motcua.casework.stacks import UNDONE_BY, Act
from motcua.casework.stacks import Row as Meant
from motcua.deadlines.queries import limit_of
from motcua.dossiers.models import Dossier, Result
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.policy.facts import Facts
from motcua.policy.permissions import open_to
from motcua.policy.predicates import CASE_ROLES
from motcua.stacks.models import Scan, Stack
from motcua.workflow.models import WorkItem
from motcua.workflow.queries import ways_after
from motcua.workflow.rules import StepKind

from .dossier import Whole, clock_of
from .search import applicant_of
from .verbs import possible

NEEDS_RESULT = gettext_noop("Bước này phát hành kết quả, phải ghi số và ngày: mở hồ sơ để làm.")
NEEDS_CHOICE = gettext_noop("Bước này phải chọn kết quả của bước: mở hồ sơ để làm.")
HELD_SINCE = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One dossier of a stack; `whole` knows only what the acts of a stack ask for, None where the actor may not see it.

    The applicant's name is to be masked by the face.
    """

    scan: Scan
    whole: Whole | None
    applicant: str

    @property
    def code(self) -> str:
        return self.whole.dossier.code if self.whole else ""

    @property
    def meant(self) -> Meant:
        """The row for the verb: on an open row the work as it lies now, on a done one that which was done."""
        if self.scan.is_done:
            return Meant(self.scan.pk, self.code, self.scan.item_id, self.scan.was_id)
        item = self.whole.item if self.whole else None
        return Meant(self.scan.pk, self.code, item.pk if item else None, item.assignee_id if item else None)

    def why_not(self, act: Act) -> Sentence | None:
        """Why this actor cannot do `act` with it now, as the page of the dossier would say."""
        if self.whole is None:
            return None
        if no := possible(self.whole, [act.value])[act.value].why_not:
            return no
        item = self.whole.item
        if act is Act.ADVANCE and item is not None and item.step is not None:
            if item.kind == StepKind.ISSUE:
                return Sentence(NEEDS_RESULT)
            return Sentence(NEEDS_CHOICE) if ways_after(item.step) else None
        return None

    @property
    def wants_note(self) -> bool:
        """Whether completing its step asks for words."""
        step = self.whole.item.step if self.whole and self.whole.item else None
        return step is not None and bool(note_owed(step))

    def may_undo(self, facts: Facts) -> bool:
        """Whether this actor did something here that can be taken back."""
        return self.scan.is_done and self.scan.done_by_id == facts.by.account_id and self.scan.act in set(UNDONE_BY)


def stack(facts: Facts, pk: int) -> Stack | None:
    """A stack that the actor may see: their own, or one of an agency where they work on cases. One statement."""
    return Stack.objects.select_related("opened_by").filter(_seen(facts), pk=pk).first()


def current(facts: Facts) -> Stack | None:
    """The actor's own stack that is not put aside, the latest: one statement."""
    mine = Stack.objects.select_related("opened_by").filter(opened_by_id=facts.by.account_id, closed_at__isnull=True)
    return mine.first()


def beside(facts: Facts, *, at: datetime) -> Sequence[Stack]:
    """Open stacks of colleagues, of today and yesterday, with how many dossiers are on each (`size`): one statement."""
    open_ones = Stack.objects.filter(_seen(facts), closed_at__isnull=True, opened_at__gte=at - HELD_SINCE)
    others = open_ones.exclude(opened_by_id=facts.by.account_id).annotate(size=Count("scans")).filter(size__gt=0)
    return list(others.select_related("opened_by")[:5])


def _seen(facts: Facts) -> Q:
    return Q(opened_by_id=facts.by.account_id) | Q(agency_id__in=facts.by.agencies(*CASE_ROLES))


def rows(facts: Facts, found: Stack, *, at: datetime) -> list[Row]:
    """All of a stack, the latest scan first: four statements, however many there are."""
    scans = list(Scan.objects.filter(stack=found).select_related("added_by", "done_by", "to").order_by("-n"))
    ids = [scan.dossier_id for scan in scans]
    around = ("version__procedure", "receiving", "competent")
    seen = Dossier.objects.filter(open_to(facts), pk__in=ids).select_related(*around)
    dossiers = {d.pk: d for d in seen.annotate(applicant_name=applicant_of("pk"))}
    work: dict[int, list[WorkItem]] = {pk: [] for pk in dossiers}
    pieces = WorkItem.objects.filter(dossier_id__in=list(dossiers)).select_related("step", "assignee", "agency")
    for item in pieces.order_by("opened_at", "id"):
        work[item.dossier_id].append(item)
    results: dict[int, list[Result]] = {pk: [] for pk in dossiers}
    for result in Result.objects.filter(dossier_id__in=list(dossiers)):
        results[result.dossier_id].append(result)
    found_rows = []
    for scan in scans:
        d = dossiers.get(scan.dossier_id)
        whole = _whole(d, work[d.pk], results[d.pk], facts, at) if d else None
        found_rows.append(Row(scan, whole, getattr(d, "applicant_name", "") or ""))
    return found_rows


def _whole(d: Dossier, work: list[WorkItem], results: list[Result], facts: Facts, at: datetime) -> Whole:
    """A dossier with what the acts of a stack look at; everything else is left empty."""
    whole = Whole(
        dossier=d, facts=replace(facts, dossier=d), at=at, clock=clock_of(d, facts.offices, at), readings={},
        limit=limit_of(d), case=None, cases=(), changes=(), parties=(), received=(), attachments=(), work=work,
        steps=(), holds=(), letters=(), late=(), requests=(), results=results, slips=(),
    )  # fmt: skip
    return replace(whole, facts=replace(whole.facts, item=whole.item))
