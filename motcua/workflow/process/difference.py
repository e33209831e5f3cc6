"""What one process does otherwise than another, row by row, for people who decide about it."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.offices.roles import LABELS, Role
from motcua.workflow.demands import CALLED, parted
from motcua.workflow.rules import KIND_LABELS, NEEDS

from .fitness import rows
from .graph import WORK, Graph, Node, NodeKind
from .performers import place_said


def differences(before: Graph, after: Graph) -> list[Sentence]:
    """The rows that are new, gone or changed, then whether they follow one another in another way. Rows are known by
    their names; empty when both say the same of who does what in which order."""
    old, new = _named(before), _named(after)
    found = [Sentence("Thêm bước “{name}”.", {"name": name}) for name in new if name not in old]
    found += [Sentence("Bỏ bước “{name}”.", {"name": name}) for name in old if name not in new]
    for name in (name for name in new if name in old):
        found += [Sentence(text, {"name": name, **values}) for text, values in _of_row(old[name], new[name])]
    if not found and _ways(before) != _ways(after):
        found.append(Sentence("Thứ tự hoặc cách rẽ nhánh của các bước thay đổi."))
    return found


def _named(graph: Graph) -> dict[str, Node]:
    """The rows by name, in order; of equal names the second is “name (2)”."""
    found: dict[str, Node] = {}
    for node in rows(graph):
        name, n = node.name, 1
        while name in found:
            n += 1
            name = f"{node.name} ({n})"
        found[name] = node
    return found


def _of_row(old: Node, new: Node) -> Iterator[tuple[str, dict[str, object]]]:
    if old.hours != new.hours:
        text = gettext_noop("“{name}”: thời hạn từ {old} thành {new} giờ.")
        yield text, {"old": _hours(old), "new": _hours(new)}
    if (old.role, old.at) != (new.role, new.at):
        yield gettext_noop("“{name}”: người làm từ {old} thành {new}."), {"old": _who(old), "new": _who(new)}
    if old.needs != new.needs:
        text = gettext_noop("“{name}”: yêu cầu khi xong bước từ {old} thành {new}.")
        yield text, {"old": _needs(old), "new": _needs(new)}
    if old.step_kind != new.step_kind:
        yield gettext_noop("“{name}”: loại bước từ {old} thành {new}."), {"old": _kind(old), "new": _kind(new)}


def _hours(node: Node) -> str:
    return f"{node.hours.normalize():f}".replace(".", ",") if node.hours is not None else "–"


def _who(node: Node) -> Sentence:
    if not (node.role and node.at):
        return Sentence("–")
    return Sentence("{role}, {place}", {"role": Sentence(LABELS[Role(node.role)]), "place": place_said(node.at)})


def _needs(node: Node) -> Sentence:
    texts = [_need(*parted(word)) for word in node.needs] or [Sentence("–")]
    places = {f"n{i}": text for i, text in enumerate(texts)}
    return Sentence(", ".join(f"{{{place}}}" for place in places), places)


def _need(outcome: str, need: str) -> Sentence:
    if not outcome:
        return Sentence(NEEDS[need])
    called = Sentence(CALLED[outcome]) if outcome in CALLED else outcome.replace("_", " ")
    return Sentence(gettext_noop("“{outcome}” thì {need}"), {"outcome": called, "need": Sentence(NEEDS[need])})


def _kind(node: Node) -> Sentence:
    return Sentence(KIND_LABELS[node.step_kind] if node.step_kind else "–")


def _ways(graph: Graph) -> set[tuple[str, str, str, bool]]:
    """From which row to which, by which condition; a gateway goes by what leads to it."""
    return {(_at(graph, f.source), _at(graph, f.target), f.condition, f.default) for f in graph.flows}


def _at(graph: Graph, own: str) -> str:
    node = graph.by_id[own]
    if node.kind in WORK or node.kind is NodeKind.START:
        return node.name
    before = sorted(graph.by_id[f.source].name for f in graph.incoming[own])
    return f"{node.kind.value} {before}"
