"""Constructors of pydantic's models, versions 1 and 2: their fields by keyword, under the names that callers use."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, cast

from modiff.link import bodies, classes, decorators, makers, outside, texts
from modiff.link.namespace import grouped
from modiff.link.targets import Outside
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, VAR_KEYWORD, VAR_POSITIONAL, Assignment, Call, Class, Function, Parameter
from modiff.model.items import Item, Signature

if TYPE_CHECKING:
    from modiff.link.view import View

_HOME = re.compile(r"(pydantic|pydantic_settings)\.(?:\w+\.)*(BaseModel|BaseSettings|GenericModel|RootModel)$")
_FIELDS = re.compile(r"pydantic\.(?:v1\.)?(?:fields\.)?Field$")
_PRIVATE = re.compile(r"pydantic\.(?:v1\.)?(?:fields\.)?PrivateAttr$")
_MAY_BE_NONE = re.compile(r"(?:typing\.|t\.)?(?:Optional\[|Any$)")
_NO_FIELDS = frozenset({"model_config", "Config"})
_GIVES_BY_NAME = ("populate_by_name", "allow_population_by_field_name", "validate_by_name")


def is_base(path: str) -> bool:
    """Is it one of pydantic's own classes that make constructors?"""
    return path.startswith("pydantic") and _HOME.match(path) is not None


def constructor(view: View, cls: Item, base: str) -> Signature | None:
    """What constructs a model whose order of bases comes to `base`, a path for which `is_base` holds, before any `__init__` of its own. None where
    reading cannot say under which names it takes its fields."""
    line = [a for a in classes.mro(view, cls) if isinstance(a, Item) and isinstance(a.definition, Class) and _is_model(view, a)]
    config = _config(line)
    by_name = any(config.get(option) == "True" for option in _GIVES_BY_NAME)
    if config.get("alias_generator", "None") != "None" and not by_name:
        return None
    if base.endswith("RootModel"):
        return Signature((Parameter("root", POSITIONAL_ONLY, "..."),), owner=cls.path, source="pydantic")
    reader = _Reader(view, _version(view, base))
    for ancestor in reversed(line):
        reader.read(ancestor)
    parameters = [p for p in reader.parameters.values() if p is not None]
    if not _forbids_others(config, base):
        parameters.append(Parameter("data", VAR_KEYWORD))
    doubt = reader.doubt or _validated_before(line) or (f"{base} also takes values from elsewhere" if base.endswith("BaseSettings") else None)
    names = {p.name for p in parameters}
    also = tuple(sorted(n for n in reader.parameters if by_name and n not in names))
    return Signature(tuple(parameters), doubt=doubt, owner=cls.path, source="pydantic", accepts=also)


def is_handed_on(view: View, cls: Item, ancestor: Item, found: Signature) -> bool:
    """Hands the `__init__` of a model's class all it is given on, as it is, to the one above it, so that pydantic's is what callers meet?"""
    kinds = [p.kind for p in found.parameters]
    if found.source != "__init__" or kinds not in ([VAR_POSITIONAL, VAR_KEYWORD], [VAR_KEYWORD]) or not _is_model(view, cls):
        return False
    method = classes.own_members(view, ancestor).get("__init__")
    body = bodies.body(view, method) if method is not None else None
    if body is None or len(body.forwards) != 1 or body.escapes is not None or body.rejects or body.reads or body.taken_out or body.refused:
        return False
    forward = body.forwards[0]
    above = forward.callee.startswith("super(") and forward.callee.endswith(").__init__")
    return above and forward.sure and not (forward.keywords or forward.positional or forward.other_args or forward.others)


def lacks(view: View, cls: Item, base: str, name: str) -> bool:
    """Is it known that `base`, from which a model derives, has no such member in the version that the release asks for, and that no model takes
    values beside its fields? What is public and new in version 2 begins with `model_`, a name that pydantic keeps for itself."""
    if name.startswith("_") or not base.endswith(".BaseModel") or not is_base(base) or outside.surely_has(base, name):
        return False
    if name == "Config" or name.startswith("model_"):
        return _version(view, base) == (2 if name == "Config" else 1)
    line = [a for a in classes.mro(view, cls) if isinstance(a, Item) and isinstance(a.definition, Class)]
    return all(_says_its_settings(a) for a in line) and _config(line).get("extra", "ignore").rpartition(".")[2].strip("'\"") in ("ignore", "forbid")


