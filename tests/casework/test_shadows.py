"""Dossiers of other systems: noted at the counter, told by press and by file, judged by nobody here (ADR 23)."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from motcua.casework.close_agency import end
from motcua.casework.file import file
from motcua.casework.imports.report import Report
from motcua.casework.imports.shadows import News, _take_in, import_shadows
from motcua.casework.reads import shadows as reads
from motcua.casework.shadows import Noted, note_shadow, tell_shadow, void_shadow
from motcua.casework.streams import register
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.actions import AgencyData
from motcua.papers.models import Slip
from motcua.policy.facts import Facts
from motcua.shadows.models import Shadow
from motcua.shadows.states import LABELS, MOVES, OVER, State
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.refusals import refused
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")
SYSTEM, CODE = "Hệ thống hộ tịch", "000.00.14.H48-261120-0007"
APPOINTMENT = moment("2026-11-27 16:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def version(cast):
    return stage.publish_procedure(code="1.000702", authority_system=SYSTEM)


def noted(cast, version, *, at=AT, by=None, **changes) -> Shadow:
    values = {"version_id": version.pk, "counter_id": cast.counter.pk, "foreign_code": CODE}
    return note_shadow(Noted(**values | {"appointment_at": APPOINTMENT} | changes), by=by or cast.lan, at=at)


def told(*lines: dict[str, object], at=AT + timedelta(days=9), **options) -> Report:
    text = "\n".join(json.dumps({"system": SYSTEM, "code": CODE} | line, ensure_ascii=False) for line in lines)
    return import_shadows(text.encode(), by="motcua import", at=at, origin="import", **options)


def statements(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len([q for q in captured.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))])


# Noting


def test_a_shadow_is_its_code_and_appointment_there_and_nothing_of_ours(cast, version):
    row = noted(cast, version, foreign_code=f"  {CODE.lower()} ", applicant=" Phạm Văn Đồng Xuân ")
    assert (row.foreign_code, row.system, row.appointment_at) == (CODE, SYSTEM, APPOINTMENT)
    assert (row.applicant, row.stands) == ("Phạm Văn Đồng Xuân", State.NOTED)
    assert not Dossier.objects.exists() and not WorkItem.objects.exists() and not Slip.objects.exists()


def test_the_journal_tells_of_it_without_the_name_among_its_facts(cast, version):
    row = noted(cast, version, applicant="Phạm Văn Đồng Xuân")
    event = Event.objects.get(stream=row.stream)
    assert (event.kind, event.by, row.chain_n) == ("shadow.noted", cast.lan.ref, 1)
    assert "Xuân" not in event.facts and "Xuân" in event.payload.body
    assert [s.n for s in register() if s.kind == "shadow"] == [1]


@pytest.mark.parametrize("code", ["", "   ", "khong-co-so", "12", "1" * 65, "mã 1234"])
def test_what_cannot_be_a_code_is_refused(cast, version, code):
    sentence, field = refused(lambda: noted(cast, version, foreign_code=code))
    assert field == "foreign_code" and "chữ số" in sentence


def test_a_code_is_here_once_a_system(cast, version):
    noted(cast, version)
    assert refused(lambda: noted(cast, version)) == (
        f"Hồ sơ {CODE} của hệ thống {SYSTEM} đã có ở đây. Hãy tra cứu theo mã đó.",
        "foreign_code",
    )
    other = stage.publish_procedure(code="1.000703", authority_system="VNeID")
    assert noted(cast, other).system == "VNeID"


def test_what_was_taken_over_as_a_dossier_of_ours_is_no_shadow_as_well(cast, version):
    file(stage.intake(cast, foreign_code=CODE.lower(), foreign_source=SYSTEM), by=cast.lan, at=AT)
    assert refused(lambda: noted(cast, version))[1] == "foreign_code"


@pytest.mark.parametrize(
    "changes, sentence, field",
    [
        ({"version_id": 0}, "Không có thủ tục này trong danh mục.", "procedure"),
        (
            {"appointment_at": AT - timedelta(days=1)},
            "Ngày hẹn trả đã qua. Hãy xem lại giấy hẹn của hệ thống kia.",
            "appointment_at",
        ),
        ({"applicant": "x" * 201}, f"“{'x' * 30}…” dài quá 200 ký tự. Hãy ghi ngắn lại.", "applicant"),
    ],
)
def test_a_note_that_cannot_be(cast, version, changes, sentence, field):
    assert refused(lambda: noted(cast, version, **changes)) == (sentence, field)


def test_without_an_appointment_or_with_one_of_today_it_is_followed_as_well(cast, version):
    assert noted(cast, version, appointment_at=None).appointment_at is None
    assert noted(cast, version, foreign_code="X-1234", appointment_at=AT.replace(hour=8))


def test_what_motcua_handles_itself_is_no_shadow(cast):
    assert refused(lambda: noted(cast, cast.version)) == (
        "Thủ tục 1.000689 được giải quyết ngay trên hệ thống này.",
        "procedure",
    )


def test_only_receivers_of_that_counter_note(cast, version):
    assert "nơi nhận hồ sơ" in refused(lambda: noted(cast, version, by=cast.tuyet))[0]


# Pressing


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_the_table_says_which_state_may_be_pressed(cast, version, before, after):
    row = noted(cast, version)
    Shadow.objects.filter(pk=row.pk).update(state=before.value)
    later = AT + timedelta(hours=2)
    if after in MOVES[before]:
        now = tell_shadow(row.pk, after, by=cast.cuc, at=later)
        assert (now.stands, now.state_at) == (after, later)
        assert Event.objects.filter(stream=row.stream).last().kind == "shadow.told"
    else:
        with pytest.raises(Refused, match=str(LABELS[before])):
            tell_shadow(row.pk, after, by=cast.cuc, at=later)


def test_every_state_has_its_word_and_leads_to_an_end():
    assert set(LABELS) == set(MOVES) == set(State)
    assert {s for s in State if not MOVES[s]} == set(OVER)


def test_another_counter_presses_nothing(cast, version):
    row = noted(cast, version)
    with pytest.raises(Refused, match="nơi nhận hồ sơ"):
        tell_shadow(row.pk, State.RECEIVED, by=cast.tuyet, at=AT)
    with pytest.raises(Refused, match="Không tìm thấy"):
        tell_shadow(0, State.RECEIVED, by=cast.lan, at=AT)


def test_what_was_voided_is_out_of_everything_and_its_code_is_free_again(cast, version):
    row = noted(cast, version)
    with pytest.raises(Refused, match="lý do"):
        void_shadow(row.pk, reason="  ", by=cast.lan, at=AT)
    void_shadow(row.pk, reason="Gõ sai mã", by=cast.hanh, at=AT)
    with pytest.raises(Refused, match="ghi nhầm"):
        tell_shadow(row.pk, State.RECEIVED, by=cast.lan, at=AT)
    assert reads.public(CODE) == []
    assert noted(cast, version).pk != row.pk


def test_statements_of_the_verbs_are_few(cast, version):
    noted(cast, version, foreign_code="A-1000")
    assert statements(lambda: noted(cast, version)) <= 8
    pk = Shadow.objects.get(foreign_code=CODE).pk
    assert statements(lambda: tell_shadow(pk, State.RECEIVED, by=cast.lan, at=AT)) <= 5
    assert statements(lambda: void_shadow(pk, reason="Nhầm", by=cast.lan, at=AT)) <= 5


# Files


def test_a_file_tells_where_it_stands_there_and_when(cast, version):
    row = noted(cast, version)
    report = told(
        {"state": "received", "at": "2026-11-20T08:50"},
        {"state": "result", "at": "2026-11-26T15:00:00+07:00", "appointment": "2026-11-30T10:00"},
    )
    row.refresh_from_db()
    assert (report.changed, report.refused, row.stands) == (2, [], State.RESULT)
    assert (row.state_at, row.appointment_at) == (moment("2026-11-26 15:00"), moment("2026-11-30 10:00"))
    assert row.chain_n == 3
    event = Event.objects.filter(stream=row.stream, n=2).get()
    assert (event.origin, event.by, event.happened_at) == ("import", "motcua import", moment("2026-11-20 08:50"))


def test_the_same_file_again_changes_nothing(cast, version):
    noted(cast, version)
    lines = [{"state": "received", "at": "2026-11-21T08:50"}, {"state": "returned", "at": "2026-11-22T08:50"}]
    assert (told(*lines).changed, told(*lines).unchanged) == (2, 2)
    assert Event.objects.filter(kind="shadow.told").count() == 2


def test_a_csv_says_the_same(cast, version):
    row = noted(cast, version)
    text = f"\ufeffsystem,code,state,at\n{SYSTEM},{CODE.lower()},supplement,2026-11-21T08:50\n"
    assert import_shadows(text.encode(), by="x", at=AT + timedelta(days=9)).changed == 1
    row.refresh_from_db()
    assert row.stands is State.SUPPLEMENT and row.appointment_at == APPOINTMENT


@pytest.mark.parametrize(
    "line, why",
    [
        ({"state": "done", "at": "2026-11-21T08:50"}, "Không có trạng thái “done”"),
        ({"state": "noted", "at": "2026-11-21T08:50"}, "Không có trạng thái “noted”"),
        ({"state": "result", "at": "2026-11-21"}, "phải ghi như 2026-11-20T09:30"),
        ({"state": "result", "at": "2026-12-21T08:50"}, "ở tương lai"),
        ({"state": "result"}, "Thiếu at"),
        ({"state": "result", "at": 5}, "phải là một đoạn chữ"),
        ({"code": "X-9999", "state": "result", "at": "2026-11-21T08:50"}, "Không có hồ sơ X-9999 của hệ thống"),
        ({"system": "VNeID", "state": "result", "at": "2026-11-21T08:50"}, "của hệ thống VNeID được theo dõi"),
        ({"code": "không", "state": "result", "at": "2026-11-21T08:50"}, "phải có chữ số"),
    ],
)
def test_a_line_that_cannot_be_is_named_and_the_others_go_in(cast, version, line, why):
    row = noted(cast, version)
    report = told({"state": "received", "at": "2026-11-20T10:00"}, line)
    assert [(r.n, why in str(r.reason)) for r in report.refused] == [(2, True)]
    row.refresh_from_db()
    assert (report.changed, row.stands) == (1, State.RECEIVED)


def test_a_thousand_shadows_cost_as_many_statements_as_a_few_batches(cast, version):
    rows = [noted(cast, version, foreign_code=f"X-{n:04}") for n in range(60)]
    lines = [{"code": row.foreign_code, "state": "result", "at": "2026-11-21T08:50"} for row in rows]
    assert statements(lambda: told(*lines)) <= 5


MINUTES = st.integers(-300, 4000)
SAID = st.tuples(st.sampled_from(sorted(set(State) - {State.NOTED})), st.none() | MINUTES)


@given(st.dictionaries(MINUTES, SAID, max_size=8), st.randoms())
def test_in_whatever_order_lines_stand_the_last_word_counts_and_is_heard_once(said, random):
    def fresh() -> Shadow:
        return Shadow(state=State.NOTED.value, state_at=AT, appointment_at=None)

    def after(minutes: int | None):
        return None if minutes is None else AT + timedelta(minutes=minutes)

    news = [News(n, ("S", "C1"), state, after(at), after(due)) for n, (at, (state, due)) in enumerate(said.items())]
    mixed = random.sample(news, len(news))
    one, other, report = fresh(), fresh(), Report()
    for row, lines in ((one, news), (other, mixed)):
        _take_in(row, sorted(lines, key=lambda x: (x.at, x.n)), report)
    assert (one.state, one.state_at, one.appointment_at) == (other.state, other.state_at, other.appointment_at)
    assert _take_in(one, sorted(mixed, key=lambda x: x.at), report) == []
    over = [x for x in sorted(news, key=lambda x: x.at) if x.state in OVER]
    last = over[0] if over else max(news, key=lambda x: x.at, default=None)
    assert one.stands is (last.state if last else State.NOTED)


# Seeing and counting


def seen_by(cast, name: str) -> Facts:
    return Facts(by=cast.actor(name), day=AT.date(), offices=snapshot.present())


@pytest.mark.parametrize("name, sees", [("lan", True), ("hanh", True), ("an", True), ("tuyet", False), ("quan", False)])
def test_those_of_the_counter_and_who_looks_after_it_see_it(cast, version, name, sees):
    row = noted(cast, version)
    assert (reads.one(seen_by(cast, name), row.pk) is not None) is sees
    assert (reads.keys_of(seen_by(cast, name), CODE) == [row.pk]) is sees


def test_figures_count_by_system_what_was_noted_in_the_period(cast, version):
    for n, state in enumerate([State.NOTED, State.RESULT, State.RETURNED, State.ENDED]):
        row = noted(cast, version, foreign_code=f"X-{n}000")
        Shadow.objects.filter(pk=row.pk).update(state=state.value)
    void_shadow(noted(cast, version).pk, reason="Nhầm", by=cast.lan, at=AT)
    noted(cast, version, foreign_code="X-9000", at=moment("2026-12-01 00:00"), appointment_at=None)
    offices = snapshot.present()
    for agency in (cast.commune, cast.province):
        counters = reads.counters_of(agency.pk, offices)
        (of,) = reads.figures(counters, date(2026, 11, 1), date(2026, 11, 30))
        assert (of.system, of.noted, of.open, of.ready, of.returned, of.ended) == (SYSTEM, 4, 1, 1, 1, 1)
    assert reads.figures(reads.counters_of(cast.department.pk, offices), date(2026, 11, 1), date(2026, 11, 30)) == []


def test_when_a_counter_closes_its_successor_follows_what_is_open(cast, version):
    done, still = noted(cast, version, foreign_code="X-1000"), noted(cast, version)
    Shadow.objects.filter(pk=done.pk).update(state=State.ENDED.value)
    data = AgencyData(code="H48.149.01", name="Quầy mới", kind="one_stop", level="commune", parent_code="H48.148")
    new = office_actions.open_agency(data, by="test", at=AT, day=date(2026, 1, 1))
    act = {"agency_id": cast.counter.pk, "on": AT.date(), "offices": snapshot.present(), "by": "test", "at": AT}
    end(successor_id=new.pk, **act)
    done.refresh_from_db()
    still.refresh_from_db()
    assert (done.counter_id, still.counter_id) == (cast.counter.pk, new.pk)
    assert Event.objects.filter(stream=still.stream).last().kind == "shadow.passed_on"
