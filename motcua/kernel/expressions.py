"""The closed language of conditions: comparisons of answers and outcomes, and nothing that could do anything else.

    outcome == "agree"        area > 500 and zone in ["A", "B"]        not (paid or exempt)

A text is read by Python's own parser and turned into closures of the few kinds of node named here; nothing of it is
ever run as code. Every expression ends, for there is no call, no loop and no arithmetic.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from motcua.kernel.sentences import Refused

MOST_LETTERS = 500
NAME = re.compile(r"[a-z_][a-z0-9_]{0,39}", re.ASCII)
CONSTANTS = {"true": True, "false": False}
Given = Mapping[str, Any]
Test = Callable[[Given], Any]

ORDERS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition: its text, the names that it asks for, and whether it holds for given answers."""

    text: str
    names: frozenset[str] = field(compare=False)
    _test: Test = field(compare=False, repr=False)

    def holds(self, given: Given) -> bool:
        """Whether it is met. What nobody answered is None: unequal to all that was, and neither more nor less."""
        return bool(self._test(given))


def parse(text: str) -> Expression:
    """Read a condition. Refused when it is too long, is no expression, or uses more than the language has."""
    if len(text) > MOST_LETTERS:
        raise Refused("Điều kiện dài quá {most} ký tự.", field="condition", most=MOST_LETTERS)
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Refused("Không đọc được điều kiện “{said}”.", field="condition", said=text) from None
    reader = _Reader(text)
    test = reader.read(tree.body)
    return Expression(text, frozenset(reader.names), test)


class _Reader:
    """Turns the nodes of one expression into closures, and notes the names on the way."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: set[str] = set()

    def read(self, node: ast.expr) -> Test:
        match node:
            case ast.BoolOp(op=ast.And()):
                parts = [self.read(value) for value in node.values]
                return lambda given: all(part(given) for part in parts)
            case ast.BoolOp():
                parts = [self.read(value) for value in node.values]
                return lambda given: any(part(given) for part in parts)
            case ast.UnaryOp(op=ast.Not()):
                inner = self.read(node.operand)
                return lambda given: not inner(given)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return lambda given: -number
            case ast.Compare():
                return self._compared(node)
            case ast.Constant(value=bool() | int() | float() | str() as value):
                return lambda given: value
            case ast.List() | ast.Tuple():
                items = [self.read(item) for item in node.elts]
                return lambda given: [item(given) for item in items]
            case ast.Name():
                return self._named(node.id)
        raise Refused(
            "Điều kiện “{said}” dùng thứ ngoài so sánh, and, or, not, in: “{part}”.",
            field="condition",
            said=self.text,
            part=ast.unparse(node)[:60],
        )

    def _named(self, name: str) -> Test:
        if name in CONSTANTS:
            constant = CONSTANTS[name]
            return lambda given: constant
        if not NAME.fullmatch(name):
            raise Refused(
                "Tên “{name}” trong điều kiện chỉ được gồm chữ thường không dấu, số và gạch dưới.",
                field="condition",
                name=name[:60],
            )
        self.names.add(name)
        return lambda given: given.get(name)

    def _compared(self, node: ast.Compare) -> Test:
        sides = [self.read(side) for side in (node.left, *node.comparators)]
        tests = [self._comparison(op) for op in node.ops]

        def holds(given: Given) -> bool:
            values = [side(given) for side in sides]
            return all(test(*pair) for test, pair in zip(tests, pairwise(values), strict=True))

        return holds

    def _comparison(self, op: ast.cmpop) -> Callable[[Any, Any], bool]:
        match op:
            case ast.Eq():
                return operator.eq
            case ast.NotEq():
                return operator.ne
            case ast.In():
                return _among
            case ast.NotIn():
                return lambda one, many: not _among(one, many)
        order = ORDERS.get(type(op))
        if order is None:
            raise Refused("Điều kiện “{said}” dùng phép so sánh không có.", field="condition", said=self.text)
        return lambda left, right: _alike(left, right) and order(left, right)


def _alike(left: object, right: object) -> bool:
    """Whether one can be more than the other: two numbers, or two texts."""
    return (isinstance(left, str) and isinstance(right, str)) or (_number(left) and _number(right))


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _among(one: object, many: object) -> bool:
    if isinstance(many, str):
        return isinstance(one, str) and one in many
    return isinstance(many, list | tuple) and one in many
