"""Small worlds: which lines of a client break, and which look alike and do not."""

from __future__ import annotations

import pytest

from modiff.model.findings import Certainty

from .impacts import broken, hits

BOX = """
class Box:
    def read(self): ...
    def copy(self):
        return self
    @property
    def inner(self):
        return self._made()
    def _made(self):
        return Box()
    {more}
def make() -> Box: ...
def guess():
    def inside():
        return Box()
    return inside()
held = Box()
read = held.read
"""
OLD, NEW = BOX.format(more="def lost(self): ..."), BOX.format(more="")


@pytest.mark.parametrize(
    "client",
    [
        "from pkg import Box\nBox().lost()",
        "import pkg\npkg.make().copy().inner.lost()",
        "import pkg as p\np.guess().lost()",
        "from pkg import held\nheld.lost()",
        "import pkg\ndef f(x: pkg.Box):\n    x.lost()",
        "import pkg\ndef f(x: 'pkg.Box | None'):\n    if x is not None:\n        x.lost()",
        "import pkg\nfor x in [pkg.make()]:\n    x.lost()",
        "import pkg\n[x.lost() for x in [pkg.make()]]",
        "import pkg\ndef f(x):\n    if isinstance(x, pkg.Box):\n        x.lost()",
        "import pkg\nclass A:\n    def __init__(self):\n        self.box = pkg.Box()\n    def f(self):\n        self.box.lost()",
        "import pkg\nclass A(pkg.Box):\n    def f(self):\n        self.lost()",
        "import pkg\nclass A(pkg.Box):\n    def f(self):\n        super().lost()",
        "import pkg\ndef f():\n    return pkg.Box()\nf().lost()",
        "import pkg\ndef f(x):\n    x.lost()\nf(pkg.Box())",
        "import pkg\ngetattr(pkg.Box(), 'lost')",
        "from typing import Dict\nimport pkg\ndef f(x: Dict[str, pkg.Box]):\n    for k, v in x.items():\n        v.lost()",
    ],
)
def test_a_lost_method_is_found_through_its_receiver(client: str) -> None:
    assert broken(OLD, NEW, client) == [max(number for number, line in enumerate(client.split("\n"), 1) if "lost" in line)]


@pytest.mark.parametrize(
    "client",
    [
        "from pkg import Box\nBox().read()",
        "import pkg\nx = pkg.Box()\nx = other()\nx.lost()",
        "import pkg\ntry:\n    pkg.Box().lost()\nexcept AttributeError:\n    pass",
        "import pkg\nif hasattr(pkg.Box(), 'lost'):\n    pkg.Box().lost()",
        "import pkg\nclass A(pkg.Box):\n    def lost(self): ...\nA().lost()",
        "import pkg\nclass A(pkg.Box):\n    def f(self):\n        self.lost = 1\n        self.lost",
        "import pkg\ndef f(x):\n    x.lost()",
        "import pkg\nclass A:\n    box = None\n    def f(self):\n        if self.box is None:\n            return\n        self.box.lost()",
        "import sys, pkg\nif sys.version_info[0] == 2:\n    pkg.Box().lost()",
        "import sys, pkg\nif sys.version_info < (3,):\n    pkg.Box().lost()",
        "import six, pkg\nif six.PY2:\n    pkg.Box().lost()",
    ],
)
def test_what_looks_alike_is_not(client: str) -> None:
    assert broken(OLD, NEW, client) == []


@pytest.mark.parametrize("side", [OLD, NEW])
def test_nothing_breaks_where_nothing_changes(side: str) -> None:
    assert hits(side, side, "import pkg\npkg.Box().lost()\npkg.none()\npkg.make(1, 2)") == []


def test_keywords_are_told_where_they_are_given_and_where_they_are_handed_on() -> None:
    old, new = "class Base:\n    def __init__(self, a=1, gone=2): ...", "class Base:\n    def __init__(self, a=1): ..."
    client = """
    import pkg
    class Own(pkg.Base):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
    Own(a=1)
    Own(gone=1)
    """
    assert broken(old, new, client) == [4, 6]


