"""Members that are gone, asked of something of which nothing is known; and what is only known, or not, of variables and modules of a package."""

from __future__ import annotations

from modiff.model.findings import Certainty
from tests.uses.impacts import broken, hits

OLD = """
    class Frame:
        def iteritems(self): ...
        def append(self, x): ...
        def kept(self): ...
"""
NEW = """
    class Frame:
        def kept(self): ...
"""


def possible(client: str) -> list[tuple[int, str]]:
    found = hits(OLD, NEW, client)
    assert all(hit.certainty is Certainty.possible for hit in found)
    return [(hit.line, hit.message) for hit in found]


def test_a_name_that_matches_is_possible_where_the_receiver_is_unknown() -> None:
    said = "'iteritems' is gone from pkg.Frame; what is asked for it here is not known"
    assert possible("import pkg\ndef f(x):\n    x.iteritems()\n    x.kept()\n    x.other()\n") == [(3, said)]


def test_names_that_any_object_may_have_are_not_possible() -> None:
    assert possible("import pkg\ndef f(x):\n    x.append(1)\n") == []


def test_a_file_that_does_not_use_the_package_is_left_alone() -> None:
    client = {"a.py": "def f(x):\n    x.iteritems()\n", "b.py": "import pkg\n"}
    assert hits(OLD, NEW, client) == []


def test_a_receiver_that_is_known_is_no_match() -> None:
    assert possible("import pkg\nclass Own:\n    def iteritems(self): ...\nOwn().iteritems()\n'x'.kept()\n") == []


PROXY = """
    from other import Base, Proxy
    class Request(Base):
        def own(self): ...
    request = Proxy()
"""


def test_what_only_the_new_version_says_of_a_variable_is_no_loss_of_what_its_foreign_base_may_have() -> None:
    new = PROXY.replace("request =", "request: Request =").replace("Base, Proxy", "Other, Proxy").replace("(Base)", "(Other)")
    assert broken(PROXY, new, "import pkg\npkg.request.args\npkg.request.own()\n") == []


def test_what_the_class_of_a_variable_surely_lacks_is_likely() -> None:
    old = PROXY.replace("Base, ", "").replace("(Base)", "")
    new = old.replace("request =", "request: Request =")
    assert [(hit.line, hit.certainty.name) for hit in hits(old, new, "import pkg\npkg.request.args\n")] == [(2, "likely")]


def test_an_import_through_a_module_that_is_gone_breaks_though_the_old_one_fills_itself() -> None:
    old = {"pkg/__init__.py": "", "pkg/vendor/__init__.py": "", "pkg/vendor/six.py": "import sys\nsys.modules[__name__ + '.moves'] = make()\n"}
    new = {"pkg/__init__.py": "", "pkg/vendor/__init__.py": ""}
    client = "from pkg.vendor.six.moves import queue\n"
    assert broken(old, new, client) == [1]
    assert broken(old, old, client) == []
    assert broken(old, {**old, "pkg/vendor/six.py": ""}, client) == []


def test_a_name_that_another_class_still_answers_for_is_no_match() -> None:
    old, new = f"{OLD}\n    class Other:\n        def iteritems(self): ...\n", f"{NEW}\n    class Other:\n        def iteritems(self): ...\n"
    client = "import pkg\ndef f(x):\n    x.iteritems()\n"
    assert [hit.line for hit in hits(old, new, client)] == [3]
    assert hits(old, new, f"{client}pkg.Other().iteritems()\n") == []


def test_classes_deep_inside_a_package_are_no_match() -> None:
    deep = {"pkg/__init__.py": "", "pkg/core/__init__.py": "", "pkg/core/inner/__init__.py": ""}
    old = {**deep, "pkg/mix.py": "class Mixin:\n    def maximum(self): ...\n"}
    new = {**deep, "pkg/mix.py": "class Mixin: ...\n"}
    old["pkg/core/inner/far.py"], new["pkg/core/inner/far.py"] = "class D:\n    def farthest(self): ...\n", "class D: ...\n"
    client = "import pkg\ndef f(x):\n    x.maximum()\n    x.farthest()\n"
    assert [hit.line for hit in hits(old, new, client)] == [3]
