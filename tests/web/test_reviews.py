"""Reviews of procedures by pages: opened, filled a page at once, decided on, closed; others find nothing."""

import json
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.casework.office.review_lines import fill_lines
from motcua.catalogue import actions as catalogue
from motcua.catalogue.published import read
from motcua.reviews.models import ReviewCampaign, ReviewLine
from motcua.reviews.rules import Said
from tests import cast as stage
from tests.casework.test_reviews import AT, HOUSE, JUSTICE, close, opened, publish, say
from tests.spreadsheets import tables
from tests.web.office_pages import address, error_at, sign_in, text_of
from tests.web.office_pages import press as pressed_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
KEYS = count()
HEAD = {
    "kind": "decentralisation", "name": "Rà soát phân cấp 2026", "order_number": "15/KH-UBND",
    "order_dated": "01/11/2026", "taken_on": "18/11/2026", "due": "15/12/2026", "target": "20",
}  # fmt: skip
BIRTH = "1.000689"


def press(client, url, **values):
    return pressed_with(client, url, key=f"a-key-of-its-own-{next(KEYS)}", **values)


@pytest.fixture
def cast(clock):
    clock.move_to(AT)
    cast = stage.enter()
    publish(JUSTICE, ["province"], agencies=[cast.department])
    publish(HOUSE, ["commune"], kinds=["commune_committee"], field="Nhà ở")
    return cast


@pytest.fixture
def an(client, cast):
    return sign_in(client, cast, "an")


@pytest.fixture
def quang(client, cast):
    """The officer of the department that is asked for JUSTICE and BIRTH."""
    return sign_in(client, cast, "quang")


def sheet_of(campaign):
    return reverse("desk:review", args=[campaign.pk])


def row(code, result="", *, edition=None, **more):
    """The fields of one row as a browser sends them."""
    line = ReviewLine.objects.get(procedure__code=code)
    said = {"result": result, "edition": line.edition if edition is None else edition, **more}
    return {f"{name}-{line.pk}": value for name, value in said.items()}


def test_a_campaign_goes_from_opening_to_its_approval_by_pages_alone(client, cast, an):
    answer = press(an, address("review_new"), **HEAD)
    campaign = ReviewCampaign.objects.get()
    assert answer["Location"] == address("review", campaign.pk)
    sign_in(client, cast, "quang")
    client.post(sheet_of(campaign), {**row(JUSTICE, "commune", text="Giao xã"), **row(BIRTH, "keep")})
    sign_in(client, cast, "an")
    page = text_of(client.get(address("review", campaign.pk)))
    assert "Đã rà soát 2 trong 3 thủ tục, đề xuất thay đổi 1." in page
    assert "50,00 %" in page and "100,00 %" in page and "Chưa giao cơ quan nào" in page
    line = ReviewLine.objects.get(procedure__code=JUSTICE)
    press(client, address("review_judge", campaign.pk), **{f"qd-{line.pk}": "accepted"})
    answer = press(client, address("review_close", campaign.pk), number="120/QĐ-UBND", dated="18/11/2026")
    assert "Còn 1 thủ tục chưa rà soát." in error_at(answer, "unfinished")
    press(client, address("review_close", campaign.pk), number="120/QĐ-UBND", dated="18/11/2026", unfinished="on")
    page = text_of(client.get(address("review", campaign.pk)))
    assert "120/QĐ-UBND" in page and "Chờ thực hiện: 1" in page
    assert "Kết thúc bằng quyết định" not in page


