"""The whole API against its own document: whatever the document allows, and what it does not, gets an answer that it
describes; never a fault of ours. In process, over WSGI, always the same examples."""

from dataclasses import dataclass, field

import pytest
import schemathesis
import time_machine
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from motcua.casework.file import file, file_and_accept
from motcua.casework.office.tokens import issue_token
from motcua.web.api.document import document
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("default")]
NOW = moment("2026-11-20 10:00")
EXAMPLES = 8
# What these two ask cannot be told from a form: a body of the right form may well name a dossier in the wrong state.
NOT_ASKED = ("positive_data_acceptance", "use_after_free", "ensure_resource_availability")


schema = schemathesis.openapi.from_dict(document())
schema.app = get_wsgi_application()
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@dataclass
class House:
    """What there is behind the API: codes of dossiers, numbers of pieces of work, a token of who may do everything."""

    codes: list[str] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    token: str = ""


HOUSE = House()


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """Dossiers in every state, and a token of somebody who holds every post; built once and undone at the end.

    Requests leave the connection open, as Django's own test client sees to.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        cast = stage.enter()
        HOUSE.codes = lived(cast)
        HOUSE.items = list(WorkItem.objects.values_list("pk", flat=True))
        HOUSE.token = issue_token(everybody(cast), by="test", at=NOW)[1]
        yield
        transaction.set_rollback(True)
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def _django_db_helper(house):
    """In place of pytest-django's own: every operation finds the house as it was built, without building it again."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everybody(cast) -> str:
    """Somebody with every post of the commune and its counter, so that acts get as far as they can."""
    from motcua.offices import actions as offices
    from motcua.offices.roles import Role

    lan = cast.people["lan"]
    for place, role in (
        (cast.counter, Role.COUNTER_HEAD), (cast.commune, Role.SPECIALIST), (cast.commune, Role.SIGNER),
        (cast.commune, Role.CLERK), (cast.province, Role.ADMINISTRATOR),
    ):  # fmt: skip
        offices.give_post(account=lan, agency=place, role=role, day=stage.BEGINNING.date(), by="test", at=NOW)
    return "lan"


def lived(cast) -> list[str]:
    """Codes of dossiers in every state in which something can be done."""
    at = moment("2026-11-19 09:00")
    ways = [
        [], ["propose_supplement"], ["propose_supplement", "ask_supplement"], ["hold"], ["advance"],
        ["advance", "advance"], ["advance"] * 3, ["advance", "advance", "advance", "resolve"],
    ]  # fmt: skip
    codes = [file(stage.intake(cast), by=cast.lan, at=at).code]
    for way in ways:
        codes.append(file_and_accept(stage.intake(cast), by=cast.lan, at=at).code)
        for verb in way:
            ACTS[verb](cast, codes[-1], at)
    return codes


def within(case) -> None:
    """Put names that are there into an address, of a dossier or a piece of work, chosen by what was generated."""
    given = case.path_parameters or {}
    if isinstance(given.get("code"), str) and "/dossiers/" in case.path:
        given["code"] = HOUSE.codes[sum(map(ord, given["code"])) % len(HOUSE.codes)]
    if isinstance(given.get("id"), int) and "/work-items/" in case.path:
        given["id"] = HOUSE.items[given["id"] % len(HOUSE.items)]


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_the_document_says(case):
    within(case)
    checks = [CHECKS.get_one(name) for name in CHECKS.get_all_names() if name not in NOT_ASKED]
    case.call_and_validate(headers={"Authorization": f"Bearer {HOUSE.token}"}, checks=checks)
