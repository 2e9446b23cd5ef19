"""Functions of a module that add to its `__all__`."""

from __future__ import annotations

from textwrap import dedent

import pytest

from modiff.extract import extract

EXTENDING = """
    __all__ = ["own"]

    def extend_all(module):
        existing = set(__all__)
        for name in getattr(module, "__all__"):
            if name not in existing:
                __all__.append(name)
"""
EXPORTING = '''
    __all__ = []

    def export(thing):
        """Marks what is public, in a docstring that is long enough to be cut."""
        __all__.append(thing.__name__)
        return thing
'''


def steps(text: str, *, whole: bool = False) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """What is done to `__all__`, in short."""
    return [(s.op, s.names, s.sources) for s in extract(dedent(text).encode(), whole=whole).exports]


@pytest.mark.parametrize("whole", [False, True])
def test_a_function_that_takes_over_what_a_module_lists(whole: bool) -> None:
    text = EXTENDING + "    extend_all(paint)\n    extend_all(pkg.brush)\n"
    assert steps(text, whole=whole)[1:] == [("add", (), ("paint",)), ("add", (), ("pkg.brush",))]


@pytest.mark.parametrize("whole", [False, True])
def test_a_decorator_that_lists_what_it_stands_on(whole: bool) -> None:
    text = EXPORTING + "    @export\n    def f(): ...\n    @export\n    class C: ...\n    export(g)\n    export('h')\n    def quiet(): ...\n"
    assert steps(text, whole=whole)[1:] == [("add", (name,), ()) for name in ("f", "C", "g", "h")]


def test_what_cannot_be_read_makes_the_list_open() -> None:
    assert steps("__all__ = []\ndef add(x):\n    __all__.extend(names_of(x))\nadd(1)\n")[1:] == [("unknown", (), ())]
    assert steps(EXPORTING + "    @export(name='x')\n    def f(): ...\n")[1:] == [("unknown", (), ())]


def test_functions_that_only_look_and_methods_say_nothing() -> None:
    assert len(steps("__all__ = ['f']\ndef f():\n    return [n for n in __all__ if not n.startswith('x')]\nf()\n")) == 1
    assert len(steps(EXPORTING + "    class C:\n        @export\n        def method(self): ...\n")) == 1


def test_copies_and_keys_of_tables() -> None:
    assert steps("import np\n__all__ = np.__all__[:]\n") == [("set", (), ("np",))]
    assert steps("__all__ = list(_table.keys()) + ['f']\n") == [("set", ("f",), ("_table",))]
    assert steps("__all__ = np.__all__[1:]\n") == [("unknown", (), ())]


def test_a_module_that_does_nothing_but_raise() -> None:
    assert extract(b"raise ImportError('use pkg.other')\n").raises
    for text in (b"if x:\n    raise E\n", b"try:\n    raise E\nexcept E: ...\n", b"def f():\n    raise E\n", b"class C:\n    raise E\n"):
        assert not extract(text).raises
