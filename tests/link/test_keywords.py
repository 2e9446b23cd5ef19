"""What becomes of keywords that fall into `**kwargs`, followed from call to call."""

from __future__ import annotations

import pytest

from modiff.graph import Graph
from modiff.model.items import Item
from tests.worlds import graph_of

BASES = """
    class Base:
        def __init__(self, name, colour=None): pass
    class Middle(Base):
        def __init__(self, *, width=1, **kwargs):
            super().__init__(**kwargs)
    class Leaf(Middle):
        def __init__(self, x, **kwargs):
            kwargs.pop("old", None)
            self.height = kwargs.pop("height", 1)
            super(Leaf, self).__init__(name=x, **kwargs)
    class Other(Leaf):
        pass
"""


def item(graph: Graph, path: str) -> Item:
    found = graph.at(f"pkg.{path}")
    assert isinstance(found, Item)
    return found


def verdict(graph: Graph, path: str, keyword: str, cls: str | None = None) -> tuple[str, str | None]:
    fate = graph.keyword_fate(item(graph, path), keyword, item(graph, cls) if cls else None)
    return fate.verdict, fate.by


@pytest.mark.parametrize(
    ("keyword", "expected"),
    [
        ("x", ("taken", "pkg.Leaf")),
        ("height", ("read", "pkg.Leaf")),
        ("old", ("ignored", "pkg.Leaf")),
        ("width", ("taken", "pkg.Middle.__init__")),
        ("colour", ("taken", "pkg.Base.__init__")),
        ("depth", ("rejected", "pkg.Base.__init__")),
        ("name", ("rejected", "pkg.Leaf")),  # given twice
    ],
)
def test_through_the_bases(keyword: str, expected: tuple[str, str]) -> None:
    assert verdict(graph_of(pkg=BASES), "Leaf", keyword) == expected


def test_effective_keywords_of_a_class_and_its_heir() -> None:
    graph = graph_of(pkg=BASES)
    for name in ("Leaf", "Other"):
        assert sorted(graph.effective_keywords(item(graph, name))) == ["colour", "height", "width"]
        assert graph.takes_no_other_keywords(item(graph, name))


def test_super_goes_by_the_order_of_the_class_that_is_constructed() -> None:
    graph = graph_of(
        pkg="""
        class Root:
            def __init__(self): pass
        class Left(Root):
            def __init__(self, **kwargs): super().__init__(**kwargs)
        class Right(Root):
            def __init__(self, side=1, **kwargs): super().__init__(**kwargs)
        class Both(Left, Right): pass
        """
    )
    assert verdict(graph, "Left", "side") == ("rejected", "pkg.Root.__init__")
    assert verdict(graph, "Both", "side") == ("taken", "pkg.Right.__init__")
    assert verdict(graph, "Both", "top") == ("rejected", "pkg.Root.__init__")


def test_object_takes_nothing() -> None:
    graph = graph_of(pkg="class C:\n    def __init__(self, **kw): super().__init__(**kw)\n")
    assert verdict(graph, "C", "x") == ("rejected", "object.__init__")


def test_a_base_of_another_distribution_may_take_anything() -> None:
    graph = graph_of(pkg="from other import Base\nclass C(Base):\n    def __init__(self, **kw): super().__init__(**kw)\n")
    assert verdict(graph, "C", "x")[0] == "unknown"


def test_methods_are_those_of_the_class_they_are_called_on() -> None:
    graph = graph_of(
        pkg="""
        class Base:
            def draw(self, **kw): return self.paint(1, **kw)
            def paint(self, x, **kw): raise NotImplementedError
        class Heir(Base):
            def paint(self, x, ink=None): pass
        """
    )
    assert verdict(graph, "Base.draw", "ink") == ("ignored", "pkg.Base.draw")
    assert verdict(graph, "Base.draw", "ink", "Heir") == ("taken", "pkg.Heir.paint")
    assert verdict(graph, "Base.draw", "x", "Heir") == ("rejected", "pkg.Heir.paint")  # given by position too


def test_functions_imports_and_partials() -> None:
    graph = graph_of(
        pkg="""
        from functools import partial
        from .impl import work
        def a(**kw): return work(**kw)
        def b(**kw):
            from .impl import Worker
            return Worker(**kw)
        def c(**kw): return partial(work, 1, **kw)
        def d(work, **kw): return work(**kw)
        def e(**kw): return unheard_of(**kw)
        """,
        pkg__impl="def work(job, pay=1): pass\nclass Worker:\n    def __init__(self, name): pass\n",
    )
    assert verdict(graph, "a", "pay") == ("taken", "pkg.impl.work")
    assert verdict(graph, "b", "name") == ("taken", "pkg.impl.Worker")
    assert verdict(graph, "b", "pay") == ("rejected", "pkg.impl.Worker")
    assert verdict(graph, "c", "job") == ("rejected", "pkg.impl.work")
    assert [verdict(graph, f, "pay")[0] for f in "de"] == ["unknown", "unknown"]


