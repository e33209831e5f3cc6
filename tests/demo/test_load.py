"""The demo province lived: loaded once for this file, with a fault in the middle, and looked at from all sides."""

from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
import time_machine
from django.db import transaction
from structlog.testing import capture_logs

from motcua.accounts.models import Account
from motcua.casework.amend import Amendment, amend
from motcua.casework.reads import linked_offers, reviews
from motcua.casework.reads.loading import LIVE, demo_progress
from motcua.casework.rebuild import differences
from motcua.casework.streams import register
from motcua.catalogue.models import Procedure
from motcua.certification.models import Certified
from motcua.cli import demo, worker
from motcua.deadlines.models import Hold
from motcua.deadlines.queries import due_of
from motcua.demo import base, live, plan
from motcua.demo.jobs import live_slice
from motcua.demo.province import value
from motcua.dossiers.models import DigitisedPaper, Dossier, Party
from motcua.dossiers.states import Status
from motcua.journal import queries as journal
from motcua.journal.models import Event, Submission
from motcua.journal.verify import Seen, faults
from motcua.kernel.calendar_files import demo_calendar
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices import queries as offices
from motcua.offices import snapshot
from motcua.offices.models import Agency, CounterHours, OfficeHours, Post, SpecialDay, Unit
from motcua.outbox.models import Job
from motcua.papers.models import ListSlip, Slip
from motcua.payments.models import Closing, Entry
from motcua.returning.models import Handover
from motcua.reviews.models import ReviewCampaign
from motcua.workflow.models import ProcessVersion, WorkItem
from motcua.workflow.queries import mine
from tests.cast import moment

UNTIL = moment("2026-11-20 10:30")
DOSSIERS = 110
COMMUNE_PEOPLE = ["lan", "nhat", "hoa", "thang", "roi"]


@dataclass
class Loaded:
    """What was seen on the way."""

    progress: list[tuple[int, int]] = field(default_factory=list)
    before_fault: tuple[int, int] = (0, 0)
    after_fault: tuple[int, int] = (0, 0)
    touched: str = ""
    logs: list[dict] = field(default_factory=list)


def counts() -> tuple[int, int]:
    return Dossier.objects.count(), Event.objects.count()


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[Loaded]:
    """The whole load in one transaction that is undone at the end of the file."""
    seen = Loaded()
    undo = transaction.atomic()
    with django_db_blocker.unblock(), time_machine.travel(UNTIL, tick=False), capture_logs() as seen.logs:
        undo.__enter__()
        assert base.build(at=UNTIL, dossiers=DOSSIERS)
        for _ in range(3):
            seen.progress.append(demo_progress())
            assert worker.work_one("test")
        fault_in_the_middle(seen)
        touch_one(seen)
        demo.load(Namespace())
        seen.progress.append(demo_progress())
    snapshot.at_edition.cache_clear()
    with django_db_blocker.unblock():
        yield seen
        transaction.set_rollback(True)
        undo.__exit__(None, None, None)


def fault_in_the_middle(seen: Loaded) -> None:
    """The next slice dies half-way, as if the worker had been killed."""
    real, left = live._do, [40]

    def dies(act, stage):
        left[0] -= 1
        if not left[0]:
            raise RuntimeError("killed")
        real(act, stage)

    seen.before_fault = counts()
    live._do = dies
    try:
        assert worker.work_one("test")
    finally:
        live._do = real
    seen.after_fault = counts()


def touch_one(seen: Loaded) -> None:
    """A person amends an open dossier to which more would happen in the play."""
    acts = plan.acts(UNTIL, DOSSIERS)
    first = Job.objects.get(kind=LIVE, done_at=None).payload["slice"] * plan.IN_A_SLICE
    coming = {f"demo:{act.n:06d}" for act in acts[first:] if act.verb == "return_result"}
    codes = Submission.objects.filter(key__in=coming).values_list("answer", flat=True)
    d = Dossier.objects.filter(code__in=list(codes), status=Status.IN_PROCESS, finished_at=None).first()
    assert d is not None
    post = Post.objects.filter(agency=d.receiving, role="receiver", valid_to=None).first()
    amend(
        d.code,
        Amendment(request="Sửa trong lúc đang nạp"),
        by=offices.actor(post.account, day=UNTIL.date()),
        at=UNTIL,
        reason="Người dùng sửa",
    )
    seen.touched = d.code


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


# The province


def test_the_province_has_its_agencies_hours_days_people_procedures_and_processes() -> None:
    assert Agency.objects.filter(kind="commune_committee", valid_to=None).count() == 96
    assert Unit.objects.count() == 52
    assert Post.objects.count() == 133
    assert OfficeHours.objects.count() == 1
    assert CounterHours.objects.count() == Agency.objects.filter(kind="one_stop", valid_to=None).count() == 97
    assert SpecialDay.objects.count() == len(demo_calendar().off) + len(demo_calendar().working)
    assert Procedure.objects.count() == 82
    assert ProcessVersion.objects.count() == len(value("processes.json"))


