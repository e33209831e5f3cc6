"""Scans: whatever is given becomes one upright, light PDF, and what cannot be is refused by its name."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import typst
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from motcua.files.scan_images import _image_head
from motcua.files.scan_previews import preview
from motcua.files.scans import PDF, Page, compose, rules_on, take
from motcua.kernel.sentences import Refused

RULES = rules_on(date(2026, 11, 20))


def photo(size=(4000, 3000), *, turned=1, form="JPEG", mode="RGB"):
    held, exif = BytesIO(), Image.Exif()
    exif[0x0112] = turned
    Image.new(mode, size).save(held, form, exif=exif)
    return held.getvalue()


def pdf(pages=3, *, change=None):
    writer, held = PdfWriter(), BytesIO()
    for n in range(pages):
        writer.add_blank_page(500 + n, 700)
    if change:
        change(writer)
    writer.write(held)
    return held.getvalue()


def with_script(writer):
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def given(content, name="a.pdf"):
    return take(content, name=name, limit=20 * 2**20, rules=RULES)


@pytest.mark.parametrize("turned, size", [(1, (3119, 2339)), (6, (2339, 3119)), (3, (3119, 2339))])
def test_a_photo_stands_upright_at_the_resolution_of_the_law(turned, size):
    found = given(photo((6000, 4500), turned=turned), "a.jpg")
    width, height = Image.open(BytesIO(found.content)).size
    assert (width > height) == (size[0] > size[1]) and min(width, height) >= RULES.sides[0]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "1", "P", "I;16"])
def test_a_png_of_any_kind_becomes_a_page(mode):
    taken = given(photo((300, 200), form="PNG", mode=mode), "a.png")
    found = compose([Page("a.png", taken.content, taken.media_type)], rules=RULES)
    assert PdfReader(BytesIO(found)).pages[0].images[0].image.size == (300, 200)


def test_pages_are_split_reordered_and_turned():
    content = pdf()
    found = compose([Page("a", content, PDF, 3, 90), Page("a", content, PDF, 1)], rules=RULES)
    assert [(p.mediabox.width, p.rotation) for p in PdfReader(BytesIO(found)).pages] == [(502, 90), (500, 0)]


def test_photos_within_a_pdf_are_brought_to_the_resolution_of_a_scan():
    held = BytesIO()
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(held, "PDF", quality=95, resolution=400)
    found = compose([Page("a", held.getvalue(), PDF)], rules=RULES)
    assert len(found) < len(held.getvalue()) / 2
    assert PdfReader(BytesIO(found)).pages[0].images[0].image.size[0] < 4000


@pytest.mark.parametrize(
    "content, said",
    [
        (pdf(change=lambda w: w.encrypt("x", algorithm="RC4-128")), "mật khẩu"),
        (pdf(change=with_script), "mã lệnh"),
        (pdf(change=lambda w: w.add_attachment("a.txt", b"x")), "tệp đính kèm"),
        (pdf(0), "không có trang"),
        (pdf(201), "201 trang"),
        (b"%PDF-1.7\n1 0 obj", "hỏng"),
        (pdf()[:200], "hỏng"),
        (b"MZ" + bytes(100), "không đúng là"),
        (b"", "rỗng"),
    ],
    ids=["password", "script", "attachment", "no page", "too many", "broken", "cut", "program", "empty"],
)
def test_a_pdf_that_does_not_do_is_refused_by_its_name(content, said):
    with pytest.raises(Refused, match=said) as refused:
        given(content, "Đơn.pdf")
    assert "Đơn.pdf" in str(refused.value)


def test_a_heic_as_a_telephone_takes_it_becomes_an_upright_jpeg():
    found = given((Path(__file__).parent / "photo.heic").read_bytes(), "IMG_0001.HEIC")
    picture = Image.open(BytesIO(found.content))
    assert (picture.format, picture.size, found.media_type) == ("JPEG", (900, 1200), "image/jpeg")
    assert picture.getexif().get(0x0112) is None
    assert picture.getpixel((450, 60))[0] < 40 and picture.getpixel((450, 1100))[0] > 200


def test_a_page_without_a_picture_is_drawn_as_it_stands():
    told = typst.compile(b"#set page(flipped: true)\n#rect(width: 100%, height: 100%, fill: red)", format="pdf")
    small = Image.open(BytesIO(preview(told, PDF, 1, rules=RULES)))
    assert small.width == 360 > small.height
    red, green, blue = small.getpixel((180, 120))
    assert red > 200 > green + blue
    assert preview(pdf(), PDF, 1, rules=RULES) is not None


def test_too_many_pixels_and_a_broken_heic_are_refused():
    with pytest.raises(Refused, match="điểm ảnh"):
        given(photo((9000, 9000), form="PNG", mode="1"), "a.png")
    with pytest.raises(Refused, match="không phải ảnh mở được"):
        given(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "a.heic")


def shared(pages=2):
    """A PDF whose pages all draw with one dictionary of pictures, as scanners write them."""
    writer, held = PdfWriter(), BytesIO()
    pictures = DictionaryObject()
    for n in range(pages):
        picture = StreamObject()
        picture.set_data(photo((20 + n, 30)))
        picture.update(_image_head(20 + n, 30, grey=False))
        pictures[NameObject(f"/Im{n}")] = writer._add_object(picture)
    common = writer._add_object(DictionaryObject({NameObject("/XObject"): pictures}))
    for n in range(pages):
        page, drawn = writer.add_blank_page(500, 700), DecodedStreamObject()
        drawn.set_data(f"q 500 0 0 700 0 0 cm /Im{n} Do Q".encode())
        page[NameObject("/Resources")], page[NameObject("/Contents")] = common, writer._add_object(drawn)
    writer.write(held)
    return held.getvalue()


@pytest.mark.parametrize("n", [1, 2])
def test_a_page_that_was_split_off_carries_no_picture_of_the_others(n):
    found = compose([Page("a", shared(), PDF, n)], rules=RULES)
    assert [i.image.width for i in PdfReader(BytesIO(found)).pages[0].images] == [19 + n]
    assert found.count(b"/DCTDecode") == 1


def test_all_pages_of_shared_pictures_keep_their_own():
    found = compose([Page("a", shared(), PDF, n) for n in (2, 1)], rules=RULES)
    assert [p.images[0].image.width for p in PdfReader(BytesIO(found)).pages] == [21, 20]


def signed(writer):
    form = DictionaryObject({NameObject("/SigFlags"): NumberObject(3), NameObject("/Fields"): ArrayObject()})
    writer.root_object[NameObject("/AcroForm")] = form


def test_a_signed_file_stays_byte_for_byte_as_it_is_and_is_never_split():
    content = pdf(2, change=signed)
    assert given(content).signed and not given(pdf()).signed
    whole = [Page("Đơn.pdf", content, PDF, n) for n in (1, 2)]
    assert compose(whole, rules=RULES) == content
    turned = [whole[0], Page("Đơn.pdf", content, PDF, 2, 90)]
    for part in (whole[:1], whole[::-1], turned, [*whole, Page("b", pdf(), PDF)]):
        with pytest.raises(Refused, match=r"Đơn\.pdf.*ký số"):
            compose(part, rules=RULES)


def test_a_page_is_told_from_others_by_a_small_picture_and_one_of_text_by_none():
    small = preview(shared(), PDF, 2, rules=RULES)
    assert Image.open(BytesIO(small)).size == (21, 30)
    assert max(Image.open(BytesIO(preview(photo(), "image/jpeg", 1, rules=RULES))).size) == 360
    assert preview(b"x", PDF, 1, rules=RULES) is None
