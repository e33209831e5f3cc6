"""A declaration filled in by anybody and printed: what is wrong is told, nothing typed is lost, nothing is kept."""

import re

import pytest

from motcua.catalogue.actions import keep_form, publish_form
from motcua.catalogue.forms.templates import template
from motcua.journal.models import Event
from tests import cast as stage
from tests.cast import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PROCEDURE = "/thu-tuc/1.000689/"
ADDRESS = f"{PROCEDURE}to-khai/"
GOOD = {
    "q_applicant_name": "Nguyễn Thị An",
    "q_applicant_number": "051090000012",
    "q_applicant_address": "Thôn 1, xã Ba Tơ",
    "q_applicant_phone": "0905 123 456",
    "q_relation": "mother",
    "q_child_name": "Nguyễn <b>Bình</b>",
    "q_child_born": "5/11/2026",
    "q_child_sex": "male",
    "q_child_ethnic": "Kinh",
    "q_child_nationality": "Việt Nam",
    "q_child_place": "Trạm y tế xã",
    "q_child_home": "Ba Tơ",
    "q_mother_name": "Nguyễn Thị An",
    "q_mother_born": "01/02/1990",
    "q_mother_number": "051190000012",
    "q_mother_address": "Thôn 1",
    "q_father_known": "no",
    "q_copies_wanted": "yes",
    "q_copies": "2",
}


@pytest.fixture
def form():
    version = stage.enter().version
    draft = keep_form(version, content=template("birth"), seen=0)
    return publish_form(version, seen=draft.saved, by="quan", at=moment("2026-11-02 08:00"))


def text(answer) -> str:
    return re.search(r"<main.*</main>", answer.content.decode(), re.S)[0]


def post(client, kept, **more):
    return client.post(ADDRESS, {**GOOD, "form": kept.digest, "do": "print", **more})


def test_the_page_of_the_procedure_leads_to_its_declaration_where_there_is_one(client):
    stage.enter()
    assert ADDRESS not in client.get(PROCEDURE).content.decode()
    assert client.get(ADDRESS).status_code == 404


def test_it_leads_there_once_one_is_published(client, form):
    assert f'href="{ADDRESS}"' in client.get(PROCEDURE).content.decode()
    assert "Ngày, tháng, năm sinh" in text(client.get(ADDRESS))


def test_a_whole_declaration_is_shown_as_the_paper_and_kept_nowhere(client, form):
    before = Event.objects.count()
    answer = post(client, form)
    assert answer.status_code == 200, text(answer)
    paper = text(answer)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in paper
    assert "Nguyễn &lt;b&gt;Bình" in paper
    assert "<dd>05/11/2026</dd>" in paper
    assert "<dd>Mẹ</dd>" in paper
    assert "Họ, chữ đệm, tên người cha" not in paper, "what is not asked is not printed"
    assert answer["Cache-Control"] == "no-store"
    assert Event.objects.count() == before


def test_a_fault_is_told_and_what_was_typed_stays(client, form):
    answer = post(client, form, q_child_born="31/02/2026")
    assert answer.status_code == 422
    assert "Hãy ghi ngày theo mẫu" in text(answer)
    assert 'value="31/02/2026"' in text(answer)
    assert 'value="Nguyễn Thị An"' in text(answer)


def test_from_the_paper_one_goes_back_to_all_that_was_typed(client, form):
    paper = text(post(client, form))
    fields = dict(re.findall(r'<input type="hidden" name="(q_\w+)" value="([^"]*)">', paper))
    answer = client.post(ADDRESS, {**fields, "form": form.digest, "do": "change"})
    assert answer.status_code == 200
    assert 'value="Trạm y tế xã"' in text(answer)


def test_a_form_that_changed_meanwhile_says_so_and_keeps_the_answers(client, form):
    answer = post(client, form, form="older")
    assert "vừa có bản mới" in text(answer)
    assert "CỘNG HÒA" not in text(answer)
    assert 'value="Trạm y tế xã"' in text(answer)
