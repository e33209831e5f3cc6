"""What was received before and is taken down only now: its fold on the reception page, and what it refuses."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.deadlines.models import LateEntry
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.journal.models import Event
from tests import cast as stage
from tests.cast import moment
from tests.files.contents import DOCX, PDF
from tests.web.counter_forms import REFERENCE, error, filled, picture, value

pytestmark = pytest.mark.django_db
FOLD = "Hồ sơ đã nhận trước đó, bây giờ mới ghi?"
LATE = {"late__day": "18/11/2026", "late__clock": "15h30", "late__reason": "Mất điện", "late__paper": "Phiếu 7"}
RESULT = {
    "result__kind": "Giấy khai sinh",
    "result__number": "12/2026",
    "result__issued_on": "18/11/2026",
    "result__signer": "Đinh Văn Sơn",
    "result__copies": 1,
}
POINT = {
    "points": 1,
    "papers__2__got": None,
    "points__0__component": "Giấy chứng sinh",
    "points__0__reason": "Chưa nộp",
    "points__0__guidance": "Nộp 01 bản chính",
    "points__0__n": 2,
}


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 09:00"))
    return stage.enter()


def test_the_fold_is_closed_until_it_is_needed(lan):
    html = lan.get(REFERENCE).content.decode()
    assert f'<details class="sheet late" id="late"><summary>{FOLD}' in html


@pytest.mark.parametrize(
    "mode, more, state",
    [
        ("accept", {}, Status.ACCEPTED),
        ("at_once", RESULT, Status.RETURNED),
        ("ask", POINT, Status.SUPPLEMENT),
        ("refuse", {"refusal__reasons": "Nộp sai nơi"}, Status.NOT_ACCEPTED),
    ],
)
def test_each_way_of_receiving_can_say_when_it_really_was(lan, cast, mode, more, state):
    lan.post(REFERENCE, filled(cast, mode=mode, **LATE, **more))
    d = Dossier.objects.get()
    assert (d.state, d.filed_at) == (state, moment("2026-11-19 09:00"))
    events = Event.objects.filter(stream=d.stream)
    assert set(events.values_list("happened_at", flat=True)) == {moment("2026-11-18 15:30")}
    entry = LateEntry.objects.get()
    assert (entry.reason, entry.paper, entry.scan) == ("Mất điện", "Phiếu 7", None)


def test_a_scan_of_the_paper_slip_is_evidence(lan, cast):
    lan.post(REFERENCE, filled(cast, **LATE | {"late__paper": ""}) | {"late-files": SimpleUploadedFile("a.pdf", PDF)})
    assert LateEntry.objects.get().scan.media_type == "application/pdf"


@pytest.mark.parametrize(
    "wrong, field, said",
    [
        ({"late__paper": ""}, "late-paper", "Bước ghi lùi ngày cần có bằng chứng"),
        ({"late__reason": " "}, "late-reason", "Bước ghi lùi ngày cần có lý do."),
        ({"late__day": "19/11/2026"}, "late-day", "Thời điểm thực hiện không thể ở tương lai."),
        ({"late__day": "02/11/2026"}, "late-day", "Chỉ được ghi lùi tối đa 5 ngày làm việc."),
        ({"late__clock": ""}, "late-clock", "Ghi đủ cả ngày và giờ thực hiện."),
        ({"late__clock": "25:00"}, "late-clock", "Giờ ghi như 08:30."),
        ({"late__day": "", "late__clock": ""}, "late-day", "Ghi ngày và giờ thực hiện, hoặc bỏ lý do"),
    ],
)
def test_a_claim_that_cannot_be_is_said_at_its_field_and_nothing_is_lost(lan, cast, wrong, field, said):
    typed = {name: text for name, text in (LATE | wrong).items() if text}
    answer = lan.post(REFERENCE, filled(cast, **LATE | wrong))
    html = answer.content.decode()
    assert answer.status_code == 422 and not Dossier.objects.exists()
    assert error(html, field).startswith(said)
    assert '<details class="sheet late" id="late" open>' in html
    assert all(value(html, name.replace("__", "-")) == text for name, text in typed.items())
    assert value(html, "applicant-name") == "Phạm Văn Đồng Xuân"


def test_a_scan_outlives_the_refusal_of_something_else(lan, cast):
    form = filled(cast, **LATE | {"late__paper": ""}, applicant__name="")
    html = lan.post(REFERENCE, form | {"late-files": picture("phieu.png")}).content.decode()
    assert "phieu.png" in html
    again = filled(cast, **LATE | {"late__paper": ""}) | {"late-kept": value(html, "late-kept")}
    lan.post(REFERENCE, again)
    assert LateEntry.objects.get().scan.media_type == "image/png"


def test_a_second_scan_takes_the_place_of_the_first(lan, cast):
    form = filled(cast, do="look", **LATE) | {"late-files": picture("cu.png")}
    html = lan.post(REFERENCE, form).content.decode()
    again = filled(cast, do="look", **LATE) | {"late-kept": value(html, "late-kept"), "late-files": picture("moi.png")}
    html = lan.post(REFERENCE, again).content.decode()
    assert "moi.png" in html and "cu.png" not in html


def test_evidence_that_is_no_scan_is_said_where_it_was_sent(lan, cast):
    form = filled(cast, **LATE) | {"late-files": SimpleUploadedFile("so.docx", DOCX)}
    html = lan.post(REFERENCE, form).content.decode()
    assert error(html, "late-files") == "Bằng chứng ghi lùi ngày phải là bản chụp: tệp PDF hoặc ảnh."
    assert 'href="#id_late-files"' in html and not Dossier.objects.exists()


def test_a_draft_keeps_the_claim(lan, cast):
    saved = lan.post(REFERENCE, filled(cast, do="draft", **LATE) | {"late-files": picture("phieu.png")})
    html = lan.get(saved["Location"]).content.decode()
    assert value(html, "late-day") == "18/11/2026" and value(html, "late-reason") == "Mất điện"
    assert "phieu.png" in html and '<details class="sheet late" id="late" open>' in html
