"""Pages and logs for services from the findings that all formats share, compared whole with the files in `whole/`.

Only what is no answer is left out: the style and the script of a page, the pages of rules, the version of modiff. `python -m tests.report.test_whole`
writes the files anew: read what `git diff` then shows.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from modiff.report import Style, diff_format, impact_format
from modiff.version import __version__
from tests.report.shared import CHECKED, GROUPED, IMPACT, REPORT

FOLDER = Path(__file__).resolve().parent / "whole"
FILES = (
    "diff.json", "diff.html", "diff.sarif", "diff.junit", "diff.github", "diff.changelog", "groups.html", "groups.sarif", "check.json", "check.html",
    "check.sarif", "impact.json", "impact.html", "impact.sarif", "impact.text", "impact.markdown", "impact.github",
)  # fmt: skip
"""Of what, and in which format."""


def answer(name: str) -> str:
    """What modiff says, without what is no answer."""
    what, _, form = name.partition(".")
    reports = {"diff": REPORT, "groups": GROUPED, "check": CHECKED}
    text = impact_format(form)(IMPACT, Style()) if what == "impact" else diff_format(form)(reports[what], Style())
    if form == "html":
        text = re.sub(r"<(style|script)>.*?</\1>", r"<\1>…</\1>", text, flags=re.DOTALL)
    if form == "sarif":
        log = json.loads(text)
        for rule in log["runs"][0]["tool"]["driver"]["rules"]:
            assert "help" not in rule or rule["help"].pop("markdown") == rule["help"].pop("text")
        text = json.dumps(log, indent=1) + "\n"
    return text.replace(__version__, "VERSION")


@pytest.mark.parametrize("name", FILES)
def test_whole(name: str) -> None:
    assert answer(name) == (FOLDER / name).read_text("utf-8")


def test_no_file_is_idle() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(FILES)


if __name__ == "__main__":
    for each in FILES:
        (FOLDER / each).write_text(answer(each), "utf-8")
