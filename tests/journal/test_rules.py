"""The rules of chains and anchors: they are what the document says, today and tomorrow."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from motcua.journal import rules

MEMBERS = ("stream", "kind", "by", "happened_at", "recorded_at", "origin", "facts", "payload", "previous")


def by_levels(leaves: list[str]) -> str:
    """The root as docs/journal-format.md defines it."""
    level = [rules.sha256(leaf) for leaf in leaves]
    while len(level) > 1:
        pairs = [rules.sha256("".join(level[i : i + 2])) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0] if level else rules.sha256("")


@given(st.lists(st.text(max_size=4), max_size=70))
def test_a_root_taken_leaf_by_leaf_is_the_root_by_levels(leaves):
    tree = rules.Merkle()
    for leaf in leaves:
        tree.add(leaf)
    assert (tree.root(), tree.count) == (by_levels(leaves), len(leaves))


def test_the_digest_of_an_event_never_changes():
    """Whoever changes this breaks every journal that exists."""
    digest = rules.event_digest(
        stream="00000000-0000-0000-0000-000000000001",
        n=1,
        kind="dossier.filed",
        by="account:1",
        happened_at=datetime(2026, 11, 2, 1, 0, tzinfo=UTC),
        recorded_at=datetime(2026, 11, 2, 1, 0, tzinfo=UTC),
        origin="live",
        facts='{"đã":"nộp"}',
        payload=rules.payload_digest(salt="00", body="{}"),
        previous="",
    )
    assert digest == "d01df85041f643490a0c2ae9745650311c86889053a9e3a63eb0c7cdcfb64a47"


def test_the_digest_of_an_anchor_never_changes():
    at = datetime(2026, 11, 2, 1, 0, 0, 5, tzinfo=UTC)
    digest = rules.anchor_digest(n=1, at=at, through=7, streams=2, root="00", previous="")
    assert digest == "390dbf19833db763dbe649c20d2799661269db2bf4411bcc29812851c2ca4462"


@given(st.lists(st.text(), min_size=9, max_size=9), st.integers())
def test_the_text_of_an_event_is_the_canonical_text_of_its_members(texts, n):
    members = dict(zip(MEMBERS, texts, strict=True)) | {"n": n}
    assert rules.event_text(**members) == rules.canonical(members)
