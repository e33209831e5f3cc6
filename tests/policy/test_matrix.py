"""Who may do what, written down once more by hand: every permission for every role, at every piece of work."""

import pytest

from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.offices import actions, queries, snapshot
from motcua.offices.models import Post
from motcua.offices.roles import Role
from motcua.policy.facts import Facts
from motcua.policy.permissions import PERMISSIONS, ask, why_not
from motcua.workflow.models import WorkItem
from motcua.workflow.passing import passed_on
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
DAY = AT.date()

# One of each role where the dossier was received (counter) and is decided (commune), a receiver and a specialist of
# other places, and the province's supervisor and administrator. lan received the dossier today; the specialist's step
# is open and nobody has taken it.
PEOPLE = ["lan", "cuc", "hanh", "minh", "thu", "son", "roi", "tuyet", "quang", "an", "quan"]
MATRIX = """
                            lan cuc hanh minh thu son roi tuyet quang an quan
dossier.file                 x   x   .    .    .   .   .   .     .    .   .
dossier.accept               x   x   .    .    .   .   .   .     .    .   .
dossier.refuse               x   x   .    .    .   .   .   .     .    .   .
dossier.ask_supplement       x   x   .    .    .   .   .   .     .    .   .
dossier.receive_supplement   x   x   .    .    .   .   .   .     .    .   .
dossier.return_result        x   x   .    .    .   .   .   .     .    .   .
dossier.post_result          x   x   .    .    .   .   .   .     .    .   .
dossier.result_came_back     x   x   .    .    .   .   .   .     .    .   .
dossier.remind               x   x   x    .    .   .   .   .     .    .   .
dossier.keep_originals       x   x   .    .    .   .   .   .     .    .   .
dossier.give_back            x   x   x    .    .   .   .   .     .    .   .
dossier.settle_wrong_result  x   x   x    .    .   .   .   .     .    .   .
dossier.record_loss          .   .   x    .    .   x   .   .     .    .   .
dossier.withdraw             x   x   .    .    .   .   .   .     .    .   .
dossier.amend                x   x   x    .    .   .   .   .     .    .   .
dossier.void                 x   .   x    .    .   .   .   .     .    .   .
dossier.take                 .   .   .    x    .   .   .   .     .    .   .
dossier.advance              .   .   .    x    .   .   .   .     .    .   .
dossier.send_back            .   .   .    x    .   .   .   .     .    .   .
dossier.recall               x   .   .    .    .   .   .   .     .    .   .
dossier.resolve              .   .   .    x    .   .   .   .     .    .   .
dossier.hand_over            .   .   .    x    x   x   .   .     .    .   .
dossier.propose_supplement   .   .   .    x    .   x   .   .     .    .   .
dossier.late_supplement      .   .   .    .    .   x   .   .     .    .   .
dossier.apologise            .   .   .    .    .   x   .   .     .    .   .
dossier.consult              .   .   .    x    .   x   .   .     .    .   .
dossier.answer_consultation  .   .   .    x    .   .   .   .     .    .   .
dossier.withdraw_consultation .  .   .    x    x   x   .   .     .    .   .
dossier.urge                 .   .   .    .    x   x   .   .     .    x   .
dossier.answer_urging        .   .   .    x    x   x   .   .     .    .   .
dossier.stop                 .   .   .    .    .   x   .   .     .    .   .
dossier.stop_unanswered      x   x   .    .    .   x   .   .     .    .   .
dossier.change_case          .   .   .    .    .   x   .   .     .    .   .
dossier.decide_claim         .   .   x    .    .   x   .   .     .    .   .
shadow.note                  x   x   .    .    .   .   .   .     .    .   .
shadow.tell                  x   x   x    .    .   .   .   .     .    .   .
shadow.void                  x   x   x    .    .   .   .   .     .    .   .
register.see                 x   x   x    .    .   .   .   .     .    .   .
register.close               .   .   x    .    .   .   .   .     .    .   .
emergency.make               x   x   x    .    .   .   .   .     .    .   .
emergency.void               x   x   x    .    .   .   .   .     .    .   .
dossier.route                .   .   x    .    .   .   .   .     .    x   .
dossier.receive_transfer     x   x   x    x    x   x   .   .     .    .   .
dossier.reroute              x   x   x    x    x   x   .   .     .    .   .
dossier.hold                 x   x   .    x    x   x   .   .     .    .   .
dossier.release              x   x   .    x    x   x   .   .     .    .   .
dossier.ask_tax              .   .   .    x    x   x   .   .     .    .   .
dossier.take_notice          x   x   .    x    x   x   .   .     .    .   .
dossier.withdraw_notice      x   x   .    x    x   x   .   .     .    .   .
dossier.take_proof           x   x   .    x    x   x   .   .     .    .   .
dossier.assess               x   x   .    .    .   .   .   .     .    .   .
dossier.pay                  x   x   .    .    .   .   .   .     .    .   .
dossier.cancel_payment       x   x   x    .    .   .   .   .     .    .   .
dossier.refund               x   x   x    .    .   .   .   .     .    .   .
till.use                     x   x   x    .    .   .   .   x     .    .   .
till.close                   x   x   x    .    .   .   .   .     .    .   .
till.see_all                 .   .   x    .    .   .   .   .     .    .   .
dossier.attach               x   x   .    x    x   x   .   .     .    .   .
dossier.reopen               .   .   x    .    .   x   .   .     .    .   .
dossier.see                  x   x   x    x    x   x   x   .     .    x   .
dossier.see_numbers          x   x   x    x    x   x   x   .     .    .   .
counter.use                  x   x   .    .    .   .   .   x     .    .   .
desk.use                     x   x   x    x    x   x   x   x     x    x   .
backoffice.use               .   .   .    .    .   .   .   .     .    x   x
board.use                    .   .   .    .    x   x   .   .     .    x   .
report.see                   .   .   .    .    x   x   .   .     .    x   .
report.people                .   .   .    .    .   x   .   .     .    x   .
report.freeze                .   .   .    .    .   x   .   .     .    x   .
area.enter                   .   .   .    .    x   x   .   .     .    .   .
offices.change               .   .   .    .    .   .   .   .     .    .   x
accounts.change              .   .   .    .    .   .   .   .     .    .   x
assistance.enter             .   .   .    .    .   .   .   .     .    .   x
absence.enter                .   .   .    .    .   .   .   .     .    .   x
catalogue.import             .   .   .    .    .   .   .   .     .    .   x
catalogue.publish            .   .   .    .    .   .   .   .     .    x   x
review.open                  .   .   .    .    .   .   .   .     .    x   x
review.fill                  .   .   .    x    x   x   x   .     .    .   .
process.change               .   .   .    .    .   .   .   .     .    .   x
process.answer               .   .   .    .    x   x   .   .     .    .   .
outbox.see                   .   .   .    .    .   .   .   .     .    .   x
"""
ROWS = {words[0]: words[1:] for words in map(str.split, MATRIX.strip().splitlines()[1:])}


