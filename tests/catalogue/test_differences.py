"""What one version says otherwise than another, part by part and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.actions import drafted
from motcua.catalogue.differences import PARTS, How, differences, words
from motcua.catalogue.published import read
from tests import cast as stage


def says(**changes):
    return drafted(read(stage.procedure_line(**changes)))


def told(before, after):
    return [str(change.sentence) for change in differences(before, after)]


def test_equal_versions_differ_in_nothing():
    assert told(says(), says()) == []


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"name": "Đăng ký khai sinh"}, "Tên thủ tục: từ “{name}” thành “Đăng ký khai sinh”."),
        (
            {"limit": {"amount": 1, "unit": "same_day", "text": "03 ngày làm việc"}},
            "Thời hạn giải quyết: từ “3 ngày làm việc” thành “trong ngày”.",
        ),
        ({"fee_text": "10.000 đồng"}, "Phí, lệ phí: từ “Miễn lệ phí” thành “10.000 đồng”."),
        ({"result": ""}, "Kết quả: từ “Giấy khai sinh” thành “–”."),
        ({"sets": 2}, "Số lượng hồ sơ: từ “1” thành “2”."),
        ({"steps": "Bước 1: nộp hồ sơ"}, "Trình tự thực hiện: từ “–” thành “Bước 1: nộp hồ sơ”."),
        ({"channels": ["direct", "online"]}, "Cách thức thực hiện: bỏ “qua dịch vụ bưu chính công ích”."),
        ({"levels": ["commune", "province"]}, "Cấp thực hiện: thêm “cấp tỉnh”."),
        ({"online": "full"}, "Mức độ trực tuyến: từ “chưa phân loại” thành “toàn trình”."),
        ({"online_reason": "Phải có mặt"}, "Lý do chưa toàn trình: từ “–” thành “Phải có mặt”."),
        ({"subjects": ["Công dân"]}, "Đối tượng thực hiện: thêm “Công dân”."),
        ({"legal_bases": ["60/2014/QH13"]}, "Căn cứ pháp lý: thêm “60/2014/QH13”."),
        (
            {"limit": {"amount": 3, "unit": "working_day", "text": "03 ngày làm việc", "legal_basis": "Điều 5"}},
            "Căn cứ của thời hạn: từ “–” thành “Điều 5”.",
        ),
        (
            {"holds": [{"name": "Chờ xác minh", "basis": "Điều 16"}]},
            "Căn cứ tạm dừng thời hạn: thêm “Chờ xác minh”.",
        ),
        ({"authority_system": "hotich"}, "Hệ thống quản lý chính: từ “motcua” thành “hotich”."),
    ],
)
def test_a_part_that_changes_is_told_with_before_and_after(changes, sentence):
    name = stage.procedure_line()["name"]
    assert told(says(), says(**changes)) == [sentence.replace("{name}", name)]


ONLINE = {"name": "Nộp trực tuyến", "amount": 2, "unit": "working_day", "channels": ["online"]}
HOLD = {"name": "Chờ xác minh", "basis": "Điều 16"}


@pytest.mark.parametrize(
    "part, before, after, sentences",
    [
        (
            "cases", [ONLINE], [ONLINE | {"legal_basis": "Điều 6", "channels": ["online", "post"]}],
            ["Thời hạn theo trường hợp: “Nộp trực tuyến”, căn cứ từ “–” thành “Điều 6”.",
             "Thời hạn theo trường hợp: “Nộp trực tuyến”, cách nộp từ “trực tuyến” thành “trực tuyến, qua dịch vụ bưu "
             "chính công ích”."],
        ),
        (
            "holds", [HOLD], [HOLD | {"basis": "Điều 17", "kind": "financial"}],
            ["Căn cứ tạm dừng thời hạn: “Chờ xác minh”, căn cứ từ “Điều 16” thành “Điều 17”.",
             "Căn cứ tạm dừng thời hạn: “Chờ xác minh”, loại từ “căn cứ khác” thành “nghĩa vụ tài chính”."],
        ),
        ("holds", [HOLD], [], ["Căn cứ tạm dừng thời hạn: bỏ “Chờ xác minh”."]),
    ],
)  # fmt: skip
def test_what_of_a_case_or_a_ground_is_another_is_told(part, before, after, sentences):
    assert told(says(**{part: before}), says(**{part: after})) == sentences


PAPERS = [
    {"name": "Tờ khai đăng ký khai sinh", "originals": 1, "copies": 0},
    {"name": "Giấy chứng sinh", "originals": 1, "copies": 0},
    {"name": "Bản sao giấy chứng nhận kết hôn", "originals": 0, "copies": 1},
]


def test_the_order_of_papers_is_no_difference():
    assert told(says(), says(components=list(reversed(PAPERS)))) == []


def test_papers_come_and_go():
    found = told(says(), says(components=[*PAPERS[:2], {"name": "Văn bản ủy quyền", "originals": 1}]))
    assert found == [
        "Thành phần hồ sơ: bỏ “Bản sao giấy chứng nhận kết hôn”.",
        "Thành phần hồ sơ: thêm “Văn bản ủy quyền”.",
    ]


def test_a_paper_of_the_same_name_is_the_same_paper():
    found = told(says(), says(components=[PAPERS[0], PAPERS[1] | {"originals": 0, "copies": 1}, PAPERS[2]]))
    assert found == [
        "Thành phần hồ sơ: “Giấy chứng sinh”, số bản chính từ “1” thành “0”.",
        "Thành phần hồ sơ: “Giấy chứng sinh”, số bản sao từ “0” thành “1”.",
    ]


def test_a_paper_with_nearly_the_same_name_has_another_name():
    found = told(says(), says(components=[PAPERS[0] | {"name": "Tờ khai đăng ký khai sinh theo mẫu"}, *PAPERS[1:]]))
    assert found == [
        "Thành phần hồ sơ: “Tờ khai đăng ký khai sinh”, tên từ “Tờ khai đăng ký khai sinh” thành "
        "“Tờ khai đăng ký khai sinh theo mẫu”."
    ]


def test_one_name_in_two_groups_is_two_papers():
    both = [{"name": "Đơn", "originals": 1, "group": group} for group in ("a) Cấp mới", "b) Cấp lại")]
    found = differences(says(components=both), says(components=both[1:]))
    assert [(change.how, change.entry) for change in found] == [(How.REMOVED, "Đơn")]


def test_cases_come_go_and_change():
    case = {"name": "Phải xác minh", "amount": 8, "unit": "working_day"}
    assert told(says(), says(cases=[case])) == ["Thời hạn theo trường hợp: thêm “Phải xác minh”."]
    assert told(says(cases=[case]), says(cases=[])) == ["Thời hạn theo trường hợp: bỏ “Phải xác minh”."]
    assert told(says(cases=[case]), says(cases=[case | {"amount": 5}])) == [
        "Thời hạn theo trường hợp: “Phải xác minh” từ 8 ngày làm việc thành 5 ngày làm việc."
    ]


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_off_the_words(before, after):
    pieces = words(before, after)
    assert " ".join(text for how, text in pieces if how is not How.ADDED).split() == before.split()
    assert " ".join(text for how, text in pieces if how is not How.REMOVED).split() == after.split()


LINES = st.fixed_dictionaries(
    {
        "fee_text": TEXT,
        "result": TEXT,
        "sets": st.integers(1, 9),
        "subjects": st.lists(TEXT.filter(str.strip), max_size=3),
        "components": st.lists(
            st.fixed_dictionaries({"name": TEXT.filter(str.strip), "originals": st.integers(0, 2)}), max_size=4
        ),
    }
)


@given(LINES, LINES)
def test_what_is_added_one_way_is_removed_the_other(one, other):
    there, back = differences(says(**one), says(**other)), differences(says(**other), says(**one))
    for part in PARTS:
        turned = {How.ADDED: How.REMOVED, How.REMOVED: How.ADDED, How.CHANGED: How.CHANGED}
        mine = sorted((turned[c.how], c.entry) for c in there if c.part == part and c.how is not How.CHANGED)
        theirs = sorted((c.how, c.entry) for c in back if c.part == part and c.how is not How.CHANGED)
        if part != "components":  # of alike papers either may be the one that stays
            assert mine == theirs
        assert len(mine) == len(theirs)


@given(LINES)
def test_a_version_differs_in_nothing_from_itself(line):
    assert differences(says(**line), says(**line)) == []
