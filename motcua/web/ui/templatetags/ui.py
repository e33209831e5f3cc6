"""The names under which templates call the pieces; built in, so nothing is loaded. Usage stands in the gallery."""

from django import template

from motcua.kernel import masking
from motcua.web.ui import words
from motcua.web.ui.pieces import badges, boxes, buttons, fields, icons, lists

register = template.Library()

register.filter("day", words.day)
register.filter("clock", words.clock)
register.filter("moment", words.moment)
register.filter("weekday_moment", words.weekday_moment)
register.filter("number", words.number)
register.filter("money", words.money)
register.filter("signed_money", words.signed_money)
register.filter("duration", words.duration)
register.filter("sentence", words.say)
register.filter("vi", words.vietnamese, is_safe=True)


@register.filter
def mask_name(value: object) -> str:
    """A person's name with its letters covered but the first of each word; nothing for nothing."""
    return masking.mask_name(str(value)) if value else ""


@register.filter
def mask_number(value: object) -> str:
    """A citizen number or code of a paper, covered but for its end."""
    return masking.mask_number(str(value)) if value else ""


@register.filter
def mask_phone(value: object) -> str:
    """A telephone number, covered but for its end."""
    return masking.mask_phone(str(value)) if value else ""


register.simple_tag(icons.icon, name="icon")
register.simple_tag(icons.shape, name="shape")
register.simple_tag(badges.time_badge, name="time_badge")
register.simple_tag(badges.status_badge, name="status_badge")
register.simple_tag(badges.shadow_badge, name="shadow_badge")
register.simple_tag(badges.badge, name="badge")
register.simple_tag(buttons.act, takes_context=True, name="act")
register.simple_block_tag(buttons.confirm, takes_context=True, name="confirm")
register.simple_tag(buttons.keys, name="keys")
register.simple_tag(buttons.copyable, name="code")
register.simple_tag(fields.field, name="field")
register.simple_tag(fields.fields, name="fields")
register.simple_tag(fields.entry, name="entry")
register.simple_tag(fields.error_summary, name="error_summary")
register.simple_block_tag(boxes.callout, name="callout")
register.simple_tag(boxes.explanation, name="explanation")
register.simple_tag(boxes.steps, name="steps")
register.simple_tag(boxes.tile, name="tile")
register.simple_tag(boxes.facts, name="facts")
register.simple_tag(boxes.progress, name="progress")
register.simple_tag(boxes.bar, name="bar")
register.simple_tag(boxes.masked, name="masked")
register.simple_tag(lists.sort_head, takes_context=True, name="sort_head")
register.simple_tag(lists.row_link, name="row_link")
register.simple_tag(lists.pager, takes_context=True, name="pager")
register.simple_tag(lists.tabs, name="tabs")
register.simple_tag(lists.empty, name="empty")
register.simple_tag(lists.way_back, name="way_back")
register.simple_tag(lists.breadcrumb, name="breadcrumb")
register.simple_block_tag(lists.filters, name="filters")
register.simple_block_tag(lists.bulk, takes_context=True, name="bulk")
