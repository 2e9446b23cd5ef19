"""The Markdown form, compared whole."""

from __future__ import annotations

import msgspec

from modiff.model.findings import ReportedGap
from modiff.report import Style, diff_format
from modiff.report.markdown import FITS
from tests.report.shared import GROUPED, REPORT, SAME, finding

markdown = diff_format("markdown")

WHOLE = """\
### shop 1.4 → 2.0: 3 breaking, 1 patch, 1 addition, 1 about the distribution, 1 possible, 1 allowed

🔴 **major: 3 findings ask for a new major version**

**Breaking**

- `shop`
  - Function `shop.cancel` is gone <sub><code>function-removed</code></sub>

    <details><summary>details</summary>

    old: `shop/api.py:40`

    Only when: `sys.platform == 'win32'`

    Was deprecated: since 1.4: use shop.order

    </details>

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

- `shop.stock.Shelf`
  - `shop.stock.Shelf()` takes `depth` before `height`: by position, `height` and all after it shift <sub><code>parameter-inserted</code> likely</sub>

    <details><summary>details</summary>

    ```diff
    - (width, height, material='oak', color='brown', finish='matt', screws=4, lights=None)
    + (width, depth, height, material='oak', color='brown', finish='matt', screws=4, lights=None)
    ```

    old: `shop/stock.py:3` · new: `shop/stock.py:3`

    </details>


<details><summary>Worth knowing (1)</summary>

- `shop.stock.count()` has another default for `unit` <sub><code>default-changed</code></sub>

</details>

<details><summary>Distribution (1)</summary>

- Python 3.8 is no longer supported <sub><code>python-dropped</code> minor</sub>

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


def test_whole() -> None:
    assert markdown(REPORT, Style()) == WHOLE


def test_neither_width_nor_colour_nor_words_asked_for_matter() -> None:
    assert markdown(REPORT, Style(width=40, color=True, verbose=2)) == WHOLE


def test_groups_stand_under_their_names() -> None:
    shown = markdown(GROUPED, Style())
    assert "\nStopped at the first break: module shop.api\n" in shown
    assert "\n#### `shop.api`\n\n**Breaking**\n" in shown


def test_what_does_not_fit_a_comment_is_counted() -> None:
    many = tuple(finding("function-removed", f"shop.f{number}", f"Function shop.f{number} is gone") for number in range(5000))
    gaps = tuple(ReportedGap("old", f"shop.m{number}", "a star import from elsewhere", "shop/m.py", number) for number in range(5000))
    shown = markdown(msgspec.structs.replace(REPORT, findings=many, gaps=gaps), Style())
    assert len(shown) <= FITS
    assert "5,000 breaking" in shown
    assert "- … and 4,800 more, which do not fit a comment\n" in shown
    assert " and 4,995 more\n" in shown


def test_nothing_differs() -> None:
    assert markdown(SAME, Style()) == "### shop 1.4 → 1.4: no differences\n\n🟢 **patch: nothing found that breaks callers**\n"
