"""Taking a dossier in: each thing that cannot be is said in a sentence at its field, and no number is used up."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.casework.file import file, file_and_accept, file_and_ask, file_and_refuse
from motcua.casework.intake import Paper
from motcua.casework.refuse import refuse
from motcua.catalogue import actions as catalogue_actions
from motcua.catalogue.models import Component
from motcua.dossiers.models import CodeFormat, Dossier, ReceivedComponent
from motcua.dossiers.parties import Capacity, Kind
from motcua.dossiers.states import Status
from motcua.offices import actions as office_actions
from motcua.papers.models import Slip
from motcua.workflow.models import Process
from tests import cast as stage
from tests.casework.acts import ITEMS
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import BEGINNING, moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
TODAY = AT.date()


@pytest.fixture
def cast():
    return stage.enter()


def filed(cast, at=AT, *, by=None, **changes):
    return file_and_accept(stage.intake(cast, **changes), by=by or cast.lan, at=at)


def no(cast, at=AT, *, by=None, **changes) -> tuple[str, str | None]:
    return refused(lambda: filed(cast, at, by=by, **changes))


# The procedure


def test_an_unknown_procedure(cast):
    assert no(cast, version_id=0) == ("Không có thủ tục này trong danh mục.", "procedure")


def test_a_procedure_that_is_published_only(cast):
    bare = stage.publish_procedure(code="1.000700", limit=None, components=[])
    assert no(cast, version_id=bare.pk) == (
        "Thủ tục 1.000700 chỉ được công khai, chưa tiếp nhận được vì còn thiếu: thời hạn giải quyết, thành phần hồ sơ.",
        "procedure",
    )


def test_a_procedure_not_yet_in_force(cast):
    line = stage.read(stage.procedure_line(code="1.000701"))
    later, _ = catalogue_actions.publish(line, day=date(2027, 1, 1), by="test", at=BEGINNING)
    assert no(cast, version_id=later.pk) == (
        "Thủ tục 1.000701 chưa có hiệu lực, bắt đầu từ 01/01/2027.",
        "procedure",
    )


def test_a_version_that_another_has_replaced(cast):
    line = stage.read(stage.procedure_line(fee_text="8.000 đồng"))
    catalogue_actions.publish(line, day=date(2026, 10, 15), by="test", at=BEGINNING)
    assert no(cast) == (
        "Thủ tục 1.000689 đã thay đổi từ 15/10/2026. Hãy chọn lại thủ tục để theo bản đang có hiệu lực.",
        "procedure",
    )


def test_a_version_is_replaced_from_its_day_on_and_not_before(cast):
    line = stage.read(stage.procedure_line(fee_text="8.000 đồng"))
    catalogue_actions.publish(line, day=date(2026, 11, 3), by="test", at=BEGINNING)
    assert filed(cast, moment("2026-11-02 23:59")).version_id == cast.version.pk
    assert "đã thay đổi từ 03/11/2026" in no(cast, moment("2026-11-03 00:00"))[0]


def test_a_procedure_decided_in_another_system(cast):
    other = stage.publish_procedure(code="1.000702", authority_system="Hệ thống hộ tịch")
    assert no(cast, version_id=other.pk) == (
        "Thủ tục 1.000702 được giải quyết trên hệ thống khác (Hệ thống hộ tịch).",
        "procedure",
    )


def test_a_procedure_without_an_internal_process(cast):
    Process.objects.filter(level__code="commune").update(
        level=None, procedure=stage.publish_procedure(code="1.000703").procedure
    )
    assert no(cast) == ("Thủ tục 1.000689 chưa có quy trình nội bộ nên chưa thể tiếp nhận.", "procedure")


# The places


def test_a_counter_of_somewhere_else_is_not_ones_own(cast):
    assert no(cast, by=cast.tuyet) == (
        "Việc này thuộc công chức tiếp nhận và trả kết quả tại nơi nhận hồ sơ.",
        None,
    )


@pytest.mark.parametrize("place", ["commune", "province"])
def test_an_agency_is_no_counter(cast, place):
    assert no(cast, counter_id=getattr(cast, place).pk) == ("Nơi tiếp nhận không hoạt động.", "counter")


def test_a_counter_that_does_not_exist(cast):
    assert no(cast, counter_id=0) == ("Nơi tiếp nhận không hoạt động.", "counter")


def test_a_counter_that_is_closed(cast):
    office_actions.end_agency(agency_id=cast.counter.pk, on=TODAY, successor_id=None, by="test", at=AT)
    assert no(cast) == ("Nơi tiếp nhận không hoạt động.", "counter")


def test_an_agency_that_is_closed(cast):
    office_actions.end_agency(agency_id=cast.commune.pk, on=TODAY, successor_id=None, by="test", at=AT)
    assert no(cast) == ("Cơ quan giải quyết đã chọn không còn hoạt động.", "competent")


def test_an_agency_that_is_not_competent(cast):
    catalogue_actions.set_competences(cast.version.procedure, agencies=[], kinds=["department"])
    assert no(cast) == (
        "Ủy ban nhân dân xã Ba Tơ không có thẩm quyền giải quyết thủ tục này.",
        "competent",
    )


def test_a_counter_is_no_agency_that_decides(cast):
    catalogue_actions.set_competences(cast.version.procedure, agencies=[cast.counter], kinds=[])
    assert no(cast, competent_id=cast.counter.pk) == (
        "Trung tâm Phục vụ hành chính công xã Ba Tơ không có thẩm quyền giải quyết thủ tục này.",
        "competent",
    )


# The papers


def test_all_missing_papers_are_named_at_once(cast):
    assert no(cast, papers=(Paper(2, originals=1),)) == (
        "Chưa đánh dấu giấy tờ số 1, 3: đã nhận, hay không cần trong trường hợp này?",
        "papers",
    )


def test_a_paper_that_is_not_needed_here_is_not_missing(cast):
    papers = (*stage.all_papers()[:2], Paper(3, not_needed=True, originals=4))
    filed(cast, papers=papers)
    row = ReceivedComponent.objects.get(n=3)
    assert (row.not_needed, row.originals, row.copies) == (True, 0, 0)


def test_not_every_paper_can_be_unneeded(cast):
    assert no(cast, papers=tuple(Paper(n, not_needed=True) for n in (1, 2, 3))) == (
        "Chưa nhận giấy tờ nào. Hãy đánh dấu ít nhất một giấy tờ đã nhận.",
        "papers",
    )


def test_papers_of_another_procedure(cast):
    assert no(cast, papers=(*stage.all_papers(), Paper(9, originals=1), Paper(7, copies=1))) == (
        "Danh sách giấy tờ không khớp với thủ tục (dòng 9, 7). Hãy chọn lại thủ tục.",
        "papers",
    )


@pytest.mark.parametrize("counts", [{"originals": -1}, {"copies": -1}, {"originals": 1000}, {"copies": 1000}])
def test_a_number_of_papers_that_cannot_be(cast, counts):
    papers = (Paper(1, originals=1), Paper(2, **counts), Paper(3, copies=1))
    assert no(cast, papers=papers) == ("Số bản ở dòng 2 phải từ 0 đến 999.", "papers")


def test_a_paper_that_stands_in_the_list_twice(cast):
    assert no(cast, papers=(*stage.all_papers(), Paper(2, copies=1))) == (
        "Giấy tờ số 2 được ghi hai lần.",
        "papers",
    )


def test_a_paper_beside_the_list_has_a_name(cast):
    assert no(cast, papers=(*stage.all_papers(), Paper(0, name=" ", originals=1))) == (
        "Giấy tờ ngoài danh sách của thủ tục cần có tên.",
        "papers",
    )


def test_papers_beside_the_list_are_kept_each(cast):
    extra = (Paper(0, name="Đơn trình bày", originals=1), Paper(0, name="Ảnh thẻ", copies=2))
    filed(cast, papers=(*stage.all_papers(), *extra))
    names = ReceivedComponent.objects.filter(component=None).order_by("n").values_list("name", flat=True)
    assert list(names) == ["Đơn trình bày", "Ảnh thẻ"]


def test_a_remark_among_the_papers_is_asked_of_nobody(cast):
    Component.objects.filter(version=cast.version, n=3).update(remark=True)
    filed(cast, papers=stage.all_papers()[:2])


# The people


def person(**changes):
    return {"applicant": stage.citizen(**changes)}


@pytest.mark.parametrize(
    "changes, field, sentence",
    [
        (
            {"number": ""},
            "number",
            "Cần số định danh cá nhân, hoặc ghi lý do chưa có số (trẻ mới sinh, người đã mất, chưa có giấy tờ).",
        ),
        (
            {"kind": Kind.FOREIGNER, "number": ""},
            "number",
            "Cần số giấy tờ của “Phạm Văn Đồng Xuân”, hoặc ghi lý do chưa có.",
        ),
        (
            {"kind": Kind.ENTERPRISE, "number": ""},
            "number",
            "Cần số giấy tờ của “Phạm Văn Đồng Xuân”, hoặc ghi lý do chưa có.",
        ),
        (
            {"kind": Kind.COMMUNITY, "number": ""},
            "representative",
            "Hộ gia đình, cộng đồng dân cư cần ghi người đại diện.",
        ),
        ({"birth_date": "2026-11-03"}, "birth_date", "Ngày sinh ở tương lai."),
        ({"birth_date": "2027"}, "birth_date", "Ngày sinh phải là ngày/tháng/năm, hoặc chỉ năm."),
        ({"birth_date": "03/11"}, "birth_date", "Ngày sinh phải là ngày/tháng/năm, hoặc chỉ năm."),
        ({"birth_date": "2026-02-30"}, "birth_date", "Ngày sinh phải là ngày/tháng/năm, hoặc chỉ năm."),
    ],
)
def test_a_person_that_cannot_be(cast, changes, field, sentence):
    assert no(cast, **person(**changes)) == (sentence, f"applicant.{field}")


@pytest.mark.parametrize("number", ["05109000123", "0510900012345", "051090ABC234"])
def test_a_citizen_number_that_cannot_be(cast, number):
    sentence, field = no(cast, **person(number=number))
    assert field == "applicant.number"
    assert len(sentence) > 20


@pytest.mark.parametrize("name", ["", "  ", "Lan 2", "@@"])
def test_a_name_that_cannot_be(cast, name):
    assert no(cast, **person(name=name))[1] == "applicant.name"


def test_a_telephone_that_cannot_be(cast):
    assert no(cast, **person(phone="123"))[1] == "applicant.phone"


@pytest.mark.parametrize(
    "changes, field, sentence",
    [
        ({}, "authority_document", "Ủy quyền cần ghi số và ngày của văn bản ủy quyền."),
        ({"authority_document": "12/UQ"}, "authority_document", "Ủy quyền cần ghi số và ngày của văn bản ủy quyền."),
        (
            {"authority_document": "12/UQ", "authority_date": date(2026, 11, 3)},
            "authority_date",
            "Văn bản ủy quyền có ngày ở tương lai.",
        ),
    ],
)
def test_who_is_authorised_shows_by_what(cast, changes, field, sentence):
    applicant = stage.citizen(capacity=Capacity.AUTHORISED, **changes)
    assert no(cast, applicant=applicant, owners=(stage.citizen(),)) == (sentence, f"applicant.{field}")


def test_who_files_for_another_says_for_whom(cast):
    assert no(cast, **person(capacity=Capacity.PARENT)) == (
        "Người nộp hồ sơ không phải chủ hồ sơ: cần ghi chủ hồ sơ.",
        "owners.0.name",
    )


def test_the_second_owner_is_named_as_the_second(cast):
    owners = (stage.citizen(), stage.citizen(name="", number="051090001235"))
    assert no(cast, owners=owners)[1] == "owners.1.name"


def test_a_newborn_has_no_number_yet_and_a_person_may_be_one_letter_long(cast):
    child = stage.citizen(name="Y", number="", no_number_reason="Trẻ mới sinh", birth_date="2026-11-01", phone="")
    d = filed(cast, applicant=stage.citizen(capacity=Capacity.PARENT), owners=(child,))
    owner = d.parties.get(role="owner")
    assert (owner.name, owner.number, owner.no_number_reason) == ("Y", "", "Trẻ mới sinh")


def test_a_reason_beside_a_number_is_not_kept(cast):
    d = filed(cast, **person(no_number_reason="Chưa có giấy tờ"))
    assert d.parties.get(role="applicant").no_number_reason == ""


@pytest.mark.parametrize("text", ["address", "representative", "no_number_reason", "nationality"])
def test_a_text_that_does_not_fit_is_said_so_at_its_field(cast, text):
    changes = {text: "x" * 400} | ({"number": ""} if text == "no_number_reason" else {})
    sentence, field = no(cast, **person(**changes))
    assert field == f"applicant.{text}"
    assert sentence.startswith("“xxxx") and sentence.endswith("ký tự. Hãy ghi ngắn lại.")


# The rest of the form


@pytest.mark.parametrize(
    "changes, field, sentence",
    [
        ({"sets": 0}, "sets", "Số bộ hồ sơ phải từ 1 đến 99."),
        ({"sets": 100}, "sets", "Số bộ hồ sơ phải từ 1 đến 99."),
        ({"channel": "pigeon"}, "channel", "Hãy chọn cách nộp hồ sơ."),
        ({"delivery": "pigeon"}, "delivery", "Hãy chọn cách nhận kết quả."),
        ({"foreign_code": "000.01"}, "foreign_source", "Mã của hệ thống khác cần ghi kèm tên hệ thống đó."),
    ],
)
def test_a_form_that_cannot_be(cast, changes, field, sentence):
    assert no(cast, **changes) == (sentence, field)


@pytest.mark.parametrize("text", ["request", "foreign_code", "foreign_source"])
def test_a_long_text_of_the_form(cast, text):
    values = {"foreign_code": "000.01", "foreign_source": "DVCQG"} | {text: "x" * 501}
    assert no(cast, **values)[1] == text


# Codes of other systems


FOREIGN = {"foreign_code": "000.00.14.H48-261102-0001", "foreign_source": "DVCQG"}


def test_a_foreign_code_comes_in_once(cast):
    filed(cast, **FOREIGN)
    assert no(cast, **FOREIGN) == (
        "Hồ sơ 000.00.14.H48-261102-0001 của hệ thống DVCQG đã có ở đây. Hãy tra cứu theo mã đó.",
        "foreign_code",
    )


def test_the_same_code_of_another_source_is_another_dossier(cast):
    filed(cast, **FOREIGN)
    filed(cast, **FOREIGN | {"foreign_source": "Bộ Tư pháp"})
    assert Dossier.objects.count() == 2


def test_a_source_without_a_code_is_nothing(cast):
    assert filed(cast, foreign_source="DVCQG").foreign_source == ""


def test_the_number_after_a_refusal_is_the_next_one(cast):
    filed(cast, **FOREIGN)
    no(cast, **FOREIGN)
    assert filed(cast).code == "H48.148-261102-0002"
    assert Slip.objects.order_by("-serial").first().serial == 2


# Codes


def test_a_series_begins_anew_each_day_and_1_november_is_not_11_january(cast):
    assert filed(cast, moment("2026-11-01 09:00")).code == "H48.148-261101-0001"
    assert filed(cast, moment("2027-01-11 09:00")).code == "H48.148-270111-0001"


def test_the_day_of_a_code_is_the_local_one(cast):
    assert filed(cast, moment("2026-11-02 00:30")).code == "H48.148-261102-0001"
    assert filed(cast, moment("2026-11-02 23:30")).code == "H48.148-261102-0002"


def test_a_new_pattern_counts_from_its_day_on(cast):
    CodeFormat.objects.create(valid_from=date(2026, 11, 3), pattern="{agency}-{yymmdd}-{n:05d}")
    assert filed(cast).code == "H48.148-261102-0001"
    assert filed(cast, moment("2026-11-03 09:00")).code == "H48.148-261103-00001"


# Filing and deciding in one go


def test_what_is_filed_without_a_decision_may_lack_papers(cast):
    d = file(stage.intake(cast, papers=()), by=cast.lan, at=AT)
    assert (d.state, d.due_at, d.accepted_at) == (Status.FILED, None, None)
    check_all()


def test_an_incomplete_dossier_leaves_with_form_02(cast):
    d = file_and_ask(stage.intake(cast, papers=()), by=cast.lan, at=AT, items=ITEMS)
    assert d.state is Status.SUPPLEMENT
    assert list(Slip.objects.values_list("form", flat=True)) == ["02"]
    check_all()


def test_asking_without_a_point_files_nothing(cast):
    act = refused(lambda: file_and_ask(stage.intake(cast), by=cast.lan, at=AT, items=()))
    assert act == ("Cần ghi ít nhất một nội dung phải bổ sung.", "items")


def test_refusing_without_a_reason_files_nothing(cast):
    act = refused(lambda: file_and_refuse(stage.intake(cast), by=cast.lan, at=AT, reasons=[" "]))
    assert act == ("Cần ghi lý do từ chối tiếp nhận.", "reasons")


def test_a_refusal_ends_the_dossier_with_form_03(cast):
    d = file_and_refuse(stage.intake(cast, papers=()), by=cast.lan, at=AT, reasons=["Không thuộc thẩm quyền"])
    assert (d.state, d.ended_at) == (Status.NOT_ACCEPTED, AT)
    assert list(Slip.objects.values_list("form", flat=True)) == ["03"]
    check_all()


def test_after_acceptance_there_is_no_refusal_to_accept(cast):
    d = filed(cast)
    assert refused(lambda: refuse(d.code, by=cast.lan, at=AT, reasons=["Muộn"])) == (
        "Hồ sơ đang ở trạng thái “Được tiếp nhận” nên không thực hiện được “Từ chối tiếp nhận”.",
        None,
    )


def test_without_a_receipt_no_number_of_the_book_is_used(cast):
    file_and_accept(stage.intake(cast), by=cast.lan, at=AT, receipt=False)
    assert not Slip.objects.exists()
    assert filed(cast) and Slip.objects.get().serial == 1


def test_a_dossier_that_does_not_exist(cast):
    assert refused(lambda: refuse("H48.148-261102-0009", by=cast.lan, at=AT, reasons=["x"])) == (
        "Không tìm thấy hồ sơ H48.148-261102-0009.",
        None,
    )


def test_an_intake_can_be_sent_again_as_it_was(cast):
    intake = stage.intake(cast)
    assert file_and_accept(intake, by=cast.lan, at=AT).code != file_and_accept(replace(intake), by=cast.lan, at=AT).code
