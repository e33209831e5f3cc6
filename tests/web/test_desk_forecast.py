"""The forecast on the desk: a sentence that counts what its tab lists, and how right earlier forecasts were."""

import pytest
import time_machine

from motcua.casework.advance import advance
from motcua.casework.file import file_and_accept
from motcua.deadlines.models import Forecast, ForecastDay
from motcua.dossiers.models import Dossier
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")  # a Monday; the limit is three working days, so late from Friday on


@pytest.fixture
def cast():
    with time_machine.travel(AT, tick=False):
        yield stage.enter()


def named(cast, *, late_from="2026-11-05 00:00", day=AT) -> str:
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    Forecast.objects.create(
        day=day.date(),
        dossier=Dossier.objects.get(code=code),
        agency="H48.148",
        late_from=moment(late_from),
        percent=80,
        cases=40,
    )
    return code


def page(client, cast, who, query=""):
    client.force_login(cast.people[who])
    return client.get(f"/viec/{query}").content.decode()


def test_an_officer_reads_how_many_of_their_dossiers_will_be_late_by_thursday(client, cast):
    codes = [named(cast) for _ in range(2)]
    said = page(client, cast, "minh")
    assert "2 hồ sơ của Anh/Chị sẽ quá hạn trước thứ Năm 05/11/2026." in said
    assert 'href="?tab=forecast"' in said
    listed = page(client, cast, "minh", "?tab=forecast")
    assert all(f'href="/ho-so/{code}/"' in listed for code in codes)


def test_what_will_be_late_only_later_is_not_said_yet(client, cast):
    named(cast, late_from="2026-11-06 00:00")
    assert "sẽ quá hạn" not in page(client, cast, "minh")


def test_a_forecast_of_yesterday_says_nothing_today(client, cast):
    named(cast, day=moment("2026-11-01 09:00"))
    assert "sẽ quá hạn" not in page(client, cast, "minh")
    assert "Dự báo hôm nay không nêu hồ sơ nào." in page(client, cast, "minh", "?tab=forecast")


def test_who_has_passed_the_work_on_is_not_told_any_more_but_the_leader_is(client, cast):
    code = named(cast)
    advance(code, by=cast.minh, at=AT)
    assert "sẽ quá hạn" not in page(client, cast, "minh")
    assert "1 hồ sơ của cơ quan sẽ quá hạn trước thứ Năm 05/11/2026." in page(client, cast, "son")


@pytest.mark.parametrize(
    ("near", "hits", "missed", "said"),
    [(40, 30, 10, "Báo đúng 75 %. Thấy trước 75 %"), (5, 5, 0, "chưa đủ dữ liệu")],
)
def test_beside_the_forecast_stands_how_right_it_was(client, cast, near, hits, missed, said):
    day = {"day": moment("2026-10-20 09:00").date(), "agency": "H48.148", "at": AT, "until": AT}
    ForecastDay.objects.create(**day, judged=100, named=near, near=near, hits=hits, missed=missed)
    assert said in page(client, cast, "minh", "?tab=forecast")
