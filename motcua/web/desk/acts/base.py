"""What every act of the desk is: a form over one dossier, the words around it, and the one call of its verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads.dossier import Whole
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.web.ui.forms import add_refusal

UNREADABLE = "\ufffd"  # stands where the bytes that were sent are no UTF-8


class Readable(forms.Form):
    """A form that says so at its place where the bytes that were sent are no text."""

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc] # the stubs leave it out
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and UNREADABLE in value:
                self.add_error(name, _("Có ký tự không đọc được (�). Hãy xóa và gõ lại."))


class Act(Readable):
    """A verb as a page at /ho-so/<code>/<noun>/. Subclasses add fields and call the verb in `carry_out`."""

    do_not_call_in_templates = True  # a template shows the words of the class, it never makes one
    verb: ClassVar[str]
    noun: ClassVar[str]
    label: ClassVar[Any]
    button: ClassVar[Any] = ""
    done: ClassVar[Any]
    icon: ClassVar[str] = ""
    key: ClassVar[str] = ""
    destructive: ClassVar[bool] = False
    at_once: ClassVar[bool] = False  # nothing to fill in: the button of the page acts by itself
    late_label: ClassVar[Any] = ""  # what then leads to the page on which a claim is made
    template: ClassVar[str] = "desk/act.html"
    places: ClassVar[Mapping[str, str]] = {}  # fields of the verb by another name in the form

    item = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, whole: Whole, request: HttpRequest | None = None) -> None:
        self.whole = whole
        sent = request if request is not None and request.method == "POST" else None
        self.query = request.GET if request is not None else {}
        initial = {"item": whole.item.pk if whole.item else None}
        super().__init__(sent.POST if sent else None, sent.FILES if sent else None, initial=initial)
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and first values from the dossier."""

    def consequences(self) -> Sequence[object]:
        """What will happen, in sentences, before it does."""
        return ()

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        """Call the verb once. Raises Refused."""
        raise NotImplementedError

    def refuse(self, refused: Refused) -> None:
        """Say the refusal at its field, beside what else is wrong."""
        self.full_clean()
        places = {k: v for cls in reversed(type(self).__mro__) for k, v in vars(cls).get("places", {}).items()}
        add_refusal(self, refused, places)

    @property
    def wants_more(self) -> bool:
        """Whether a button was pressed that only draws the page again."""
        return False

    @property
    def told(self) -> list[object]:
        """The consequences, for the template."""
        return list(self.consequences())

    @property
    def own_fields(self) -> list[BoundField]:
        """The visible fields that the act itself brings; those of a claim stand apart."""
        return [bound for bound in self.visible_fields() if not bound.name.startswith("late_")]

    @classmethod
    def named(cls, whole: Whole) -> object:
        """What the act is called for this dossier."""
        return cls.label

    @property
    def title(self) -> object:
        """The heading of the page."""
        return self.named(self.whole)

    @property
    def button_label(self) -> object:
        """What stands on the button that acts."""
        return self.button or self.title

    @property
    def code(self) -> str:
        return self.whole.dossier.code

    @property
    def item_id(self) -> int | None:
        """The piece of work that the page was drawn for: if it was done meanwhile, the verb says so."""
        chosen: int | None = self.cleaned_data["item"]
        return chosen

    def text(self, name: str) -> str:
        """What was typed in a field, or nothing."""
        return self.cleaned_data.get(name) or ""


def long_text(label: Any, *, max_length: int = 500, **rest: Any) -> forms.CharField:
    """A field for a reason or a note."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), max_length=max_length, **rest)


REASON = _("Lý do")
BASIS = _("Căn cứ pháp lý")
BASIS_HELP = _("Ghi rõ điều, khoản và văn bản.")
