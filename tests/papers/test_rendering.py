"""Slips as PDF: what stands on them can be read back, by people's programs and by scanners."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
import typst
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from motcua.kernel.sentences import Refused
from motcua.papers import packs, rendering, rules
from motcua.papers.rendering import render
from tests.papers.slips import CONTENT, text_of

PACK = "tt-03-2025"
PRINTS = [(form.number, paper) for form in packs.pack(PACK).forms.values() for paper in form.papers]
LONG_NAME = "Cấp giấy phép hoạt động của văn phòng đại diện thương nhân nước ngoài " * 4 + "tại Việt Nam, gia hạn"
LONG_EMAIL = "van.phong.tong.hop" + "congtytrachnhiemhuuhan" * 4 + "@" + "thuongmaidichvu" * 3 + ".example.vn"
MARKUP = r'#panic("x") $a^2$ *đậm* _nghiêng_ @nhãn \ <b> `mã` "ngoặc" -- [x] // = - + ~ /* */'


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def metadata(pdf: bytes) -> str:
    return reader(pdf).trailer["/Root"]["/Metadata"].get_data().decode()


@pytest.fixture
def captured(monkeypatch):
    """Every call that reached typst, as (standards, template, inputs)."""
    calls = []
    compiled_to = rendering._compiled_to

    def remember(standards, template, inputs, issued_at):
        calls.append((standards, template, inputs))
        return compiled_to(standards, template, inputs, issued_at)

    monkeypatch.setattr(rendering, "_compiled_to", remember)
    return calls


@pytest.fixture
def bundled_letters(monkeypatch):
    """A bare machine: no fonts but those that typst brings."""
    monkeypatch.setattr(rendering, "_fonts", lambda: typst.Fonts(include_system_fonts=False))
    rendering._compiler.cache_clear()
    rendering._letters.cache_clear()
    yield
    rendering._compiler.cache_clear()
    rendering._letters.cache_clear()


def pictured(calls) -> Image.Image:
    """The first page of the last slip, as a scanner of 200 dpi sees it."""
    _, template, inputs = calls[-1]
    pages = rendering._compiler(template.parent.parent).compile(template, format="png", ppi=200, sys_inputs=inputs)
    return Image.open(io.BytesIO(pages[0] if isinstance(pages, list) else pages)).convert("L")


def scanned(calls) -> dict[str, str]:
    """What the scanner reads on that page: kind of code → its text."""
    return {str(code.format): code.text for code in zxingcpp.read_barcodes(pictured(calls))}


@pytest.mark.parametrize(("form", "paper"), PRINTS)
def test_every_form_prints_on_every_paper_it_may(form, paper):
    page = reader(render(PACK, form, CONTENT, paper=paper)).pages[0]
    lying = form == "07" or paper == "A4x2"
    width, height = (297, 210) if lying else {"A5": (148, 210), "A4": (210, 297)}[paper]
    assert (round(page.mediabox.width * 25.4 / 72), round(page.mediabox.height * 25.4 / 72)) == (width, height)


@pytest.mark.parametrize(("form", "paper"), PRINTS)
def test_an_ordinary_slip_is_one_page(form, paper):
    assert len(reader(render(PACK, form, CONTENT, paper=paper)).pages) == 1


@pytest.mark.parametrize(("form", "paper"), PRINTS)
def test_every_slip_is_archivable_and_accessible(form, paper):
    text = metadata(render(PACK, form, CONTENT, paper=paper))
    assert "<pdfaid:part>2</pdfaid:part>" in text
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in text
    assert "<pdfuaid:part>1</pdfuaid:part>" in text


def test_a_slip_says_its_title_and_language():
    pdf = reader(render(PACK, "01", CONTENT))
    assert pdf.metadata.title == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả – H48.14-261123-0012"
    assert pdf.trailer["/Root"]["/Lang"] == "vi-VN"


def test_a_slip_is_dated_by_its_content_and_not_by_the_clock():
    assert reader(render(PACK, "01", CONTENT)).metadata.creation_date.isoformat() == "2026-11-23T01:12:00+00:00"


def test_a_slip_issued_between_two_seconds_prints():
    pdf = render(PACK, "01", CONTENT | {"issued_at": "2026-11-21T08:12:30.123456+07:00"})
    assert reader(pdf).metadata.creation_date.microsecond == 0


def test_the_same_content_gives_the_same_bytes():
    assert render(PACK, "01", CONTENT) == render(PACK, "01", CONTENT)


def test_other_content_gives_other_bytes():
    assert render(PACK, "01", CONTENT) != render(PACK, "01", CONTENT | {"fee": "76.000 ₫"})


def test_form_01_reads_in_the_order_of_the_official_form():
    text = text_of(render(PACK, "01", CONTENT))
    assert_in_order(
        text,
        "ỦY BAN NHÂN DÂN XÃ BA TƠ",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/GTN",
        "Ba Tơ, ngày 23 tháng 11 năm 2026",
        "Mã hồ sơ: H48.14-261123-0012",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Tiếp nhận hồ sơ của: Y Rỗi (người được ủy quyền theo Giấy ủy quyền số 12 ngày 20/11/2026)",
        "Số căn cước: 051190000017",
        "Địa chỉ: Thôn Nước Lăng, xã Ba Tơ, tỉnh Quảng Ngãi",
        "Nội dung yêu cầu giải quyết: Đăng ký khai sinh có yếu tố nước ngoài",
        "Chủ hồ sơ: Đinh Thị Ƀơm",
        "1. Thành phần hồ sơ nộp gồm:",
        "1 Tờ khai đăng ký khai sinh theo mẫu 1 –",
        "3 Văn bản ủy quyền được chứng thực – 2",
        "2. Số lượng hồ sơ: 01 bộ",
        "3. Thời gian giải quyết hồ sơ theo quy định là: 03 ngày làm việc",
        "4. Thời gian nhận hồ sơ: 08 giờ 12 phút, ngày 23 tháng 11 năm 2026",
        "5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00, ngày 27/11/2026",
        "6. Đăng ký nhận kết quả tại: Quầy trả kết quả",
        "7. Phí, lệ phí: 75.000 ₫ (đã nộp)",
        "quyển số: 01/2026, số thứ tự: 1205",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Y Rỗi A Nhất",
        "Mẫu số 01 – Thông tư số 03/2025/TT-VPCP",
    )


def test_form_02_says_what_why_and_how_for_each_point():
    assert_in_order(
        text_of(render(PACK, "02", {key: value for key, value in CONTENT.items() if key != "signer"})),
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Hồ sơ của: Y Rỗi",
        "1. Giấy chứng sinh",
        "Lý do: Bản nộp bị mờ phần ngày sinh.",
        "Hướng dẫn bổ sung, hoàn thiện: Đề nghị cơ sở y tế nơi sinh cấp lại hoặc xác nhận.",
        "Căn cứ: Điều 16 Luật Hộ tịch",
        "2. Nội dung hồ sơ Lý do: Tờ khai thiếu chữ ký.",
        "Thời hạn bổ sung, hoàn thiện: trước 17 giờ 00, ngày 08/12/2026",
        "liên hệ với A Nhất, số điện thoại 0255 000 0002 để được hướng dẫn./.",
        "NGƯỜI HƯỚNG DẪN",
    )


@pytest.mark.parametrize("form", ["02", "03"])
def test_a_leader_signs_in_the_officers_stead_where_one_is_named(form):
    text = text_of(render(PACK, form, CONTENT))
    assert_in_order(text, "NGƯỜI NỘP HỒ SƠ", "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "Y Rỗi Phạm Thị Kbuôr")


def test_form_03_says_why_and_where_to_go():
    assert_in_order(
        text_of(render(PACK, "03", CONTENT)),
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:",
        "1. Hồ sơ không thuộc thẩm quyền",
        "2. Thành phần hồ sơ không đúng mẫu.",
        "Căn cứ: khoản 3 Điều 17 Nghị định số 118/2025/NĐ-CP",
        "Cơ quan có thẩm quyền giải quyết: Sở Tư pháp tỉnh Quảng Ngãi",
    )


def test_form_05_says_the_ground_the_papers_and_the_money_and_is_signed_by_a_leader():
    assert_in_order(
        text_of(render(PACK, "05", CONTENT)),
        "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
        "Kính gửi: Y Rỗi",
        "đã tiếp nhận hồ sơ mã số H48.14-261123-0012",
        "Căn cứ Quyết định số 15/QĐ-UBND",
        "Xét Đơn đề nghị dừng giải quyết hồ sơ ngày 24/11/2026 của ông Y Rỗi;",
        "kể từ ngày 25 tháng 11 năm 2026 với lý do như sau:",
        "Giấy tờ đã nộp: Trả lại 03 giấy tờ bản chính",
        "Phí, lệ phí đã nộp: Hoàn lại 75.000 ₫",
        "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
        "Phạm Thị Kbuôr",
    )


@pytest.mark.parametrize(("form", "paper"), PRINTS)
def test_the_qr_code_leads_to_the_tracking_page_and_the_bars_hold_the_code(captured, form, paper):
    render(PACK, form, CONTENT, paper=paper)
    assert scanned(captured) == {"QR Code": CONTENT["tracking_url"], "Code 128": CONTENT["code"]}


def test_the_longest_codes_in_use_still_scan_on_the_smaller_paper(captured):
    code = "000.00.14.H48-20261123-0092637"
    render(PACK, "01", CONTENT | {"code": code, "tracking_url": f"https://motcua.quangngai.example.vn/tra-cuu/{code}"})
    assert scanned(captured)["Code 128"] == code


def test_forty_papers_flow_over_pages_that_repeat_the_head_and_name_the_dossier():
    papers = [{"name": f"Giấy tờ thứ {n} của hồ sơ", "originals": 1} for n in range(1, 41)]
    pages = [
        " ".join(p.extract_text().split()) for p in reader(render(PACK, "01", CONTENT | {"components": papers})).pages
    ]
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert f"Mã hồ sơ: {CONTENT['code']} Trang {number}/{len(pages)}" in text
    assert all("TT Tên giấy tờ Bản chính" in text for text in pages if "Giấy tờ thứ" in text)
    assert_in_order(" ".join(pages), *(f"{n} Giấy tờ thứ {n} của hồ sơ 1" for n in range(1, 41)))


def test_the_signatures_never_stand_on_a_page_without_words_of_the_slip():
    for count in range(1, 25):
        papers = [{"name": f"Giấy tờ thứ {n}", "originals": 1} for n in range(count)]
        last = reader(render(PACK, "01", CONTENT | {"components": papers})).pages[-1].extract_text()
        assert "Vào Sổ theo dõi hồ sơ" in last and "A Nhất" in last


def test_one_paper_without_count_needs_no_columns_for_counts():
    text = text_of(render(PACK, "01", CONTENT | {"components": [{"name": "Tờ khai"}]}))
    assert "TT Tên giấy tờ 1 Tờ khai 2. Số lượng hồ sơ" in text


def test_a_dossier_without_papers_says_that_none_are_asked():
    assert "không có giấy tờ phải nộp 2. Số lượng" in text_of(render(PACK, "01", CONTENT | {"components": []}))


@pytest.mark.parametrize("empty", ["superior", "unit"])
def test_an_agency_with_none_above_it_stands_alone(empty):
    names = {"superior": "SỞ TƯ PHÁP", "unit": "SỞ TƯ PHÁP", empty: ""}
    assert text_of(render(PACK, "01", CONTENT | names)).startswith("SỞ TƯ PHÁP CỘNG HÒA")


def test_a_slip_without_any_agency_is_refused():
    with pytest.raises(Refused, match="tên cơ quan ban hành phiếu"):
        render(PACK, "01", CONTENT | {"superior": "", "unit": ""})


def test_each_copy_is_named_and_counts_its_own_pages():
    pages = reader(render(PACK, "01", CONTENT, copies=2)).pages
    first, second = (page.extract_text() for page in pages)
    assert "Trang 1/1" in first and "Liên 1: giao người nộp hồ sơ" in first
    assert "Trang 1/1" in second and "Liên 2" in second


LINKED = [
    {
        "n": n,
        "code": f"H48.14-261123-001{n}",
        "name": name,
        "procedure": f"1.00000{n}",
        "agency": "Ủy ban nhân dân xã Ba Tơ",
        "limit": limit,
        "after": n - 1,
        "due": due,
    }
    for n, name, limit, due in (
        (1, "Đăng ký khai sinh", "01 ngày làm việc", "17 giờ 00, ngày 24/11/2026"),
        (2, "Đăng ký thường trú", "07 ngày làm việc", "17 giờ 00, ngày 03/12/2026"),
        (3, "Cấp thẻ bảo hiểm y tế", "05 ngày làm việc", ""),
    )
]


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_a_receipt_of_several_dossiers_lists_them_all_with_whose_result_each_needs(paper):
    pdf = render(PACK, "01", CONTENT | {"linked": LINKED}, paper=paper)
    text = text_of(pdf)
    assert "gồm 3 hồ sơ" in text
    for row in LINKED:
        assert f"{row['name']} ({row['procedure']})" in text and row["code"] in text
    assert "07 ngày làm việc, kể từ khi có kết quả thủ tục số 1" in text
    assert text.count("kể từ khi có kết quả") == 2
    assert "ngày 03/12/2026" in text


def test_a_reprint_says_so():
    assert "(Bản in lại, lần in thứ 2)" in text_of(render(PACK, "01", CONTENT | {"print_number": 2}))
    assert "in lại" not in text_of(render(PACK, "01", CONTENT | {"print_number": 1}))


def test_a_slip_without_a_date_says_why():
    content = {key: value for key, value in CONTENT.items() if key != "due"} | {"no_due": "Không hẹn ngày"}
    assert "5. Thời gian trả kết quả giải quyết hồ sơ: Không hẹn ngày" in text_of(render(PACK, "01", content))


@pytest.mark.parametrize(("form", "paper"), PRINTS)
def test_text_that_looks_like_markup_is_printed_letter_for_letter(form, paper):
    text = {"procedure": {"name": MARKUP, "code": "1.0"}, "reasons": [MARKUP], "place": MARKUP}
    text["apology"] = CONTENT["apology"] | {"cause": MARKUP}
    text["rows"] = [CONTENT["rows"][0] | {"procedure": MARKUP, "note": MARKUP}]
    items = [{"component": MARKUP, "reason": MARKUP, "guidance": MARKUP}]
    shown = text_of(
        render(PACK, form, CONTENT | text | {"items": items, "components": [{"name": MARKUP}]}, paper=paper)
    )
    assert shown.count(MARKUP) >= 2


def test_a_long_name_address_and_email_are_printed_whole_inside_the_margins(captured):
    party = CONTENT["applicant"] | {"email": LONG_EMAIL, "address": "Tổ dân phố số 12, " * 15}
    pdf = render(PACK, "01", CONTENT | {"procedure": {"name": LONG_NAME, "code": "1.0"}, "applicant": party})
    text = "".join(reader(pdf).pages[0].extract_text().split())
    assert "".join(LONG_NAME.split()) in text
    assert LONG_EMAIL in text
    page = pictured(captured)
    millimetre = page.width / 148
    margin = page.crop((round(page.width - 9.5 * millimetre), 0, page.width, page.height))
    assert margin.getextrema() == (255, 255)  # white paper


@pytest.mark.usefixtures("bundled_letters")
def test_a_machine_without_fonts_prints_every_letter_of_the_country():
    letters = (
        "ƀ č ĕ ŏ ñ Ƀ Č Ĕ Ŏ Ñ ă â đ ê ô ơ ư ằ ẳ ẵ ắ ặ ầ ẩ ẫ ấ ậ ề ể ễ ế ệ ồ ổ ỗ ố ộ ờ ở ỡ ớ ợ ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ Ế Ự ₫"
    )
    pdf = render(PACK, "01", CONTENT | {"fee": letters})
    assert letters in text_of(pdf)
    assert "pdfaid" in metadata(pdf)  # PDF/A is refused by typst as soon as one letter has no shape


@pytest.mark.parametrize(("form", "paper"), PRINTS)
def test_no_form_gives_a_warning(captured, form, paper):
    render(PACK, form, CONTENT, paper=paper)
    standards, template, inputs = captured[-1]
    compiler = rendering._compiler(template.parent.parent)
    _, warnings = compiler.compile_with_warnings(template, format="pdf", sys_inputs=inputs, pdf_standards=standards)
    assert warnings == []


@pytest.mark.usefixtures("bundled_letters")
@pytest.mark.parametrize("name", ["王小明", "\ue000"])
def test_a_name_in_letters_that_no_font_has_is_still_printed(name):
    pdf = render(PACK, "01", CONTENT | {"applicant": {"name": name}})
    assert reader(pdf).pages
    assert "pdfaid" not in metadata(pdf)


def test_decomposed_letters_and_control_characters_do_not_reach_the_paper():
    pdf = render(PACK, "01", CONTENT | {"fee": "Mie\u0302\u0303n\x00 phi\u0301\x0b"})
    assert "7. Phí, lệ phí: Miễn phí Vào" in text_of(pdf)


@settings(max_examples=40, deadline=None)
@given(text=st.text(min_size=1).filter(rules.clean))
def test_whatever_was_typed_is_printed_and_never_breaks_the_printing(text):
    content = CONTENT | {"applicant": {"name": text, "email": text}, "components": [{"name": text, "note": text}]}
    assert render(PACK, "01", content).startswith(b"%PDF-1.7")


def test_marks_that_turn_the_direction_of_a_name_are_left_out():
    assert "Tiếp nhận hồ sơ của: Y Rỗi" in text_of(render(PACK, "01", CONTENT | {"applicant": {"name": "Y \u202eRỗi"}}))


def test_threads_print_side_by_side():
    alone = render(PACK, "01", CONTENT)
    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(lambda _: render(PACK, "01", CONTENT), range(12)))
    assert together == [alone] * 12


@pytest.mark.parametrize(
    ("form", "field", "label"),
    [
        ("01", "due", "thời gian trả kết quả (hoặc lý do không hẹn ngày)"),
        ("01", "result_at", "nơi nhận kết quả"),
        ("01", "officer", "họ tên người tiếp nhận"),
        ("02", "items", "hướng dẫn bổ sung"),
        ("03", "reasons", "lý do"),
        ("05", "signer", "chức vụ người ký"),
        ("05", "code", "mã hồ sơ"),
    ],
)
def test_a_missing_field_is_refused_by_its_name(form, field, label):
    content = {key: value for key, value in CONTENT.items() if key != field}
    with pytest.raises(Refused, match=label.replace("(", r"\(").replace(")", r"\)")) as refused:
        render(PACK, form, content)
    assert refused.value.field.startswith(field)


def test_one_point_without_its_reason_is_refused():
    items = [CONTENT["items"][0], {"guidance": "Ký tên.", "reason": " "}]
    with pytest.raises(Refused, match="lý do của từng nội dung"):
        render(PACK, "02", CONTENT | {"items": items})


@pytest.mark.parametrize("moment", ["2026-11-23T08:12:00", "hôm nay"])
def test_a_moment_without_zone_or_sense_is_refused(moment):
    with pytest.raises(Refused, match=moment):
        render(PACK, "01", CONTENT | {"received_at": moment})


def test_a_code_that_bars_cannot_hold_is_refused():
    with pytest.raises(Refused, match="mã vạch"):
        render(PACK, "01", CONTENT | {"code": "HỒ-SƠ-1"})


def test_a_paper_the_form_does_not_have_is_refused():
    with pytest.raises(Refused, match="khổ A5"):
        render(PACK, "05", CONTENT, paper="A5")


def test_more_copies_than_the_form_has_are_refused():
    with pytest.raises(Refused, match="từ 1 đến 2 liên"):
        render(PACK, "01", CONTENT, copies=3)


def assert_in_order(text: str, *parts: str) -> None:
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, f"{part!r} not after {text[max(0, at - 40) : at]!r}"
        at = found + len(part)
