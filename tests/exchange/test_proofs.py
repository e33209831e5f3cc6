"""One-time codes over real HTTP and SMTP: however gateways misbehave, the code comes once, in time, by some way."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from motcua.casework.file import file_and_accept
from motcua.casework.prove import ask_code, dossier_to_prove
from motcua.cli import worker
from motcua.dossiers.models import Party
from motcua.exchange.proofs.letters import letter, text_message
from motcua.exchange.sms.writing import parts
from motcua.outbox.models import Job
from motcua.proofs.keys import code_of
from motcua.proofs.models import Proof
from motcua.web.ui import moments
from tests import cast as stage
from tests.cast import moment
from tests.exchange.offices import sms_gateway
from tests.notifications.mail_server import listening

MINE, MAIL = "+84905123456", "nguoinop@example.com"


@pytest.fixture
def clock():
    with time_machine.travel(moment("2026-11-03 10:00"), tick=True) as traveller:
        yield traveller


@pytest.fixture
def dossier(transactional_db, clock):
    cast = stage.enter()
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-02 09:00")).code
    Party.objects.filter(role="applicant").update(email=MAIL)
    return dossier_to_prove(code)


@contextmanager
def gateways(settings, *ways):
    """Both gateways, the one of text messages misbehaving; what came to telephones, and the mail server."""
    with sms_gateway(*ways) as (there, known), listening() as server:
        settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_TIMEOUT = there.url, there.token, there.timeout
        settings.MAIL, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield known, server


def asked(dossier, typed=MINE) -> Proof:
    return Proof.objects.get(pk=ask_code(dossier, typed=typed, caller="c", language="vi", at=moments.now()))


def work(clock, *, seconds=660) -> None:
    """Do what is due, second after second as the worker would."""
    for _ in range(seconds // 10):
        while worker.work_one("w"):
            pass
        clock.shift(timedelta(seconds=10))


def after(proof) -> Proof:
    assert not Job.objects.filter(done_at__isnull=True, kind__startswith="proofs").exists()
    return Proof.objects.get(pk=proof.pk)


def letters(server) -> list[str]:
    return [mail.get_content() for mail in server.letters]


def test_a_code_comes_to_the_telephone_and_the_gateway_says_that_it_did(dossier, settings, clock):
    with gateways(settings) as (known, server):
        proof = asked(dossier)
        work(clock, seconds=60)
        [(to, text)] = known.inbox
        assert to == MINE and code_of(proof) in text and dossier.code in text
        assert (after(proof).state, after(proof).way, server.letters) == ("delivered", "sms", [])


@pytest.mark.parametrize("way", ["late", "error", "cut", "drop", "garbage"])
def test_a_gateway_that_stumbles_once_delivers_the_code_once(dossier, settings, clock, way):
    with gateways(settings, way) as (known, server):
        proof = asked(dossier)
        work(clock, seconds=60)
        assert [to for to, _ in known.inbox] == [MINE]
        assert (after(proof).state, after(proof).failures, server.letters) == ("delivered", 1, [])


def test_a_gateway_that_doubles_messages_doubles_one_code_and_not_two(dossier, settings, clock):
    with gateways(settings, "twice") as (known, _):
        asked(dossier)
        work(clock, seconds=60)
        assert len(known.inbox) == 2 and len(set(known.inbox)) == 1


@pytest.mark.parametrize("way", ["refuse", "lost"])
def test_what_reaches_no_telephone_goes_by_e_mail(dossier, settings, clock, way):
    with gateways(settings, way) as (known, server):
        proof = asked(dossier)
        work(clock, seconds=60)
        assert known.inbox == []
        [text] = letters(server)
        assert code_of(proof) in text and (after(proof).state, after(proof).way) == ("sent", "email")


def test_a_gateway_that_is_away_leaves_the_code_to_e_mail_within_seconds(dossier, settings, clock):
    with gateways(settings) as (_, server):
        settings.SMS_URL = "http://127.0.0.1:9"
        proof = asked(dossier)
        work(clock, seconds=20)
        assert len(letters(server)) == 1 and after(proof).way == "email"


def test_without_another_way_it_is_tried_as_long_as_the_code_lives_and_then_no_more(dossier, settings, clock):
    settings.SMS_URL = "http://127.0.0.1:9"
    proof = asked(dossier)
    work(clock)
    ended = after(proof)
    assert (ended.state, ended.failures) == ("failed", 5)
    assert ended.ended_at > ended.expires_at
    assert not Job.objects.filter(dead_at__isnull=False).exists()


def test_a_mailbox_that_is_refused_for_good_is_not_tried_again(dossier, settings, clock):
    with gateways(settings) as (known, server):
        settings.SMS_URL = ""
        server.refusals[MAIL] = f"550 no such mailbox {MAIL}"
        proof = asked(dossier, MAIL)
        work(clock)
        ended = after(proof)
        assert (ended.state, ended.failures, known.inbox) == ("failed", 0, [])
        assert "550" in ended.error and MAIL not in ended.error


def test_nothing_is_sent_for_a_contact_that_the_dossier_does_not_name(dossier, settings, clock):
    with gateways(settings) as (known, server):
        proof = asked(dossier, "0912 345 678")
        work(clock, seconds=60)
        assert (known.inbox, server.letters, after(proof).state) == ([], [], "waiting")


def test_a_job_done_twice_sends_one_code(dossier, settings, clock):
    with gateways(settings) as (known, _):
        proof = asked(dossier)
        first = worker.SPEAKING["proofs.send"]({"proof": proof.pk}, moments.now())
        second = worker.SPEAKING["proofs.send"]({"proof": proof.pk}, moments.now())  # its lease was lost
        with transaction.atomic():
            first(moments.now())
            second(moments.now())
        assert len(known.inbox) == 1


def test_no_reason_kept_names_the_contact(dossier, settings, clock):
    settings.SMS_URL, settings.MAIL = "http://127.0.0.1:9", False
    asked(dossier)
    work(clock)
    kept = str([*Job.objects.values_list("error", "payload"), *Proof.objects.values_list("error")])
    assert "905123456" not in kept


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_message_holds_the_code_and_the_dossier_in_one_part_and_no_person(dossier, settings, language):
    proof = asked_in(dossier, settings, language)
    text, mail = text_message(proof, "123456"), letter(proof, "123456", to=MAIL)
    assert parts(text) == 1 and "123456" in text and dossier.code in text
    assert "123456" in mail.body and "123456" not in mail.subject
    assert "Đồng Xuân" not in text + mail.body and "Dong Xuan" not in text


def asked_in(dossier, settings, language) -> Proof:
    settings.MAIL = True
    number = ask_code(dossier, typed=MAIL, caller="c", language=language, at=moments.now())
    return Proof.objects.select_related("dossier").get(pk=number)


def test_a_demo_with_no_gateway_writes_the_code_into_its_log(dossier, settings, clock, capsys):
    settings.DEMO, settings.BIND = True, "127.0.0.1"
    proof = asked(dossier)
    work(clock, seconds=10)
    assert code_of(proof) in capsys.readouterr().out
    assert (after(proof).state, after(proof).way) == ("sent", "log")
