"""A check in the formats for people and services, compared whole; SARIF and JUnit against what their specifications ask for."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from modiff.report import Style, diff_format
from tests.report.shared import CHECKED, FIRST_RELEASE, GROUPED, REPORT, SAME

TEXT = """\
shop 1.4 → 1.5: 1 breaking, 1 patch, 1 addition, 1 possible hidden, 1 allowed

Breaking (1)

  shop
    shop.order() no longer takes `express`  [parameter-removed]
        old (item, count=1, express=False)             new (item, count=1)
                            ~~~~~~~~~~~~~
            shop/api.py:12                                 shop/api.py:14
        try: leave it out: every order is express now

Worth knowing (1)

  shop.stock
    shop.stock.count() has another default for `unit`  shop/stock.py:33  [default-changed]

Only in unreleased API (1)

  shop
    shop.preview() demands a new parameter `page`  shop/api.py:60  [parameter-added-required]

Already on the base branch (2)

  shop
    Python 3.8 is no longer supported  [python-dropped] minor

  shop.stock.Shelf
    shop.stock.Shelf() takes `depth` before `height`: by position, `height` and all after it shift
    shop/stock.py:3  [parameter-inserted] (likely)

Accepted (1)

  shop
    Function shop.cancel is gone  shop/api.py:40  [function-removed]
        only on Windows
        was deprecated: since 1.4: use shop.order

1 finding only possible, for reading could not settle more (shown with -v)
1 addition: 1 function-added (shown with -v)
1 gap where reading met its limit (shown with -v)

everything read       removed    added
modules                     1        0
functions                   1        1
parameters                  1        1   2 moved
signatures changed          2

accepted, but stale: class-removed at shop.Till (line 7): there is no such finding (any more)
since 1.4 (the tag v1.4)
on top of origin/main at 0a1b2c3d4 (a pull request on GitHub)
1.5 → needs 2.0 (2 breaks: parameter-removed shop.order (express), parameter-inserted
shop.stock.Shelf.__init__ (depth))
objections: 1 break introduced here that 1.5 does not allow
"""
BRIEF = """\
1.5 → needs 2.0 (2 breaks)
objections: 1 break introduced here that 1.5 does not allow
"""
FIRST = """\
shop 2.0: the first release

This is the project's first release: there is nothing to compare with
fine: a first release breaks nobody
"""
MARKDOWN = """\
### shop 1.4 → 1.5: 1 breaking, 1 patch, 1 addition, 1 possible, 1 allowed

🔴 **objections: 1 break introduced here that 1.5 does not allow**

**&#49;.5 → needs 2.0 (2 breaks: parameter-removed shop.order (express), parameter-inserted shop.stock.Shelf.\\_\\_init\\_\\_ (depth))**

<sub>since 1.4 (the tag v1.4); on top of origin/main at 0a1b2c3d4 (a pull request on GitHub)</sub>

- ⚠️ accepted, but stale: class-removed at shop.Till (line 7): there is no such finding (any more)

**Breaking**

- `shop`
  - `shop.order()` no longer takes `express` <sub><code>parameter-removed</code></sub>

    <details><summary>details</summary>

    ```diff
    - (item, count=1, express=False)
    + (item, count=1)
    ```

    old: `shop/api.py:12` · new: `shop/api.py:14`

    Also: `shop.api.order`

    Try: leave it out: every order is express now

    Works with the old version only:

    ```python
    import shop
    shop.order('tea', express=True)
    ```

    </details>


<details><summary>Worth knowing (1)</summary>

- `shop.stock.count()` has another default for `unit` <sub><code>default-changed</code></sub>

</details>

<details><summary>Only in unreleased API (1)</summary>

- `shop.preview()` demands a new parameter `page` <sub><code>parameter-added-required</code></sub>

</details>

<details><summary>Already on the base branch (2)</summary>

- `shop.stock.Shelf()` takes `depth` before `height`: by position, `height` and all after it shift <sub><code>parameter-inserted</code> likely</sub>
- Python 3.8 is no longer supported <sub><code>python-dropped</code> minor</sub>

</details>

<details><summary>Accepted (1)</summary>

- Function `shop.cancel` is gone <sub><code>function-removed</code></sub>

</details>

<details><summary>Only possible: reading could not settle these (1)</summary>

- Variable `shop.till` is gone; not settled: names are made at run time <sub><code>attribute-removed</code> possible</sub>

</details>

