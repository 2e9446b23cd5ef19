"""What bodies of functions say: keys of `**kwargs`, what is handed on, what decorators keep, what is returned and raised."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.extract.bodies import extract_bodies
from modiff.model.bodies import Body
from modiff.model.facts import Import


def body_of(text: str, parameters: str = "self, *args, **kwargs") -> Body:
    """Of a function with these statements, inside a class."""
    source = f"class C:\n    def f({parameters}):\n" + indent(dedent(text).strip("\n"), " " * 8) + "\n"
    span = (2, source.count("\n"))
    return extract_bodies(source.encode(), [span])[span]


def function(text: str) -> Body:
    """Of a whole `def`."""
    source = dedent(text).strip("\n") + "\n"
    span = (1, source.count("\n"))
    return extract_bodies(source.encode(), [span])[span]


@pytest.mark.parametrize(
    ("statement", "reads"),
    [
        ("x = kwargs['a']", ("a",)),
        ("x = kwargs.get('a', 1)", ("a",)),
        ("x = kwargs.pop('a')", ("a",)),
        ("if 'a' in kwargs: x = 1", ("a",)),
        ("if 'a' not in kwargs: raise TypeError('a is missing')", ("a",)),
        ("for k in ('a', 'b'):\n    if k in kwargs: x = kwargs.pop(k)", ("a", "b")),
        ("names = ['a', 'b']\nx = {k: kwargs[k] for k in names}", ("a", "b")),
        ("kwargs['a'] = 1", ()),
        ("kwargs.setdefault('a', 1)", ()),
        ("kwargs.pop('a', None)", ()),
        ("del kwargs['a']", ()),
        ("kwargs.update(a=1)", ()),
        ("print('a', kwargs)", ()),
        ("warnings.warn(f'{kwargs}')", ()),
    ],
)
def test_keys_that_are_read(statement: str, reads: tuple[str, ...]) -> None:
    found = body_of(statement)
    assert (found.reads, found.escapes) == (reads, None)


@pytest.mark.parametrize(
    "statement",
    [
        "self.options = kwargs",
        "return kwargs",
        "f(kwargs)",
        "f(options=kwargs)",
        "x = kwargs[key]",
        "x = kwargs.get(key)",
        "for k in kwargs: setattr(self, k, 1)",
        "self.__dict__.update(kwargs)",
        "x = dict(kwargs, a=1)",
        "kwargs = dict(a=1, **kwargs)",
        "x = {**kwargs}",
        "return [k for k in kwargs]",
        "assert not kwargs",
    ],
)
def test_uses_that_reading_does_not_follow(statement: str) -> None:
    assert body_of(statement).escapes == statement


@pytest.mark.parametrize(
    "statement",
    [
        "if kwargs: raise TypeError(f'unexpected {kwargs}')",
        "if len(kwargs) > 0:\n    raise TypeError(', '.join(kwargs))",
        "if kwargs != {}: raise TypeError",
        "if args or kwargs: raise TypeError",
        "for key in kwargs: raise TypeError(key)",
        "for key in sorted(kwargs):\n    if key not in ('a', 'b'):\n        raise TypeError(key)",
    ],
)
def test_keys_that_nobody_knows_are_rejected(statement: str) -> None:
    found = body_of(statement)
    assert (found.rejects, found.escapes) == (True, None)


@pytest.mark.parametrize(
    "statement",
    [
        "if kwargs: warn('unused')",
        "if not kwargs: raise TypeError",
        "if kwargs and strict: raise TypeError",
        "if strict:\n    if kwargs: raise TypeError",
    ],
)
def test_keys_that_are_not_rejected_for_certain(statement: str) -> None:
    assert not body_of(statement).rejects


def test_one_key_may_be_refused() -> None:
    found = body_of("if 'old' in kwargs: raise TypeError('use new')\nx = kwargs.get('new')")
    assert (found.refused, found.reads) == (("old",), ("new",))
    given = body_of("x = kwargs.pop('x', None)\nif x is not None:\n    raise TypeError('x is removed')")
    assert (given.refused, given.reads) == (("x",), ())
    sometimes = body_of("if args:\n    if 'old' in kwargs: raise TypeError('given twice')")
    assert (sometimes.refused, sometimes.reads) == ((), ("old",))


def test_what_is_handed_on() -> None:
    (found,) = body_of("super().__init__(1, *args, name='x', **kwargs)").forwards
    assert (found.callee, found.positional, found.keywords, found.args, found.sure, found.line) == ("super().__init__", 1, ("name",), True, True, 1)
    (found,) = body_of("return Base.__init__(self, **kwargs)").forwards
    assert (found.callee, found.receiver, found.result) == ("Base.__init__", True, True)
    (found,) = body_of("x = functools.partial(self.draw, 1, **kwargs)").forwards
    assert (found.callee, found.positional) == ("self.draw", 1)
    (found,) = body_of("with open(**{'a': 1, **kwargs}) as x: pass").forwards
    assert (found.callee, found.others) == ("open", False)
    (found,) = body_of("f(**dict(kwargs), **more)").forwards
    assert (found.callee, found.others) == ("f", True)


@pytest.mark.parametrize(
    "text", ["if x: f(**kwargs)", "try: f(**kwargs)\nexcept E: pass", "if x: return 1\nf(**kwargs)", "def g(): f(**kwargs)", "x and f(**kwargs)"]
)
def test_what_is_handed_on_only_sometimes(text: str) -> None:
    assert [forward.sure for forward in body_of(text).forwards] == [False]


def test_names_that_the_function_binds_itself() -> None:
    assert body_of("from .m import g\ng(**kwargs)").forwards[0].imported == Import("m", 1, "g")
    assert body_of("g = choose()\ng(**kwargs)").forwards[0].local
    assert not body_of("g(**kwargs)").forwards[0].local


def test_a_name_bound_anew_means_something_else() -> None:
    assert body_of("f(**kwargs)\nkwargs = other()\ng(**kwargs)").forwards == body_of("f(**kwargs)").forwards
    derived = body_of("kwargs = normalised(kwargs)\ng(**kwargs)")
    assert derived.escapes is not None
    assert [forward.sure for forward in derived.forwards] == [False]


def test_inner_functions_with_a_mapping_of_their_own() -> None:
    assert body_of("def inner(**kwargs):\n    return f(**kwargs)\nreturn inner").forwards == ()


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("def d(f):\n    @functools.wraps(f)\n    def w(*args, **kwargs):\n        return f(*args, **kwargs)\n    return w", ("bare",)),
        ("def d(f):\n    def w(self, *args, **kwargs):\n        return f(self, *args, **kwargs)\n    return update_wrapper(w, f)", ("bare",)),
        ("def d(f):\n    known.append(f)\n    return f", ("bare",)),
        (
            "def d(x):\n    def inner(f):\n        @wraps(f)\n        def w(*a, **k):\n            return f(*a, **k)\n        return w\n"
            "    return inner",
            ("called",),
        ),
        (
            "def d(f=None, *, x=1):\n    def inner(f):\n        def w(*a, **k):\n            return f(*a, **k)\n        return w\n"
            "    return inner if f is None else inner(f)",
            ("bare", "called"),
        ),
        ("def d(f):\n    def w(*args, **kwargs):\n        return f(1, *args, **kwargs)\n    return w", ()),
        ("def d(f):\n    def w(*args, **kwargs):\n        kwargs.pop('x', None)\n        return f(*args, **kwargs)\n    return w", ()),
        ("def d(f):\n    def w(a, b):\n        return f(a, b)\n    return w", ()),
        ("def d(f):\n    def w(*args, **kwargs):\n        return g(*args, **kwargs)\n    return w", ()),
        ("def d(f):\n    @strange\n    def w(*args, **kwargs):\n        return f(*args, **kwargs)\n    return w", ()),
        ("def d(f):\n    return Command(f)", ()),
    ],
)
def test_decorators_that_keep_parameters(text: str, keeps: tuple[str, ...]) -> None:
    assert function(text).keeps == keeps


def test_returns_and_raises() -> None:
    found = function(
        """
        def f(self, x):
            if x: return None
            elif y: return b"x"
            elif z: return Result(x)
            def inner(): return 1
            for a in x:
                raise errors.Odd("a") from None
            return self
        """
    )
    assert (found.returns, found.raises) == (("None", "bytes", "call Result", "self"), ("errors.Odd",))


def test_only_the_lines_asked_for_are_read() -> None:
    source = b"def f(**kw):\n    return kw['a']\nthis is ( broken\ndef g(**kw):\n    return kw['b']\n"
    found = extract_bodies(source, [(1, 2), (4, 5)])
    assert [found[span].reads for span in ((1, 2), (4, 5))] == [("a",), ("b",)]
    assert extract_bodies(b"def f(:\n  ((\n", [(1, 2)]) == {}


@given(st.binary(max_size=200), st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=3))
def test_no_text_makes_it_fail(data: bytes, spans: list[tuple[int, int]]) -> None:
    extract_bodies(data, spans)
    extract_bodies(b"def f(a, *args, **kwargs):\n    kwargs" + data, [(1, 2 + data.count(b"\n"))])


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ("for a in args: print(a)", True),
        ("x = []\nx.extend(args)", True),
        ("return [a for a in args if a]", True),
        ("if args and len(args) > 2: return sorted(args)", True),
        ("if len(args) > 2: raise ValueError", False),
        ("return args[0], list(args)", False),
        ("a, b = args\nreturn list(args)", False),
        ("return list(args), g(*args)", False),
        ("return list(args), g(args)", False),
        ("self.args = 1\ng(args=2)\nreturn sum(args)", True),
        ("'''Takes args.'''", False),
    ],
)
def test_arguments_that_are_a_list_of_like_things(statements: str, found: bool) -> None:
    assert body_of(statements).gathers is found


def test_what_the_docstring_says_is_returned() -> None:
    assert body_of("'''Reads.\n\n:param x: what\n:rtype: `dict`, or so\n'''\nreturn x()").documented == "`dict`, or so"
    assert body_of("'''Reads.'''\nreturn x()").documented is None


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ("more = {'a': 1}\nf.run(1, **more)", (("run", ("a",)),)),
        ("more = dict(a=1)\nf.run(**more)", (("run", ("a",)),)),
        ("more = {}\nmore['a'] = 1\ng = lambda: f.run(**more)", (("run", ("a",)),)),
        ("more = {}\nif x: more['a'] = 1\nelse: more['a'] = 2\nf.run(**more)", (("run", ("a",)),)),
        ("more = {}\nif x: more['a'] = 1\nelif y: more['a'] = 2\nelse: more['a'] = 3; more['b'] = 1\nf.run(**more)", (("run", ("a",)),)),
        ("more = {}\nif x: more['a'] = 1\nf.run(**more)", ()),
        ("more = {}\nif x: more['a'] = 1\nelif y: more['b'] = 2\nelse: more['b'] = 1\nf.run(**more)", ()),
        ("for x in y:\n    more = {}\n    more['a'] = 1\n    f.run(**more)", (("run", ("a",)),)),
        ("more = {}\nfor x in y: more['a'] = 1\nf.run(**more)", ()),
        ("more = {'a': 1}\nmore = other()\nf.run(**more)", ()),
        ("more = {'a': 1}\nrun(**more)", ()),
        ("f.run(**kwargs)", ()),
    ],
)
def test_keywords_that_are_given_by_way_of_a_mapping(statements: str, found: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    assert body_of(statements).gives == found


def test_a_key_that_is_asserted_not_to_be_there_is_not_read() -> None:
    body = function("def f(**kw):\n    assert 'mode' not in kw\n    return g(**kw)\n")
    assert (body.reads, body.refused, body.escapes) == ((), (), None)
    assert function("def f(**kw):\n    if 'mode' not in kw:\n        print()\n    return g(**kw)\n").reads == ("mode",)
