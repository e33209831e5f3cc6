"""Acts on a piece of work: take it, hand it over, complete the step, send it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.advance import advance, send_back
from motcua.casework.by_area import has_areas
from motcua.casework.owed import needs_of, note_owed
from motcua.casework.reads.dossier import Whole
from motcua.casework.recall import recall
from motcua.casework.resolve import resolve
from motcua.casework.sharing import Colleague, colleagues
from motcua.casework.take import hand_over, take
from motcua.casework.through import advance_through, own_after
from motcua.dossiers.models import Dossier
from motcua.offices.actors import Actor
from motcua.offices.roles import LABELS, Role
from motcua.workflow.demands import BACK, CALLED, REFUSED, always, of_outcome, told
from motcua.workflow.models import Step
from motcua.workflow.process.walk import FORWARD
from motcua.workflow.queries import steps_after, steps_before, ways_after
from motcua.workflow.rules import Need, StepKind
from motcua.workflow.sharing import LABELS as WAYS
from motcua.workflow.sharing import Way

from .base import Act, long_text
from .claims import Claimed
from .results import ResultFields

ALL_OF_THEM = "all"


class Offered(forms.ChoiceField):
    """Choices that may be gone when the form comes back: the verb says what happened, not the form."""

    def __init__(self, *, words: tuple[str, ...] = (), **rest: Any) -> None:
        self.words = words
        super().__init__(**rest)

    def valid_value(self, value: Any) -> bool:
        """Any number, or one of the words."""
        text = str(value)
        return text in self.words or (text.isascii() and text.isdigit() and len(text) < 10)


class Take(Claimed, Act):
    """Take an open piece of work: at once by its button, on its page when it was taken before."""

    verb, noun, at_once = "take", "nhan-viec", True
    label, done, icon, key = _("Nhận việc"), _("Anh/Chị đã nhận việc này."), "hand-raised", "N"
    late_label = _("Đã nhận việc từ trước, bây giờ mới ghi")

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return take(self.code, by=by, at=at, item_id=self.item_id, claim=self.claim(at=at))


def receivers(people: Sequence[Colleague], *, by_area: bool = False) -> list[tuple[str, str]]:
    """Those who could get work, with how much they have; before them by what rule it can be shared out: `by_area`
    where somebody is responsible for places."""
    there = gettext("{name} · đang giữ {n} việc")
    away = gettext("{name} · đang giữ {n} việc · vắng mặt hôm nay")
    names = [(str(c.account_id), (away if c.away else there).format(name=c.name, n=c.load)) for c in people]
    several = sum(not c.away for c in people) > 1
    ways = [way for way in Way if (by_area and bool(people) if way is Way.AREA else several)]
    return [*((way.value, gettext(WAYS[way])) for way in ways), *names]


class HandOver(Claimed, Act):
    """Give the piece of work to a colleague, or back to all of the role."""

    verb, noun = "hand_over", "ban-giao"
    label, done, icon, key = _("Bàn giao"), _("Đã bàn giao việc."), "arrows-right-left", "B"

    to = Offered(words=(ALL_OF_THEM, *Way), label=_("Người nhận"), widget=forms.RadioSelect)
    note = long_text(_("Ghi chú bàn giao"), required=False)

    def prepare(self) -> None:
        item = self.whole.item
        held_by = item.assignee_id if item else None
        people = (
            [c for c in colleagues([item], self.whole.facts.offices, at=self.whole.at) if c.account_id != held_by]
            if item
            else []
        )
        areas = item is not None and has_areas([item.agency_id], day=self.whole.facts.day)
        choices = receivers(people, by_area=areas)
        if item is not None and held_by is not None:
            role = gettext(LABELS[Role(item.role)])
            choices.append((ALL_OF_THEM, gettext("Để lại cho mọi người cùng vị trí ({role})").format(role=role)))
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    def consequences(self) -> Sequence[object]:
        if not self.fields["to"].choices:  # type: ignore[attr-defined]
            return [_("Không còn ai khác giữ vị trí này tại nơi đang giữ việc.")]
        return [_("Thời hạn của bước và của hồ sơ không thay đổi. Người nhận thấy việc trong danh sách của họ.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        chosen = self.text("to")
        to = int(chosen) if chosen.isdigit() else None
        way = Way(chosen) if chosen in set(Way) else None
        note, claim = self.text("note"), self.claim(at=at)
        return hand_over(self.code, by=by, at=at, to=to, way=way, item_id=self.item_id, note=note, claim=claim)


class Advance(ResultFields, Claimed, Act):
    """Complete the step. At the step that issues the result, with the result."""

    verb, noun, template = "advance", "chuyen-buoc", "desk/advance.html"
    label, done, icon, key = _("Chuyển bước"), _("Đã chuyển bước."), "arrow-right", "C"

    way = forms.ChoiceField(label=_("Kết quả của bước"), widget=forms.RadioSelect)
    note = long_text(_("Ý kiến xử lý, ghi chú cho bước sau"), required=False)
    through = forms.MultipleChoiceField(
        label=_("Làm luôn bước sau mà tôi cũng giữ"), required=False, widget=forms.CheckboxSelectMultiple
    )

    @classmethod
    def named(cls, whole: Whole) -> object:
        return _("Phát hành kết quả") if _issues(whole) else cls.label

    @property
    def issues(self) -> bool:
        """Whether this step issues the result."""
        return _issues(self.whole)

    def prepare(self) -> None:
        if not self.issues:
            self.without_result()
        step = self.whole.item.step if self.whole.item else None
        if step is not None and (missing := note_owed(step)):
            note = self.fields["note"]
            note.required, note.error_messages = True, {**note.error_messages, "required": gettext(missing)}
            if step.kind == StepKind.CONSULT:
                note.label = _("Ý kiến trả lời")
        if ways := ways_after(step) if step else []:
            default = gettext("Chuyển bước tiếp theo")
            needs = needs_of(step) if step else ()
            self.fields["way"].choices = [  # type: ignore[attr-defined]
                (way.value, demanding(way.label or default, needs, way.value)) for way in ways
            ]
        else:
            del self.fields["way"]
        if own := self._own_after():
            self.fields["through"].choices = [(str(s.n), s.name) for s in own]  # type: ignore[attr-defined]
        else:
            del self.fields["through"]
        super().prepare()

    def _own_after(self) -> list[Step]:
        whole, step = self.whole, self.whole.item.step if self.whole.item else None
        if step is None or self.issues:
            return []
        return own_after(step, whole.dossier, whole.facts.by, whole.facts.offices, at=whole.at)

    def clean_through(self) -> list[int]:
        """The rows that are done along: without a gap, for a step that is left out keeps the dossier."""
        chosen: list[str] = self.cleaned_data["through"]
        offered = [value for value, _name in self.fields["through"].choices]  # type: ignore[attr-defined]
        if chosen != offered[: len(chosen)]:
            raise forms.ValidationError(_("Hãy chọn các bước liền nhau, từ bước ngay sau."))
        return list(map(int, chosen))

    def consequences(self) -> Sequence[object]:
        said = [_said_of(step, self.whole) for step in _next_steps(self.whole)]
        said += _owed(self.whole)
        if not said or not self.issues:
            return said
        paper = _("Kết quả giấy được chuyển về nơi tiếp nhận; hồ sơ xong khi nơi tiếp nhận báo đã có kết quả.")
        return [*said, paper, _("Kết quả điện tử: hồ sơ xong ngay khi phát hành.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        result, claim = self.result() if self.issues else None, self.claim(at=at)
        note = self.text("note")
        if result is not None and result.electronic:
            return resolve(self.code, by=by, at=at, item_id=self.item_id, result=result, note=note, claim=claim)
        way = self.text("way") if "way" in self.fields else FORWARD
        if through := self.cleaned_data.get("through"):
            return advance_through(
                self.code, by=by, at=at, through=through, item_id=self.item_id, note=note, outcome=way, claim=claim
            )
        return advance(
            self.code, by=by, at=at, item_id=self.item_id, note=note, outcome=way, result=result, claim=claim
        )


def _issues(whole: Whole) -> bool:
    return whole.item is not None and whole.item.kind == StepKind.ISSUE


def demanding(label: str, needs: Sequence[str], outcome: str) -> str:
    """The name of a way on with what it demands: "Không đạt (phải kèm tệp)"."""
    asked = ", ".join(gettext(words) for words in told(of_outcome(needs, outcome)))
    return f"{label} ({asked})" if asked else label


def demands_told(whole: Whole, outcome: str) -> list[str]:
    """What an outcome that the process does not name demands at the open step, in a sentence; mostly none."""
    step = whole.item.step if whole.item else None
    asked = [gettext(words) for words in told(of_outcome(needs_of(step), outcome))] if step else []
    return [f"{gettext(CALLED[outcome])}: {', '.join(asked)}."] if asked else []


def _owed(whole: Whole) -> list[str]:
    """What is owed before the step is done and no field of the form shows: a file; and what a refusal demands."""
    step = whole.item.step if whole.item else None
    if step is None:
        return []
    file = [gettext("Trước khi chuyển phải kèm tệp vào hồ sơ.")] if Need.FILE in always(needs_of(step)) else []
    return [*file, *(demands_told(whole, REFUSED) if _issues(whole) else [])]


def _next_steps(whole: Whole) -> list[Step]:
    return steps_after(whole.item.step) if whole.item and whole.item.step else []


def _said_of(step: Step, whole: Whole) -> str:
    """Which step comes next, and who does it where."""
    agency = whole.agency_of(step)
    role = gettext(LABELS[Role(step.role)])
    return gettext("Bước sau: {step} ({role}, {agency}).").format(step=step.name, role=role, agency=agency.name)


def earlier(steps: Sequence[Step]) -> list[tuple[int, str]]:
    """Earlier steps as choices of where to send back to, the nearest first."""
    return [(step.n, f"{step.name} ({gettext(LABELS[Role(step.role)])})") for step in reversed(steps)]


class SendBack(Claimed, Act):
    """Return the dossier to an earlier step."""

    verb, noun = "send_back", "tra-lai"
    label, done, icon, key = _("Trả lại bước trước"), _("Đã trả lại bước trước."), "arrow-uturn-left", "L"

    to_step = Offered(label=_("Trả lại bước"), widget=forms.RadioSelect)
    note = long_text(_("Lý do trả lại"))

    def prepare(self) -> None:
        step = self.whole.item.step if self.whole.item else None
        choices = earlier(steps_before(step)) if step else []
        self.fields["to_step"].choices = choices  # type: ignore[attr-defined]
        self.initial["to_step"] = choices[0][0] if choices else None

    def consequences(self) -> Sequence[object]:
        said: list[object] = [_("Thời hạn của hồ sơ vẫn chạy. Bước được trả lại có thời hạn riêng, tính từ lúc này.")]
        said += demands_told(self.whole, BACK)
        if self.whole.result is not None:
            said.append(_("Kết quả đã nhập không còn giá trị và phải nhập lại."))
        return said

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        to_step, note = int(self.text("to_step")), self.text("note")
        return send_back(
            self.code, by=by, at=at, to_step=to_step, note=note, item_id=self.item_id, claim=self.claim(at=at)
        )


class Recall(Act):
    """Take back what the actor completed or sent back, before anybody has begun the work that it opened."""

    verb, noun = "recall", "thu-hoi"
    label, done = _("Thu hồi việc đã chuyển"), _("Đã thu hồi. Anh/Chị đang giữ lại bước của mình.")
    icon, key = "arrow-uturn-down", "U"

    note = long_text(_("Lý do thu hồi"), required=False)

    def prepare(self) -> None:
        if passed := self.whole.facts.passed:
            self.initial["item"] = passed.opened[0].pk

    def consequences(self) -> Sequence[object]:
        passed = self.whole.facts.passed
        if passed is None or passed.done.step is None:
            return []
        left = ", ".join(f"“{item.step.name}”" for item in passed.opened if item.step)
        to = gettext("Hồ sơ rời bước {left} và trở lại bước “{back}”, do Anh/Chị giữ.")
        said = [
            to.format(left=left, back=passed.done.step.name),
            _("Hạn của bước được giữ như trước khi chuyển; thời hạn của hồ sơ không thay đổi."),
        ]
        if passed.done.kind == StepKind.ISSUE and self.whole.result is not None:
            said.append(_("Kết quả đã nhập không còn giá trị và phải nhập lại."))
        return said

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return recall(self.code, by=by, at=at, item_id=self.item_id, note=self.text("note"))