<details><summary>Allowed (1)</summary>

- Module `shop.beta` is gone <sub><code>module-removed</code></sub>

</details>

<details><summary>Added (1)</summary>

- Function `shop.refund(order)` is new <sub><code>function-added</code></sub>

</details>

<details><summary>Where reading met its limit (1)</summary>

- names are made at run time by globals().update(...): `shop (new: shop/__init__.py:9)`

</details>

<details><summary>Counts of everything read, private names too</summary>

| | removed | added | |
|---|---:|---:|---|
| modules | 1 | 0 |  |
| functions | 1 | 1 |  |
| parameters | 1 | 1 | 2 moved |
| signatures changed | 2 | | |

</details>
"""
FIRST_MARKDOWN = """\
### shop 2.0: the first release

🟢 **fine: a first release breaks nobody**

<sub>This is the project's first release: there is nothing to compare with</sub>
"""
GITHUB = """\
::error file=packages/shop/shop/api.py,line=14,title=parameter-removed%3A shop.order::shop.order() no longer takes `express`. Try: leave it out: every order is express now
::notice file=packages/shop/shop/stock.py,line=33,title=default-changed%3A shop.stock.count::shop.stock.count() has another default for `unit`
::warning file=packages/shop/shop/api.py,line=60,title=parameter-added-required%3A shop.preview::shop.preview() demands a new parameter `page`
::notice title=modiff::objections: 1 break introduced here that 1.5 does not allow
"""  # noqa: E501
JUNIT = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="modiff shop 1.4 → 1.5" tests="9" failures="1" errors="0" skipped="1">
  <testsuite name="shop" tests="6" failures="1" errors="0" skipped="1">
    <testcase classname="shop" name="module-removed: shop.beta" time="0">
      <system-out>introduced: Module shop.beta is gone
old: shop/beta.py:1</system-out>
    </testcase>
    <testcase classname="shop" name="function-removed: shop.cancel" time="0">
      <system-out>accepted: Function shop.cancel is gone
old: shop/api.py:40</system-out>
    </testcase>
    <testcase classname="shop" name="parameter-removed: shop.order (express)" time="0">
      <failure type="parameter-removed" message="shop.order() no longer takes `express`">shop.order() no longer takes `express`
old: (item, count=1, express=False) shop/api.py:12
new: (item, count=1) shop/api.py:14
try: leave it out: every order is express now</failure>
    </testcase>
    <testcase classname="shop" name="attribute-removed: shop.till" time="0">
      <skipped message="only possible: Variable shop.till is gone; not settled: names are made at run time" />
    </testcase>
    <testcase classname="shop" name="python-dropped: shop (python:3.8)" time="0">
      <system-out>base: Python 3.8 is no longer supported
old: &gt;=3.8
new: &gt;=3.9</system-out>
    </testcase>
    <testcase classname="shop" name="parameter-added-required: shop.preview (page)" time="0">
      <system-out>unreleased: shop.preview() demands a new parameter `page`
old: () shop/api.py:60
new: (page) shop/api.py:60</system-out>
    </testcase>
  </testsuite>
  <testsuite name="shop.stock" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="shop.stock" name="default-changed: shop.stock.count (unit)" time="0">
      <system-out>introduced: shop.stock.count() has another default for `unit`
old: 'piece' shop/stock.py:30
new: 'box' shop/stock.py:33</system-out>
    </testcase>
  </testsuite>
  <testsuite name="shop.stock.Shelf" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="shop.stock.Shelf" name="parameter-inserted: shop.stock.Shelf.__init__ (depth)" time="0">
      <system-out>base: shop.stock.Shelf() takes `depth` before `height`: by position, `height` and all after it shift
old: (width, height, material='oak', color='brown', finish='matt', screws=4, lights=None) shop/stock.py:3
new: (width, depth, height, material='oak', color='brown', finish='matt', screws=4, lights=None) shop/stock.py:3</system-out>
    </testcase>
  </testsuite>
  <testsuite name="modiff" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="modiff" name="verdict" time="0">
      <system-out>objections: 1 break introduced here that 1.5 does not allow</system-out>
    </testcase>
  </testsuite>
</testsuites>
"""
RESULT = {
    "ruleId": "parameter-removed",
    "ruleIndex": 6,
    "message": {"text": "shop.order() no longer takes `express`. Try: leave it out: every order is express now"},
    "partialFingerprints": {"modiff/v1": "parameter-removed:shop.order"},
    "properties": {"path": "shop.order", "part": "express", "severity": "major", "certainty": "certain"},
    "kind": "fail",
    "level": "error",
    "locations": [
        {
            "physicalLocation": {"artifactLocation": {"uri": "packages/shop/shop/api.py", "uriBaseId": "ROOT"}, "region": {"startLine": 14}},
            "logicalLocations": [{"fullyQualifiedName": "shop.order"}],
        }
    ],
    "baselineState": "new",
}

