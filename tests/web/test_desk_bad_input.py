"""Bad input at the desk: a clear sentence, nothing lost, nothing half-done."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from motcua.dossiers.models import Attachment, Dossier, SupplementRequest
from motcua.dossiers.states import Status
from motcua.files.models import StoredFile
from motcua.journal.models import Event
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.web.desk_driver import Desk, accepted, filed, papers, points, result, text_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def desk(cast):
    return Desk(cast)


def events(code: str) -> int:
    return Event.objects.filter(stream=Dossier.objects.get(code=code).stream).count()


# Twice, and at the same time


def test_a_double_click_acts_once_and_leads_to_the_dossier(cast, desk):
    code = accepted(cast)
    fields = desk.sent("minh", code, "chuyen-buoc")
    first = desk.post("minh", f"/ho-so/{code}/chuyen-buoc/", fields)
    before = events(code)
    second = desk.post("minh", f"/ho-so/{code}/chuyen-buoc/", fields)
    assert first["Location"] == second["Location"] == f"/ho-so/{code}/"
    assert events(code) == before


def test_a_form_without_key_is_not_acted_on(cast, desk):
    code = accepted(cast)
    answer = desk.post("minh", f"/ho-so/{code}/chuyen-buoc/", {})
    assert answer.status_code == 409 and "Hãy tải lại trang" in text_of(answer)
    assert Dossier.objects.get(code=code).state is Status.ACCEPTED


@pytest.mark.parametrize(("noun", "fields"), [("chuyen-buoc", {}), ("ban-giao", {"to": "all"}), ("nhan-viec", {})])
def test_the_second_of_two_officers_is_told_that_the_work_is_done(cast, desk, noun, fields):
    code = accepted(cast)
    late = desk.sent("nhat", code, noun, **fields)
    desk.do("minh", code, "chuyen-buoc")
    answer = desk.post("nhat", f"/ho-so/{code}/{noun}/", late)
    assert answer.status_code == 409
    assert "Việc này đã được hoàn thành. Hãy tải lại trang để thấy bước hiện tại." in text_of(answer)


def test_the_second_who_takes_is_told_that_somebody_holds_it(cast, desk):
    code = accepted(cast)
    late = desk.sent("nhat", code, "nhan-viec")
    desk.do("minh", code, "nhan-viec")
    answer = desk.post("nhat", f"/ho-so/{code}/nhan-viec/", late)
    assert answer.status_code == 409 and "người khác đang giữ" in text_of(answer)
    assert WorkItem.objects.get(dossier__code=code, closed_at__isnull=True).assignee == cast.people["minh"]


# The wrong verb, the wrong person


def test_a_verb_in_the_wrong_state_is_refused_in_a_sentence(cast, desk):
    code = accepted(cast)
    answer = desk.press("lan", code, "tra-ket-qua")
    assert answer.status_code == 409
    assert "Hồ sơ đang ở trạng thái “Được tiếp nhận” nên không thực hiện được “Trả kết quả”." in text_of(answer)


def test_a_verb_by_the_wrong_person_is_refused_in_a_sentence(cast, desk):
    code = accepted(cast)
    answer = desk.press("roi", code, "chuyen-buoc")
    assert answer.status_code == 409
    assert "Việc này thuộc vị trí khác trong quy trình của hồ sơ." in text_of(answer)


def test_work_goes_to_nobody_who_does_not_hold_the_post(cast, desk):
    code = accepted(cast)
    answer = desk.press("minh", code, "ban-giao", to=cast.people["lan"].pk)
    assert answer.status_code == 422
    assert answer.context["form"].errors["to"] == ["Người nhận bàn giao không có vị trí này tại nơi đang giữ việc."]


# What was typed stays


@pytest.mark.parametrize(
    ("noun", "typed", "field"),
    [
        ("de-xuat-bo-sung", {"items.0.component": "Giấy chứng sinh", "basis": "Điều 9"}, "items.0.reason"),
        ("de-xuat-bo-sung", points(**{"items.0.component": "Tờ khai"}), "items.0.reason"),
        ("tam-dung", {"ground": "other", "reason": "Chờ xác minh", "basis": ""}, "basis"),
    ],
)
def test_an_error_stands_at_its_field_and_keeps_what_was_typed(cast, desk, noun, typed, field):
    code = accepted(cast)
    answer = desk.press("minh", code, noun, **typed)
    assert answer.status_code == 422 and field in answer.context["form"].errors
    words = text_of(answer)
    assert f'id="id_{field}_error"' in words and f'href="#id_{field}"' in words
    assert all(value in words for value in typed.values())
    assert SupplementRequest.objects.count() == 0


def test_what_was_refused_can_be_put_right_and_sent_again_with_the_same_key(cast, desk):
    code = accepted(cast)
    wrong = desk.press("minh", code, "de-xuat-bo-sung", **{"items.0.component": "Giấy chứng sinh"})
    fields = {"key": wrong.context["key"], **points()}
    answer = desk.post("minh", f"/ho-so/{code}/de-xuat-bo-sung/", fields)
    assert answer.status_code == 302


def test_more_lines_are_given_without_acting(cast, desk):
    code = accepted(cast)
    answer = desk.press("minh", code, "de-xuat-bo-sung", **points(more="1"))
    assert answer.status_code == 200 and "Bản chụp bị mờ" in text_of(answer)
    assert answer.context["form"].points > 2 and SupplementRequest.objects.count() == 0


def test_a_missing_paper_is_named_by_its_line(cast, desk):
    code = filed(cast, papers=())
    answer = desk.press("lan", code, "tiep-nhan", **papers(**{"paper.2.originals": 0}))
    assert answer.status_code == 422 and "Chưa đánh dấu giấy tờ số 2" in text_of(answer)


def test_a_wrong_citizen_number_is_said_at_its_field(cast, desk):
    code = accepted(cast)
    answer = desk.press("lan", code, "sua-nguoi-nop", **{"applicant.number": "0510900012", "why": "Gõ sai"})
    assert answer.status_code == 422 and "applicant.number" in answer.context["form"].errors
    assert 'value="0510900012"' in text_of(answer)


def test_no_number_yet_needs_a_reason(cast, desk):
    code = accepted(cast)
    answer = desk.press("lan", code, "sua-nguoi-nop", **{"applicant.number": "", "why": "Gõ sai"})
    assert "ghi lý do chưa có số" in str(answer.context["form"].errors["applicant.number"])


LATE = {"late_clock": "10:00", "late_reason": "x", "late_paper": "Phiếu 7"}


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"late_day": "18/11/2026", **LATE}, "late_day", "trước khi bước này"),
        ({"late_day": "19/11/2026", "late_clock": "10:00"}, "late_reason", "cần có lý do"),
        ({"late_day": "19/11/2026", "late_reason": "x"}, "late_clock", "cả ngày và giờ"),
        ({"late_day": "20/11/2026", **LATE}, "late_day", "tương lai"),
        ({"late_day": "19/11/2026", **LATE, "late_paper": ""}, "late_paper", "bản chụp giấy đã ký"),
        ({"late_day": "19/11/2026", "late_clock": "25:00", "late_reason": "x"}, "late_clock", "08:30"),
        ({"late_day": "31/11/2026", "late_clock": "10:00", "late_reason": "x"}, "late_day", "không phải là một ngày"),
        ({"late_reason": "x"}, "late_day", "bỏ lý do và bằng chứng"),
    ],
)
def test_a_claim_that_cannot_be_is_said_at_its_field(cast, desk, fields, field, said):
    code = accepted(cast)
    answer = desk.at("2026-11-19 15:00").press("minh", code, "chuyen-buoc", **fields)
    assert answer.status_code == 422 and said in str(answer.context["form"].errors[field])
    assert '<details class="sheet" open>' in text_of(answer)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"number": ""}, "number"),
        ({"issued_on": "31/02/2026"}, "issued_on"),
        ({"issued_on": "25/12/2026"}, "issued_on"),
        ({"copies": 0}, "copies"),
        ({"signer": "   "}, "signer"),
    ],
)
def test_an_incomplete_result_is_refused_at_its_field(cast, desk, typed, field):
    code = accepted(cast)
    desk.do("minh", code, "chuyen-buoc")
    desk.do("son", code, "chuyen-buoc")
    answer = desk.at("2026-11-20 09:00").press("roi", code, "chuyen-buoc", **result(**typed))
    assert answer.status_code == 422 and field in answer.context["form"].errors


def test_bytes_that_are_no_text_are_refused(cast, desk):
    code = accepted(cast)
    answer = desk.press("minh", code, "chuyen-buoc", note="Đủ \ufffd điều kiện")
    assert answer.status_code == 422 and "không đọc được" in str(answer.context["form"].errors["note"])


@pytest.mark.parametrize("address", ["/viec/?text=%C3%28", "/ho-so/?text=%FF&filed_from=%00", "/ho-so/?status=%F0"])
def test_addresses_that_are_no_text_are_lists_all_the_same(cast, desk, address):
    assert desk.get("minh", address).status_code == 200


# Files


def send_file(desk, code, name, content):
    return desk.press("minh", code, "them-tep", scans=SimpleUploadedFile(name, content), kind="evidence")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("anh.jpg", PDF, "không đúng là tệp JPG"),
        ("chay.exe", b"MZ\x90\x00", "không được nhận"),
        ("rong.pdf", b"", "rỗng"),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_refused(cast, desk, name, content, said):
    code = accepted(cast)
    answer = send_file(desk, code, name, content)
    assert answer.status_code == 422 and said in text_of(answer)
    assert Attachment.objects.count() == StoredFile.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_with_both_sizes(cast, desk):
    code = accepted(cast)
    with override_settings(FILE_LIMIT_BYTES=1024 * 1024):
        answer = send_file(desk, code, "to.pdf", PDF + b"\0" * (2 * 1024 * 1024))
    assert answer.status_code == 422 and "3 MB, quá giới hạn 1 MB" in text_of(answer)
    assert Attachment.objects.count() == 0


def test_files_are_kept_from_outsiders_and_from_other_dossiers(cast, desk):
    code, other = accepted(cast), accepted(cast)
    desk.do("minh", code, "them-tep", scans=SimpleUploadedFile("a.pdf", PDF), kind="evidence")
    pk = Attachment.objects.get().pk
    assert desk.get("minh", f"/ho-so/{code}/tep/{pk}/").status_code == 200
    assert desk.get("tuyet", f"/ho-so/{code}/tep/{pk}/").status_code == 404
    assert desk.get("minh", f"/ho-so/{other}/tep/{pk}/").status_code == 404


def test_a_file_never_runs_as_a_page(cast, desk):
    code = accepted(cast)
    desk.do("minh", code, "them-tep", scans=SimpleUploadedFile("a.pdf", PDF), kind="evidence")
    answer = desk.get("minh", f"/ho-so/{code}/tep/{Attachment.objects.get().pk}/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "script-src" not in policy
