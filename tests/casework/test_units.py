"""Work of a division inside an agency: who takes it, is given it, sees it and is told; and what becomes of it where the
agency has no such division, or the division ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.casework import rebuild
from motcua.casework.advance import advance
from motcua.casework.close_agency import close_agency
from motcua.casework.close_unit import close_unit
from motcua.casework.file import file_and_accept
from motcua.casework.office.agencies import add_unit
from motcua.casework.places import at_hand
from motcua.casework.reads.mornings import mornings
from motcua.casework.reads.process_staffing import staffing
from motcua.casework.reads.worklist import Question, Tab, worklist
from motcua.casework.reads.worklist_counts import counts
from motcua.casework.recall import recall
from motcua.casework.sharing import colleagues, evenly
from motcua.casework.take import hand_over, take
from motcua.casework.through import own_after
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.journal.rules import read_facts
from motcua.kernel.sentences import Refused
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.actions import AgencyData
from motcua.offices.models import Post, Unit
from motcua.offices.presence import present_on
from motcua.offices.roles import Role
from motcua.policy.facts import Facts
from motcua.workflow.actions import put
from motcua.workflow.models import WorkItem
from motcua.workflow.process.from_rows import drawn
from motcua.workflow.process.typed_rows import typed
from motcua.workflow.sharing import Way
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 08:00")
LINE = typed(stage.COMMUNE_STEPS)
OTHER = "Phòng Văn hóa"
NAME = "Phòng Kinh tế"


@pytest.fixture
def cast():
    """minh works in the division of economy, nhat in that of culture, quang for the whole commune."""
    cast = stage.enter()
    for who, name in (("minh", NAME), ("nhat", OTHER)):
        found = unit(cast, name)
        Post.objects.filter(account=cast.people[who]).update(unit=found)
    office_actions.give_post(
        account=cast.people["quang"], agency=cast.commune, role=Role.SPECIALIST, day=date(2026, 2, 1),
        by="test", at=stage.BEGINNING,
    )  # fmt: skip
    running(cast, f"competent/{NAME}")
    cast._actors.clear()
    return cast


def unit(cast, name: str, *, under: Unit | None = None, agency=None) -> Unit:
    found = office_actions.add_unit(
        agency_id=(agency or cast.commune).pk, name=name, day=date(2026, 1, 1), by="test", at=stage.BEGINNING
    )
    if under is not None:
        Unit.objects.filter(pk=found.pk).update(parent=under)
        office_actions.next_edition()
    return found


def running(cast, at: str, day: date = date(2026, 1, 1), **changes) -> None:
    rows = [replace(row, at=at, **changes) if row.kind == "process" else row for row in LINE]
    found = drawn("p", "Quy trình", rows)
    assert found.problems == []
    put(procedure=cast.version.procedure, level=None, graph=found.graph, decision="12/QĐ", day=day)


def filed(cast, **changes) -> str:
    return file_and_accept(stage.intake(cast, **changes), by=cast.lan, at=AT).code


def item_of(code: str) -> WorkItem:
    return WorkItem.objects.get(dossier__code=code, closed_at__isnull=True, step__isnull=False)


def facts(cast, who: str) -> Facts:
    return Facts(by=cast.actor(who), day=AT.date(), offices=snapshot.present())


def mine(cast, who: str) -> int:
    """How many pieces are on the tab "mine", by the list and by the count, which agree."""
    listed = len(list(worklist(facts(cast, who), Question(tab=Tab.MINE), at=AT)[:50]))
    assert counts(facts(cast, who), at=AT).tabs[Tab.MINE] == listed
    return listed


def no(text: str, act) -> None:
    with pytest.raises(Refused, match=text):
        act()


def test_the_work_belongs_to_the_division_that_its_row_names(cast):
    code = filed(cast)
    assert item_of(code).unit.name == NAME and item_of(code).agency_id == cast.commune.pk
    check_all()


@pytest.mark.parametrize("who, has", [("minh", 1), ("nhat", 0), ("quang", 1)])
def test_it_is_free_for_the_division_and_for_who_works_for_all_of_the_agency(cast, who, has):
    filed(cast)
    assert mine(cast, who) == has


def test_a_post_in_a_division_below_does_the_work_of_the_one_above_and_not_the_other_way_round(cast):
    below = unit(cast, "Tổ đất đai", under=Unit.objects.get(name=NAME))
    Post.objects.filter(account=cast.people["nhat"]).update(unit=below)
    cast._actors.clear()
    code = filed(cast)
    assert mine(cast, "nhat") == 1
    take(code, by=cast.nhat, at=AT)
    running(cast, "competent/Tổ đất đai", date(2026, 2, 1))
    filed(cast)
    assert mine(cast, "minh") == 0


def test_nobody_of_another_division_takes_it_or_does_it(cast):
    code = filed(cast)
    no("vị trí khác", lambda: take(code, by=cast.nhat, at=AT))
    no("vị trí khác", lambda: advance(code, by=cast.nhat, at=AT))
    take(code, by=cast.minh, at=AT)
    advance(code, by=cast.minh, at=AT)


def test_nobody_of_another_division_is_given_it(cast):
    code = filed(cast)
    to = {who: cast.actor(who).account_id for who in ("minh", "nhat", "quang")}
    no("không có vị trí này", lambda: hand_over(code, by=cast.son, at=AT, to=to["nhat"]))
    for who in ("minh", "quang"):
        hand_over(code, by=cast.son, at=AT, to=to[who])
    found = colleagues([item_of(code)], snapshot.present(), at=AT)
    assert {c.account_id for c in found} == {to["minh"], to["quang"]}


def test_a_leader_of_another_division_does_not_share_it_out(cast):
    code = filed(cast)
    to = cast.minh.account_id
    Post.objects.filter(account=cast.people["nhat"]).update(role=Role.UNIT_LEADER)
    cast._actors.clear()
    no("vị trí khác", lambda: hand_over(code, by=cast.nhat, at=AT, to=to))
    Post.objects.filter(account=cast.people["nhat"]).update(unit=Unit.objects.get(name=NAME))
    cast._actors.clear()
    hand_over(code, by=cast.nhat, at=AT, to=to)


def test_sharing_out_passes_other_divisions_by(cast):
    codes = [filed(cast) for _ in range(4)]
    found = evenly([item_of(code) for code in codes], snapshot.present(), at=AT)
    assert set(found.values()) == {cast.minh.account_id, cast.quang.account_id}
    for way in Way.LEAST, Way.TURN:
        hand_over(codes[0], by=cast.son, at=AT, to=None, way=way)
        assert item_of(codes[0]).assignee_id != cast.nhat.account_id


def test_those_of_another_division_are_not_told_of_it(cast):
    code = filed(cast)
    presence, offices = present_on(AT.date()), snapshot.present()
    assert at_hand(item_of(code), presence, offices) == {cast.minh.account_id, cast.quang.account_id}
    late = moment("2026-11-06 08:00")
    told = mornings(presence, offices, at=late)
    assert told[cast.minh.account_id].late == told[cast.quang.account_id].late == 1
    assert cast.nhat.account_id not in told


def test_whoever_has_taken_it_keeps_it_in_another_division(cast):
    code = filed(cast)
    take(code, by=cast.minh, at=AT)
    Post.objects.filter(account=cast.people["minh"]).update(unit=Unit.objects.get(name=OTHER))
    cast._actors.clear()
    advance(code, by=cast.minh, at=AT)


def test_where_the_agency_has_no_such_division_all_of_it_does_the_work(cast):
    running(cast, "competent/Phòng Đô thị", date(2026, 2, 1))
    code = filed(cast)
    assert item_of(code).unit_id is None
    assert [mine(cast, who) for who in ("minh", "nhat", "quang")] == [1, 1, 1]


def test_a_division_is_known_whatever_the_case_of_its_letters(cast):
    running(cast, "competent/phòng kinh TẾ", date(2026, 2, 1))
    assert item_of(filed(cast)).unit.name == NAME


def test_a_division_of_a_named_agency(cast):
    there = unit(cast, "Phòng Hộ tịch", agency=cast.department)
    running(cast, "agency:H48.05/Phòng Hộ tịch", date(2026, 2, 1))
    code = filed(cast)
    assert (item_of(code).agency_id, item_of(code).unit_id) == (cast.department.pk, there.pk)


def test_the_next_step_is_offered_only_to_who_does_that_of_its_division(cast):
    rows = [LINE[0], LINE[1], replace(LINE[1], name="Thẩm tra", kind="review", at=f"competent/{NAME}"), *LINE[2:]]
    graph = drawn("p", "Quy trình", rows).graph
    put(procedure=cast.version.procedure, level=None, graph=graph, decision="13/QĐ", day=date(2026, 2, 1))
    code = filed(cast)
    step, d, offices = item_of(code).step, Dossier.objects.get(code=code), snapshot.present()
    assert [s.name for s in own_after(step, d, cast.minh, offices, at=AT)] == ["Thẩm tra"]
    assert own_after(step, d, cast.nhat, offices, at=AT) == []


def test_what_the_division_does_not_say_is_told_at_the_row(cast):
    def told(name: str, role: str = "specialist") -> list[str]:
        graph = drawn("p", "Q", [LINE[0], replace(LINE[1], at=f"competent/{name}", role=role), *LINE[2:]]).graph
        found = staffing(graph, cast.version.procedure, snapshot.present(), day=AT.date())
        return [str(w.sentence) for w in found if w.element == "step_2"]

    commune = "Ủy ban nhân dân xã Ba Tơ"
    assert told(NAME) == []  # minh and quang
    assert told("Phòng Đô thị") == [f"“Thụ lý”: 1 nơi không có Phòng Đô thị nên cả cơ quan làm: {commune}."]
    assert told(NAME, "unit_leader") == [f"“Thụ lý”: chưa có ai làm ở 1 nơi: {commune}."]
    Post.objects.filter(account=cast.people["quang"]).delete()
    assert told(NAME) == [f"“Thụ lý”: chỉ có một người, vắng thì không ai thay ở 1 nơi: {commune}."]


# The end of a division


def ended(cast, name: str = NAME):
    return close_unit(unit_id=Unit.objects.get(name=name).pk, on=AT.date(), by=cast.quan, at=AT + timedelta(hours=1))


def left(cast, who: str = "minh") -> None:
    """Somebody leaves the division for work in all of the agency."""
    Post.objects.filter(account=cast.people[who]).update(unit=None)
    cast._actors.clear()


def test_when_a_division_ends_its_work_goes_to_all_of_the_agency(cast):
    code = filed(cast)
    left(cast)
    ended(cast)
    assert item_of(code).unit_id is None
    assert mine(cast, "nhat") == 1
    event = Event.objects.get(kind="work.passed_on")
    assert read_facts(event.facts)["closed"] == [["process", 2, "H48.148", "specialist", NAME]]
    assert read_facts(event.facts)["opened"] == [["process", 2, "H48.148", "specialist"]]
    check_all()


def test_or_to_the_division_above_it(cast):
    below = unit(cast, "Tổ đất đai", under=Unit.objects.get(name=NAME))
    running(cast, "competent/Tổ đất đai", date(2026, 2, 1))
    code = filed(cast)
    assert item_of(code).unit_id == below.pk
    ended(cast, "Tổ đất đai")
    assert item_of(code).unit.name == NAME
    assert [d.found for d in rebuild.differences() if d.found] == []


def test_what_somebody_has_taken_stays_theirs(cast):
    code = filed(cast)
    take(code, by=cast.minh, at=AT)
    left(cast)
    ended(cast)
    advance(code, by=cast.minh, at=AT + timedelta(hours=2))
    check_all()


def test_a_division_with_a_day_of_its_end_gets_no_new_work(cast):
    left(cast)
    by = {"by": cast.quan, "at": AT - timedelta(days=1)}
    close_unit(unit_id=Unit.objects.get(name=NAME).pk, on=AT.date() + timedelta(days=9), **by)
    assert item_of(filed(cast)).unit_id is None


def test_one_founded_by_mistake_today_goes_and_its_work_stays(cast):
    running(cast, "competent/Phòng mới", date(2026, 2, 1))
    new = add_unit(agency_id=cast.commune.pk, name="Phòng mới", by=cast.quan, at=AT)
    code = filed(cast)
    assert item_of(code).unit_id == new.pk
    ended(cast, "Phòng mới")
    assert item_of(code).unit_id is None and not Unit.objects.filter(pk=new.pk).exists()
    check_all()


def test_nobody_but_an_administrator_ends_one_and_people_in_it_keep_it(cast):
    code = filed(cast)
    ids = {"unit_id": Unit.objects.get(name=NAME).pk, "on": AT.date(), "at": AT}
    no("quản trị hệ thống", lambda: close_unit(**ids, by=cast.son))
    no("còn 1 vị trí", lambda: close_unit(**ids, by=cast.quan))
    assert item_of(code).unit.name == NAME


def test_what_is_recalled_comes_back_to_who_took_the_divisions_place(cast):
    code = filed(cast)
    take(code, by=cast.minh, at=AT)
    advance(code, by=cast.minh, at=AT)
    left(cast)
    ended(cast)
    recall(code, by=cast.minh, at=AT + timedelta(hours=2))
    assert item_of(code).unit_id is None
    check_all()


def test_when_the_agency_ends_the_work_goes_on_in_the_division_of_that_name_at_its_successor(cast):
    data = AgencyData(
        code="H48.149", name="Ủy ban nhân dân xã Ba Vì", kind="commune_committee", level="commune", parent_code="H48"
    )
    new = office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=stage.BEGINNING.date())
    code = filed(cast)
    at = AT + timedelta(days=1)
    close_agency(agency_id=cast.commune.pk, successor_id=new.pk, on=at.date(), by=cast.quan, at=at)
    item = item_of(code)
    assert (item.agency_id, item.unit.agency_id, item.unit.name) == (new.pk, new.pk, NAME)
    check_all()


def test_events_from_before_divisions_still_add_up(cast):
    running(cast, "competent", date(2026, 2, 1))
    code = filed(cast)
    event = Event.objects.filter(stream=Dossier.objects.get(code=code).stream).order_by("n").first()
    assert all(len(named) == 4 for named in read_facts(event.facts)["opened"])
    assert [d.found for d in rebuild.differences() if d.found] == []
