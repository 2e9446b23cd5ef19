"""`sys.modules[__name__].__class__ = Quiet`: the module has the members of its class, and no others that reading does not see."""

from __future__ import annotations

import pytest

from modiff.model.changes import Gone
from tests.worlds import changes_of

OLD = "kept = held = gone = 1\n"
NEW = "import sys\nfrom types import ModuleType\nkept = 1\nclass Quiet({base}):\n{body}sys.modules[__name__].__class__ = {given}\n"
BODY = "    held = 1\n    def __setattr__(self, name, value): ...\n"


def gone(body: str = BODY, base: str = "ModuleType", given: str = "Quiet") -> list[str]:
    """What is lost, and how sure that is."""
    new = NEW.format(base=base, body=body, given=given)
    return [f"{c.path} {c.certainty.name}" for c in changes_of({"pkg": OLD}, {"pkg": new}).changes if isinstance(c, Gone)]


@pytest.mark.parametrize("base", ["ModuleType", "type(sys)", "type(sys.modules[__name__])"])
def test_members_of_the_class_are_names_of_the_module(base: str) -> None:
    assert gone(base=base) == ["pkg.gone certain"]


def test_a_property_is_one() -> None:
    assert gone("    @property\n    def held(self): return 1\n") == ["pkg.gone certain"]


@pytest.mark.parametrize("body", ["    def __getattr__(self, name): return 1\n", "    def __getattribute__(self, name): return 1\n"])
def test_a_class_that_answers_for_any_name_makes_it_doubtful(body: str) -> None:
    assert gone(body) == ["pkg.gone possible", "pkg.held possible"]


@pytest.mark.parametrize(
    ("base", "given"), [("ModuleType, Mixin", "Quiet"), ("Other", "Quiet"), ("ModuleType", "make(Quiet)"), ("ModuleType", "Elsewhere")]
)
def test_so_does_one_of_which_not_all_is_read(base: str, given: str) -> None:
    assert gone(base=base, given=given) == ["pkg.gone possible", "pkg.held possible"]
