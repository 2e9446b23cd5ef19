"""Functions, methods and objects that code makes at run time, held against what Python itself says of the same text."""

from __future__ import annotations

import pytest

from modiff.model.items import Item
from tests.link.python_itself import doubt, read, run, shape, shown
from tests.worlds import changes_of, graph_of, told

WRITTEN = """
import inspect, types

def written(spec):
    defaults = spec.defaults or ()
    first = len(spec.args) - len(defaults)
    return str(inspect.Signature([
        *[inspect.Parameter(n, 1, default=defaults[i - first] if i >= first else inspect._empty) for i, n in enumerate(spec.args)],
        *([inspect.Parameter(spec.varargs, 2)] if spec.varargs else ()),
        *([inspect.Parameter(spec.varkw, 4)] if spec.varkw else ()),
    ]))
"""

FACTORY = (
    WRITTEN
    + """

def factory(target, location=None):
    if isinstance(target, type):
        fn = target.__init__
        callable_ = target
    else:
        fn = callable_ = target
    spec = inspect.getfullargspec(fn)
    del spec[0][0]
    text = written(spec)
    env = {"cls": callable_}
    exec("def made" + text + ": return cls()", env)
    return env["made"]

def copied(f):
    return types.FunctionType(f.__code__, f.__globals__, f.__name__, f.__defaults__, f.__closure__)

def passed_on(cls):
    def make(*args, **kwargs):
        return cls(*args, **kwargs)
    make.__signature__ = inspect.signature(cls)
    return make

class Insert:
    def __init__(self, table, values=None, **options): pass
    @classmethod
    def _create(cls, table, *values): pass
    def on(self, a, b=1): pass

class Update(Insert):
    pass

def plain(a, b=1, *, c): pass

insert = factory(Insert, ".insert")
update = factory(Update)
created = factory(Insert._create, location=".created")
same = copied(plain)
made = passed_on(Insert)
"""
)


@pytest.mark.parametrize("name", ["insert", "update", "created", "same", "made"])
def test_what_a_factory_makes_takes_what_its_pattern_takes(name: str) -> None:
    graph = graph_of(pkg=FACTORY)
    item = graph.at(f"pkg.{name}")
    assert isinstance(item, Item)
    assert item.kind == "function"
    assert read(graph, f"pkg.{name}") == shape(getattr(run(FACTORY), name))


def test_compiled_text_is_never_certain_and_what_hands_all_on_is() -> None:
    graph = graph_of(pkg=FACTORY)
    assert "at run time" in (doubt(graph, "pkg.insert") or "")
    assert doubt(graph, "pkg.made") is None


