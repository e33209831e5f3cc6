"""The certification counter: Enter enters a row, what is wrong is said, the book is found, exported and mended."""

import pytest

from motcua.certification.models import Certified
from motcua.dossiers.models import Dossier
from motcua.payments.models import Entry
from tests import cast as stage
from tests.cast import moment
from tests.spreadsheets import tables
from tests.web.counter_forms import error, signed_in, value
from tests.web.desk_driver import text_of

pytestmark = pytest.mark.django_db
PAGE, BOOK = "/tiep-nhan/chung-thuc/", "/tiep-nhan/chung-thuc/so/"
ROW = {
    "kind": "copy", "requester": "Y Rỗi", "content": "Bằng tốt nghiệp", "documents": "1", "copies": "3", "pages": "2",
    "signer": "Đinh Văn Sơn", "way": "cash", "receipt": "AA/26P 0000123", "number": "",
}  # fmt: skip


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 10:00"))
    cast = stage.enter()
    papers = [{"name": "Bản chính", "originals": 1}]
    stage.publish_procedure(code="2.000815", name="Chứng thực bản sao từ bản chính", components=papers)
    return cast


def enter(lan, n=0, **changes):
    return lan.post(PAGE, ROW | {"key": f"khoa-cua-bieu-mau-{n}"} | changes)


def test_a_row_is_entered_and_the_next_one_stands_ready(lan, cast):
    answer = lan.get(enter(lan)["Location"])
    html = answer.content.decode()
    assert (value(html, "signer"), value(html, "requester")) == ("Đinh Văn Sơn", "")
    said = text_of(answer).replace("\xa0", " ")
    assert "Đã vào sổ số 1: 12.000 ₫" in said and "1 × 3 × 2" in said
    assert (Dossier.objects.get().status, Entry.objects.get().money.total) == (10, 12_000)


@pytest.mark.parametrize(
    "typed, field, said",
    [
        ({"copies": "ba"}, "copies", "Ghi một số, ví dụ 2."),
        ({"requester": ""}, "requester", "bắt buộc"),
        ({"number": "123"}, "number", "12"),
        ({"receipt": "123"}, "receipt", "cả ký hiệu và số"),
        ({"kind": "signature", "receipt": ""}, "kind", "Danh mục chưa có thủ tục 2.000884"),
        ({"way": ""}, "way", "Có biên lai thì chọn"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(lan, cast, typed, field, said):
    answer = enter(lan, **typed)
    assert answer.status_code == 422 and said in error(answer.content.decode(), field)
    assert value(answer.content.decode(), "content") == "Bằng tốt nghiệp" and not Certified.objects.exists()


def test_pressing_twice_enters_one_row(lan, cast):
    enter(lan)
    enter(lan)
    assert Certified.objects.count() == 1


def test_a_mistaken_row_is_voided_and_counts_nowhere(lan, cast):
    enter(lan)
    enter(lan, 1, receipt="")
    row = Certified.objects.get(number=1)
    lan.post(f"{PAGE}{row.pk}/huy/", {"key": "khoa-cua-lan-huy", "reason": ""})
    assert Certified.objects.get(number=1).voided_at is None
    said = text_of(lan.post(f"{PAGE}{row.pk}/huy/", {"key": "khoa-cua-lan-huy", "reason": "Gõ nhầm"}, follow=True))
    assert "Đã hủy dòng số 1" in said and "Gõ nhầm" in said
    figures = lan.get(PAGE).context["figures"]
    assert [(f.requests, f.copies, f.fee) for _, f in figures] == [(1, 3, 12_000)] * 3


@pytest.mark.parametrize("q, found", [("rỗi", 1), ("2", 1), ("bằng tốt", 2), ("không có", 0), ("", 2)])
def test_the_book_is_searched(lan, cast, q, found):
    enter(lan)
    enter(lan, 1, requester="A Nhất", receipt="")
    assert len(lan.get(BOOK, {"q": q, "so": "copy", "nam": "2026"}).context["shown"]) == found


def test_the_book_is_a_spreadsheet_too(lan, cast):
    enter(lan)
    (rows,) = tables(lan.get(BOOK + "bang.xlsx").content).values()
    assert rows[4][1:9] == [1, "19/11/2026", "Y Rỗi", "Bằng tốt nghiệp", 1, 3, 2, 12_000]


def test_strangers_find_no_book(client, cast):
    for who in ("minh", "hanh"):
        assert [signed_in(client, cast, who).get(p).status_code for p in (PAGE, BOOK)] == [404, 404]
