"""Which of several places an address lies in: by the words of their names, the nearest first. Nothing is looked up.

An address here goes from near to far: "Thôn 1, xã Ba Tơ". So of two places that it names the one that it names first
is meant, and of two that begin at the same word the longer one.
"""

from __future__ import annotations

from collections.abc import Iterable

from motcua.kernel.folding import terms

# How people shorten what a place is.
SHORT: dict[str, list[str]] = {
    "tdp": ["to", "dan", "pho"],
    "kp": ["khu", "pho"],
    "kdc": ["khu", "dan", "cu"],
}


def words(text: str) -> tuple[str, ...]:
    """The words of a place or an address as they are compared: folded, written out, numbers without leading zeros."""
    found: list[str] = []
    for term in terms(text):
        found += SHORT.get(term, [term.lstrip("0") or "0" if term.isdecimal() else term])
    return tuple(found)


def nearest(places: Iterable[tuple[str, ...]], address: tuple[str, ...]) -> tuple[str, ...] | None:
    """Of places as `words` the one that the address means; None where it names none of them."""
    found = [(at, -len(place), place) for place in places if (at := _at(place, address)) is not None]
    return min(found)[2] if found else None


def _at(place: tuple[str, ...], address: tuple[str, ...]) -> int | None:
    """Where the address begins to name the place, as words one behind the other."""
    n = len(place)
    return next((k for k in range(len(address) - n + 1) if n and address[k : k + n] == place), None)