def test_a_call_is_compared_with_the_function_that_took_its_place() -> None:
    new = FACTORY.replace('insert = factory(Insert, ".insert")', "def insert(table): pass")
    assert {(line.split()[1], line.split()[-1]) for line in told(changes_of({"pkg": FACTORY}, {"pkg": new})) if "insert" in line} == {
        ("pkg.insert", "values"), ("pkg.insert", "options"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "maker",
    [
        "def maker(target):\n    return Registry(target)\nclass Registry:\n    def __init__(self, target): pass",
        "def maker(target):\n    exec('x = 1', {})\n    return [target]",
        "def maker(target):\n    import inspect\n    return inspect.signature(target)",
        "def maker(other, target=None):\n    import inspect\n    inspect.getfullargspec(target)\n    exec('', env)\n    return env['f']",
        "def maker(target):\n    import inspect\n    inspect.getfullargspec(target)\n    exec('', {})\n    return target.name",
    ],
)
def test_calls_that_make_something_else_make_no_function_of_these_calls(maker: str) -> None:
    graph = graph_of(pkg=f"{maker}\nclass C:\n    name = 'c'\n    def __init__(self, a, b): pass\nmade = maker(C)\n")
    made = graph.at("pkg.made")
    assert isinstance(made, Item)
    assert made.kind == "attribute"


PROXIES = (
    WRITTEN
    + """

def proxies(target, title, methods=(), classmethods=(), attributes=()):
    def decorate(cls):
        def instrument(name, clslevel=False):
            fn = getattr(target, name)
            spec = inspect.getfullargspec(fn)
            env = {"target": target}
            exec("def %s%s: return 1" % (name, written(spec)), env)
            made = env[name]
            if clslevel:
                made = classmethod(made)
            return made
        def makeprop(name):
            env = {}
            exec("getset = property(lambda self: 1, lambda self, x: None)", env)
            return env["getset"]
        for name in methods:
            if hasattr(cls, name):
                raise TypeError(name)
            setattr(cls, name, instrument(name))
        for name in attributes:
            setattr(cls, name, makeprop(name))
        for name in classmethods:
            setattr(cls, name, instrument(name, clslevel=True))
        return cls
    return decorate

class Session:
    autocommit = False
    def add(self, instance, warn=True): pass
    def close(self): pass
    @classmethod
    def key(cls, *args, **kwargs): pass

@proxies(Session, ":class:`Session`", methods=["add"], classmethods=["key"], attributes=["autocommit"])
class Scoped:
    def own(self): pass

@proxies(Scoped, "twice", methods=["add"])
class Twice:
    pass
"""
)


@pytest.mark.parametrize("path", ["Scoped.add", "Scoped.key", "Twice.add"])
def test_methods_that_a_class_decorator_copies_take_what_they_take_there(path: str) -> None:
    cls, _, name = path.partition(".")
    there = getattr(run(PROXIES), cls)
    bound = shape(getattr(there, name)) if name == "key" else shape(getattr(there(), name))
    assert read(graph_of(pkg=PROXIES), f"pkg.{path}") == bound
    assert "pattern" in (doubt(graph_of(pkg=PROXIES), f"pkg.{path}") or "")


def test_names_that_are_not_listed_are_not_copied() -> None:
    graph = graph_of(pkg=PROXIES)
    assert graph.at("pkg.Scoped.autocommit") is not None
    assert graph.at("pkg.Scoped.close") is None
    assert not hasattr(run(PROXIES).Scoped, "close")


def test_a_copied_method_that_lost_a_parameter_there_lost_it_here_too() -> None:
    new = PROXIES.replace("def add(self, instance, warn=True)", "def add(self, instance)")
    changes = [line for line in told(changes_of({"pkg": PROXIES}, {"pkg": new})) if "warn" in line]
    assert sorted(line.split()[1] for line in changes) == ["pkg.Scoped.add", "pkg.Session.add", "pkg.Twice.add"]


OBJECTS = """
class option:
    def __init__(self): pass
    def __call__(self, fn):
        self.fn = fn
        return self
    def unbound(self, fn):
        self.other = fn
        return self
    def named(self, name):
        def decorate(fn):
            setattr(self, name, fn)
            return self
        return decorate
    def keeping(self, fn):
        return fn

class Task:
    def __init__(self, fn): self.fn = fn
    def __call__(self, *args, **kwargs): return self.fn(*args, **kwargs)

class Fixed:
    def __init__(self, fn): self.fn = fn
    def __call__(self, url, timeout=1): pass

def task(fn):
    return Fixed(fn)

class Silent:
    def __init__(self, fn): pass

@option()
def load(loadopt, attr): pass

@load.unbound
def load(*keys): pass

@option()
def defer(loadopt): pass

@defer.named("x")
def defer(a, b): pass

@defer.keeping
def kept(a, b): pass

@Task
def run(a, b): pass

@Fixed
def fetch(a): pass

@task
def push(a): pass

@Silent
def silent(a): pass
"""


@pytest.mark.parametrize("name", ["load", "defer", "fetch", "push", "kept"])
def test_an_object_in_place_of_a_function_takes_what_its_class_says(name: str) -> None:
    assert read(graph_of(pkg=OBJECTS), f"pkg.{name}") == shape(getattr(run(OBJECTS), name))


def test_an_object_that_takes_anything_is_taken_to_hand_it_on_and_one_that_cannot_be_called_takes_nothing() -> None:
    graph = graph_of(pkg=OBJECTS)
    assert shown(graph, "pkg.run") == "(a, b)"
    assert doubt(graph, "pkg.run") is not None
    assert shown(graph, "pkg.silent") is None
    assert not callable(run(OBJECTS).silent)


GLOBAL = """
def _bind():
    global moved, Made, cache
    from .impl import moved
    cache = {}
    class Made: pass

def _ask():
    global known
    known = 1

known = None
_bind()
"""


def test_a_name_that_a_function_binds_is_not_gone() -> None:
    old = {"pkg": "", "pkg__mod": "def moved(a): pass\nclass Made: pass\ncache = {}\nknown = None\nlost = 1", "pkg__impl": "def moved(a): pass"}
    new = {"pkg": "", "pkg__mod": GLOBAL, "pkg__impl": "def moved(a): pass"}
    assert [line for line in told(changes_of(old, new)) if line.startswith("Gone")] == ["Gone pkg.mod.lost"]


def test_a_name_that_only_a_function_binds_is_nothing_that_the_module_offers() -> None:
    old = {"pkg": "", "pkg__mod": GLOBAL, "pkg__impl": "def moved(a): pass"}
    new = {"pkg": "", "pkg__mod": "known = None", "pkg__impl": "def moved(a): pass"}
    assert told(changes_of(old, new)) == []


def test_calls_that_always_raised_cannot_break() -> None:
    frozen = """
    class Frozen(dict):
        def pop(self, {0}):
            raise TypeError("frozen")
        def get_all(self, {0}):
            raise NotImplementedError
    """
    changes = changes_of({"pkg": frozen.format("*args, **kw")}, {"pkg": frozen.format("key")})
    assert {line.split()[1] for line in told(changes)} == {"pkg.Frozen.get_all"}


def test_a_decorator_that_begins_with_its_inner_function_is_read() -> None:
    decorated = """
    def since(version):
        def mark(fn):
            fn.since = version
            return fn
        return mark

    @since("1")
    def f(a, b): pass
    """
    assert doubt(graph_of(pkg=decorated), "pkg.f") is None


DELEGATES = """
from types import coroutine

def delegates(*names):
    def build(cls):
        for name in names:
            setattr(cls, name, _method(name))
        return cls
    return build

def slow(*names):
    def build(cls):
        for name in names:
            setattr(cls, name, _slow(name))
        return cls
    return build

def shown(*names):
    def build(cls):
        for name in names:
            setattr(cls, name, _property(name))
        return cls
    return build

def _method(name):
    async def method(self, *args, **kwargs):
        return getattr(self._file, name)(*args, **kwargs)

    return method

def _slow(name):
    @coroutine
    def method(self, size=1):
        return (yield from self._run(name, size))

    return method

def _property(name):
    def get(self):
        return getattr(self._file, name)

    return property(get)

@delegates("read", "close")
@slow("seek")
@shown("closed")
class File:
    pass
"""


def test_members_that_helpers_of_a_class_decorator_make_are_of_the_kind_that_they_make() -> None:
    graph, there = graph_of(pkg=DELEGATES), run(DELEGATES).File
    kinds = {name: item.kind for name in ("read", "close", "seek", "closed") if isinstance(item := graph.at(f"pkg.File.{name}"), Item)}
    assert kinds == {"read": "method", "close": "method", "seek": "method", "closed": "property"}
    assert isinstance(there.closed, property)
    assert read(graph, "pkg.File.read") == shape(there().read)
    assert read(graph, "pkg.File.seek") == shape(there().seek)


def test_a_generator_that_is_awaited_does_not_become_a_coroutine() -> None:
    old = DELEGATES + "\n@coroutine\ndef wait(x):\n    yield x\n"
    lazy = "    @coroutine\n    def method(self, size=1):\n        return (yield from self._run(name, size))"
    new = DELEGATES.replace(lazy, "    async def method(self, size=1): pass")
    assert told(changes_of({"pkg": old}, {"pkg": new + "\nasync def wait(x): pass\n"})) == []


def test_parameters_that_a_decorator_still_takes_by_position() -> None:
    graph = graph_of(pkg="@deprecated_posargs\ndef lists(elements, *, min_size=0): pass\n")
    assert shown(graph, "pkg.lists") == "(elements, min_size=0)"
