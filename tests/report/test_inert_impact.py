"""Lines of client code, with names and messages of strangers: inert in every format, as reports about packages are."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.model.findings import Certainty
from modiff.model.hits import ClientGap, Hit, Impact, Step, Upgrade
from modiff.model.locks import Moved
from modiff.report import IMPACT_FORMATS, Style, impact_format
from modiff.report.inert import visible
from tests.report.test_inert import EVIL, elements, rendered

ALLOWED = frozenset({"h3", "h4", "p", "strong", "ul", "li", "code", "sub", "details", "summary", "pre", "em", "br"})


def hostile(text: str, *, through: bool = False) -> Impact:
    hit = Hit(text, 3, 4, Certainty.likely, "call", False, text, text, "function-removed", text, text, text, finding=text)
    hit = msgspec.structs.replace(hit, through=text if through else None)
    guarded = msgspec.structs.replace(hit, line=9, guarded=True, certainty=Certainty.possible)
    return Impact(
        (Upgrade(text, text, text, 2, 2, text, (Step(text, 1), Step(text, None))),),
        (hit, guarded),
        gaps=(ClientGap(text, text, text, 1),),
        deprecated=(msgspec.structs.replace(hit, line=12, rule="became-deprecated"),),
        warnings=(text,),
        notes=(text,),
        excerpts={(text, 3): text, (text, 9): text, (text, 12): text},
        unused=(Moved(text, text, text, text, text),),
    )


@pytest.mark.parametrize("form", IMPACT_FORMATS)
@given(text=EVIL, through=st.booleans())
def test_every_format_can_be_written_to_a_file_and_holds_no_control(form: str, text: str, through: bool) -> None:
    shown = impact_format(form)(hostile(text, through=through), Style())
    shown.encode("utf-8")
    assert all(line.isprintable() for line in shown.split("\n"))


@given(text=EVIL)
def test_annotations_are_as_many_as_there_are_lines(text: str) -> None:
    harmless = impact_format("github")(hostile("x"), Style()).splitlines()
    shown = impact_format("github")(hostile(text), Style()).splitlines()
    assert [line.split(" ")[0].partition("::")[::2] for line in shown] == [line.split(" ")[0].partition("::")[::2] for line in harmless]


@given(text=EVIL)
def test_json_gives_every_text_back(text: str) -> None:
    assert json.loads(impact_format("json")(hostile(text), Style()))["hits"][0]["message"] == text


@given(text=EVIL)
def test_sarif_stays_as_many_results(text: str) -> None:
    results = json.loads(impact_format("sarif")(hostile(text), Style()))["runs"][0]["results"]
    assert len(results) == len(json.loads(impact_format("sarif")(hostile("x"), Style()))["runs"][0]["results"])
    assert results[0]["message"]["text"].startswith(visible(text))


@given(text=EVIL)
def test_a_page_has_the_elements_of_a_harmless_one(text: str) -> None:
    assert elements(impact_format("html")(hostile(text), Style())).found == elements(impact_format("html")(hostile("x"), Style())).found


@given(text=EVIL)
def test_markdown_has_no_element_of_a_stranger(text: str) -> None:
    page = rendered(impact_format("markdown")(hostile(text), Style()))
    tags = {tag for tag, _ in elements(page).found}
    assert tags <= ALLOWED, tags - ALLOWED
    assert not any(names for _, names in elements(page).found if names not in ((), ("class",)))
