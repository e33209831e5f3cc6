"""A citizen without an account proves that a dossier's telephone or e-mail is theirs: asks for a code, enters it.

Nothing here says whether a contact belongs to a dossier: whoever asks is answered the same, and only a contact that
the dossier names is sent a code. No verb of the case: nothing of the dossier changes, nobody waits for its lock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from ipaddress import ip_address

import structlog
from django.conf import settings
from django.db import transaction

from motcua.dossiers.models import Dossier, Party
from motcua.kernel import phone
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import bare, is_digits, tidy
from motcua.offices.actors import Actor
from motcua.outbox.actions import Promise, promise
from motcua.proofs import actions, queries
from motcua.proofs.keys import code_of, contact_digest
from motcua.proofs.models import Proof
from motcua.proofs.rules import AGAIN, DIGITS, OPEN, QUARTER, TRIES, over

SEND, APPLICANT = "proofs.send", "applicant"
LONGEST_CONTACT = 254
log = structlog.get_logger()

EMPTY = gettext_noop("Hãy ghi số điện thoại hoặc thư điện tử đã cho khi nộp hồ sơ.")
NOT_AN_EMAIL = gettext_noop("Địa chỉ thư điện tử này chưa đủ; hãy ghi như ten@vidu.vn.")
TOO_OFTEN = gettext_noop(
    "Đã xin mã quá nhiều lần. Hãy đợi {minutes} phút rồi xin lại, hoặc hỏi nơi đã nhận hồ sơ và mang theo giấy hẹn."
)
TOO_OFTEN_TODAY = gettext_noop(
    "Hôm nay đã xin mã quá nhiều lần. Hãy xin lại vào ngày mai, hoặc hỏi nơi đã nhận hồ sơ và mang theo giấy hẹn."
)
NO_WAY = gettext_noop(
    "Hiện chưa gửi được mã cho hồ sơ này. Anh/Chị hãy mang giấy hẹn đến hỏi nơi đã nhận hồ sơ; nơi ấy xem giúp ngay."
)
NOT_ASKED = gettext_noop("Chưa có mã nào được xin từ trình duyệt này. Hãy xin mã rồi nhập lại.")
NOT_SIX = gettext_noop("Mã gồm {digits} chữ số, ghi trong tin nhắn hoặc thư điện tử.")
WRONG = gettext_noop("Mã chưa đúng. Hãy so lại từng chữ số; còn {left} lần nhập.")
NO_MORE = gettext_noop("Mã này đã nhập sai {n} lần nên không dùng được nữa. Hãy xin mã mới.")
USED = gettext_noop("Mã này đã dùng rồi; mỗi mã chỉ dùng một lần. Hãy xin mã mới.")
LATE = gettext_noop("Mã này đã hết hạn lúc {time}. Hãy xin mã mới.")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a code goes: `way` is `sms` (a telephone as E.164), `email`, or `log` in a demo."""

    way: str
    to: str


def ways() -> frozenset[str]:
    """The ways by which this installation can send a code now.

    A demo on this machine alone, with neither gateway set up, writes codes into its log instead: its people are
    invented, and nobody else can reach it.
    """
    found = {way for way, there in (("sms", settings.SMS_URL), ("email", settings.MAIL)) if there}
    return frozenset(found or ({"log"} if settings.DEMO and _is_alone() else set()))


def _is_alone() -> bool:
    try:
        return ip_address(settings.BIND).is_loopback
    except ValueError:
        return settings.BIND == "localhost"


def dossier_to_prove(code: str) -> Dossier | None:
    """The dossier that a proof can open: there, and not void."""
    return Dossier.objects.filter(code=code, voided_at__isnull=True).only("pk", "code").first()


def can_be_told(dossier: Dossier) -> bool:
    """Whether somebody of the dossier could be sent a code: it says nothing of who or where."""
    known = ways()
    return any(address.way in known for party in _parties(dossier) for address in _of(party))


