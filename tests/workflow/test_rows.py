"""A process typed as rows: what graph it is, that the rows come back, and what is told at which row."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.workflow.defaults import COMMUNE, PROVINCE
from motcua.workflow.process import typed_rows
from motcua.workflow.process.bpmn_reading import read
from motcua.workflow.process.bpmn_writing import write
from motcua.workflow.process.difference import differences
from motcua.workflow.process.fitness import rows as in_order
from motcua.workflow.process.from_rows import drawn
from motcua.workflow.process.graph import NodeKind
from motcua.workflow.process.keeping import from_json, to_json
from motcua.workflow.process.performers import is_place, lane_id, lane_name, performer
from motcua.workflow.process.table import graph_of, straight
from motcua.workflow.process.to_rows import rows_of
from motcua.workflow.process.typed_rows import Row, typed
from motcua.workflow.process.walk import Compiled
from tests.workflow.processes import drawn as drawn_blocks

LINE = typed(COMMUNE)  # receive 2, process 8, sign 4, issue 2, return 2


def work(name: str, **changes: object) -> Row:
    return replace(Row(name, "specialist", "competent", "process", "1"), **changes)  # type: ignore[arg-type]


def table(*middle: Row) -> list[Row]:
    """Reception, these rows, issue and return."""
    return [LINE[0], *middle, *LINE[3:]]


def said(rows, **rest) -> list[tuple[int, str]]:
    return [(problem.n, str(problem.sentence)) for problem in drawn("p", "Quy trình", rows, **rest).problems]


def walked(rows, *outcomes: str) -> list[list[str]]:
    """The names of the open rows at the start and after each step, the first open one being done."""
    found = drawn("p", "Quy trình", rows)
    assert found.problems == []
    process = Compiled(found.graph)
    marking = process.start()
    seen = [[node.name for node in process.enabled(marking)]]
    for outcome in outcomes:
        marking = process.complete(marking, process.enabled(marking)[0].id, outcome=outcome or "forward")
        seen.append([node.name for node in process.enabled(marking)])
    return seen


@pytest.mark.parametrize("steps", [COMMUNE, PROVINCE])
def test_rows_one_after_another_are_the_process_that_they_always_were(steps):
    found = drawn("p", "Quy trình", typed(steps))
    assert found.problems == []
    assert found.graph == graph_of("p", "Quy trình", steps)
    assert straight(found.graph) == list(steps)


def test_rows_beside_each_other_are_open_together_and_the_next_waits_for_all():
    rows = table(work("A"), work("B", join="beside"), work("C", join="beside"), work("D"))
    assert walked(rows, "", "", "", "") == [
        ["Tiếp nhận, số hóa và chuyển hồ sơ"],
        ["A", "B", "C"],
        ["B", "C"],
        ["C"],
        ["D"],
    ]


def test_a_branch_may_have_several_rows():
    rows = table(work("A1"), work("A2", join="along"), work("B", join="beside"))
    seen = walked(rows, "", "", "", "")
    assert [sorted(names) for names in seen[1:4]] == [["A1", "B"], ["A2", "B"], ["B"]]
    assert seen[4] == ["Vào sổ, đóng dấu, phát hành"]


def test_an_outcome_leads_to_its_row_and_every_other_to_the_next():
    rows = table(work("A"), work("B", ways=(("Trả lại", "2"),)))
    assert [names for [names] in walked(rows, "", "", "Trả lại", "", "")][2:] == ["B", "A", "B", LINE[3].name]


def test_a_row_may_go_on_elsewhere_and_say_what_that_is_called():
    rows = table(work("A", ways=(("Không đủ điều kiện", "4"),), label="Đủ điều kiện"), work("B", then="5"), work("C"))
    assert walked(rows, "", "", "")[2:] == [["B"], [LINE[3].name]]
    assert walked(rows, "", "Không đủ điều kiện", "")[2:] == [["C"], [LINE[3].name]]
    process = Compiled(drawn("p", "", rows).graph)
    told = [(way.value, way.label) for way in process.outcomes("step_2")]
    assert told == [("Không đủ điều kiện", "Không đủ điều kiện"), ("forward", "Đủ điều kiện")]


def test_a_return_may_lead_to_parallel_rows_as_a_whole():
    rows = table(work("A"), work("B", join="beside"), work("C", ways=(("Làm lại", "2"),)))
    seen = walked(rows, "", "", "", "Làm lại", "", "", "")
    assert seen[4:] == [["A", "B"], ["B"], ["C"], [LINE[3].name]]


def test_the_rows_of_the_graph_stand_in_the_order_of_the_table():
    rows = table(
        work("A", ways=(("x", "6"), ("y", "5"))), work("B"), work("B2", then="7"), work("C", then="7"), work("D"),
        work("E"), work("F", join="beside"), work("G"),
    )  # fmt: skip
    assert [node.name for node in in_order(drawn("p", "", rows).graph)] == [row.name for row in rows]


ACROSS = table(
    work("A", needs="note other"),
    work("B", at="agency:H48.06", kind="consult"),
    work("C", at="agency:H48.07", join="beside", needs="file"),
)


def test_rows_of_other_agencies_and_what_they_owe_come_back_by_every_way():
    made = drawn("p", "Quy trình", ACROSS)
    assert made.problems == []
    assert rows_of(made.graph) == ACROSS
    found = read(write(made.graph))
    assert found.problems == []
    assert rows_of(found.graph) == ACROSS
    assert from_json(to_json(made.graph)) == made.graph


def test_to_consult_an_agency_is_to_call_it_and_each_has_a_lane():
    made = drawn("p", "Quy trình", ACROSS).graph
    assert [(n.name, n.called) for n in made.nodes if n.kind is NodeKind.CALL] == [("B", "H48.06")]
    assert "Công chức thụ lý, H48.07" in [lane.name for lane in made.lanes]


DEMANDING = table(
    work("A", needs="note không_đạt:note không_đạt:file supplement:file", ways=(("không đạt", "4"),)),
    work("B", needs="file forward:other back:file", ways=(("làm lại", "2"),)),
)


def test_what_outcomes_demand_comes_back_by_every_way():
    made = drawn("p", "Quy trình", DEMANDING)
    assert made.problems == []
    found = read(write(made.graph))
    assert found.problems == [] and rows_of(found.graph) == DEMANDING
    assert from_json(to_json(made.graph)) == made.graph


def test_a_demand_that_is_new_is_told_as_a_change_in_words():
    before = drawn("p", "Quy trình", table(work("A"), work("B"))).graph
    after = drawn("p", "Quy trình", table(work("A"), work("B", needs="note back:file"))).graph
    told = "“B”: yêu cầu khi xong bước từ – thành phải ghi ý kiến, “Trả lại bước trước” thì phải kèm tệp."
    assert [str(sentence) for sentence in differences(before, after)] == [told]


REFUSING = [replace(row, needs="refused:file refused:other") if row.kind == "issue" else row for row in LINE]


@pytest.mark.parametrize(
    ("rows", "n", "text"),
    [
        (table(work("A", needs="không_đạt:file")), 2, "“A” không có kết quả “không đạt”"),
        (table(work("A", needs="forward:file")), 2, "“A” không có kết quả “forward”"),
        (table(work("A", needs="back:other")), 2, "không kèm yêu cầu “người khác"),
        (table(work("A", needs="back:file")), 2, "“Trả lại bước trước” không ai đáp ứng được"),
        (table(work("A", needs="refused:file")), 2, "“Từ chối giải quyết” không ai đáp ứng được"),
        (table(work("A", at="receiving", needs="supplement:file")), 2, "“Đề xuất bổ sung” không ai đáp ứng được"),
        (table(work("A", role="clerk", needs="supplement:file")), 2, "“Đề xuất bổ sung” không ai đáp ứng được"),
        (table(work("A", needs="back:blood")), 2, "không có yêu cầu nào tên “back:blood”"),
        ([replace(LINE[0], needs="note"), *LINE[1:]], 1, "không kèm yêu cầu được"),
        ([*LINE[:-1], replace(LINE[-1], needs="file")], 5, "không kèm yêu cầu được"),
        (REFUSING, 0, ""),
    ],
)
def test_a_demand_that_nobody_could_meet_is_told_at_its_row(rows, n, text):
    told = [(problem.n, str(problem.sentence)) for problem in drawn("p", "Quy trình", rows).problems]
    assert [k for k, _ in told] == ([n] if n else [])
    assert all(text in sentence for _, sentence in told)


IN_DIVISIONS = table(
    work("A", at="competent/Phòng Kinh tế"),
    work("B", at="receiving/Tổ 1", role="receiver", kind="review"),
    work("C", at="agency:H48.06/Phòng Tài chính/Kế hoạch", kind="consult"),
    work("D", at="competent/Phòng Kinh tế", role="unit_leader"),
)


def test_rows_of_divisions_come_back_by_every_way():
    made = drawn("p", "Quy trình", IN_DIVISIONS)
    assert made.problems == []
    assert rows_of(made.graph) == IN_DIVISIONS and typed(straight(made.graph)) == IN_DIVISIONS
    found = read(write(made.graph))
    assert found.problems == [] and found.graph == replace(made.graph, drawing=found.graph.drawing)
    assert rows_of(found.graph) == IN_DIVISIONS
    assert from_json(to_json(made.graph)) == made.graph


def test_a_lane_says_the_division_and_is_read_without_our_own_words():
    lanes = [lane.name for lane in drawn("p", "Quy trình", IN_DIVISIONS).graph.lanes]
    assert "Công chức thụ lý, Phòng Kinh tế, cơ quan giải quyết" in lanes
    assert "Công chức thụ lý, Phòng Tài chính/Kế hoạch, H48.06" in lanes
    for row in IN_DIVISIONS:
        assert performer(lane_name(row.role, row.at)) == (row.role, row.at)


def test_a_division_in_a_changed_row_is_said_in_words():
    before, after = (drawn("p", "Q", table(work("A", at=at))).graph for at in ("competent", "competent/Phòng Kinh tế"))
    role = "Công chức thụ lý"
    told = f"“A”: người làm từ {role}, cơ quan giải quyết thành {role}, Phòng Kinh tế, cơ quan giải quyết."
    assert [str(sentence) for sentence in differences(before, after)] == [told]


def test_lanes_of_divisions_have_names_that_a_file_allows_and_no_two_the_same():
    names = ["Phòng A-B", "Phòng A B", "Phong A B", "Phòng " + "dài " * 40]
    found = [lane_id("specialist", f"competent/{' '.join(name.split())}") for name in names]
    assert len(set(found)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", own, re.ASCII) for own in found)


@pytest.mark.parametrize("at", ["/Phòng A", "competent/", "competent/ A", "competent/A  B", "competent/" + "x" * 201])
def test_what_names_no_division_is_no_place(at):
    assert not is_place(at)


def test_a_line_of_rows_keeps_what_they_owe():
    straight_rows = table(work("A", at="agency:H48.06", kind="consult", needs="file"))
    made = drawn("p", "Quy trình", straight_rows).graph
    assert typed(straight(made)) == straight_rows


@pytest.mark.parametrize(
    ("rows", "n", "text"),
    [
        (table(work("A", hours="hai")), 2, "“hai” không phải số giờ"),
        (table(work("A", hours="0")), 2, "phải lớn hơn 0"),
        (table(work("A", hours="1,234")), 2, "lẻ nhiều nhất hai chữ số"),
        (table(work("A", hours="99999")), 2, "tối đa 20000 giờ"),
        (table(work("A", hours="")), 2, "chưa có thời hạn"),
        (table(work("")), 2, "Dòng 2 chưa có tên bước."),
        (table(work("a" * 201)), 2, "dài quá 200 ký tự"),
        (table(work("A", role="")), 2, "chưa rõ ai làm"),
        (table(work("A", role="bishop")), 2, "chưa rõ ai làm"),
        (table(work("A", kind="")), 2, "chưa rõ loại bước"),
        (table(work("A", at="agency:")), 2, "chưa rõ ai làm"),
        (table(work("A", at="agency:xã bên")), 2, "chưa rõ ai làm"),
        (table(work("A", needs="note blood")), 2, "không có yêu cầu nào tên “blood”"),
        (table(work("A", ways=(("x", "9"),))), 2, "không có dòng “9”"),
        (table(work("A", ways=(("x", ""),))), 2, "không có dòng “”"),
        (table(work("A", ways=(("", "3"),))), 2, "chưa ghi kết quả nào"),
        (table(work("A", ways=(("x", "3"), ("x", "1")))), 2, "“x” ghi hai lần"),
        (table(work("A", ways=(('"', "3"),))), 2, "có dấu nháy"),
        (table(work("A", ways=(("x" * 41, "3"),))), 2, "dài quá 40"),
        (table(work("A", ways=(("forward", "3"),))), 2, "“forward” là từ dành riêng"),
        (table(work("A", ways=(("back", "3"),))), 2, "“back” là từ dành riêng"),
        (table(work("A", then="?")), 2, "không có dòng “?”"),
        (table(work("A"), work("B", join="beside", ways=(("x", "1"),))), 3, "dòng song song không rẽ nhánh được"),
        (table(work("A", then="4"), work("B", join="beside")), 2, "dòng song song không rẽ nhánh được"),
        (table(work("A"), work("B", join="beside"), work("C", ways=(("x", "3"),))), 4, "hãy chuyển đến dòng 2"),
        (table(work("A", ways=(("x", "1"),))), 1, "đúng một bước tiếp nhận"),
        ([replace(LINE[0], join="beside"), *LINE[1:]], 1, "không có dòng nào để song song"),
        (table(work("A", then="4"), work("B")), 3, "Không có đường nào đến “B”"),
        (table(work("A"), work("B", then="2")), 4, "Không có đường nào đến"),
        ([*LINE, work("Z")], 5, "ngay trước sự kiện kết thúc"),
        (LINE[1:], 0, "đúng một bước tiếp nhận"),
        ([], 0, "chưa có bước nào"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_row(rows, n, text):
    assert any(at == n and text in words for at, words in said(rows)), said(rows)


def test_a_gateway_is_told_of_by_its_row_and_not_by_a_name_that_nobody_typed():
    told = said(table(work("A", ways=(("x", "3"),), then="3"), work("B", then="2")))
    assert told
    assert not any("_" in words for _, words in told)


def beside(count: int) -> list[Row]:
    return table(work("0"), *(work(str(n), join="beside") for n in range(1, count)))


def test_ten_rows_may_stand_beside_each_other_and_more_are_refused_at_once():
    assert said(beside(10)) == []
    assert said(beside(11)) == [(2, "Dòng 2: nhóm song song bắt đầu từ đây có quá nhiều nhánh.")]
    assert [n for n, _ in said(beside(100))] == [2]


def test_the_longest_way_is_compared_with_the_limit():
    rows = table(work("A", hours="20"))
    assert said(rows, limit=Decimal(26)) == []
    assert "Đường dài nhất cần 26 giờ làm việc, vượt thời hạn 25 giờ" in said(rows, limit=Decimal(25))[0][1]


# Back to rows

outcomes = st.lists(st.sampled_from(["Từ chối", "Trả lại", "Cần xác minh"]), max_size=2, unique=True)


@st.composite
def tables(draw) -> list[Row]:
    """Any table whose single words can be read; where its rows lead may be nonsense."""
    count = draw(st.integers(1, 6))
    numbers = st.integers(1, count).map(str)
    rows = []
    for n in range(count):
        ways = tuple((way, draw(numbers)) for way in draw(outcomes))
        then = draw(st.one_of(st.just(""), st.just(""), numbers))
        join = draw(st.sampled_from(["", "", "beside", "along"])) if n else ""
        rows.append(work(f"Bước {n}", ways=ways, then=then, join=join, label=draw(st.sampled_from(["", "Đồng ý"]))))
    return rows


@settings(max_examples=300)
@given(tables())
def test_the_graph_of_rows_gives_a_table_that_makes_the_same_graph(rows):
    found = drawn("p", "Quy trình", table(*rows))
    again = rows_of(found.graph) if not found.problems else None
    if not found.problems:
        assert again is not None
        assert drawn("p", "Quy trình", again).graph == found.graph


@settings(max_examples=100)
@given(st.recursive(st.just(("step",)), lambda inner: st.one_of(
    st.tuples(st.just("series"), st.lists(inner, min_size=2, max_size=3)),
    st.tuples(st.just("choice"), st.lists(inner, min_size=2, max_size=3)),
    st.tuples(st.just("loop"), inner),
), max_leaves=6))  # fmt: skip
def test_a_drawn_process_without_parallel_branches_comes_back_as_rows_that_walk_alike(block):
    graph = drawn_blocks(block)
    graph = replace(graph, nodes=tuple(
        replace(n, role="specialist", at="competent", hours=Decimal(1)) if n.step_kind else n for n in graph.nodes
    ))  # fmt: skip
    rows = rows_of(graph)
    if rows is None:  # a branch of a choice that ends the process by itself has no row after it
        return
    ours, theirs = Compiled(drawn("p", "", rows).graph), Compiled(graph)
    one, other = ours.start(), theirs.start()
    for n in range(12):
        here, there = ([node.name for node in c.enabled(m)] for c, m in ((ours, one), (theirs, other)))
        assert here == there
        if not here:
            break
        outcome = ("ask", "forward", "refuse")[n % 3]
        one = ours.complete(one, ours.enabled(one)[0].id, outcome=outcome)
        other = theirs.complete(other, theirs.enabled(other)[0].id, outcome=outcome)


def test_a_table_goes_through_a_file_and_back():
    rows = table(
        work("A", ways=(("Trả lại", "5"),), label="Đồng ý"), work("B"), work("C", join="beside"), work("D", hours="0,5")
    )
    assert rows_of(read(write(drawn("p", "Quy trình", rows).graph)).graph) == rows


def test_a_graph_that_says_more_than_rows_is_no_table():
    nested = drawn_blocks(("parallel", [("choice", [("step",), ("step",)]), ("step",)]))
    assert rows_of(nested) is None
    found = read(
        write(drawn("p", "", table(work("A", ways=(("x", "3"),)), work("B"))).graph).replace(b"outcome ==", b"area ==")
    )
    assert rows_of(found.graph) is None


# The order of rows

MIXED = [work("A", ways=(("x", "3"),)), work("B", then="1"), work("C", then="2")]


def leads(rows) -> list[tuple[str, list[str], str]]:
    return [(row.name, [to for _, to in row.ways], row.then) for row in rows]


def test_a_row_that_is_put_in_moves_the_numbers_behind_it():
    assert leads(typed_rows.inserted(MIXED, 1)) == [("A", ["4"], ""), ("", [], ""), ("B", [], "1"), ("C", [], "3")]
    assert leads(typed_rows.inserted(MIXED, 0))[1:] == [("A", ["4"], ""), ("B", [], "2"), ("C", [], "3")]


def test_who_led_to_a_deleted_row_leads_nowhere_until_somebody_says_where():
    assert leads(typed_rows.deleted(MIXED, 2)) == [("A", ["2"], ""), ("C", [], "?")]


def test_rows_that_change_places_take_their_numbers_along():
    assert leads(typed_rows.moved(MIXED, 1, 1)) == [("B", [], "2"), ("A", ["3"], ""), ("C", [], "1")]
    assert typed_rows.moved(typed_rows.moved(MIXED, 1, 1), 2, -1) == MIXED


@pytest.mark.parametrize("n", [-1, 0, 4, 99])
def test_a_number_that_is_not_there_changes_nothing(n):
    assert typed_rows.deleted(MIXED, n) == MIXED
    assert typed_rows.moved(MIXED, n, 1) == MIXED


def test_what_nobody_reads_as_a_number_stays_as_typed():
    assert typed_rows.deleted([work("A", then="cuối"), work("B")], 2)[0].then == "cuối"


def test_a_draft_keeps_every_word():
    assert typed_rows.rows_from_json(typed_rows.rows_to_json([*MIXED, Row()])) == [*MIXED, Row()]
