"""The card at the counter: what a scanner typed in doubt, codes that are none, and a photo read on the server."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from motcua.casework.reads.scanning import of_another_province
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.files.pictures import MOST_BYTES
from motcua.offices import snapshot
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import CARD, REFERENCE, filled, signed_in, value

pytestmark = pytest.mark.django_db
HEIC = Path(__file__).parents[1] / "files" / "photo.heic"
OTHER = CARD.replace("051090001234", "051090001235").replace("Phạm Văn Đồng Xuân", "A Nhất")


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 09:00"))
    return stage.enter()


def photo(*texts: str, kind: str = "JPEG", turned: int = 0, size: int = 1800) -> SimpleUploadedFile:
    """What a telephone takes: grey table, the codes on it somewhere, not straight."""
    table = Image.new("RGB", (size, size * 3 // 4), (190, 186, 180))
    for n, text in enumerate(texts):
        drawn = BytesIO()
        segno.make(text, micro=False).save(drawn, kind="png", scale=5, border=4)
        table.paste(Image.open(drawn).convert("RGB").resize((520, 520)), (120 + n * 700, 200))
    taken = BytesIO()
    table.rotate(turned, expand=True, fillcolor=(190, 186, 180)).save(taken, kind, quality=80)
    return SimpleUploadedFile(f"IMG_0001.{kind.lower()}", taken.getvalue(), f"image/{kind.lower()}")


def press(lan, cast, do: str, **more: object):
    blank = filled(cast, do=do, applicant__name="", applicant__number="", applicant__address="")
    return lan.post(REFERENCE, blank | more)


@pytest.mark.parametrize("taken", [{}, {"kind": "PNG"}, {"turned": 90}, {"turned": 8}, {"size": 5200}])
def test_a_photo_of_a_card_fills_the_applicant_and_is_kept_nowhere(lan, cast, taken):
    html = press(lan, cast, "photo:applicant", **{"applicant-photo": photo(CARD, **taken)}).content.decode()
    assert value(html, "applicant-name") == "Phạm Văn Đồng Xuân"
    assert value(html, "applicant-address").startswith("Thôn 1")
    assert value(html, "applicant-phone") == "0905123456"  # what was typed stays
    assert not StoredFile.objects.exists() and '-kept"' not in html


def test_a_photo_of_an_owners_card_fills_that_owner(lan, cast):
    sent = {"owners": 2, "owners-1-photo": photo(OTHER)}
    html = press(lan, cast, "photo:owners-1", **sent).content.decode()
    assert value(html, "owners-1-name") == "A Nhất" and value(html, "applicant-name") == ""


def test_a_photo_sent_with_the_main_button_is_looked_at_before_anything_is_filed(lan, cast):
    html = press(lan, cast, "act", **{"applicant-photo": photo(CARD)}).content.decode()
    assert value(html, "applicant-name") == "Phạm Văn Đồng Xuân" and not Dossier.objects.exists()


def bomb() -> SimpleUploadedFile:
    """Few bytes, four hundred million pixels."""
    packed = BytesIO()
    Image.new("1", (20_000, 20_000)).save(packed, "PNG")
    return SimpleUploadedFile("IMG_0002.png", packed.getvalue(), "image/png")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (lambda: photo(), "Không thấy mã QR nào"),
        (lambda: SimpleUploadedFile("a.heic", HEIC.read_bytes()), "Không thấy mã QR nào"),
        (lambda: photo("https://example.vn/"), "không phải của thẻ căn cước"),
        (lambda: photo(CARD, OTHER), "mã của 2 thẻ"),
        (lambda: photo("051090001234|a|b|c|d|e"), "không phải ngày có thật"),
        (bomb, "quá lớn"),
        (lambda: SimpleUploadedFile("a.jpg", b"x" * (MOST_BYTES + 1)), "quá lớn"),
        (lambda: SimpleUploadedFile("a.jpg", b"MZ\x90 no picture"), "không phải ảnh"),
        (lambda: SimpleUploadedFile("a.jpg", photo(CARD).read()[:4000]), "không phải ảnh"),
        (lambda: SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "không phải ảnh"),
        (lambda: SimpleUploadedFile("a.jpg", b""), "không phải ảnh"),
    ],
    ids=["none", "heic", "other", "several", "half", "bomb", "large", "program", "torn", "drawing", "empty"],
)
def test_what_cannot_be_read_of_a_photo_is_said_and_nothing_is_lost(lan, cast, sent, said):
    answer = press(lan, cast, "photo:applicant", **{"applicant-photo": sent()})
    html = answer.content.decode()
    assert said in html
    assert value(html, "applicant-phone") == "0905123456" and not StoredFile.objects.exists()


def test_a_card_that_came_through_an_input_method_is_filled_in_with_a_word_of_caution(lan, cast):
    typed = CARD.replace("Phạm Văn Đồng Xuân", "Phaạm Văn DĐồng Xuân")
    answer = press(lan, cast, "card:applicant", **{"applicant-card": typed})
    html = answer.content.decode()
    assert answer.status_code == 200 and value(html, "applicant-name") == "Phạm Văn Đồng Xuân"
    assert "Đã điền, cần đối chiếu" in html and "Tắt bộ gõ" in html


@pytest.mark.parametrize("typed", ["H48.148-261119-0001", "https://motcua.example/tra-cuu/H48.148-261119-0001/"])
def test_a_slip_scanned_for_a_card_is_called_what_it_is(lan, cast, typed):
    html = press(lan, cast, "card:applicant", **{"applicant-card": typed}).content.decode()
    assert "mã của hồ sơ H48.148-261119-0001" in html


@pytest.mark.parametrize("typed", ["H56.14-261119-0001", "000.00.14.H56-261119-0001", "G22.99.1-251101-000001"])
def test_a_code_of_another_province_is_told_from_one_that_is_mistyped(lan, cast, typed):
    answer = lan.get("/tiep-nhan/mo/", {"ma": typed}, follow=True)
    assert "nơi khác cấp mã" in answer.content.decode()


def test_our_own_codes_are_of_no_other_province(cast):
    assert of_another_province("H48.148-261119-0001", snapshot.present()) == ""


def read_in_place(lan, cast, who: str, **more: object):
    sent = filled(cast, do=f"card:{who}", applicant__name="", applicant__number="") | more
    return lan.post("/tiep-nhan/the/", sent, headers={"HX-Request": "true"})


def test_a_card_read_in_place_brings_the_fields_of_the_applicant_and_nothing_else_of_the_page(lan, cast):
    answer = read_in_place(lan, cast, "applicant", **{"applicant-card": CARD})
    html = answer.content.decode()
    assert answer.status_code == 200 and value(html, "applicant-name") == "Phạm Văn Đồng Xuân"
    assert value(html, "applicant-phone") == "0905123456"  # what was typed stays
    assert "<form" not in html and "papers-" not in html and 'id="known" hx-swap-oob' in html


def test_a_card_read_in_place_fills_only_its_owner(lan, cast):
    html = read_in_place(lan, cast, "owners-1", **{"owners": 2, "owners-1-card": OTHER}).content.decode()
    assert value(html, "owners-1-name") == "A Nhất"
    assert "applicant-" not in html and "known" not in html and "owners-0" not in html


def test_what_is_no_card_is_said_at_the_field_where_it_was_scanned(lan, cast):
    html = read_in_place(lan, cast, "applicant", **{"applicant-card": "xin chào"}).content.decode()
    assert 'id="id_applicant-card_error"' in html and value(html, "applicant-card") == "xin chào"
    assert value(html, "applicant-phone") == "0905123456"


@pytest.mark.parametrize("pressed", ["", "act", "card:", "card:papers-0", "card:owners-x", "card:applicant:2"])
def test_only_parties_have_cards(lan, cast, pressed):
    assert lan.post("/tiep-nhan/the/", {"do": pressed, "applicant-card": CARD}).status_code == 404


def test_who_works_at_no_counter_reads_no_card(client, cast):
    assert (
        signed_in(client, cast, "minh")
        .post("/tiep-nhan/the/", {"do": "card:applicant", "applicant-card": CARD})
        .status_code
        == 404
    )
