"""The diagram of a process: on its page, as a picture and as a file that modellers open."""

import pytest
from lxml import etree

from motcua.casework.reads import processes as reads
from motcua.workflow.models import ProcessVersion, Step
from motcua.workflow.process.bpmn_reading import read
from motcua.workflow.process.proof import prove
from tests import cast as stage
from tests.web.office_pages import address, sign_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CODE = "1.000689"


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def version(cast) -> ProcessVersion:
    return ProcessVersion.objects.get(process__level__code="commune")


def test_the_page_of_a_procedure_leads_to_the_diagram_of_its_process(client, cast, version):
    sign_in(client, cast, "an")
    assert address("process", CODE, version.pk) in client.get(address("procedure", CODE)).content.decode()


def test_the_diagram_shows_every_step_and_who_does_it(client, cast, version):
    said = text_of(sign_in(client, cast, "an").get(address("process", CODE, version.pk)))
    for name in ("Thụ lý 8 giờ", "Ký duyệt 8 giờ", "Trả kết quả", "Văn thư"):
        assert name in said
    assert version.decision in said


def test_the_file_is_a_sound_process_with_the_same_steps(client, cast, version):
    answer = sign_in(client, cast, "an").get(address("process_file", CODE, version.pk, "bpmn"))
    assert answer["Content-Disposition"] == f'attachment; filename="quy-trinh-{CODE}.bpmn"'
    found = read(answer.content)
    assert not found.problems and not prove(found.graph)
    assert found.graph.steps == reads.graph(version).steps


def test_the_picture_is_well_formed_and_names_are_only_text(client, cast, version):
    Step.objects.filter(version=version, n=2).update(name='<script>"&')
    answer = sign_in(client, cast, "an").get(address("process_file", CODE, version.pk, "svg"))
    assert answer["Content-Type"] == "image/svg+xml"
    root = etree.fromstring(answer.content)
    assert '<script>"&' in "".join(root.itertext())
    page = client.get(address("process", CODE, version.pk)).content.decode()
    assert "<script>&quot;" not in page and '<script>"' not in page


def test_what_is_not_there_is_not_found(client, cast, version):
    sign_in(client, cast, "an")
    other = stage.publish_procedure(code="1.000003", name="Khác")
    assert other.procedure.code == "1.000003"
    for args in ((CODE, 999_999), ("9.999999", version.pk)):
        assert client.get(address("process", *args)).status_code == 404
    assert client.get(address("process_file", CODE, version.pk, "exe")).status_code == 404


@pytest.mark.parametrize("name", ["lan", "minh", "tuyet"])
def test_who_neither_administers_nor_supervises_sees_none(client, cast, version, name):
    sign_in(client, cast, name)
    assert client.get(address("process", CODE, version.pk)).status_code == 404
    assert client.get(address("process_file", CODE, version.pk, "bpmn")).status_code == 404
