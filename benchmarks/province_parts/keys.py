"""Access tokens of the officers of as many communes as there are clients."""

from __future__ import annotations

from motcua.casework.office.tokens import issue_token
from motcua.offices.models import Post
from motcua.replay.province import STEPS, counters
from motcua.web.ui import moments


def tokens(clients: int) -> dict[str, dict[str, str]]:
    """A token by role, by code of the counter."""
    communes = [c for c in counters() if c.offices[0].level == "commune"][:clients]
    found: dict[str, dict[str, str]] = {}
    for counter in communes:
        places = {"receiver": counter.code} | dict.fromkeys(STEPS["commune"], counter.offices[0].code)
        found[counter.code] = {role: _token(code, role) for role, code in places.items()}
    return found


def _token(agency: str, role: str) -> str:
    post = Post.objects.select_related("account").filter(agency__code=agency, role=role).first()
    assert post is not None
    return issue_token(post.account.username, by="bench", at=moments.now(), days=2, purpose="bench")[1]
