"""Every form's fields, written down once more from rules.md 1.12, and each page as it was reviewed."""

import io
from pathlib import Path

import pytest
import typst
from PIL import Image, ImageChops, ImageStat

from motcua.papers import packs, rendering
from motcua.papers.rendering import render
from tests.papers.slips import CONTENT, text_of

HEAD = ["ỦY BAN NHÂN DÂN XÃ BA TƠ", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "Độc lập - Tự do - Hạnh phúc", "Ba Tơ, ngày"]
PERSON = ["Y Rỗi", "Địa chỉ:", "Số điện thoại:", "Email:"]
FIELDS = {
    "01": [
        *HEAD, *PERSON, "Số: ", "Mã hồ sơ:", "Tiếp nhận hồ sơ của:", "Hình thức nộp:", "Số căn cước",
        "Nội dung yêu cầu giải quyết:", "Chủ hồ sơ:", "1. Thành phần hồ sơ nộp gồm:", "TT", "Tên giấy tờ",
        "Bản chính", "Bản sao", "2. Số lượng hồ sơ:", "3. Thời gian giải quyết hồ sơ theo quy định",
        "4. Thời gian nhận hồ sơ:", "5. Thời gian trả kết quả", "Tra cứu", "6. Đăng ký nhận kết quả tại:",
        "Vào Sổ theo dõi hồ sơ, quyển số: 01/2026, số thứ tự: 1205", "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Mẫu số 01",
    ],
    "02": [
        *HEAD, *PERSON, "Hồ sơ của:", "Nội dung yêu cầu giải quyết:",
        "yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:",
        "Lý do:", "liên hệ với A Nhất, số điện thoại 0255 000 0002", "NGƯỜI NỘP HỒ SƠ", "Mẫu số 02",
    ],
    "03": [
        *HEAD, *PERSON, "Tiếp nhận hồ sơ của:", "Nội dung yêu cầu giải quyết:",
        "thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:", "NGƯỜI NỘP HỒ SƠ", "Mẫu số 03",
    ],
    "04": [
        *HEAD, "Số: ", "Kính gửi:", "đã tiếp nhận hồ sơ mã số", "Thời gian hẹn trả kết quả", "với lý do", "xin lỗi",
        "kết quả sẽ được trả vào lúc", "PHÓ GIÁM ĐỐC", "Mẫu số 04",
    ],
    "05": [*HEAD, "Số: ", "Kính gửi:", "Căn cứ", "dừng giải quyết hồ sơ", "lý do", "PHÓ GIÁM ĐỐC", "Mẫu số 05"],
    "06": [
        *HEAD, "Cơ quan chủ trì giải quyết:", "Cơ quan phối hợp:", "Giao, nhận: cơ quan", "Thời gian giao, nhận",
        "giờ, phút, ngày", "Kết quả giải quyết", "Trước hạn", "Quá hạn", "Ghi chú", "Người giao ký", "Người nhận ký",
        "Mẫu số 06",
    ],
    "07": [
        *HEAD, "STT", "Mã hồ sơ", "Tên thủ tục hành chính", "Số lượng hồ sơ (bộ)", "Tên cá nhân, tổ chức",
        "Địa chỉ, số điện thoại", "Cơ quan chủ trì giải quyết", "Nhận hồ sơ", "Hẹn trả",
        "Chuyển hồ sơ đến cơ quan giải quyết", "Nhận kết quả từ cơ quan giải quyết", "Trả kết quả: ngày",
        "Phương thức nhận", "Ký nhận", "Ghi chú", "Mẫu số 07",
    ],
}  # fmt: skip
SEVERAL = CONTENT | {
    "giver": {"name": "A Nhất", "unit": "Trung tâm Phục vụ hành chính công xã Ba Tơ"},
    "receiver": {"name": "Phạm Thị Kbuôr", "unit": "Phòng Kinh tế xã Ba Tơ"},
    "handed_at": "2026-11-27T15:12:00+07:00",
    "recipient": {"name": "Đinh Thị Ƀơm", "id_kind": "Số căn cước", "id_number": "051190000025"},
    "results": [{"name": "Giấy khai sinh", "number": "15/2026", "day": "27/11/2026", "copies": 1}],
    "originals": ["Giấy chứng sinh"],
    "returned_at": "2026-11-27T15:12:00+07:00",
}
HOUSE = {
    "DS": [
        *HEAD,
        "Tiếp nhận hồ sơ của:",
        "Số hồ sơ trong danh sách: 2",
        "Chủ hồ sơ",
        "Hẹn trả",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
    ],
    "KQ": [*HEAD, "Người nhận kết quả:", "Giấy tờ bản chính trả lại", "Thời gian trả kết quả:", "NGƯỜI NHẬN KẾT QUẢ"],
    "BG": [*HEAD, "Bên giao:", "Bên nhận:", "Thời gian giao nhận:", "NGƯỜI GIAO", "NGƯỜI NHẬN", "bàn giao 2 hồ sơ"],
    "BGKQ": [*HEAD, "PHIẾU BÀN GIAO KẾT QUẢ", "Bên giao:", "Bên nhận:", "NGƯỜI GIAO", "NGƯỜI NHẬN"],
}
REVIEWED = Path(__file__).parent / "reviewed"
PAGES = [
    *(("tt-03-2025", number, paper) for number in FIELDS for paper in packs.pack("tt-03-2025").form(number).papers),
    *(("house", number, packs.pack("house").form(number).papers[0]) for number in HOUSE),
]
DPI = 50


