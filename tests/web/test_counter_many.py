"""One filer for many owners at the counter: a list pasted or sent, corrected in the page, received by one press."""

from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from motcua.dossiers.models import Dossier, Draft
from motcua.papers.models import ListSlip, Print
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import REFERENCE, filled, signed_in, value

pytestmark = pytest.mark.django_db
PAGE = f"{REFERENCE}nhieu-nguoi/"
LIST = "Y Nhơn Một\t051208000001\t01/02/2008\tThôn 1\t\tLớp 9\nY Nhơn Hai\t051208000002\t2008\tThôn 2\t\t"


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-02 08:00"))
    return stage.enter()


@pytest.fixture
def lan(client, cast):
    return signed_in(client, cast, "lan")


def form(cast, *people: tuple[str, str], **changes):
    typed = filled(cast, applicant__capacity="employer", **changes) | {"many": "1", "people": len(people)}
    for n, (name, number) in enumerate(people):
        typed |= {f"people-{n}-name": name, f"people-{n}-number": number}
    return typed


ONE, TWO = ("Y Nhơn Một", "051208000001"), ("Y Nhơn Hai", "051208000002")


def test_the_reception_and_the_choice_of_procedures_lead_here(lan):
    assert f'href="{PAGE}"' in lan.get(REFERENCE).content.decode()
    assert f'href="{PAGE}"' in lan.get("/tiep-nhan/thu-tuc/?q=1.000689").content.decode()


def test_a_pasted_list_is_looked_at_before_anything_is_received(lan, cast):
    html = lan.post(PAGE, form(cast) | {"people-list": LIST}).content.decode()
    assert not Dossier.objects.exists()
    assert value(html, "people-0-name") == "Y Nhơn Một" and value(html, "people-1-number") == "051208000002"
    assert "Sẽ nhận 2 người." in html


def test_a_spreadsheet_is_read_with_days_and_lost_zeros(lan, cast):
    written = BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["STT", "Họ và tên", "Số CCCD"])
        sheet.write_row(1, 0, [1, "Y Nhơn", 51208000001])
    upload = SimpleUploadedFile("lop-9.xlsx", written.getvalue())
    html = lan.post(PAGE, form(cast) | {"do": "list:read", "people-file": upload}).content.decode()
    assert value(html, "people-0-name") == "Y Nhơn" and value(html, "people-0-number") == "051208000001"


def test_one_press_receives_all_and_shows_every_code_with_the_list_to_print(lan, cast):
    answer = lan.post(PAGE, form(cast, ONE, TWO))
    slip = ListSlip.objects.get()
    assert answer["Location"] == f"/tiep-nhan/nhieu-nguoi/{slip.pk}/"
    html = lan.get(answer["Location"]).content.decode()
    codes = [d.code for d in Dossier.objects.all()]
    assert len(codes) == 2 and all(f'href="/ho-so/{code}/"' in html for code in codes)
    assert f"/phieu/tep/{slip.pk}.pdf" in html
    assert lan.get(f"/phieu/tep/{slip.pk}.pdf").content.startswith(b"%PDF")


def test_all_slips_of_the_list_come_in_one_print_and_each_is_kept_as_printed(client, lan, cast):
    place = lan.post(PAGE, form(cast, ONE, TWO))["Location"]
    assert f"{place}giay-hen.pdf" in lan.get(place).content.decode()
    answer = lan.get(f"{place}giay-hen.pdf")
    told = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert all(code in told for code in Dossier.objects.values_list("code", flat=True))
    assert Print.objects.filter(slip__isnull=False).count() == 2
    assert signed_in(client, cast, "tuyet").get(f"{place}giay-hen.pdf").status_code == 404


def test_pressing_twice_receives_once(lan, cast):
    sent = form(cast, ONE, TWO)
    first, second = lan.post(PAGE, sent), lan.post(PAGE, sent)
    assert Dossier.objects.count() == 2 and first["Location"] == second["Location"]


@pytest.mark.parametrize(
    "people, said",
    [
        ((ONE, ("Y Sai", "12")), "Dòng 2"),
        ((ONE, ("Y Nhơn Khác", "051208000001")), "Trùng người với dòng 1"),
        ((("", "051208000001"),), "Dòng 1"),
        ((), "Danh sách chưa có chủ hồ sơ nào"),
    ],
)
def test_what_is_wrong_is_said_at_its_row_and_nothing_is_lost(lan, cast, people, said):
    answer = lan.post(PAGE, form(cast, *people))
    html = answer.content.decode()
    assert answer.status_code == 422 and said in html and not Dossier.objects.exists()
    for n, (name, number) in enumerate(people):
        assert (value(html, f"people-{n}-name"), value(html, f"people-{n}-number")) == (name, number)


WRONG = ("Y Sai", "12")


def test_right_rows_go_on_while_wrong_ones_wait_with_all_that_was_typed(lan, cast):
    sent = form(cast, ONE, WRONG, TWO, ("Y Vắng", "34")) | {"people-3-out": "on"}
    held = lan.post(PAGE, sent).content.decode()
    assert 'value="act:right"' in held and not Dossier.objects.exists()
    answer = lan.post(PAGE, sent | {"do": "act:right"})
    assert [d.parties.get(role="owner").name for d in Dossier.objects.order_by("pk")] == [ONE[0], TWO[0]]
    done = lan.get(answer["Location"]).content.decode()
    place = f"{PAGE}?nhap={Draft.objects.get().pk}"
    assert "Còn 1 dòng cần sửa" in done and f'href="{place}"' in done
    kept = lan.get(place).content.decode()
    assert [value(kept, f"people-{n}-name") for n in range(2)] == ["Y Sai", "Y Vắng"]
    assert value(kept, "applicant-name") == "Phạm Văn Đồng Xuân" and 'name="people-1-out" checked' in kept


