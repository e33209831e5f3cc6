"""The figures of the catalogue: a day's procedures by level and field, and what a reader does next."""

import pytest

from motcua.catalogue.models import ProcedureVersion
from tests import cast as stage
from tests.web.office_pages import address, sign_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def quan(client):
    return sign_in(client, stage.enter(), "quan")


def test_procedures_are_counted_once_and_services_by_both_classifications(quan):
    stage.publish_procedure(code="2.000001", levels=["province", "commune"], online_level=3)
    stage.publish_procedure(code="2.000002", field="Đất đai", online="full")
    page = text_of(quan.get(address("catalogue_counts")))
    assert "3 thủ tục đang có hiệu lực, 2 là dịch vụ công trực tuyến (66,67 %)" in page
    assert "Dùng chung nhiều cấp 1 0 1 0 0 1 0 1 100,00 %" in page
    assert "Đất đai 1 1 0 0 0 0 0 1 100,00 %" in page
    assert "Tổng số 3 1 1 0 1 1 0 2 66,67 %" in page


def test_a_field_opens_its_procedures_today_and_not_on_another_day(quan):
    link = f"{address('procedures')}?field=H%E1%BB%99+t%E1%BB%8Bch"
    assert link in quan.get(address("catalogue_counts")).content.decode()
    assert link not in quan.get(address("catalogue_counts") + "?day=02/01/2026").content.decode()


def test_a_day_on_which_nothing_was_in_force_says_so_and_shares_nothing(quan):
    ProcedureVersion.objects.update(valid_to="2026-01-01", valid_from="2025-06-01")
    page = text_of(quan.get(address("catalogue_counts")))
    assert "Ngày này không có thủ tục nào đang có hiệu lực." in page
    assert "0 là dịch vụ công trực tuyến (–)" in page


def test_a_day_that_cannot_be_read_is_told_and_today_is_shown(quan):
    page = text_of(quan.get(address("catalogue_counts") + "?day=31/02/2026"))
    assert "không phải là một ngày" in page
    assert "Đang xem ngày hôm nay." in page
