"""Masks for lists, logs and exports: enough to recognise what one already knows, too little to learn it.

Law on the protection of personal data 91/2025/QH15; rules.md 7: all but the last three or four digits.
"""

from motcua.kernel.spelling import tidy


def mask_number(text: str) -> str:
    """All but the last four characters starred, and never more than a third shown: "051090001234" → "********1234"."""
    return _keep_last(tidy(text), 4)


def mask_phone(text: str) -> str:
    """All but the last three characters starred: "+84912345678" → "*********678"."""
    return _keep_last(tidy(text), 3)


def mask_name(text: str) -> str:
    """Initials and three stars, which hide the length too: "Nguyễn Văn An" → "N.V.A***", "Y Rỗi" → "Y.R***"."""
    initials = [next((c for c in word if c.isalpha()), "") for word in tidy(text).split()]
    return ".".join(c for c in initials if c) + "***"


def _keep_last(text: str, most: int) -> str:
    hidden = len(text) - min(most, len(text) // 3)
    return "*" * hidden + text[hidden:]