def test_what_is_chosen_at_opening_is_what_is_reviewed(cast, an):
    press(an, address("review_new"), **HEAD, levels=["commune"], fields_=["Nhà ở"], agencies=["none"])
    assert [line.procedure.code for line in ReviewLine.objects.all()] == [HOUSE]
    campaign = ReviewCampaign.objects.get()
    page = text_of(an.get(address("review", campaign.pk)))
    assert "Cấp xã" in page and "Nhà ở" in page and "chưa rõ cơ quan" in page


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"name": ""}, "name", "bắt buộc"),
        ({"due": "17/11/2026"}, "due", "sớm nhất là hôm nay"),
        ({"due": "31/02/2026"}, "due", "không phải là một ngày"),
        ({"taken_on": "19/11/2026"}, "taken_on", "ngày đã qua"),
        ({"target": "101"}, "target", "100"),
        ({"target": "hai mươi"}, "target", "số"),
        ({"kind": "dream"}, "kind", "không"),
        ({"levels": ["moon"]}, "levels", "không"),
    ],
)
def test_a_campaign_that_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(cast, an, changes, field, why):
    answer = press(an, address("review_new"), **(HEAD | changes))
    assert answer.status_code == 422 and why in error_at(answer, field) and "15/KH-UBND" in answer.content.decode()
    assert not ReviewCampaign.objects.exists()


def test_a_page_is_kept_at_once_and_a_bad_row_stands_there_as_it_was_typed(cast, quang):
    campaign = opened(cast, kind="simplification")
    typed = {**row(JUSTICE, "amend", text="Bỏ một giấy tờ", saving="1.200.000"), **row(BIRTH, "repeal", basis="NĐ 7")}
    answer = quang.post(sheet_of(campaign), typed)
    line = ReviewLine.objects.get(procedure__code=BIRTH)
    assert answer.status_code == 422
    assert "Hãy ghi nội dung đề xuất." in error_at(answer, f"text-{line.pk}")
    assert (
        "1 dòng chưa ghi được. Các dòng khác đã ghi." in text_of(answer) and 'value="NĐ 7"' in answer.content.decode()
    )
    kept = ReviewLine.objects.get(procedure__code=JUSTICE)
    assert (kept.proposal, kept.saving, line.verdict) == ("amend", 1_200_000, "")
    answer = quang.post(sheet_of(campaign), {**typed, **row(BIRTH, "repeal", basis="NĐ 7", text="Trùng")})
    assert answer.status_code == 302 and ReviewLine.objects.get(pk=line.pk).proposal == "repeal"


@pytest.mark.parametrize(
    ("said", "part", "why"),
    [
        ({"result": "", "text": "Chỉ có chữ"}, "result", "Hãy chọn giữ nguyên hay đề xuất"),
        ({"result": "moon"}, "result", "hãy chọn trong danh sách"),
        ({"result": "amend", "text": "Bớt", "saving": "nhiều"}, "saving", "không phải là số tiền"),
        ({"result": "amend", "text": "\ufffd"}, "text", "không đọc được"),
        ({"result": "amend", "text": "x" * 2001}, "text", "2000"),
    ],
)
def test_bad_input_is_told_at_its_row(cast, quang, said, part, why):
    campaign = opened(cast, kind="simplification")
    answer = quang.post(sheet_of(campaign), row(JUSTICE, **said))
    line = ReviewLine.objects.get(procedure__code=JUSTICE)
    assert answer.status_code == 422 and why in error_at(answer, f"{part}-{line.pk}") and line.verdict == ""


def test_two_who_fill_one_row_notice_each_other_and_the_second_decides(cast, quang):
    campaign = opened(cast)
    say(campaign, JUSTICE, Said("keep"), by=cast.quang)
    answer = quang.post(sheet_of(campaign), row(JUSTICE, "commune", edition=1))
    page = text_of(answer)
    assert "vừa ghi dòng này" in page and "Đang ghi: Giữ nguyên" in page
    line = ReviewLine.objects.get(procedure__code=JUSTICE)
    assert f'name="edition-{line.pk}" value="2"' in answer.content.decode()
    quang.post(sheet_of(campaign), row(JUSTICE, "commune", edition=2))
    assert ReviewLine.objects.get(pk=line.pk).proposal == "commune"


def test_to_press_twice_does_nothing_twice(cast, quang):
    campaign = opened(cast)
    sent = row(JUSTICE, "commune")
    assert [quang.post(sheet_of(campaign), sent).status_code for _ in range(2)] == [302, 302]
    assert ReviewLine.objects.get(procedure__code=JUSTICE).edition == 2


