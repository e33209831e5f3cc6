"""What a form asks, which answers it takes, and that the page and the server judge alike."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.catalogue.forms import checking, typed
from motcua.catalogue.forms.reading import read, read_bytes
from motcua.catalogue.forms.shapes import MOST_ROWS
from motcua.kernel.sentences import Refused

PEOPLE = {
    "type": "object",
    "title": "Tờ khai thử",
    "additionalProperties": False,
    "required": ["name", "children"],
    "x-sections": [
        {"title": "Người khai", "fields": ["name", "number", "born", "married", "spouse", "kind"]},
        {"title": "Con", "fields": ["children", "how_many", "altogether"]},
    ],
    "properties": {
        "children": {
            "type": "array", "title": "Con", "minItems": 1, "maxItems": 3,
            "items": {
                "type": "object", "additionalProperties": False, "required": ["child"],
                "properties": {"child": {"type": "string", "maxLength": 20}, "weight": {"type": "number"}},
            },
        },
        "name": {"type": "string", "title": "Họ tên", "maxLength": 30},
        "number": {"type": "string", "format": "x-citizen"},
        "born": {"type": "string", "format": "date"},
        "married": {"type": "boolean", "title": "Đã kết hôn"},
        "spouse": {
            "type": "string", "title": "Vợ, chồng", "maxLength": 20,
            "x-show": "married == true", "x-require": "married == true", "x-when": "Khi đã kết hôn.",
        },
        "kind": {"type": "string", "oneOf": [{"const": "a", "title": "Một"}, {"const": "b", "title": "Hai"}]},
        "how_many": {"type": "integer", "x-compute": {"count": "children"}},
        "altogether": {"type": "number", "x-compute": {"sum": "children.weight"}},
    },
}  # fmt: skip
FORM = read(PEOPLE)
GOOD = {"name": "Nguyễn Thị Thử", "children": [{"child": "An", "weight": 3.2}]}

WORDS = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zs", "Zl", "Zp")), min_size=1, max_size=40).map(
    lambda text: typed.as_value(FORM.by_name["name"], text) or "x"
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "name": WORDS,
        "number": st.sampled_from(["051090001234", "999", "abc", "001199012345"]),
        "born": st.dates().map(str) | st.just("hôm qua"),
        "married": st.booleans(),
        "spouse": WORDS,
        "kind": st.sampled_from(["a", "b", "c"]),
        "children": st.lists(
            st.fixed_dictionaries(
                {}, optional={"child": WORDS, "weight": st.integers(-(10**9), 10**9) | st.sampled_from([0.5, 3.25])}
            ),
            min_size=1,
            max_size=5,
        ),
    },
)


def paths(answers):
    return [problem.path for problem in checking.check(FORM, answers)]


@settings(max_examples=300)
@given(ANSWERS)
def test_the_page_and_the_server_take_the_same_answers(answers):
    read_back = typed.read_fields(FORM, typed.written(FORM, answers))
    assert checking.settled(FORM, read_back) == checking.settled(
        FORM, answers | {"children": answers.get("children", [])}
    )
    assert paths(read_back) == paths(answers | {"children": answers.get("children", [])})


@settings(max_examples=300)
@given(ANSWERS)
def test_a_form_is_judged_as_json_schema_judges_it(answers):
    plain = checking.schema(FORM, checking.asked(FORM, answers).items())
    assert checking.validator(plain).is_valid(checking.settled(FORM, answers)) == (paths(answers) == [])


# the first look at all of Unicode builds a table, which takes a second on a busy machine
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(typed.written(FORM, GOOD))), st.text(max_size=60)))
def test_whatever_is_typed_is_kept_or_said(fields):
    """A second look at the page shows what the first understood."""
    try:
        answers = typed.read_fields(FORM, fields)
    except Refused:
        return
    assert typed.read_fields(FORM, typed.written(FORM, answers)) == answers
    checking.check(FORM, answers)


def test_a_question_is_asked_only_when_its_condition_holds():
    assert paths(GOOD) == []
    assert paths(GOOD | {"married": True}) == [("spouse",)]
    assert checking.settled(FORM, GOOD | {"married": False, "spouse": "Bình"}).get("spouse") is None
    assert checking.settled(FORM, GOOD | {"married": True, "spouse": "Bình"})["spouse"] == "Bình"


def test_computed_answers_are_worked_out_and_never_believed():
    rows = [{"child": "An", "weight": 3}, {"child": "Bình", "weight": 0.5}]
    counted = checking.settled(FORM, GOOD | {"children": rows, "how_many": 9, "altogether": 99})
    assert (counted["how_many"], counted["altogether"]) == (2, 3.5)


@pytest.mark.parametrize(
    ("answers", "path", "words"),
    [
        ({"name": "x" * 31}, ("name",), "nhiều nhất 30 ký tự, ở đây có 31"),
        ({"number": "123456789"}, ("number",), "chứng minh nhân dân"),
        ({"born": "31/02/2026"}, ("born",), "ngày/tháng/năm"),
        ({"kind": "c"}, ("kind",), "trong danh sách"),
        ({"children": []}, ("children",), "ít nhất 1"),
        ({"children": [{"child": "a"}] * 4}, ("children",), "Nhiều nhất 3"),
        ({"children": [{"child": "a", "weight": "nặng"}]}, ("children", 0, "weight"), "một số"),
        ({"older": "x"}, ("older",), "không có câu hỏi"),
    ],
)
def test_each_fault_is_a_sentence_at_its_place(answers, path, words):
    [problem] = checking.check(FORM, GOOD | answers)
    assert problem.path == path
    assert words in str(problem.sentence)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=HYPERLINK(1)", "{{ 7 }}"])
def test_html_and_formulas_stay_text(text):
    assert typed.read_fields(FORM, {"q_name": text})["name"] == text


def test_more_rows_than_any_page_shows_are_refused():
    with pytest.raises(Refused, match="nhiều nhất 50 dòng"):
        typed.read_fields(FORM, {"q_children__rows": str(MOST_ROWS + 2)})


def changed(**question):
    return PEOPLE | {"properties": PEOPLE["properties"] | {"name": PEOPLE["properties"]["name"] | question}}


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (changed(**{"if": {}}), "“if” mà tờ khai không hỗ trợ"),
        (changed(format="uri"), "“format” không hợp lệ"),
        (changed(type="null"), "“type” không hợp lệ"),
        (changed(maxLength=10**6), "“maxLength” không hợp lệ"),
        (changed(minimum=1), "“minimum” không hợp lệ"),
        (changed(pattern="(a)\\1"), "Mẫu ký tự"),
        (changed(**{"x-show": "spouse == 1", "x-when": "…"}), "không đứng trước"),
        (changed(**{"x-show": "married == true"}), "bằng lời"),
        (changed(**{"x-show": "f(1)", "x-when": "…"}), "dùng thứ ngoài"),
        (PEOPLE | {"$ref": "#"}, "“$ref” mà tờ khai"),
        (PEOPLE | {"required": ["nobody"]}, "“required”"),
        (PEOPLE | {"x-sections": [{"title": "", "fields": ["name"]}]}, "đúng một phần"),
        (PEOPLE | {"properties": {}}, "từ 1 đến"),
        (PEOPLE | {"required": [], "properties": {"Họ": {"type": "string"}}}, "không dấu"),
        ([], "đối tượng JSON"),
    ],
)
def test_what_is_not_supported_is_refused_by_its_name(document, words):
    with pytest.raises(Refused) as refused:
        read(document)
    assert words in str(refused.value)


def test_a_file_is_read_and_one_that_is_no_json_is_refused():
    form, document = read_bytes(json.dumps(PEOPLE).encode())
    assert (form.digest, document) == (FORM.digest, PEOPLE)
    with pytest.raises(Refused, match="không phải JSON"):
        read_bytes(b"\xff{")
    with pytest.raises(Refused, match="lớn hơn"):
        read_bytes(b" " * 600_000)
