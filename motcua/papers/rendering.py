"""Statutory slips as PDF: the content of a slip, frozen as JSON, set by the typst template of its rule pack.

A template gets two inputs, both JSON and never markup: `content`, the slip's own, and `page`, what is added here.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import typst

from motcua.kernel.sentences import Refused
from motcua.papers import packs, rules, scannable

if TYPE_CHECKING:
    from typst import PDFStandard  # exists only in typst's stubs

# Accessible, archivable: tagged, with Unicode text, language and title (PDF/A-2a and PDF/UA-1).
ARCHIVE: list[PDFStandard] = ["a-2a", "ua-1"]
PLAIN: list[PDFStandard] = ["1.7"]
# The state's letter is Times New Roman; Tinos has its measures. typst brings the last, with every Vietnamese letter.
# Not Liberation Serif, though it looks the same: it lacks half of them.
LETTERS = ["Times New Roman", "Tinos", "Libertinus Serif"]

TWO_UP = "A4x2"
"""Both copies of an A5 slip side by side on one lying A4."""

# A compiler serves one call at a time ("Already borrowed" otherwise), while web threads print side by side.
_printing = threading.Lock()


def render(
    pack_code: str,
    form_number: str,
    content: Mapping[str, Any],
    *,
    paper: str | None = None,
    copies: int = 1,
    root: Path = packs.PACKS,
) -> bytes:
    """The slip as a PDF/A; the same content gives the same bytes on one machine (fonts differ between machines).

    `content` is a `rules.SlipContent`, all of it set as plain text. `paper` is "A5", "A4" or TWO_UP, by default the
    form's own; `copies` prints that many (liên), each named and with its own page numbers. Refused, with the field:
    unknown pack or form, a paper or number of copies the form does not have, a missing field, a code that no bars hold.
    """
    pack = packs.pack(pack_code, root=root)
    form = pack.form(form_number)
    paper = paper or form.papers[0]
    copies = len(form.copies) if paper == TWO_UP else copies
    if paper not in form.papers:
        raise Refused("Mẫu số {form} không in trên khổ {paper}.", field="paper", form=form.number, paper=paper)
    if not 1 <= copies <= len(form.copies):
        raise Refused("Mẫu số {form} in từ 1 đến {most} liên.", field="copies", form=form.number, most=len(form.copies))
    content = rules.clean(content)
    rules.check(content, form.required)
    issued_at = rules.moment(content["issued_at"], field="issued_at").replace(microsecond=0)  # typst takes seconds
    page = {
        "form": {"number": form.number, "title": form.title, "basis": pack.short_basis},
        "paper": "a5" if paper == TWO_UP else paper.lower(),
        "two": paper == TWO_UP,
        "copies": form.copies[:copies] if copies > 1 else [""],
        "fonts": _letters(),
        "spelled": _spelled(content),
        "qr": scannable.qr(content["tracking_url"]),
        "barcode": scannable.bars(content["code"]),
    }
    return _compiled(form.template, {"content": _json(content), "page": _json(page)}, issued_at)


def sheet(template: Path, content: Mapping[str, Any], *, codes: Sequence[str], issued_at: datetime) -> bytes:
    """A sheet that is no statutory form, as a PDF/A: its template gets `content` and a bar code for each of `codes`."""
    page = {"fonts": _letters(), "bars": [scannable.bars(code) for code in codes]}
    return _compiled(
        template, {"content": _json(rules.clean(content)), "page": _json(page)}, issued_at.replace(microsecond=0)
    )


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _compiled(template: Path, inputs: dict[str, str], issued_at: datetime) -> bytes:
    try:
        return _compiled_to(ARCHIVE, template, inputs, issued_at)
    except typst.TypstError as fault:
        # PDF/A forbids a letter that no font here has (a Chinese name, say). The person still gets a slip.
        if not fault.message.startswith("PDF/A"):
            raise
        return _compiled_to(PLAIN, template, inputs, issued_at)


def _compiled_to(standards: list[PDFStandard], template: Path, inputs: dict[str, str], issued_at: datetime) -> bytes:
    with _printing:
        made = _compiler(template.parent.parent).compile(
            template, format="pdf", sys_inputs=inputs, pdf_standards=standards, timestamp=issued_at.astimezone(UTC)
        )
    return cast(bytes, made)  # a PDF is one file, whatever its pages; only pictures come as a list


@cache
def _compiler(root: Path) -> typst.Compiler:
    """For all packs of `root`: what they share is imported from one another."""
    return typst.Compiler(root=root, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


@cache
def _letters() -> list[str]:
    """Only what is installed: typst warns of a font it cannot find."""
    installed = set(_fonts().families())
    return [family for family in LETTERS if family in installed]


def _spelled(content: Mapping[str, Any]) -> dict[str, str]:
    """The moments of the content as slips write them; an empty place stays empty."""
    texts = {"issued": rules.spelled_day(rules.moment(content["issued_at"], field="issued_at"))}
    for name in ("received", "returned", "handed"):
        if said := content.get(f"{name}_at"):
            texts[name] = rules.spelled(rules.moment(said, field=f"{name}_at"))
    if as_of := content.get("as_of"):
        texts["as_of"] = rules.spelled(rules.moment(as_of, field="as_of"))
    if stopped := content.get("stop", {}).get("at"):
        texts["stopped"] = rules.spelled_day(rules.moment(stopped, field="stop.at"))
    return texts
