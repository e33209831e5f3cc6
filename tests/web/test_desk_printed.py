"""Printed papers and the register through their pages: who sees them, what is made, that every look is kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.file import file_and_accept
from motcua.casework.resolve import result_at_once
from motcua.casework.result_receipt import result_receipt
from motcua.casework.results import ResultData
from motcua.papers.models import ListSlip, Print, Slip
from motcua.web.desk.templatetags.desk import mask_who
from tests import cast as stage
from tests.casework.acts import ACTS
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


def stage_returned(cast) -> str:
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    for verb in ("advance", "advance", "advance", "resolve", "return_result"):
        ACTS[verb](cast, code, AT)
    return code


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


def test_what_was_settled_at_once_is_not_offered_for_a_hand_over(client, cast, codes):
    result = ResultData("Bản sao trích lục", "12/TL", AT.date(), "Phạm Thị Lành", capacity="TUQ.")
    done = result_at_once(stage.intake(cast), by=cast.lan, at=AT, result=result)
    signed_in(client, cast, "lan")
    page = client.get("/phieu/ban-giao/").content.decode()
    assert all(code in page for code in codes) and done.code not in page


@pytest.mark.parametrize(
    "name, covered",
    [
        ("Y Rỗi", "Y.R***"),
        ("Y Rỗi (chủ hồ sơ: A Nhất; Y Hơ Niăng)", "Y.R*** (chủ hồ sơ: A.N***; Y.H.N***)"),
        ("Công ty An Phú (chi nhánh 2)", "C.t.A.P.c.n***"),
    ],
)
def test_the_register_covers_each_name_by_itself(name, covered):
    assert mask_who(name) == covered


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


def test_papers_come_in_pages_that_say_how_many_there_are_and_cost_the_same(client, cast, codes, monkeypatch):
    signed_in(client, cast, "lan")
    handed_over(client, cast, codes)
    for code in codes:
        for _ in range(2):
            client.post(f"/ho-so/{code}/phieu-kiem-soat/", {"key": KEY + code})
    monkeypatch.setattr("motcua.web.desk.lists.ROWS", 2)
    first, last = (client.get("/phieu/", {"page": n}).content.decode() for n in (1, 3))
    assert "trong <b>5</b>" in first and "trang 1/3" in first
    assert first.count('class="row-link"') == 2 and last.count('class="row-link"') == 1
    statements = []
    for rows in (1, 50):
        monkeypatch.setattr("motcua.web.desk.lists.ROWS", rows)
        with CaptureQueriesContext(connection) as seen:
            client.get("/phieu/")
        statements.append(len(seen))
    assert statements[1] <= statements[0] + 1  # both kinds on the page, where one row is of one kind


def test_the_dossier_shows_its_papers_and_who_printed_them(client, cast, codes):
    signed_in(client, cast, "lan")
    handed_over(client, cast, codes)
    slip = ListSlip.objects.get()
    client.get(f"/phieu/tep/{slip.pk}.pdf?lien=1")
    page = client.get(f"/ho-so/{codes[0]}/").content.decode()
    assert f'href="/phieu/{slip.code}/"' in page
    assert "Ai đã in, lúc nào" in page and "2 liên" in page
    assert "Lập giấy biên nhận trả kết quả" not in page


def test_the_receipt_of_a_returned_dossier_is_made_from_its_page_once(client, cast, clock):
    code = stage_returned(cast)
    signed_in(client, cast, "lan")
    assert "Lập giấy biên nhận trả kết quả" in client.get(f"/ho-so/{code}/").content.decode()
    answer = client.post(f"/ho-so/{code}/bien-nhan-ket-qua/", {"key": KEY})
    page = client.get(answer["Location"]).content.decode()
    assert code in page and "Người nhận kết quả" in page
    assert "Lập giấy biên nhận trả kết quả" not in client.get(f"/ho-so/{code}/").content.decode()
    assert result_receipt([code], by=cast.lan, at=AT).code == ListSlip.objects.get().code
    assert client.get(f"/phieu/tep/{ListSlip.objects.get().pk}.pdf").content.startswith(b"%PDF-1.7")
    signed_in(client, cast, "quang")
    assert client.post(f"/ho-so/{code}/bien-nhan-ket-qua/", {"key": KEY}).status_code == 404


def test_a_stack_opens_the_hand_over_slip_of_its_dossiers(client, cast, codes):
    signed_in(client, cast, "minh")
    for code in codes:
        client.post("/viec/quet-chong/", {"do": "add", "ma": code})
    assert 'action="/phieu/ban-giao/"' in client.get("/viec/quet-chong/").content.decode()
    page = client.post("/phieu/ban-giao/", {"offered": codes, "code": codes, "receiver_name": "Lan"}).content.decode()
    assert all(f'name="code" value="{code}" checked>' in page for code in codes)
    assert 'value="Lan"' in page and not ListSlip.objects.exists()


def test_the_code_of_a_paper_opens_the_paper_for_whom_it_is_open(client, cast, codes):
    signed_in(client, cast, "lan")
    handed_over(client, cast, codes)
    slip = ListSlip.objects.get()
    for typed in (slip.code, slip.content["tracking_url"]):
        assert client.get("/viec/quet/", {"ma": typed})["Location"] == f"/phieu/{slip.code}/"
    register = f"https://motcua.example.vn/so-theo-doi/?quay={cast.counter.pk}&nam=2026"
    assert client.get("/viec/quet/", {"ma": register})["Location"] == register[len("https://motcua.example.vn") :]
    receipt = Slip.objects.filter(form="01").first()
    assert client.get("/viec/quet/", {"ma": receipt.number})["Location"].startswith("/phieu/?q=")
    signed_in(client, cast, "quang")
    assert client.get("/viec/quet/", {"ma": slip.code}).status_code == 404


def test_who_heads_a_counter_finds_its_cash_book_among_the_papers(client, cast):
    """They may have no page of the counter, where the other link stands."""
    client.force_login(cast.people["hanh"])
    assert 'href="/tiep-nhan/so-thu/"' in client.get("/phieu/").content.decode()
    client.force_login(cast.people["minh"])
    assert "so-thu" not in client.get("/phieu/").content.decode()
