"""Every way of building `__all__`, and names made at run time."""

from __future__ import annotations

import pytest

from modiff.extract import extract
from modiff.model.facts import Served

Step = tuple[str, tuple[str, ...], tuple[str, ...], str | None]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("__all__ = ['a', \"b\"]", [("set", ("a", "b"), (), None)]),
        ("__all__ = 'a', 'b'", [("set", ("a", "b"), (), None)]),
        ("__all__: list[str] = ['a']", [("set", ("a",), (), None)]),
        ("__all__ = ()", [("set", (), (), None)]),
        ("__all__ = sorted(['b', 'a'])", [("set", ("b", "a"), (), None)]),
        ("__all__ = a.__all__ + ['x'] + _names", [("set", ("x",), ("_names", "a"), None)]),
        ("__all__ = ['x', *sub.__all__, *_names]", [("set", ("x",), ("_names", "sub"), None)]),
        ("__all__ = list(sub.__all__)", [("set", (), ("sub",), None)]),
        ("__all__ += ['c']", [("add", ("c",), (), None)]),
        ("__all__ += sub.__all__", [("add", (), ("sub",), None)]),
        ("__all__ = __all__ + ['c']", [("add", ("c",), (), None)]),
        ("__all__.extend(['c'] + sub.__all__)", [("add", ("c",), ("sub",), None)]),
        ("__all__.append('c')", [("add", ("c",), (), None)]),
        ("__all__.remove('c')", [("remove", ("c",), (), None)]),
        ("__all__.sort()", []),
        ("__all__ = [n for n in dir() if not n.startswith('_')]", [("set", (), (), "public")]),
        ("__all__ = [k for k, v in globals().items() if not k.startswith('_')]", [("set", (), (), "public")]),
        ("__all__ = [n for n in dir() if n.isupper()]", [("set", (), (), "n.isupper()")]),
        ("__all__ = 'a b'.split()", [("set", ("a", "b"), (), None)]),
        ("__all__ = ['a'] if X else ['b']", [("unknown", (), (), None)]),
        ("__all__ = make()", [("unknown", (), (), None)]),
        ("__all__ = [name, 'b']", [("unknown", (), (), None)]),
        ("for n in ['a', 'b']: __all__.append(n)", [("add", ("a", "b"), (), None)]),
        ("for n in names(): __all__.append(n)", [("unknown", (), (), None)]),
    ],
)
def test_all(source: str, expected: list[Step]) -> None:
    steps = extract(source.encode()).exports
    assert [(s.op, s.names, tuple(sorted(s.sources)), s.every) for s in steps] == expected


def test_steps_carry_guards() -> None:
    steps = extract(b"__all__ = ['a']\nif sys.platform == 'win32':\n    __all__ += ['b']\n").exports
    assert [(s.line, [t.kind for t in s.guard]) for s in steps] == [(1, []), (3, ["platform"])]


def served(source: str) -> tuple[Served, ...]:
    return extract(source.encode()).served


