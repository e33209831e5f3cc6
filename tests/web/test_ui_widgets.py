"""The controls that are drawn without templates are Django's own, letter for letter."""

import pytest
from django import conf, forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.web.ui.widgets import DRAWN, Renderer

PLAIN = [
    forms.CheckboxInput, forms.DateInput, forms.DateTimeInput, forms.EmailInput, forms.FileInput, forms.HiddenInput,
    forms.NumberInput, forms.PasswordInput, forms.SearchInput, forms.TelInput, forms.TextInput,
    forms.TimeInput, forms.URLInput, forms.Textarea,
]  # fmt: skip
CHOICES = [("", "—"), (1, 'Một & "hai"'), ("a<b", mark_safe("<b>Ba</b>")), (None, lazystr("Bốn's"))]
OURS, DJANGOS = Renderer(), DjangoTemplates()
words = st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=12)
values = st.one_of(words, words.map(mark_safe), st.integers(), st.booleans(), st.none(), words.map(lazystr))


def same(widget: forms.Widget, value: object, attrs: dict[str, object]) -> None:
    ours, theirs = (widget.render("name-1", value, attrs, renderer=r) for r in (OURS, DJANGOS))
    assert ours == theirs


@pytest.mark.parametrize("widget", PLAIN, ids=lambda w: w.__name__)
@settings(deadline=None)
@given(value=values, attrs=st.dictionaries(st.sampled_from(["id", "class", "required", "data-x", "min"]), values))
def test_a_plain_control_is_as_django_draws_it(widget, value, attrs):
    same(widget(), value, attrs)


@settings(deadline=None)
@given(value=st.one_of(values, st.sampled_from(["", 1, "a<b"])), attrs=st.dictionaries(st.just("disabled"), values))
def test_a_list_to_choose_from_is_as_django_draws_it(value, attrs):
    same(forms.Select(choices=CHOICES), value, attrs)
    same(forms.SelectMultiple(choices=CHOICES), [value, "1"], attrs)


def test_a_list_in_groups_is_left_to_django():
    same(forms.Select(choices=[("Nhóm", [(1, "Một")]), (2, "Hai")]), 2, {})


def test_what_is_drawn_here_is_known_to_django():
    for name in DRAWN:
        assert DJANGOS.get_template(name)


def test_pages_use_it():
    assert conf.settings.FORM_RENDERER == "motcua.web.ui.widgets.Renderer"
    assert isinstance(forms.Form().renderer, Renderer)
