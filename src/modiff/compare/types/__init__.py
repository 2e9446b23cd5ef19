"""Types of two versions compared: what annotations mean, how one type stands to another, and what that changes for who type-checks.

In: two graphs, and which items of them are pairs. Out: changes that only type checkers see (`TypeChanged`, `TypingChanged`). What reading
cannot settle is unknown, and of what is unknown in the direction that matters nothing is said.

- `forms`: types as values · `hierarchy`: the classes of the language · `relation`: three-valued comparison
- `constructs`, `meaning`: from text to types · `classes`: the classes of both versions as one world
- `places`: which items are compared · `annotations`: parameters, results and attributes · `overloads`, `aliases`, `declarations`: the rest
"""