def test_a_closed_campaign_is_read_and_not_written(cast, quang):
    campaign = opened(cast)
    sent = row(JUSTICE, "commune")
    close(cast, campaign)
    assert "không sửa được nữa" in text_of(quang.get(sheet_of(campaign)))
    answer = quang.post(sheet_of(campaign), sent)
    assert answer.status_code == 422 and "đã kết thúc theo 120/QĐ-UBND" in text_of(answer)
    assert ReviewLine.objects.get(procedure__code=JUSTICE).verdict == ""


def test_the_sheet_is_narrowed_and_only_ones_own_lines_are_there(client, cast):
    campaign = opened(cast)
    quang = sign_in(client, cast, "quang")
    assert HOUSE not in text_of(quang.get(sheet_of(campaign)))
    assert BIRTH not in text_of(quang.get(sheet_of(campaign) + "?text=1.000001"))
    fill_lines(campaign.pk, {ReviewLine.objects.get(procedure__code=BIRTH).pk: (1, Said("keep"))}, by=cast.quang, at=AT)
    assert BIRTH not in text_of(quang.get(sheet_of(campaign) + "?state=open"))
    assert "Không có thủ tục nào như vậy." in text_of(quang.get(sheet_of(campaign) + "?state=propose&agency=x"))


def test_the_next_page_comes_after_this_one(cast, quang):
    campaign = opened(cast)
    answers = [quang.post(sheet_of(campaign) + query, {"next": "1"}) for query in ("", "?page=2", "?page=x")]
    assert [answer["Location"].rpartition("page=")[2] for answer in answers] == ["2", "3", "2"]
    stays = quang.post(sheet_of(campaign) + "?state=open", {"next": "1"})
    assert stays["Location"].endswith("?state=open")


PAGES = [
    "reviews",
    "review_new",
    "review",
    "review_lines",
    "review_judge",
    "review_close",
    "review_sheet",
    "review_json",
]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("who", "status"), [("an", 200), ("quan", 200), ("quang", 404), ("lan", 404), ("son", 404)])
def test_pages_are_for_who_supervises_all_or_administers(client, cast, name, who, status):
    campaign = opened(cast)
    args = [] if name in ("reviews", "review_new") else [campaign.pk]
    assert sign_in(client, cast, who).get(address(name, *args)).status_code == status


@pytest.mark.parametrize(("who", "status"), [("quang", 200), ("minh", 404), ("lan", 404), ("an", 404), ("quan", 404)])
@pytest.mark.parametrize("name", ["review", "review_sheet"])
def test_the_worksheet_is_for_officers_of_the_agencies_asked(client, cast, who, status, name):
    campaign = opened(cast)
    assert sign_in(client, cast, who).get(reverse(f"desk:{name}", args=[campaign.pk])).status_code == status


def test_the_desk_says_that_a_campaign_waits(client, cast):
    opened(cast)
    assert "1 cuộc rà soát chờ cơ quan làm." in text_of(sign_in(client, cast, "quang").get("/viec/"))
    assert "cuộc rà soát" not in text_of(sign_in(client, cast, "minh").get("/viec/"))
    assert "Cơ quan chưa được giao rà soát" in text_of(client.get(reverse("desk:reviews")))


def test_ticked_lines_and_all_that_are_filtered_are_given_away(cast, an):
    campaign = opened(cast)
    lines = address("review_lines", campaign.pk)
    line = ReviewLine.objects.get(procedure__code=HOUSE)
    press(an, lines, to="H48.148", dong=[line.pk])
    assert ReviewLine.objects.get(pk=line.pk).agency == cast.commune
    press(an, f"{lines}?agency={cast.department.pk}", to="H48", whole="on")
    assert ReviewLine.objects.filter(agency=cast.province).count() == 2
    answer = press(an, lines, to="H48.148.01", dong=[line.pk])
    assert answer.status_code == 422 and "Không chọn được" in error_at(answer, "to")
    answer = press(an, lines, to="H48")
    assert "Hãy chọn ít nhất một thủ tục." in error_at(answer, "to")