@pytest.fixture
def cast():
    cast = stage.enter()
    actions.end_post(post_id=Post.objects.get(account=cast.people["nhat"]).pk, day=DAY, by="test", at=AT)
    actions.give_post(
        account=cast.people["nhat"], agency=cast.commune, role=Role.UNIT_LEADER, day=DAY, by="test", at=AT
    )
    cast.people["thu"] = cast.people["nhat"]  # a leader of a division beside the cast's specialists
    return cast


@pytest.fixture
def dossier(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT)


def facts(cast, name, dossier=None, *, day=DAY) -> Facts:
    item = WorkItem.objects.filter(dossier=dossier, closed_at__isnull=True).select_related("step").first()
    by = queries.actor(cast.people[name], day=DAY)
    found = item if dossier else None
    passed = passed_on(item, WorkItem.objects.filter(dossier=dossier)) if item else None
    return Facts(by, day, snapshot.present(), dossier, found, cast.counter.pk, cast.commune.pk, passed=passed)


def may(cast, dossier, permission) -> list[str]:
    """Who of the people may."""
    return [name for name in PEOPLE if why_not(permission, facts(cast, name, dossier)) is None]


def test_the_table_has_a_row_for_every_permission_and_no_other():
    assert sorted(ROWS) == sorted(PERMISSIONS)


