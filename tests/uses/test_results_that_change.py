"""What calls give, as documentation, overrides and decorators say it; and of which objects an attribute is asked for."""

from __future__ import annotations

import pytest

from tests.uses.impacts import broken, hits

SCHEMA = """
    from collections import namedtuple
    Result = namedtuple("Result", ["data", "errors"])
    class Schema:
        def load(self, data):
            '''Reads.

            :rtype: {documented}
            '''
            return {returned}
"""


def schema(documented: str, returned: str, result: bool = False) -> str:
    text = SCHEMA.replace("{documented}", documented).replace("{returned}", returned)
    return text if result else text.replace('Result = namedtuple("Result", ["data", "errors"])', "")


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("`Result`, a `collections.namedtuple`", "dict", [2]),
        ("Result", ":class:`dict`", [2]),
        ("dict", "dict", []),  # the documentation said so before, and was wrong
        ("Result", "dict or Reading", []),
        ("Result", "dict, optional", []),
        ("Result", "Reading", []),
    ],
)
def test_documentation_that_changed_says_what_a_call_gives(before: str, after: str, lines: list[int]) -> None:
    client = "import pkg\npkg.Schema().load({}).data\npkg.Schema().load({}).copy()\n"
    assert broken(schema(before, "Result(data, None)", result=True), schema(after, "self.read(data)"), client) == lines


def test_what_the_body_gives_counts_more_than_documentation() -> None:
    new = schema("dict", "Other()").replace("class Schema", "class Other:\n        data = 1\n    class Schema")
    assert broken(schema("Result", "Result(1, 2)", result=True), new, "import pkg\npkg.Schema().load({}).data\n") == []


ABSTRACT = """
    from collections import namedtuple
    Result = namedtuple("Result", ["data"])
    class Base:
        def load(self): raise NotImplementedError
    class Schema(Base):
        def load(self):
            return Result(1)
"""


def test_what_heirs_have_to_define_gives_what_they_give() -> None:
    new = ABSTRACT.replace('["data"]', '["body"]')
    client = "import pkg\ndef f(schema: pkg.Base):\n    schema.load().data\n    schema.load().index(1)\n"
    assert broken(ABSTRACT, new, client) == [3]


def test_a_method_that_only_raises_otherwise_gives_nothing_that_is_known() -> None:
    old = ABSTRACT.replace("NotImplementedError", "ValueError")
    assert broken(old, old.replace('["data"]', '["body"]'), "import pkg\ndef f(schema: pkg.Base):\n    schema.load().data\n") == []


MADE = """
    class Table:
        def __new__(cls, *args):
            if args:
                return cls.known(*args)
            return object.__new__(cls)
        def __init__(self, *args): ...
        def select(self, where=None): ...
"""


def test_an_object_whose_class_has_new_and_init_is_of_the_class() -> None:
    new = MADE.replace("where=None", "")
    assert broken(MADE, new, "import pkg\nt = pkg.Table()\nt.select(1)\nt.select()\n") == [3]


def test_a_class_that_makes_something_else_gives_that() -> None:
    old = MADE.replace("return cls.known(*args)", "return Other()").replace("class Table", "class Other: ...\n    class Table")
    assert broken(old, old.replace("where=None", ""), "import pkg\nt = pkg.Table()\nt.select(1)\n") == []


def test_an_object_of_which_only_the_new_version_knows_the_class_lacks_what_that_class_had() -> None:
    old = """
        class Base:
            def execute(self): ...
        class Insert(Base): ...
        def insert(name): return registry[name]()
    """
    new = """
        class Base: ...
        class Insert(Base): ...
        def insert(name) -> Insert: return registry[name]()
    """
    found = hits(old, new, "import pkg\npkg.insert('a').execute()\npkg.insert('a').never_there()\n")
    assert [(hit.line, hit.certainty.name, hit.rule) for hit in found] == [(2, "likely", "method-removed"), (3, "possible", "name-no-longer-answers")]


MARKED = """
    from typing import Callable, TypeVar
    F = TypeVar("F")
    class Registry:
        def preload(self, *names: str) -> Callable[[F], F]: return self.marks[names]
        def other(self, *names: str) -> Callable[[F], int]: return self.marks[names]
    registry = Registry()
    preload = registry.preload
    other = registry.other
    def plain(f: F) -> F: return table[f]
    class Gift:
        def old(self): ...
    @MARK
    def make() -> Gift: ...
"""


@pytest.mark.parametrize(
    ("mark", "lines"), [("@preload('x')", [2]), ("@other('x')", []), ("@plain", [2]), ("@preload", []), ("@plain()", [])]
)  # fmt: skip
def test_a_decorator_that_says_it_gives_back_the_function_keeps_what_that_gives(mark: str, lines: list[int]) -> None:
    old = MARKED.replace("@MARK", mark)
    assert broken(old, old.replace("def old", "def new"), "import pkg\npkg.make().old()\n") == lines


def test_an_annotation_may_go_by_what_only_type_checkers_import() -> None:
    old = {
        "pkg/__init__.py": "from . import lazily\nclass Table:\n    def insert(self) -> lazily.dml.Insert: ...\n",
        "pkg/lazily.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pkg import dml as _dml\n    dml = _dml\n",
        "pkg/dml.py": "class Insert:\n    def execute(self): ...\n",
    }
    new = {**old, "pkg/dml.py": "class Insert: ...\n"}
    assert broken(old, new, "import pkg\npkg.Table().insert().execute()\n") == [2]
