"""Names and messages come out of archives of strangers: they may neither drive a terminal nor a web page."""

from __future__ import annotations

import html
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from modiff.model.findings import Place, ReportedGap
from modiff.report import Style, diff_format, show_format
from modiff.report.inert import block, code, prose, visible
from tests.report.shared import API, REPORT, finding

HOSTILE = st.text(
    st.sampled_from(list("ab `*_[]()<>!#@$|~\\&;:/-+=.1\n\r\t\x1b\x07\x9b\x7f\u202e\u2066\u200b\u2028\ud800é")), min_size=1, max_size=30
)
SGR = re.compile(r"\x1b\[[\d;]*m")
STYLES = st.builds(Style, width=st.sampled_from([40, 100]), color=st.booleans(), verbose=st.sampled_from([-1, 0, 1]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é", "plain é"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\u202eb", r"a\u202eb"),
        ("one\ntwo\r", r"one\ntwo\r"),
        ("\u200b\ud800", r"\u200b\ud800"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(HOSTILE)
def test_visible_text_is_printable_and_stays_so(text: str) -> None:
    assert visible(text).isprintable()
    assert visible(visible(text)) == visible(text)


@given(HOSTILE, STYLES)
def test_a_report_holds_no_control_but_its_own(text: str, style: Style) -> None:
    bad = finding(
        text,
        text,
        text,
        part=text,
        also=(text,),
        when=text,
        deprecated=text,
        hint=text,
        client=text,
        old=Place(text, text, 1),
        new=Place(text, text, 2),
    )
    report = msgspec.structs.replace(REPORT, findings=(bad,), gaps=(ReportedGap("old", text, text, text, 1),), stopped=text)
    for form in ("text", "markdown"):
        shown = diff_format(form)(report, style)
        plain = SGR.sub("", shown) if style.color and form == "text" else shown
        assert all(line.isprintable() for line in plain.split("\n"))


@given(HOSTILE)
def test_a_listing_holds_one_line_an_item(text: str) -> None:
    items = tuple(msgspec.structs.replace(item, path=text, value=text, deprecated=text, when=text) for item in API.items)
    shown = show_format("text")(msgspec.structs.replace(API, items=items), Style())
    assert len(shown.split("\n")) == len(items) + 3
    assert all(line.isprintable() for line in shown.split("\n"))


def rendered(markdown: str) -> str:
    """The HTML that a forge makes of it, without the comments that part words."""
    page: str = MarkdownIt("gfm-like", {"linkify": False}).render(markdown)
    return page.replace("<!-- -->", "")


@given(HOSTILE)
def test_prose_shows_exactly_the_text_and_nothing_else(text: str) -> None:
    shown = rendered(f"- {prose(text)}")
    inside = re.fullmatch(r"<ul>\n<li>(.*)</li>\n</ul>\n", shown)
    assert inside is not None
    assert html.unescape(inside[1]) == visible(text).strip()


@given(HOSTILE)
def test_code_shows_exactly_the_text_and_nothing_else(text: str) -> None:
    inside = re.fullmatch(r"<p>x <code>(.*)</code></p>\n", rendered(f"x {code(text)}"))
    assert inside is not None
    assert html.unescape(inside[1]) == visible(text)


@given(st.lists(HOSTILE, max_size=4))
def test_a_block_cannot_be_left(lines: list[str]) -> None:
    inside = re.fullmatch(r"<pre><code>(.*)</code></pre>\n", rendered("\n".join(block(lines))), re.DOTALL)
    assert inside is not None
    assert html.unescape(inside[1]) == "".join(f"{visible(line)}\n" for line in lines)


@pytest.mark.parametrize("text", ["ask @admin", "see #12 and x/y#3", "https://evil.example", "www.evil.example", ":tada:", "a@b.example"])
def test_nothing_becomes_a_mention_or_a_link(text: str) -> None:
    for word in ("@admin", "#12", "#3", "https://evil", "www.evil", ":tada:", "@b"):
        assert word not in html.unescape(prose(text))


def test_a_report_in_markdown_has_no_element_of_a_stranger() -> None:
    evil = "</code></summary></details><script>alert(1)</script>"
    bad = finding(evil, evil, evil, hint=evil, client=evil, old=Place(evil, evil, 1), also=(evil,))
    shown = diff_format("markdown")(msgspec.structs.replace(REPORT, findings=(bad,), gaps=(ReportedGap("old", evil, evil, evil, 1),)), Style())
    assert set(re.findall(r"<(/?\w+)", rendered(shown))) <= {
        f"{end}{name}"
        for name in ("h3", "p", "strong", "ul", "li", "code", "sub", "details", "summary", "pre", "table", "thead", "tbody", "tr", "th", "td")
        for end in ("", "/")
    }
