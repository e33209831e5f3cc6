"""Mending a dossier: its people, its papers, its terms, its procedure; each with a reason, the receipt printed anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.amend import Amendment, amend
from motcua.casework.reads.exchange import exchangeable
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.web.ui.choices import DELIVERIES

from .base import Act, long_text
from .limit_cases import InCase
from .papers import PaperFields
from .parties import PartyFields


class Amend(Act):
    """What all amendments share: a reason, and the receipt that is printed again."""

    verb, icon = "amend", "pencil-square"
    button, done = _("Ghi lại"), _("Đã sửa hồ sơ.")

    why = long_text(_("Lý do sửa"))
    places = {"reason": "why"}

    def consequences(self) -> Sequence[object]:
        said: list[object] = [_("Thời điểm tiếp nhận không thay đổi. Nhật ký ghi nội dung trước và sau khi sửa.")]
        prints = [s.edition for s in self.whole.slips if s.form == "01"]
        if prints:
            again = gettext("Giấy tiếp nhận được in lại, ghi là bản in lần {n}.").format(n=max(prints) + 1)
            said.append(again)
        return said

    def change(self, *, at: datetime) -> Amendment:
        """What is put right."""
        raise NotImplementedError

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return amend(self.code, self.change(at=at), by=by, at=at, reason=self.text("why"))


@dataclass(frozen=True, slots=True)
class Place:
    """One party's place on the form."""

    title: str
    fields: list[BoundField]
    spare: bool


class AmendPeople(PartyFields, Amend):
    """The applicant and the owners."""

    noun, template = "sua-nguoi-nop", "desk/people.html"
    label = _("Sửa người nộp, chủ hồ sơ")

    def prepare(self) -> None:
        applicant, owners = self.whole.applicant, self.whole.owners
        self.alone = applicant.capacity == "self" and len(owners) == 1 and owners[0].number == applicant.number
        self.add_party("applicant", applicant, with_capacity=True)
        shown = [] if self.alone else owners
        self.owners = [*shown, None]
        for i, owner in enumerate(self.owners):
            self.add_party(f"owners.{i}", owner, with_capacity=False)

    def rows(self) -> Iterator[Place]:
        """The places for the template: who files, who owns, and one place more."""
        yield Place(gettext("Người nộp"), list(self.bound("applicant")), spare=False)
        for i, owner in enumerate(self.owners):
            at = f"owners.{i}"
            title = gettext("Chủ hồ sơ {n}").format(n=i + 1) if owner else gettext("Thêm một chủ hồ sơ")
            typed = any(self[f"{at}.{name}"].value() for name in ("name", "number")) or f"{at}.name" in self.errors
            yield Place(title, list(self.bound(at)), spare=owner is None and not typed)

    def consequences(self) -> Sequence[object]:
        said = list(super().consequences())
        return [*said, _("Người nộp là chính chủ hồ sơ thì không cần ghi chủ hồ sơ.")] if self.alone else said

    def change(self, *, at: datetime) -> Amendment:
        owners = [f"owners.{i}" for i in range(len(self.owners))]
        given = tuple(self.party(owner) for owner in owners if not self.is_blank(owner))
        return Amendment(applicant=self.party("applicant"), owners=given)


class AmendPapers(PaperFields, Amend):
    """The papers that were received."""

    noun, template = "sua-giay-to", "desk/papers.html"
    label = _("Sửa giấy tờ đã nhận")
    heading = _("Giấy tờ đã nhận")
    with_files = False

    def prepare(self) -> None:
        self.add_papers(self.whole.dossier.version_id, self.whole.received)

    def change(self, *, at: datetime) -> Amendment:
        return Amendment(papers=self.papers(at=at))


class AmendTerms(Amend):
    """How the result goes back, what is asked for, how many sets."""

    noun, label = "sua-thong-tin", _("Sửa cách nhận kết quả, nội dung")

    delivery = forms.ChoiceField(label=_("Nhận kết quả"), choices=list(DELIVERIES.items()), widget=forms.RadioSelect)
    sets = forms.IntegerField(label=_("Số bộ"), min_value=1, max_value=99)
    request = long_text(_("Nội dung yêu cầu"), required=False)

    def prepare(self) -> None:
        d = self.whole.dossier
        self.initial.update(delivery=d.delivery, sets=d.sets, request=d.request)
        self.order_fields(["delivery", "sets", "request", "why"])

    def change(self, *, at: datetime) -> Amendment:
        changed: dict[str, Any] = {n: self.cleaned_data[n] for n in ("delivery", "sets", "request")}
        d = self.whole.dossier
        return Amendment(**{n: value for n, value in changed.items() if value != getattr(d, n)})


class AmendProcedure(PaperFields, InCase, Amend):
    """Another procedure, before processing began: chosen first, then its own papers."""

    noun, template = "sua-thu-tuc", "desk/other_procedure.html"
    label = _("Đổi thủ tục")
    heading = _("Giấy tờ theo thủ tục mới")
    with_files = False
    places = {"version_id": "version"}

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.names, self._extras = {}, 0
        self.looked_for = self.query.get("text", "")
        self.found: Sequence[ProcedureVersion] = exchangeable(
            self.whole.dossier, at=self.whole.at, text=self.looked_for
        )
        chosen = self.data.get("version") or self.query.get("ban", "")
        known = chosen.isascii() and chosen.isdigit()
        one = exchangeable(self.whole.dossier, at=self.whole.at, version_id=int(chosen)) if known else []
        self.chosen = one[0] if one else None
        if self.chosen is not None:
            self.initial["version"] = self.chosen.pk
            self.add_papers(self.chosen.pk)
        self.offer_cases(self.chosen, channel=self.whole.dossier.channel)

    def consequences(self) -> Sequence[object]:
        if self.whole.dossier.state not in (Status.FILED, Status.ACCEPTED):
            return [_("Chỉ đổi được thủ tục khi hồ sơ chưa bắt đầu xử lý.")]
        return [*super().consequences(), _("Thời hạn tính theo thủ tục mới, vẫn kể từ lúc đã tiếp nhận.")]

    def change(self, *, at: datetime) -> Amendment:
        if self.chosen is None:
            raise Refused("Chọn thủ tục mới trước khi ghi lại.", field="version_id")
        return Amendment(version_id=self.chosen.pk, papers=self.papers(at=at), case=self.case_chosen)
