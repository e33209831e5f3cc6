"""What an outcome of a step demands, beside what the step owes by whatever way it is completed.

A row keeps both as words: "note" is owed always, "không_đạt:file" where the outcome is "không đạt". Three outcomes are
not named by the process: the dossier goes back, a supplement is proposed, the result that is issued refuses.
"""

from __future__ import annotations

from collections.abc import Iterable

from motcua.kernel.sentences import gettext_noop

from .rules import NEEDS, Need

BACK, SUPPLEMENT, REFUSED = "back", "supplement", "refused"
CALLED: dict[str, str] = {
    BACK: gettext_noop("Trả lại bước trước"),
    SUPPLEMENT: gettext_noop("Đề xuất bổ sung"),
    REFUSED: gettext_noop("Từ chối giải quyết"),
}
OFFERED: dict[str, tuple[Need, ...]] = {
    BACK: (Need.FILE,),  # its reason is always asked for
    SUPPLEMENT: (Need.FILE,),  # each of its points has a reason
    REFUSED: (Need.FILE, Need.OTHER),  # and so has a refusal
}


def spelled(outcome: str) -> str:
    """An outcome as a word: spaces part words."""
    return "_".join(outcome.split())


def demand(outcome: str, need: str) -> str:
    """The word for what one outcome demands."""
    return f"{spelled(outcome)}:{need}"


def parted(word: str) -> tuple[str, str]:
    """The outcome as it is spelled, "" for every one, and the need."""
    outcome, _, need = word.rpartition(":")
    return outcome, need


def always(words: Iterable[str]) -> frozenset[str]:
    """What is owed by whatever way the step is completed."""
    return frozenset(need for outcome, need in map(parted, words) if not outcome)


def of_outcome(words: Iterable[str], outcome: str) -> frozenset[str]:
    """What this one outcome demands besides."""
    own = spelled(outcome)
    return frozenset(need for of, need in map(parted, words) if of == own)


def told(needs: Iterable[str]) -> list[str]:
    """The needs in words, in the order of the list from which they are chosen."""
    some = set(needs)
    return [words for need, words in NEEDS.items() if need in some]
