"""The predicates that logic programs can use, with what their arguments are. docs/logic.md is made from this list."""

from __future__ import annotations

from typing import NamedTuple


class Predicate(NamedTuple):
    """One kind of fact."""

    name: str
    arguments: tuple[str, ...]
    """`name: type` each; types are text, number, or the words that may stand there."""
    about: str
    """What it says, as a clause."""

    @property
    def arity(self) -> int:
        """How many arguments it takes."""
        return len(self.arguments)

    @property
    def shown(self) -> str:
        """As it is written: `node(ns, id, type, value, path)`."""
        return f"{self.name}({', '.join(argument.partition(':')[0] for argument in self.arguments)})"


def _of(name: str, arguments: str, about: str) -> Predicate:
    return Predicate(name, tuple(part.strip() for part in arguments.split(",")), about)


_NS = 'ns: "A" or "B"'
_ITEM = f"{_NS}, id: text"

SIDES = (_of("is_a", _NS, "the old version's namespace"), _of("is_b", _NS, "the new version's"))
SEED = (
    _of("node", f"{_ITEM}, type: word, value: text, path: text",
        "a module, class, function, method, property, attribute, parameter or order; its value is its name"
        " (of an order a number, from 0), its path is written type:value->type:value"),
    _of("relation", f'{_NS}, from: text, has: "has", to: text', "the second node lies directly below the first"),
    _of("path", f"{_NS}, path: text", "there is a node of this path"),
)  # fmt: skip
OUTLINES = (
    _of("outline", f"{_NS}, type: module function class method parameter, name: text, path: text, dotted: text",
        "the function database of this version has it: `def` and `class` statements, methods in a class's own body, parameters with `self`"),
    _of("outline_below", f"{_NS}, above: text, path: text", "it lies directly below the first"),
    _of("outline_order", f"{_NS}, path: text, number: number", "of a parameter: its place, from 0"),
    _of("outline_closed", f"{_NS}, path: text", "a module that is there and cannot be read"),
)  # fmt: skip
KNOWN = (
    _of("canonical", f"{_ITEM}, dotted: text", "where the item is defined"),
    _of("public_path", f"{_ITEM}, dotted: text", "a path by which users reach it"),
    _of("reexport", f"{_ITEM}, dotted: text", "such a path that is not where it is defined"),
    _of("private", _ITEM, "a part of the place where it is defined begins with an underscore"),
    _of("base", f"{_ITEM}, dotted: text", "a direct base of a class, as far as it could be found"),
    _of("inherited", f"{_ITEM}, dotted: text", "a member that the class does not define itself, and the class that does"),
    _of("binding", f"{_ITEM}, how: instance class static", "how a method is bound"),
    _of("flag", f"{_ITEM}, word: text", "async, generator, abstract, dataclass, enum and so on, as in the JSON form"),
    _of("signature", f"{_ITEM}, text: text", "the calls it takes, annotations left out"),
    _of("returns", f"{_ITEM}, text: text", "its return annotation"),
    _of("annotation", f"{_ITEM}, text: text", "of an attribute or a parameter"),
    _of("value", f"{_ITEM}, text: text", "what is assigned to an attribute"),
    _of("deprecated", f"{_ITEM}, text: text", "what the source says of its deprecation; may be empty"),
    _of("when", f"{_ITEM}, condition: text", "it is there under this condition only"),
    _of("parameter_kind", f"{_ITEM}, kind: word", "POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY or VAR_KEYWORD"),
    _of("default", f"{_ITEM}, text: text", "of a parameter that has one"),
    _of("required", _ITEM, "of a parameter that a caller must give"),
    _of("imports", f"{_NS}, module: text, other: text",
        "importing one imports the other, of the same release; imports under TYPE_CHECKING and in functions do not count"),
)  # fmt: skip
_CHANGE, _FINDING = "change: text", "finding: text"
CHANGES = (
    _of("change", f"{_CHANGE}, kind: word, path: text",
        "something differs at this public path: gone, came, kind-changed, bases-changed, parameter-changed, value-changed …"),
    _of("change_event", f"{_CHANGE}, event: word", "what happened, where a kind knows several: removed, renamed, default-changed …"),
    _of("change_part", f"{_CHANGE}, part: text", "the parameter, key, extra … concerned"),
    _of("change_also", f"{_CHANGE}, path: text", "another public path of the same"),
    _of("change_item", f'{_CHANGE}, ns: "A" or "B", dotted: text', "where the item is defined, on a side that has it"),
    _of("change_kind", f"{_CHANGE}, kind: word", "of what is gone or new: module, class, function, method, property, attribute"),
    _of("change_certainty", f"{_CHANGE}, word: certain likely possible", "how far reading settles it"),
)  # fmt: skip
FINDINGS = (
    _of(
        "finding",
        f"{_FINDING}, rule: word, severity: major minor patch, certainty: certain likely possible, path: text",
        "a rule has something to say",
    ),
    _of("finding_part", f"{_FINDING}, part: text", "the parameter, key, extra … concerned"),
    _of("finding_also", f"{_FINDING}, path: text", "another public path of the same"),
    _of("finding_message", f"{_FINDING}, text: text", "the sentence"),
    _of("finding_hint", f"{_FINDING}, text: text", "what to write instead"),
    _of("finding_group", f"{_FINDING}, group: word", "api, types, values, metadata, deprecation or subclassing"),
    _of("finding_breaks", f"{_FINDING}, what: word", "call, import, attribute, subclass, catch, type-check, pickle or install"),
    _of("finding_deprecated", f"{_FINDING}, text: text", "what the old version said of its deprecation"),
    _of("finding_when", f"{_FINDING}, condition: text", "it holds under this condition only"),
    _of("finding_action", f"{_FINDING}, action: deny warn allow", "what the policy says about it"),
)

GROUPS = {
    "Which side is which": SIDES,
    "The original example's": SEED,
    "What a function database holds of each version": OUTLINES,
    "What more is known of each version": KNOWN,
    "What changed": CHANGES,
    "What is said of it": FINDINGS,
}
"""All of them, under headings."""
ALL: dict[str, Predicate] = {predicate.name: predicate for group in GROUPS.values() for predicate in group}
OF_A_SIDE = frozenset(predicate.name for predicate in (*SIDES, *SEED, *KNOWN)) - {"imports"}
"""Those that `modiff.report.facts` writes."""