def _says_its_settings(cls: Item) -> bool:
    """Are the settings of a model written in its body, if it has any, and not taken from elsewhere?"""
    assert isinstance(cls.definition, Class)
    for binding in cls.definition.members:
        made = binding.definition
        if binding.name == "Config" and not (isinstance(made, Class) and not made.bases):
            return False
        if binding.name == "model_config":
            value = made.value if isinstance(made, Assignment) else None
            if value is None or any(k == "**" for k, _ in (value.call.keywords if value.call is not None else ())):
                return False
            if value.call is None and texts.table(texts.parsed(value.text)) is None:
                return False
    return not any(k == "**" for k, _ in cls.definition.keywords)


def _is_model(view: View, cls: Item) -> bool:
    return any(isinstance(a, Outside) and is_base(a.path) for a in classes.mro(view, cls))


def _version(view: View, base: str) -> int | None:
    """1 or 2; None where both may be meant."""
    if ".v1." in base or base == "pydantic.env_settings.BaseSettings":
        return 1
    if base.startswith("pydantic_settings") or base.endswith("RootModel"):
        return 2
    key = ("pydantic", None)
    if key not in view.memo:
        view.memo[key] = _required(view.release.metadata.requires_dist)
    return cast("int | None", view.memo[key])


def _required(requirements: tuple[str, ...]) -> int | None:
    from packaging.requirements import InvalidRequirement, Requirement  # costs a tenth of a start, and few releases ask
    from packaging.utils import canonicalize_name

    for text in requirements:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        if canonicalize_name(requirement.name) == "pydantic" and requirement.specifier:
            takes = [
                any(requirement.specifier.contains(v) for v in versions)
                for versions in (("1.0", "1.6.2", "1.8.2", "1.10.22"), ("2.0.3", "2.5.3", "2.7.4", "2.12.5"))
            ]
            if takes[0] != takes[1]:
                return 1 if takes[0] else 2
    return None


def _config(line: list[Item]) -> dict[str, str]:
    """Settings of a model, the nearest class's first: `model_config = ConfigDict(...)`, `class Config`, keywords of the class."""
    out: dict[str, str] = {}
    for cls in reversed(line):
        definition = cls.definition
        assert isinstance(definition, Class)
        for binding in definition.members:
            made = binding.definition
            if binding.name == "Config" and isinstance(made, Class):
                out.update(
                    (b.name, b.definition.value.text) for b in made.members if isinstance(b.definition, Assignment) and b.definition.value is not None
                )
            elif binding.name == "model_config" and isinstance(made, Assignment) and made.value is not None:
                pairs = (
                    made.value.call.keywords
                    if made.value.call is not None
                    else [(k, texts.shown(v)) for k, v in texts.table(texts.parsed(made.value.text)) or ()]
                )
                out.update(pairs)
        out.update((k, v) for k, v in definition.keywords if k != "metaclass")
    return out


def _forbids_others(config: dict[str, str], base: str) -> bool:
    written = config.get("extra")
    if written is None:
        return base.endswith("BaseSettings")
    return written.rpartition(".")[2].strip("'") == "forbid"


def _validated_before(line: list[Item]) -> str | None:
    """A validator that sees the arguments first may take other names, or make values up."""
    for cls in line:
        assert isinstance(cls.definition, Class)
        for binding in cls.definition.members:
            for mark in binding.definition.decorators if isinstance(binding.definition, Function) else ():
                given = dict(mark.call.keywords) if mark.call is not None else {}
                if (decorators.last(mark) == "root_validator" and given.get("pre") == "True") or (
                    decorators.last(mark) == "model_validator" and given.get("mode") in ("'before'", "'wrap'")
                ):
                    return f"{cls.path}.{binding.name} sees the arguments first"
    return None


