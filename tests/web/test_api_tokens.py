"""Access tokens: given out once, kept as a digest, seen and revoked on a page; machine accounts have nothing else."""

import re
from datetime import timedelta

import pytest

from motcua.accounts.actions import NewAccount, digest_of
from motcua.accounts.models import AccessToken, Account
from motcua.casework.office.staff import PostData, open_account, reset_password
from motcua.casework.office.tokens import revoke_token
from motcua.cli.main import main
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from tests import cast as stage
from tests.cast import moment
from tests.web.api_program import Program, reception
from tests.web.office_pages import press, sign_in, text_of

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 09:00")


@pytest.fixture
def cast(clock):
    clock.move_to(AT)
    return stage.enter()


@pytest.fixture
def program(cast):
    return Program(cast)


def kinds(account: Account) -> list[str]:
    return list(Event.objects.filter(stream=account.stream).order_by("n").values_list("kind", flat=True))


# The command


def printed(capsys, *words: str) -> tuple[int, str, str]:
    code = main(["token", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command_prints_a_token_that_works_and_keeps_its_digest_alone(cast, program, capsys):
    code, out, err = printed(capsys, "lan")
    token = out.strip()
    assert code == 0 and re.fullmatch(r"mc_[\w-]{43}", token)
    row = AccessToken.objects.get()
    assert row.digest == digest_of(token) and token not in str(vars(row)) and row.beginning == token[:9]
    assert "Chỉ hiện lần này" in err and "17/02/2027" in err
    assert program.post("lan", "/dossiers", reception(), token=token).status_code == 201
    assert kinds(cast.people["lan"])[-1] == "token.issued"


def test_the_command_takes_scopes_days_and_a_purpose(cast, capsys):
    words = ["minh", "--scope", "worklist", "--scope", "dossiers:read", "--days", "7", "--purpose", "Bảng điện tử"]
    assert printed(capsys, *words)[0] == 0
    row = AccessToken.objects.get()
    assert (row.scopes, row.purpose) == (["dossiers:read", "worklist"], "Bảng điện tử")
    assert row.expires_at == AT + timedelta(days=7)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ai.do"], "Không có tài khoản “ai.do”."),
        (["lan", "--scope", "tat-ca"], "Không có phạm vi “tat-ca”"),
        (["lan", "--days", "0"], "phải từ 1 đến 731 ngày"),
        (["lan", "--days", "732"], "phải từ 1 đến 731 ngày"),
        (["lan", "--days", "x"], "phải là số nguyên"),
        (["lan", "--purpose", "x" * 121], "dài quá 120 ký tự"),
        ([], "còn thiếu USERNAME"),
    ],
)
def test_what_the_command_cannot_do_it_says_in_a_line(cast, capsys, words, sentence):
    code, out, err = printed(capsys, *words)
    assert (code, out, len(err.strip().splitlines())) == (2, "", 1) and sentence in err
    assert AccessToken.objects.count() == 0


def test_no_token_is_given_to_who_is_shut_out(cast, capsys):
    Account.objects.filter(username="lan").update(is_active=False)
    code, _, err = printed(capsys, "lan")
    assert code == 2 and "đang bị khóa" in err


# Use


def test_a_token_remembers_when_it_was_used_now_and_then(program):
    program.get("lan", "/agencies")
    assert AccessToken.objects.get().last_used_at == AT
    program.at("2026-11-19 09:05").get("lan", "/agencies")
    assert AccessToken.objects.get().last_used_at == AT
    program.at("2026-11-19 09:11").get("lan", "/agencies")
    assert AccessToken.objects.get().last_used_at == moment("2026-11-19 09:11")


def test_the_actor_is_who_holds_the_token_with_the_posts_of_today(program, cast):
    made = program.do("lan", "/dossiers", reception())
    assert Event.objects.filter(kind="dossier.filed").get().by == cast.people["lan"].ref
    cast.people["lan"].posts.update(valid_to=AT.date())
    assert program.post("lan", "/dossiers", reception()).status_code == 409
    assert program.get("lan", f"/dossiers/{made['code']}").status_code == 404


# Revoking


def test_a_revoked_token_is_good_no_more(program, cast):
    assert program.get("lan", "/agencies").status_code == 200
    row = AccessToken.objects.get()
    revoke_token(row.pk, by=cast.lan, at=AT)
    assert "thu hồi" in program.get("lan", "/agencies").json()["detail"]
    assert kinds(cast.people["lan"])[-1] == "token.revoked"
    with pytest.raises(Refused, match="đã bị thu hồi rồi"):
        revoke_token(row.pk, by=cast.lan, at=AT)


def test_only_its_holder_and_administrators_revoke_a_token(program, cast):
    program.token("lan")
    row = AccessToken.objects.get()
    with pytest.raises(Refused):
        revoke_token(row.pk, by=cast.minh, at=AT)
    revoke_token(row.pk, by=cast.quan, at=AT)
    assert AccessToken.objects.get().revoked_by == cast.people["quan"].ref


