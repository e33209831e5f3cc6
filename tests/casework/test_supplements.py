"""Asking for a supplement and receiving it: what a request says, who sends a late one, what it does to the limit."""

from dataclasses import replace
from datetime import timedelta

import pytest

from motcua.casework.accept import accept
from motcua.casework.ask_supplement import ask_supplement, drop_supplement, propose_supplement
from motcua.casework.file import file, file_and_accept
from motcua.casework.hold import hold, release
from motcua.casework.intake import Paper
from motcua.casework.receive_supplement import receive_supplement
from motcua.casework.supplements import Item, enough
from motcua.deadlines.models import Hold
from motcua.dossiers.models import Dossier, ReceivedComponent, SupplementRequest
from motcua.dossiers.states import Status
from motcua.papers.models import Slip
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS, ITEMS
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import moment

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-23 09:00")  # the 24th is a day off: the third working day after it is Friday the 27th
THURSDAY = moment("2026-11-26 09:00")
LEADER = (
    "Yêu cầu bổ sung này không làm thời hạn tính lại từ đầu (đã quá 3 ngày làm việc kể từ khi tiếp nhận, hoặc đã "
    "yêu cầu trước đó, hoặc đã hết hạn), nên cần lãnh đạo cơ quan giải quyết nêu lý do."
)


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    """Accepted on Monday the 23rd with ten working days: due on Tuesday the 8th of December."""
    longer = stage.publish_procedure(code="1.000720", limit={"amount": 10, "unit": "working_day", "text": "10 ngày"})
    return file_and_accept(stage.intake(cast, version_id=longer.pk), by=cast.lan, at=MONDAY).code


def due(code):
    return Dossier.objects.get(code=code).due_at


def proposed(cast, code, at, *, by=None, **changes):
    return propose_supplement(code, by=by or cast.minh, at=at, items=changes.pop("items", ITEMS), **changes)


def issued(cast, code, at, **changes):
    return ask_supplement(code, by=cast.lan, at=at, **changes)


def asked(cast, code, at, *, by=None, reason=""):
    """Proposed at the desk and issued by the counter at the same moment."""
    proposed(cast, code, at, by=by, leader_reason=reason)
    return issued(cast, code, at)


def received(cast, code, at, *papers):
    return receive_supplement(code, by=cast.lan, at=at, papers=papers)


# What a request must say


@pytest.mark.parametrize(
    "points, field, sentence",
    [
        ((), "items", "Cần ghi ít nhất một nội dung phải bổ sung."),
        (({"component": " "},), "items.0.component", "Nội dung 1: cần ghi tên giấy tờ."),
        (({}, {"reason": ""}), "items.1.reason", "Nội dung 2: cần ghi lý do."),
        (({}, {}, {"guidance": " "}), "items.2.guidance", "Nội dung 3: cần hướng dẫn cách bổ sung."),
    ],
)
def test_a_point_says_what_why_and_how(cast, code, points, field, sentence):
    items = tuple(replace(ITEMS[0], **changes) for changes in points)
    assert refused(lambda: proposed(cast, code, MONDAY, items=items)) == (sentence, field)
    filed = file(stage.intake(cast), by=cast.lan, at=MONDAY).code
    assert refused(lambda: issued(cast, filed, MONDAY, items=items)) == (sentence, field)


@pytest.mark.parametrize(
    "marked, sentence, field",
    [
        ([1], "Còn 1 giấy tờ chưa kiểm tra, từ số 3 “Bản sao giấy chứng nhận kết hôn”.", "enough"),
        ([], "Còn 2 giấy tờ chưa kiểm tra, từ số 1 “Tờ khai đăng ký khai sinh”.", "enough"),
        ([1, 2, 3], "Giấy tờ số 2 vừa được đánh dấu là đủ, vừa phải bổ sung.", "enough"),
        ([1, 3, 9], "Giấy tờ số 9 không có trong thủ tục của hồ sơ.", "items"),
    ],
)
def test_no_request_leaves_before_every_paper_is_checked(cast, code, marked, sentence, field):
    items = (ITEMS[0], *enough(marked))
    said, where = refused(lambda: proposed(cast, code, MONDAY, items=items))
    assert (said.startswith(sentence), where) == (True, field)
    filed = file(stage.intake(cast), by=cast.lan, at=MONDAY).code
    assert refused(lambda: issued(cast, filed, MONDAY, items=items)) == (said, field)


def test_the_whole_check_is_kept_with_the_request(cast, code):
    asked(cast, code, MONDAY)
    request = SupplementRequest.objects.get()
    assert ([(i["n"], i["mark"]) for i in request.items], request.enough) == ([(2, "missing")], [1, 3])


def test_a_long_basis_is_said_so(cast, code):
    assert refused(lambda: proposed(cast, code, MONDAY, basis="x" * 301))[1] == "basis"


