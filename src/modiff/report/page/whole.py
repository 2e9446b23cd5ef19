"""The page as text, from what stands at its head and what its script is to show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any

from modiff.report.inert import visible
from modiff.version import __version__

Json = dict[str, Any]


def page(
    *, title: str, headline: str, severity: str, verdict: str, remarks: Iterable[str], rows: Sequence[tuple[str, str, str, str]], data: Json
) -> str:
    """One HTML file. `severity`: the colour of the verdict, `major`, `minor` or `patch`. `rows`: a table of counts; empty: none. `data`: `findings`
    and `gaps`, as `report.js` reads them."""
    import jinja2

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(_text("report.html.jinja")).render(
        title=visible(title),
        headline=visible(headline),
        severity=severity,
        verdict=visible(verdict),
        remarks=[visible(line) for line in remarks],
        rows=rows,
        version=__version__,
        style=_text("report.css"),
        script=_text("report.js"),
        data=_embedded(data),
    )


def _text(name: str) -> str:
    return resources.files("modiff.report.page").joinpath(name).read_text("utf-8")


def _embedded(value: Json) -> str:
    """JSON that cannot end the script element that holds it, and that JavaScript of any age can read."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
