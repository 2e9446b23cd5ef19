"""Pictures as one HTML file that needs no network: walk about, search, open what is collapsed, see what is joined to what.

Every picture is laid out beforehand and waits in the page as a template; the page's own script (`page.js`) puts it on the stage. What is told of a
box travels as JSON, and nothing of it is ever taken for markup.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from modiff.report.drawing.colors import of_page, text
from modiff.report.drawing.layout import laid_out
from modiff.report.drawing.picture import Box, Picture
from modiff.report.drawing.svg import part
from modiff.report.inert import visible
from modiff.version import __version__

Json = dict[str, Any]


def page(pictures: Sequence[Picture], headline: str) -> str:
    """The page: the first picture is the whole, the others are of its parts. `headline`: a sentence below the title. Raises MissingExtra."""
    import jinja2

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    layouts = [laid_out(picture) for picture in pictures]
    return environment.from_string(text("page.html.jinja")).render(
        title=visible(pictures[0].title),
        headline=visible(headline),
        version=__version__,
        style=of_page(),
        script=text("page.js"),
        drawn=[part(picture, layout, f"p{number}-") for number, (picture, layout) in enumerate(zip(pictures, layouts, strict=True))],
        data=_embedded([_told(picture, [placed.box for placed in layout.boxes]) for picture, layout in zip(pictures, layouts, strict=True)]),
    )


def _told(picture: Picture, boxes: Sequence[Box]) -> Json:
    """What the script knows of a picture; the boxes stand in the order of the drawing."""
    return {
        "id": visible(picture.id),
        "title": visible(picture.title),
        "tree": picture.tree,
        "remarks": [visible(remark) for remark in picture.remarks],
        "legend": [[sign, visible(said)] for sign, said in picture.legend],
        "boxes": [_box(box) for box in boxes],
    }


def _box(box: Box) -> Json:
    said = {
        "id": visible(box.id),
        "label": visible(box.label),
        "opens": box.opens,
        "holds": box.holds,
        "sign": box.sign,
        "rest": box.kind == "rest",
        "details": [[visible(heading), [visible(line) for line in lines]] for heading, lines in box.details],
    }
    return {key: value for key, value in said.items() if value}


def _embedded(value: list[Json]) -> str:
    """JSON that cannot end the script element that holds it, and that JavaScript of any age can read."""
    made = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return made.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