@pytest.mark.parametrize(
    "given",
    [
        "d = dict(gone=1)",
        "d = {'gone': 1}",
        "d = {}\nd['gone'] = 1",
        "e = {'gone': 1}\nd = {**e, 'a': 1}",
        "d = {'a': 1}\nif x:\n    d['gone'] = 1",
        "d = {}\nd.update(gone=1)",
    ],
)
def test_keywords_in_a_dictionary_are_followed(given: str) -> None:
    client = f"import pkg\n{given}\npkg.f(**d)"
    assert broken("def f(a=1, gone=2): ...", "def f(a=1): ...", client) == [client.count("\n") + 1]


@pytest.mark.parametrize("given", ["d = {'gone': 1}\nd.pop('gone')", "d = dict(a=1)", "d = {}\nd.update(other())"])
def test_keywords_that_a_dictionary_has_not_are_not_told(given: str) -> None:
    assert broken("def f(a=1, gone=2): ...", "def f(a=1): ...", f"import pkg\n{given}\npkg.f(**d)") == []


def test_a_result_that_became_text_has_no_decode() -> None:
    old = "class C:\n    def f(self): return self.x\n_c = C()\nf = _c.f"
    new = "class C:\n    def f(self) -> str: return self.x\n_c = C()\nf = _c.f"
    assert broken(old, new, "import pkg\npkg.f().decode()\npkg.f().strip()") == [2]
    assert broken(old, new.replace("str", "str | bytes"), "import pkg\npkg.f().decode()") == []


@pytest.mark.parametrize(
    ("old", "new", "own", "line"),
    [
        ("self, md, extra", "self, md", "self, md, extra", [3]),
        ("self, md, extra", "self, md", "self, md, extra=None", []),
        ("self, md, extra", "self, md", "self, *args", []),
        ("self", "self, ctx", "self", [3]),
        ("self", "self, ctx=None", "self", []),
        ("self, a", "self, a, *, b", "self, a", [3]),
        ("self, a", "self, a, **more", "self, a", []),
    ],
)
def test_an_override_must_take_what_the_base_is_called_with(old: str, new: str, own: str, line: list[int]) -> None:
    client = f"import pkg\nclass Own(pkg.Base):\n    def hook({own}):\n        pass"
    assert broken(f"class Base:\n    def hook({old}): ...", f"class Base:\n    def hook({new}): ...", client) == line


def test_a_version_test_settles_which_branch_runs() -> None:
    old, new = {"pkg/__init__.py": "def lost(): ...", "METADATA": "Version: 1.0"}, {"pkg/__init__.py": "", "METADATA": "Version: 2.0"}
    client = "import pkg\ntry:\n    from pkg import lost\nexcept ImportError:\n    lost = None\nif lost is not None:\n    lost()"
    assert broken(old, new, client) == []


def test_an_argument_that_reaches_another_parameter_is_told() -> None:
    assert broken("def f(bind=None, schema=None): ...", "def f(schema=None, other=None): ...", "import pkg\npkg.f(1)\npkg.f(schema=1)") == [2]
    assert broken("def f(a=None, b=None): ...", "def f(renamed=None, b=None): ...", "import pkg\npkg.f(1)") == []


def test_what_may_be_something_else_is_called_only_possibly() -> None:
    client = "import pkg\ndef f(x):\n    y = pkg.Box() if x else other()\n    y.read(1)"
    found = hits(OLD.replace("read(self)", "read(self, a)"), NEW, client)
    assert [hit.certainty for hit in found] == [Certainty.possible]


def test_an_argument_that_reaches_the_same_parameter_in_another_spelling_is_no_break() -> None:
    client = "from pkg import f\nf(1, 2)\nf(1, asKey=3)\n"
    assert broken("def f(a, asKey=1): ...", "def f(a, as_key=1, *, asKey=1): ...", client) == []
    assert broken("def f(a, asKey=1): ...", "def f(a, other=1, *, asKey=1): ...", client) == [2]