def test_an_officer_sees_and_revokes_their_own_tokens_on_a_page(client, program, cast):
    program.token("lan")
    program.token("minh")
    mine, theirs = (
        AccessToken.objects.get(account=cast.people["lan"]),
        AccessToken.objects.get(account=cast.people["minh"]),
    )
    page = text_of(sign_in(client, cast, "lan").get("/tai-khoan/ma-truy-cap/"))
    assert mine.beginning in page and theirs.beginning not in page and "dùng được" in page
    lan, minh = cast.people["lan"].pk, cast.people["minh"].pk
    assert press(client, f"/tai-khoan/ma-truy-cap/{minh}/{theirs.pk}/thu-hoi/").status_code == 404
    assert press(client, f"/tai-khoan/ma-truy-cap/{lan}/{theirs.pk}/thu-hoi/", key="mot-khoa-khac").status_code == 404
    answer = press(client, f"/tai-khoan/ma-truy-cap/{lan}/{mine.pk}/thu-hoi/", key="khoa-thu-ba")
    assert answer["Location"] == "/tai-khoan/ma-truy-cap/"
    assert "đã thu hồi" in text_of(client.get("/tai-khoan/ma-truy-cap/"))
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


def test_an_administrator_sees_and_revokes_the_tokens_of_others(client, program, cast):
    program.token("lan", "worklist")
    row, pk = AccessToken.objects.get(), cast.people["lan"].pk
    page = text_of(sign_in(client, cast, "quan").get(f"/quan-tri/can-bo/{pk}/"))
    assert row.beginning in page and "Xem danh sách việc" in page and "Cấp mã truy cập API" in page
    answer = press(client, f"/quan-tri/can-bo/{pk}/ma-truy-cap/{row.pk}/thu-hoi/")
    assert answer["Location"] == f"/quan-tri/can-bo/{pk}/"
    row.refresh_from_db()
    assert row.revoked_by == cast.people["quan"].ref
    other = cast.people["minh"].pk
    assert press(client, f"/quan-tri/can-bo/{other}/ma-truy-cap/{row.pk}/thu-hoi/", key="hai-ba-bon").status_code == 404


def test_who_supervises_sees_no_button_to_revoke(client, program, cast):
    program.token("lan")
    page = text_of(sign_in(client, cast, "an").get(f"/quan-tri/can-bo/{cast.people['lan'].pk}/"))
    assert "Thu hồi…" not in page


# Machines


@pytest.fixture
def machine(cast):
    post = PostData(agency_id=cast.counter.pk, role="receiver", day=AT.date())
    person = NewAccount("cong.buu.dien", "Cổng tiếp nhận Bưu điện 2", machine=True)
    return open_account(person, post, by=cast.quan, at=AT)[0]


def test_a_machine_works_by_its_token_and_has_no_way_in_by_the_pages(client, machine, program):
    assert program.post("cong.buu.dien", "/dossiers", reception(accept=True)).status_code == 201
    machine.set_password("mot-mat-khau-dai")
    machine.save()
    answer = client.post("/tai-khoan/dang-nhap/", {"username": "cong.buu.dien", "password": "mot-mat-khau-dai"})
    assert answer.status_code == 200 and "không đúng" in text_of(answer)
    client.force_login(machine, backend="motcua.accounts.backends.OfficerBackend")
    assert client.get("/viec/")["Location"].startswith("/tai-khoan/dang-nhap/")


def test_a_machine_has_no_password_to_reset(machine, cast):
    assert not machine.has_usable_password() and not machine.must_change_password
    with pytest.raises(Refused, match="không có mật khẩu"):
        reset_password(account_id=machine.pk, by=cast.quan, at=AT)


def test_an_administrator_opens_a_machine_account_on_the_page(client, cast):
    form = {"full_name": "Hệ thống đất đai", "username": "dat.dai", "machine": "on", "role": "receiver"}
    form |= {"agency": cast.counter.code, "day": "19/11/2026"}
    answer = press(sign_in(client, cast, "quan"), "/quan-tri/can-bo/moi/", **form)
    made = Account.objects.get(username="dat.dai")
    assert made.machine and answer["Location"] == f"/quan-tri/can-bo/{made.pk}/"
    page = text_of(client.get(answer["Location"]))
    assert "motcua token dat.dai" in page and "Đặt lại mật khẩu" not in page


def test_a_machine_is_no_last_administrator(machine, cast):
    from motcua.casework.office.staff import give_post, shut_out

    give_post(account_id=machine.pk, post=PostData(cast.province.pk, "administrator", AT.date()), by=cast.quan, at=AT)
    other = cast.people["an"]
    give_post(account_id=other.pk, post=PostData(cast.province.pk, "administrator", AT.date()), by=cast.quan, at=AT)
    shut_out(account_id=other.pk, by=cast.quan, at=AT)
    from motcua.offices.queries import actor

    with pytest.raises(Refused, match="quản trị hệ thống cuối cùng"):
        shut_out(account_id=cast.people["quan"].pk, by=actor(machine, day=AT.date()), at=AT)
