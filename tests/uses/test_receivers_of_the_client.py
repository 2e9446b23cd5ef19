"""What attributes are asked of, where only the client's own code says it: generators, context managers, heirs, several names, tests of attributes."""

from __future__ import annotations

import pytest

from tests.uses.impacts import broken

OLD = """
    class C:
        def gone(self): ...
        def kept(self): ...
        def make(self): return C()
    class D:
        def gone(self): ...
"""
NEW = """
    class C:
        def kept(self): ...
        def make(self): return C()
    class D:
        def gone(self): ...
"""


def lines(client: str) -> list[int]:
    return broken(OLD, NEW, client)


def test_a_context_manager_of_the_client_gives_what_it_yields() -> None:
    head = "import pkg\nfrom contextlib import contextmanager\n"
    own = "@contextmanager\ndef held(c=None):\n    if c:\n        yield c\n    else:\n        yield pkg.C()\n"
    assert lines(f"{head}{own}with held() as c:\n    c.gone()\n    c.kept()\n") == [10]
    assert lines(f"{head}{own.replace('pkg.C()', 'pkg.D()')}with held() as c:\n    c.gone()\n") == []


def test_a_generator_of_the_client_gives_what_it_yields() -> None:
    head = "import pkg\ndef some():\n    yield pkg.C()\n"
    assert lines(f"{head}for c in some():\n    c.gone()\n") == [5]
    assert lines(f"{head}some().gone\n") == []
    assert lines("import pkg\ndef some():\n    yield from [pkg.C()]\nfor c in some():\n    c.gone()\n") == [5]
    assert lines(f"{head}    yield other()\nfor c in some():\n    c.kept()\n") == []


def test_what_a_class_lacks_is_asked_of_its_heirs() -> None:
    base = "import pkg\nclass Base:\n    def run(self): self.client().gone()\n"
    own = "class Own(Base):\n    def client(self): return pkg.C()\n"
    other = "class Other(Base):\n    def client(self): return pkg.D()\n"
    assert lines(base + own) == [3]
    assert lines(base + own + other) == []
    assert lines(base + "    def client(self): return pkg.D()\n" + own) == []


def test_what_was_not_known_at_first_is_known_when_callers_are() -> None:
    holder = "import pkg\nclass Queue:\n    def __init__(self, channel): self.channel = channel\n    def push(self): self.channel.client().gone()\n"
    channel = "class Channel:\n    def client(self): return pkg.C()\ndef start(): Queue(Channel()).push()\n"
    assert lines(holder + channel) == [4]
    assert lines(holder + channel + "def other(x): Queue(x).push()\n") == []
    assert lines(holder + channel.replace("pkg.C()", "pkg.D()")) == []


def test_an_heir_answers_for_what_a_class_of_the_package_lost() -> None:
    client = "import pkg\nclass Base(pkg.C):\n    def run(self): self.gone()\nclass Own(Base):\n    def gone(self): ...\n"
    assert lines(client) == []
    assert lines(client.replace("def gone", "def other")) == [3]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("getattr(c, name)()", [3]),
        ("getattr(c, name, None)", []),
        ("if hasattr(c, name):\n        getattr(c, name)()", []),
        ("getattr(other, name)", []),
    ],
)
def test_each_of_several_names_is_asked_for(body: str, expected: list[int]) -> None:
    client = f"import pkg\ndef ask(c: pkg.C, name, other=None):\n    {body}\nask(pkg.C(), 'gone')\nask(pkg.C(), 'kept')\n"
    assert lines(client) == expected


def test_one_of_several_names_may_be_anything_where_a_caller_is_not_known() -> None:
    client = "import pkg\ndef ask(c: pkg.C, name):\n    getattr(c, name)\nask(pkg.C(), 'gone')\nask(pkg.C(), input())\n"
    assert lines(client) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if isinstance(self.held, pkg.C):\n            self.held.gone()", [5]),
        ("if isinstance(self.held, pkg.C):\n            pass\n        self.held.gone()", []),
        ("if isinstance(self.held, pkg.C):\n            self.held = make()\n            self.held.gone()", []),
        ("if isinstance(self.held, pkg.D):\n            self.held.gone()", []),
        ("if isinstance(self.held, pkg.C) and self.held.gone(): pass", [4]),
        ("x = isinstance(self.held, pkg.C) and 1\n        self.held.gone()", []),
        ("if isinstance(self.held, pkg.C):\n            self = make()\n            self.held.gone()", []),
    ],
)
def test_a_test_of_an_attribute_says_what_it_is(body: str, expected: list[int]) -> None:
    client = f"import pkg\nclass Own:\n    def run(self):\n        {body}\n    def put(self, held): self.held = held\n"
    assert lines(client) == expected


def test_a_test_of_an_attribute_does_not_make_less_of_what_is_known() -> None:
    old = OLD.replace("class D:", "class D(C):\n        def more(self): ...")
    new = NEW.replace("class D:", "class D(C):\n        def more(self): ...")
    client = "import pkg\nclass Own:\n    def __init__(self): self.held = pkg.D()\n    def run(self):\n"
    assert broken(old, new, f"{client}        if isinstance(self.held, pkg.C):\n            self.held.more()\n            self.held.gone()\n") == []
