"""What a check of `motcua doctor` finds: all right or not, in words, with what to do."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`about` names what was looked at; `advice` is for when it is not all right."""

    about: str
    fine: bool
    says: str
    advice: str = ""

    def line(self) -> str:
        """For a person: ✓ or ✗, what was found, and in the latter case what to do."""
        advice = f" → {self.advice}" if self.advice and not self.fine else ""
        return f"{'✓' if self.fine else '✗'} {self.about}: {self.says}{advice}"

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def megabytes(n: int) -> str:
    """A number of bytes, for people: 12 MB, 3,4 GB."""
    return f"{n / 1e9:.1f} GB".replace(".", ",") if n >= 1e9 else f"{n // 1_000_000} MB"
