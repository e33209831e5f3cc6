"""A stack of slips: one act for all, each dossier once; strange codes told, the rest goes on; undone with a trace."""

from io import BytesIO

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from motcua.casework.advance import advance
from motcua.casework.file import file_and_accept
from motcua.casework.return_result import return_result
from motcua.casework.take import take
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.stacks.models import Scan, Stack
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.cast import moment
from tests.web.desk_driver import Desk
from tests.web.test_desk_scan import finished

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 08:00")
PAGE = "/viec/quet-chong/"


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def desk(cast):
    return Desk(cast, "2026-11-20 09:00")


def accepted(cast, n: int = 1) -> list[str]:
    return [file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code for _ in range(n)]


def scan(desk, who: str, *codes: str, page: str = PAGE):
    for code in codes:
        answer = desk.post(who, page, {"do": "add", "ma": code})
        assert answer.status_code == 200
    return answer


def press(desk, who: str, act: str, page: str = PAGE, **fields: object):
    """Choose the act and press the button that the page then has."""
    desk.post(who, page, {"do": "choose", "act": act})
    shown = desk.get(who, page)
    rows = [row.scan.pk for row in shown.context["able"]]
    return desk.post(who, page, {"do": "act", "row": rows} | fields)


def undo(desk, who: str):
    rows = [row.scan.pk for row in desk.get(who, PAGE).context["undoable"]]
    return desk.post(who, PAGE, {"do": "undo", "row": rows})


def item(code: str) -> WorkItem:
    return WorkItem.objects.select_related("step").get(dossier__code=code, closed_at__isnull=True)


def kinds(code: str) -> list[str]:
    stream = Dossier.objects.get(code=code).stream
    return list(Event.objects.filter(stream=stream).order_by("n").values_list("kind", flat=True))


def said(answer) -> list[str]:
    return [str(one.text) for one in answer.context["said"]]


def test_a_stack_is_handed_over_with_one_press(cast, desk):
    codes = accepted(cast, 3)
    scan(desk, "minh", *codes)
    answer = press(desk, "minh", "hand_over", to=cast.nhat.account_id, note="Nghỉ phép")
    assert answer["Location"] == PAGE
    assert {item(code).assignee_id for code in codes} == {cast.nhat.account_id}
    html = desk.get("minh", PAGE).content.decode()
    assert html.count("→ A Nhất") == 3


def test_the_act_is_chosen_before_or_after_the_scans(cast, desk):
    first, second = accepted(cast, 2)
    scan(desk, "minh", first)
    desk.post("minh", PAGE, {"do": "choose", "act": "take"})
    scan(desk, "minh", second)
    assert [row.code for row in desk.get("minh", PAGE).context["able"]] == [second, first]


@pytest.mark.parametrize(
    ("act", "who"), [("take", "minh"), ("advance", "minh"), ("return_result", "lan"), ("resolve", "lan")]
)
def test_every_act_of_a_stack_is_that_of_the_dossier(cast, desk, act, who):
    codes = [finished(cast), finished(cast)] if act == "return_result" else accepted(cast, 2)
    if act == "resolve":
        for code in codes:
            advance(code, by=cast.minh, at=AT), advance(code, by=cast.son, at=AT)
            advance(code, by=cast.roi, at=AT, result=stage.result())
    scan(desk, who, *codes)
    assert press(desk, who, act).status_code == 302
    kind = {
        "take": "work.taken", "advance": "work.advanced", "return_result": "dossier.returned",
        "resolve": "dossier.resolved",
    }[act]  # fmt: skip
    assert all(kinds(code)[-1] == kind for code in codes)