def test_a_second_proposal_waits_for_the_first(cast, code):
    proposed(cast, code, MONDAY)
    assert refused(lambda: proposed(cast, code, MONDAY)) == ("Hồ sơ đã có một yêu cầu bổ sung chưa xong.", None)


def test_who_does_not_do_this_work_does_not_propose(cast, code):
    assert refused(lambda: proposed(cast, code, MONDAY, by=cast.roi)) == (
        "Việc này thuộc vị trí khác trong quy trình của hồ sơ.",
        None,
    )


def test_the_desk_does_not_issue_by_itself(cast, code):
    proposed(cast, code, MONDAY)
    assert refused(lambda: ask_supplement(code, by=cast.minh, at=MONDAY)) == (
        "Việc này thuộc công chức tiếp nhận và trả kết quả tại nơi nhận hồ sơ.",
        None,
    )


def test_a_proposal_lies_on_the_counters_list_until_it_is_issued(cast, code):
    proposed(cast, code, MONDAY)
    item = WorkItem.objects.get(kind="supplement")
    assert (item.agency, item.role, item.closed_at) == (cast.counter, "receiver", None)
    issued(cast, code, THURSDAY)
    item.refresh_from_db()
    assert item.closed_at == THURSDAY
    assert Slip.objects.filter(form="02").count() == 1
    check_all()


# Given back


def test_a_proposal_is_given_back_with_a_reason(cast, code):
    proposed(cast, code, MONDAY)
    assert refused(lambda: drop_supplement(code, by=cast.lan, at=MONDAY, reason=" ")) == (
        "Cần ghi lý do không phát hành yêu cầu bổ sung.",
        "reason",
    )
    drop_supplement(code, by=cast.lan, at=MONDAY, reason="Giấy này đã có")
    assert due(code) == moment("2026-12-08 17:00")
    check_all()


def test_only_the_counter_or_who_proposed_takes_it_back(cast, code):
    proposed(cast, code, MONDAY)
    assert refused(lambda: drop_supplement(code, by=cast.nhat, at=MONDAY, reason="x"))[0].startswith("Việc này thuộc")
    drop_supplement(code, by=cast.minh, at=MONDAY, reason="Tìm thấy rồi")


def test_a_proposal_overtaken_by_the_result_is_moot_and_another_can_follow_a_reopening(cast, code):
    proposed(cast, code, MONDAY)
    end = moment("2026-11-25 09:00")
    for verb in ("advance", "advance", "resolve_electronic"):
        ACTS[verb](cast, code, end)
    check_all()
    assert SupplementRequest.objects.get(dossier__code=code).dropped_at == end
    ACTS["reopen"](cast, code, end)
    proposed(cast, code, end, by=cast.son, leader_reason="Phát hiện khi sửa")
    check_all()


def test_what_was_not_proposed_cannot_be_given_back(cast, code):
    assert refused(lambda: drop_supplement(code, by=cast.lan, at=MONDAY, reason="x")) == (
        "Hồ sơ không có đề xuất bổ sung nào chờ phát hành.",
        None,
    )


# NĐ 118/2025 Điều 19.4: counted anew, or only held


def test_within_three_working_days_the_limit_counts_anew_from_the_answer(cast, code):
    asked(cast, code, moment("2026-11-27 16:00"))
    assert due(code) is None
    received(cast, code, moment("2026-12-07 10:00"))
    assert due(code) == moment("2026-12-21 17:00")  # ten working days after the 7th
    check_all()


def test_a_day_later_the_limit_only_stands_still(cast, code):
    asked(cast, code, moment("2026-11-30 09:00"), by=cast.son, reason="Phát hiện khi thẩm tra")
    received(cast, code, moment("2026-12-03 10:00"))
    assert due(code) == moment("2026-12-11 17:00")  # the 1st, 2nd and 3rd do not count
    check_all()


def test_the_day_on_which_it_leaves_the_counter_decides_not_that_of_the_proposal(cast, code):
    proposed(cast, code, moment("2026-11-27 16:00"))
    assert refused(lambda: issued(cast, code, moment("2026-11-30 09:00"))) == (LEADER, None)
    assert due(code) == moment("2026-12-08 17:00")


@pytest.mark.parametrize("name", ["minh", "nhat", "lan"])
def test_a_late_request_is_the_leaders(cast, code, name):
    late = moment("2026-11-30 09:00")
    act = refused(lambda: proposed(cast, code, late, by=cast.actor(name), leader_reason="Muộn"))
    assert act == (LEADER, "leader_reason")


def test_a_late_request_of_the_leader_needs_a_reason(cast, code):
    assert refused(lambda: proposed(cast, code, moment("2026-11-30 09:00"), by=cast.son, leader_reason=" ")) == (
        "Cần ghi lý do của lãnh đạo cho yêu cầu bổ sung muộn hoặc lặp lại.",
        "leader_reason",
    )


