"""Citizens sign in with a code, say who they are, and see their own dossiers and nobody else's."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from motcua.accounts.models import Account
from motcua.casework.file import file_and_accept
from motcua.citizens.models import Citizen, Contact
from motcua.journal.models import Event
from motcua.outbox.models import Job
from motcua.proofs.actions import forget_contacts
from motcua.proofs.keys import code_of
from motcua.proofs.models import Proof
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")
PHONE, OTHER, MAIL = "0905 123 456", "0912 345 678", "Xuan@Vidu.vn"


@pytest.fixture(autouse=True)
def now(settings, clock):
    settings.SMS_URL, settings.MAIL = "http://gateway.example", True
    clock.move_to(AT)
    return clock


@pytest.fixture
def dossier():
    cast = stage.enter()
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT - timedelta(hours=1))


def main_part(answer) -> str:
    return re.search(r"<main.*</main>", answer.content.decode(), re.S)[0]


def last_code() -> str:
    return code_of(Proof.objects.latest("pk"))


def ask(client, contact=PHONE, **more):
    return client.post("/dang-nhap/xin-ma/", {"contact": contact, **more}, follow=True)


def enter(client, code=None, **more):
    return client.post("/dang-nhap/nhap-ma/", {"code": code or last_code(), **more})


def signed_in(contact=PHONE) -> Client:
    client = Client()
    ask(client, contact)
    assert enter(client).status_code == 302
    return client


def is_in(client) -> bool:
    return client.get("/ho-so-cua-toi/").status_code == 200


def prove_another(client, contact):
    client.post("/thong-tin-cua-toi/lien-he/xin-ma/", {"contact": contact})
    return client.post("/thong-tin-cua-toi/lien-he/nhap-ma/", {"code": last_code()}, follow=True)


def test_the_first_time_opens_an_account_and_asks_for_the_name():
    client = Client()
    assert "Mã đang được gửi" in main_part(ask(client))
    assert enter(client)["Location"] == "/thong-tin-cua-toi/"
    [account] = Account.everyone.filter(citizen=True)
    assert [c.value for c in account.contacts.all()] == ["+84905123456"]
    assert is_in(client)


def test_the_code_goes_out_through_the_outbox_and_not_in_the_request():
    ask(Client())
    [job] = Job.objects.filter(kind="proofs.send")
    assert "0905" not in str(job.payload) and Proof.objects.get().state == "waiting"


def test_the_second_time_finds_the_same_account():
    signed_in()
    signed_in("+84 905 123 456")
    assert Account.everyone.filter(citizen=True).count() == 1


def test_who_has_an_account_is_answered_like_who_has_none():
    signed_in(MAIL)
    known, unknown = (main_part(ask(Client(), contact)) for contact in (MAIL, "ai.do@vidu.vn"))
    csrf = r'name="csrfmiddlewaretoken" value="[^"]*"'
    assert re.sub(csrf, "", known) == re.sub(csrf, "", unknown)


@pytest.mark.parametrize("contact", ["", "khong phai", "0905", "a@b", "024 3825 1234"])
def test_a_contact_that_no_code_can_reach_is_refused_in_a_sentence(contact):
    answer = ask(Client(), contact)
    assert answer.status_code == 422 and "error" in main_part(answer) and not Proof.objects.exists()


def test_a_wrong_code_lets_nobody_in_and_five_end_it():
    client = Client()
    ask(client)
    right = last_code()
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    said = [main_part(enter(client, wrong)) for _ in range(5)]
    assert "còn 4 lần nhập" in said[0] and "không dùng được nữa" in said[-1]
    assert enter(client, right).status_code == 422 and not is_in(client)
    assert not Account.everyone.filter(citizen=True).exists()


def test_a_code_is_good_once_and_only_where_it_was_asked_for():
    here, elsewhere = Client(), Client()
    ask(here)
    assert enter(elsewhere).status_code == 422 and not is_in(elsewhere)
    code = last_code()
    enter(here)
    replayed = Client()
    session = replayed.session
    session["sign_in_asked"] = Proof.objects.get().pk
    session.save()
    assert "đã dùng rồi" in main_part(enter(replayed, code)) and not is_in(replayed)


def test_a_code_ends_after_five_minutes(now):
    client = Client()
    ask(client)
    now.move_to(AT + timedelta(minutes=6))
    assert "đã hết hạn" in main_part(enter(client)) and not is_in(client)


def test_the_fourth_code_to_a_contact_within_a_quarter_of_an_hour_is_refused():
    for _ in range(3):
        ask(Client())
    answer = ask(Client())
    assert answer.status_code == 422 and "Hãy đợi 15 phút" in main_part(answer)


def test_a_code_for_a_dossier_signs_nobody_in(dossier):
    client = Client()
    client.post(f"/tra-cuu/{dossier.code}/tien-trinh/xin-ma/", {"contact": PHONE})
    session = client.session
    session["sign_in_asked"] = session["proof_asked"]
    session.save()
    assert enter(client).status_code == 422 and not is_in(client)


def test_the_contact_is_erased_when_the_code_was_used_or_is_over():
    signed_in()
    ask(Client(), OTHER)
    assert [p.to for p in Proof.objects.order_by("pk")] == ["", "+84912345678"]
    forget_contacts(before=AT + timedelta(minutes=6))
    assert not Proof.objects.exclude(to="").exists()


def test_signing_out_ends_it_and_who_is_shut_out_is_not_let_in():
    client = signed_in()
    client.post("/tai-khoan/dang-xuat/")
    assert not is_in(client)
    client = signed_in()
    Account.everyone.update(is_active=False)
    assert not is_in(client)
    ask(client)
    assert "đã bị khóa" in main_part(enter(client))


@pytest.mark.parametrize(
    "to, then",
    [("/ho-so-cua-toi/", "/ho-so-cua-toi/"), ("https://ke-gian.vn/", "/ho-so-cua-toi/"), ("//x.vn", "/ho-so-cua-toi/")],
)
def test_after_signing_in_they_are_led_back_but_never_elsewhere(to, then):
    signed_in()
    Account.everyone.update(full_name="Xuân")
    client = Client()
    ask(client, next=to)
    assert enter(client, next=to)["Location"] == then


PROFILE = {"full_name": "Phạm Văn Đồng Xuân", "number": "051 090 001 234", "birth_date": "2/9/1990", "address": "Ba Tơ"}


def test_the_profile_is_kept_and_recorded_with_its_text_apart():
    client = signed_in()
    assert client.post("/thong-tin-cua-toi/", PROFILE)["Location"] == "/ho-so-cua-toi/"
    person = Citizen.objects.get()
    assert (person.account.full_name, person.number, str(person.birth_date)) == (
        "Phạm Văn Đồng Xuân",
        "051090001234",
        "1990-09-02",
    )
    events = Event.objects.filter(stream=person.account.stream).order_by("n")
    assert [e.kind for e in events] == ["citizen.opened", "citizen.profile_changed"]
    assert not any("051090001234" in e.facts for e in events)


@pytest.mark.parametrize(
    "wrong", [{"full_name": ""}, {"number": "123"}, {"number": "0510900012"}, {"birth_date": "31/2/1990"}]
)
def test_a_wrong_profile_is_refused_and_nothing_lost(wrong):
    client = signed_in()
    answer = client.post("/thong-tin-cua-toi/", PROFILE | wrong)
    assert answer.status_code == 422 and "Ba Tơ" in main_part(answer) and not Citizen.objects.get().number


def test_the_level_of_assurance_is_said_in_plain_words():
    assert "Liên hệ đã xác nhận" in main_part(signed_in().get("/thong-tin-cua-toi/"))


def test_contacts_are_covered_where_they_are_listed():
    said = main_part(signed_in().get("/thong-tin-cua-toi/"))
    assert "905123456" not in said and "456" in said


def test_a_second_contact_is_proven_by_its_code_and_lets_in_too():
    client = signed_in()
    assert "Đã xác nhận liên hệ." in prove_another(client, MAIL).content.decode()
    signed_in(MAIL)
    assert Account.everyone.filter(citizen=True).count() == 1


def test_a_contact_of_another_account_is_not_taken_away():
    signed_in(OTHER)
    client = signed_in()
    assert "tài khoản khác" in main_part(prove_another(client, OTHER))
    assert Contact.objects.count() == 2


def test_the_only_contact_stays():
    client = signed_in()
    client.post("/thong-tin-cua-toi/lien-he/bo/", {"way": "sms"})
    assert Contact.objects.count() == 1
    prove_another(client, MAIL)
    client.post("/thong-tin-cua-toi/lien-he/bo/", {"way": "sms"})
    assert [c.way for c in Contact.objects.all()] == ["email"]


@pytest.mark.parametrize("way", ["sms", "pigeon", ""])
def test_a_contact_that_is_not_there_is_not_recorded_as_dropped(way):
    client = signed_in(MAIL)
    client.post("/thong-tin-cua-toi/lien-he/bo/", {"way": way})
    assert not Event.objects.filter(kind="citizen.contact_dropped").exists()


def test_own_dossiers_are_listed_and_open_without_another_code(dossier):
    client = signed_in()
    assert dossier.code in main_part(client.get("/ho-so-cua-toi/"))
    before = Proof.objects.count()
    assert "Hồ sơ đã đi đến đâu" in main_part(client.get(f"/ho-so-cua-toi/{dossier.code}/"))
    assert Proof.objects.count() == before


def test_what_is_only_said_opens_nothing(dossier):
    client = signed_in(OTHER)
    client.post("/thong-tin-cua-toi/", PROFILE)  # the very number that stands in the dossier
    assert dossier.code not in main_part(client.get("/ho-so-cua-toi/"))
    assert client.get(f"/ho-so-cua-toi/{dossier.code}/").status_code == 404


def test_a_number_that_an_e_id_proved_opens_the_dossiers_that_name_it(dossier):
    client = signed_in(OTHER)
    Citizen.objects.update(number="051090001234", identity_source="vneid", identity_subject="1", identity_at=AT)
    assert dossier.code in main_part(client.get("/ho-so-cua-toi/"))


@pytest.mark.parametrize("code", ["H48.14-261121-9999", "x", "%00", "a" * 300])
def test_a_code_that_is_none_of_theirs_does_not_exist(code):
    assert signed_in().get(f"/ho-so-cua-toi/{code}/").status_code == 404


def test_a_void_dossier_is_not_listed(dossier):
    client = signed_in()
    dossier.voided_at, dossier.void_reason = AT, "Nhập nhầm"
    dossier.save(update_fields=["voided_at", "void_reason"])
    assert dossier.code not in main_part(client.get("/ho-so-cua-toi/"))
    assert client.get(f"/ho-so-cua-toi/{dossier.code}/").status_code == 404


def test_an_officer_is_led_to_the_citizens_own_page(dossier, client):
    client.force_login(Account.objects.get(username="lan"), backend="motcua.accounts.backends.OfficerBackend")
    assert client.get("/ho-so-cua-toi/")["Location"].startswith("/dang-nhap/")


def test_lists_of_officers_name_no_citizen():
    signed_in()
    assert not Account.objects.filter(citizen=True).exists()


def test_the_list_makes_no_statement_per_row(dossier, django_assert_max_num_queries):
    client = signed_in()
    with django_assert_max_num_queries(8):
        client.get("/ho-so-cua-toi/")
