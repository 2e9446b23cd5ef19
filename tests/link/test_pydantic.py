"""Constructors of pydantic's models, as pydantic 1.10 and 2.12 have them."""

from __future__ import annotations

import msgspec
import pytest

from modiff.compare import compare
from modiff.graph import Graph
from modiff.link.pydantic_models import is_base
from modiff.model.changes import Gone
from modiff.model.policy import Policy
from tests.link.python_itself import doubt, shown, signature
from tests.worlds import graph_of

HEAD = "import pydantic\nfrom pydantic import BaseModel, Field, PrivateAttr\nfrom typing import Any, Optional, Annotated, ClassVar, Literal\n"
FIELDS = """
class M(BaseModel):
    a: int
    b: Optional[int]
    c: Optional[int] = None
    d: "int | None" = 3
    e: int = Field(...)
    f: int = Field(3)
    g: int = Field(alias="gg")
    h: list = Field(default_factory=list)
    i: ClassVar[int] = 3
    _p: int = 3
    j: int = ...
    k: Any
    l: Annotated[int, Field(gt=3)] = 3
    m: int = Field(gt=3)
    def method(self): pass
"""


def world(text: str, requires: str = "pydantic") -> Graph:
    """A version of a package that asks for this version of pydantic."""
    graph = graph_of(pkg=HEAD + text)
    graph.release.metadata = msgspec.structs.replace(graph.release.metadata, requires_dist=(requires,))
    return graph


@pytest.mark.parametrize(
    ("requires", "taken"),
    [
        ("pydantic<2", "(*, a, b=None, c=None, d=3, e, f=3, gg, h=list(), j, k=None, l=3, m, **data)"),
        ("pydantic[email]>=2.1; python_version>'3'", "(*, a, b, c=None, d=3, e, f=3, gg, h=list(), j, k, l=3, m, **data)"),
    ],
)
def test_fields_are_given_by_keyword(requires: str, taken: str) -> None:
    graph = world(FIELDS, requires)
    assert shown(graph, "pkg.M") == taken
    assert doubt(graph, "pkg.M") is None


def test_where_the_version_decides_and_is_not_known_there_is_a_doubt() -> None:
    assert doubt(world(FIELDS, "pydantic>=1.9,<3"), "pkg.M") == "whether b must be given depends on the version of pydantic"
    assert doubt(world("class M(BaseModel):\n    x: int", "pydantic>=1.9,<3"), "pkg.M") is None


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("class M(BaseModel):\n    x: int\n    class Config:\n        extra = 'forbid'", "(*, x)"),
        ("class M(BaseModel):\n    x: int\n    class Config:\n        extra = pydantic.Extra.forbid", "(*, x)"),
        ("class M(BaseModel, extra='forbid'):\n    x: int\n    o: Literal['a'] = 'a'", "(*, x, o='a')"),
        ("class M(BaseModel):\n    model_config = pydantic.ConfigDict(extra='forbid')\n    x: int", "(*, x)"),
        ("class B(BaseModel):\n    model_config = {'extra': 'forbid'}\n    x: int\nclass M(B):\n    y: int\n    x: int = 3", "(*, x=3, y)"),
        ("class M(BaseModel):\n    x: int\n    def __init__(self, q, **data): pass", "(q, **data)"),
        ("class M(BaseModel):\n    x: int = PrivateAttr()\n    y = 3", "(*, y=3, **data)"),
        ("class M(BaseModel):\n    y: Annotated[int, Field(alias='yy', default=4)]", "(*, yy=4, **data)"),
        ("class M(BaseModel):\n    y: int = Field(validation_alias='v', alias='a')", "(*, v, **data)"),
        ("class M(pydantic.RootModel[int]): pass", "(root=..., /)"),
    ],
)
def test_forms(text: str, taken: str) -> None:
    assert shown(world(text), "pkg.M") == taken


def test_a_field_that_may_be_given_by_name_and_by_alias_takes_both() -> None:
    found = signature(world("class M(BaseModel):\n    model_config = {'populate_by_name': True}\n    x: int = Field(alias='xx')"), "pkg.M")
    assert found is not None
    assert (found.shown, found.accepts) == ("(*, xx, **data)", ("x",))


def test_made_up_aliases_and_validators_that_look_first_are_not_guessed_at() -> None:
    assert shown(world("class M(BaseModel):\n    model_config = {'alias_generator': to_camel}\n    x_y: int"), "pkg.M") is None
    assert doubt(world("class M(BaseModel):\n    x: int\n    @pydantic.model_validator(mode='before')\n    def v(cls, d): pass"), "pkg.M") is not None
    assert doubt(world("class S(pydantic.BaseSettings):\n    x: int"), "pkg.S") is not None


