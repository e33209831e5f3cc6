"""Drafts of processes go out for opinion before they are approved: rounds, answers, replies, what publishing sees."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.casework.close_agency import close_agency
from motcua.casework.office import opinions as verbs
from motcua.casework.office import processes
from motcua.casework.office.opinions import Said
from motcua.casework.office.processes import Decision
from motcua.casework.reads import opinions as reads
from motcua.casework.reads import process_drafts
from motcua.files.actions import store
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.notifications.models import Message
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.actions import AgencyData
from motcua.offices.roles import Role
from motcua.outbox.models import Job
from motcua.policy.facts import Facts
from motcua.workflow.models import Opinion, OpinionRound, Remark
from motcua.workflow.process.from_rows import drawn
from motcua.workflow.process.keeping import digest, from_json
from motcua.workflow.process.performers import named, within
from motcua.workflow.process.typed_rows import typed
from tests import cast as stage
from tests.cast import moment
from tests.files.contents import PDF

pytestmark = pytest.mark.django_db
AT, UNTIL = moment("2026-11-18 09:00"), date(2026, 11, 25)
CODE, TODAY = "1.000689", AT.date()
ROWS = [replace(row, hours="4") if row.hours == "8" else row for row in typed(stage.COMMUNE_STEPS)]
OTHERS = [replace(row, hours="3") if row.name == "Ký duyệt" else row for row in ROWS]
DECISION = Decision("QĐ 12/QĐ-UBND", date(2026, 11, 18), "Ủy ban nhân dân tỉnh")


@pytest.fixture
def cast():
    cast = stage.enter()
    for name, agency in (("quang", cast.department), ("an", cast.province)):
        office_actions.give_post(
            account=cast.people[name], agency=agency, role=Role.UNIT_LEADER, day=date(2026, 1, 1), by="test", at=AT
        )
    return cast


@pytest.fixture
def whose(cast):
    whose = process_drafts.of_procedure(CODE)
    processes.keep_draft(whose, rows=ROWS, seen=None, by=cast.quan, at=AT)
    return whose


def sent(cast, whose, *agencies, seen=1, until=UNTIL, at=AT, word="Đề nghị góp ý."):
    ids = [agency.pk for agency in agencies or (cast.commune, cast.department)]
    return verbs.ask_opinions(whose, seen=seen, agency_ids=ids, until=until, word=word, by=cast.quan, at=at)


def given(cast, opened, name="son", agency=None, verdict="agree", text="", remarks=None, at=AT, file=None):
    opinion = Opinion.objects.get(round=opened, agency=agency or cast.commune)
    by = cast.actor(name)
    verbs.give_opinion(opinion.pk, verdict=verdict, text=text, remarks=remarks or {}, file=file, by=by, at=at)
    return opinion


def seen(whose, *, day=TODAY, n=1):
    found = process_drafts.draft(whose, snapshot.present(), day=day)
    return reads.rounds(whose, found, day=day, n=n)[0]


def states(whose, **when):
    return {one.opinion.agency.code: (one.state, one.late) for one in seen(whose, **when).told}


# Asking


def test_a_round_keeps_the_draft_as_it_stood_though_it_is_edited_later(cast, whose):
    opened = sent(cast, whose)
    assert not seen(whose).changed
    processes.keep_draft(whose, rows=OTHERS, seen=1, by=cast.quan, at=AT)
    found = seen(whose)
    hours = {node.name: node.hours for node in from_json(OpinionRound.objects.get(pk=opened.pk).graph).steps}
    assert hours["Ký duyệt"] == 4 and found.changed
    assert [str(change) for change in found.changes] == ["“Ký duyệt”: thời hạn từ 4 thành 3 giờ."]


def test_a_draft_saved_again_with_the_same_rows_has_not_changed(cast, whose):
    sent(cast, whose)
    processes.keep_draft(whose, rows=ROWS, seen=1, by=cast.quan, at=AT)
    assert not seen(whose).changed


def test_the_stream_of_the_procedure_tells_who_was_asked_until_when(cast, whose):
    opened = sent(cast, whose)
    event = Event.objects.get(stream=cast.version.procedure.stream, kind="process.opinions_asked")
    assert event.by == cast.quan.ref
    assert json.loads(event.facts) == {
        "round": 1, "until": "2026-11-25", "digest": digest(from_json(opened.graph)), "agencies": ["H48.05", "H48.148"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"seen": 7}, "Bản thảo đã thay đổi"),
        ({"until": date(2026, 11, 17)}, "sớm nhất là hôm nay"),
        ({"until": date(2027, 3, 1)}, "xa nhất là 90 ngày"),
        ({"word": "x" * 2001}, "nhiều nhất 2000 ký tự"),
    ],
)
def test_a_round_that_cannot_be_is_refused_and_nothing_is_sent(cast, whose, change, sentence):
    with pytest.raises(Refused, match=sentence):
        sent(cast, whose, **change)
    assert not OpinionRound.objects.exists()


def test_an_agency_without_a_leader_cannot_be_asked(cast, whose):
    with pytest.raises(Refused, match="Chưa có lãnh đạo nào của Trung tâm Phục vụ hành chính công tỉnh"):
        sent(cast, whose, cast.centre)
    with pytest.raises(Refused, match="ít nhất một cơ quan"):
        verbs.ask_opinions(whose, seen=1, agency_ids=[], until=UNTIL, word="", by=cast.quan, at=AT)


def test_a_draft_with_a_fault_is_not_sent(cast, whose):
    processes.keep_draft(whose, rows=[*ROWS[:1], replace(ROWS[1], hours=""), *ROWS[2:]], seen=1, by=cast.quan, at=AT)
    with pytest.raises(Refused, match="“Thụ lý”: chưa có thời hạn"):
        sent(cast, whose, seen=2)


def test_one_round_is_open_at_a_time_and_the_next_has_the_next_number(cast, whose):
    first = sent(cast, whose)
    with pytest.raises(Refused, match="đang được xin ý kiến"):
        sent(cast, whose)
    verbs.close_round(first.pk, by=cast.quan, at=AT)
    assert sent(cast, whose).n == 2


def test_only_who_keeps_processes_opens_closes_and_replies(cast, whose):
    opened = sent(cast, whose)
    for act in (
        lambda by: verbs.ask_opinions(whose, seen=1, agency_ids=[1], until=UNTIL, word="", by=by, at=AT),
        lambda by: verbs.close_round(opened.pk, by=by, at=AT),
        lambda by: verbs.reply_to_remarks(opened.pk, {}, by=by, at=AT),
    ):
        with pytest.raises(Refused, match="quản trị hệ thống"):
            act(cast.son)


def test_who_does_a_step_or_decides_is_offered_first(cast, whose):
    rows = [*ROWS[:2], replace(ROWS[1], name="Xin ý kiến", at=named("H48.05"), hours="1"), *ROWS[2:]]
    processes.keep_draft(whose, rows=rows, seen=1, by=cast.quan, at=AT)
    found = process_drafts.draft(whose, snapshot.present(), day=AT.date())
    offer = reads.offer(whose, found.graph, snapshot.present(), day=AT.date())
    assert [a.code for a in offer.usual] == ["H48.05", "H48.148"]
    assert {kind: [a.code for a in some] for kind, some in offer.others.items()} == {"province_committee": ["H48"]}


def test_a_step_names_the_agency_or_division_that_does_it(cast):
    places = [named("H48.05"), within("competent", "Phòng Kinh tế"), within(named("H48.05"), "Phòng A"), named("H99")]
    rows = [ROWS[0], *(replace(ROWS[1], at=place) for place in places)]
    found = reads.rows_of(drawn("p", "", rows).graph, snapshot.present(), day=TODAY)
    assert [str(row.place) for row in found] == [
        "nơi tiếp nhận", "Sở Tư pháp", "Phòng Kinh tế, cơ quan giải quyết", "Phòng A, Sở Tư pháp", "H99",
    ]  # fmt: skip


def test_the_usual_end_is_so_many_working_days_away_as_the_rules_say(cast):
    # Wednesday 18 November; 24 November is a holiday.
    assert verbs.usual_until(snapshot.present(), at=AT) == date(2026, 11, 26)


# Telling


def jobs(kind):
    return list(Job.objects.filter(kind=kind).values_list("payload", "due_at"))


def test_leaders_are_told_when_asked_and_once_more_when_the_end_is_near(cast, whose):
    opened = sent(cast, whose)
    ((payload, _),) = jobs("opinion.tell")
    verbs.HANDLERS["opinion.tell"](payload, AT)
    assert {m.recipient.username for m in Message.objects.filter(kind="opinion.asked")} == {"son", "quang"}
    given(cast, opened)
    ((payload, due),) = jobs("opinion.near")
    assert due == moment("2026-11-23 07:00")  # the working day before 25 November, a holiday between
    verbs.HANDLERS["opinion.near"](payload, due)
    assert [m.recipient.username for m in Message.objects.filter(kind="opinion.near")] == ["quang"]


def test_nobody_is_told_of_a_round_that_is_closed(cast, whose):
    opened = sent(cast, whose)
    verbs.close_round(opened.pk, by=cast.quan, at=AT)
    verbs.HANDLERS["opinion.near"](jobs("opinion.near")[0][0], AT)
    assert not Message.objects.exists()


# Answering


def test_an_agency_answers_once_with_remarks_on_rows_and_a_file(cast, whose):
    opened = sent(cast, whose)
    scan = store(name="cv.pdf", content=PDF, at=AT)
    file = ("cv.pdf", scan)
    opinion = given(cast, opened, verdict="remarks", text=" Chung ", remarks={2: "Thiếu giờ", 3: " "}, file=file)
    assert [(r.n, r.text) for r in Remark.objects.filter(opinion=opinion)] == [(0, "Chung"), (2, "Thiếu giờ")]
    assert Opinion.objects.get(pk=opinion.pk).file == scan
    assert states(whose)["H48.148"] == ("remarks", False)
    with pytest.raises(Refused, match="đã trả lời"):
        given(cast, opened)


def test_the_stream_tells_of_an_answer_without_its_words(cast, whose):
    given(cast, sent(cast, whose), verdict="disagree", text="Trùng với bước 2")
    event = Event.objects.get(stream=cast.version.procedure.stream, kind="process.opinion_given")
    facts = json.loads(event.facts)
    assert (facts["agency"], facts["verdict"], facts["late"], event.by) == ("H48.148", "disagree", False, cast.son.ref)
    assert "Trùng" not in event.facts


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"verdict": ""}, "Hãy chọn ý kiến"),
        ({"verdict": "remarks"}, "Cần ghi góp ý"),
        ({"verdict": "disagree", "remarks": {1: "x"}}, "cần ghi lý do"),
        ({"text": "x" * 2001}, "2000 ký tự"),
        ({"remarks": {1: "x" * 2001}}, "2000 ký tự"),
    ],
)
def test_an_answer_that_says_too_little_or_too_much_is_refused(cast, whose, answer, sentence):
    opened = sent(cast, whose)
    with pytest.raises(Refused, match=sentence):
        given(cast, opened, **answer)
    assert not Remark.objects.exists() and states(whose)["H48.148"] == ("waiting", False)


@pytest.mark.parametrize("name", ["minh", "an", "quan", "lan", "quang"])
def test_only_leaders_of_the_agency_answer_for_it(cast, whose, name):
    opened = sent(cast, whose)
    with pytest.raises(Refused, match="lãnh đạo của cơ quan được xin ý kiến"):
        given(cast, opened, name)


def test_a_remark_on_a_row_that_is_not_there_is_dropped(cast, whose):
    given(cast, sent(cast, whose), text="x", remarks={99: "ở đâu", -1: "ở đâu"})
    assert [r.n for r in Remark.objects.all()] == [0]


def test_the_last_day_is_in_time_to_its_end_and_the_next_is_late(cast, whose):
    opened = sent(cast, whose)
    given(cast, opened, at=moment("2026-11-25 23:59"))
    given(cast, opened, "quang", cast.department, at=moment("2026-11-26 00:00"))
    assert states(whose, day=UNTIL) == {"H48.05": ("agree", True), "H48.148": ("agree", False)}


def test_silence_is_no_opinion_once_the_day_is_over_and_never_an_agreement(cast, whose):
    opened = sent(cast, whose)
    assert states(whose, day=UNTIL)["H48.05"] == ("waiting", False)
    assert states(whose, day=UNTIL + timedelta(1))["H48.05"] == ("silent", False)
    verbs.close_round(opened.pk, by=cast.quan, at=AT)
    assert states(whose)["H48.05"] == ("silent", False)
    assert seen(whose).answered == 0
    with pytest.raises(Refused, match="đã kết thúc"):
        given(cast, opened)


def facts(cast, name):
    return Facts(by=cast.actor(name), day=AT.date(), offices=snapshot.present())


def test_leaders_find_what_they_are_asked_and_others_do_not(cast, whose):
    opened = sent(cast, whose)
    assert {name: reads.waiting_for(facts(cast, name)) for name in ("son", "quang", "an", "minh")} == {
        "son": 1, "quang": 1, "an": 0, "minh": 0,
    }  # fmt: skip
    opinion = given(cast, opened)
    assert reads.waiting_for(facts(cast, "son")) == 0
    assert [(a.process, a.state) for a in reads.asked_of(facts(cast, "son"))] == [(CODE, "agree")]
    assert reads.opinion_page(opinion.pk, facts(cast, "son")) and not reads.opinion_page(opinion.pk, facts(cast, "an"))


def test_the_successor_of_an_agency_answers_in_its_place(cast, whose):
    new = office_actions.open_agency(
        AgencyData("H48.06", "Sở Mới", "department", "province", "H48"), by="test", at=AT, day=date(2026, 1, 1)
    )
    opened = sent(cast, whose)
    close_agency(agency_id=cast.department.pk, successor_id=new.pk, on=AT.date(), by=cast.quan, at=AT)
    assert states(whose) == {"H48.06": ("waiting", False), "H48.148": ("waiting", False)}
    assert Opinion.objects.filter(round=opened, agency=new).exists()


def test_a_successor_that_was_asked_itself_answers_once(cast, whose):
    sent(cast, whose, cast.department, cast.province)
    close_agency(agency_id=cast.department.pk, successor_id=cast.province.pk, on=AT.date(), by=cast.quan, at=AT)
    assert sorted(states(whose)) == ["H48", "H48.05"]


# Replying


def test_each_remark_is_taken_up_or_explained(cast, whose):
    opened = sent(cast, whose)
    given(cast, opened, verdict="disagree", text="Không rõ", remarks={2: "Thiếu giờ"})
    assert [one.opinion.agency.code for one in seen(whose).unanswered] == ["H48.148"]
    whole, row = Remark.objects.order_by("n")
    replies = {whole.pk: Said("explained", "Theo NĐ 118"), row.pk: Said("accepted")}
    assert verbs.reply_to_remarks(opened.pk, replies, by=cast.quan, at=AT) == 2
    assert not seen(whose).unanswered
    assert verbs.reply_to_remarks(opened.pk, replies, by=cast.quan, at=AT) == 0
    event = Event.objects.get(stream=cast.version.procedure.stream, kind="process.remarks_replied")
    told = [reply[:3] for reply in json.loads(event.facts)["replies"]]
    assert told == [["H48.148", 0, "explained"], ["H48.148", 2, "accepted"]]


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        (Said("explained"), "text", "cần ghi lý do"),
        (Said("", "vì"), "reply", "Hãy chọn"),
        (Said("maybe", "vì"), "reply", "Hãy chọn"),
    ],
)
def test_a_reply_that_says_nothing_is_refused_at_its_place(cast, whose, said, field, sentence):
    opened = sent(cast, whose)
    given(cast, opened, text="x")
    remark = Remark.objects.get()
    with pytest.raises(Refused, match=sentence) as refused:
        verbs.reply_to_remarks(opened.pk, {remark.pk: said}, by=cast.quan, at=AT)
    assert refused.value.field == f"{field}-{remark.pk}"


def test_a_remark_of_another_round_is_not_touched(cast, whose):
    first = sent(cast, whose)
    given(cast, first, text="x")
    verbs.close_round(first.pk, by=cast.quan, at=AT)
    second = sent(cast, whose)
    assert verbs.reply_to_remarks(second.pk, {Remark.objects.get().pk: Said("accepted")}, by=cast.quan, at=AT) == 0


# Approving


def test_publishing_ends_the_round_and_its_history_stays(cast, whose):
    opened = sent(cast, whose)
    given(cast, opened, verdict="disagree", text="Không rõ")
    day = AT.date() + timedelta(1)
    put = processes.publish_draft(whose, seen=1, decision=DECISION, day=day, by=cast.quan, at=AT)
    found = seen(whose)
    assert found.kept.version == put.version and not found.is_open and not found.changed
    assert [r.text for one in found.told for r in one.remarks] == ["Không rõ"]
    with pytest.raises(Refused, match="đã ban hành"):
        verbs.reply_to_remarks(opened.pk, {}, by=cast.quan, at=AT)
    kinds = Event.objects.filter(stream=cast.version.procedure.stream).order_by("n").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["process.published", "process.opinions_closed"]


def test_a_draft_of_a_level_is_asked_about_in_the_same_way(cast):
    level = process_drafts.of_level("commune")
    processes.keep_draft(level, rows=ROWS, seen=None, by=cast.quan, at=AT)
    given(cast, sent(cast, level))
    assert states(level)["H48.148"] == ("agree", False)
    asked = Event.objects.get(stream=cast.province.stream, kind="process.opinions_asked")
    assert json.loads(asked.facts)["level"] == "commune"
