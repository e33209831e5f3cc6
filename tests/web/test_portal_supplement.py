"""Supplement in place: who proved a contact sends only what was asked for; nobody else knows that there is a page."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.file import file_and_accept
from motcua.casework.receive_supplement import receive_supplement
from motcua.casework.supplements import Item, enough
from motcua.dossiers.models import Attachment, Dossier, ReceivedComponent, SentPage
from motcua.dossiers.states import Status
from motcua.files.models import StoredFile
from motcua.journal.models import Event
from motcua.proofs.keys import code_of
from motcua.proofs.models import Proof
from tests import cast as stage
from tests.cast import moment
from tests.files.authority import certified, kept, lives, signed
from tests.files.photos import photo

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")
HEAVY = b"PK\x03\x04" + b"0" * 100


@pytest.fixture(autouse=True)
def ways(settings):
    settings.SMS_URL = "http://gateway.example"


@pytest.fixture
def cast(clock):
    clock.move_to(AT + timedelta(hours=3))
    return stage.enter()


@pytest.fixture
def dossier(cast):
    """Waits for two papers; the third is enough."""
    made = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    items = [
        Item(n=1, component="Giấy chứng sinh", mark="wrong", reason="Không có dấu", guidance="Xin đóng dấu rồi nộp"),
        Item(n=2, component="Tờ khai", mark="missing", reason="Chưa nộp tờ khai", guidance="Điền tờ khai rồi nộp"),
    ]
    propose_supplement(made.code, by=cast.minh, at=AT + timedelta(hours=1), items=(*items, *enough((3,))))
    return ask_supplement(made.code, by=cast.lan, at=AT + timedelta(hours=2))


@pytest.fixture
def proved(client, dossier):
    client.post(f"/tra-cuu/{dossier.code}/tien-trinh/xin-ma/", {"contact": "0905 123 456"})
    client.post(f"/tra-cuu/{dossier.code}/tien-trinh/nhap-ma/", {"code": code_of(Proof.objects.latest("pk"))})
    return client


def citizen(contact) -> Client:
    client = Client()
    client.post("/dang-nhap/xin-ma/", {"contact": contact})
    client.post("/dang-nhap/nhap-ma/", {"code": code_of(Proof.objects.latest("pk"))})
    return client


def address(dossier, more=""):
    return f"/tra-cuu/{dossier.code}/tien-trinh/bo-sung/{more}"


def upload(name, content):
    return SimpleUploadedFile(name, content)


def send(client, dossier, do="send", follow=False, **files):
    data = {f"tep-{field[1:]}": uploads for field, uploads in files.items()}
    return client.post(address(dossier), {"do": do, **data}, follow=follow)


def both(client, dossier):
    return send(client, dossier, p0=[upload("a.jpg", photo("a"))], p1=[upload("b.jpg", photo("b"))])


def main_part(answer) -> str:
    return re.search(r"<main.*</main>", answer.content.decode(), re.S)[0]


def a_pdf(pages=2, lock=False):
    writer, held = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if lock:
        writer.encrypt("secret")
    writer.write(held)
    return held.getvalue()


def test_only_what_was_asked_for_is_shown_with_the_words_of_the_officer(proved, dossier):
    page = main_part(proved.get(address(dossier)))
    for said in ("Giấy chứng sinh", "Không có dấu", "Xin đóng dấu rồi nộp", "Chưa nộp tờ khai"):
        assert said in page
    assert page.count('type="file"') == 2
    assert address(dossier) in main_part(proved.get(f"/tra-cuu/{dossier.code}/tien-trinh/"))


def test_photos_become_one_upright_pdf_for_each_paper_and_the_officer_sees_whence(proved, cast, dossier):
    lying = photo("dung", size=(2339, 1654), turned=6)
    send(proved, dossier, p0=[upload("mot.jpg", lying), upload("hai.heic.png", photo(kind="PNG"))])
    send(proved, dossier, p1=[upload("to-khai.pdf", a_pdf(2))])
    review = send(proved, dossier, "review")
    assert "Gửi giấy tờ bổ sung" in review.content.decode()
    answer = send(proved, dossier, "hand_in", follow=True)
    assert "Đã nhận giấy tờ bổ sung" in answer.content.decode()
    assert Dossier.objects.get(pk=dossier.pk).state is Status.IN_PROCESS
    files = {a.component_n: a for a in Attachment.objects.filter(dossier=dossier, added_by=None)}
    birth = PdfReader(BytesIO(files[1].file.read()))
    assert [files[n].file.media_type for n in (1, 2)] == ["application/pdf"] * 2
    assert (len(birth.pages), len(PdfReader(BytesIO(files[2].file.read())).pages)) == (2, 2)
    assert birth.pages[0].mediabox.height > birth.pages[0].mediabox.width
    line = ReceivedComponent.objects.get(dossier=dossier, n=1)
    assert (line.copies, line.note) == (1, "Bản điện tử, người nộp gửi qua mạng")
    event = Event.objects.filter(stream=dossier.stream, kind="supplement.received").get()
    assert event.by == "applicant" and '"channel":"online"' in event.payload.body.replace(" ", "")
    assert not SentPage.objects.exists()
    proved.force_login(cast.people["lan"])
    desk = proved.get(reverse("desk:dossier", args=[dossier.code])).content.decode()
    assert "người nộp gửi qua mạng" in desk and "Người nộp hồ sơ, qua mạng" in desk


def test_nothing_is_handed_in_while_a_paper_is_missing(proved, dossier):
    send(proved, dossier, p0=[upload("a.jpg", photo())])
    for do in ("review", "hand_in"):
        answer = send(proved, dossier, do)
        assert answer.status_code == 422 and "Chưa có trang nào cho “Tờ khai”" in main_part(answer)
    assert Dossier.objects.get(pk=dossier.pk).state is Status.SUPPLEMENT


def test_a_blurred_photo_asks_and_waits_for_an_answer(proved, dossier):
    send(proved, dossier, p0=[upload("mo.jpg", photo(blur=6))], p1=[upload("b.jpg", photo())])
    page = main_part(proved.get(address(dossier)))
    assert "Ảnh bị mờ" in page and "Vẫn giữ" in page and "Bỏ để chụp lại" in page
    assert "chụp lại, hoặc chọn giữ nguyên" in main_part(send(proved, dossier, "review"))
    row = SentPage.objects.get(name="mo.jpg")
    send(proved, dossier, f"keep-{row.pk}")
    assert send(proved, dossier, "review").status_code == 200


def test_a_signed_pdf_is_told_at_once_and_handed_in_unchanged(proved, dossier, settings, tmp_path):
    since, until = lives(AT)
    authority = certified("Test CA", by=None, since=since, until=until)
    anh = certified("Nguyễn Thị Anh", by=authority, since=since, until=until)
    settings.SIGNATURE_ANCHORS = kept(authority, tmp_path)
    content = signed(a_pdf(), anh)
    send(proved, dossier, p0=[upload("don.pdf", content), upload("a.jpg", photo())], p1=[upload("b.jpg", photo())])
    page = main_part(proved.get(address(dossier)))
    assert "Chữ ký số của Nguyễn Thị Anh đúng" in page and "Chưa hỏi nơi cấp" in page
    send(proved, dossier, "hand_in")
    files = [a.file.read() for a in Attachment.objects.filter(dossier=dossier, component_n=1, added_by=None)]
    assert content in files and len(files) == 2


def test_a_signature_that_nobody_knows_stops_nothing(proved, dossier):
    since, until = lives(AT)
    stranger = certified("Ai Đó", by=None, since=since, until=until)
    send(proved, dossier, p0=[upload("don.pdf", signed(a_pdf(), stranger))], p1=[upload("b.jpg", photo())])
    assert "chưa có trong danh sách tin cậy" in main_part(send(proved, dossier, "review"))
    send(proved, dossier, "hand_in")
    assert Dossier.objects.get(pk=dossier.pk).state is Status.IN_PROCESS


BAD = [
    ("rong.pdf", b"", "rỗng"),
    ("doi.jpg", b"MZ" + b"\0" * 200, "không đúng là tệp JPG"),
    ("virus.exe", b"MZ" + b"\0" * 200, "thuộc loại không được nhận"),
    ("nen.zip", HEAVY, "thuộc loại không được nhận"),
    ("nen.pdf", HEAVY, "không đúng là tệp PDF"),
    ("khoa.pdf", a_pdf(lock=True), "có mật khẩu"),
    ("hong.pdf", a_pdf()[:200], "PDF hỏng"),
]


@pytest.mark.parametrize(("name", "content", "said"), BAD, ids=[name for name, _, _ in BAD])
def test_a_bad_file_is_refused_in_a_sentence_and_the_rest_goes_on(proved, dossier, name, content, said):
    answer = send(proved, dossier, p0=[upload(name, content), upload("tot.jpg", photo())])
    page = main_part(answer)
    assert answer.status_code == 422 and said in page and name in page
    assert [row.name for row in SentPage.objects.all()] == ["tot.jpg"]


def test_pages_are_turned_moved_and_dropped(proved, dossier):
    send(proved, dossier, p0=[upload("mot.jpg", photo("mot")), upload("hai.jpg", photo("hai"))])
    one, two = SentPage.objects.all()
    send(proved, dossier, f"earlier-{two.pk}")
    send(proved, dossier, f"turn-{one.pk}")
    assert [(r.name, r.turn) for r in SentPage.objects.all()] == [("hai.jpg", 0), ("mot.jpg", 90)]
    send(proved, dossier, f"drop-{two.pk}")
    assert [r.name for r in SentPage.objects.all()] == ["mot.jpg"]
    picture = proved.get(address(dossier, f"trang/{one.pk}/"))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")


def test_the_same_photo_sent_again_is_there_once(proved, dossier):
    for _ in range(2):
        send(proved, dossier, p0=[upload("mot.jpg", photo("mot"))])
    assert SentPage.objects.count() == 1


def test_a_second_press_in_another_tab_is_told_and_hands_in_nothing_twice(proved, dossier):
    both(proved, dossier)
    send(proved, dossier, "hand_in")
    again = send(proved, dossier, "hand_in", follow=True)
    assert "Giấy tờ bổ sung đã được nhận lúc" in again.content.decode()
    assert Event.objects.filter(stream=dossier.stream, kind="supplement.received").count() == 1


def test_what_the_counter_received_meanwhile_closes_the_page(proved, cast, dossier):
    both(proved, dossier)
    receive_supplement(dossier.code, by=cast.lan, at=AT + timedelta(hours=3))
    answer = send(proved, dossier, follow=True, p0=[upload("c.jpg", photo("c"))])
    assert "Giấy tờ bổ sung đã được nhận lúc" in answer.content.decode()
    assert not Attachment.objects.filter(dossier=dossier, added_by=None).exists()


def test_a_stranger_finds_nothing(client, proved, cast, dossier, django_user_model):
    both(proved, dossier)
    page = SentPage.objects.first()
    mine = dict(proved.session)
    stranger = type(client)()
    other = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    for each in (address(dossier), address(dossier, f"trang/{page.pk}/"), address(other)):
        assert stranger.get(each).status_code == 404
    assert stranger.post(address(dossier), {"do": "hand_in"}).status_code == 404
    assert proved.get(address(other)).status_code == 404, mine
    assert proved.get(address(other, f"trang/{page.pk}/")).status_code == 404


def test_who_signed_in_sends_to_their_own_dossier_without_another_code(cast, dossier):
    client = citizen("0905 123 456")
    assert f'href="{address(dossier)}"' in client.get(f"/ho-so-cua-toi/{dossier.code}/").content.decode()
    both(client, dossier)
    assert client.get(address(dossier, f"trang/{SentPage.objects.first().pk}/")).status_code == 200
    answer = send(client, dossier, "hand_in", follow=True)
    assert answer.redirect_chain[-1][0] == f"/ho-so-cua-toi/{dossier.code}/"
    assert "Đã nhận giấy tờ bổ sung" in answer.content.decode()
    assert Dossier.objects.get(pk=dossier.pk).state is not Status.SUPPLEMENT


def test_a_citizen_sends_nothing_to_the_dossier_of_another(proved, dossier):
    both(proved, dossier)
    other = citizen("0912 345 678")
    page = SentPage.objects.first()
    for each in (address(dossier), address(dossier, f"trang/{page.pk}/"), f"/ho-so-cua-toi/{dossier.code}/"):
        assert other.get(each).status_code == 404
    assert other.post(address(dossier), {"do": "hand_in"}).status_code == 404


def test_who_is_late_proves_again_and_finds_the_pages(proved, dossier, clock):
    both(proved, dossier)
    clock.move_to(AT + timedelta(hours=4))
    answer = send(proved, dossier, "hand_in")
    assert (answer.status_code, answer["Location"]) == (302, f"/tra-cuu/{dossier.code}/tien-trinh/")
    assert "các trang đã tải lên vẫn còn" in proved.get(answer["Location"]).content.decode()
    assert SentPage.objects.count() == 2
    assert Dossier.objects.get(pk=dossier.pk).state is Status.SUPPLEMENT


def test_pages_of_a_supplement_are_not_cleared_away(proved, dossier):
    both(proved, dossier)
    assert not StoredFile.objects.unreferenced().filter(pk__in=SentPage.objects.values("file")).exists()


def test_files_sent_faster_than_they_can_be_looked_at_are_named_and_what_was_sent_before_stays(
    proved, dossier, clock, settings
):
    settings.FILES_SENT_PER_MINUTE = 2
    clock.move_to(AT + timedelta(hours=3, seconds=15))
    answer = send(proved, dossier, p0=[upload(f"{n}.jpg", photo(n)) for n in ("mot", "hai", "ba")])
    assert answer.status_code == 422
    said = main_part(answer)
    assert "Tệp “ba.jpg” chưa được nhận: mỗi phút nhận nhiều nhất 2 tệp. Hãy đợi 45 giây" in said
    assert [page.name for page in SentPage.objects.all()] == ["mot.jpg", "hai.jpg"]
    clock.move_to(AT + timedelta(hours=3, minutes=1))
    assert send(proved, dossier, p0=[upload("ba.jpg", photo("ba"))]).status_code == 302
    assert SentPage.objects.count() == 3