class _Reader:
    """Fields of a line of classes, the base first. Keys of `parameters` are names of fields; None: taken out again."""

    def __init__(self, view: View, version: int | None) -> None:
        self.view, self.version = view, version
        self.parameters: dict[str, Parameter | None] = {}
        self.doubt: str | None = None

    def read(self, cls: Item) -> None:
        """Adds what one class body says."""
        assert isinstance(cls.definition, Class)
        for name, bindings in grouped(cls.definition.members).items():
            found = self.view.environment.candidates(bindings)
            made = found[0].definition if found else None
            if isinstance(made, Assignment) and self._is_field(cls, name, made):
                self._field(cls, name, made)

    def _is_field(self, cls: Item, name: str, made: Assignment) -> bool:
        if name in _NO_FIELDS or (name.startswith("_") and name != "__root__"):
            return False
        call = made.value.call if made.value is not None else None
        path = makers.path_of(self.view, cls.module, call.callee) if call is not None else None
        if path is not None and _PRIVATE.match(path):
            return False
        if made.annotation is None:  # version 1 takes the type from the value
            literal = made.value is not None and call is None and made.value.name is None and made.value.parameters is None
            return literal or name in self.parameters or (path is not None and _FIELDS.match(path) is not None)
        return made.annotation.partition("[")[0].rpartition(".")[2] not in ("ClassVar", "InitVar")

    def _field(self, cls: Item, name: str, made: Assignment) -> None:
        before = self.parameters.get(name)
        annotation = made.annotation or (before.annotation if before is not None else None)
        described = [
            c
            for c in (self._described(cls, made.value.call if made.value is not None else None), *self._in_annotation(cls, annotation))
            if c is not None
        ]
        given: dict[str, str] = {}
        for call in reversed(described):
            given.update(call.keywords)
            if call.arguments:
                given["default"] = call.arguments[0]
        if "**" in given:
            self.doubt = self.doubt or f"what describes field {name} is computed"
        default = (
            _default(given)
            if described and (made.value is None or made.value.call in described)
            else made.value.text
            if made.value is not None
            else None
        )
        default = None if default == "..." else default
        if default is None and annotation is not None and _takes_none(annotation) and "default" not in given:
            default = self._none_by_itself(name)
        called = self._called(name, given)
        self.parameters[name] = Parameter(called, KEYWORD_ONLY, default, annotation) if called else None

    def _described(self, cls: Item, call: Call | None) -> Call | None:
        path = makers.path_of(self.view, cls.module, call.callee) if call is not None else None
        return call if path is not None and _FIELDS.match(path) else None

    def _in_annotation(self, cls: Item, annotation: str | None) -> list[Call | None]:
        if annotation is None or "Annotated[" not in annotation:
            return []
        node = texts.parsed(annotation)
        inside = node.slice.elts[1:] if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple) else []
        return [self._described(cls, texts.call(part)) for part in inside]

    def _none_by_itself(self, name: str) -> str | None:
        """`x: Optional[int]` need not be given in version 1, and must be in version 2."""
        if self.version is None:
            self.doubt = self.doubt or f"whether {name} must be given depends on the version of pydantic"
        return "None" if self.version == 1 else None

    def _called(self, name: str, given: dict[str, str]) -> str | None:
        """The keyword that callers use; None where none can be read."""
        written = given.get("validation_alias") if given.get("validation_alias", "None") != "None" else given.get("alias", "None")
        if written is None or written == "None":
            return name
        alias = texts.string_in(written)
        if alias is None:
            self.doubt = self.doubt or f"the name under which {name} is given is computed"
            return name
        return alias


def _default(given: dict[str, str]) -> str | None:
    if given.get("default_factory", "None") != "None":
        return texts.made_by(given["default_factory"])
    default = given.get("default")
    return None if default is None or default.rpartition(".")[2] in ("PydanticUndefined", "Undefined") else default


def _takes_none(annotation: str) -> bool:
    if annotation.startswith(("Annotated[", "typing.Annotated[")):
        annotation = annotation.partition("[")[2]
    return _MAY_BE_NONE.match(annotation) is not None or any(part.strip() == "None" for part in annotation.split("|"))
