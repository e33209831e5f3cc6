"""A citizen signs in with a telephone or an e-mail: asks for a code, enters it; the first time opens the account.

Whoever asks is answered the same and is sent a code, known here or not: nobody learns who has an account. The codes,
their lanes and limits are those of `prove`.
"""

from __future__ import annotations

from datetime import datetime

from motcua.accounts.models import Account
from motcua.citizens.actions import open_account, prove_contact
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.proofs import actions, queries
from motcua.proofs.keys import contact_digest

from .prove import is_pressed_again, own_addresses, read_contact, send_within_limits, use_code, ways

EMPTY = gettext_noop("Hãy ghi số điện thoại di động hoặc thư điện tử của Anh/Chị.")
NO_WAY = gettext_noop("Hiện chưa gửi được mã, nên chưa đăng nhập được. Anh/Chị vẫn tra cứu được hồ sơ bằng mã hồ sơ.")
NOT_BY_THIS = gettext_noop("Không gửi được mã đến đây. Hãy ghi số di động Việt Nam hoặc thư điện tử khác.")
TOO_OFTEN = gettext_noop("Đã xin mã quá nhiều lần. Hãy đợi {minutes} phút rồi xin lại.")
TOO_OFTEN_TODAY = gettext_noop("Hôm nay đã xin mã quá nhiều lần. Hãy xin lại vào ngày mai.")
SHUT_OUT = gettext_noop("Tài khoản này đã bị khóa. Hãy hỏi Bộ phận Một cửa gần nhất.")


def ask_to_sign_in(typed: str, *, caller: str, language: str, at: datetime, before: int | None = None) -> int:
    """Ask for a code to a contact of one's own; the number of the request.

    `before` and `caller` as `ask_code` says. Refused (field `contact`) when what was typed is no contact, when it was
    asked too often, and when nothing can be sent to it.
    """
    if not typed.strip():
        raise Refused(EMPTY, field="contact")
    contact = read_contact(typed)
    if not own_addresses(contact):
        raise Refused(NOT_BY_THIS if ways() else NO_WAY, field="contact")
    if before is not None and (same := queries.asked(before, None)) and is_pressed_again(same, contact, at):
        return same.pk
    digest = contact_digest(contact)
    proof = actions.ask(
        dossier_id=None, to=contact, contact=digest, caller=caller, matched=True, language=language, at=at
    )
    send_within_limits(proof, at=at, soon=TOO_OFTEN, tomorrow=TOO_OFTEN_TODAY)
    return proof.pk


def sign_in(*, proof_id: int | None, typed: str, language: str, at: datetime) -> Account:
    """Enter the code; the account of the contact, opened now where it has none.

    Refused (field `code`) as `enter_code` says; no transaction may be open around this, or its count would be undone.
    """
    account = open_account(_proven(proof_id, typed, at), language=language, at=at)
    if not account.is_active:
        raise Refused(SHUT_OUT, field="code")
    return account


def add_contact(account_id: int, *, proof_id: int | None, typed: str, at: datetime) -> None:
    """Enter the code of another contact; it is the citizen's from now on. Refused as `sign_in` says."""
    prove_contact(account_id, _proven(proof_id, typed, at), at=at)


def code_pending(proof_id: int | None, *, at: datetime) -> datetime | None:
    """Until when the code can be entered that this browser asked for; None where it has none that could still be."""
    proof = queries.asked(proof_id, None) if proof_id is not None else None
    good = proof is not None and proof.used_at is None and proof.expires_at > at and proof.tries_left
    return proof.expires_at if proof is not None and good else None


def _proven(proof_id: int | None, typed: str, at: datetime) -> str:
    """The contact of the request whose code was entered; read first, since using it erases it."""
    proof = queries.asked(proof_id, None) if proof_id is not None else None
    use_code(None, proof_id=proof_id, typed=typed, at=at)
    assert proof is not None, "a code was used, so there is its request"
    return proof.to