def test_circles_come_to_an_end() -> None:
    graph = graph_of(
        pkg="""
        def a(**kw): return b(**kw)
        def b(**kw):
            if kw.get("deep"):
                return a(**kw)
            return c(**kw)
        def c(x=1): pass
        def round(**kw): return round(**kw)
        """
    )
    assert verdict(graph, "a", "deep") == ("read", "pkg.b")
    assert verdict(graph, "a", "x") == ("taken", "pkg.c")
    assert verdict(graph, "round", "x")[0] == "unknown"
    assert graph.effective_keywords(item(graph, "round")) == {}


def test_branches_that_disagree_settle_nothing() -> None:
    graph = graph_of(
        pkg="""
        def one(x=1): pass
        def two(y=1): pass
        def either(flag, **kw): return one(**kw) if flag else two(**kw)
        def both(**kw):
            one(**kw)
            two(**kw)
        """
    )
    assert verdict(graph, "either", "x")[0] == "unknown"
    assert verdict(graph, "either", "z")[0] == "rejected"
    assert verdict(graph, "both", "x") == ("rejected", "pkg.two")


def test_a_call_that_fails_for_what_is_given_by_position_says_nothing_of_keywords() -> None:
    graph = graph_of(
        pkg="""
        class Request:
            def __init__(self, **kw): self.unit = kw.get("unit")
        class Wide:
            def __init__(self, *rest, **kw): self.unit = kw.get("unit")
        class Heir(Request):
            def __init__(self, **kw): Request.__init__(self, **kw)
        def too_many(data, **kw): return Request(data, **kw)
        def fitting(data, **kw): return Wide(data, **kw)
        """
    )
    assert verdict(graph, "too_many", "unit")[0] == "unknown"
    assert graph.effective_keywords(item(graph, "too_many")) == {}
    assert verdict(graph, "fitting", "unit") == ("read", "pkg.Wide")
    assert verdict(graph, "Heir", "unit") == ("read", "pkg.Request.__init__")


def test_keys_that_may_have_been_taken_out_before_are_not_refused_further_on() -> None:
    graph = graph_of(
        pkg="""
        NAMES = ("many",)
        class C:
            def __init__(self, x=1): pass
            @classmethod
            def popped(cls, **kw):
                for key in NAMES:
                    kw.pop(key, None)
                return cls(**kw)
            @classmethod
            def deleted(cls, **kw):
                for key in NAMES:
                    del kw[key]
                return cls(**kw)
            @classmethod
            def helped(cls, **kw):
                prepare(kw)
                return cls(**kw)
            @classmethod
            def named(cls, **kw):
                for key in ("many",):
                    kw.pop(key, None)
                return cls(**kw)
            @classmethod
            def told(cls, **kw):
                print(kw)
                return cls(**kw)
        """
    )
    assert [verdict(graph, f"C.{name}", "other")[0] for name in ("popped", "deleted", "helped")] == ["unknown"] * 3
    assert [verdict(graph, f"C.{name}", "other")[0] for name in ("named", "told")] == ["rejected"] * 2
    assert verdict(graph, "C.popped", "x")[0] == "taken"


def test_fields_of_a_dataclass_take_keywords() -> None:
    graph = graph_of(
        pkg="""
        from dataclasses import dataclass
        @dataclass
        class Base:
            x: int = 1
        class Heir(Base):
            def __init__(self, **kw): super().__init__(**kw)
        """
    )
    assert verdict(graph, "Heir", "x") == ("taken", "pkg.Base.__init__")
    assert verdict(graph, "Heir", "y") == ("rejected", "pkg.Base.__init__")


def test_decorators_of_the_release_that_keep_parameters_leave_no_doubt() -> None:
    graph = graph_of(
        pkg="""
        from .tools import traced, limited, odd
        @traced
        @limited(3)
        def f(x): pass
        @odd
        def g(x): pass
        @traced()
        def h(x): pass
        """,
        pkg__tools="""
        from functools import wraps
        def traced(function):
            @wraps(function)
            def wrapper(*args, **kwargs):
                return function(*args, **kwargs)
            return wrapper
        def limited(times):
            def decorator(function):
                def wrapper(*args, **kwargs):
                    return function(*args, **kwargs)
                return wrapper
            return decorator
        def odd(function):
            return lambda x, y: function(x)
        """,
    )
    doubts = {name: signature.doubt for name in "fgh" if (signature := graph.signature(item(graph, name))) is not None}
    assert doubts["f"] is None
    assert doubts["g"] == "decorated with @odd, which may change what it takes"
    assert doubts["h"] == "decorated with @traced, which may change what it takes"


