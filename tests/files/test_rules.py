"""What a file is, told by its content: what is taken, and the sentence for what is not."""

import pytest

from motcua.files.rules import media_type
from motcua.kernel.sentences import Refused
from tests.files import contents as c

LIMIT = 2 * 2**20
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def told(name, content, limit=LIMIT) -> str:
    return media_type(name=name, content=content, limit=limit)


def refusal(name, content, limit=LIMIT) -> str:
    with pytest.raises(Refused) as refused:
        told(name, content, limit)
    assert refused.value.field == "file"
    return str(refused.value)


@pytest.mark.parametrize(
    "name, content, kind",
    [
        ("giấy khai sinh.pdf", c.PDF, "application/pdf"),
        ("SCAN.PDF", c.PDF, "application/pdf"),
        ("ảnh.jpg", c.JPEG, "image/jpeg"),
        ("ảnh.jpeg", c.JPEG, "image/jpeg"),
        ("ảnh.png", c.PNG, "image/png"),
        ("IMG_1.HEIC", c.HEIC, "image/heic"),
        ("IMG_1.heif", c.HEIC_OF_OTHERS, "image/heic"),
        ("đơn.docx", c.DOCX, WORD),
        ("bảng kê.xlsx", c.XLSX, EXCEL),
        ("hai.chấm.pdf", c.PDF, "application/pdf"),
    ],
)
def test_a_file_that_is_what_it_says_is_taken(name, content, kind):
    assert told(name, content) == kind


@pytest.mark.parametrize(
    "name, content",
    [
        ("đơn.pdf", c.PNG),
        ("đơn.pdf", c.EXE),
        ("đơn.pdf", c.HTML),
        ("đơn.pdf", b"x"),
        ("ảnh.png", c.JPEG),
        ("ảnh.jpg", c.PDF),
        ("ảnh.heic", c.VIDEO),
        ("ảnh.heic", c.AVIF),
        ("ảnh.heic", c.PDF),
        ("đơn.docx", c.XLSX),
        ("đơn.docx", c.DOCM),
        ("đơn.docx", c.archive()),
        ("đơn.docx", c.DOCX[:60]),
        ("đơn.docx", c.PDF),
        ("bảng.xlsx", c.DOCX),
        ("bảng.xlsx", c.archive()),
    ],
)
def test_a_file_that_is_something_else_is_refused(name, content):
    extension = name.rsplit(".", 1)[1].upper()
    assert refusal(name, content) == (
        f"Tệp “{name}” không đúng là tệp {extension}: nội dung bên trong thuộc loại khác hoặc đã hỏng."
    )


@pytest.mark.parametrize("name", ["đơn.exe", "đơn.docm", "đơn.zip", "đơn.svg", "đơn", ".pdf", "đơn.pdf.js", ""])
def test_a_kind_that_is_not_taken_is_refused_with_those_that_are(name):
    assert refusal(name, c.PDF) == (
        f"Tệp “{name}” thuộc loại không được nhận. Hãy dùng PDF, JPG, PNG, HEIC, DOCX hoặc XLSX."
    )


def test_an_empty_file_is_refused():
    assert refusal("đơn.pdf", b"") == "Tệp “đơn.pdf” rỗng. Hãy chọn lại tệp."


def test_the_limit_itself_is_taken_and_a_byte_more_is_not():
    assert told("đơn.pdf", c.PDF.ljust(LIMIT, b" ")) == "application/pdf"
    assert refusal("đơn.pdf", c.PDF.ljust(LIMIT + 1, b" ")) == (
        "Tệp “đơn.pdf” nặng 3 MB, quá giới hạn 2 MB. Hãy quét lại ở độ phân giải thấp hơn hoặc chia nhỏ."
    )
