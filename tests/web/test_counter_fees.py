"""Money on the counter's pages: what is due in the preview, paid in the same press, the cash sheet and its closing."""

import pytest

from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Dossier
from motcua.payments.models import Closing, Entry
from tests import cast as stage
from tests.casework.money import EXTRACT, FEE, POOR, costing, paid
from tests.cast import moment
from tests.spreadsheets import tables
from tests.web.counter_forms import error, filled, signed_in
from tests.web.desk_driver import text_of

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 09:00")
ADDRESS = "/tiep-nhan/thu-tuc/1.000656/"
TILL = "/tiep-nhan/so-thu/"


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 10:00"))
    return stage.enter()


@pytest.fixture
def version(cast):
    return stage.publish_procedure(code="1.000656", name="Thủ tục đăng ký khai tử", charges=[FEE, EXTRACT])


def reception(cast, version, **changes):
    return filled(cast, **{"version": version.pk, "fees-quantity_copy": "1"} | changes)


def test_the_preview_says_what_is_due(lan, cast, version):
    assert "11.000 ₫" in text_of(lan.get(ADDRESS)).replace("\xa0", " ")
    asked = {"counter": cast.counter.pk, "fees-quantity_copy": "3", "fees-ground": POOR}
    said = text_of(lan.get(ADDRESS + "xem-truoc/", asked)).replace("\xa0", " ")
    assert "9.000 ₫" in said and POOR in said
    wrong = text_of(lan.get(ADDRESS + "xem-truoc/", asked | {"fees-quantity_copy": "-1"}))
    assert "9.000" not in wrong


def test_a_reception_says_who_is_exempt_and_that_the_rest_was_paid(lan, cast, version):
    answer = lan.post(
        ADDRESS,
        reception(cast, version, **{"fees-quantity_copy": "2", "fees-ground": POOR, "fees-way": "cash",
                                    "fees-receipt": "aa/26p 0000123"}),
    )  # fmt: skip
    entry = Entry.objects.get()
    assert (entry.money.total, entry.bill.shown, entry.way) == (6_000, "AA/26P 0000123", "cash")
    done = text_of(lan.get(answer["Location"])).replace("\xa0", " ")
    assert "6.000 ₫" in done and "đã thu đủ" in done and POOR in done and "AA/26P 0000123" in done


def test_a_reception_without_a_word_of_money_writes_none(lan, cast, version):
    answer = lan.post(ADDRESS, reception(cast, version))
    assert not Entry.objects.exists()
    assert "còn phải thu 11.000 ₫" in text_of(lan.get(answer["Location"])).replace("\xa0", " ")


@pytest.mark.parametrize(
    "typed, field, said",
    [
        ({"fees-receipt": "AA/26P 1"}, "fees-way", "Có biên lai thì chọn đã thu tiền mặt hay chuyển khoản."),
        ({"fees-way": "cash", "fees-receipt": "123"}, "fees-receipt", "cả ký hiệu và số"),
        ({"fees-quantity_copy": "hai"}, "fees-quantity_copy", "Ghi một số, ví dụ 2."),
        ({"fees-way": "gold"}, "fees-way", "gold"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(lan, cast, version, typed, field, said):
    answer = lan.post(ADDRESS, reception(cast, version, **typed))
    html = answer.content.decode()
    assert answer.status_code == 422 and said in error(html, field)
    assert "Phạm Văn Đồng Xuân" in html and not Dossier.objects.exists()


def test_a_receipt_that_is_used_keeps_the_whole_reception_back(lan, cast, version):
    first = file_and_accept(stage.intake(cast, version_id=version.pk), by=cast.lan, at=AT)
    paid(cast, first.code, at=AT)
    answer = lan.post(ADDRESS, reception(cast, version, **{"fees-way": "cash", "fees-receipt": "AA/26P 123"}))
    assert "đã được ghi cho một lần thu khác" in error(answer.content.decode(), "fees-receipt")
    assert Dossier.objects.count() == 1


def test_where_the_catalogue_has_no_amount_one_is_typed(lan, cast):
    address = "/tiep-nhan/thu-tuc/1.000689/"
    lan.post(address, filled(cast, **{"fees-amount": "15.000 đ", "fees-way": "transfer"}))
    assert Entry.objects.get().money.total == 15_000
    answer = lan.post(address, filled(cast, **{"key": "mot-khoa-khac", "fees-amount": "mười lăm nghìn"}))
    assert "không phải là số tiền" in error(answer.content.decode(), "fees-amount")


def test_the_sheet_of_the_day_opens_its_dossiers_and_is_closed_with_counted_cash(lan, cast, version):
    code = costing(cast, at=AT).code
    paid(cast, code, at=AT)
    page = lan.get(TILL).content.decode()
    assert f"/ho-so/{code}/" in page and "AA/26P 0000123" in page
    closing = {"key": "khoa-cua-bieu-mau", "account": cast.people["lan"].pk, "counted": "10.000", "reason": ""}
    refused = lan.post(TILL, closing)
    assert refused.status_code == 422 and "cần ghi lý do chênh lệch" in text_of(refused).replace("\xa0", " ")
    answer = lan.post(TILL, closing | {"reason": "Thối nhầm"}, follow=True)
    assert Closing.objects.get().difference == -1_000
    assert "Thối nhầm" in text_of(answer) and "Chốt sổ thu của tôi" not in text_of(answer)


def test_the_head_of_the_counter_sees_all_and_a_stranger_nothing(client, lan, cast, version):
    code = costing(cast, at=AT).code
    paid(cast, code, at=AT, amount=5_000, number="1")
    paid(cast, code, at=AT, amount=6_000, number="2", by="cuc")
    assert "Bùi Thị Cúc" not in text_of(lan.get(TILL))
    said = text_of(signed_in(client, cast, "hanh").get(TILL))
    assert "Bùi Thị Cúc" in said and "Trần Thị Lan" in said
    assert signed_in(client, cast, "minh").get(TILL).status_code == 404


def test_the_sheet_is_a_spreadsheet_too(lan, cast, version):
    paid(cast, costing(cast, at=AT).code, at=AT)
    tills, rows = tables(lan.get(TILL + "bang.xlsx").content).values()
    assert tills[4][:7] == ["Trần Thị Lan", 1, 8_000, 3_000, 11_000, 0, 11_000]
    assert rows[4][5:8] == [8_000, 3_000, "AA/26P 0000123"]


@pytest.mark.parametrize("asked", ["?ngay=hom-qua", "?quay=999999", "?nguoi=x", "?ngay=31/02/2026", ""])
def test_an_address_that_cannot_be_read_shows_today(lan, cast, asked):
    assert "Ngày này chưa thu khoản nào." in text_of(lan.get(TILL + asked))


def test_the_sheet_costs_the_same_with_little_and_with_much(lan, cast, version, django_assert_max_num_queries):
    def more(numbers):
        for n in numbers:
            code = file_and_accept(stage.intake(cast, version_id=version.pk), by=cast.lan, at=AT).code
            paid(cast, code, at=AT, number=str(n))

    more(range(1, 2))
    lan.get(TILL)
    more(range(2, 9))
    with django_assert_max_num_queries(13):
        lan.get(TILL)
