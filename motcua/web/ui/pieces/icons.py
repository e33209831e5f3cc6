"""Pictures: heroicons and the small shapes that stand beside every coloured word."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from heroicons.templatetags import heroicons

STYLES = {
    "micro": heroicons.heroicon_micro,
    "mini": heroicons.heroicon_mini,
    "outline": heroicons.heroicon_outline,
    "solid": heroicons.heroicon_solid,
}

# Twelve by twelve, told apart without colour.
SHAPES = {
    "dot": '<circle cx="6" cy="6" r="4.5"/>',
    "ring": '<circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="2"/>',
    "half": '<path d="M6 1v10A5 5 0 0 0 6 1M6 1a5 5 0 0 0 0 10V9.2a3.2 3.2 0 0 1 0-6.4z"/>',
    "triangle": '<path d="M6 1 11.5 11H.5z"/>',
    "square": '<path d="M1.5 1.5h9v9h-9z"/>',
    "bars": '<path d="M2 1.5h3v9H2zM7 1.5h3v9H7z"/>',
    "tick": '<path d="m1.5 6.5 3 3 6-7" fill="none" stroke="currentColor" stroke-width="2"/>',
    "ticks": '<path d="m.5 6.5 2.5 3 4.5-7M6.5 9l.5.5 4.5-7" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    "cross": '<path d="m2 2 8 8M10 2l-8 8" fill="none" stroke="currentColor" stroke-width="2"/>',
    "dash": '<path d="M1.5 6h9" fill="none" stroke="currentColor" stroke-width="2"/>',
}


@lru_cache(maxsize=512)
def icon(name: str, size: int = 20, style: str = "mini", title: str = "") -> SafeString:
    """The heroicon `name` (styles micro 16, mini 20, outline and solid 24), silent unless `title` says it in words."""
    told = {"role": "img", "aria_label": title} if title else {"aria_hidden": "true", "focusable": "false"}
    # Literals in a template arrive as safe text, which the package would take for markup: + "" makes them plain.
    attributes = {key: value + "" for key, value in told.items()} | {"class": "icon"}
    return SafeString(STYLES[style](name + "", size=size, **attributes))


@lru_cache(maxsize=32)
def shape(name: str) -> SafeString:
    """One of SHAPES, drawn in the colour of the text beside it."""
    drawing = mark_safe(SHAPES[name])  # noqa: S308 - our own constant
    return format_html(
        '<svg class="shape" width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">{}</svg>',
        drawing,
    )
