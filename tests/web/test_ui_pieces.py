"""What each piece of the design system promises to the page that calls it."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, engines
from django.test import RequestFactory

from motcua.dossiers.states import LABELS, Status
from motcua.kernel.sentences import Refused, Sentence
from motcua.web.ui.forms import DayField, add_refusal
from motcua.web.ui.pieces.badges import TIME_STATES


def drawn(template: str, address: str = "/", **context: object) -> str:
    """The template as a page at `address` draws it, without what the frame of the page would ask of the offices."""
    page = Context({"request": RequestFactory().get(address), **context})
    return engines["django"].engine.from_string(template).render(page)


class Elements(HTMLParser):
    """All start tags of a page as (name, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def one(self, tag: str, **attributes: str) -> dict[str, str | None]:
        fits = [
            a for t, a in self.found if t == tag and all(a.get(k.replace("_", "-")) == v for k, v in attributes.items())
        ]
        assert len(fits) == 1, (tag, attributes, self.found)
        return fits[0]


class Sample(forms.Form):
    """A form with a field of each shape."""

    name = forms.CharField(label="Họ tên", help_text="Như trên thẻ.")
    born = DayField(label="Ngày sinh", required=False)
    way = forms.ChoiceField(
        label="Cách nhận", choices=[("1", "Tại quầy"), ("2", "Bưu chính")], widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label="Cam đoan")


# Buttons


def test_a_disabled_action_says_why_in_place_and_cannot_be_sent():
    html = drawn('{% act "Chuyển bước" "main" why_not=why %}', why=Sentence("Chờ {who} ký.", {"who": "A Nhất"}))
    button = Elements(html).one("button", type="button")
    assert button["aria-disabled"] == "true"
    assert Elements(html).one("span", id=button["aria-describedby"])
    assert "Chờ A Nhất ký." in html


def test_an_action_without_a_reason_is_a_submit_button_with_its_name_and_value():
    button = Elements(drawn('{% act "In" name="do" value="print" form="f" key="I" why_not=None %}')).one("button")
    assert (button["type"], button["name"], button["value"], button["form"]) == ("submit", "do", "print", "f")
    assert button["data-key"] == button["aria-keyshortcuts"] == "I"


def test_an_action_that_posts_carries_the_token_against_forged_requests():
    html = drawn('{% act "Nhận việc" post="/viec/1/nhan/" %}')
    assert Elements(html).one("form", method="post", action="/viec/1/nhan/")
    assert Elements(html).one("input", name="csrfmiddlewaretoken")["value"]


def test_a_disabled_action_that_would_post_has_no_form():
    assert "<form" not in drawn('{% act "Nhận việc" post="/x/" why_not="Đã có người nhận." %}')


def test_an_unknown_kind_of_button_is_a_mistake_of_the_page():
    with pytest.raises(ValueError, match="primary"):
        drawn('{% act "x" "primary" %}')


def test_the_same_disabled_button_twice_keeps_its_ids_apart_and_the_same_on_every_drawing():
    page = '{% act "In" why_not="Chưa có phiếu." %}{% act "In" why_not="Chưa có phiếu." %}'
    ids = [a["id"] for t, a in Elements(drawn(page)).found if a.get("id")]
    assert len(set(ids)) == 2
    assert ids == [a["id"] for t, a in Elements(drawn(page)).found if a.get("id")]


def test_a_question_before_acting_opens_without_script():
    html = drawn('{% confirm "Hủy" "/huy/" question="Hủy hồ sơ này?" %}<input name="why">{% endconfirm %}')
    names = [t for t, _ in Elements(html).found]
    assert names.index("details") < names.index("summary") < names.index("form")
    assert 'name="why"' in html and "Hủy hồ sơ này?" in html


@pytest.mark.parametrize("type", ["text", "checkbox", "radio"])
def test_what_is_written_around_a_field_is_escaped(type):
    bad = "<script>"
    html = drawn(
        "{% entry 'x' label help=label error=label value=label type=type options=options %}",
        label=bad,
        type=type,
        options=[(bad, bad)],
    )
    assert "<script>" not in html and html.count("&lt;script&gt;") >= 3


def test_what_is_written_into_a_button_is_escaped():
    html = drawn("{% act label href=url hidden=label %}", label="<script>", url='"><script>')
    assert "<script>" not in html


# Badges


@pytest.mark.parametrize("state", TIME_STATES)
def test_a_time_state_has_a_word_and_a_shape_beside_its_colour(state):
    html = drawn("{% time_badge s %}", s=state)
    assert str(TIME_STATES[state][1]) in html and "<svg" in html


def test_time_states_are_told_apart_by_shape_alone():
    assert len({shape for shape, _ in TIME_STATES.values()}) == len(TIME_STATES)


@pytest.mark.parametrize("status", Status)
def test_a_national_status_is_shown_with_its_own_words(status):
    html = drawn("{% status_badge s %}", s=int(status))
    assert LABELS[status] in html and "<svg" in html


# Fields


def test_a_field_is_tied_to_its_label_help_and_error():
    html = drawn("{% field form.name %}", form=Sample({}))
    control = Elements(html).one("input", name="name")
    assert Elements(html).one("label", **{"for": control["id"]})
    for part in control["aria-describedby"].split():
        assert f'id="{part}"' in html
    assert len(control["aria-describedby"].split()) == 2 and control["aria-invalid"] == "true"


def test_a_required_field_says_so_in_words():
    assert "bắt buộc" in drawn("{% field form.name %}", form=Sample())
    assert "bắt buộc" not in drawn("{% field form.born %}", form=Sample())


def test_a_choice_by_buttons_is_a_group_with_a_legend():
    html = drawn("{% field form.way %}", form=Sample({}))
    frame = Elements(html).one("fieldset")
    assert "<legend>" in html and f'id="{frame["aria-describedby"]}"' in html


def test_what_was_typed_wrongly_stays_in_its_field():
    html = drawn("{% field form.born %}", form=Sample({"born": "31/02/2026"}))
    assert Elements(html).one("input", name="born")["value"] == "31/02/2026"
    assert "ví dụ 27/11/2026" in html


def test_the_summary_of_errors_leads_to_each_field_and_takes_the_focus():
    html = drawn("{% error_summary form %}{% fields form %}", form=Sample({}))
    box = Elements(html).one("div", role="alert")
    assert box["tabindex"] == "-1" and "autofocus" in box
    targets = [a["href"][1:] for t, a in Elements(html).found if t == "a"]
    assert len(targets) == 3
    assert all(f'id="{target}"' in html for target in targets)


def test_there_is_no_summary_without_an_error():
    assert drawn("{% error_summary form refused %}", form=Sample(), refused=None) == ""


def test_a_refusal_is_shown_at_its_field():
    form = Sample({"name": "A", "way": "1", "sure": "on"})
    add_refusal(form, Refused("Tên {name} quá ngắn.", field="name", name="A"))
    assert form.errors["name"] == ["Tên A quá ngắn."]


def test_a_refusal_of_a_field_that_the_form_lacks_stands_at_its_head():
    form = Sample({"name": "A", "way": "1", "sure": "on"})
    add_refusal(form, Refused("Hồ sơ đã kết thúc.", field="dossier"))
    assert form.non_field_errors() == ["Hồ sơ đã kết thúc."]
    assert "Hồ sơ đã kết thúc." in drawn("{% error_summary form %}", form=form)


def test_a_single_entry_looks_like_a_field_of_a_form():
    html = drawn('{% entry "q" "Tìm" value error="Chưa có gì để tìm." required=True data_scan="go" %}', value='"x"')
    control = Elements(html).one("input", name="q")
    assert control["value"] == '"x"' and control["data-scan"] == "go" and control["aria-describedby"] == "id_q_error"


def test_an_unknown_width_is_a_mistake_of_the_page():
    with pytest.raises(ValueError, match="huge"):
        drawn('{% entry "q" "Tìm" width="huge" %}')


# Lists


def test_a_column_head_sorts_and_keeps_the_filters_but_not_the_page():
    html = drawn('{% sort_head "due" "Hẹn" %}', "/?q=abc&page=3&sort=due")
    assert 'aria-sort="ascending"' in html
    assert Elements(html).one("a")["href"] == "?q=abc&sort=-due"


def test_a_column_that_does_not_sort_now_says_nothing_of_its_order():
    assert "aria-sort" not in drawn('{% sort_head "due" "Hẹn" %}', "/?sort=name")


def test_the_pager_tells_the_count_and_keeps_the_filters():
    html = drawn("{% pager page %}", "/?q=abc", page=Paginator(range(1234), 50).page(2))
    assert "51–100" in html and "1.234" in html and "2/25" in html
    assert [a["href"] for t, a in Elements(html).found if t == "a"] == [
        "?q=abc",
        "?q=abc",
        "?q=abc&page=3",
        "?q=abc&page=25",
    ]


def test_a_list_of_one_page_has_a_count_and_no_links():
    html = drawn("{% pager page %}", page=Paginator(range(7), 50).page(1))
    assert "1–7" in html and "<a" not in html


def test_the_present_tab_is_marked_for_those_who_hear_it():
    items = [
        {"url": "/a", "label": "Một", "current": True, "count": 0},
        {"url": "/b", "label": "Hai", "current": False},
    ]
    html = drawn('{% tabs items "Việc" %}', items=items)
    assert Elements(html).one("a", aria_current="page")["href"] == "/a"
    assert ">0<" in html  # nothing to do is worth knowing


# Boxes


def test_a_figure_without_a_source_is_no_data_and_never_zero():
    assert "chưa có số liệu" in drawn('{% tile None "quá hạn" %}')
    assert ">0<" in drawn('{% tile 0 "quá hạn" %}')


def test_an_empty_fact_says_so():
    assert "chưa có" in drawn("{% facts f %}", f=[("Số điện thoại", "")])


def test_a_fact_of_zero_is_a_fact():
    assert "<dd>0</dd>" in drawn("{% facts f %}", f=[("Lệ phí", 0)])


def test_steps_say_in_words_what_is_done_and_what_is_to_come():
    items = [
        {"label": "Tiếp nhận", "state": "done"},
        {"label": "Ký", "state": "current"},
        {"label": "Trả", "state": "next"},
    ]
    html = drawn("{% steps items %}", items=items)
    assert "đã xong" in html and "đang làm" in html and "sắp tới" in html
    assert Elements(html).one("li", aria_current="step")


def test_an_explanation_tells_the_sentences_of_its_lines():
    class Line:
        sentence = Sentence("Tiếp nhận lúc {m}.", {"m": "08:12"})

    assert "<li>Tiếp nhận lúc 08:12.</li>" in drawn("{% explanation lines %}", lines=[Line()])


@pytest.mark.parametrize(("done", "total", "value"), [(640, 2000, "32"), (0, 0, "100"), (5, 4, "100")])
def test_progress_never_runs_past_its_end(done, total, value):
    assert Elements(drawn('{% progress d t "Nạp" %}', d=done, t=total)).one("progress")["value"] == value


def test_work_of_unknown_length_shows_no_figure():
    assert "value" not in Elements(drawn('{% progress 3 None "Nạp" %}')).one("progress")


def test_a_bar_is_drawn_by_an_attribute_and_never_wider_than_its_ground():
    html = drawn("{% bar 500 412 %}")
    assert [a["width"] for t, a in Elements(html).found if t == "rect"] == ["100", "100"]
    assert "style" not in html