VIEWER = """
    def show(image, **options):
        return show_file(dump(image), **options)
    def show_it(**options):
        return show_file(**options)
    def show_file(path=None, **options):
        {before}
        if path is None:
            if "file" in options:
                path = options.pop("file")
        command(path, **options)
    def command(file, title=None): pass
"""


def test_a_key_that_is_read_only_where_a_parameter_is_none_is_not_read_where_that_is_given() -> None:
    graph = graph_of(pkg=VIEWER.format(before="pass"))
    assert verdict(graph, "show", "file") == ("rejected", "pkg.command")
    assert verdict(graph, "show_it", "file") == ("read", "pkg.show_file")
    assert verdict(graph, "show_file", "file") == ("read", "pkg.show_file")


def test_a_parameter_that_is_bound_anew_before_may_be_none() -> None:
    graph = graph_of(pkg=VIEWER.format(before="path = checked(path)"))
    assert verdict(graph, "show", "file") == ("read", "pkg.show_file")


def test_a_key_that_is_also_read_elsewhere_is_read() -> None:
    graph = graph_of(pkg=VIEWER.format(before="options.get('file')"))
    assert verdict(graph, "show", "file") == ("read", "pkg.show_file")


CALLED_BY_A_LOCAL_NAME = {
    "a key of the mapping": 'made = kwargs.pop("cls", None) or Leaf\n            return made(x, **kwargs)',
    "the default of a key": 'made = kwargs.pop("cls", Leaf)\n            return made(x, **kwargs)',
    "in an inner function, of a copy": """def inner(f):
                own = kwargs.copy()
                made = own.pop("cls", None) or Leaf
                return made(x, **own)
            return inner""",
    "of a copy by `dict`": 'own = dict(kwargs)\n            made = own.get("cls") or Leaf\n            return made(x, **own)',
    "a parameter": "cls = cls or Leaf\n            return cls(x, **kwargs)",
    "a parameter that is None": "if cls is None:\n                cls = Leaf\n            return cls(x, **kwargs)",
    "with a cast": 'if cls is None:\n                cls = typing.cast("type", Leaf)\n            return cls(x, **kwargs)',
    "a default": "return other(x, **kwargs)",
}


@pytest.mark.parametrize("body", CALLED_BY_A_LOCAL_NAME.values(), ids=CALLED_BY_A_LOCAL_NAME)
def test_a_local_name_that_callers_may_choose(body: str) -> None:
    """`@option(cls=…)`: where nobody says `cls`, it is the usual one."""
    parameters = "x, cls=None, **kwargs" if "cls is" in body or "cls = " in body else "x, other=Leaf, **kwargs" if "other" in body else "x, **kwargs"
    source = f"""
        import typing
        class Leaf:
            def __init__(self, x, *, height=1): pass
        def make({parameters}):
            {body}
    """
    graph = graph_of(pkg=source)
    assert verdict(graph, "make", "height") == ("taken", "pkg.Leaf")
    assert verdict(graph, "make", "depth") == ("rejected", "pkg.Leaf")
    chosen = graph.keyword_fate(item(graph, "make"), "depth", None, frozenset({"cls", "other"}))
    assert chosen.verdict == "unknown"


@pytest.mark.parametrize(
    "body",
    [
        "made = Leaf if x else Twig\n            return made(**kwargs)",  # two classes
        "made = x or Leaf\n            return made(**kwargs)",  # whatever callers give
        "made = Leaf\n            made = Twig\n            return made(**kwargs)",
        "for made in (Leaf, Twig):\n                made(**kwargs)",
        "own = kwargs.copy()\n            own = {}\n            return Leaf(**own)",
        "own = kwargs.copy()\n            x.keep(own)",
    ],
)
def test_a_local_name_that_may_be_anything(body: str) -> None:
    source = f"""
        class Leaf:
            def __init__(self, height=1): pass
        class Twig: pass
        def make(x, **kwargs):
            {body}
    """
    assert verdict(graph_of(pkg=source), "make", "depth")[0] == "unknown"


@pytest.mark.parametrize("branch", ["else:", "elif x:"])
def test_what_another_branch_puts_in_its_place_is_not_the_usual_one(branch: str) -> None:
    source = f"""
        class Leaf:
            def __init__(self, height=1): pass
        def make(x, cls=None, **kwargs):
            if cls is None:
                cls.height
            {branch}
                cls = Leaf
            return cls(**kwargs)
    """
    assert verdict(graph_of(pkg=source), "make", "depth")[0] == "unknown"
