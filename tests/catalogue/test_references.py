"""Papers that are results of other procedures: no way may lead back to where it began."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue import actions
from motcua.catalogue.models import Component, ProcedureVersion
from motcua.catalogue.published import read
from motcua.catalogue.references import cycle, ways_round
from motcua.kernel.sentences import Refused
from tests import cast as stage

CODES = st.sampled_from("abcdef")


@given(st.dictionaries(CODES, st.sets(CODES, max_size=3), max_size=6))
def test_a_cycle_is_found_exactly_where_there_is_one(needs):
    way = cycle(needs)
    if way:
        assert way[0] == way[-1] and len(way) > 1
        assert all(after in needs[before] for before, after in pairwise(way))
    else:  # then they can be done one after the other
        left = dict(needs)
        while ready := [code for code, others in left.items() if not set(others) & left.keys()]:
            for code in ready:
                del left[code]
        assert not left


def paper(code):
    return [{"name": "Giấy tờ", "originals": 1, "result_of": code}]


def publish(code, needed):
    line = read(stage.procedure_line(code=code, components=paper(needed)))
    return actions.publish(line, day=stage.BEGINNING.date(), by="test", at=stage.BEGINNING)


@pytest.mark.django_db
def test_procedures_whose_papers_need_one_another_are_refused_with_the_way_round():
    publish("2.000001", "2.000002")
    publish("2.000002", "2.000003")
    with pytest.raises(Refused) as caught:
        publish("2.000003", "2.000001")
    assert str(caught.value) == "Giấy tờ là kết quả của nhau theo vòng: 2.000001 → 2.000002 → 2.000003 → 2.000001."
    assert not ProcedureVersion.objects.filter(procedure__code="2.000003").exists()


@pytest.mark.django_db
def test_what_a_procedure_asked_before_makes_no_cycle():
    publish("2.000001", "2.000002")
    publish("2.000001", "2.000003")
    publish("2.000002", "2.000001")
    assert Component.objects.filter(version__procedure__code="2.000002").get().result_of == "2.000001"


def test_a_paper_of_what_is_no_procedure_is_refused():
    with pytest.raises(Refused, match="không phải mã thủ tục"):
        read(stage.procedure_line(components=paper("abc")))


@given(st.dictionaries(CODES, st.sets(CODES, max_size=3), max_size=6), st.sets(CODES))
def test_whoever_is_on_a_way_back_to_itself_is_told_one_or_leans_on_one_told(needs, among):
    ways = ways_round(needs, among=among)
    for code, way in ways.items():
        assert code in among and code in way and way[0] == way[-1]
    kept = {code: others for code, others in needs.items() if code not in ways}
    assert not set(cycle(kept)) & among
