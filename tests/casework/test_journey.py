"""The life of one dossier through the verbs, from the counter to the result."""

import pytest

from motcua.casework.advance import advance
from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.file import file_and_accept
from motcua.casework.receive_supplement import receive_supplement
from motcua.casework.resolve import resolve
from motcua.casework.return_result import return_result
from motcua.casework.supplements import Item, enough
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.journal.models import Event
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db


def test_a_dossier_goes_from_the_counter_to_the_result():
    cast = stage.enter()
    d = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 09:00"))
    assert d.code == "H48.148-261119-0001"
    assert d.due_at == moment("2026-11-25 17:00")  # 24/11 is a day off
    advance(d.code, by=cast.minh, at=moment("2026-11-19 14:00"))
    advance(d.code, by=cast.son, at=moment("2026-11-19 15:00"))
    advance(d.code, by=cast.roi, at=moment("2026-11-20 08:00"), result=stage.result())
    resolve(d.code, by=cast.lan, at=moment("2026-11-20 09:00"))
    return_result(d.code, by=cast.lan, at=moment("2026-11-20 10:00"))
    d = Dossier.objects.get(code=d.code)
    assert d.state is Status.RETURNED
    kinds = list(Event.objects.filter(stream=d.stream).values_list("kind", flat=True))
    assert kinds == [
        "dossier.filed",
        "dossier.accepted",
        "dossier.in_process",
        "work.advanced",
        "work.advanced",
        "work.advanced",
        "dossier.resolved",
        "dossier.returned",
    ]


def test_a_supplement_asked_in_time_makes_the_limit_count_anew():
    cast = stage.enter()
    d = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-16 09:00"))
    items = [Item("Giấy chứng sinh", "Bản bị mờ", "Nộp bản rõ", n=2), *enough([1, 3])]
    propose_supplement(d.code, by=cast.minh, at=moment("2026-11-17 09:00"), items=items)
    d = ask_supplement(d.code, by=cast.lan, at=moment("2026-11-17 10:00"))
    assert (d.state, d.due_at) == (Status.SUPPLEMENT, None)
    d = receive_supplement(d.code, by=cast.lan, at=moment("2026-11-25 09:00"))
    assert (d.state, d.due_at) == (Status.IN_PROCESS, moment("2026-11-30 17:00"))