CHANGELOG = """\
### API changes

#### Removed

- Python 3.8 is no longer supported.
- Function `shop.cancel` is gone (only when `sys.platform == 'win32'`).

#### Changed

- `shop.order()` no longer takes `express`: leave it out: every order is express now.
- `shop.stock.Shelf()` takes `depth` before `height`: by position, `height` and all after it shift.
- `shop.stock.count()` has another default for `unit`.

#### Added

- Function `shop.refund(order)` is new.
"""


@pytest.mark.parametrize(
    ("form", "report", "style", "whole"),
    [
        ("text", CHECKED, Style(), TEXT),
        ("text", CHECKED, Style(verbose=-1), BRIEF),
        ("text", FIRST_RELEASE, Style(), FIRST),
        ("markdown", CHECKED, Style(), MARKDOWN),
        ("markdown", FIRST_RELEASE, Style(), FIRST_MARKDOWN),
        ("github", CHECKED, Style(), GITHUB),
        ("github", FIRST_RELEASE, Style(), "::notice title=modiff::fine: a first release breaks nobody\n"),
        ("junit", CHECKED, Style(), JUNIT),
        ("changelog", CHECKED, Style(), CHANGELOG),
        ("changelog", SAME, Style(), "### API changes\n\nNone.\n"),
    ],
    ids=["text", "quiet", "first", "markdown", "first-markdown", "github", "first-github", "junit", "changelog", "no-changes"],
)
def test_whole(form: str, report: Any, style: Style, whole: str) -> None:
    assert diff_format(form)(report, style) == whole


def test_a_comparison_as_annotations() -> None:
    lines = diff_format("github")(REPORT, Style()).splitlines()
    assert [line.partition(" ")[0].partition("::notice")[0] or "::notice" for line in lines] == [
        "::error",
        "::error",
        "::error",
        "::warning",
        *["::notice"] * 2,
    ]
    assert lines[3] == "::warning title=python-dropped%3A shop::Python 3.8 is no longer supported"


@pytest.mark.parametrize("report", [CHECKED, FIRST_RELEASE, REPORT, SAME, GROUPED])
def test_counts_of_suites_are_those_of_their_cases(report: Any) -> None:
    root = Xml.fromstring(diff_format("junit")(report, Style()))
    for element in (root, *root.iter("testsuite")):
        assert element.get("tests") == str(len(list(element.iter("testcase"))))
        assert element.get("failures") == str(len(list(element.iter("failure"))))
        assert element.get("skipped") == str(len(list(element.iter("skipped"))))
    assert root.get("failures") == str(len(report.objections))


def sarif(report: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(diff_format("sarif")(report, Style()))
    return found


def test_one_result_whole() -> None:
    run = sarif(CHECKED)["runs"][0]
    assert RESULT in run["results"]
    assert {result["ruleId"]: result.get("baselineState") for result in run["results"]} == {
        "module-removed": "new",
        "function-removed": "unchanged",
        "parameter-removed": "new",
        "parameter-inserted": "unchanged",
        "attribute-removed": "new",
        "python-dropped": "unchanged",
        "default-changed": "new",
        "parameter-added-required": "new",
    }
    assert [result["ruleId"] for result in run["results"] if "suppressions" in result] == ["function-removed"]


@pytest.mark.parametrize("report", [CHECKED, FIRST_RELEASE, REPORT, SAME, GROUPED])
def test_results_refer_to_rules_that_are_described(report: Any) -> None:
    log = sarif(report)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] == "none" or result["kind"] == "fail"
        assert list(result["partialFingerprints"]) == ["modiff/v1"]
        for location in result["locations"]:
            physical = location.get("physicalLocation")
            assert physical is None or (physical["region"]["startLine"] >= 1 and not physical["artifactLocation"]["uri"].startswith("/"))
    known = [rule for rule in rules if rule["id"] != "default-changed"]  # which only the tests have
    assert all(rule["help"]["markdown"].startswith("# ") for rule in known)