@pytest.mark.parametrize("permission", ROWS)
def test_a_permission_is_for_those_of_the_table(cast, dossier, permission):
    assert may(cast, dossier, permission) == [
        n for n, mark in zip(PEOPLE, ROWS[permission], strict=True) if mark == "x"
    ]


@pytest.mark.parametrize("permission", ROWS)
def test_whoever_may_not_is_told_why(cast, dossier, permission):
    for name in set(PEOPLE) - set(may(cast, dossier, permission)):
        with pytest.raises(Refused) as refused:
            ask(permission, facts(cast, name, dossier))
        assert str(refused.value).endswith(".")


def test_work_that_somebody_has_taken_is_theirs_alone(cast, dossier):
    WorkItem.objects.filter(dossier=dossier, closed_at__isnull=True).update(assignee=cast.people["son"])
    no = why_not("dossier.advance", facts(cast, "minh", dossier))
    assert str(no) == "Việc này người khác đang giữ. Hãy đề nghị họ bàn giao."


def test_having_been_given_work_is_not_enough_without_the_post(cast, dossier):
    WorkItem.objects.filter(dossier=dossier, closed_at__isnull=True).update(assignee=cast.people["lan"])
    no = why_not("dossier.advance", facts(cast, "lan", dossier))
    assert str(no) == "Việc này thuộc vị trí khác trong quy trình của hồ sơ."


def test_without_open_work_there_is_nothing_to_advance(cast, dossier):
    WorkItem.objects.filter(dossier=dossier).delete()
    no = why_not("dossier.advance", facts(cast, "minh", Dossier.objects.get(pk=dossier.pk)))
    assert str(no) == "Hồ sơ không có việc nào đang mở."


def test_what_was_passed_on_is_recalled_by_who_did_it_and_still_holds_the_post(cast, dossier):
    assert why_not("dossier.recall", facts(cast, "lan", dossier)) is None
    assert str(why_not("dossier.recall", facts(cast, "cuc", dossier))) == (
        "Chỉ người đã chuyển hoặc trả lại bước này được thu hồi."
    )
    actions.end_post(post_id=Post.objects.get(account=cast.people["lan"]).pk, day=DAY, by="test", at=AT)
    assert str(why_not("dossier.recall", facts(cast, "lan", dossier))) == (
        "Việc này thuộc vị trí khác trong quy trình của hồ sơ."
    )


def test_the_receiver_voids_on_the_day_itself_only(cast, dossier):
    tomorrow = moment("2026-11-03 07:00").date()
    no = why_not("dossier.void", facts(cast, "lan", dossier, day=tomorrow))
    assert str(no) == "Chỉ người đã nhận hồ sơ, trong ngày nhận, được hủy; sau đó là người đứng đầu Bộ phận Một cửa."
    assert why_not("dossier.void", facts(cast, "hanh", dossier, day=tomorrow)) is None


def test_a_post_that_ended_gives_nothing(cast, dossier):
    Post.objects.filter(account=cast.people["minh"]).update(valid_to=DAY)
    assert may(cast, dossier, "dossier.advance") == []


def test_the_sentence_is_that_of_the_usual_way(cast, dossier):
    no = why_not("dossier.amend", facts(cast, "quang", dossier))
    assert str(no) == "Việc này thuộc công chức tiếp nhận và trả kết quả tại nơi nhận hồ sơ."


def test_a_permission_that_is_not_on_the_page_is_a_fault_of_ours(cast):
    with pytest.raises(KeyError):
        why_not("dossier.dream", facts(cast, "lan"))
