"""Linked groups of the back office in a real browser: sent as a file, looked at, put in force, read, ended."""

import json

import pytest

from motcua.catalogue.models import Competence
from tests import cast as stage
from tests.browser.test_decisions import WIDER_THAN_WINDOW, enter
from tests.casework import declarations as d

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def lines(**changes):
    content = json.dumps(d.line(**changes), ensure_ascii=False).encode()
    return {"name": "nhom.jsonl", "mimeType": "application/json", "buffer": content}


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_group_comes_from_a_file_and_ends(window, barriers, picture, width, scripts):
    stage.enter()
    page = window(width=width, java_script_enabled=scripts)

    def looked(name):
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"linked-{name}-{width}-{'js' if scripts else 'plain'}")
        if scripts:
            assert barriers(page) == [], name

    enter(page, "quan", "/quan-tri/lien-thong/")
    looked("none")
    page.get_by_role("link", name="Nhập từ tệp").first.click()
    looked("file")
    page.set_input_files("[name=file]", lines(decision=""))
    page.locator("button[form=act]").click()
    assert "Thiếu quyết định công bố" in page.locator("main").inner_text()
    looked("wrong")
    d.publish()
    page.set_input_files("[name=file]", lines(decision="Nghị định số 99/2026/NĐ-CP"))
    page.locator("button[form=act]").click()
    assert "1 nhóm có bản mới" in page.locator("main").inner_text()
    looked("preview")
    page.locator("button[form=act]").click()
    assert "Đã đưa vào áp dụng 1 nhóm" in page.locator("main").inner_text()
    Competence.objects.filter(procedure__code=d.INSURANCE).delete()
    page.goto("/quan-tri/lien-thong/")
    assert "Chưa rõ cơ quan nào giải quyết" in page.locator("main").inner_text()
    looked("list")
    page.get_by_role("link", name=d.line()["name"]).click()
    looked("group")
    page.get_by_role("link", name="Kết thúc nhóm").click()
    page.fill("[name=day]", "01/12/2030")
    page.fill("[name=decision]", "Quyết định 7/QĐ-UBND ngày 20/11/2026")
    looked("end")
    page.locator("button[form=act]").click()
    assert "đến trước 01/12/2030" in page.locator("main").inner_text()
    looked("ended")
