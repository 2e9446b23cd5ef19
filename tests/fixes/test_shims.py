"""What only ever stood for something else."""

from __future__ import annotations

import pytest

from modiff.fixes.shims import alike, stands_for


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("def f(a, b=1):\n    'Old.'\n    warnings.warn('use g')\n    return g(a, b)", "g"),
        ("@old\nasync def f(a, *args, key=None, **kwargs):\n    return await m.g(a, *args, key=key, **kwargs)", "m.g"),
        ("    def items2(self):\n        yield from self.items()", "self.items"),
        ("def f(self, x):\n    _deprecated()\n    from m import g\n    return g(self, x)", "g"),
        ("class A(m.B):\n    def __new__(cls, x):\n        warnings.warn('no')\n        return super().__new__(cls, x)", "m.B"),
        ("class A(B):\n    pass", "B"),
        ("OLD = Enum.NEW", "Enum.NEW"),
        ("def f(a, b=1):\n    return g(a)", None),  # drops one
        ("def f(a, b):\n    return g(b, a)", None),  # turns them round
        ("def f(a):\n    return g(a, True)", None),  # adds one
        ("def f(a):\n    return g(a).x", None),
        ("def f(a):\n    a = h(a)\n    return g(a)", None),
        ("class A(B):\n    x = 1", None),
        ("class A(B, C):\n    pass", None),
        ("OLD = 1", None),
        ("def f(:", None),
    ],
)
def test_only_what_hands_everything_on_stands_for_something(source: str, target: str | None) -> None:
    assert stands_for(source) == target


def test_definitions_are_alike_but_for_names_annotations_and_docstrings() -> None:
    assert alike("def f(a: int) -> str:\n    'A.'\n    return a + 1", "def g(a):\n    return a + 1")
    assert not alike("def f(a):\n    return a + 1", "def g(a):\n    return a + 2")
    assert not alike("def f(a):\n    pass", "class f:\n    pass")
