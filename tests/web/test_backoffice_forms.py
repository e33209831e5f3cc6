"""The electronic declaration in the back office: begun, tried as citizens will, published, never changed after."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.catalogue.form_queries import form_of
from motcua.catalogue.forms.reading import read
from motcua.catalogue.forms.templates import NAMES, template
from motcua.catalogue.models import ProcedureForm
from tests import cast as stage
from tests.web.office_pages import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CODE = "1.000689"


def at(name):
    return reverse(f"backoffice:{name}", args=[CODE])


@pytest.fixture
def quan(client):
    return sign_in(client, stage.enter(), "quan")


def send(client, url, **data):
    key = client.get(at("form")).context["key"]
    return client.post(url, {"key": key, **data})


def test_every_template_is_a_form():
    assert [read(template(name)).title for name in NAMES]


def test_a_form_is_begun_tried_and_published(quan):
    send(quan, at("form"), template="birth", seen=0)
    draft = ProcedureForm.objects.get()
    page = quan.get(at("form_preview"))
    assert "Ngày, tháng, năm sinh" in page.content.decode()
    tried = quan.post(at("form_preview"), {"q_child_born": "31/02/2026", "q_child_name": "<b>An</b>"})
    assert tried.status_code == 422
    assert "&lt;b&gt;An" in tried.content.decode()
    assert "ngày/tháng/năm" in tried.content.decode()
    send(quan, at("form_publish"), seen=draft.saved)
    assert form_of(draft.version).digest == draft.digest
    send(quan, at("form"), template="applicant", seen=0)
    assert ProcedureForm.objects.count() == 2
    assert form_of(draft.version).digest == draft.digest
    send(quan, at("form_drop"))
    assert ProcedureForm.objects.get().pk == draft.pk


def test_a_draft_that_another_changed_is_not_overwritten(quan):
    send(quan, at("form"), template="birth", seen=0)
    send(quan, at("form"), template="applicant", seen=1)
    late = send(quan, at("form"), template="residence", seen=1)
    assert "vừa được người khác sửa" in late.content.decode()
    assert ProcedureForm.objects.get().content["title"] == "Tờ khai"


def test_a_file_goes_out_and_comes_back(quan):
    send(quan, at("form"), template="residence", seen=0)
    content = quan.get(at("form_file")).content
    assert json.loads(content) == template("residence")
    send(quan, at("form"), file=SimpleUploadedFile("f.json", content), seen=1)
    assert ProcedureForm.objects.get().saved == 2
    bad = send(quan, at("form"), file=SimpleUploadedFile("f.json", b'{"$ref": "#"}'), seen=2)
    assert "$ref" in bad.content.decode()


def test_rows_come_and_go_and_what_was_typed_stays(quan):
    send(quan, at("form"), template="residence", seen=0)
    typed = {"q_wish": "Nhập hộ", "q_members__rows": "1", "q_members__0__name": "Lê Thị Thử", "do": "add:members"}
    page = quan.post(at("form_preview"), typed)
    assert page.status_code == 200
    assert page.context["shown"].answers["members"] == [{"name": "Lê Thị Thử"}, {}]
    page = quan.post(at("form_preview"), typed | {"do": "drop:members:0"})
    assert page.context["shown"].answers == {"wish": "Nhập hộ", "members": []}


def test_answers_to_an_older_form_are_kept_and_said(quan):
    send(quan, at("form"), template="birth", seen=0)
    page = quan.post(at("form_preview"), {"form": "older", "q_child_name": "An"})
    assert "vừa có bản mới" in page.content.decode()
    assert page.context["shown"].answers["child_name"] == "An"
