"""A dossier that was taken over from an older system, on the desk: found by its old code, explained by its promise."""

import json

import pytest

from motcua.casework.imports.dossiers import import_dossiers
from motcua.dossiers.models import Dossier
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import signed_in

pytestmark = pytest.mark.django_db
OLD = {
    "source": "Phần mềm cũ", "code": "OLD-000123", "procedure": "1.000689", "agency": "H48.148",
    "applicant": {"name": "Phạm Văn Đồng Xuân"}, "accepted_at": "2026-11-05T09:00", "due_at": "2026-11-27T16:30",
    "step": "Thụ lý", "holder": "minh",
}  # fmt: skip


@pytest.fixture
def dossier(clock):
    clock.move_to(moment("2026-11-20 09:00"))
    cast = stage.enter()
    import_dossiers(json.dumps(OLD).encode(), by="motcua import", at=moment("2026-11-20 08:00"))
    return cast, Dossier.objects.get()


def test_its_page_says_where_it_came_from_and_whose_promise_it_is(client, dossier):
    cast, d = dossier
    html = signed_in(client, cast, "minh").get(f"/ho-so/{d.code}/").content.decode()
    assert "OLD-000123 (Phần mềm cũ)" in html and "giữ đúng hạn đã hẹn" in html and "16:30" in html


def test_the_counter_opens_it_by_its_old_code(client, dossier):
    cast, d = dossier
    answer = signed_in(client, cast, "lan").get("/tiep-nhan/mo/", {"ma": "old-000123"})
    assert answer["Location"] == f"/viec/quet/?ma={d.code}"


def test_it_stands_in_the_worklist_of_its_holder(client, dossier):
    cast, d = dossier
    assert d.code in signed_in(client, cast, "minh").get("/viec/").content.decode()
