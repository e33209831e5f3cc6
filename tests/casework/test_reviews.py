"""Reviews of procedures: opened over the catalogue of a day, given out, filled, decided on, closed, followed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.close_agency import close_agency
from motcua.casework.jobs import HANDLERS
from motcua.casework.office import decisions
from motcua.casework.office import reviews as verbs
from motcua.casework.office.review_lines import fill_lines
from motcua.casework.office.reviews import Chosen
from motcua.casework.reads import reviews as reads
from motcua.casework.reads.reviews import Carried
from motcua.catalogue import actions as catalogue
from motcua.catalogue.actions import DecisionData
from motcua.catalogue.models import PublishingDecision
from motcua.catalogue.published import read
from motcua.catalogue.rules import ItemKind
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.notifications.models import Message
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.roles import Role
from motcua.policy.facts import Facts
from motcua.reviews import queries
from motcua.reviews.actions import CampaignData
from motcua.reviews.models import ReviewCampaign, ReviewLine
from motcua.reviews.queries import NOBODY, Asked
from motcua.reviews.rules import Said
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT, DUE = moment("2026-11-18 09:00"), date(2026, 12, 15)
DAY = AT.date()
JUSTICE, HOUSE = "1.000001", "1.000002"
KEEP = Said("keep")


def publish(code, levels, *, agencies=(), kinds=(), field="Hộ tịch", **more):
    line = stage.procedure_line(code=code, name=f"Thủ tục {code}", levels=levels, field=field, **more)
    version, _ = catalogue.publish(read(line), day=date(2026, 1, 1), by="test", at=stage.BEGINNING)
    catalogue.set_competences(version.procedure, agencies=agencies, kinds=kinds)
    return version


@pytest.fixture
def cast():
    """The cast's own procedure is the communes' of the field Hộ tịch; one is the department's, one of no field's."""
    cast = stage.enter()
    publish(JUSTICE, ["province"], agencies=[cast.department], online="partial")
    publish(HOUSE, ["commune"], kinds=["commune_committee"], field="Nhà ở")
    return cast


def data(**changes):
    values = {
        "kind": "decentralisation", "name": "Rà soát phân cấp 2026", "order_number": "15/KH-UBND",
        "order_dated": date(2026, 11, 1), "taken_on": DAY, "due": DUE, "target": Decimal(20),
    }  # fmt: skip
    return CampaignData(**(values | changes))


EVERYTHING = Chosen()


def opened(cast, chosen=EVERYTHING, **changes):
    return verbs.open_review(data(**changes), chosen, by=cast.an, at=AT)


def line_of(code):
    return ReviewLine.objects.get(procedure__code=code)


def say(campaign, code, said, *, by, seen=None, at=AT):
    line = line_of(code)
    return fill_lines(campaign.pk, {line.pk: (line.edition if seen is None else seen, said)}, by=by, at=at)


def give(cast, campaign, code, agency):
    verbs.assign_lines(campaign.pk, to_id=agency.pk, line_ids=[line_of(code).pk], by=cast.an, at=AT)


def close(cast, campaign, **changes):
    values = {"number": "120/QĐ-UBND", "dated": DAY, "accept_rest": True, "unfinished": True}
    return verbs.close_review(campaign.pk, **(values | changes), by=cast.an, at=AT)


def page(campaign, day=DAY):
    return reads.campaign_page(campaign.pk, snapshot.present(), day=day)


def refusal(call, field=None):
    with pytest.raises(Refused) as no:
        call()
    assert field is None or no.value.field == field
    return str(no.value)


# Opening


def test_every_procedure_in_force_is_given_to_who_is_responsible_for_it(cast):
    opened(cast)
    asked = {line.procedure.code: line.agency for line in ReviewLine.objects.select_related("procedure", "agency")}
    # The communes' procedure goes to the department of its field, that of a field no department has to nobody.
    assert asked == {JUSTICE: cast.department, "1.000689": cast.department, HOUSE: None}


def test_a_procedure_of_the_provinces_committee_is_given_to_it(cast):
    publish("1.000003", ["province"], kinds=["province_committee"], field="Nhà ở")
    opened(cast)
    assert line_of("1.000003").agency == cast.province


def test_a_campaign_takes_the_levels_fields_and_agencies_that_are_chosen(cast):
    chosen = [
        (Chosen(levels=["province"]), {JUSTICE}),
        (Chosen(fields=["Hộ tịch"]), {JUSTICE, "1.000689"}),
        (Chosen(agencies=[NOBODY]), {HOUSE}),
        (Chosen(levels=["commune"], agencies=[str(cast.department.pk)]), {"1.000689"}),
    ]
    for n, (some, codes) in enumerate(chosen):
        campaign = opened(cast, some, order_number=f"{n}/KH")
        assert {line.procedure.code for line in campaign.lines.select_related("procedure")} == codes


def test_the_catalogue_of_a_past_day_is_that_of_its_day(cast):
    line = stage.procedure_line(code=HOUSE, name="Tên mới", levels=["commune"])
    catalogue.publish(read(line), day=DAY, by="test", at=AT)
    opened(cast, taken_on=DAY - timedelta(days=1))
    assert line_of(HOUSE).version.name == f"Thủ tục {HOUSE}"
    row = reads.shown([line_of(HOUSE)], ReviewCampaign.objects.get(), day=DAY)[0]
    assert (row.gone, row.newer) == (False, 2)


WRONG = [
    ({"name": "  "}, "name", "tên"),
    ({"kind": "dream"}, "kind", "loại rà soát"),
    ({"order_number": " "}, "order_number", "số kế hoạch"),
    ({"order_dated": DAY + timedelta(days=1)}, "order_dated", "chưa tới"),
    ({"taken_on": DAY + timedelta(days=1)}, "taken_on", "hôm nay hoặc một ngày đã qua"),
    ({"taken_on": date(2020, 1, 1)}, "taken_on", "không có thủ tục nào"),
    ({"due": DAY - timedelta(days=1)}, "due", "sớm nhất là hôm nay"),
    ({"target": Decimal(0)}, "target", "lớn hơn 0"),
    ({"target": Decimal("100.01")}, "target", "nhiều nhất 100 %"),
]


@pytest.mark.parametrize(("changes", "field", "why"), WRONG)
def test_a_campaign_that_cannot_be_is_refused_at_its_field_and_nothing_is_opened(cast, changes, field, why):
    assert why in refusal(lambda: opened(cast, **changes), field)
    assert not ReviewCampaign.objects.exists()


def test_one_order_opens_one_campaign_of_a_kind(cast):
    opened(cast)
    assert "đã mở" in refusal(lambda: opened(cast), "order_number")
    assert opened(cast, kind="simplification").pk


def test_opening_takes_few_statements_whatever_the_number_of_procedures(cast):
    opened(cast, order_number="0/KH")  # what is kept in memory is read
    with CaptureQueriesContext(
        connection,
    ) as few:
        opened(cast, order_number="1/KH")
    catalogue.publish_many(
        [read(stage.procedure_line(code=f"2.{n:06}", name=f"Thủ tục {n}")) for n in range(1757)],
        day=date(2026, 1, 1), by="test", at=stage.BEGINNING,
    )  # fmt: skip
    snapshot.present()
    with CaptureQueriesContext(connection) as many:
        campaign = opened(cast, order_number="2/KH")
    assert campaign.lines.count() == 1760
    # The lines go in with some thousands of values a statement; the catalogue is read anew because it changed.
    assert len(many) <= len(few) + 6 <= 26


def test_leaders_of_the_agencies_asked_are_told_once(cast):
    office_actions.give_post(
        account=cast.people["quang"], agency=cast.department, role=Role.UNIT_LEADER, day=DAY, by="t", at=AT
    )
    campaign = opened(cast)
    for _ in range(2):
        HANDLERS["review.tell"]({"review": campaign.pk, "name": "An"}, AT)
    told = Message.objects.get()
    assert (told.kind, told.recipient.username, told.params["until"]) == ("review.asked", "quang", "15/12/2026")


def test_lines_are_given_to_another_agency_and_what_was_said_stays(cast):
    campaign = opened(cast)
    say(campaign, JUSTICE, KEEP, by=cast.quang)
    assert verbs.assign_lines(campaign.pk, to_id=cast.commune.pk, asked=Asked(), by=cast.an, at=AT) == 3
    assert {line.agency for line in ReviewLine.objects.select_related("agency")} == {cast.commune}
    assert line_of(JUSTICE).verdict == "keep"
    event = Event.objects.get(stream=cast.province.stream, kind="review.assigned")
    assert '"to":"H48.148"' in event.facts


def test_lines_are_not_given_to_a_counter_or_without_being_chosen(cast):
    campaign, ids = opened(cast), [line_of(HOUSE).pk] if ReviewLine.objects.exists() else []
    for agency, chosen in ((cast.counter, ids), (cast.commune, [])):
        refusal(lambda a=agency, c=chosen: verbs.assign_lines(campaign.pk, to_id=a.pk, line_ids=c, by=cast.an, at=AT))


# Filling


def test_an_officer_of_the_agency_asked_fills_its_lines(cast):
    campaign = opened(cast)
    done = say(campaign, JUSTICE, Said("propose", "commune", text="Giao xã"), by=cast.quang)
    line = line_of(JUSTICE)
    assert (done.saved, done.wrong) == (1, {})
    assert (line.proposal, line.text, line.filled_by.username, line.edition) == ("commune", "Giao xã", "quang", 2)
    event = Event.objects.get(stream=cast.department.stream, kind="review.filled")
    assert '"1.000001","propose","commune"' in event.facts and "Giao xã" not in event.facts


def test_a_row_that_is_wrong_is_told_and_the_others_are_kept(cast):
    campaign = opened(cast)
    good, bad = line_of(JUSTICE), line_of("1.000689")
    said = {good.pk: (1, KEEP), bad.pk: (1, Said("propose"))}
    done = fill_lines(campaign.pk, said, by=cast.quang, at=AT)
    assert (done.saved, [no.field for no in done.wrong.values()]) == (1, ["proposal"])
    assert (line_of(JUSTICE).verdict, line_of("1.000689").verdict) == ("keep", "")


def test_rows_left_empty_and_rows_that_say_nothing_new_are_passed_over(cast):
    campaign = opened(cast)
    say(campaign, JUSTICE, KEEP, by=cast.quang)
    for code, said in ((JUSTICE, KEEP), ("1.000689", Said())):
        assert say(campaign, code, said, by=cast.quang, seen=1).saved == 0
    assert line_of(JUSTICE).edition == 2
    assert Event.objects.filter(kind="review.filled").count() == 1


def test_what_was_said_is_changed_but_not_emptied(cast):
    campaign = opened(cast)
    say(campaign, JUSTICE, KEEP, by=cast.quang)
    assert list(say(campaign, JUSTICE, Said(), by=cast.quang).wrong)
    assert say(campaign, JUSTICE, Said("propose", "department"), by=cast.quang).saved == 1


def test_two_who_fill_one_line_at_once_notice_each_other(cast):
    campaign = opened(cast)
    say(campaign, JUSTICE, KEEP, by=cast.quang, seen=1)
    done = say(campaign, JUSTICE, Said("propose", "commune"), by=cast.quang, seen=1)
    assert "Võ Quang vừa ghi dòng này lúc 09:00 18/11/2026" in str(next(iter(done.wrong.values())))
    assert line_of(JUSTICE).verdict == "keep"


def test_who_is_not_asked_writes_nothing(cast):
    campaign = opened(cast)
    for by in (cast.minh, cast.lan, cast.quan, cast.an):
        done = say(campaign, JUSTICE, KEEP, by=by)
        assert (done.saved, len(done.wrong)) == (0, 1)


def test_lines_of_another_campaign_are_not_reached(cast):
    first, other = opened(cast), opened(cast, Chosen(levels=["commune"]), order_number="16/KH-UBND")
    line = ReviewLine.objects.get(campaign=first, procedure__code=JUSTICE)
    done = fill_lines(other.pk, {line.pk: (1, KEEP)}, by=cast.quang, at=AT)
    assert (done.saved, done.wrong) == (0, {})


# Figures


def test_progress_and_shares_are_counted_by_agency_and_level(cast):
    campaign = opened(cast)
    say(campaign, JUSTICE, Said("propose", "commune"), by=cast.quang)
    say(campaign, "1.000689", KEEP, by=cast.quang, at=moment("2026-12-16 08:00"))
    found = page(campaign, date(2026, 12, 17))
    told = [(p.agency.name if p.agency else None, p.count.reviewed, p.count.asked, p.late) for p in found.agencies]
    assert told == [(None, 0, 1, True), ("Sở Tư pháp", 2, 2, False)]
    shares = {share.level: (share.ratio, share.reached) for share in (*found.levels, found.whole)}
    assert shares == {
        "province": (Decimal(100), True), "commune": (Decimal(0), False), "": (Decimal(50), True),
    }  # fmt: skip
    assert (found.whole.count.late, found.overdue) == (1, True)


def test_a_share_without_anything_reviewed_is_not_applicable(cast):
    found = page(opened(cast))
    assert {(share.ratio, share.reached) for share in (*found.levels, found.whole)} == {(None, None)}


def test_lines_are_found_by_what_is_asked(cast):
    campaign = opened(cast)
    say(campaign, JUSTICE, Said("propose", "commune"), by=cast.quang)
    department = str(cast.department.pk)
    asked = {
        Asked(): 3, Asked(agency=NOBODY): 1, Asked(agency=department): 2, Asked(state="propose"): 1,
        Asked(state="open"): 2, Asked(level="commune"): 2, Asked(field="Nhà ở"): 1, Asked(text="thu tuc 1.000001"): 1,
        Asked(agency=department, state="open"): 1,
    }  # fmt: skip
    assert {question: queries.lines(campaign.pk, question).count() for question in asked} == asked


# Decided, closed, followed


def test_a_campaign_ends_by_a_decision_and_nothing_changes_after(cast):
    campaign = opened(cast)
    say(campaign, JUSTICE, Said("propose", "commune"), by=cast.quang)
    close(cast, campaign)
    campaign.refresh_from_db()
    assert (campaign.is_open, campaign.approval_number, line_of(JUSTICE).outcome) == (False, "120/QĐ-UBND", "accepted")
    ids = {line_of(JUSTICE).pk: "declined"}
    for late in (
        lambda: say(campaign, JUSTICE, KEEP, by=cast.quang),
        lambda: verbs.judge_lines(campaign.pk, ids, by=cast.an, at=AT),
        lambda: verbs.assign_lines(campaign.pk, to_id=cast.commune.pk, asked=Asked(), by=cast.an, at=AT),
        lambda: close(cast, campaign),
    ):
        assert "đã kết thúc theo 120/QĐ-UBND" in refusal(late)
    facts = Event.objects.get(stream=cast.province.stream, kind="review.closed").facts
    assert '"accepted":1' in facts and '"reviewed":1' in facts


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"number": " "}, "number", "số của quyết định"),
        ({"dated": DAY + timedelta(days=1)}, "dated", "chưa tới"),
        ({"dated": date(2026, 10, 31)}, "dated", "trước văn bản mở"),
        ({"unfinished": False}, "unfinished", "Còn 2 thủ tục chưa rà soát"),
        ({"accept_rest": False}, "accept_rest", "Còn 1 đề xuất chưa quyết định"),
    ],
)
def test_a_campaign_is_not_ended_before_it_is_complete_or_meant_so(cast, changes, field, why):
    campaign = opened(cast)
    say(campaign, JUSTICE, Said("propose", "commune"), by=cast.quang)
    assert why in refusal(lambda: close(cast, campaign, **changes), field)
    assert ReviewCampaign.objects.get().is_open


def test_a_proposal_is_accepted_or_declined_and_judged_anew_when_it_changes(cast):
    campaign = opened(cast)
    say(campaign, JUSTICE, Said("propose", "commune"), by=cast.quang)
    say(campaign, "1.000689", KEEP, by=cast.quang)
    judged = {line_of(JUSTICE).pk: "declined", line_of("1.000689").pk: "accepted"}
    assert verbs.judge_lines(campaign.pk, judged, by=cast.an, at=AT) == 1  # what is kept has nothing to be judged
    assert page(campaign).whole.count.declined == 1
    say(campaign, JUSTICE, Said("propose", "department"), by=cast.quang)
    assert page(campaign).whole.count.unjudged == 1


def publish_by_decision(cast, code, kind, *, number="30/QĐ-UBND", at=None, **content):
    at = at or AT + timedelta(days=1)
    head = DecisionData(
        number=number, dated=at.date(), agency=cast.province.name, effective_from=at.date() + timedelta(days=1)
    )
    draft = decisions.begin(head, by=cast.quan, at=at)
    line = None if kind is ItemKind.REPEALED else stage.procedure_line(code=code, levels=["province"], **content)
    decisions.put_item(draft.pk, kind=kind, code=code, content=line, seen=1, by=cast.quan, at=at)
    return decisions.publish(draft.pk, seen=2, by=cast.quan, at=at)


FOLLOWED = [
    ("simplification", "amend", ItemKind.AMENDED, {}, Carried.DONE),
    ("simplification", "repeal", ItemKind.REPEALED, {}, Carried.DONE),
    ("simplification", "repeal", ItemKind.AMENDED, {}, Carried.WAITING),
    ("simplification", "simplify", ItemKind.REPEALED, {}, Carried.WAITING),
    ("online_service", "full", ItemKind.AMENDED, {"online": "full"}, Carried.DONE),
    ("online_service", "full", ItemKind.AMENDED, {"online": "info"}, Carried.WAITING),
    ("decentralisation", "commune", ItemKind.STANDARDISED, {}, Carried.DONE),
]


@pytest.mark.parametrize(("kind", "proposal", "item", "content", "state"), FOLLOWED)
def test_an_accepted_proposal_is_followed_to_the_decision_that_carries_it_out(
    cast, kind, proposal, item, content, state
):
    campaign = opened(cast, kind=kind)
    say(campaign, JUSTICE, Said("propose", proposal, text="Nội dung"), by=cast.quang)
    close(cast, campaign)
    campaign.refresh_from_db()
    assert reads.follow_up(campaign, day=DAY)[Carried.WAITING] == 1
    publish_by_decision(cast, JUSTICE, item, **content)
    row = reads.shown([line_of(JUSTICE)], campaign, day=DAY + timedelta(days=3))[0]
    assert (row.followed.state, row.followed.number) == (state, "30/QĐ-UBND" if state is Carried.DONE else "")
    assert reads.follow_up(campaign, day=DAY + timedelta(days=3))[state] == 1


def test_what_was_changed_before_the_approval_carries_nothing_out_but_the_approving_decision_does(cast):
    campaign = opened(cast, kind="simplification")
    say(campaign, JUSTICE, Said("propose", "amend", text="Bớt giấy"), by=cast.quang)
    published = publish_by_decision(cast, JUSTICE, ItemKind.AMENDED, at=AT - timedelta(hours=1))
    close(cast, campaign, number=published.number, dated=published.dated)
    campaign.refresh_from_db()
    assert campaign.decision == PublishingDecision.objects.get()
    assert reads.shown([line_of(JUSTICE)], campaign, day=DAY + timedelta(days=3))[0].followed.state is Carried.DONE


def test_a_procedure_that_is_repealed_meanwhile_is_told(cast):
    campaign = opened(cast)
    publish_by_decision(cast, JUSTICE, ItemKind.REPEALED)
    rows = reads.shown(list(campaign.lines.order_by("n")), campaign, day=DAY + timedelta(days=2))
    assert {row.line.procedure.code for row in rows if row.gone} == {JUSTICE}
    assert say(campaign, JUSTICE, KEEP, by=cast.quang).saved == 1


# For who is asked


def facts(actor, day=DAY):
    return Facts(by=actor, day=day, offices=snapshot.present())


def test_an_officer_sees_the_campaigns_of_their_agencies_with_their_own_figures(cast):
    campaign = opened(cast)
    say(campaign, JUSTICE, KEEP, by=cast.quang)
    assert [(m.campaign, m.asked, m.reviewed, m.late) for m in reads.asked_of(facts(cast.quang))] == [
        (campaign, 2, 1, False)
    ]
    assert reads.asked_of(facts(cast.quang, DUE + timedelta(days=1)))[0].late
    assert (reads.waiting_for(facts(cast.quang)), reads.waiting_for(facts(cast.minh))) == (1, 0)
    assert reads.asked_of(facts(cast.minh)) == []
    assert reads.worksheet(campaign.pk, facts(cast.quang)).whole.count.asked == 2
    assert reads.worksheet(campaign.pk, facts(cast.minh)) is None
    assert reads.worksheet(campaign.pk + 1, facts(cast.quang)) is None


def test_the_successor_of_an_agency_answers_in_its_place(cast):
    campaign = opened(cast)
    close_agency(agency_id=cast.department.pk, successor_id=cast.province.pk, on=DAY, by=cast.quan, at=AT)
    assert {line.agency for line in campaign.lines.exclude(agency=None)} == {cast.province}


def test_one_who_neither_administers_nor_supervises_all_opens_nothing(cast):
    for by in (cast.quang, cast.lan, cast.son):
        refusal(lambda by=by: verbs.open_review(replace(data()), by=by, at=AT))
