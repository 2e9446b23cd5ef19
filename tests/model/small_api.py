"""A small package as `modiff.show` would tell of it, and one made of any names."""

from __future__ import annotations

from typing import Any

from modiff.model.api import Api
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_OR_KEYWORD, Parameter
from modiff.model.items import ApiItem, Kind, Signature


def item(path: str, kind: Kind, **given: Any) -> ApiItem:
    plain: dict[str, Any] = {
        "also": (), "canonical": path, "public": True, "why": "defined here", "when": None, "binding": None, "flags": (), "signature": None,
        "type_parameters": (), "annotation": None, "value": None, "bases": (), "inherited_from": None, "deprecated": None, "file": None, "line": None,
    }  # fmt: skip
    return ApiItem(path=path, kind=kind, **{**plain, **given})


CALL = Signature((Parameter("to", POSITIONAL_OR_KEYWORD), Parameter("fast", KEYWORD_ONLY, "False", "bool")), returns="str")
SHOP = Api(
    "Shop",
    "1.0",
    ("shop",),
    (
        item("shop", "module"),
        item(
            "shop.Order", "class", canonical="shop._impl.Order", also=("shop.api.Order",), bases=("shop._impl.Base", "abc.ABC"), flags=("abstract",)
        ),
        item("shop.Order.save", "method", canonical="shop._impl.Base.save", inherited_from="shop._impl.Base", binding="instance", signature=CALL),
        item("shop.api", "module"),
        item("shop.api.Rush", "class", bases=("shop.Order",), flags=("abstract", "dataclass")),
        item("shop.limit", "attribute", value="10"),
        item("shop.send", "function", signature=CALL, deprecated="use post"),
    ),
    imports=(("shop", "shop._impl"), ("shop._impl", "shop.api"), ("shop.api", "shop._impl")),
)


def modules(imports: list[tuple[str, str]]) -> Api:
    """Modules of these names that import each other so, and nothing else."""
    names = sorted({name for edge in imports for name in edge})
    tops = tuple(sorted({name.partition(".")[0] for name in names}))
    return Api("Net", "1", tops, tuple(item(name, "module") for name in names), imports=tuple(imports))
