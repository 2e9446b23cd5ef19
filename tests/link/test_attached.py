"""Members that class decorators of the release set: read with their arguments, never run."""

from __future__ import annotations

import pytest

from modiff.graph import Graph
from modiff.model.findings import Certainty
from modiff.model.items import Item
from tests.worlds import changes_of, graph_of, told

NESTED = """
    def nested(resource, path=None, operations=None, plural=None):
        if plural is None:
            plural = "%ss" % resource
        if operations is None:
            raise ValueError("operations list required")
        def wrapper(cls):
            def url(cls, id, nested_id=None):
                return cls.base + path
            setattr(cls, "%ss_url" % resource, classmethod(url))
            for operation in operations:
                if operation == "create":
                    def create(cls, id, **params):
                        return params
                    name = "create_%s" % resource
                    setattr(cls, name, classmethod(create))
                elif operation == "list":
                    def all_of(cls, id, **params):
                        return params
                    setattr(cls, f"list_{plural}", classmethod(all_of))
                else:
                    raise ValueError("Unknown operation: %s" % operation)
            return cls
        return wrapper
"""


def members(text: str, cls: str = "pkg.C", **files: str) -> dict[str, str]:
    """What a class answers for that its body does not say: name -> kind, and the calls it takes."""
    graph = graph_of(pkg=text, **files)
    found = {}
    owner = graph.at(cls)
    assert isinstance(owner, Item)
    for name, item in graph.own_members(owner).items():
        signature = graph.signature(item)
        found[name] = f"{item.binding or item.kind} {signature.shown}" if signature is not None else item.kind
    return found


def test_names_are_put_together_of_literal_arguments() -> None:
    text = """
        from pkg.made import nested
        @nested("capability", operations=["create", "list"], plural="capabilities")
        class C:
            base = "x"
    """
    assert members(text, pkg__made=NESTED) == {
        "base": "attribute",
        "capabilitys_url": "class (id, nested_id=None)",
        "create_capability": "class (id, **params)",
        "list_capabilities": "class (id, **params)",
    }


def test_a_member_that_a_decorator_sets_loses_a_parameter_as_any_other() -> None:
    both = "from pkg.made import nested\n@nested('card', operations=['create'])\nclass C: pass\n"
    old = {"pkg": both, "pkg__made": NESTED}
    new = {"pkg": both, "pkg__made": NESTED.replace("def create(cls, id, **params)", "def create(cls, **params)")}
    assert told(changes_of(old, new)) == ["ParameterChanged pkg.C.create_card removed id"]
    assert told(changes_of(old, old)) == []


@pytest.mark.parametrize(
    "name", ['"get_" + what', 'f"get_{what}"', '"get_{}".format(what)', '"get_{x}".format(x=what)', '"_".join(["get", what])', '"get_%s" % (what,)']
)
def test_every_usual_way_to_put_a_name_together_is_read(name: str) -> None:
    text = f"""
        def gives(what):
            def wrap(cls):
                def method(self, a, *, b=1): pass
                setattr(cls, {name}, method)
                return cls
            return wrap
        @gives("it")
        class C: pass
    """
    assert members(text) == {"get_it": "instance (a, *, b=1)"}


def test_a_bare_decorator_sets_attributes_by_assignment() -> None:
    text = """
        def helpers(cls):
            def getter(self):
                return cls
            if not issubclass(cls, object):
                raise ValueError("no")
            cls.helpers = property(getter)
            cls.limit = 3
            return cls
        @helpers
        class C: pass
    """
    assert members(text) == {"helpers": "property", "limit": "attribute"}


def test_a_table_of_the_module_is_as_good_as_a_literal() -> None:
    text = """
        NAMES = ("a", "b")
        def names(cls):
            for name in NAMES:
                setattr(cls, name, lambda self, x: x)
            return cls
        @names
        class C: pass
    """
    assert members(text) == {"a": "instance (x)", "b": "instance (x)"}


