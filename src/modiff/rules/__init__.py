"""Says which changes break whom, how badly, and how that can be shown. One rule, one file, one page, one test.

In: `Changes` from diff and the user's `Policy`. Out: a `Report`, whose findings stand in stable order.
`interface` says what a rule is, `catalogue` finds them, `engine` judges, `wording` and `clients` write what several rules say,
`quiet` lists the changes that nobody needs to hear of, and why; `examples` reads the examples of a page.
The rules stand in folders by what they watch: names, parameters, kinds of object, bases.
"""

from __future__ import annotations

from modiff.rules.engine import judge

__all__ = ["judge"]
