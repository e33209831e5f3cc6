"""The life cycle is a table: every move is complete, and the documents made from it are up to date."""

import pytest

from motcua.dossiers import states
from motcua.dossiers.states import MEANINGS, MOVES, VERBS, Status
from motcua.policy.permissions import PERMISSIONS

# The table of rules.md 1.10, written down once more by hand.
LAW = {
    Status.FILED: {2, 3, 5, 6, 7},
    Status.ACCEPTED: {4, 5, 6, 7, 8, 9},
    Status.IN_PROCESS: {5, 6, 7, 8, 9},
    Status.SUPPLEMENT: {1, 4, 7, 8},
    Status.FINANCIAL: {1, 4, 7, 8},
    Status.FINISHED: {4, 10},
    Status.RETURNED: {4},
}
MESSAGES = {
    "accepted", "not_accepted", "supplement", "financial", "withdrawn", "in_process", "stopped", "finished",
}  # fmt: skip


def test_the_table_of_moves_is_that_of_the_law():
    table: dict[Status, set[int]] = {}
    for move in MOVES:
        if move.before is not None:
            table.setdefault(move.before, set()).add(int(move.after))
    assert table == LAW


@pytest.mark.parametrize("move", MOVES, ids=lambda m: f"{m.before}-{m.verb}-{m.after}")
def test_a_move_has_label_kind_permission_and_message_or_silence(move):
    assert move.label and move.label == VERBS[move.verb]
    assert "." in move.kind
    assert move.permission in PERMISSIONS
    assert move.message is None or move.message in MESSAGES


def test_no_move_is_there_twice():
    keys = [(m.before, m.verb, m.after) for m in MOVES]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("status", Status)
def test_a_state_has_a_label_and_a_meaning_for_the_applicant(status):
    assert states.LABELS[status] and MEANINGS[status]


@pytest.mark.parametrize("verb", [v for v in VERBS if v != "file"])
def test_a_verb_is_lawful_in_some_state(verb):
    assert any(states.can(status, verb) for status in Status)
