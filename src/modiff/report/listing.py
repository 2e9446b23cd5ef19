"""The API of one version as text: one line an item, sorted by path, without line numbers, so that `git diff` of two listings is a review."""

from __future__ import annotations

from modiff.model.api import Api
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, VAR_KEYWORD, VAR_POSITIONAL, Parameter
from modiff.model.items import ApiItem, Signature
from modiff.report.conditions import in_words
from modiff.report.inert import visible
from modiff.report.interface import Style
from modiff.report.words import count

_COLUMN = 10
_STARS = {VAR_POSITIONAL: "*", VAR_KEYWORD: "**"}


def show(api: Api, style: Style) -> str:
    """The listing. Lines are never wrapped; the first says of what it is, gaps are counted in a last comment (each of them with `-v`)."""
    name = " ".join(part for part in (api.name, api.version) if part) or ", ".join(api.packages)
    lines = [f"# {name}: {count(len(api.items), 'item')}"]
    known = {item.path for item in api.items if item.kind == "class"}
    lines += [_line(item, item.path.rpartition(".")[0] in known) for item in sorted(api.items, key=lambda item: item.path)]
    if api.gaps:
        lines.append(f"# {count(len(api.gaps), 'gap')} where reading met its limit{'' if style.verbose > 0 else ' (shown with -v)'}")
    if style.verbose > 0:
        lines += [f"#   {gap.path}: {gap.reason}" for gap in api.gaps]
    return "".join(f"{visible(line)}\n" for line in lines)


def _line(item: ApiItem, member: bool) -> str:
    # Where else a member is reached follows from where else its class is.
    also = [] if member or not item.also else [f"also {', '.join(item.also)}"]
    words = [f"{item.path}{_value(item)}", *also, *_remarks(item)]
    return f"{_kind(item):<{_COLUMN}} {'; '.join(words)}"


def _kind(item: ApiItem) -> str:
    """`async function`, `static method`, `abstract property` …"""
    told = [flag for flag in ("abstract", "async", "generator") if flag in item.flags]
    binding = {"class": "class", "static": "static"}.get(item.binding or "")
    return " ".join([*told, *([binding] if binding and item.kind == "method" else []), item.kind])


def _value(item: ApiItem) -> str:
    if item.kind == "class":
        bases = f" < {', '.join(item.bases)}" if item.bases else ""
        return f"{_types(item)}{signature(item.signature) if item.signature else ''}{bases}"
    if item.signature is not None:
        return _types(item) + signature(item.signature)
    return (f": {item.annotation}" if item.annotation else "") + (f" = {item.value}" if item.value is not None else "")


def _types(item: ApiItem) -> str:
    return f"[{', '.join(item.type_parameters)}]" if item.type_parameters else ""


def _remarks(item: ApiItem) -> list[str]:
    remarks: list[str] = [flag for flag in ("final", "overloaded", "settable", "deletable") if flag in item.flags]
    if item.inherited_from:
        remarks.append(f"from {item.inherited_from}")
    if item.when:
        remarks.append(f"only {in_words(item.when)}")
    if item.deprecated is not None:
        remarks.append(f"deprecated{': ' + item.deprecated if item.deprecated else ''}")
    return remarks


def signature(called: Signature) -> str:
    """With annotations: `(x, /, y: int = 1, *, z) -> str`."""
    out: list[str] = []
    kinds = [parameter.kind for parameter in called.parameters]
    for index, parameter in enumerate(called.parameters):
        if parameter.kind == KEYWORD_ONLY and not {KEYWORD_ONLY, VAR_POSITIONAL} & set(kinds[:index]):
            out.append("*")
        out.append(_parameter(parameter))
        if parameter.kind == POSITIONAL_ONLY and POSITIONAL_ONLY not in kinds[index + 1 :]:
            out.append("/")
    return f"({', '.join(out)}){' -> ' + called.returns if called.returns else ''}"


def _parameter(parameter: Parameter) -> str:
    name = _STARS.get(parameter.kind, "") + parameter.name
    if parameter.annotation is None:
        return parameter.shown
    return f"{name}: {parameter.annotation}" + (f" = {parameter.default}" if parameter.default is not None else "")
