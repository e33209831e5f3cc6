"""The page of permissions and the code that asks it name the same permissions."""

import ast
from pathlib import Path

import motcua
from motcua.dossiers.states import ACTS, MOVES
from motcua.policy import predicates
from motcua.policy.permissions import PERMISSIONS

ROOT = Path(motcua.__file__).parent
ASKING = {"ask", "why_not", "needs", "allowed", "may"}
BY_VERB = {"dossier.withdraw", "dossier.stop"}  # casework/end.py asks for the one of the two that it carries out
# Not asked by name: `visible` is this rule as a condition of reads (test_visible holds them to each other).
AS_A_CONDITION = {"dossier.see"}


def asked() -> dict[str, str]:
    """Every permission that the code asks for by name, with a place where it does."""
    found: dict[str, str] = {}
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name(node.func) in ASKING and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found[first.value] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_whatever_is_asked_stands_on_the_page():
    assert {p: place for p, place in asked().items() if p not in PERMISSIONS} == {}


def test_whatever_stands_on_the_page_is_asked():
    assert set(PERMISSIONS) - set(asked()) - BY_VERB - AS_A_CONDITION == set()


def test_every_act_and_move_has_its_permission():
    verbs = {f"dossier.{verb}" for verb in ACTS} | {move.permission for move in MOVES}
    assert verbs <= set(PERMISSIONS)


def test_every_question_is_used():
    used = {predicate for alternatives in PERMISSIONS.values() for both in alternatives for predicate in both}
    defined = {
        value
        for key, value in vars(predicates).items()
        if callable(value) and not key.startswith("_") and getattr(value, "__module__", "") == predicates.__name__
    }
    assert defined == used