def test_nothing_judged_is_told(cast, an):
    campaign = opened(cast)
    say(campaign, JUSTICE, Said("propose", "commune"), by=cast.quang)
    answer = press(an, address("review_judge", campaign.pk))
    assert "Chưa chọn đồng ý hay không đồng ý" in text_of(answer)
    line = ReviewLine.objects.get(procedure__code=JUSTICE)
    answer = press(an, address("review_judge", campaign.pk), **{f"qd-{line.pk}": "dream"})
    assert answer.status_code == 422


def test_the_files_say_what_the_pages_say(cast, an):
    campaign = opened(cast)
    say(campaign, JUSTICE, Said("propose", "commune", text="=1+1"), by=cast.quang)
    close(cast, campaign)
    book = tables(an.get(address("review_sheet", campaign.pk)).content)
    assert list(book) == ["Theo cấp", "Theo cơ quan", "Từng thủ tục"]
    told = {r[0]: r[1:] for r in book["Theo cấp"][6:]}
    assert told["Cấp tỉnh"][:4] == [1, 1, 1, 100] and told["Cấp xã"][3] == "không tính"
    line = next(r for r in book["Từng thủ tục"] if len(r) > 1 and r[1] == JUSTICE)
    assert [line[i] for i in (5, 6, 7, 9, 12, 14)] == [
        "Sở Tư pháp", "Đề xuất thay đổi", "Phân cấp cho cấp xã", "=1+1", "Võ Quang", "Đồng ý",
    ]  # fmt: skip
    said = json.loads(an.get(address("review_json", campaign.pk)).content)
    assert said["levels"]["province"] == {
        "asked": 1, "reviewed": 1, "proposed": 1, "accepted": 1, "declined": 0, "late": 0,
        "proposed_percent": "100.00", "target_reached": True,
    }  # fmt: skip
    assert said["levels"]["commune"]["proposed_percent"] is None
    assert [one["carried_out"] for one in said["lines"] if one["code"] == JUSTICE] == ["waiting"]


def many(cast, n):
    lines = [read(stage.procedure_line(code=f"2.{i:06}", name=f"Thủ tục {i}")) for i in range(n)]
    catalogue.publish_many(lines, day=AT.date(), by="test", at=AT)


def statements(client, url, **sent):
    with CaptureQueriesContext(connection) as seen:
        answer = client.post(url, sent) if sent else client.get(url)
    assert answer.status_code in (200, 302)
    return len(seen)


def test_pages_take_the_same_statements_for_three_lines_and_for_fifty(client, cast):
    few, lots = opened(cast), None
    many(cast, 60)
    lots = opened(cast, order_number="16/KH-UBND")
    pages = [(name, 12) for name in ("review", "review_lines", "review_judge")]
    sign_in(client, cast, "an")
    for name, most in pages:
        statements(client, address(name, few.pk))
        first, second = (statements(client, address(name, campaign.pk)) for campaign in (few, lots))
        assert first == second <= most, name
    sign_in(client, cast, "quang")
    statements(client, sheet_of(few))
    assert statements(client, sheet_of(few)) == statements(client, sheet_of(lots)) <= 12


def test_a_page_of_rows_is_kept_in_few_statements(client, cast):
    many(cast, 60)
    campaign = opened(cast)
    quang = sign_in(client, cast, "quang")
    pks = list(campaign.lines.filter(agency=cast.department).order_by("n").values_list("pk", flat=True)[:25])
    sent = {f"{part}-{pk}": value for pk in pks for part, value in (("result", "keep"), ("edition", 1))}
    assert len(pks) == 25
    assert statements(quang, sheet_of(campaign), **sent) <= 18
    assert ReviewLine.objects.filter(verdict="keep").count() == 25
