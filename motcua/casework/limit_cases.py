"""The cases of a procedure version as verbs and faces name them: by number, 0 for the version's own limit."""

from __future__ import annotations

from motcua.catalogue.models import LimitCase
from motcua.catalogue.queries import cases_of
from motcua.kernel.sentences import Refused


def case_numbered(version_id: int, n: int, *, field: str = "case") -> LimitCase | None:
    """Case `n` of a version; None for 0. Refused, at `field`, for a number that the version does not have."""
    if n == 0:
        return None
    found = next((case for case in cases_of(version_id) if case.n == n), None)
    if found is None:
        raise Refused("Thủ tục không có trường hợp số {n}. Hãy chọn lại trường hợp.", field=field, n=n)
    return found
