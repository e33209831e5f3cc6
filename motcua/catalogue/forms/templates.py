"""What a new form may begin from: the declarations that come with the house."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from motcua.kernel.sentences import Refused

FOLDER = Path(__file__).parent.parent / "data" / "forms"
NAMES = ("applicant", "birth", "residence")


@cache
def _all() -> dict[str, dict[str, Any]]:
    return {name: json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) for name in NAMES}


def titles() -> list[tuple[str, str]]:
    """The templates by name, with what they are called."""
    return [(name, document["title"]) for name, document in _all().items()]


def template(name: str) -> dict[str, Any]:
    """The document of one. Refused for a name nobody knows."""
    if name not in NAMES:
        raise Refused("Hãy chọn một mẫu trong danh sách.", field="template")
    return _all()[name]