def test_every_counter_of_a_commune_with_people_takes_a_declaration_in_for_a_child_under_six() -> None:
    places = snapshot.present()
    counters = [a.pk for a in Agency.objects.filter(kind="one_stop", level__code="commune", valid_to=None)]
    rows = {pk: linked_offers.groups(counter_id=pk, offices=places, day=UNTIL.date()) for pk in counters}
    assert {tuple(group.code for group in groups) for groups in rows.values()} == {("2.000986",)}
    offered = linked_offers.offer("2.000986", counter_id=counters[0], offices=places, at=UNTIL)
    assert [m.after for m in offered.members] == [None, 1, 2] and offered.appointment is not None


def test_demo_people_share_one_password_and_need_not_change_it() -> None:
    people = Account.objects.all()
    assert {(a.demo, a.must_change_password) for a in people} == {(True, False)}
    assert len({a.password for a in people}) == 1
    assert people[0].check_password("motcua-demo-2026")


def test_every_receivable_procedure_has_an_agency_that_decides_it() -> None:
    open_ = Procedure.objects.filter(versions__receivable=True)
    assert open_.count() == 77
    assert not open_.filter(competences=None).exists()


def test_building_again_changes_nothing() -> None:
    before = counts(), Agency.objects.count(), Account.objects.count(), Job.objects.count()
    assert base.build(at=UNTIL, dossiers=DOSSIERS) is False
    assert (counts(), Agency.objects.count(), Account.objects.count(), Job.objects.count()) == before


def test_loading_again_changes_nothing(capsys) -> None:
    before = counts()
    assert demo.load(Namespace()) == 0
    assert counts() == before
    assert "đầy đủ" in capsys.readouterr().out


def test_a_slice_promised_twice_is_lived_once() -> None:
    before = counts()
    live_slice({"until": UNTIL.isoformat(), "dossiers": DOSSIERS, "slice": 1}, UNTIL)
    assert counts() == before


def test_log_ins_are_told_with_what_each_can_try(capsys) -> None:
    demo.logins(Namespace())
    said = capsys.readouterr().out
    assert all(name in said for name in ["lan", "dung", "tam", "quan", "motcua-demo-2026"])


# The lives


def test_all_dossiers_are_there_and_none_was_left_but_the_one_a_person_touched(loaded) -> None:
    assert Dossier.objects.filter(origin="demo").count() == DOSSIERS + Certified.objects.count()
    assert [entry for entry in loaded.logs if entry["event"] == "demo dossier left alone"] == []


def test_progress_goes_from_nothing_to_the_end(loaded) -> None:
    done = [done for done, _ in loaded.progress[:-1]]
    assert done[0] == 0 and done == sorted(set(done)) and done[-1] < DOSSIERS
    assert {total for _, total in loaded.progress[:-1]} == {DOSSIERS}
    assert loaded.progress[-1] == (0, 0)


def test_a_slice_that_died_left_nothing_and_was_lived_later(loaded) -> None:
    assert loaded.before_fault == loaded.after_fault
    assert [e["kind"] for e in loaded.logs if e["event"] == "job failed"] == [LIVE]
    assert not Job.objects.filter(kind=LIVE, done_at=None).exists()


def test_a_dossier_that_a_person_touched_is_left_to_them(loaded) -> None:
    d = Dossier.objects.get(code=loaded.touched)
    last = Event.objects.filter(stream=d.stream).last()
    assert (last.kind, last.origin) == ("dossier.amended", "live")
    assert d.state is Status.IN_PROCESS


def test_all_ten_states_are_there() -> None:
    assert set(Dossier.objects.filter(voided_at=None).values_list("status", flat=True)) == set(range(1, 11))


def test_what_offices_see_is_there_voided_reopened_refused_sent_back_backdated() -> None:
    assert Dossier.objects.exclude(voided_at=None).exists()
    assert Dossier.objects.filter(corrections__gt=0).exists()
    assert Dossier.objects.filter(outcome="refused").exists()
    assert Dossier.objects.filter(supplements__gt=0).exists()
    assert WorkItem.objects.filter(outcome="back").exists()
    assert {"financial", "other", "supplement"} <= set(Hold.objects.values_list("ground", flat=True))
    assert [e for e in Event.objects.all() if e.happened_at < e.recorded_at]


def test_the_journal_is_whole_and_the_tables_are_what_it_says() -> None:
    assert [str(f) for f in faults(journal.records(register()), Seen())] == []
    assert [str(d) for compared in differences() for d in compared.found] == []


def test_nothing_happens_in_the_future_or_outside_office_hours() -> None:
    lived = Event.objects.filter(stream__in=Dossier.objects.values("stream"))
    assert lived.order_by("-recorded_at").first().recorded_at <= UNTIL
    assert [e.recorded_at for e in lived if not demo_calendar().is_open(e.recorded_at.astimezone(VIETNAM))] == []


