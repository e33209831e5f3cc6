"""Papers that are results of other procedures: no procedure may need its own result in the end. Plain Python."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from motcua.kernel.sentences import Refused


def check_no_cycle(needs: Mapping[str, Collection[str]]) -> None:
    """`needs` are, by the code of a procedure, those whose results its papers are. Refused with the way round."""
    if way := cycle(needs):
        raise Refused("Giấy tờ là kết quả của nhau theo vòng: {way}.", field="components", way=" → ".join(way))


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
