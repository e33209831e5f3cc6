"""`motcua process export`: the process by which a procedure runs, in three forms."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from motcua.catalogue.models import Procedure
from motcua.cli.arguments import Parser
from motcua.cli.process_export import add_parser
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.workflow.actions import publish
from motcua.workflow.process.bpmn_reading import read
from tests import cast as stage
from tests.cli.houses import drop_databases, prepared_house

CODE = "1.000689"


@pytest.fixture
def exported(db, capsys):
    """`exported(*words)` runs the command in this process; what it prints and what it complains of."""
    stage.enter()

    def run(*words: str) -> tuple[str, str]:
        parser = Parser(prog="motcua")
        add_parser(parser.add_subparsers())
        args = parser.parse_args(["process", "export", *words])
        args.run(args)
        return capsys.readouterr()

    return run


def test_bpmn_is_what_it_prints_when_nothing_else_is_asked(exported):
    found = read(exported(CODE)[0].encode())
    assert not found.problems
    assert len(found.graph.steps) == 5


def test_the_picture_is_svg(exported):
    assert etree.fromstring(exported(CODE, "--format", "svg")[0]).tag == "{http://www.w3.org/2000/svg}svg"


def test_json_names_every_step_with_its_hours_and_who_does_it(exported):
    said = json.loads(exported(CODE, "--format", "json")[0])
    first, *_, last = said["steps"]
    assert (first["kind"], first["role"], first["at"], first["hours"]) == ("receive", "receiver", "receiving", 2)
    assert last["kind"] == "return"
    assert len(said["flows"]) == len(said["steps"]) + 1


def hours(said: str) -> list[float]:
    return [step["hours"] for step in json.loads(said)["steps"]]


def test_with_an_agency_it_is_the_process_that_this_agency_goes_by(exported):
    words = (CODE, "--format", "json", "--agency", "H48.148")
    assert hours(exported(*words)[0]) == [2, 8, 8, 4, 2]  # that of the level
    rows = [replace(row, hours=Decimal(1)) for row in stage.COMMUNE_STEPS]
    agency, procedure = Agency.objects.get(code="H48.148"), Procedure.objects.get(code=CODE)
    publish(procedure=procedure, level=None, agency=agency, steps=rows, decision="QĐ", day=date(2026, 1, 2))
    assert hours(exported(*words)[0]) == [1, 1, 1, 1, 1]
    assert hours(exported(*words[:3])[0]) == [2, 8, 8, 4, 2]
    with pytest.raises(Refused, match="Không có cơ quan nào mang mã “H99”"):
        exported(CODE, "--agency", "H99")


def test_a_procedure_that_is_not_known_is_refused(exported):
    with pytest.raises(Refused, match=r"Không có thủ tục mã 9\.999999"):
        exported("9.999999")


def test_a_level_without_a_process_is_refused(exported):
    with pytest.raises(Refused, match="chưa có quy trình"):
        exported(CODE, "--level", "ministry")


def test_the_command_finds_the_part_that_needs_the_tables(tmp_path):
    house = prepared_house(tmp_path / "data")
    try:
        done = house.motcua("process", "export", "9.999999")
    finally:
        drop_databases()
    assert done.returncode == 2
    assert "Không có thủ tục mã 9.999999" in done.stderr.decode()
