"""A citizen proves a contact of a dossier: all who ask are answered alike, and only the right code, in time, opens."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from motcua.casework.file import file_and_accept
from motcua.casework.prove import SEND, addresses, ask_code, can_be_told, dossier_to_prove, enter_code, read_contact
from motcua.dossiers.models import Party
from motcua.kernel.sentences import Refused
from motcua.outbox.models import Job
from motcua.proofs import actions, queries
from motcua.proofs.keys import code_of, contact_digest
from motcua.proofs.models import Proof
from tests import cast as stage
from tests.cast import moment

AT = moment("2026-11-03 09:00")
MINE, MAIL = "0905 123 456", "nguoinop@example.com"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ways(settings):
    settings.SMS_URL, settings.MAIL = "http://gateway.example", True


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def dossier(cast):
    return accepted(cast)


def accepted(cast):
    """A dossier of the cast's citizen, with an e-mail too."""
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-02 09:00")).code
    Party.objects.filter(role="applicant").update(email="NguoiNop@example.com")
    found = dossier_to_prove(code)
    assert found is not None
    return found


def asked(dossier, typed=MINE, *, at=AT, caller="c") -> Proof:
    return Proof.objects.get(pk=ask_code(dossier, typed=typed, caller=caller, language="vi", at=at))


def entered(dossier, proof, typed=None, *, at=AT):
    return enter_code(dossier, proof_id=proof.pk, typed=typed or code_of(proof), at=at)


def wrong(proof) -> str:
    return f"{(int(code_of(proof)) + 1) % 10**6:06d}"


def refused(*args, **kwargs) -> str:
    with pytest.raises(Refused) as refusal:
        entered(*args, **kwargs)
    return str(refusal.value)


@pytest.mark.parametrize("typed", [MINE, "+84905123456", "0905.123.456", MAIL, " NGUOINOP@EXAMPLE.COM "])
def test_the_contact_that_the_dossier_names_is_known_however_it_is_typed(dossier, typed):
    assert asked(dossier, typed).matched


def test_whoever_asks_gets_the_same_answer_and_the_same_work_is_promised(dossier):
    good, other = asked(dossier), asked(dossier, "0912 345 678")
    assert (good.matched, other.matched) == (True, False)
    assert [job.payload for job in Job.objects.filter(kind=SEND).order_by("pk")] == [
        {"proof": good.pk},
        {"proof": other.pk},
    ]
    assert queries.to_send(good.pk) == good and queries.to_send(other.pk) is None


def test_neither_the_contact_nor_the_code_is_kept(dossier):
    proof = asked(dossier)
    kept = " ".join(map(str, [*Proof.objects.values_list().get(pk=proof.pk), *Job.objects.values_list("payload")]))
    assert "905123456" not in kept and code_of(proof) not in kept


def test_the_right_code_opens_its_dossier_for_half_an_hour(dossier):
    proof = asked(dossier)
    assert entered(dossier, proof, at=AT) == proof.pk
    for minutes, opens in ((0, True), (29, True), (30, False)):
        assert bool(queries.opened(proof.pk, dossier.code, at=AT + timedelta(minutes=minutes))) == opens
    assert queries.opened(proof.pk, "H48.14-261102-9999", at=AT) is None
    assert queries.opened(proof.pk, dossier.code, at=AT - timedelta(seconds=1)) is None


def test_closing_ends_it_at_once(dossier):
    proof = asked(dossier)
    entered(dossier, proof)
    actions.close(proof.pk, at=AT + timedelta(minutes=1))
    assert queries.opened(proof.pk, dossier.code, at=AT + timedelta(minutes=2)) is None


@pytest.mark.parametrize("typed", ["123 456", "123-456", "123.456"])
def test_a_code_may_be_typed_in_groups(dossier, typed, monkeypatch):
    monkeypatch.setattr("motcua.casework.prove.code_of", lambda proof: "123456")
    assert entered(dossier, asked(dossier), typed)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "²²²²²²", "x" * 5000, "\x00" * 6])
