"""Comprehensions over literals, as `__all__` is made of them here and there: held against Python itself."""

from __future__ import annotations

import pytest

from modiff.extract.comprehensions import names_made
from modiff.extract.file import extract


@pytest.mark.parametrize(
    "source",
    [
        "[kind + side for kind in 'TCP UNIX'.split() for side in 'Server Client'.split()]",
        "[k + s for k in ('A', 'B') for s in ['X', 'Y'] if not (k == 'A' and s == 'Y')]",
        "[f'{a}_{b}'.lower() for a, b in [('X', 'Y'), ('Z', 'W')] if a != 'Z']",
        "['%s_%s' % (a, 'x') for a in ['p', 'q'] if a in ('p',) or a not in ('p', 'r')]",
        "['test_%s' % n.title() for n in [word for word in 'one two'.split()]]",
    ],
)
def test_names_are_those_that_python_makes(source: str) -> None:
    assert names_made(source) == eval(source)


@pytest.mark.parametrize(
    "source",
    [
        "[name for name in dir()]",
        "[name for name in NAMES]",
        "[f.__name__ for f in ('a', 'b')]",
        "[n for n in ('a', 1)]",
        "['%9999999999s' % n for n in ('a', 'b')]",
        "[a + b + c for a in 'x y'.split(sep) for b in ('a',) for c in ('b',)]",
        "[a + b + c + d for a in {0} for b in {0} for c in {0} for d in {0}]".format(tuple("abcdefghijklmn")),
        "[",
        "['a', 'b']; x",
    ],
)
def test_what_hangs_on_more_than_literals_is_not_read(source: str) -> None:
    assert names_made(source) is None


def test_a_list_that_is_made_so_is_whole() -> None:
    source = b"__all__ = ['Timer'] + [kind + side for kind in 'TCP UNIX'.split() for side in 'Server Client'.split()]\n"
    (step,) = extract(source).exports
    assert (step.op, set(step.names)) == ("set", {"Timer", "TCPServer", "TCPClient", "UNIXServer", "UNIXClient"})
