"""The cases of a procedure version as verbs and faces name them: by number, 0 for the version's own limit.

A limit may be published for some ways of handing in alone. A dossier is judged by a case only if that is for the way in
which it was handed in; where no case was chosen, by the version's own limit if that is, else by the first case that
names its way.
"""

from __future__ import annotations

from collections.abc import Sequence

from motcua.catalogue.models import LimitCase, ProcedureVersion
from motcua.catalogue.published_limits import channel_words
from motcua.catalogue.queries import cases_of, own_limit
from motcua.kernel.sentences import Refused, Sentence, gettext_noop

ELSEWHERE = gettext_noop("Trường hợp “{name}” chỉ dành cho hồ sơ nộp {channels}. Hãy chọn lại trường hợp.")


def case_numbered(version_id: int, n: int, *, field: str = "case") -> LimitCase | None:
    """Case `n` of a version; None for 0. Refused, at `field`, for a number that the version does not have."""
    if n == 0:
        return None
    found = next((case for case in cases_of(version_id) if case.n == n), None)
    if found is None:
        raise Refused("Thủ tục không có trường hợp số {n}. Hãy chọn lại trường hợp.", field=field, n=n)
    return found


def case_asked_for(version: ProcedureVersion, n: int, *, channel: str, field: str = "case") -> LimitCase | None:
    """The case by which a dossier handed in by `channel` is judged if case `n` is asked for; 0: none was chosen.

    None for the version's own limit. Refused, at `field`, for a case that is not there or not for this way.
    """
    found = case_numbered(version.pk, n, field=field)
    if found is None:
        return _of_channel(version, channel)
    if not is_for(found, channel):
        words = channel_words(found.limit_channels)
        raise Refused(Sentence(ELSEWHERE, {"name": found.name, "channels": words}), field=field)
    return found


def is_for(limit: LimitCase | ProcedureVersion, channel: str) -> bool:
    """Whether a limit is for dossiers handed in this way."""
    return not limit.limit_channels or channel in limit.limit_channels


def cases_for(version: ProcedureVersion, channels: Sequence[str]) -> list[LimitCase]:
    """The cases of a version that are for one of these ways of handing in, in order."""
    return [case for case in cases_of(version.pk) if any(is_for(case, channel) for channel in channels)]


def limit_words(of: LimitCase | ProcedureVersion) -> Sentence:
    """The limit with the ways of handing in that it is for, and what gives it, as far as that is published."""
    limit, channels = own_limit(of).sentence(), of.limit_channels
    if not channels and not of.limit_basis:
        return limit
    values: dict[str, object] = {"limit": limit, "basis": of.limit_basis, "channels": channel_words(channels)}
    return Sentence(WORDS[bool(channels), bool(of.limit_basis)], values)


WORDS = {  # (whether it is for some ways of handing in alone, whether what gives it is known)
    (True, False): gettext_noop("{limit} (nộp {channels})"),
    (False, True): gettext_noop("{limit}, theo {basis}"),
    (True, True): gettext_noop("{limit} (nộp {channels}), theo {basis}"),
}


def _of_channel(version: ProcedureVersion, channel: str) -> LimitCase | None:
    if is_for(version, channel):
        return None
    return next((case for case in cases_of(version.pk) if channel in case.limit_channels), None)
