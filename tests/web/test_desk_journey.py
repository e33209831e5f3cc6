"""Every verb through the pages of the desk: the whole way of a dossier, and all its side ways."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers.models import Dossier, Party, ReceivedComponent, Result
from motcua.dossiers.states import Status
from motcua.papers.models import Slip
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.web.desk_driver import AUTHORISED, Desk, accepted, filed, papers, points, result, when

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def desk(cast):
    return Desk(cast)


def open_step(code: str) -> WorkItem:
    return WorkItem.objects.get(dossier__code=code, closed_at__isnull=True, step__isnull=False)


def to_the_clerk(desk, code):
    """Two steps on: the dossier lies where the result is issued."""
    desk.do("minh", code, "chuyen-buoc")
    desk.do("son", code, "chuyen-buoc")


def test_the_whole_way_from_acceptance_over_a_supplement_to_the_result(cast, desk):
    code = filed(cast, "2026-11-16 08:00")
    d = desk.at("2026-11-16 09:00").do("lan", code, "tiep-nhan", **papers())
    assert (d.state, d.due_at) == (Status.ACCEPTED, when("2026-11-19 17:00"))
    desk.at("2026-11-17 09:00").do("minh", code, "de-xuat-bo-sung", **points())
    d = desk.at("2026-11-17 10:00").do("lan", code, "yeu-cau-bo-sung")
    assert (d.state, d.due_at) == (Status.SUPPLEMENT, None)
    d = desk.at("2026-11-18 09:00").do("lan", code, "nhan-bo-sung", **{"paper.2.originals": 1})
    assert (d.state, d.due_at) == (Status.IN_PROCESS, when("2026-11-23 17:00"))
    desk.at("2026-11-19 09:00").do("minh", code, "chuyen-buoc", note="Đủ điều kiện")
    desk.do("son", code, "chuyen-buoc")
    desk.at("2026-11-20 09:00").do("roi", code, "chuyen-buoc", **result())
    d = desk.at("2026-11-20 10:00").do("lan", code, "co-ket-qua")
    assert (d.state, d.outcome) == (Status.FINISHED, "granted")
    d = desk.at("2026-11-20 11:00").do("lan", code, "tra-ket-qua", **AUTHORISED)
    assert (d.state, Result.objects.get().returned_to) == (Status.RETURNED, "Võ Thị Hoa")
    assert list(Slip.objects.values_list("form", flat=True)) == ["01", "02"]


def test_an_electronic_result_finishes_at_the_step_that_issues_it(cast, desk):
    code = accepted(cast)
    to_the_clerk(desk, code)
    d = desk.at("2026-11-20 09:00").do("roi", code, "chuyen-buoc", **result(form_of="electronic"))
    assert (d.state, Result.objects.get().electronic) == (Status.FINISHED, True)


def test_a_refusal_after_acceptance_is_a_result_with_its_reason(cast, desk):
    code = accepted(cast)
    to_the_clerk(desk, code)
    desk.at("2026-11-20 09:00")
    answer = desk.press("roi", code, "chuyen-buoc", **result(outcome="refused"))
    assert answer.status_code == 422 and "reason" in answer.context["form"].errors
    desk.do("roi", code, "chuyen-buoc", **result(outcome="refused", reason="Không đủ điều kiện"))
    d = desk.do("lan", code, "co-ket-qua")
    assert (d.state, d.outcome) == (Status.FINISHED, "refused")


def test_work_is_taken_handed_over_and_sent_back(cast, desk):
    code = accepted(cast)
    desk.do("minh", code, "nhan-viec")
    assert open_step(code).assignee == cast.people["minh"]
    desk.do("minh", code, "ban-giao", to=cast.people["nhat"].pk, note="Anh đi công tác")
    assert open_step(code).assignee == cast.people["nhat"]
    desk.do("nhat", code, "ban-giao", to="all")
    assert open_step(code).assignee is None
    desk.do("minh", code, "chuyen-buoc")
    desk.do("son", code, "tra-lai", to_step=2, note="Thiếu tờ trình")
    assert open_step(code).step.n == 2


def test_a_leader_gives_free_work_to_somebody(cast, desk):
    code = accepted(cast)
    desk.do("son", code, "ban-giao", to=cast.people["minh"].pk)
    assert open_step(code).assignee == cast.people["minh"]


def test_a_proposal_is_given_back_by_the_counter(cast, desk):
    code = accepted(cast)
    desk.do("minh", code, "de-xuat-bo-sung", **points())
    d = desk.do("lan", code, "bo-de-xuat", reason="Giấy chứng sinh đã rõ")
    assert d.state is Status.IN_PROCESS and d.supplement_requests.get().dropped_at


def test_the_counter_asks_before_acceptance_by_its_own_points(cast, desk):
    code = filed(cast)
    d = desk.do("lan", code, "yeu-cau-bo-sung", **points())
    assert (d.state, d.supplement_requests.get().restarts) == (Status.SUPPLEMENT, None)
    d = desk.do("lan", code, "nhan-bo-sung", **papers())
    assert d.state is Status.FILED


def test_a_late_request_is_proposed_by_a_leader_with_a_reason(cast, desk):
    code = accepted(cast, "2026-11-16 08:00")
    desk.at("2026-11-23 08:00")
    page = desk.open("minh", code, "de-xuat-bo-sung")
    assert "lãnh đạo" in str(page.context["why_not"])
    desk.do("son", code, "de-xuat-bo-sung", **points(leader_reason="Phát sinh khi xác minh"))
    d = desk.do("lan", code, "yeu-cau-bo-sung")
    assert (d.state, d.supplement_requests.get().restarts) == (Status.SUPPLEMENT, False)


def test_a_dossier_is_refused_before_acceptance(cast, desk):
    code = filed(cast)
    d = desk.do("lan", code, "tu-choi", reasons="Không thuộc thẩm quyền\nĐã giải quyết rồi", basis="Điều 11")
    assert (d.state, Slip.objects.get().form) == (Status.NOT_ACCEPTED, "03")


@pytest.mark.parametrize(("ground", "state"), [("financial", Status.FINANCIAL), ("other", Status.IN_PROCESS)])
def test_the_clock_is_held_and_released(cast, desk, ground, state):
    code = accepted(cast)
    desk.do("minh", code, "nhan-viec")
    d = desk.do("minh", code, "tam-dung", ground=ground, reason="Chờ thuế", basis="Điều 12 NĐ 101/2024/NĐ-CP")
    assert (d.state, d.due_at) == (state, None)
    d = desk.at("2026-11-20 09:00").do("minh", code, "tiep-tuc")
    assert (d.state, d.due_at) == (Status.IN_PROCESS, when("2026-11-26 17:00"))


def test_a_dossier_is_withdrawn_for_the_applicant(cast, desk):
    d = desk.do("lan", accepted(cast), "rut-ho-so", request="Đơn xin rút ngày 19/11/2026")
    assert (d.state, Slip.objects.last().form) == (Status.WITHDRAWN, "05")


def test_a_dossier_is_stopped_by_the_leader(cast, desk):
    d = desk.do("son", accepted(cast), "dung-giai-quyet", reason="Quá 15 ngày không bổ sung", basis="Điều 21")
    assert (d.state, Slip.objects.last().form) == (Status.STOPPED, "05")


def test_a_dossier_is_voided_with_the_code_of_the_right_one(cast, desk):
    right, wrong = accepted(cast), accepted(cast)
    d = desk.do("lan", wrong, "huy", reason="Ghi trùng", replaced_by=right)
    assert d.voided_at and d.replaced_by == right


def test_a_result_that_was_wrong_is_reopened(cast, desk):
    code = accepted(cast)
    to_the_clerk(desk, code)
    desk.at("2026-11-20 09:00").do("roi", code, "chuyen-buoc", **result())
    desk.do("lan", code, "co-ket-qua")
    desk.do("lan", code, "tra-ket-qua")
    d = desk.do("hanh", code, "mo-lai", reason="Sai ngày sinh")
    assert (d.state, d.corrections, open_step(code).step.n) == (Status.IN_PROCESS, 1, 2)


def test_the_applicant_is_mended_and_the_receipt_printed_again(cast, desk):
    code = accepted(cast)
    desk.do("lan", code, "sua-nguoi-nop", **{"applicant.name": "Phạm Văn Đồng Xuyên", "why": "Gõ sai tên"})
    assert set(Party.objects.values_list("role", "name")) == {
        ("applicant", "Phạm Văn Đồng Xuyên"),
        ("owner", "Phạm Văn Đồng Xuyên"),
    }
    assert Slip.objects.last().edition == 2


def test_an_owner_is_added_when_the_applicant_files_for_another(cast, desk):
    code = accepted(cast)
    owner = {"owners.0.kind": "citizen", "owners.0.name": "Phạm Thị Bé", "owners.0.no_number_reason": "Trẻ mới sinh"}
    capacity = {"applicant.capacity": "parent", "owners.0.birth_date": "01/10/2026", "why": "Nộp cho con"}
    desk.do("lan", code, "sua-nguoi-nop", **owner, **capacity)
    assert Party.objects.get(role="owner").birth_date == "2026-10-01"


def test_papers_are_mended(cast, desk):
    code = accepted(cast)
    fields = {"paper.1.originals": 2, "paper.extra0.name": "Giấy ủy quyền", "paper.extra0.copies": 1}
    desk.do("lan", code, "sua-giay-to", **fields, why="Đếm nhầm")
    rows = ReceivedComponent.objects.filter(dossier__code=code)
    assert rows.get(n=1).originals == 2 and rows.get(name="Giấy ủy quyền").copies == 1


def test_delivery_and_request_are_mended(cast, desk):
    code = accepted(cast)
    d = desk.do("lan", code, "sua-thong-tin", delivery="post", request="Gửi về nhà", why="Người nộp đổi ý")
    assert (d.delivery, d.request) == ("post", "Gửi về nhà")


def test_the_procedure_is_exchanged_before_processing(cast, desk):
    other = stage.publish_procedure(
        code="1.001193", name="Thủ tục đăng ký khai sinh", limit={"amount": 1, "unit": "same_day", "text": "Trong ngày"}
    )
    code = accepted(cast)
    found = desk.open("lan", code, "sua-thu-tuc", text="dkks")
    assert [v.pk for v in found.context["form"].found] == [other.pk]
    slip = desk.open("lan", code, "sua-thu-tuc", text="đăng kí khai sanh")  # as people say and mistype it
    assert [v.pk for v in slip.context["form"].found] == [other.pk]
    assert [v.pk for v in desk.open("lan", code, "sua-thu-tuc").context["form"].found] == [other.pk]
    d = desk.do("lan", code, "sua-thu-tuc", version=other.pk, why="Chọn nhầm thủ tục", **papers())
    assert (d.version_id, d.due_at) == (other.pk, when("2026-11-19 17:00"))


def test_a_file_is_added_and_opened_again(cast, desk):
    code = accepted(cast)
    desk.do("minh", code, "them-tep", scans=SimpleUploadedFile("to-trinh.pdf", PDF), kind="evidence", name="Tờ trình")
    added = Dossier.objects.get(code=code).attachments.get()
    answer = desk.get("lan", f"/ho-so/{code}/tep/{added.pk}/")
    assert answer.content == PDF and answer["Content-Type"] == "application/pdf"


def test_scans_come_with_a_supplement(cast, desk):
    code = filed(cast)
    desk.do("lan", code, "yeu-cau-bo-sung", **points())
    scans = [SimpleUploadedFile("trang-1.pdf", PDF), SimpleUploadedFile("trang-2.pdf", PDF + b"2")]
    desk.do("lan", code, "nhan-bo-sung", **{"paper.2.originals": 1, "paper.2.files": scans})
    kept = Dossier.objects.get(code=code).attachments.values_list("name", "component_n")
    assert list(kept) == [("Giấy chứng sinh", 2), ("Giấy chứng sinh", 2)]
