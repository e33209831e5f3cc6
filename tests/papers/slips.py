"""What the tests print: one dossier with everything a slip can say, and how to read a slip back."""

import io

from pypdf import PdfReader

CONTENT = {
    "superior": "ỦY BAN NHÂN DÂN XÃ BA TƠ",
    "unit": "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    "unit_name": "Trung tâm Phục vụ hành chính công xã Ba Tơ",
    "place": "Ba Tơ",
    "issued_at": "2026-11-23T08:12:00+07:00",
    "number": "05/GTN",
    "code": "H48.14-261123-0012",
    "tracking_url": "https://motcua.example.vn/tra-cuu/H48.14-261123-0012",
    "procedure": {"name": "Đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới", "code": "1.001193"},
    "applicant": {
        "name": "Y Rỗi",
        "capacity": "người được ủy quyền theo Giấy ủy quyền số 12 ngày 20/11/2026",
        "address": "Thôn Nước Lăng, xã Ba Tơ, tỉnh Quảng Ngãi",
        "phone": "0905 000 001",
        "email": "y.roi@example.vn",
        "id_kind": "Số căn cước",
        "id_number": "051190000017",
    },
    "owners": [
        {"name": "Đinh Thị Ƀơm", "id_kind": "Số căn cước", "id_number": "051190000025", "address": "Thôn Gò Rét"}
    ],
    "channel": "Trực tiếp",
    "components": [
        {"n": 1, "name": "Tờ khai đăng ký khai sinh theo mẫu", "originals": 1},
        {"n": 2, "name": "Giấy chứng sinh", "originals": 1, "copies": 1, "note": "đã đối chiếu"},
        {"n": 3, "name": "Văn bản ủy quyền được chứng thực", "copies": 2},
    ],
    "sets": 1,
    "limit": "03 ngày làm việc",
    "received_at": "2026-11-23T08:12:00+07:00",
    "due": "17 giờ 00, ngày 27/11/2026",
    "result_at": "Quầy trả kết quả, Trung tâm Phục vụ hành chính công xã Ba Tơ",
    "fee": "75.000 ₫ (đã nộp)",
    "book": {"name": "Sổ theo dõi hồ sơ", "volume": "01/2026", "serial": 1205},
    "officer": {"name": "A Nhất", "phone": "0255 000 0002"},
    "items": [
        {
            "component": "Giấy chứng sinh",
            "reason": "Bản nộp bị mờ phần ngày sinh.",
            "guidance": "Đề nghị cơ sở y tế nơi sinh cấp lại hoặc xác nhận.",
            "legal_basis": "Điều 16 Luật Hộ tịch",
        },
        {"reason": "Tờ khai thiếu chữ ký.", "guidance": "Ký tên ở cuối tờ khai."},
    ],
    "reply_by": "trước 17 giờ 00, ngày 08/12/2026",
    "reasons": [
        "Hồ sơ không thuộc thẩm quyền giải quyết của Ủy ban nhân dân cấp xã.",
        "Thành phần hồ sơ không đúng mẫu.",
    ],
    "legal_basis": "khoản 3 Điều 17 Nghị định số 118/2025/NĐ-CP",
    "competent": "Sở Tư pháp tỉnh Quảng Ngãi",
    "signer": {"capacity": "KT. GIÁM ĐỐC", "post": "PHÓ GIÁM ĐỐC", "name": "Phạm Thị Kbuôr"},
    "apology": {
        "ground": "delay",
        "due": "17 giờ 00, ngày 27/11/2026",
        "cause": "Phải xác minh lại nguồn gốc giấy chứng sinh tại cơ sở y tế.",
        "appointment": "17 giờ 00, ngày 04/12/2026",
        "late": "",
    },
    "stop": {
        "request": "Đơn đề nghị dừng giải quyết hồ sơ ngày 24/11/2026 của ông Y Rỗi",
        "decision": "Quyết định số 15/QĐ-UBND ngày 25/11/2026 của Ủy ban nhân dân xã Ba Tơ",
        "at": "2026-11-25T09:00:00+07:00",
        "papers": "Trả lại 03 giấy tờ bản chính tại quầy trả kết quả.",
        "fee": "Hoàn lại 75.000 ₫ theo quy định.",
    },
    "dossier": "H48.14-261123-0012",
    "as_of": "2026-11-25T10:30:00+07:00",
    "lead_agency": "Ủy ban nhân dân xã Ba Tơ",
    "assisting": "Công an xã Ba Tơ",
    "state": "Đang xử lý",
    "handovers": [
        {
            "giver": "Y Rỗi (người nộp hồ sơ)",
            "receiver": "A Nhất – Trung tâm Phục vụ hành chính công xã Ba Tơ",
            "work": "Tiếp nhận",
            "at": "08 giờ 12, ngày 23/11/2026",
            "result": "Trước hạn",
        },
        {
            "giver": "A Nhất – Trung tâm Phục vụ hành chính công xã Ba Tơ",
            "receiver": "Phạm Thị Kbuôr – Ủy ban nhân dân xã Ba Tơ",
            "work": "Thụ lý",
            "at": "08 giờ 30, ngày 23/11/2026",
            "result": "Quá hạn",
            "note": "Tạm dừng từ 24/11/2026",
        },
        {"giver": "Phạm Thị Kbuôr", "receiver": "Lãnh đạo", "work": "Ký duyệt", "at": "10 giờ 00, ngày 25/11/2026"},
    ],
    "volume_line": "Quyển số 01/2026 – năm 2026",
    "part_line": "Từ số 1205 đến số 1206",
    "book_title": "Sổ theo dõi hồ sơ năm 2026",
    "standing": "Phần sổ này có 2 hồ sơ, trong đó 1 hồ sơ chưa trả kết quả.",
    "rows": [
        {
            "n": n,
            "code": f"H48.14-261123-00{n - 1193}",
            "procedure": "Đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới",
            "sets": 1,
            "name": "Đinh Thị Ƀơm",
            "contact": "Thôn Nước Lăng, xã Ba Tơ, tỉnh Quảng Ngãi; 0905 000 001",
            "competent": "Ủy ban nhân dân xã Ba Tơ",
            "received": "08:12 23/11/2026",
            "due": "17:00 27/11/2026",
            "sent": "08:30 23/11/2026",
            "back": back,
            "returned": back,
            "way": "Trực tiếp",
            "note": "",
        }
        for n, back in ((1205, "15:12 27/11/2026"), (1206, ""))
    ],
}


def text_of(pdf: bytes) -> str:
    """All text of a PDF in reading order, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