def test_a_base_that_the_package_passes_on_is_pydantics() -> None:
    graph = graph_of(pkg="from .compat import BaseModel\nclass M(BaseModel):\n    x: int", pkg__compat="from pydantic.v1 import BaseModel")
    assert shown(graph, "pkg.M") == "(*, x, **data)"


def test_others_that_build_on_pydantic_are_not_known() -> None:
    assert shown(graph_of(pkg="from sqlmodel import SQLModel\nclass M(SQLModel):\n    x: int"), "pkg.M") is None
    assert not is_base("pydantic.main.ModelMetaclass")
    assert not is_base("pydantic_ai.BaseModel")


# --- what a model has, and has not

OLD = """
class M(BaseModel):
    x: int
    class Config:
        frozen = True
    def check(cls, v): ...
"""


@pytest.mark.parametrize(
    ("requires", "new", "sure"),
    [
        ("pydantic>=2", "class M(BaseModel): ...", ["Config", "check"]),
        ("pydantic<2", "class M(BaseModel): ...", ["check"]),  # version 1 has a Config of its own
        ("pydantic", "class M(BaseModel): ...", ["check"]),
        ("pydantic>=2", "class M(BaseModel):\n    model_config = {'frozen': True}", ["Config", "check"]),
        ("pydantic>=2", "class M(BaseModel):\n    model_config = {'extra': 'allow'}", ["Config"]),  # an instance may have any name
        ("pydantic>=2", "class M(BaseModel):\n    model_config = SHARED", ["Config"]),
        ("pydantic>=2", "class M(BaseModel):\n    class Config(Shared): ...", []),
        ("pydantic>=2", "class M(Elsewhere, BaseModel): ...", []),
    ],
)
def test_what_leaves_a_model_is_gone_unless_pydantic_may_have_it(requires: str, new: str, sure: list[str]) -> None:
    found = compare(world(OLD, requires), world("from elsewhere import Elsewhere, SHARED, Shared\n" + new, requires), Policy())
    gone = [c.path.removeprefix("pkg.M.") for c in found.changes if isinstance(c, Gone) and c.certainty.name == "certain"]
    assert sorted({"Config", "check"}.intersection(gone)) == sure


@pytest.mark.parametrize("name", ["json", "dict", "model_dump", "copy"])
def test_an_override_that_leaves_a_model_is_none_where_pydantic_has_the_name(name: str) -> None:
    old = f"class M(BaseModel):\n    x: int\n    def {name}(self, **kw): return super().{name}(**kw)"
    found = compare(world(old, "pydantic>=2"), world("class M(BaseModel):\n    x: int", "pydantic>=2"), Policy())
    assert not [c for c in found.changes if isinstance(c, Gone) and c.path != "pkg.M"]


def test_models_of_a_module_that_imports_all_of_pydantic() -> None:
    compat = "try:\n    from pydantic.v1 import *\nexcept ImportError:\n    from pydantic import *\n"
    model = "from .compat import BaseModel, Field\nclass M(BaseModel):\n    x: int\n    y: int = Field(3)\n    z: Any"
    graph = graph_of(pkg=model, pkg__compat=compat)
    assert shown(graph, "pkg.M") == "(*, x, y=3, z=None, **data)"  # version 1, as imports succeed
    assert graph.view.resolve("pkg.compat", "Unheard") is None


@pytest.mark.parametrize(
    ("init", "taken"),
    [
        ("def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)", "(*, x, **data)"),
        ("def __init__(self, **kwargs):\n        super().__init__(**kwargs)\n        self.y = 1", "(*, x, **data)"),
        ("def __init__(self, **kwargs):\n        kwargs.pop('old', None)\n        super().__init__(**kwargs)", "(**kwargs)"),
        ("def __init__(self, **kwargs):\n        super().__init__(x=1, **kwargs)", "(**kwargs)"),
        ("def __init__(self, **kwargs):\n        if kwargs:\n            super().__init__(**kwargs)", "(**kwargs)"),
        ("def __init__(self, y, **kwargs):\n        super().__init__(**kwargs)", "(y, **kwargs)"),
    ],
)
def test_an_init_that_only_hands_on_leaves_the_fields(init: str, taken: str) -> None:
    assert shown(world(f"class M(BaseModel):\n    x: int\n    {init}"), "pkg.M") == taken