@pytest.mark.parametrize(
    ("source", "how", "names", "submodules", "complete"),
    [
        ("globals().update({'a': x.y, 'b': 1})", "globals", (("a", "x.y"), ("b", None)), (), True),
        ("globals().update(make())", "globals", (), (), False),
        ("globals()['a'] = b", "globals", (("a", "b"),), (), True),
        ("for n in ('a', 'b'):\n    globals()[n] = f(n)", "globals", (("a", None), ("b", None)), (), True),
        ("for n in names():\n    globals()[n] = f(n)", "globals", (), (), False),
        ("for n in ['a']:\n    setattr(sys.modules[__name__], n, 1)", "setattr", (("a", None),), (), True),
        ("sys.modules[__name__] = Thing()", "sys.modules", (), (), False),
        ("sys.modules[__name__].__class__ = Thing", "sys.modules", (), (), False),
        (
            "_import_structure = {'m': ['A', 'B'], 'n.o': ['C']}\nsys.modules[__name__] = _LazyModule(__name__, f, _import_structure)",
            "lazy_module",
            (("A", ".m.A"), ("B", ".m.B"), ("C", ".n.o.C")),
            ("m",),
            True,
        ),
        ("__getattr__, __dir__, __all__ = lazy.attach(__name__, ['sub'], {'m': ['A']})", "lazy_loader", (("A", ".m.A"),), ("sub", "m"), True),
        ("__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)", "lazy_loader", (), (), False),
        (
            "def __getattr__(name):\n    if name == 'a':\n        from .m import a\n        return a\n    raise AttributeError(name)",
            "getattr",
            (("a", ".m.a"),),
            (),
            True,
        ),
        (
            "L = {'a': '.m', 'b': '.n'}\ndef __getattr__(name):\n    if name in L:\n        return get(L[name], name)\n    raise AttributeError",
            "getattr",
            (("a", ".m.a"), ("b", ".n.b")),
            (),
            True,
        ),
        (
            "def __getattr__(name):\n    if name not in ('a', 'b'):\n        raise AttributeError(name)\n    return make(name)",
            "getattr",
            (("a", None), ("b", None)),
            (),
            True,
        ),
        (
            "L = {'a': _a, 'b': m.b}\ndef __getattr__(name):\n    if name in L and not c.future:\n        return L[name]\n    raise AttributeError",
            "getattr",
            (("a", "_a"), ("b", None)),
            (),
            True,
        ),
        ("def __getattr__(name):\n    if name in ('a', 'b') and ready():\n        return 1\n    raise AttributeError", "getattr", (), (), False),
        ("def __getattr__(name):\n    return getattr(other, name)", "getattr", (), (), True),
    ],
)
def test_served(source: str, how: str, names: tuple[tuple[str, str | None], ...], submodules: tuple[str, ...], complete: bool) -> None:
    (one,) = served(source)
    assert (one.how, one.names, one.submodules, one.complete) == (how, names, submodules, complete)


def test_served_by_passing_on_the_names_of_a_module() -> None:
    (one,) = served("def __getattr__(name):\n    from .core import real\n    found = getattr(real, name, None)\n    return found")
    assert (one.through, one.complete) == ((".core.real",), True)


ONE_MODULE_AND_ANOTHER = """
def __getattr__(name: str):
    # first
    if name in dir(errors):
        from a.help import warn

        warn(f"{name} is elsewhere")
        return getattr(errors, name)
    import a.groups as g
    if hasattr(g, name):
        return getattr(g, name)
    raise AttributeError(name)
"""


def test_served_by_passing_on_what_modules_have() -> None:
    (one,) = served(ONE_MODULE_AND_ANOTHER)
    assert (one.through, one.complete) == (("errors", "a.groups"), True)
    for test in ("name in vars(errors)", "name in errors.__dict__", "hasattr(errors, name)"):
        (one,) = served(ONE_MODULE_AND_ANOTHER.replace("name in dir(errors)", test))
        assert (one.through, one.complete) == (("errors", "a.groups"), True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("return getattr(errors, name)", "return getattr(others, name)"),
        ("return getattr(errors, name)", "return errors"),
        ("return getattr(errors, name)", "return getattr(errors, name.lower())"),
        ("name in dir(errors)", "other in dir(errors)"),
        ("name in dir(errors)", "name in dir()"),
        ("name in dir(errors)", "name in errors.__all__"),
        ('warn(f"{name} is elsewhere")', "if name in HERE: return HERE[name]"),
        ("# first", "errors = find()"),
    ],
)
def test_what_else_a_getattr_may_give_is_not_taken_for_what_modules_have(before: str, after: str) -> None:
    (one,) = served(ONE_MODULE_AND_ANOTHER.replace(before, after))
    assert not one.complete


def test_served_with_a_warning() -> None:
    (one,) = served("def __getattr__(n):\n  if n == 'a':\n    warnings.warn('x', DeprecationWarning)\n    return b\n  raise AttributeError(n)\n")
    assert one.names == (("a", "b"),)
    assert one.deprecated == ("a",)