def test_a_second_request_only_holds_and_is_the_leaders(cast, code):
    asked(cast, code, moment("2026-11-25 09:00"))
    received(cast, code, moment("2026-11-26 09:00"))
    again = moment("2026-11-26 10:00")
    assert refused(lambda: proposed(cast, code, again)) == (LEADER, "leader_reason")
    asked(cast, code, again, by=cast.son, reason="Giấy mới nộp bị mờ")
    received(cast, code, moment("2026-11-27 10:00"))
    assert due(code) == moment("2026-12-11 17:00")  # ten days from the 26th, and the 27th does not count
    assert Dossier.objects.get(code=code).supplements == 2
    check_all()


def test_holds_from_before_a_restart_move_nothing_any_more(cast, code):
    hold(code, by=cast.minh, at=moment("2026-11-25 08:00"), ground="financial", reason="Chờ nộp", basis="Điều 18")
    release(code, by=cast.minh, at=moment("2026-11-26 08:00"))
    asked(cast, code, moment("2026-11-27 09:00"))
    received(cast, code, moment("2026-12-01 09:00"))
    assert due(code) == moment("2026-12-15 17:00")
    assert all(h.dropped for h in Hold.objects.all())
    check_all()


def test_a_request_after_the_due_moment_revives_nothing(cast, code):
    lapsed = moment("2026-12-08 17:00")
    assert due(code) == lapsed
    asked(cast, code, lapsed, by=cast.son, reason="Phát hiện muộn")
    assert due(code) == lapsed
    received(cast, code, moment("2026-12-20 09:00"))
    assert due(code) == lapsed
    check_all()


def test_before_acceptance_no_clock_stands_and_the_first_request_after_it_still_counts_anew(cast):
    there = stage.all_papers()
    filed = file(stage.intake(cast, papers=(there[0], there[2])), by=cast.lan, at=MONDAY).code
    issued(cast, filed, MONDAY, items=ITEMS)
    assert not Hold.objects.exists()
    received(cast, filed, MONDAY + timedelta(minutes=1), there[1])
    assert Dossier.objects.get(code=filed).state is Status.FILED
    accept(filed, by=cast.lan, at=MONDAY + timedelta(minutes=2))
    asked(cast, filed, moment("2026-11-25 09:00"))
    assert SupplementRequest.objects.get(n=2).restarts is True
    check_all()


def test_while_the_clock_stands_for_another_reason_no_request_leaves(cast, code):
    hold(code, by=cast.minh, at=MONDAY, ground="other", reason="Chờ xác minh", basis="Điều 5")
    proposed(cast, code, MONDAY)
    assert refused(lambda: issued(cast, code, MONDAY)) == (
        "Thời hạn của hồ sơ đang tạm dừng rồi. Hãy cho tính tiếp trước.",
        None,
    )


# The answer


def test_what_was_not_asked_for_is_not_received(cast, code):
    assert refused(lambda: received(cast, code, MONDAY)) == (
        "Hồ sơ đang ở trạng thái “Được tiếp nhận” nên không thực hiện được “Nhận bổ sung”.",
        None,
    )


def test_only_what_was_faulty_opens_again(cast, code):
    asked(cast, code, MONDAY)
    assert refused(lambda: received(cast, code, THURSDAY, Paper(2, originals=1), Paper(3, copies=1))) == (
        "Giấy tờ số 3 không nằm trong yêu cầu bổ sung nên không nhận lại; chỉ nhận: Giấy chứng sinh.",
        "papers",
    )
    assert refused(lambda: received(cast, code, THURSDAY, Paper(0, name="Đơn khác", originals=1))) == (
        "Chỉ nhận những giấy tờ đã yêu cầu bổ sung: Giấy chứng sinh.",
        "papers",
    )


def test_what_came_is_put_over_its_line_and_the_rest_stays(cast, code):
    asked(cast, code, MONDAY)
    received(cast, code, THURSDAY, Paper(2, originals=2, copies=1))
    rows = list(ReceivedComponent.objects.order_by("n").values_list("n", "originals", "copies"))
    assert rows == [(1, 1, 0), (2, 2, 1), (3, 0, 1)]


def test_papers_beside_the_list_do_not_push_each_other_out(cast, code):
    for at, back, name in (
        (MONDAY, moment("2026-11-25 09:00"), "Đơn trình bày"),
        (THURSDAY, moment("2026-11-27 09:00"), "Ảnh thẻ"),
    ):
        further = (Item(name, "Chưa có", "Nộp thêm"), *enough([1, 2, 3]))
        proposed(cast, code, at, by=cast.son, leader_reason="Thiếu", items=further)
        issued(cast, code, at)
        received(cast, code, back, Paper(0, name=name, originals=1))
    names = ReceivedComponent.objects.filter(component=None).order_by("n").values_list("name", flat=True)
    assert list(names) == ["Đơn trình bày", "Ảnh thẻ"]