def test_what_runs_has_a_due_date_and_it_is_the_one_reckoned() -> None:
    running = Dossier.objects.filter(voided_at=None, status__in=[2, 4, 9, 10]).select_related("version")
    there = snapshot.present()
    for d in running:
        assert d.due_at is not None, d.code
        assert due_of(d, list(Hold.objects.filter(dossier=d)), there).moment == d.due_at, d.code
    waiting = Dossier.objects.filter(status__in=[5, 6], accepted_at__isnull=False, voided_at=None)
    assert set(waiting.values_list("due_at", flat=True)) == {None}


def test_most_are_finished_in_time_some_late_and_some_stand_overdue() -> None:
    finished = Dossier.objects.exclude(finished_at=None)
    late = [d for d in finished if d.finished_at > d.due_at]
    assert 0 < len(late) < 0.2 * len(finished)
    assert Dossier.objects.filter(status__in=[2, 4], due_at__lt=UNTIL, voided_at=None).exists()


def test_codes_of_a_day_and_numbers_of_a_book_ascend_with_time() -> None:
    codes = defaultdict(list)
    for d in Dossier.objects.order_by("filed_at"):
        day, n = d.code.rsplit("-", 1)
        codes[day].append(int(n))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in codes.values())
    books = defaultdict(list)
    for slip in Slip.objects.filter(edition=1, issued_at__lt=UNTIL).order_by("issued_at", "pk"):
        books[slip.agency_id, slip.book, slip.year].append(slip.serial)
    assert len({book for _, book, _ in books}) >= 3
    assert all(serials == sorted(set(serials)) for serials in books.values())


def test_events_were_written_in_the_order_of_time() -> None:
    lived = Event.objects.filter(stream__in=Dossier.objects.values("stream"), origin="demo").order_by("pk")
    assert all(a.recorded_at <= b.recorded_at for a, b in pairwise(lived))


@pytest.mark.parametrize("username", COMMUNE_PEOPLE)
def test_whoever_signs_in_at_kon_tum_has_something_to_do(username: str) -> None:
    by = offices.actor(Account.objects.get(username=username), day=UNTIL.date())
    assert 1 <= WorkItem.objects.filter(mine(by, snapshot.present()), closed_at=None).count() <= 60


def test_the_people_who_came_are_of_many_kinds() -> None:
    assert set(Party.objects.values_list("kind", flat=True)) >= {"citizen", "enterprise", "community"}
    assert set(Dossier.objects.values_list("channel", flat=True)) >= {"direct", "online"}


def test_no_files_are_made_for_slips_that_nobody_opened() -> None:
    assert not Job.objects.filter(kind__startswith="papers.archive", done_at=None, promised_at__lt=UNTIL).exists()
    assert not Slip.objects.exclude(archived=None).exists()
    assert not ListSlip.objects.exclude(archived=None).exists()


# The books of the counter at Kon Tum


def test_three_days_of_certifications_stand_in_the_books_without_a_gap() -> None:
    days = sorted({row.day for row in Certified.objects.all()})
    assert len(days) == 3 and days[-1] == UNTIL.date()
    for kind in ("copy", "signature"):
        numbers = list(Certified.objects.filter(kind=kind).order_by("at").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 3


def test_the_tills_of_the_days_before_are_closed_and_that_of_today_holds_cash() -> None:
    taken = Entry.objects.exclude(day=UNTIL.date()).values_list("day", "by").distinct()
    closed = {(row.day, row.account_id): row for row in Closing.objects.all()}
    assert set(taken) == set(closed) and all(row.counted == row.cash for row in closed.values())
    assert Entry.objects.filter(day=UNTIL.date(), way="cash").exists()
    assert {"cash", "transfer"} == set(Entry.objects.values_list("way", flat=True))


def test_results_handed_out_have_their_receipt_and_new_dossiers_their_slip() -> None:
    receipts = ListSlip.objects.filter(form="KQ")
    assert receipts.count() == Handover.objects.count() > 0
    assert ListSlip.objects.filter(form="BG").exists()


def test_papers_are_digitised_each_a_page_that_opens() -> None:
    papers = DigitisedPaper.objects.select_related("attachment__file")
    assert len(papers) == 3
    assert all(paper.attachment.file.read().startswith(b"%PDF") for paper in papers)


def test_the_demo_is_refused_where_other_people_are() -> None:
    Account.objects.filter(demo=True).update(demo=False)
    with pytest.raises(Refused, match="còn trống"):
        base.build(at=UNTIL, dossiers=0)


def test_a_review_of_the_provinces_procedures_is_under_way() -> None:
    campaign = ReviewCampaign.objects.get()
    told = reviews.campaign_page(campaign.pk, snapshot.present(), day=UNTIL.date())
    count = told.whole.count
    assert campaign.is_open and count.asked == campaign.lines.filter(level="province").count() > 20
    assert 0 < count.proposed < count.reviewed < count.asked and not told.overdue
    assert not campaign.lines.filter(filled_at__gt=UNTIL).exists()