@pytest.mark.parametrize("number", sorted(FIELDS))
def test_every_field_of_rules_1_12_stands_on_its_form(number):
    text = text_of(render("tt-03-2025", number, CONTENT))
    assert [field for field in FIELDS[number] if field not in text] == []


def test_all_seven_forms_are_written_down_here():
    assert sorted(FIELDS) == sorted(packs.pack("tt-03-2025").forms)


@pytest.mark.parametrize("number", sorted(HOUSE))
def test_every_field_of_a_working_paper_stands_on_it_and_no_form_number(number):
    text = text_of(render("house", number, SEVERAL))
    assert [field for field in HOUSE[number] if field not in text] == []
    assert "Mẫu số" not in text


@pytest.mark.parametrize(("kind", "number", "paper"), PAGES)
def test_a_form_looks_as_it_was_reviewed(monkeypatch, kind, number, paper):
    page = pictured(monkeypatch, kind, number, paper)
    path = REVIEWED / f"{kind}-{number}-{paper}.png"
    with Image.open(path) as kept:
        reviewed = kept.convert("L")
    assert page.size == reviewed.size
    assert ImageStat.Stat(ImageChops.difference(page, reviewed)).mean[0] < 0.5


def test_a_line_about_an_earlier_filing_does_not_push_the_signature_off_the_page():
    said = "Hệ thống thông tin Bộ Tư pháp, mã G15.99-20261120-0092637, lúc 16 giờ 45, ngày 20/11/2026"
    for paper in packs.pack("tt-03-2025").form("01").papers:
        text = text_of(render("tt-03-2025", "01", CONTENT | {"elsewhere": said}, paper=paper))
        assert "Trang 1/1" in text and "Trang 2" not in text


def test_both_copies_stand_marked_on_one_lying_page():
    text = text_of(render("tt-03-2025", "01", CONTENT, paper=rendering.TWO_UP))
    assert text.count("GIẤY TIẾP NHẬN HỒ SƠ") == 2 and text.count("số thứ tự: 1205") == 2
    assert "Liên 1: giao người nộp hồ sơ" in text and "Liên 2: chuyển kèm" in text


def pictured(monkeypatch, kind: str, number: str, paper: str) -> Image.Image:
    """The first page by the letters that typst brings, so that every machine sets it alike."""
    fonts = typst.Fonts(include_system_fonts=False)
    made = {}

    def compiled(_standards, template, inputs, _issued_at):
        compiler = typst.Compiler(root=template.parent.parent, font_paths=fonts)
        pages = compiler.compile(template, format="png", ppi=DPI, sys_inputs=inputs)
        made["page"] = pages[0] if isinstance(pages, list) else pages
        return b""

    monkeypatch.setattr(rendering, "_compiled_to", compiled)
    monkeypatch.setattr(rendering, "_letters", lambda: ["Libertinus Serif"])
    render(kind, number, SEVERAL, paper=paper)
    return Image.open(io.BytesIO(made["page"])).convert("L")