def test_what_is_there_already_may_be_asked_for() -> None:
    text = """
        def method(name):
            def wrap(cls):
                def request(cls, sid): pass
                if getattr(cls, name, None) is None:
                    setattr(cls, name, classmethod(request))
                else:
                    setattr(cls, "_cls_" + name, classmethod(request))
                return cls
            return wrap
        @method("new")
        @method("there")
        class C:
            def there(self, mine): pass
    """
    assert members(text) == {"there": "instance (mine)", "_cls_there": "class (sid)", "new": "class (sid)"}


COMPUTED = """
    from other import names
    def fill(cls):
        for name in names():
            setattr(cls, name, None)
        return cls
"""


def test_a_computed_name_makes_a_loss_only_possible() -> None:
    old = {"pkg": "class C:\n    def m(self): pass\n"}
    new = {"pkg": "from pkg.fill import fill\n@fill\nclass C: pass\n", "pkg__fill": COMPUTED}
    lost = [c for c in changes_of(old, new).changes if c.path == "pkg.C.m"]
    assert [(c.certainty is Certainty.possible, c.doubt) for c in lost] == [(True, "@fill sets attributes whose names are computed of pkg.C")]


def test_a_condition_that_reading_cannot_settle_makes_it_possible() -> None:
    new = """
        import os
        def fill(cls):
            if os.environ.get("X"):
                cls.m = lambda self: None
            return cls
        @fill
        class C: pass
    """
    lost = [c for c in changes_of({"pkg": "class C:\n    def m(self): pass\n    def n(self): pass\n"}, {"pkg": new}).changes if c.old is not None]
    assert {c.path: c.certainty for c in lost} == {"pkg.C.m": Certainty.possible, "pkg.C.n": Certainty.certain}


def test_an_attribute_of_something_else_is_no_member() -> None:
    text = """
        REGISTRY = type("R", (), {})
        def register(cls):
            REGISTRY.last = cls
            setattr(REGISTRY, "name", cls)
            return cls
        @register
        class C: pass
    """
    assert members(text) == {}


def test_a_decorator_that_gives_another_class_says_nothing_of_this_one() -> None:
    text = """
        class Other: pass
        def swap(cls):
            cls.m = lambda self: None
            return Other
        @swap
        class C: pass
    """
    assert members(text) == {}


def test_a_circle_ends() -> None:
    text = """
        def fill(cls):
            def more(n):
                return more(n)
            setattr(cls, more(1), None)
            return fill(cls)
        @fill
        class C: pass
    """
    assert members(text) == {}


def test_sets_of_names_are_joined_and_narrowed() -> None:
    text = """
        from pkg.lists import BOTH, FEWER
        def pinned(names):
            def pin(cls):
                for name in names:
                    if hasattr(cls, name):
                        continue
                    setattr(cls, name, made(name))
                return cls
            return pin
        def made(name):
            def get(self): ...
            return property(get)
        @pinned(BOTH)
        class C:
            def take(self): ...
        @pinned(FEWER)
        class D: ...
    """
    lists = """
        plots = frozenset(["plot"])
        COMMON: frozenset[str] = frozenset(["mad", "take"]) | plots
        BOTH = (COMMON | frozenset({"dtype"})) | set(["mad"])
        FEWER = BOTH - {"dtype", "take"} & BOTH
    """
    assert members(text, pkg__lists=lists) == {"take": "instance ()", "mad": "property", "plot": "property", "dtype": "property"}
    assert members(text, "pkg.D", pkg__lists=lists) == {"mad": "property", "plot": "property"}


FLATTENS = """
    import itertools
    class Base:
        __slots__ = ("name", "id", "_state")
        @property
        def avatar(self): ...
    class User(Base):
        __slots__ = Base.__slots__ + ("email",)
        def block(self): ...
        def edit(self, x): ...
    def flatten(cls):
        for attr, value in itertools.chain(Base.__dict__.items(), User.__dict__.items()):
            if attr.startswith("_"):
                continue
            if attr in cls.__dict__:
                continue
            if not hasattr(value, "__annotations__"):
                setattr(cls, attr, property(getter(attr)))
            else:
                def generate(x):
                    def general(self, *args, **kwargs): ...
                    return general
                setattr(cls, attr, copied(value)(generate(attr)))
        return cls
    @flatten
    class C:
        def edit(self, y): ...
"""


