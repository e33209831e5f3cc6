"""The diagram of a process as a picture: SVG that stands by itself, dark on light, for a page, a file or print."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, TypeAlias

from lxml import etree

from .graph import WORK, Box, Drawing, Flow, Graph, Node, NodeKind
from .layout import HEAD, MARGIN, drawn

LETTERS, LINES = 19, 4  # of a name inside a step
SPACE = "http://www.w3.org/2000/svg"
INK, PAPER, SHADE = "#1f2933", "#ffffff", "#f2f4f7"
MARKS = {NodeKind.CHOICE: "×", NodeKind.PARALLEL: "+"}
Element: TypeAlias = Any  # of lxml, which brings no types


def picture(graph: Graph) -> str:
    """The picture, with a title for those who hear it. A name of more than four lines is cut with an ellipsis."""
    drawing = drawn(graph)
    width, height = _size(drawing)
    root = etree.Element(f"{{{SPACE}}}svg", nsmap={None: SPACE})
    for key, value in {"viewBox": f"0 0 {width:g} {height:g}", "role": "img", "font-family": "sans-serif"}.items():
        root.set(key, value)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    root.set("font-size", "11")
    root.set("lang", "vi")  # names are data, and Vietnamese in every language
    _add(root, "title", graph.name or graph.id)
    size = {"viewBox": "0 0 8 8", "refX": "8", "refY": "4", "markerWidth": "8", "markerHeight": "8"}
    marker = _add(_add(root, "defs"), "marker", id="arrow", orient="auto", **size)
    _add(marker, "path", d="M0 0L8 4L0 8z", fill=INK)
    for n, lane in enumerate(graph.lanes):
        _lane(root, drawing.boxes[lane.id], lane.name, fill=SHADE if n % 2 else PAPER)
    for flow in graph.flows:
        _flow(root, flow, drawing.lines[flow.id])
    for node in graph.nodes:
        _node(root, node, drawing.boxes[node.id])
    return str(etree.tostring(root, encoding="unicode", pretty_print=True))


def _size(drawing: Drawing) -> tuple[float, float]:
    corners = [(box.x + box.width, box.y + box.height) for box in drawing.boxes.values()]
    corners += [point for line in drawing.lines.values() for point in line]
    return max(x for x, _ in corners) + MARGIN, max(y for _, y in corners) + MARGIN


def _add(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{SPACE}}}{tag}")
    for key, value in attributes.items():
        element.set(key.replace("_", "-"), value)
    element.text = text or None
    return element


def _rect(parent: Element, box: Box, **attributes: str) -> None:
    sizes = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    _add(parent, "rect", **{key: f"{value:g}" for key, value in sizes.items()}, stroke=INK, **attributes)


def _lane(root: Element, box: Box, name: str, *, fill: str) -> None:
    _rect(root, box, fill=fill)
    x, y = box.x + HEAD / 2, box.y + box.height / 2
    for n, line in enumerate(_lines(name, int(box.height / 6), 2)):
        place = f"translate({x + 4 + 13 * n - 6:g} {y:g}) rotate(-90)"
        _add(root, "text", line, transform=place, text_anchor="middle", fill=INK)


def _flow(root: Element, flow: Flow, points: tuple[tuple[float, float], ...]) -> None:
    way = " ".join(f"{x:g},{y:g}" for x, y in points)
    _add(root, "polyline", points=way, fill="none", stroke=INK, marker_end="url(#arrow)")
    said = flow.name or flow.condition
    if said and points:
        x, y = points[0]
        _add(root, "text", said if len(said) <= 30 else said[:29] + "…", x=f"{x + 4:g}", y=f"{y - 4:g}", fill=INK)


def _node(root: Element, node: Node, box: Box) -> None:
    x, y = box.x + box.width / 2, box.y + box.height / 2
    if node.kind in WORK:
        _rect(root, box, rx="8", fill=PAPER, stroke_width="3" if node.kind is NodeKind.CALL else "1")
        lines = _lines(node.name, LETTERS, LINES)
        for n, line in enumerate(lines):
            level = y + 4 + 13 * (n - (len(lines) - 1) / 2)
            _add(root, "text", line, x=f"{x:g}", y=f"{level:g}", text_anchor="middle", fill=INK)
        if node.hours is not None:
            place = {"x": f"{box.x + box.width - 4:g}", "y": f"{box.y + box.height + 12:g}"}
            limit = f"{node.hours.normalize():f} giờ".replace(".", ",")
            _add(root, "text", limit, text_anchor="end", fill=INK, **place)
    elif node.kind in MARKS:
        corners = ((x, box.y), (box.x + box.width, y), (x, box.y + box.height), (box.x, y))
        _add(root, "polygon", points=" ".join(f"{a:g},{b:g}" for a, b in corners), fill=PAPER, stroke=INK)
        _add(root, "text", MARKS[node.kind], x=f"{x:g}", y=f"{y + 8:g}", font_size="24", text_anchor="middle", fill=INK)
    else:
        wide = "3" if node.kind is NodeKind.END else "1"
        _add(
            root, "circle", cx=f"{x:g}", cy=f"{y:g}", r=f"{box.width / 2:g}", fill=PAPER, stroke=INK, stroke_width=wide
        )


def _lines(name: str, letters: int, most: int) -> list[str]:
    lines = wrap(name, max(letters, 8))
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1] + "…"]
