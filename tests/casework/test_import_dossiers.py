"""Open dossiers of an older system taken over: they go on as they stood there, with the promise that was made there."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from motcua.casework.advance import advance
from motcua.casework.amend import Amendment, amend
from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.hold import hold, release
from motcua.casework.imports.dossiers import import_dossiers
from motcua.casework.reads.explanation import explained, from_rows
from motcua.casework.rebuild import differences as rebuilt
from motcua.casework.receive_supplement import receive_supplement
from motcua.casework.shadows import Noted, note_shadow
from motcua.casework.supplements import Item, rest_enough
from motcua.deadlines.clocks import Clock
from motcua.deadlines.promises import kept
from motcua.dossiers.models import Dossier, Series
from motcua.dossiers.states import Status
from motcua.journal.models import Event
from motcua.kernel.calendar_files import demo_calendar
from motcua.kernel.due import Hold
from motcua.kernel.explanation_lines import LineKind
from motcua.offices import snapshot
from motcua.papers.models import Slip
from motcua.supervision import actions as figures
from motcua.supervision import compare, queries
from motcua.supervision.periods import month, view
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.cast import moment

pytestmark = pytest.mark.django_db
ACCEPTED, PROMISED, NOW = moment("2026-10-20 09:12"), moment("2026-11-27 16:30"), moment("2026-11-20 09:00")
LINE = {
    "source": "Phần mềm một cửa trước đây",
    "code": "H48.148-261020-0007",
    "procedure": "1.000689",
    "agency": "H48.148",
    "applicant": {"name": "Phạm Văn Đồng Xuân", "number": "051090001234", "phone": "0905123456"},
    "accepted_at": "2026-10-20T09:12",
    "due_at": "2026-11-27T16:30:00+07:00",
    "step": "Thụ lý",
    "holder": "minh",
}

CALENDAR = demo_calendar()


@pytest.fixture
def cast():
    return stage.enter()


def taken(*lines: dict[str, object], at=NOW):
    text = "\n".join(json.dumps(LINE | line, ensure_ascii=False) for line in lines)
    return import_dossiers(text.encode(), by="motcua import", at=at)


def one(cast, **changes) -> Dossier:
    report = taken(changes)
    assert [str(r.reason) for r in report.refused] == []
    return Dossier.objects.get()


def test_it_goes_on_with_its_acceptance_promise_step_and_holder(cast):
    d = one(cast)
    assert (d.accepted_at, d.filed_at, d.due_at, d.promised_at) == (ACCEPTED, ACCEPTED, PROMISED, PROMISED)
    assert (d.state, d.origin, d.foreign_source, d.foreign_code) == (
        Status.IN_PROCESS, "import", LINE["source"], LINE["code"],
    )  # fmt: skip
    item = WorkItem.objects.get(closed_at=None)
    assert (item.step.name, item.assignee_id, item.taken_at) == ("Thụ lý", cast.minh.account_id, NOW)
    assert d.parties.get(role="applicant").name == "Phạm Văn Đồng Xuân"
    assert not Slip.objects.exists() and not d.received.exists()
    check_all()
    assert [c for c in rebuilt() if c.found] == []


def test_every_event_says_imported_and_when_it_was(cast):
    d = one(cast)
    events = list(Event.objects.filter(stream=d.stream).order_by("n"))
    assert [e.kind for e in events] == ["dossier.filed", "dossier.accepted", "dossier.in_process"]
    assert {(e.origin, e.by, e.recorded_at) for e in events} == {("import", "motcua import", NOW)}
    assert [e.happened_at for e in events] == [ACCEPTED, ACCEPTED, NOW]


def test_it_goes_on_by_the_verbs(cast):
    d = one(cast)
    advance(d.code, by=cast.minh, at=NOW + timedelta(hours=1))
    assert WorkItem.objects.get(closed_at=None).step.name == "Ký duyệt"
    check_all()


def test_without_a_holder_it_waits_for_whoever_takes_it(cast):
    d = one(cast, holder="", received_by="lan", step="3")
    assert (d.state, d.received_by_id) == (Status.ACCEPTED, cast.lan.account_id)
    item = WorkItem.objects.get(closed_at=None)
    assert (item.step.name, item.assignee_id) == ("Ký duyệt", None)
    check_all()


@pytest.mark.parametrize("channel", ["direct", "online", "post"])
def test_the_explanation_says_whose_promise_it_is(cast, channel):
    d = one(cast, channel=channel)
    rows = from_rows(d, [], [], snapshot.present())
    assert (rows[Clock.LEGAL].due.moment, rows[Clock.NATIONAL].due.moment) == (PROMISED, PROMISED)
    reading = explained(d.code, snapshot.present()).readings[Clock.LEGAL]
    assert reading.due.moment == PROMISED
    assert [line.kind for line in reading.due.lines] == [LineKind.ACCEPTED, LineKind.PROMISED, LineKind.DUE]
    assert "giữ đúng hạn đã hẹn" in reading.due.lines[1].text


def test_a_hold_moves_the_promise_by_the_working_time_it_took(cast):
    d = one(cast)
    hold(d.code, by=cast.minh, at=NOW, ground="financial", reason="Nộp tiền", basis="Điều 1")
    assert Dossier.objects.get().due_at is None
    check_all()
    release(d.code, by=cast.minh, at=moment("2026-11-20 16:00"))  # 2 h 30 and 2 h 30 of office hours
    assert Dossier.objects.get().due_at == moment("2026-11-30 11:30")
    check_all()


def test_what_is_late_already_stays_late(cast):
    d = one(cast, due_at="2026-11-02T17:00")
    assert (d.runs_to, d.late_from <= NOW) == (moment("2026-11-02 17:00"), True)
    hold(d.code, by=cast.minh, at=NOW, ground="financial", reason="Nộp tiền", basis="Điều 1")
    release(d.code, by=cast.minh, at=NOW + timedelta(hours=2))
    assert Dossier.objects.get().due_at == moment("2026-11-02 17:00")
    check_all()


def test_a_supplement_that_restarts_counts_the_limit_of_the_procedure(cast):
    d = one(cast, accepted_at="2026-11-19T09:00")
    items = rest_enough([Item("Giấy chứng sinh", "Thiếu", "Nộp bổ sung", n=2)], cast.version.pk)
    propose_supplement(d.code, by=cast.minh, at=NOW, items=items)
    ask_supplement(d.code, by=cast.lan, at=NOW)
    check_all()
    receive_supplement(d.code, by=cast.lan, at=moment("2026-11-20 15:00"), papers=())
    assert Dossier.objects.get().due_at == moment("2026-11-26 17:00")
    check_all()


def test_the_same_file_again_changes_nothing(cast):
    assert taken({}, {"code": "X-0002"}).new == 2
    again = taken({}, {"code": "X-0002"}, {"code": "X-0003"})
    assert (again.new, again.unchanged, Dossier.objects.count()) == (1, 2, 3)


@pytest.mark.parametrize(
    "changes, why",
    [
        ({"source": ""}, "Thiếu source."),
        ({"code": None}, "Thiếu code."),
        ({"due_at": ""}, "Thiếu due_at."),
        ({"applicant": None}, "Thiếu applicant."),
        ({"applicant": {"name": "@@"}}, "Họ tên có ký tự “@”"),
        ({"applicant": {"name": "Lan", "kind": "ghost"}}, "Không có loại đối tượng “ghost”."),
        ({"applicant": {"name": "Lan", "number": "12"}}, "định danh"),
        ({"procedure": "9.999999"}, "Không có thủ tục 9.999999 đang có hiệu lực."),
        ({"agency": "H48.999"}, "Không có cơ quan H48.999"),
        ({"agency": "H48.05"}, "không có thẩm quyền"),
        ({"counter": "H48.148"}, "Nơi tiếp nhận không hoạt động."),
        ({"accepted_at": "2026-10-20"}, "phải ghi như"),
        ({"accepted_at": "2026-12-20T08:00"}, "ở tương lai"),
        ({"due_at": "2026-10-19T08:00"}, "trước lúc tiếp nhận"),
        ({"step": "Thẩm tra"}, "các bước là: Thụ lý, Ký duyệt, Vào sổ, đóng dấu."),
        ({"step": "Trả kết quả"}, "không phải là bước đang giải quyết"),
        ({"step": "1"}, "không phải là bước đang giải quyết"),
        ({"holder": "ai-do"}, "Không có cán bộ “ai-do” đang làm việc."),
        ({"holder": "son"}, "“son” không giữ vị trí làm bước “Thụ lý”."),
        ({"holder": ""}, "Cần ghi người đang giữ (holder)"),
        ({"code": "1" * 81}, "Cột code dài quá 80 ký tự."),
        ({"channel": "pigeon"}, "Hãy chọn cách nộp hồ sơ."),
        ({"code": "FOLLOWED-1", "source": "VNeID"}, "đang được theo dõi hộ hệ thống VNeID"),
        ({"code": "GOOD-1"}, "Mã GOOD-1 đã có ở dòng 1."),
        ({"step": 2}, "phải là một đoạn chữ"),
    ],
)
def test_a_bad_line_is_named_and_leaves_nothing_not_even_a_number(cast, changes, why):
    other = stage.publish_procedure(code="1.000702", authority_system="VNeID")
    note_shadow(Noted(other.pk, cast.counter.pk, "FOLLOWED-1"), by=cast.lan, at=NOW)
    report = taken({"code": "GOOD-1"}, changes, {"code": "GOOD-2"})
    assert [(r.n, why in str(r.reason)) for r in report.refused] == [(2, True)], [str(r.reason) for r in report.refused]
    codes = sorted(Dossier.objects.values_list("code", flat=True))
    assert codes == ["H48.148-261120-0001", "H48.148-261120-0002"]
    assert Series.objects.get(key__startswith="code:").last == 2


def test_another_procedure_ends_the_promise(cast):
    d = one(cast, holder="", received_by="lan", accepted_at="2026-11-19T09:00")
    other = stage.publish_procedure(code="1.000703", limit={"amount": 5, "unit": "working_day"})
    change = Amendment(version_id=other.pk, papers=stage.all_papers())
    amend(d.code, change, by=cast.lan, at=NOW, reason="Nhầm thủ tục")
    now = Dossier.objects.get()
    assert (now.promised_at, now.due_at) == (None, moment("2026-11-27 17:00"))
    check_all()
    assert [c for c in rebuilt() if c.found] == []


def test_figures_count_it_since_its_acceptance_there_and_agree(cast):
    one(cast)
    figures.project(at=moment("2026-12-01 09:00"))
    known = moment("2026-12-01 09:00")
    views = [view(*month(date(2026, n, 1)), as_of=None, known_to=known) for n in (10, 11)]
    assert list(compare.differences(views)) == []
    (october,), (november,) = (queries.figures(view).values() for view in views)
    assert (october["accepted"], november["carried"], november["accepted"]) == (1, 1, 0)


def test_statements_grow_by_the_batch_not_by_the_line(cast):
    def statements(lines) -> int:
        with CaptureQueriesContext(connection) as captured:
            taken(*lines)
        return len(captured)

    taken({"code": "WARM-1"})
    few = statements([{"code": f"A-{n:04}"} for n in range(2)])
    assert statements([{"code": f"B-{n:04}"} for n in range(60)]) <= few + 8  # an insert has room for so many rows


@given(st.integers(0, 40_000), st.integers(0, 20_000), st.integers(0, 20_000))
def test_a_hold_never_brings_a_promise_nearer_and_none_leaves_it_as_told(promised, begins, lasts):
    due = ACCEPTED + timedelta(minutes=promised)
    spans = [Hold(ACCEPTED + timedelta(minutes=begins), ACCEPTED + timedelta(minutes=begins + lasts))]
    assert kept(due, ACCEPTED, CALENDAR, [], explain=False).moment == due
    moved = kept(due, ACCEPTED, CALENDAR, spans, explain=True)
    assert moved.moment >= due
    longer = [Hold(spans[0].from_, spans[0].to + timedelta(minutes=60))]
    assert kept(due, ACCEPTED, CALENDAR, longer, explain=False).moment >= moved.moment