def test_what_is_no_code_costs_no_try(dossier, typed):
    proof = asked(dossier)
    with pytest.raises(Refused, match="6 chữ số"):
        enter_code(dossier, proof_id=proof.pk, typed=typed, at=AT)
    assert Proof.objects.get(pk=proof.pk).tries == 0


def test_a_used_code_is_refused_and_counted(dossier):
    proof = asked(dossier)
    entered(dossier, proof)
    assert "đã dùng" in refused(dossier, proof)
    assert Proof.objects.get(pk=proof.pk).tries == 2


def test_a_late_code_is_refused_and_counted(dossier):
    proof = asked(dossier)
    assert "hết hạn lúc 09:05" in refused(dossier, proof, at=AT + timedelta(minutes=5))
    assert Proof.objects.get(pk=proof.pk).tries == 1
    assert entered(dossier, proof, at=AT + timedelta(minutes=5) - timedelta(microseconds=1))


def test_after_five_wrong_codes_the_right_one_is_refused_too(dossier):
    proof = asked(dossier)
    said = [refused(dossier, proof, wrong(proof)) for _ in range(5)]
    assert [text[text.index("còn") :][:5] for text in said[:4]] == ["còn 4", "còn 3", "còn 2", "còn 1"]
    assert "sai 5 lần" in said[4] and "sai 5 lần" in refused(dossier, proof)
    assert Proof.objects.get(pk=proof.pk).used_at is None


def test_the_fifth_try_may_still_be_right(dossier):
    proof = asked(dossier)
    for _ in range(4):
        refused(dossier, proof, wrong(proof))
    assert entered(dossier, proof)


def test_a_code_that_was_never_sent_opens_nothing_be_it_guessed(dossier):
    other = asked(dossier, "0912 345 678")
    assert "chưa đúng" in refused(dossier, other)


def test_a_code_opens_no_other_dossier_and_no_proof_that_was_not_asked_for(cast, dossier):
    proof, other = asked(dossier), accepted(cast)
    assert "Hãy xin mã" in refused(other, proof)
    with pytest.raises(Refused, match="Hãy xin mã"):
        enter_code(dossier, proof_id=None, typed="123456", at=AT)


def test_a_contact_is_sent_three_codes_in_a_quarter_of_an_hour(dossier):
    for minute in range(3):
        asked(dossier, at=AT + timedelta(minutes=minute), caller=f"c{minute}")
    with pytest.raises(Refused, match="đợi 15 phút"):
        asked(dossier, at=AT + timedelta(minutes=3))
    assert Proof.objects.filter(refused="contact").count() == 1
    assert Job.objects.filter(kind=SEND).count() == 3
    assert asked(dossier, at=AT + timedelta(minutes=15, seconds=1))


def test_the_limit_says_nothing_of_whether_a_contact_matches(dossier):
    for _ in range(3):
        asked(dossier, "0912 345 678")
    with pytest.raises(Refused, match="đợi 15 phút"):
        asked(dossier, "0912 345 678")


def test_trying_telephones_one_after_the_other_ends_at_the_limit_of_the_dossier(dossier):
    for n in range(6):
        asked(dossier, f"09123456{n:02}", caller=f"c{n}")
    with pytest.raises(Refused, match="đợi 15 phút"):
        asked(dossier, caller="c9")
    assert Proof.objects.filter(refused="dossier").count() == 1


