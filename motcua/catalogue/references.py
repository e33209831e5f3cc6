"""Papers that are results of other procedures: no procedure may need its own result in the end. Plain Python."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from motcua.kernel.sentences import Refused, Sentence

from .published import Published


def check_no_cycle(needs: Mapping[str, Collection[str]]) -> None:
    """`needs` are, by the code of a procedure, those whose results its papers are. Refused with the way round."""
    if way := cycle(needs):
        raise Refused(told(way), field="components")


def needs(line: Published) -> set[str]:
    """The codes of the procedures whose results are papers of this one."""
    return {component.result_of for component in line.components if component.result_of}


def told(way: Collection[str]) -> Sentence:
    """A way round in words."""
    return Sentence("Giấy tờ là kết quả của nhau theo vòng: {way}.", {"way": " → ".join(way)})


def ways_round(needs: Mapping[str, Collection[str]], *, among: Collection[str]) -> dict[str, list[str]]:
    """Of those procedures of `among` that stand on a way back to themselves, such a way. See `check_no_cycle`."""
    left = dict(needs)
    found: dict[str, list[str]] = {}
    while way := cycle(left):
        on_it = [code for code in dict.fromkeys(way) if code in among]
        for code in on_it:
            found.setdefault(code, way)
        del left[on_it[0] if on_it else way[0]]
    return found


def cycle(needs: Mapping[str, Collection[str]]) -> list[str]:
    """A way from a procedure through what it needs back to itself, e.g. [A, B, A]; empty where there is none."""
    done: set[str] = set()
    for start in sorted(needs):
        way: list[str] = []
        ahead = [(start, iter(sorted(needs.get(start, ()))))]
        while ahead:
            code, others = ahead[-1]
            if len(way) < len(ahead):
                way.append(code)
            other = next(others, None)
            if other is None:
                done.add(code)
                ahead.pop()
                way.pop()
            elif other in way:
                return [*way[way.index(other) :], other]
            elif other not in done:
                ahead.append((other, iter(sorted(needs.get(other, ())))))
    return []