def test_what_cannot_be_done_says_why_and_the_rest_goes_on(cast, desk):
    code, used, taken = accepted(cast)[0], finished(cast), accepted(cast)[0]
    return_result(used, by=cast.lan, at=AT)
    take(taken, by=cast.nhat, at=AT)
    desk.post("minh", PAGE, {"do": "add", "ma": code})
    desk.post("minh", PAGE, {"do": "choose", "act": "advance"})
    assert "Đã trả kết quả" in said(scan(desk, "minh", used))[0]
    assert "Việc này người khác đang giữ" in said(scan(desk, "minh", taken))[0]
    press(desk, "minh", "advance")
    assert item(code).step.n == 3 and item(taken).step.n == 2


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("H48.148-261119-9999", "Không tìm thấy hồ sơ “H48.148-261119-9999”"),
        ("H50.14-261119-0001", "do tỉnh, bộ khác cấp (H50)"),
        ("không phải mã", "không phải mã hồ sơ"),
        ("051090001234|212345678|Phạm Văn An|02031990", "thẻ căn cước"),
        ("", "Chưa quét được gì"),
    ],
)
def test_what_is_no_dossier_here_is_told_and_the_stack_goes_on(cast, desk, typed, told):
    codes = accepted(cast, 2)
    scan(desk, "minh", codes[0])
    assert told in said(scan(desk, "minh", typed))[0]
    scan(desk, "minh", codes[1])
    assert [row.code for row, _ in desk.get("minh", PAGE).context["rows"]] == codes[::-1]


def test_a_dossier_out_of_sight_is_told_like_one_that_is_not_there(cast, desk):
    (code,) = accepted(cast)
    hidden, missing = said(scan(desk, "quang", code)), said(scan(desk, "quang", "H48.148-261119-9999"))
    assert hidden[0].replace(code, "") == missing[0].replace("H48.148-261119-9999", "")
    assert not Stack.objects.exists()


def test_a_slip_scanned_twice_is_said_with_who_and_when(cast, desk):
    (code,) = accepted(cast)
    scan(desk, "minh", code)
    assert said(scan(desk, "minh", code)) == [f"Hồ sơ {code} đã có trong chồng, Lê Văn Minh quét lúc 09:00."]
    assert Scan.objects.count() == 1


def test_two_officers_scan_one_stack_and_each_dossier_is_done_once(cast, desk):
    codes = accepted(cast, 2)
    scan(desk, "minh", codes[0])
    shared = f"{PAGE}{Stack.objects.get().pk}/"
    assert shared in desk.get("nhat", PAGE).content.decode()
    scan(desk, "nhat", codes[1], page=shared)
    desk.post("minh", PAGE, {"do": "choose", "act": "advance"})
    both = [row.scan.pk for row in desk.get("nhat", shared).context["able"]]
    assert len(both) == 2
    assert desk.post("minh", PAGE, {"do": "act", "row": both}).status_code == 302
    late = desk.post("nhat", shared, {"do": "act", "row": both})
    assert late.status_code == 409
    assert all("Lê Văn Minh vừa làm hồ sơ này trong chồng lúc 09:00" in text for text in said(late))
    assert [item(code).step.n for code in codes] == [3, 3]


def test_the_stack_of_strangers_is_not_there(cast, desk):
    scan(desk, "minh", *accepted(cast))
    number = Stack.objects.get().pk
    assert desk.get("quang", f"{PAGE}{number}/").status_code == 404
    assert desk.post("quang", f"{PAGE}{number}/", {"do": "close"}).status_code == 404


def test_a_row_out_of_sight_of_the_second_scanner_names_nothing(cast, desk):
    """The counter's own dossier that lies at no agency of the one who scans along."""
    (code,) = accepted(cast)
    scan(desk, "minh", code)
    Stack.objects.update(agency=cast.department)
    html = desk.get("quang", f"{PAGE}{Stack.objects.get().pk}/").content.decode()
    assert code not in html and "Hồ sơ ngoài phạm vi của Anh/Chị" in html


