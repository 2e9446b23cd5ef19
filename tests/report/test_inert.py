"""Names and messages come out of archives of strangers: they may neither drive a terminal nor a web page."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as Xml

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from modiff.model.check import Bump, Check, StaleEntry
from modiff.model.findings import Excerpt, Place, Report, ReportedGap, Side
from modiff.report import CHECK_FORMATS, Style, diff_format, show_format
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
    for form in ("text", "markdown", "changelog"):
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


# --- formats for services: a report in which every text is a stranger's

EVIL = st.one_of(
    HOSTILE,
    st.sampled_from(
        [
            "</script><script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<!--",
            "]]>",
            "\0",
            "::error file=a,line=1::no",
            "a\n::set-output name=x::y",
            "a\r\n::error::b",
            "%0A::error::b",
            "```\n# heading",
            "| a | b |",
            "\x1b]8;;https://evil.example\x07x",
            "\u202egpj.exe",
            "\u2066\u2069",
            "{{ 7*7 }}{% raw %}",
            "&lt;&#60;",
            '"><svg onload=alert(1)>',
        ]
    ),
    st.text(min_size=1, max_size=20),
)


def hostile(text: str, *, checked: bool) -> Report:
    bad = finding(
        "function-removed",
        text,
        text,
        part=text,
        also=(text,),
        canonical=text,
        when=text,
        deprecated=text,
        hint=text,
        client=text,
        old=Place(text, text, 1),
        new=Place(text, text, 2),
        status="introduced" if checked else None,
    )
    side = Side(text, text, text, (text,))
    stale = (StaleEntry(text, text, text, 3),)
    check = Check(Bump(text, text, "major", text, False, text), False, "patch", text, text, stale, text) if checked else None
    shown = {("old", text, 1): Excerpt(1, (text, text)), ("new", text, 2): Excerpt(1, (text, text))}
    gaps = (ReportedGap("old", text, text, text, 1),)
    return msgspec.structs.replace(
        REPORT, old=side, new=side, findings=(bad,), gaps=gaps, check=check, excerpts=shown, warnings=(text,), notes=(text,)
    )


class Elements(HTMLParser):
    """Which elements a page has, and what is in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1] += data


def elements(page: str) -> Elements:
    found = Elements()
    found.feed(page)
    found.close()
    return found


@pytest.mark.parametrize("form", CHECK_FORMATS)
@given(text=EVIL, checked=st.booleans())
def test_every_format_can_be_written_to_a_file_and_holds_no_control(form: str, text: str, checked: bool) -> None:
    shown = diff_format(form)(hostile(text, checked=checked), Style())
    shown.encode("utf-8")
    assert all(line.isprintable() for line in shown.split("\n"))


@given(text=EVIL, checked=st.booleans())
def test_annotations_are_as_many_as_there_are_findings(text: str, checked: bool) -> None:
    first, last, *rest = diff_format("github")(hostile(text, checked=checked), Style()).split("\n")
    assert rest == [""]
    command, _, rest_of_it = first.removeprefix("::").partition("::")  # as a runner reads it
    name, _, properties = command.partition(" ")
    assert name == "error"
    assert [pair.partition("=")[0] for pair in properties.split(",")] == ["file", "line", "title"]
    assert rest_of_it.replace("%25", "%").startswith(visible(text))
    assert last.startswith("::notice title=modiff::")


@given(text=EVIL, checked=st.booleans())
def test_xml_is_well_formed_and_says_what_was_said(text: str, checked: bool) -> None:
    root = Xml.fromstring(diff_format("junit")(hostile(text, checked=checked), Style()))
    (failure,) = root.iter("failure")
    assert failure.get("message") == visible(text)
    assert {element.tag for element in root.iter()} == {"testsuites", "testsuite", "testcase", "failure", "system-out"}


@given(text=EVIL, checked=st.booleans())
def test_json_gives_every_text_back(text: str, checked: bool) -> None:
    report = hostile(text, checked=checked)
    shown = diff_format("json")(report, Style())
    assert shown.isascii()
    assert json.loads(shown)["findings"][0]["message"] == text


@given(text=EVIL, checked=st.booleans())
def test_sarif_stays_one_result(text: str, checked: bool) -> None:
    shown = diff_format("sarif")(hostile(text, checked=checked), Style())
    assert shown.isascii()
    (result,) = json.loads(shown)["runs"][0]["results"]
    assert result["message"]["text"].startswith(visible(text))


@given(text=EVIL, checked=st.booleans())
def test_a_page_has_the_elements_of_a_harmless_one(text: str, checked: bool) -> None:
    page = elements(diff_format("html")(hostile(text, checked=checked), Style()))
    harmless = elements(diff_format("html")(hostile("x", checked=checked), Style()))
    assert page.found == harmless.found
    where = next(at for at, (tag, names) in enumerate(page.found) if tag == "script" and "id" in names)
    data: dict[str, Any] = json.loads(page.texts[where].strip())
    assert data["findings"][0]["also"] == [visible(text)]
