"""Signing in by a token: who calls, what the token is good for, and how often it may."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from motcua.accounts.actions import digest_of, note_use, tally
from motcua.accounts.backends import from_this_machine
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices import snapshot
from motcua.offices.bearers import Bearer, bearer
from motcua.policy.facts import Facts

KEY = "Idempotency-Key"
KEPT_FOR = timedelta(days=1)
NOTED_EVERY = timedelta(minutes=10)
LONGEST_KEY = 255

NO_TOKEN = gettext_noop("Cần mã truy cập trong dòng “Authorization: Bearer mc_…”; người quản trị máy chủ cấp mã này.")
UNKNOWN = gettext_noop("Mã truy cập không đúng.")
EXPIRED = gettext_noop("Mã truy cập đã hết hạn lúc {moment}. Hãy xin mã mới.")
REVOKED = gettext_noop("Mã truy cập đã bị thu hồi.")
SHUT_OUT = gettext_noop("Tài khoản của mã truy cập này đang bị khóa.")
ELSEWHERE = gettext_noop("Tài khoản trình diễn chỉ dùng được từ chính máy này.")
NO_SCOPE = gettext_noop("Mã truy cập này không có phạm vi “{scope}”.")
TOO_OFTEN = gettext_noop("Mã truy cập này gọi quá {most} lần trong một phút. Hãy đợi {n} giây rồi gọi tiếp.")


class NotLetIn(Exception):
    """The call is not let in; `sentence` says why, `wait` after how many seconds it may come again."""

    def __init__(self, status: int, sentence: Sentence, *, wait: int = 0) -> None:
        super().__init__(str(sentence))
        self.status, self.sentence, self.wait = status, sentence, wait


class Token(HttpBearer):
    """The guard of one operation: a good token with `scope`. Sets the actor of the request as the pages do."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        found = super().__call__(request)
        if found is None:
            raise NotLetIn(401, Sentence(NO_TOKEN))
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Bearer:
        at: datetime = request.at  # type: ignore[attr-defined]
        found = bearer(digest_of(token.strip()), day=at.date(), key=key_of(request), since=at - KEPT_FOR)
        if found is None:
            raise NotLetIn(401, Sentence(UNKNOWN))
        _check(found, request, at)
        if wait := ALLOWANCE.wait(found.token_id, at=at):
            raise NotLetIn(429, Sentence(TOO_OFTEN, {"most": settings.API_CALLS_PER_MINUTE, "n": wait}), wait=wait)
        if found.last_used_at is None or found.last_used_at < at - NOTED_EVERY:
            note_use(found.token_id, at=at)
        if self.scope not in found.scopes:
            raise NotLetIn(403, Sentence(NO_SCOPE, {"scope": self.scope}))
        request.actor, request.bearer = found.actor, found  # type: ignore[attr-defined]
        return found


def _check(found: Bearer, request: HttpRequest, at: datetime) -> None:
    if found.revoked:
        raise NotLetIn(401, Sentence(REVOKED))
    if found.expires_at <= at:
        moment = f"{found.expires_at.astimezone(at.tzinfo):%H:%M %d/%m/%Y}"
        raise NotLetIn(401, Sentence(EXPIRED, {"moment": moment}))
    if not found.active:
        raise NotLetIn(401, Sentence(SHUT_OUT))
    if found.demo and not from_this_machine(request):
        raise NotLetIn(401, Sentence(ELSEWHERE))


class Allowance:
    """How often a token may still call in this minute.

    The count stands in the database and holds for all processes; each takes a lot of calls at a time, so that most
    calls cost no statement. What a process does not use of its lot is lost to the others: a fiftieth of the whole.
    """

    LOTS = 50

    def __init__(self) -> None:
        self._lock = Lock()
        self._left: dict[int, tuple[datetime, int]] = {}

    def wait(self, token_id: int, *, at: datetime) -> int:
        """Take one call; 0 if it may go on, else the seconds until the next minute."""
        minute, most = at.replace(second=0, microsecond=0), settings.API_CALLS_PER_MINUTE
        with self._lock:
            of, left = self._left.get(token_id, (minute, 0))
            if of == minute and left > 0:
                self._left[token_id] = (minute, left - 1)
                return 0
        lot = max(1, most // self.LOTS)
        counted = tally(key=f"api:{token_id}", at=at, more=lot)
        granted = lot - max(0, counted - most)
        if granted <= 0:
            return 60 - at.second
        with self._lock:
            of, left = self._left.get(token_id, (minute, 0))
            self._left[token_id] = (minute, (left if of == minute else 0) + granted - 1)
        return 0

    def cache_clear(self) -> None:
        """Forget what was taken."""
        self._left.clear()


ALLOWANCE = Allowance()


def key_of(request: HttpRequest) -> str:
    """The key of an act as it is kept, or nothing; Refused for one that cannot be a key."""
    said = request.headers.get(KEY)
    if said is None or request.method != "POST":
        return ""
    if not 1 <= len(said) <= LONGEST_KEY or not said.isascii() or not said.isprintable():
        raise Refused(
            "Idempotency-Key gồm từ 1 đến {most} ký tự ASCII; một mã UUID là vừa.", field=KEY, most=LONGEST_KEY
        )
    return hashlib.sha256(said.encode("ascii")).hexdigest()


def facts(request: HttpRequest) -> Facts:
    """Who asks, today, for questions of policy; the edition of the offices came with the token."""
    holder: Bearer = request.bearer  # type: ignore[attr-defined]
    return Facts(by=holder.actor, day=request.at.date(), offices=snapshot.at_edition(holder.edition))  # type: ignore[attr-defined]