def test_the_rows_that_waited_are_received_from_their_draft_which_is_then_gone(lan, cast):
    place = lan.post(PAGE, form(cast, ONE, WRONG, do="act:right"))["Location"]
    rest = form(cast, (WRONG[0], TWO[1]), key="khoa-thu-hai-cua-mau", draft=Draft.objects.get().pk)
    lan.post(PAGE, rest)
    assert Dossier.objects.count() == 2 and not Draft.objects.exists()
    assert "dòng cần sửa" not in lan.get(place).content.decode()


def test_right_rows_pressed_twice_are_received_once_and_leave_one_draft(lan, cast):
    sent = form(cast, ONE, WRONG, do="act:right")
    assert lan.post(PAGE, sent)["Location"] == lan.post(PAGE, sent)["Location"]
    assert Dossier.objects.count() == 1 and Draft.objects.count() == 1


def test_where_no_row_is_right_or_the_filer_is_wrong_nothing_is_received_and_nothing_lost(lan, cast):
    for sent in (form(cast, WRONG, do="act:right"), form(cast, ONE, WRONG, do="act:right", applicant__number="1")):
        html = lan.post(PAGE, sent).content.decode()
        assert "error-summary" in html and WRONG[1] in html
    assert not Dossier.objects.exists() and not Draft.objects.exists()


def test_a_name_longer_than_is_kept_is_told_at_its_row(lan, cast):
    html = lan.post(PAGE, form(cast, ONE, ("Y " + "Nhơn" * 50, TWO[1]))).content.decode()
    assert "Dòng 2: Họ và tên: nhiều nhất 200 ký tự." in html and not Dossier.objects.exists()


def test_the_draft_of_another_officer_is_not_named(client, lan, cast):
    place = lan.post(PAGE, form(cast, ONE, WRONG, do="act:right"))["Location"]
    answer = signed_in(client, cast, "cuc").get(place)
    assert answer.status_code == 200 and "Sửa và nhận tiếp" not in answer.content.decode()


def test_a_row_that_stays_out_is_neither_checked_nor_received(lan, cast):
    lan.post(PAGE, form(cast, ONE, ("Y Sai", "12")) | {"people-1-out": "on"})
    assert [d.parties.get(role="owner").name for d in Dossier.objects.all()] == ["Y Nhơn Một"]


def test_an_open_dossier_of_the_same_person_warns_and_does_not_hinder(lan, cast):
    lan.post(PAGE, form(cast, ONE))
    code = Dossier.objects.get().code
    html = lan.post(PAGE, form(cast, ONE, do="list:again", key="khoa-thu-hai-cua-mau")).content.decode()
    assert f"Đang có hồ sơ {code} cùng thủ tục" in html
    lan.post(PAGE, form(cast, ONE, key="khoa-thu-hai-cua-mau"))
    assert Dossier.objects.count() == 2


def test_too_long_a_list_is_kept_and_told(lan, cast):
    html = lan.post(PAGE, form(cast, *(("Y Nhơn", f"05120800{n:04d}") for n in range(201)))).content.decode()
    assert "Một lần nhận nhiều nhất 200 người; danh sách có 201" in html and not Dossier.objects.exists()
    assert value(html, "people-200-number") == "051208000200"


def test_a_file_that_is_no_list_is_told_and_the_rest_stays(lan, cast):
    upload = SimpleUploadedFile("x.xlsx", b"MZ\x90\x00\xff")
    html = lan.post(PAGE, form(cast, ONE) | {"people-file": upload}).content.decode()
    assert "không phải bảng tính" in html and value(html, "people-0-name") == "Y Nhơn Một"
    assert not Dossier.objects.exists()


def test_a_draft_goes_on_where_it_was_left(lan, cast):
    answer = lan.post(PAGE, form(cast, ONE, do="draft"))
    assert answer["Location"] == f"{PAGE}?nhap={Draft.objects.get().pk}"
    assert answer["Location"] in lan.get("/tiep-nhan/").content.decode()
    assert value(lan.get(answer["Location"]).content.decode(), "people-0-name") == "Y Nhơn Một"


def test_the_empty_template_holds_nobody(lan, cast):
    content = lan.get("/tiep-nhan/nhieu-nguoi/mau.xlsx").content
    upload = SimpleUploadedFile("mau.xlsx", content)
    html = lan.post(PAGE, form(cast) | {"do": "list:read", "people-file": upload}).content.decode()
    assert "Không thấy dòng nào trong danh sách." in html  # its heads are known as heads, not taken for a person


def test_an_outsider_finds_no_list(client, cast, lan):
    lan.post(PAGE, form(cast, ONE))
    assert (
        signed_in(client, cast, "tuyet").get(f"/tiep-nhan/nhieu-nguoi/{ListSlip.objects.get().pk}/").status_code == 404
    )
