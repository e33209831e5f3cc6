"""What an import came to, for a person to read and for a program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .reading import RefusedLine


@dataclass(slots=True)
class Report:
    """Counts of lines by what became of them, and the lines refused, in order of the file."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[RefusedLine] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """Lines that went in or were there already."""
        return self.new + self.changed + self.unchanged

    def refuse(self, lines: Sequence[RefusedLine]) -> None:
        self.refused = sorted([*self.refused, *lines], key=lambda line: line.n)

    def as_json(self) -> dict[str, object]:
        """The report as `--json` prints it."""
        return {
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": [{"line": line.n, "reason": str(line.reason)} for line in self.refused],
        }