def ask_code(
    dossier: Dossier, *, typed: str, caller: str, language: str, at: datetime, before: int | None = None
) -> int:
    """Ask for a code to the contact that was typed; the number of the request, whether or not the contact matches.

    `before` is the request that this browser made last: made again within a minute it is the same, so that a button
    pressed twice sends one code. `caller` is a digest of the caller's address. Refused (field `contact`) when what was
    typed is no contact, when it was asked too often, and when nobody of this dossier can be sent anything.
    """
    contact = read_contact(typed)
    parties = _parties(dossier)
    if not can_be_told(dossier):
        raise Refused(NO_WAY)
    if before is not None and (same := queries.asked(before, dossier.pk)) and is_pressed_again(same, contact, at):
        return same.pk
    matched = any(contact in _contacts(party) for party in parties)
    proof = actions.ask(
        dossier_id=dossier.pk,
        contact=contact_digest(contact),
        caller=caller,
        matched=matched,
        language=language,
        at=at,
    )
    send_within_limits(proof, at=at)  # without a match too: as long a wait
    return proof.pk


def send_within_limits(proof: Proof, *, at: datetime, soon: str = TOO_OFTEN, tomorrow: str = TOO_OFTEN_TODAY) -> None:
    """Promise to send the code of a request. Refused (field `contact`) when it was asked too often."""
    if limit := over(queries.counts(proof)):
        actions.refuse(proof, limit=limit.by)
        log.warning("code refused", proof=proof.pk, limit=limit.by, caller=proof.caller)
        text = soon if limit.within == QUARTER else tomorrow
        raise Refused(text, field="contact", minutes=int(limit.within.total_seconds() // 60))
    with transaction.atomic():
        promise([Promise(SEND, {"proof": proof.pk}, key=str(proof.pk))], at=at)


def is_pressed_again(proof: Proof, contact: str, at: datetime) -> bool:
    """Whether the same was asked a moment ago and its code is still good."""
    fresh = proof.asked_at <= at < proof.asked_at + AGAIN and proof.used_at is None and proof.tries < TRIES
    return fresh and proof.contact == contact_digest(contact)


def enter_code(dossier: Dossier, *, proof_id: int | None, typed: str, at: datetime) -> int:
    """Enter a code that this browser asked for; the number of the proof, which opens the dossier from now on.

    Refused (field `code`) when it is wrong, used, late or was tried too often. Each is counted; no transaction may be
    open around this, or the count would be undone with the refusal.
    """
    return use_code(dossier.pk, proof_id=proof_id, typed=typed, at=at).pk


def use_code(dossier_id: int | None, *, proof_id: int | None, typed: str, at: datetime) -> Proof:
    """Use up the code of a request for this dossier, or for signing in (None), as `enter_code` says."""
    digits = bare(typed[:LONGEST_CONTACT], separators=".-")
    if not (is_digits(digits) and len(digits) == DIGITS):
        raise Refused(NOT_SIX, field="code", digits=DIGITS)
    proof = queries.asked(proof_id, dossier_id) if proof_id is not None else None
    if proof is None:
        raise Refused(NOT_ASKED, field="code")
    actions.count_try(proof)
    if refusal := _why_not(proof, digits, at):
        log.warning("code not good", proof=proof.pk, tries=proof.tries, caller=proof.caller)
        raise refusal
    if not actions.use(proof, at=at):
        raise Refused(USED, field="code")
    return proof


def _why_not(proof: Proof, digits: str, at: datetime) -> Refused | None:
    if proof.used_at is not None:
        return Refused(USED, field="code")
    if proof.expires_at <= at:
        return Refused(LATE, field="code", time=f"{proof.expires_at.astimezone(VIETNAM):%H:%M}")
    if proof.tries > TRIES:
        return Refused(NO_MORE, field="code", n=TRIES)
    if not (compare_digest(digits, code_of(proof)) and proof.matched):
        left = proof.tries_left
        return Refused(WRONG, field="code", left=left) if left else Refused(NO_MORE, field="code", n=TRIES)
    return None


def pending(dossier: Dossier, proof_id: int | None, *, at: datetime) -> datetime | None:
    """Until when the code can be entered that this browser asked for; None where it has none that could still be."""
    proof = queries.asked(proof_id, dossier.pk) if proof_id is not None else None
    good = proof is not None and proof.used_at is None and proof.expires_at > at and proof.tries < TRIES
    return proof.expires_at if proof is not None and good else None


def opened_until(code: str, proof_id: int | None, *, at: datetime) -> datetime | None:
    """Until when this proof opens the dossier of `code`; None where it does not, or not any more."""
    proof = queries.opened(proof_id, code, at=at) if proof_id is not None else None
    return proof.used_at + OPEN if proof is not None and proof.used_at is not None else None


def applicant(code: str, proof_id: int | None, *, at: datetime) -> Actor | None:
    """Who acts where this proof opens the dossier of `code`: the applicant; else None."""
    proof = queries.opened(proof_id, code, at=at) if proof_id is not None else None
    return acting(proof.dossier_id) if proof is not None else None


def acting(dossier_id: int | None) -> Actor:
    """The applicant of a dossier, who proved to be theirs; not named in the journal."""
    return Actor(0, APPLICANT, APPLICANT, proved=dossier_id)


def had_opened(code: str, proof_id: int | None) -> bool:
    """Whether this proof opened the dossier of `code` once, be it late by now."""
    return proof_id is not None and queries.had_opened(proof_id, code)


def close(proof_id: int, *, at: datetime) -> None:
    """Let a proof open nothing any more."""
    actions.close(proof_id, at=at)


def read_contact(typed: str) -> str:
    """A telephone as E.164 or an e-mail in small letters. Refused (field `contact`) with what is wrong with it."""
    text = tidy(typed)
    if not text:
        raise Refused(EMPTY, field="contact")
    if "@" not in text:
        return phone.parse(text[:LONGEST_CONTACT], field="contact").e164
    name, _, host = text.rpartition("@")
    if not name or "." not in host.strip(".") or " " in text or len(text) > LONGEST_CONTACT:
        raise Refused(NOT_AN_EMAIL, field="contact")
    return text.lower()


def addresses(proof: Proof) -> list[Address]:
    """Where the code of a proof goes, the way that was asked for first: contacts of the person whose contact was
    typed, by ways that are set up. Nothing where the dossier does not name that contact any more."""
    known = ways()
    if proof.dossier is None:
        return own_addresses(proof.to)
    mine = [p for p in _parties(proof.dossier) if proof.contact in map(contact_digest, _contacts(p))]
    if "log" in known:
        return [Address("log", "")] if mine else []
    found = list(dict.fromkeys(a for p in mine for a in _of(p) if a.way in known))
    return sorted(found, key=lambda a: contact_digest(_plain(a.to)) != proof.contact)


def own_addresses(contact: str) -> list[Address]:
    """The one address of a contact as `read_contact` reads it, if its way is set up."""
    known = ways()
    if "log" in known and contact:
        return [Address("log", "")]
    way, to = ("email", contact) if "@" in contact else ("sms", _mobile(contact))
    return [Address(way, to)] if way in known and to else []


def _parties(dossier: Dossier) -> list[Party]:
    return list(Party.objects.filter(dossier_id=dossier.pk).only("phone", "email"))


def _contacts(party: Party) -> set[str]:
    return {_plain(text) for text in (party.phone, party.email) if text}


def _plain(text: str) -> str:
    """A contact of a dossier as `read_contact` reads it."""
    try:
        return read_contact(text)
    except Refused:  # taken over from an older system as it was: it matches nothing that is typed
        return tidy(text).lower()


def _of(party: Party) -> Iterable[Address]:
    if number := _mobile(party.phone):
        yield Address("sms", number)
    if party.email:
        yield Address("email", tidy(party.email))
    if party.phone or party.email:
        yield Address("log", "")


def _mobile(text: str) -> str:
    try:
        number = phone.parse(text)
    except Refused:
        return ""
    return number.e164 if number.mobile else ""
