"""Digitising in a real browser: a stack sent, its pages told apart, shared out, turned and saved."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfWriter

from motcua.casework.file import file_and_accept
from tests import cast as stage
from tests.browser.test_decisions import WIDER_THAN_WINDOW, enter
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEIC = Path(__file__).parents[1] / "files" / "photo.heic"
DROP = """(files) => {
  const all = new DataTransfer();
  for (const [name, bytes] of files) all.items.add(new File([new Uint8Array(bytes)], name));
  dispatchEvent(new DragEvent("drop", { dataTransfer: all, bubbles: true, cancelable: true }));
}"""


def sheet(n):
    """A photo of a sheet of paper, with so many lines."""
    held, paper = BytesIO(), Image.new("RGB", (840, 1188), "white")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((250, 80, 590, 110), fill="black")
    for line in range(4 + 4 * n):
        pen.rectangle((90, 190 + 40 * line, 740, 202 + 40 * line), fill="#555")
    paper.save(held, "JPEG")
    return held.getvalue()


def blank_pdf():
    writer, held = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(held)
    return held.getvalue()


def as_files():
    kinds = [(f"quet-{n}.jpg", "image/jpeg", sheet(n)) for n in (1, 2, 3)] + [
        ("don.pdf", "application/pdf", blank_pdf())
    ]
    return [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in kinds]


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_stack_becomes_papers(window, barriers, picture, width, scripts):
    cast = stage.enter()
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 09:00")).code
    page = window(width=width, java_script_enabled=scripts)

    def looked(name):
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"digitise-{name}-{width}-{'js' if scripts else 'plain'}")
        if scripts:
            assert barriers(page) == [], name

    enter(page, "lan", f"/tiep-nhan/da-nhan/{code}/")
    page.get_by_role("link", name="Số hóa giấy tờ").click()
    looked("fresh")
    page.set_input_files("#id_xap-files", as_files())
    page.locator("button[form=digitise][value=look]").click()
    assert page.locator(".leaf").count() == 4
    page.locator(".leaf select").nth(1).select_option("90")
    page.locator(".leaf select").nth(3).select_option("bo")
    page.fill("[name='giay-1-pages']", "1-2")
    page.fill("[name='giay-2-pages']", "2")
    page.locator("button[form=digitise][value=save]").click()
    assert "Trang 2 đã thuộc" in page.locator(".error-summary").inner_text()
    page.locator("details.said summary").first.click()
    looked("wrong")
    page.fill("[name='giay-2-pages']", "3")
    with page.expect_navigation():
        page.locator("button[form=digitise][value=save]").click()
    assert "Đã số hóa 2 giấy tờ" in page.locator("body").inner_text()
    assert page.locator("main .files a").count() == 2
    looked("saved")
    page.get_by_role("link", name="Về hồ sơ").click()
    page.get_by_role("link", name="Số hóa giấy tờ").click()
    assert page.locator("main .files a").count() == 2


def test_files_dropped_onto_the_page_join_the_stack_in_the_order_of_their_names(window):
    cast = stage.enter()
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 09:00")).code
    page = window(width=1440)
    enter(page, "lan", f"/tiep-nhan/so-hoa/{code}/")
    files = [[name, list(sheet(n))] for name, n in (("quet 10.jpg", 1), ("quet 2.jpg", 2))]
    with page.expect_navigation():
        page.evaluate(DROP, files)
    assert [one.strip() for one in page.locator(".kept label span:first-of-type").all_inner_texts()] == [
        "quet 2.jpg",
        "quet 10.jpg",
    ]


def test_a_folder_of_the_scanner_dropped_onto_the_page_joins_the_stack_with_what_lies_deeper_in_it(window, tmp_path):
    cast = stage.enter()
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 09:00")).code
    page = window(width=1440)
    enter(page, "lan", f"/tiep-nhan/so-hoa/{code}/")
    folder = tmp_path / "May quet"
    (folder / "hom nay").mkdir(parents=True)
    (folder / "quet 2.jpg").write_bytes(sheet(2))
    (folder / "hom nay" / "quet 10.jpg").write_bytes(sheet(1))
    (folder / "quet 11.HEIC").write_bytes(HEIC.read_bytes())
    (folder / "Thumbs.db").write_bytes(b"of the system")
    lane = page.context.new_cdp_session(page)
    drag = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    with page.expect_navigation():
        for kind in ("dragEnter", "dragOver", "drop"):
            lane.send("Input.dispatchDragEvent", {"type": kind, "x": 700, "y": 400, "data": drag})
    assert [one.strip() for one in page.locator(".kept label span:first-of-type").all_inner_texts()] == [
        "quet 2.jpg",
        "quet 10.jpg",
        "quet 11.jpg",  # the name as it is kept
    ]