@pytest.mark.parametrize("held", [True, False], ids=["held before", "free before"])
def test_a_hand_over_is_undone_to_who_had_the_work(cast, desk, held):
    (code,) = accepted(cast)
    if held:
        take(code, by=cast.minh, at=AT)
    scan(desk, "minh", code)
    press(desk, "minh", "hand_over", to=cast.nhat.account_id)
    assert undo(desk, "minh").status_code == 302
    assert item(code).assignee_id == (cast.minh.account_id if held else None)
    assert kinds(code)[-2:] == ["work.handed_over", "work.handed_over"]
    assert "đã hoàn tác lúc" in desk.get("minh", PAGE).content.decode()


def test_a_hand_over_stays_once_something_has_happened_since(cast, desk):
    (code,) = accepted(cast)
    scan(desk, "minh", code)
    press(desk, "minh", "hand_over", to=cast.nhat.account_id)
    advance(code, by=cast.nhat, at=moment("2026-11-20 09:00"))
    answer = undo(desk, "minh")
    assert answer.status_code == 409 and len(said(answer)) == 1
    assert item(code).step.n == 3


def test_a_receiver_who_acted_keeps_the_work(cast, desk):
    """The same piece of work, but something else was written into the dossier since."""
    (code,) = accepted(cast)
    scan(desk, "minh", code)
    press(desk, "minh", "hand_over", to=cast.nhat.account_id)
    from_nhat = {"do": "choose", "act": ""}
    desk.post("minh", PAGE, from_nhat)
    advance(code, by=cast.nhat, at=moment("2026-11-20 09:00"))
    assert undo(desk, "minh").status_code == 409


def test_nobody_else_undoes_what_one_did(cast, desk):
    (code,) = accepted(cast)
    scan(desk, "minh", code)
    press(desk, "minh", "advance")
    shared, row = f"{PAGE}{Stack.objects.get().pk}/", Scan.objects.get().pk
    answer = desk.post("nhat", shared, {"do": "undo", "row": [row]})
    assert answer.status_code == 409 and "Chỉ người đã làm được hoàn tác" in said(answer)[0]
    assert item(code).step.n == 3


def test_steps_are_recalled_and_can_be_done_again(cast, desk):
    codes = accepted(cast, 2)
    scan(desk, "minh", *codes)
    press(desk, "minh", "advance")
    undo(desk, "minh")
    assert [item(code).step.n for code in codes] == [2, 2]
    press(desk, "minh", "advance")
    assert [item(code).step.n for code in codes] == [3, 3]


def test_a_returned_result_has_no_undo_here(cast, desk):
    scan(desk, "lan", finished(cast))
    press(desk, "lan", "return_result")
    assert desk.get("lan", PAGE).context["undoable"] == []


def test_handing_over_asks_for_the_receiver_and_keeps_the_stack(cast, desk):
    (code,) = accepted(cast)
    scan(desk, "minh", code)
    answer = press(desk, "minh", "hand_over", note="Gấp")
    assert answer.status_code == 422 and "Chọn người nhận." in answer.content.decode()
    assert 'value="Gấp"' in answer.content.decode() and item(code).assignee_id is None


def test_a_row_is_taken_off_and_a_stack_put_aside(cast, desk):
    codes = accepted(cast, 2)
    scan(desk, "minh", *codes)
    desk.post("minh", PAGE, {"do": "take_off", "row": Scan.objects.get(n=1).pk})
    assert [row.code for row, _ in desk.get("minh", PAGE).context["rows"]] == [codes[1]]
    desk.post("minh", PAGE, {"do": "close"})
    assert desk.get("minh", PAGE).context["rows"] == []
    closed = f"{PAGE}{Stack.objects.get().pk}/"
    assert said(desk.post("minh", closed, {"do": "add", "ma": codes[0]})) == [
        "Chồng này đã cất. Hãy bắt đầu chồng mới."
    ]


