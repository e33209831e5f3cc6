"""The form that digitises as a whole: files kept at once, pages numbered over the stack, and who gets which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext

from motcua.casework.digitise import Again, Scan
from motcua.casework.reads.digitised import Digitising
from motcua.files.actions import store
from motcua.files.rules import check_size
from motcua.files.scans import JPEG, compose, opened, rules_on, take
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.web.ui.kept import Kept, keep, kept, stored
from motcua.web.ui.words import say

from .digitise_parts import TURNS, Leaf, Line, PaperForm, pages_typed

STACK = "xap"


@dataclass(frozen=True, slots=True)
class Ready:
    """What the verb takes."""

    scans: list[Scan]
    again: list[Again]


class DigitiseForm:
    """All of the page. What is sent is kept before anything is judged; `is_valid` tells all faults at once."""

    def __init__(self, request: HttpRequest, shown: Digitising, *, account_id: int, at: datetime) -> None:
        self.data, self.files, self.account_id, self.at = request.POST, request.FILES, account_id, at
        self.rules = rules_on(at.astimezone(VIETNAM).date())
        data = self.data if request.method == "POST" else None
        self.lines = [Line(PaperForm(one, shown.applicant, data)) for one in shown.components]
        self.stack: list[Leaf] = []
        self.stack_kept: list[Kept] = []
        self.faults: list[str] = []
        self.general: list[str] = []
        self._take(STACK, self.stack, self.stack_kept, self.faults)
        for line in self.lines:
            self._take(line.prefix, line.leaves, line.kept, line.faults)

    # Files

    def _take(self, prefix: str, leaves: list[Leaf], there: list[Kept], faults: list[str]) -> None:
        """The files of one field: those kept before, and those that came now."""
        for file in kept(self.data.getlist(f"{prefix}-kept"), account_id=self.account_id):
            self._add(file, prefix, leaves, there, faults)
        for upload in self.files.getlist(f"{prefix}-files"):
            try:
                file = self._keep(upload)
            except Refused as no:
                faults.append(say(no))
            else:
                self._add(file, prefix, leaves, there, faults)

    def _keep(self, upload: UploadedFile[bytes]) -> Kept:
        name, size, limit = str(upload.name or "")[-110:], int(upload.size or 0), settings.FILE_LIMIT_BYTES
        check_size(name=name, size=size, limit=limit)
        taken = take(upload.read(), name=name, limit=limit, rules=self.rules)
        plain = name.rpartition(".")[0] + ".jpg" if taken.media_type == JPEG else name
        return keep(SimpleUploadedFile(plain, taken.content), account_id=self.account_id, at=self.at)

    def _add(self, file: Kept, prefix: str, leaves: list[Leaf], there: list[Kept], faults: list[str]) -> None:
        row = stored([file]).get(file.file_id)
        if row is None or file.file_id in {one.file_id for one in there}:
            return
        taken = opened(row.read(), row.media_type, name=file.name, rules=self.rules)
        if len(leaves) + taken.pages > self.rules.pages:
            faults.append(
                gettext("Quá {most} trang một lần: tệp “{name}” chưa được nhận. Hãy lưu trước, rồi quét tiếp.").format(
                    most=self.rules.pages, name=file.name
                )
            )
            return
        there.append(file)
        for n in range(1, taken.pages + 1):
            number = len(leaves) + 1 if prefix == STACK else 0
            leaf = Leaf(file, taken, n, number, "0")
            chosen = self.data.get(leaf.name, "0")
            leaf.chosen = chosen if chosen in TURNS else "0"
            leaves.append(leaf)

    @property
    def signed(self) -> list[str]:
        """The names of files of the stack that go in whole or not at all."""
        return list(dict.fromkeys(leaf.kept.name for leaf in self.stack if leaf.taken.signed))

    # What is wrong

    def ready(self) -> Ready | None:
        """What the verb takes; None where something is wrong, each told at its field. Composed files are stored."""
        for line in self.lines:
            line.form.is_valid()
        chosen = self._chosen()
        self._left_over(chosen)
        if self.summary():
            return None
        scans = [scan for line in self.lines if (scan := self._scan(line, chosen[line.component.n]))]
        again = [
            Again(line.component.n, int(line.form.cleaned_data["reuse"]))
            for line in self.lines
            if line.form.cleaned_data["reuse"]
        ]
        return None if self.summary() else Ready(scans, again)

    def _chosen(self) -> dict[int, list[Leaf]]:
        """The pages of the stack that each paper names; one named twice is told at the second field."""
        taken: dict[int, str] = {}
        found: dict[int, list[Leaf]] = {}
        for line in self.lines:
            mine = found.setdefault(line.component.n, [])
            try:
                numbers = pages_typed(line.form.typed("pages"), len(self.stack))
            except Refused as no:
                line.form.add_error("pages", say(no))
                continue
            for n in numbers:
                leaf = self.stack[n - 1]
                if n in taken:
                    line.form.add_error("pages", _twice(n, taken[n]))
                elif leaf.is_out:
                    line.form.add_error("pages", gettext("Trang {n} đang được đánh dấu bỏ.").format(n=n))
                taken[n] = line.component.name
                mine.append(leaf)
        return found

    def _left_over(self, chosen: dict[int, list[Leaf]]) -> None:
        used = {leaf.number for leaves in chosen.values() for leaf in leaves}
        left = [leaf.number for leaf in self.stack if leaf.number not in used and not leaf.is_out]
        if left:
            pages = ", ".join(map(str, left))
            self.faults.append(
                gettext("Trang {pages} chưa thuộc giấy tờ nào. Ghi vào một giấy tờ, hoặc chọn “Bỏ trang này”.").format(
                    pages=pages
                )
            )

    def _scan(self, line: Line, chosen: list[Leaf]) -> Scan | None:
        pages = [leaf.page() for leaf in (*(one for one in line.leaves if not one.is_out), *chosen)]
        if not pages:
            return None
        try:
            content = compose(pages, rules=self.rules)
            file = store(name=f"{line.component.n}.pdf", content=content, at=self.at)
        except Refused as no:
            line.form.add_error("pages", say(no))
            return None
        return Scan(line.component.n, file, len(pages), line.form.said())

    def show(self, no: Refused) -> None:
        """Put the refusal of the verb, which names `{n}.field`, at its field, or at the head."""
        n, _, name = (no.field or "").partition(".")
        line = next((one for one in self.lines if str(one.component.n) == n), None)
        if line is not None and name in line.form.fields:
            line.form.add_error(name, say(no))
        else:
            self.general.append(say(no))

    def summary(self) -> list[tuple[str, str]]:
        """All that is wrong, as (id of the field, sentence), from the top of the page down."""
        return list(self._summary())

    def _summary(self) -> Iterator[tuple[str, str]]:
        for sentence in self.general:
            yield "", sentence
        for sentence in self.faults:
            yield f"id_{STACK}-files", sentence
        for line in self.lines:
            before = gettext("Giấy tờ {n}").format(n=line.component.n)
            for sentence in line.faults:
                yield f"id_{line.prefix}-files", f"{before}: {sentence}"
            for name, sentences in line.form.errors.items():
                for said in sentences:
                    yield str(line.form[name].id_for_label), f"{before} – {line.form.label_of(name)}: {said}"


def _twice(n: int, name: str) -> str:
    return gettext("Trang {n} đã thuộc “{name}”. Mỗi trang chỉ thuộc một giấy tờ.").format(n=n, name=name)
