"""The hand-shake with the tax office in a real browser: what is awaited, a notice typed, what the applicant owes."""

import pytest

from motcua.casework.file import file_and_accept
from motcua.casework.tax import ask_tax, take_notice
from motcua.casework.tax_messages import Notice
from tests import cast as stage
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
AT = moment("2026-03-02 09:00")


@pytest.fixture
def code():
    cast = stage.enter()
    land = stage.publish_procedure(code="1.012756", name="Thủ tục đăng ký, cấp Giấy chứng nhận", field="Đất đai")
    code = file_and_accept(stage.intake(cast, version_id=land.pk), by=cast.lan, at=AT).code
    ask_tax(code, by=cast.minh, at=AT, parcel="Thửa 12, tờ bản đồ 3, thôn 1, xã Ba Tơ, 250 m², đất ở nông thôn")
    due = Notice(
        "1234/TB-CCTKV", AT.date(), 8_500_000, AT.date().replace(month=4), "Thuế cơ sở 3 tỉnh Quảng Ngãi",
        "Kho bạc Nhà nước khu vực XII, tài khoản 7111", "",
    )  # fmt: skip
    take_notice(code, due, by=cast.minh, at=AT)
    return code


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scripts", [True, False])
def test_every_page_of_it_fits_and_has_no_barriers(code, window, barriers, picture, width, scripts):
    page = window(width=width, java_script_enabled=scripts)
    page.goto(f"/tai-khoan/dang-nhap/?next=/ho-so/{code}/")
    page.fill("[name=username]", "minh")
    page.fill("[name=password]", stage.PASSWORD)
    page.locator("main form button[type=submit]").click()
    pages = {
        "box": f"/ho-so/{code}/", "notice": f"/ho-so/{code}/thong-bao-thue/",
        "proof": f"/ho-so/{code}/chung-tu-nop-thue/", "tracking": f"/tra-cuu/{code}/",
    }  # fmt: skip
    for name, address in pages.items():
        page.goto(address)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"tax-{name}-{width}-{'js' if scripts else 'plain'}")
        if scripts:
            assert barriers(page) == [], name
    if scripts:
        page.goto(f"/ho-so/{code}/")
        page.locator("#co-quan-thue").scroll_into_view_if_needed()
        picture(page, f"tax-scrolled-{width}")
