"""The types of papers that are digitised: data, with what each is told by."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OTHER = "KHAC"
"""The type of what is of no other."""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type by its code; `words` are what the name of a component of this type contains."""

    code: str
    name: str
    words: tuple[str, ...]


@cache
def document_types() -> dict[str, DocumentType]:
    """All types by code, in the order of the file beside this one."""
    data = tomllib.loads(Path(__file__).with_name("document_types.toml").read_text(encoding="utf-8"))
    return {one["code"]: DocumentType(one["code"], one["name"], tuple(one["words"])) for one in data["types"]}


def type_of(name: str) -> str:
    """The code of the type that the name of a component tells; OTHER where it tells none."""
    said = name.lower()
    found = (one.code for one in document_types().values() if any(word in said for word in one.words))
    return next(found, OTHER)
