"""E-mails go to a real server of their own, in the language of who reads them; what fails is tried again."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.test import override_settings
from django.utils import translation
from django.utils.translation import gettext

from motcua.accounts import actions as accounts
from motcua.accounts.models import Account
from motcua.cli import worker
from motcua.notifications import actions
from motcua.notifications.actions import Notice, tell
from motcua.notifications.jobs import send_one
from motcua.notifications.kinds import KINDS
from motcua.notifications.models import Delivery, Message
from motcua.outbox.models import Job
from tests.cast import moment
from tests.notifications.mail_server import listening

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 08:00")
CODE = "H48.148-261119-0001"


@pytest.fixture
def server():
    with listening() as server, override_settings(MAIL=True, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port):
        yield server


@pytest.fixture
def lan():
    people = [accounts.NewAccount("lan", "Trần Thị Lan", "lan@bato.example")]
    accounts.open_accounts(people, by="test", at=AT, password="mot-mat-khau-dai")
    return Account.objects.get(username="lan")


def told(*people, kind="acceptance.filed", key="1"):
    params = {"due": "17:00 19/11/2026", "filed": "08:00 19/11/2026"}
    return tell([Notice(kind, key, frozenset(p.pk for p in people), CODE, params)], at=AT)


def test_a_message_comes_by_mail_with_the_address_of_its_dossier(server, lan, clock):
    clock.move_to(AT)
    told(lan)
    assert worker.work_one("w") and not worker.work_one("w")
    (letter,) = server.letters
    assert letter["To"] == "lan@bato.example"
    assert letter["Subject"].strip() == f"Hồ sơ trực tuyến {CODE} vừa nộp, chờ tiếp nhận"
    text = letter.get_content()
    assert "trước 17:00 19/11/2026" in text and f"/ho-so/{CODE}/" in text
    assert Delivery.objects.get().state == "sent"


def test_the_language_of_the_account_is_that_of_the_letter(server, lan):
    accounts.choose_language(lan.pk, language="en")
    told(lan)
    send_one(Job.objects.get().payload, AT)
    with translation.override("en"):
        subject = gettext(KINDS["acceptance.filed"].title).format(code=CODE)
    (letter,) = server.letters
    assert (letter["Content-Language"], letter["Subject"].strip()) == ("en", subject)


def test_a_job_that_is_done_twice_sends_once(server, lan):
    told(lan)
    for _ in range(2):
        send_one(Job.objects.get().payload, AT)
    assert len(server.letters) == 1


def test_a_server_that_is_away_for_a_while_gets_the_letter_later(server, lan, clock):
    clock.move_to(AT)
    server.refusals["lan@bato.example"] = "451 try again later"
    told(lan)
    assert worker.work_one("w")
    job, delivery = Job.objects.get(), Delivery.objects.get()
    assert (job.done_at, delivery.state, server.letters) == (None, "waiting", [])
    assert SMTPRecipientsRefused.__name__ in job.error
    server.refusals.clear()
    clock.move_to(job.due_at + timedelta(seconds=1))
    assert worker.work_one("w") and len(server.letters) == 1


def test_a_refusal_for_good_is_kept_and_not_tried_again(server, lan, clock):
    clock.move_to(AT)
    server.refusals["lan@bato.example"] = "550 no such mailbox"
    told(lan)
    assert worker.work_one("w")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == ("failed", "550 no such mailbox")
    assert Job.objects.get().done_at is not None


def test_who_switched_a_kind_off_gets_it_on_the_page_only(server, lan):
    actions.choose(lan.pk, email=["acceptance.waiting"])
    told(lan)
    told(lan, kind="acceptance.waiting")
    assert Message.objects.count() == 2
    assert Delivery.objects.get().message.kind == "acceptance.waiting"


def test_without_a_mail_server_nothing_is_promised(lan):
    assert told(lan) == 1 and Delivery.objects.count() == Job.objects.count() == 0


def test_an_account_without_address_gets_the_message_on_its_page_only(server, lan):
    Account.objects.update(email="")
    assert told(lan) == 1 and Job.objects.count() == 0
