"""Which of two definitions counts where a variable of the release decides, and what of a failed import's stand-ins is promised."""

from __future__ import annotations

import pytest

from modiff.model.items import Item
from modiff.model.policy import Surface
from tests.worlds import changes_of, graph_of, told

FLAG = "HAVE = True\ntry:\n    import fast\nexcept ImportError:\n    HAVE = False\n"
BOTH = "if {}:\n    def get(real): ...\nelse:\n    def get(poor): ...\n"


def parameter(**files: str) -> str:
    """The first parameter of `pkg.get`."""
    found = graph_of(**files).at("pkg.get")
    assert isinstance(found, Item)
    return found.definition.parameters[0].name  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("condition", "real"),
    [
        ("HAVE", True),
        ("not HAVE", False),
        ("HAVE and HAVE", True),
        ("TYPE_CHECKING or not HAVE", False),
        ("HAVE or other()", True),
        ("not HAVE and other()", False),
        ("fast is None", False),
        ("fast is not None", True),
    ],
)
def test_a_switch_that_an_import_sets_is_on(condition: str, real: bool) -> None:
    assert parameter(pkg=FLAG + BOTH.format(condition)) == ("real" if real else "poor")


def test_a_switch_of_another_module_counts_too() -> None:
    assert parameter(pkg="from pkg.has import HAVE\n" + BOTH.format("not HAVE"), pkg__has=FLAG) == "poor"


def test_a_switch_that_is_computed_settles_nothing() -> None:
    assert parameter(pkg="HAVE = find()\n" + BOTH.format("HAVE")) == parameter(pkg=BOTH.format("find()"))


def test_a_switch_that_hangs_on_itself_is_no_trap() -> None:
    assert parameter(pkg="if get is None:\n    get = None\n" + BOTH.format("get")) in ("real", "poor")


def test_what_changes_behind_a_switch_is_told_of_the_branch_that_is_on() -> None:
    changed = changes_of({"pkg": FLAG + BOTH.format("HAVE")}, {"pkg": FLAG + BOTH.format("HAVE").replace("real", "real, more")})
    assert told(changed) == ["ParameterChanged pkg.get required-added more"]
    assert told(changes_of({"pkg": FLAG + BOTH.format("HAVE")}, {"pkg": FLAG + BOTH.format("HAVE").replace("poor", "poor, more")})) == []


FALLBACK = "try:\n    from {} import helper\nexcept ImportError:\n    def helper(): ...\n"


def test_a_function_that_stands_in_for_a_foreign_one_is_no_promise() -> None:
    assert "pkg.helper" not in graph_of(pkg=FALLBACK.format("hmac")).public_paths(Surface.conventional)


def test_a_function_that_stands_in_for_a_faster_one_of_the_release_is_promised() -> None:
    assert "pkg.mod.helper" in graph_of(pkg="", pkg__mod=FALLBACK.format("pkg.fast"), pkg__fast="").public_paths(Surface.conventional)


def test_a_star_hands_on_what_a_module_defines_and_not_what_it_uses() -> None:
    world = graph_of(pkg="from pkg.part import *", pkg__part="from pkg.base import Base\nclass Part(Base): ...", pkg__base="class Base: ...")
    paths = world.public_paths(Surface.conventional)
    assert "pkg.Part" in paths
    assert "pkg.Base" not in paths


def test_a_star_hands_on_what_a_module_collects() -> None:
    world = graph_of(pkg="from pkg.api import *", pkg__api="from pkg.base import Base", pkg__base="class Base: ...")
    assert "pkg.Base" in world.public_paths(Surface.conventional)


def test_an_imported_function_that_is_given_the_name_of_the_module_is_its_own() -> None:
    world = graph_of(pkg="", pkg___impl="def f(): ...\ndef g(): ...", pkg__mod="from pkg._impl import f, g\nf.__module__ = __name__")
    paths = world.public_paths(Surface.conventional)
    assert "pkg.mod.f" in paths
    assert "pkg.mod.g" not in paths


def test_what_is_imported_from_elsewhere_is_there_although_none_stands_in_where_that_fails() -> None:
    stand_in = "try:\n    from concurrent import futures\nexcept ImportError:\n    futures = None\n"
    assert parameter(pkg=stand_in + BOTH.format("futures is None")) == "poor"
    assert parameter(pkg="futures = None\n" + BOTH.format("futures is None")) == "real"


REGISTRY = "from pkg.registry import connect\nconnect_all = connect\n@{}('mssql')\ndef connect(url): ...\n"


def test_a_function_that_adds_itself_to_what_was_imported_under_its_name_is_no_promise() -> None:
    registry = "class Register:\n    def for_db(self, name): ...\nconnect = Register()\ndef marked(name): ...\n"
    added = graph_of(pkg="", pkg__registry=registry, pkg__mssql=REGISTRY.format("connect.for_db")).public_paths(Surface.conventional)
    assert "pkg.mssql.connect" not in added
    assert "pkg.registry.connect" in added


def test_one_that_is_decorated_with_something_else_or_a_property_of_its_own_is_promised() -> None:
    files = {"pkg": "", "pkg__registry": "def connect(): ...\ndef marked(name): ..."}
    marked = REGISTRY.format("marked").replace("import connect", "import connect, marked")
    assert "pkg.mssql.connect" in graph_of(**files, pkg__mssql=marked).public_paths(Surface.conventional)
    own = "def connect(url): ...\n@connect.register('mssql')\ndef connect(url): ...\n"
    assert "pkg.mssql.connect" in graph_of(**files, pkg__mssql=own).public_paths(Surface.conventional)