def test_what_another_class_holds_is_copied_whatever_it_becomes() -> None:
    assert set(members(FLATTENS)) == {"edit", "name", "id", "email", "avatar", "block"}
    assert members(FLATTENS)["edit"] == "instance (y)"


def test_what_the_other_class_lost_is_lost_for_certain_only_where_all_of_it_is_read() -> None:
    old = {"pkg": FLATTENS}
    (lost,) = [c for c in changes_of(old, {"pkg": FLATTENS.replace("def block", "def _block")}).changes if c.path == "pkg.C.block"]
    assert lost.doubt is None
    unread = FLATTENS.replace('Base.__slots__ + ("email",)', "slots()").replace("def block", "def _block")
    assert all(c.doubt is not None for c in changes_of(old, {"pkg": unread}).changes if c.path in ("pkg.C.block", "pkg.C.email"))


def test_a_class_attribute_is_as_good_as_a_literal_unless_names_of_its_body_have_a_part_in_it() -> None:
    text = """
        class Source:
            names = ["a"] + ["b"]
            more = [x for x in names]
        def named(names):
            def wrap(cls):
                for name in names:
                    setattr(cls, name, lambda self: None)
                return cls
            return wrap
        @named(Source.names)
        class C: ...
        @named(Source.more)
        class D: ...
    """
    assert members(text) == {"a": "instance ()", "b": "instance ()"}
    assert members(text, "pkg.D") == {}


def test_one_branch_alone_leaves_a_name_in_doubt() -> None:
    text = """
        def maybe(cls):
            if told():
                cls.one = cls.both = 1
            else:
                if asked():
                    cls.both = 2
                else:
                    cls.both = 3
            return cls
        @maybe
        class C: ...
    """
    assert members(text) == {"both": "attribute"}


def test_computed_names_of_a_known_shape_cast_no_doubt_on_others() -> None:
    text = """
    def ask(cls):
        for name in names():
            setattr(cls, f"set_{name}_request", 1)
        return cls
    @ask
    class C:
        BODY
    """
    old, new = text.replace("BODY", "def fit(self): ...\n        def set_fit_request(self): ..."), text.replace("BODY", "pass")
    lost = {change.path: change.certainty for change in changes_of({"pkg": old}, {"pkg": new}).changes}
    assert lost["pkg.C.fit"] is Certainty.certain
    assert lost["pkg.C.set_fit_request"] is not Certainty.certain


PARTIAL = """
class Message:
    def add(self, emoji): ...
    @property
    def url(self): ...
def partial(cls):
    whole = Message
    for name in cls._names:
        setattr(cls, name, getattr(whole, name))
    return cls
@partial
class Partial:
    {names}
"""


def test_members_are_copied_by_a_list_of_names_in_the_class_body() -> None:
    graph = graph_of(pkg=PARTIAL.format(names="_names = ('add', 'url')"))
    found = {name: member.item for name, member in graph.members(_class(graph)).items()}
    signature = graph.signature(found["add"])
    assert signature is not None
    assert [p.name for p in signature.parameters] == ["emoji"]
    assert found["url"].kind == "property"


def test_a_list_that_is_computed_or_bound_twice_decides_nothing() -> None:
    for names in ("_names = ('add',)\n    _names = ('url',)", "_names = listed()", "_names = ('add',) + other"):
        graph = graph_of(pkg=PARTIAL.format(names=names))
        assert "add" not in graph.members(_class(graph))
        assert graph.why_set_elsewhere([_class(graph)], "*") is not None


def _class(graph: Graph) -> Item:
    found = graph.at("pkg.Partial")
    assert isinstance(found, Item)
    return found
