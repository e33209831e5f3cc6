"""Printed papers and the register through their pages: who sees them, what is made, that every look is kept."""

import pytest

from motcua.casework.file import file_and_accept
from motcua.papers.models import ListSlip, Print, Slip
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import signed_in

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 09:00")
KEY = "mot-khoa-du-dai"


@pytest.fixture
def cast(clock):
    clock.move_to(AT)
    return stage.enter()


@pytest.fixture
def codes(cast):
    return [file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code for _ in range(2)]


def handed_over(client, cast, codes, **rest):
    form = {"key": KEY, "sure": "1", "offered": codes, "code": codes, "agency": cast.counter.pk}
    return client.post("/phieu/ban-giao/", form | {"receiver_unit": "Phòng Tư pháp"} | rest)


def test_what_was_received_today_is_handed_over_on_one_slip(client, cast, codes):
    signed_in(client, cast, "lan")
    page = client.get("/phieu/ban-giao/").content.decode()
    assert all(code in page for code in codes)
    answer = handed_over(client, cast, codes)
    slip = ListSlip.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/phieu/{slip.code}/"
    handed_over(client, cast, codes)  # pressed twice
    assert ListSlip.objects.count() == 1
    page = client.get(answer["Location"]).content.decode()
    assert "Phòng Tư pháp" in page and "Chưa ai in phiếu này." in page
    pdf = client.get(f"/phieu/tep/{slip.pk}.pdf?lien=1")
    assert pdf.content.startswith(b"%PDF-1.7")
    assert Print.objects.get().copies == 2
    assert "Trần Thị Lan" in client.get(answer["Location"]).content.decode()


def test_without_a_receiver_what_was_typed_stays(client, cast, codes):
    signed_in(client, cast, "lan")
    answer = handed_over(client, cast, codes, receiver_unit="", purpose="Chuyển giải quyết")
    assert answer.status_code == 422 and "Chuyển giải quyết" in answer.content.decode()


def test_papers_are_found_by_number_and_code_on_one_page(client, cast, codes):
    signed_in(client, cast, "lan")
    handed_over(client, cast, codes)
    receipt = Slip.objects.filter(form="01").first()
    for asked in (codes[0], receipt.number, "01/BG", f"{cast.counter.code}-BG26-0001"):
        page = client.get("/phieu/", {"q": asked}).content.decode()
        assert "Không tìm thấy phiếu nào" not in page, asked
    assert "Không tìm thấy phiếu nào" in client.get("/phieu/", {"q": "99/GTN"}).content.decode()


def test_outsiders_see_neither_papers_nor_register(client, cast, codes):
    signed_in(client, cast, "lan")
    handed_over(client, cast, codes)
    slip = ListSlip.objects.get()
    signed_in(client, cast, "quang")
    assert client.get(f"/phieu/{slip.code}/").status_code == 404
    assert client.get(f"/phieu/tep/{slip.pk}.pdf").status_code == 404
    assert client.get(f"/so-theo-doi/?quay={cast.counter.pk}").status_code == 404
    assert codes[0] not in client.get("/phieu/").content.decode()


def test_the_control_slip_is_made_from_the_page_of_the_dossier(client, cast, codes):
    signed_in(client, cast, "minh")
    assert "Phiếu kiểm soát (Mẫu 06)" in client.get(f"/ho-so/{codes[0]}/").content.decode()
    answer = client.post(f"/ho-so/{codes[0]}/phieu-kiem-soat/", {"key": KEY})
    page = client.get(answer["Location"]).content.decode()
    assert "Đang giải quyết" in page and codes[0] in page


def test_every_look_at_a_slip_is_kept_with_who_and_when(client, cast, codes):
    signed_in(client, cast, "lan")
    slip = Slip.objects.filter(form="01").first()
    client.get(f"/tiep-nhan/phieu/{slip.pk}.pdf?kho=A4x2")
    kept = Print.objects.get()
    assert (kept.slip_id, kept.printed_by_id, kept.printed_at) == (slip.pk, cast.people["lan"].pk, AT)
    slip.refresh_from_db()
    assert slip.prints == 1


def test_the_register_shows_prints_and_closes(client, cast, codes, clock):
    signed_in(client, cast, "lan")
    page = client.get("/so-theo-doi/").content.decode()
    assert all(code in page for code in codes) and "Khóa sổ năm" not in page
    assert client.get("/so-theo-doi/so.pdf").content.startswith(b"%PDF-1.7")
    assert b"".join(client.get("/so-theo-doi/so.xlsx").streaming_content).startswith(b"PK")
    clock.move_to(moment("2027-01-04 08:00"))
    signed_in(client, cast, "hanh")
    page = client.get("/so-theo-doi/?nam=2026").content.decode()
    assert "Khóa sổ năm 2026" in page
    client.post("/so-theo-doi/khoa/", {"key": KEY, "quay": cast.counter.pk, "nam": "2026"})
    assert "Sổ đã khóa" in client.get("/so-theo-doi/?nam=2026").content.decode()
    assert "chuyển sang: 2 hồ sơ" in client.get("/so-theo-doi/?nam=2027").content.decode()
