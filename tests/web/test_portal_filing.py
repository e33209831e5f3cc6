"""Filing online: page by page, kept as it comes, judged before it is filed; seen by nobody but who began it."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader, PdfWriter

from motcua.casework import filing as verbs
from motcua.casework.accept import accept
from motcua.casework.jobs import tidy
from motcua.casework.office.online_door import set_online_door
from motcua.casework.reroute import reroute
from motcua.catalogue import actions as catalogue_actions
from motcua.catalogue.actions import keep_form, publish_form
from motcua.catalogue.forms.templates import template
from motcua.dossiers.models import Attachment, Dossier, Party, ReceivedComponent
from motcua.dossiers.states import Status
from motcua.filing.models import Filing, FilingPage, OnlineDoor
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.outbox.models import Job
from motcua.papers.models import Slip
from motcua.proofs.keys import code_of
from motcua.proofs.models import Proof
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.cast import moment
from tests.files.authority import certified, kept, lives, signed
from tests.files.photos import photo
from tests.web.counter_forms import signed_in
from tests.web.desk_driver import Desk
from tests.web.test_portal_declaration import GOOD

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")
CODE = "1.000689"
BEGIN = f"/thu-tuc/{CODE}/nop/"
PEOPLE = {
    "name": "Nguyễn Thị An",
    "number": "051190000012",
    "birth_date": "01/02/1990",
    "address": "Thôn 1, xã Ba Tơ",
    "whose": "other",
    "capacity": "parent",
    "owner_name": "Nguyễn Bình",
    "owner_no_number_reason": "Trẻ mới sinh",
    "owner_birth_date": "5/11/2026",
}


@pytest.fixture(autouse=True)
def ways(settings):
    settings.SMS_URL = "http://gateway.example"


@pytest.fixture
def cast(clock):
    clock.move_to(AT)
    return stage.enter()


@pytest.fixture
def opened(cast):
    set_online_door(CODE, is_open=True, by=cast.quan, at=AT)
    return cast


@pytest.fixture
def declared(opened):
    draft = keep_form(opened.version, content=template("birth"), seen=0)
    return publish_form(opened.version, seen=draft.saved, by="quan", at=moment("2026-11-02 08:00"))


def citizen(contact="0912 000 111") -> Client:
    client = Client()
    client.post("/dang-nhap/xin-ma/", {"contact": contact})
    client.post("/dang-nhap/nhap-ma/", {"code": code_of(Proof.objects.latest("pk"))})
    client.post("/thong-tin-cua-toi/", {"full_name": "Nguyễn Thị An", "address": "Thôn 1"})
    return client


def begun(client) -> Filing:
    client.post(BEGIN)
    return Filing.objects.latest("pk")


def page(filing, name="") -> str:
    return f"/nop-ho-so/{filing.pk}/{name}"


def upload(name, content) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def main_part(answer) -> str:
    return re.search(r"<main.*</main>", answer.content.decode(), re.S)[0]


def with_people(client, filing, cast, **more):
    place = f"{cast.counter.pk}:{cast.commune.pk}"
    return client.post(page(filing), {**PEOPLE, "place": place, "do": "next", **more})


def with_papers(client, filing, cast):
    files = {f"tep-{n}": [upload(f"{n}.jpg", photo(str(n)))] for n in required(cast)}
    return client.post(page(filing, "giay-to/"), {"do": "next", **files})


def required(cast) -> list[int]:
    return list(cast.version.components.filter(required=True, remark=False).values_list("n", flat=True))


def a_pdf() -> bytes:
    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(made)
    return made.getvalue()


def open_of(attachment) -> BytesIO:
    return BytesIO(attachment.file.read())


def ready(client, cast) -> Filing:
    filing = begun(client)
    with_people(client, filing, cast)
    with_papers(client, filing, cast)
    return filing


def file(client, filing, **more):
    return client.post(page(filing, "xem-lai/"), {"do": "file", "delivery": "counter", "sure": "1", **more})


def test_a_procedure_offers_filing_online_only_while_its_door_is_open(client, cast):
    assert BEGIN not in client.get(f"/thu-tuc/{CODE}/").content.decode()
    assert client.get(BEGIN).status_code == 404
    set_online_door(CODE, is_open=True, by=cast.quan, at=AT)
    assert BEGIN in client.get(f"/thu-tuc/{CODE}/").content.decode()
    assert "Chuẩn bị trước" in main_part(client.get(BEGIN))
    set_online_door(CODE, is_open=False, by=cast.quan, at=AT)
    assert client.get(BEGIN).status_code == 404


def test_who_has_not_signed_in_is_led_there_and_back(client, opened):
    answer = client.post(BEGIN)
    assert answer.status_code == 302 and answer["Location"].startswith("/dang-nhap/?next=%2Fthu-tuc")


def test_a_dossier_is_filed_with_its_papers_and_the_counter_is_told(opened):
    client = citizen()
    filing = ready(client, opened)
    answer = file(client, filing)
    dossier = Dossier.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/ho-so-cua-toi/{dossier.code}/", main_part(answer)
    assert (dossier.state, dossier.channel, dossier.delivery) == (Status.FILED, "online", "counter")
    assert (dossier.receiving_id, dossier.competent_id) == (opened.counter.pk, opened.commune.pk)
    people = {p.role: (p.name, p.phone, p.capacity) for p in Party.objects.filter(dossier=dossier)}
    assert people == {"applicant": ("Nguyễn Thị An", "+84912000111", "parent"), "owner": ("Nguyễn Bình", "", "self")}
    assert set(ReceivedComponent.objects.values_list("n", flat=True)) == set(required(opened))
    assert all(PdfReader(open_of(a)).pages for a in Attachment.objects.filter(dossier=dossier))
    assert Job.objects.filter(kind="acceptance.alert").exists()


def test_what_was_typed_is_gone_from_the_making_once_it_is_filed(opened):
    client = citizen()
    filing = ready(client, opened)
    file(client, filing)
    filing.refresh_from_db()
    assert filing.filed == Dossier.objects.get().code
    assert (filing.people, filing.answers, filing.marks) == ({}, {}, [])
    assert not FilingPage.objects.exists()


def test_the_journal_does_not_name_who_filed(opened):
    client = citizen()
    file(client, ready(client, opened))
    event = Event.objects.filter(kind="dossier.filed").get()
    assert event.by == "applicant"


def test_pressed_twice_it_is_filed_once(opened):
    client = citizen()
    filing = ready(client, opened)
    file(client, filing)
    again = file(client, filing)
    assert again.status_code == 302 and Dossier.objects.count() == 1


def test_whoever_filed_finds_it_among_their_own(opened):
    client = citizen()
    told = client.get(file(client, ready(client, opened))["Location"]).content.decode()
    assert "Bộ phận Một cửa trả lời chậm nhất 09:00 23/11/2026" in told
    assert "Bộ phận Một cửa trả lời chậm nhất 09:00 thứ Hai 23/11/2026" in told
    assert Dossier.objects.get().code in client.get("/ho-so-cua-toi/").content.decode()


def test_everything_that_is_missing_is_told_before_filing_and_nothing_is_lost(opened):
    client = citizen()
    filing = begun(client)
    with_people(client, filing, opened, number="12", owner_name="")
    answer = file(client, filing, sure="")
    assert answer.status_code == 422 and not Dossier.objects.exists()
    told = main_part(answer)
    assert "Hãy xác nhận những điều đã khai" in told and "Chưa có trang nào cho" in told
    shown = main_part(client.get(page(filing)))
    assert 'value="12"' in shown and 'value="Trẻ mới sinh"' in shown


def test_faults_of_people_stand_at_their_fields(opened):
    client = citizen()
    answer = with_people(client, begun(client), opened, number="12", owner_no_number_reason="", place="")
    told = main_part(answer)
    assert answer.status_code == 422
    for field in ("number", "owner_number", "place"):
        assert re.search(rf'id="id_{field}"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="id_{field}"', told), (
            field
        )


def test_what_no_keyboard_types_is_left_out_and_the_rest_is_kept(opened):
    client = citizen()
    filing = begun(client)
    assert with_people(client, filing, opened, name="An\0\x07 Bình", address="a" * 5000).status_code == 422
    filing.refresh_from_db()
    assert (filing.people["name"], len(filing.people["address"])) == ("An Bình", 400)


def test_it_is_left_for_later_and_found_again_on_another_device(opened):
    client = citizen()
    filing = begun(client)
    answer = with_people(client, filing, opened, do="later", number="not yet")
    assert answer.status_code == 302 and answer["Location"] == "/ho-so-cua-toi/"
    other = citizen()
    assert page(filing) in other.get("/ho-so-cua-toi/").content.decode()
    assert 'value="not yet"' in main_part(other.get(page(filing)))
    assert begun(other) == filing


def test_kept_by_itself_it_says_when(opened):
    client = citizen()
    answer = with_people(client, begun(client), opened, do="keep")
    assert answer.content.decode() == "Đã lưu lúc 09:00."


def test_the_declaration_becomes_the_paper_that_it_is(declared, opened):
    client = citizen()
    filing = begun(client)
    with_people(client, filing, opened)
    answers = {**GOOD, "form": declared.digest}
    assert client.post(page(filing, "to-khai/"), {**answers, "q_child_name": "", "do": "next"}).status_code == 422
    good = client.post(page(filing, "to-khai/"), {**answers, "do": "next"})
    assert good["Location"] == page(filing, "giay-to/")
    with_papers(client, filing, opened)
    answer = file(client, filing)
    assert answer.status_code == 302, main_part(answer)
    texts = ["".join(p.extract_text() for p in PdfReader(open_of(a)).pages) for a in Attachment.objects.all()]
    assert any("CỘNG HÒA XÃ HỘI CHỦ NGHĨA" in t and "Nguyễn Thị An" in t for t in texts)
    said = json.loads(Event.objects.get(kind="dossier.filed").payload.body)["declaration"]
    assert said["form"] == declared.digest and said["answers"]["child_place"] == "Trạm y tế xã"


def test_the_declaration_begins_with_what_is_known_and_says_whence(declared, opened):
    client = citizen()
    filing = begun(client)
    with_people(client, filing, opened)
    shown = main_part(client.get(page(filing, "to-khai/")))
    for name, value, source in (
        ("applicant_name", "Nguyễn Thị An", "Lấy từ trang Người nộp, nơi nộp."),
        ("applicant_phone", "0912 000 111", "Lấy từ liên hệ đã xác nhận của Anh/Chị."),
    ):
        assert re.search(rf'name="q_{name}" value="{value}"', shown)
        assert source in shown[: shown.index(f'name="q_{name}"')][-400:]


def test_what_was_filled_in_and_taken_out_again_stays_out(declared, opened):
    client = citizen()
    filing = begun(client)
    with_people(client, filing, opened)
    sent = {"q_applicant_name": "", "q_child_name": "Bình", "form": declared.digest, "do": "later"}
    client.post(page(filing, "to-khai/"), sent)
    assert not re.search(r'name="q_applicant_name" value="N', main_part(client.get(page(filing, "to-khai/"))))


def test_an_unfinished_declaration_is_kept_and_told(declared, opened):
    client = citizen()
    filing = begun(client)
    client.post(page(filing, "to-khai/"), {"q_child_name": "Bình", "form": declared.digest, "do": "later"})
    assert 'value="Bình"' in main_part(client.get(page(filing, "to-khai/")))
    assert "Tờ khai chưa được điền" in main_part(client.get(page(filing, "xem-lai/")))


@pytest.mark.parametrize("name", ["", "to-khai/", "giay-to/", "xem-lai/"])
def test_a_stranger_finds_none_of_it(opened, name):
    filing = begun(citizen())
    stranger = citizen("0913 000 222")
    assert stranger.get(page(filing, name)).status_code == 404
    assert stranger.post(page(filing, name), {"do": "file"}).status_code == 404
    assert Client().get(page(filing, name)).status_code == 302


def test_a_stranger_sees_no_picture_and_drops_nothing(opened):
    client = citizen()
    filing = ready(client, opened)
    picture = page(filing, f"giay-to/trang/{FilingPage.objects.first().pk}/")
    stranger = citizen("0913 000 222")
    assert client.get(picture)["Content-Type"] == "image/jpeg"
    assert stranger.get(picture).status_code == 404
    assert stranger.post(page(filing, "bo/")).status_code == 404
    assert client.post(page(filing, "bo/")).status_code == 302 and not Filing.objects.exists()


def test_what_cannot_be_read_is_told_at_its_paper_and_the_rest_is_kept(opened):
    client = citizen()
    filing = begun(client)
    first, second = required(opened)[:2]
    files = {f"tep-{first}": upload("a.pdf", b"MZ" + b"0" * 300), f"tep-{second}": upload("b.jpg", photo("b"))}
    answer = client.post(page(filing, "giay-to/"), {"do": "next", **files})
    assert answer.status_code == 422 and FilingPage.objects.get().point == second


def test_one_citizen_sends_only_so_many_files_a_minute_and_is_told_which_were_not_taken(opened, settings):
    settings.FILES_SENT_PER_MINUTE = 1
    client = citizen()
    filing = begun(client)
    first, second = required(opened)[:2]
    files = {f"tep-{n}": upload(f"{n}.jpg", photo(str(n))) for n in (first, second)}
    answer = client.post(page(filing, "giay-to/"), {"do": "next", **files})
    assert answer.status_code == 422 and f"Tệp “{second}.jpg” chưa được nhận" in main_part(answer)
    assert FilingPage.objects.get().point == first


def test_a_door_closed_meanwhile_is_told_and_what_was_filled_in_stays(opened):
    client = citizen()
    filing = ready(client, opened)
    set_online_door(CODE, is_open=False, by=opened.quan, at=AT)
    answer = file(client, filing)
    assert "hiện không nhận nộp trực tuyến" in main_part(answer)
    assert not Dossier.objects.exists() and FilingPage.objects.exists()


def test_the_door_is_opened_and_closed_on_the_page_of_the_procedure(client, cast):
    page_of_it = f"/quan-tri/thu-tuc/{CODE}/"
    office = signed_in(client, cast, "quan")
    assert "Người dân chưa nộp trực tuyến được" in office.get(page_of_it).content.decode()
    office.post(f"{page_of_it}truc-tuyen/", {"open": "1", "key": "mot-lan-bam-nut"})
    assert "Người dân nộp trực tuyến được trên hệ thống này" in office.get(page_of_it).content.decode()
    office.post(f"{page_of_it}truc-tuyen/", {"open": "", "key": "lan-bam-nut-thu-hai"})
    assert OnlineDoor.objects.get().valid_to is not None
    assert Event.objects.filter(kind__startswith="online_door.").count() == 2


def test_only_who_administers_opens_it(client, cast):
    assert (
        signed_in(client, cast, "lan").post(f"/quan-tri/thu-tuc/{CODE}/truc-tuyen/", {"open": "1"}).status_code == 404
    )
    assert not OnlineDoor.objects.exists()


def test_a_procedure_that_changed_meanwhile_is_told_and_papers_go_along(opened):
    client = citizen()
    filing = ready(client, opened)
    line = stage.procedure_line(fee_text="8.000 đồng")
    line["components"].insert(0, {**line["components"][0], "name": "Giấy tờ mới"})
    later, _ = catalogue_actions.publish(stage.read(line), day=AT.date(), by="test", at=AT)
    told = main_part(client.get(page(filing, "giay-to/")))
    filing.refresh_from_db()
    assert "Thủ tục vừa có bản mới" in told and filing.version == later
    names = dict(later.components.values_list("n", "name"))
    before = dict(opened.version.components.values_list("n", "name"))
    assert {names.get(p.point) for p in filing.pages.all()} == {before[n] for n in required(opened)}


def test_what_was_left_for_a_month_is_forgotten(opened):
    filing = ready(citizen(), opened)
    tidy({}, AT + timedelta(days=29))
    assert Filing.objects.filter(pk=filing.pk).exists()
    tidy({}, AT + timedelta(days=31))
    assert not Filing.objects.exists() and not FilingPage.objects.exists()


def test_a_page_changed_while_it_is_being_filed_keeps_it_from_being_filed(opened):
    client = citizen()
    filing = ready(client, opened)
    client.post(page(filing, "xem-lai/"), {"do": "later", "delivery": "counter"})
    found, _ = verbs.opened(filing.pk, account_id=filing.account_id, at=AT)
    FilingPage.objects.first().delete()
    with pytest.raises(Refused, match="Vừa có thay đổi ở một cửa sổ khác"):
        verbs.file_online(found, at=AT)
    assert not Dossier.objects.exists()


def test_a_code_of_another_citizen_changes_nobody_elses_list(opened):
    file(citizen(), ready(citizen(), opened))
    assert Dossier.objects.get().code not in citizen("0913 000 222").get("/ho-so-cua-toi/").content.decode()


def test_the_counter_sees_who_filed_it_and_accepts_it_with_a_receipt(opened):
    file(citizen(), ready(citizen(), opened))
    dossier = Dossier.objects.get()
    desk = Desk(opened, "2026-11-20 10:00")
    shown = desk.get("lan", f"/ho-so/{dossier.code}/").content.decode()
    assert "người nộp gửi qua mạng" in shown
    assert "không có: người dân tự nộp qua mạng" in shown and "Trực tuyến" in shown
    desk.do("lan", dossier.code, "tiep-nhan")
    dossier.refresh_from_db()
    assert dossier.state is Status.ACCEPTED and dossier.due_at is not None
    assert Slip.objects.get(dossier=dossier).form == "01"


def test_a_misrouted_online_filing_is_nobodys_fault_at_the_counter(opened):
    procedure = opened.version.procedure
    catalogue_actions.set_competences(procedure, agencies=[opened.department], kinds=["commune_committee"])
    file(citizen(), ready(citizen(), opened))
    code = Dossier.objects.get().code
    accept(code, by=opened.lan, at=AT + timedelta(hours=1))
    reroute(code, by=opened.minh, at=AT + timedelta(hours=2), to=opened.department.pk, reason="Thuộc Sở")
    lay = WorkItem.objects.filter(dossier__code=code, outcome="misrouted", kind="route").get()
    assert lay.assignee_id is None


def test_officers_see_who_signed_a_paper_digitally(opened, settings, tmp_path):
    authority = certified("CA công cộng", by=None, since=lives(AT)[0], until=lives(AT)[1])
    settings.SIGNATURE_ANCHORS = kept(authority, tmp_path)
    bearer = certified("Nguyễn Thị An", by=authority, since=lives(AT)[0], until=lives(AT)[1])
    client = citizen()
    filing = begun(client)
    with_people(client, filing, opened)
    first, *others = required(opened)
    files = {f"tep-{n}": [upload(f"{n}.jpg", photo(str(n)))] for n in others}
    client.post(page(filing, "giay-to/"), {f"tep-{first}": [upload("a.pdf", signed(a_pdf(), bearer))], **files})
    assert file(client, filing).status_code == 302
    code, desk = Dossier.objects.get().code, Desk(opened, "2026-11-20 10:00")
    pages = [desk.get("lan", f"/ho-so/{code}/tep/{a.pk}/chu-ky/") for a in Attachment.objects.order_by("pk")]
    told = [main_part(answer) for answer in pages]
    assert sum("Chữ ký số của Nguyễn Thị An đúng" in one for one in told) == 1
    assert sum("Tệp này không có chữ ký số" in one for one in told) == len(told) - 1
    assert desk.get("quang", f"/ho-so/{code}/tep/{Attachment.objects.first().pk}/chu-ky/").status_code == 404
