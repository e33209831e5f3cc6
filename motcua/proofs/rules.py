"""How long a code lives, how often it may be tried and asked for, and how it is made. Plain Python."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

DIGITS = 6
LIFE = timedelta(minutes=5)
OPEN = timedelta(minutes=30)
"""How long the right code opens a dossier in the browser that asked."""
AGAIN = timedelta(minutes=1)
"""Within which the same request of one browser is one request."""
TRIES = 5
TRIES_OF_A_WAY = 2
"""How often a gateway may fail to answer before the other way to the same person is taken."""
QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` requests of one `by` (contact, dossier, caller) in the time `within`."""

    by: str
    most: int
    within: timedelta


LIMITS = (
    Limit("contact", 3, QUARTER),
    Limit("contact", 10, DAY),
    Limit("dossier", 6, QUARTER),
    Limit("dossier", 20, DAY),
    Limit("caller", 20, QUARTER),
    Limit("caller", 200, DAY),  # the computer of a commune's centre, a whole village behind one address
)


def code_of(secret: bytes, *, proof: int, salt: str) -> str:
    """The code of a proof: it is made again from the installation's key each time, and kept nowhere."""
    made = hmac.digest(secret, f"code of proof {proof}: {salt}".encode(), "sha256")
    return f"{int.from_bytes(made, 'big') % 10**DIGITS:0{DIGITS}d}"


def digest_of(secret: bytes, what: str, text: str) -> str:
    """A keyed digest (32 hexadecimal digits) that tells equal texts of one kind apart from others, and tells nobody
    what they are."""
    return blake2b(f"{what}:{text}".encode("utf-8", "surrogatepass"), key=secret[:64], digest_size=16).hexdigest()


def over(counts: dict[int, int]) -> Limit | None:
    """The limit that is overstepped, the longest to wait for; `counts` by the number of the limit in `LIMITS`."""
    found = [limit for n, limit in enumerate(LIMITS) if counts[n] > limit.most]
    return max(found, key=lambda limit: limit.within, default=None)
