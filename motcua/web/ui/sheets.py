"""Lists as sheets: all pages of what is shown, streamed in constant memory."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

BOM = "\ufeff"  # by which spreadsheets know that the letters are UTF-8


class _Line:
    """What the writer writes to: it hands each line on."""

    def write(self, text: str) -> str:
        return text


def sheet(name: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The rows under their heads as CSV, called `name`. Names are to be masked by who asks."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Line())
        yield BOM + writer.writerow(head)
        for row in rows:
            yield writer.writerow([_harmless(value) for value in row])

    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=headers)


def _harmless(value: object) -> str:
    """A text that a spreadsheet would run as a formula is kept a text."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