def test_of_one_address_twenty_requests_are_taken_in_a_quarter_of_an_hour(cast, dossier):
    others = [accepted(cast) for _ in range(4)]
    for n in range(20):
        asked(others[n // 5], f"09123456{n:02}")
    with pytest.raises(Refused, match="đợi 15 phút"):
        asked(dossier)
    assert Proof.objects.get(refused="caller")
    assert asked(dossier, caller="another")


def test_a_refused_request_opens_nothing_and_keeps_nobody_out(dossier):
    for _ in range(3):
        asked(dossier)
    for _ in range(5):
        with pytest.raises(Refused):
            asked(dossier, at=AT + timedelta(minutes=14))
    late = Proof.objects.filter(refused="contact").latest("pk")
    assert queries.asked(late.pk, dossier.pk) is None and queries.to_send(late.pk) is None
    assert asked(dossier, at=AT + timedelta(minutes=16))


def test_a_dossier_without_contact_is_told_what_to_do_instead(dossier):
    Party.objects.update(phone="", email="")
    assert not can_be_told(dossier)
    with pytest.raises(Refused, match="mang giấy hẹn đến hỏi"):
        asked(dossier)
    assert not Proof.objects.exists()


@pytest.mark.parametrize(
    ("sms", "mail", "phone", "email", "told"),
    [
        (True, True, True, True, ["sms", "email"]),
        (True, False, True, True, ["sms"]),
        (False, True, True, True, ["email"]),
        (False, True, True, False, []),
        (True, False, False, True, []),
        (False, False, True, True, []),
    ],
)
def test_a_code_goes_where_a_gateway_is_and_a_contact(dossier, settings, sms, mail, phone, email, told):
    proof = asked(dossier)
    settings.SMS_URL, settings.MAIL, settings.DEMO = "x" * sms, mail, False
    contacts = {} if phone else {"phone": ""}
    Party.objects.update(**contacts, **({} if email else {"email": ""}))
    proof.contact = asked_digest(MINE if phone else MAIL)
    assert [a.way for a in addresses(proof)] == told
    assert can_be_told(dossier) == bool(told)


def asked_digest(typed):
    return contact_digest(read_contact(typed))


def test_the_way_that_was_asked_for_comes_first(dossier):
    assert [a.way for a in addresses(asked(dossier, MAIL))] == ["email", "sms"]


def test_a_contact_taken_out_of_the_dossier_meanwhile_gets_nothing(dossier):
    proof = asked(dossier)
    Party.objects.update(phone="+84912345678")
    assert addresses(proof) == []


def test_a_land_line_gets_no_text_message(dossier):
    Party.objects.update(phone="+842553822345")
    assert [a.way for a in addresses(asked(dossier, "0255 3822 345"))] == ["email"]


@pytest.mark.parametrize(
    ("bind", "demo", "told"), [("127.0.0.1", True, ["log"]), ("0.0.0.0", True, []), ("127.0.0.1", False, [])]
)
def test_a_code_stands_in_the_log_only_in_a_demo_that_nobody_else_reaches(dossier, settings, bind, demo, told):
    proof = asked(dossier)
    settings.SMS_URL, settings.MAIL, settings.BIND, settings.DEMO = "", False, bind, demo
    assert [a.way for a in addresses(proof)] == told


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Hãy ghi số điện thoại"),
        ("a@b", "chưa đủ"),
        ("@example.com", "chưa đủ"),
        ("a b@example.com", "chưa đủ"),
        ("a" * 300 + "@example.com", "chưa đủ"),
        ("0905", "thiếu"),
        ("không nhớ", "chữ số"),
    ],
)
def test_what_is_no_contact_is_refused_and_not_kept(dossier, typed, said):
    with pytest.raises(Refused, match=said) as refusal:
        asked(dossier, typed)
    assert refusal.value.field == "contact" and not Proof.objects.exists()


def test_a_void_dossier_is_not_proved(dossier):
    type(dossier).objects.update(voided_at=AT, void_reason="Nhầm")
    assert dossier_to_prove(dossier.code) is None


def test_the_table_itself_lets_no_unmatched_proof_be_used(dossier):
    other = asked(dossier, "0912 345 678")
    with pytest.raises(IntegrityError):
        actions.use(other, at=AT)


class AnyTries(TestCase):
    """Whatever is entered, in whatever order and at whatever time: at most one entry opens, and only a right one."""

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.tuples(st.booleans(), st.integers(0, 400)), max_size=9))
    def test_at_most_one_right_code_in_time_opens(self, tries):
        dossier = accepted(stage.enter())
        proof = asked(dossier)
        opened = []
        for n, (right, seconds) in enumerate(tries):
            try:
                typed = code_of(proof) if right else wrong(proof)
                entered(dossier, proof, typed, at=AT + timedelta(seconds=seconds))
                opened.append(n)
            except Refused:
                pass
        good = [n for n, (right, seconds) in enumerate(tries) if right and seconds < 300 and n < 5]
        assert opened == good[:1]
