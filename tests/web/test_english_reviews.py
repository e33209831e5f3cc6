"""Reviews of procedures, their worksheets and what is received beside a centre read English in English."""

import pytest

from motcua.casework.office import reviews as verbs
from motcua.reviews.models import ReviewLine
from motcua.reviews.rules import KINDS, Said
from tests import cast as stage
from tests.casework.test_reviews import AT, HOUSE, JUSTICE, close, opened, publish, say
from tests.web.counter_forms import signed_in
from tests.web.office_pages import address
from tests.web.test_english import Words, english, vietnamese

pytestmark = pytest.mark.django_db
PAGES = ("review", "review_lines", "review_judge", "review_close")


@pytest.fixture
def cast(clock):
    clock.move_to(AT)
    cast = stage.enter()
    publish(JUSTICE, ["province"], agencies=[cast.department], online="info")
    publish(HOUSE, ["commune"], kinds=["commune_committee"], field="Nhà ở")
    return cast


def filled(cast, kind):
    """A campaign with a proposal of every sort that its kind has, one of them accepted."""
    campaign = opened(cast, kind=kind)
    proposal = {"decentralisation": "commune", "online_service": "partial", "simplification": "repeal"}[kind]
    said = Said("propose", proposal, "field" if kind == "online_service" else "", "Bỏ", "NĐ 7", saving=7)
    say(campaign, JUSTICE, said, by=cast.quang)
    verbs.judge_lines(campaign.pk, {ReviewLine.objects.get(verdict="propose").pk: "accepted"}, by=cast.an, at=AT)
    return campaign


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ended", [False, True])
def test_pages_of_a_review_read_english(client, cast, kind, ended):
    campaign = filled(cast, kind)
    if ended:
        close(cast, campaign)
    reader = english(signed_in(client, cast, "an"))
    pages = [address(name, campaign.pk) for name in PAGES] + [address("reviews"), address("review_new")]
    pages += [address("agency", cast.department.pk), "/so-lieu/ngoai-trung-tam/"]
    found = {page: Words(reader.get(page).content.decode()) for page in pages}
    refused = reader.post(address("review_close", campaign.pk), {"key": "a-key-of-its-own"})
    found["refused"] = Words(refused.content.decode())
    reader = english(signed_in(client, cast, "quang"))
    for page in ("/viec/", "/viec/ra-soat/", f"/viec/ra-soat/{campaign.pk}/"):
        found[page] = Words(reader.get(page).content.decode())
    line = ReviewLine.objects.get(verdict="propose")
    sent = {f"result-{line.pk}": "", f"text-{line.pk}": "Bỏ", f"edition-{line.pk}": "1"}
    found["wrong"] = Words(reader.post(f"/viec/ra-soat/{campaign.pk}/", sent).content.decode())
    assert vietnamese(found) == {}
