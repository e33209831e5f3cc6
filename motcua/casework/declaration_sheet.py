"""The declaration that was answered online, as the paper that stands in the dossier: PDF/A, in Vietnamese."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from motcua.catalogue.forms.lines import lines
from motcua.catalogue.forms.shapes import Form
from motcua.filing.models import Filing
from motcua.kernel.moments import VIETNAM
from motcua.papers import rendering

TEMPLATE = Path(rendering.__file__).parent / "sheets" / "declaration.typ"


def declaration_pdf(form: Form, filing: Filing, *, at: datetime) -> bytes:
    """The answers under the questions of `form`, as they stand in `filing`, dated `at`."""
    parts = [
        {
            "title": title,
            "lines": [{"asked": asked, "said": said or "", "rows": rows} for asked, said, rows in found],
        }
        for title, found in lines(form, filing.answers, yes="Có", no="Không")
    ]
    local = at.astimezone(VIETNAM)
    content = {
        "title": form.title,
        "to": filing.competent.name if filing.competent else "",
        "parts": parts,
        "signer": str(filing.people.get("name", "")),
        "said": f"Khai và xác nhận trên hệ thống lúc {local:%H:%M} ngày {local:%d/%m/%Y}.",
        "day": f"ngày {local:%d} tháng {local:%m} năm {local:%Y}",
    }
    return rendering.sheet(TEMPLATE, content, codes=[], issued_at=at)
