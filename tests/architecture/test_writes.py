"""Rows are written in models.py and actions only (a file or a folder), so that every write can be found by its name."""

import ast
from pathlib import Path

import pytest

import motcua

ROOT = Path(motcua.__file__).parent
WRITES = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "raw_insert"}
# These names are also verbs of dictionaries and sets; they count only on a manager or queryset.
ON_QUERYSETS = {"update", "delete", "save", "acreate"}
# Where a write outside is right, and why.
ALLOWED = {
    "casework/jobs.py": "Django's own sessions have no actions file of ours",
}


def files() -> list[Path]:
    return sorted(
        path
        for path in ROOT.rglob("*.py")
        if path.name not in ("models.py", "actions.py") and not {"migrations", "actions"} & set(path.parts)
    )


def chain(node: ast.expr) -> list[str]:
    """The names of a dotted call chain: `Dossier.objects.filter(…).update` gives Dossier, objects, filter, update."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Name):
            return [node.id, *reversed(names)]
        else:
            return list(reversed(names))


def writes(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        names = chain(node.func)
        verb, before = names[-1], names[:-1]
        managed = "objects" in before or "select_for_update" in before
        if (verb in WRITES and managed) or (verb in ON_QUERYSETS and managed) or verb.startswith("bulk_"):
            found.append(f"{path.relative_to(ROOT)}:{node.lineno} {'.'.join(names)}")
    return found


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_outside_models_and_actions_writes_no_rows(path):
    if str(path.relative_to(ROOT)) in ALLOWED:
        return
    assert writes(path) == []


def test_the_check_sees_a_write(tmp_path):
    sample = ROOT / "dossiers" / "actions.py"
    assert any("update" in line for line in writes(sample))