def photo(*texts: str) -> SimpleUploadedFile:
    """A picture with a QR code for each text, side by side."""
    drawn = []
    for text in texts:
        one = BytesIO()
        segno.make(text, error="m").save(one, kind="png", scale=6, border=4)
        drawn.append(Image.open(one).convert("L"))
    whole = Image.new("L", (sum(p.width for p in drawn) + 20, max(p.height for p in drawn) + 20), 255)
    left = 10
    for picture in drawn:
        whole.paste(picture, (left, 10))
        left += picture.width
    out = BytesIO()
    whole.save(out, "JPEG")
    return SimpleUploadedFile("anh.jpg", out.getvalue(), "image/jpeg")


def test_all_codes_of_one_picture_are_put_on_the_stack_each_dossier_once(cast, desk):
    first, second = accepted(cast, 2)
    picture = photo(f"https://motcua.example.vn/tra-cuu/{first}/", first, second)
    answer = desk.post("minh", PAGE, {"do": "add", "anh": picture})
    assert [one.good for one in answer.context["said"]] == [True, True]
    assert {row.code for row, _ in answer.context["rows"]} == {first, second}


def test_a_picture_of_one_slip_on_the_scan_page_opens_its_dossier(cast, desk):
    (code,) = accepted(cast)
    answer = desk.post("minh", "/viec/quet/", {"anh": photo(f"https://motcua.example.vn/tra-cuu/{code}/")})
    assert code in answer["Location"] and answer["Location"].startswith("/viec/quet/?ma=")


def test_a_picture_of_several_slips_on_the_scan_page_begins_a_stack(cast, desk):
    codes = accepted(cast, 2)
    answer = desk.post("minh", "/viec/quet/", {"anh": photo(*codes)})
    assert {row.code for row, _ in answer.context["rows"]} == set(codes)


@pytest.mark.parametrize("page", [PAGE, "/viec/quet/"])
@pytest.mark.parametrize("content", [b"MZ\x90\x00", b""])
def test_what_is_no_picture_is_told(cast, desk, page, content):
    sent = SimpleUploadedFile("anh.jpg", content, "image/jpeg")
    html = desk.post("minh", page, {"do": "add", "anh": sent}).content.decode()
    assert "không phải ảnh" in html or "Chưa quét được gì" in html


def test_a_picture_without_codes_is_told(cast, desk):
    blank = BytesIO()
    Image.new("L", (300, 300), 255).save(blank, "PNG")
    sent = SimpleUploadedFile("anh.png", blank.getvalue(), "image/png")
    assert "Không đọc được mã nào trong ảnh" in desk.post("minh", PAGE, {"do": "add", "anh": sent}).content.decode()


def statements(client, post: dict[str, object] | None = None) -> int:
    with CaptureQueriesContext(connection) as said:
        client.post(PAGE, post) if post else client.get(PAGE)
    return len(said)


def test_the_page_and_each_scan_cost_the_same_however_high_the_stack(cast, desk):
    codes, client = accepted(cast, 12), desk.client("minh")
    scan(desk, "minh", *codes[:2])
    desk.post("minh", PAGE, {"do": "choose", "act": "hand_over"})
    statements(client)
    low, low_scan = statements(client), statements(client, {"do": "add", "ma": codes[2]})
    scan(desk, "minh", *codes[3:11])
    assert statements(client) == low
    assert statements(client, {"do": "add", "ma": codes[11]}) == low_scan


@pytest.mark.parametrize("act", ["hand_over", "take", "advance"])
def test_an_act_costs_each_dossier_at_most_twelve_statements_and_two_for_the_row(cast, desk, act):
    def cost(n: int) -> int:
        Stack.objects.update(closed_at=AT.replace(hour=9))
        client = desk.client("minh")
        scan(desk, "minh", *accepted(cast, n))
        desk.post("minh", PAGE, {"do": "choose", "act": act})
        rows = [row.scan.pk for row in desk.get("minh", PAGE).context["able"]]
        assert len(rows) == n
        return statements(client, {"do": "act", "row": rows, "to": cast.nhat.account_id})

    cost(1)
    few, many = cost(2), cost(6)
    assert (many - few) / 4 <= 14
