"""The page that digitises: scans split by paper in one form, every bad input told in a sentence, nothing lost."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader, PdfWriter

from motcua.casework.digitise import Description, Scan, digitise
from motcua.casework.file import file_and_accept
from motcua.casework.resolve import result_at_once
from motcua.dossiers.models import DigitisedPaper, Party
from motcua.files.actions import store
from motcua.web.counter.digitise_parts import pages_typed
from motcua.web.ui.submit import new_key
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 10:00"))
    return stage.enter()


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 09:00")).code


@pytest.fixture
def lan(client, cast):
    client.force_login(cast.people["lan"], backend="motcua.accounts.backends.OfficerBackend")
    return client


def pdf(pages=3, *, change=None):
    writer, held = PdfWriter(), BytesIO()
    for n in range(pages):
        writer.add_blank_page(500 + n, 700)
    if change:
        change(writer)
    writer.write(held)
    return held.getvalue()


def sent(content, name="xap.pdf"):
    return SimpleUploadedFile(name, content)


def press(lan, code, do="save", **fields):
    """The form as the page shows it, some fields changed."""
    html = lan.get(address(code)).content.decode()
    said = {f"giay-{n}-{key}": value for n in components(html) for key, value in usual(html, n).items()}
    return lan.post(address(code), {**said, "key": new_key(), "do": do, **fields})


def address(code):
    return f"/tiep-nhan/so-hoa/{code}/"


def components(html):
    return sorted({int(n) for n in re.findall(r'name="giay-(\d+)-pages"', html)})


def usual(html, n):
    found = {k: re.search(rf'name="giay-{n}-{k}" value="([^"]*)"', html) for k in ("name", "owner_name")}
    return {"type": "KHAC", **{k: m[1] for k, m in found.items()}}


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def tokens(answer, prefix="xap"):
    return re.findall(rf'name="{prefix}-kept" value="([^"]+)"', answer.content.decode())


def test_a_stack_is_split_among_papers_turned_and_described_in_one_press(lan, code):
    looked = press(lan, code, do="look", **{"xap-files": sent(pdf())})
    html = looked.content.decode()
    assert looked.status_code == 200 and html.count('class="leaf') >= 3
    turn = re.findall(r'select id="id_(xoay-\d+-1)"', html)[0]
    fields = {"xap-kept": tokens(looked), "giay-1-pages": "3, 1", "giay-2-pages": "2", turn: "90"}
    assert press(lan, code, **fields).status_code == 302
    first, second = DigitisedPaper.objects.all()
    pages = PdfReader(BytesIO(first.attachment.file.read())).pages
    assert [(p.mediabox.width, p.rotation) for p in pages] == [(502, 0), (500, 90)]
    assert (first.pages, second.pages, first.attachment.component_n, second.attachment.component_n) == (2, 1, 1, 2)
    assert first.owner_number == number_of(code)
    shown = lan.get(address(code)).content.decode()
    assert f"/ho-so/{code}/tep/{first.attachment_id}/" in shown
    assert lan.get(f"/ho-so/{code}/tep/{first.attachment_id}/").status_code == 200


def test_a_paper_scanned_to_files_of_its_own_needs_no_numbers(lan, code):
    held = BytesIO()
    Image.new("RGB", (300, 200)).save(held, "PNG")
    assert press(lan, code, **{"giay-1-files": sent(held.getvalue(), "a.png")}).status_code == 302
    assert DigitisedPaper.objects.get().pages == 1


@pytest.mark.parametrize(
    "fields, told",
    [
        ({"giay-1-pages": "1-2", "giay-2-pages": "2-3"}, "Trang 2 đã thuộc"),
        ({"giay-1-pages": "1"}, "Trang 2, 3 chưa thuộc giấy tờ nào"),
        ({"giay-1-pages": "1-4"}, "không có trang 4; có 3 trang"),
        ({"giay-1-pages": "một"}, "Không hiểu “một”"),
        ({"giay-1-pages": "1-3", "giay-1-issued_on": "31/02/2026"}, "31/02/2026"),
        ({"giay-1-pages": "1-3", "giay-1-issued_on": "01/01/2027"}, "tương lai"),
        ({"giay-1-pages": "1-3", "giay-1-name": ""}, "Ghi tên giấy tờ"),
        ({"giay-1-pages": "1-3", "giay-1-reuse": "77"}, "Dùng lại"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(lan, code, fields, told):
    answer = press(lan, code, **{"xap-files": sent(pdf()), **fields})
    assert answer.status_code == 422 and told in text_of(answer)
    assert len(tokens(answer)) == 1 and not DigitisedPaper.objects.exists()
    for name, value in fields.items():
        assert name.endswith("reuse") or not value or f'value="{value}"' in answer.content.decode(), name


@pytest.mark.parametrize(
    "content, name, told",
    [
        (b"MZ" + bytes(200), "đơn.pdf", "không đúng là tệp PDF"),
        (pdf(500), "dày.pdf", "500 trang"),
        (pdf(change=lambda w: w.encrypt("x", algorithm="RC4-128")), "khóa.pdf", "mật khẩu"),
        (pdf()[:200], "hỏng.pdf", "hỏng"),
        (bytes(21 * 2**20), "nặng.pdf", "quá giới hạn 20 MB"),
    ],
    ids=["program", "500 pages", "password", "damaged", "too large"],
)
@pytest.mark.parametrize("field", ["xap", "giay-2"])
def test_a_bad_file_is_told_at_its_field_and_the_good_ones_stay(lan, code, content, name, told, field):
    files = {f"{field}-files": [sent(content, name), sent(pdf(), "tốt.pdf")], "giay-1-summary": "Còn nguyên"}
    answer = press(lan, code, do="look", **files)
    html = answer.content.decode()
    assert answer.status_code == 422 and told in text_of(answer) and f'href="#id_{field}-files"' in html
    assert len(tokens(answer, field)) == 1 and "Còn nguyên" in html


def test_a_stack_of_more_pages_than_one_go_is_told_and_the_first_files_stay(lan, code):
    answer = press(lan, code, do="look", **{"xap-files": [sent(pdf(150), "a.pdf"), sent(pdf(51), "b.pdf")]})
    assert "tệp “b.pdf” chưa được nhận" in text_of(answer) and len(tokens(answer)) == 1


def test_a_page_marked_out_belongs_to_no_paper(lan, code):
    looked = press(lan, code, do="look", **{"xap-files": sent(pdf(2))})
    out = re.findall(r'select id="id_(xoay-\d+-2)"', looked.content.decode())[0]
    assert press(lan, code, **{"xap-kept": tokens(looked), "giay-1-pages": "1", out: "bo"}).status_code == 302
    assert DigitisedPaper.objects.get().pages == 1


def test_nothing_chosen_is_told(lan, code):
    answer = press(lan, code)
    assert answer.status_code == 422 and "Chọn ít nhất một trang" in text_of(answer)


def test_a_paper_of_an_earlier_granted_dossier_of_this_person_is_offered_and_used_again(lan, cast, code):
    at = moment("2026-11-19 08:00")
    old = result_at_once(stage.intake(cast), by=cast.lan, at=at, result=stage.result(issued_on=at.date())).code
    html = lan.get(address(code)).content.decode()
    assert "Dùng lại giấy tờ đã có" not in html
    said = Description(kind_of(html), usual(html, 1)["name"], "Ai đó", owner_number=number_of(code))
    digitise(old, by=cast.lan, at=at, scans=[Scan(1, store(name="a.pdf", content=pdf(1), at=at), 1, said)])
    paper = DigitisedPaper.objects.get()
    html = lan.get(address(code)).content.decode()
    assert "Dùng lại giấy tờ đã có" in html and old in html
    assert press(lan, code, **{"giay-1-reuse": str(paper.pk)}).status_code == 302
    assert f"dùng lại từ {old}" in text_of(lan.get(address(code)))


def kind_of(html):
    options = re.search(r'<select name="giay-1-type".*?</select>', html, re.S)[0]
    return re.search(r'value="(\w+)" selected', options)[1]


def number_of(code):
    return Party.objects.get(dossier__code=code, role="applicant").number


def test_who_may_not_see_the_dossier_finds_no_page_and_no_scan_of_another(client, cast, lan, code):
    looked = press(lan, code, do="look", **{"xap-files": sent(pdf(2))})
    page = re.findall(r'src="([^"]+trang-quet[^"]+)"', looked.content.decode())[0].replace("&amp;", "&")
    assert lan.get(page).status_code == 200
    for who in ("roi", "quan"):
        client.force_login(cast.people[who], backend="motcua.accounts.backends.OfficerBackend")
        assert client.get(address(code)).status_code == 404
        assert client.get(page).status_code == 404


def test_the_way_there_stands_on_the_page_after_reception_and_on_the_dossier(lan, code):
    for page in (f"/tiep-nhan/da-nhan/{code}/", f"/ho-so/{code}/"):
        assert address(code) in lan.get(page).content.decode()


@pytest.mark.parametrize(
    "typed, pages", [("3, 1-2", [3, 1, 2]), ("3-1;5", [3, 2, 1, 5]), ("", []), (" 2 – 3 ", [2, 3])]
)
def test_pages_are_typed_as_people_write_them(typed, pages):
    assert pages_typed(typed, 5) == pages
