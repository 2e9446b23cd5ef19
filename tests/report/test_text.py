"""The text form, compared whole."""

from __future__ import annotations

import re

from modiff.report import Style, diff_format
from tests.report.shared import GROUPED, REPORT, SAME

text = diff_format("text")

PLAIN = """\
shop 1.4 → 2.0: 3 breaking, 1 patch, 1 addition, 1 about the distribution, 1 possible hidden, 1
allowed

Breaking (3)

  shop
    Function shop.cancel is gone  shop/api.py:40  [function-removed]
        only on Windows
        was deprecated: since 1.4: use shop.order

    shop.order() no longer takes `express`  [parameter-removed]
        old (item, count=1, express=False)             new (item, count=1)
                            ~~~~~~~~~~~~~
            shop/api.py:12                                 shop/api.py:14
        try: leave it out: every order is express now

  shop.stock.Shelf
    shop.stock.Shelf() takes `depth` before `height`: by position, `height` and all after it shift
    [parameter-inserted] (likely)
        old (width, height, material='oak', color='brown', finish='matt', screws=4, lights=None)
            shop/stock.py:3
        new (width, depth, height, material='oak', …)
                    ~~~~~
            shop/stock.py:3

Worth knowing (1)

  shop.stock
    shop.stock.count() has another default for `unit`  shop/stock.py:33  [default-changed]

Distribution (1)

    Python 3.8 is no longer supported  [python-dropped] minor
        old >=3.8                                      new >=3.9
                ~                                              ~

1 finding only possible, for reading could not settle more (shown with -v)
1 addition: 1 function-added (shown with -v)
1 gap where reading met its limit (shown with -v)

everything read       removed    added
modules                     1        0
functions                   1        1
parameters                  1        1   2 moved
signatures changed          2

major: 3 findings ask for a new major version
"""

NARROW = """\
shop 1.4 → 2.0: 3 breaking, 1 patch, 1 addition, 1
about the distribution, 1 possible hidden, 1
allowed

Breaking (3)

  shop
    Function shop.cancel is gone  shop/api.py:40
    [function-removed]
        only on Windows
        was deprecated: since 1.4: use shop.order

    shop.order() no longer takes `express`
    [parameter-removed]
        old (item, count=1, express=False)
                            ~~~~~~~~~~~~~
            shop/api.py:12
        new (item, count=1)  shop/api.py:14
        try: leave it out: every order is express
        now

  shop.stock.Shelf
    shop.stock.Shelf() takes `depth` before
    `height`: by position, `height` and all after
    it shift  [parameter-inserted] (likely)
        old (width, height, material='oak', …)
            shop/stock.py:3
        new (width, depth, height, …)
                    ~~~~~
            shop/stock.py:3

Worth knowing (1)

  shop.stock
    shop.stock.count() has another default for
    `unit`  shop/stock.py:33  [default-changed]

Distribution (1)

    Python 3.8 is no longer supported
    [python-dropped] minor
        old >=3.8             new >=3.9
                ~                     ~

1 finding only possible, for reading could not
settle more (shown with -v)
1 addition: 1 function-added (shown with -v)
1 gap where reading met its limit (shown with -v)

everything read       removed    added
modules                     1        0
functions                   1        1
parameters                  1        1   2 moved
signatures changed          2

major: 3 findings ask for a new major version
"""

VERBOSE = """\
shop 1.4 → 2.0: 3 breaking, 1 patch, 1 addition, 1 about the distribution, 1 possible, 1 allowed

Breaking (3)

  shop
    Function shop.cancel is gone  shop/api.py:40  [function-removed]
        only on Windows
        was deprecated: since 1.4: use shop.order

    shop.order() no longer takes `express`  [parameter-removed]
        old (item, count=1, express=False)             new (item, count=1)
                            ~~~~~~~~~~~~~
            shop/api.py:12                                 shop/api.py:14
        try: leave it out: every order is express now
        also: shop.api.order
        works with the old version only:
          import shop
          shop.order('tea', express=True)

  shop.stock.Shelf
    shop.stock.Shelf() takes `depth` before `height`: by position, `height` and all after it shift
    [parameter-inserted] (likely)
        old (width, height, material='oak', color='brown', finish='matt', screws=4, lights=None)
            shop/stock.py:3
        new (width, depth, height, material='oak', …)
                    ~~~~~
            shop/stock.py:3

Worth knowing (1)

  shop.stock
    shop.stock.count() has another default for `unit`  [default-changed]
        old 'piece'  shop/stock.py:30                  new 'box'  shop/stock.py:33

Distribution (1)

    Python 3.8 is no longer supported  [python-dropped] minor
        old >=3.8                                      new >=3.9
                ~                                              ~

Possible: reading could not settle these (1)

  shop
    Variable shop.till is gone; not settled: names are made at run time  [attribute-removed]
    (possible)
        old None  shop/__init__.py:5

Allowed (1)

  shop
    Module shop.beta is gone  shop/beta.py:1  [module-removed]

Added (1)

  shop
    Function shop.refund(order) is new  shop/api.py:44  [function-added]

Gaps: where reading met its limit (1)

  names are made at run time by globals().update(...)
    shop (new: shop/__init__.py:9)

everything read       removed    added
modules                     1        0
functions                   1        1
parameters                  1        1   2 moved
signatures changed          2

major: 3 findings ask for a new major version
"""

GROUPS = """\
shop 1.4 → 2.0: 2 breaking

━━ shop.api: 2 breaking

Breaking (2)

    Function shop.cancel is gone  shop/api.py:40  [function-removed]
        only on Windows
        was deprecated: since 1.4: use shop.order

    shop.order() no longer takes `express`  [parameter-removed]
        old (item, count=1, express=False)             new (item, count=1)
                            ~~~~~~~~~~~~~
            shop/api.py:12                                 shop/api.py:14
        try: leave it out: every order is express now

everything read       removed    added
modules                     1        0
functions                   1        1
parameters                  1        1   2 moved
signatures changed          2

Stopped at the first break: module shop.api
major: 2 findings ask for a new major version
"""


def test_plain() -> None:
    assert text(REPORT, Style()) == PLAIN


def test_narrow() -> None:
    assert text(REPORT, Style(width=50)) == NARROW
    assert max(map(len, NARROW.splitlines())) <= 50


def test_verbose_shows_what_is_only_possible_gaps_additions_and_clients() -> None:
    assert text(REPORT, Style(verbose=1)) == VERBOSE


def test_groups_and_where_it_stopped() -> None:
    assert text(GROUPED, Style()) == GROUPS


def test_nothing_differs() -> None:
    assert text(SAME, Style()) == "shop 1.4 → 1.4: no differences\n\npatch: nothing found that breaks callers\n"


def test_quiet_is_the_verdict() -> None:
    assert text(REPORT, Style(verbose=-1)) == "major: 3 findings ask for a new major version\n"


def test_colours_change_no_word() -> None:
    colored = text(REPORT, Style(color=True))
    assert "\x1b[1;31mBreaking" in colored
    words = re.sub(r"\x1b\[[\d;]*m", "", colored).split()
    assert words == [word for word in PLAIN.split() if set(word) != {"~"}]
