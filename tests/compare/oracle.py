"""Parameter lists as text and as strategies, and what Python itself does with every small call of two functions."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL, Parameter
from modiff.model.items import Signature

Bound = dict[str, str]
"""Which parameter each argument reached: `0`, `1` … for positional arguments, names for keywords; `*` and `**` for those that stars took."""


def parameters(text: str) -> tuple[Parameter, ...]:
    """The parameters of `def f(TEXT)`."""
    scope: dict[str, Any] = {}
    exec(f"def f({text}): pass", scope)
    found = inspect.signature(scope["f"]).parameters.values()
    return tuple(Parameter(p.name, int(p.kind), None if p.default is p.empty else repr(p.default)) for p in found)


@st.composite
def signatures(draw: st.DrawFn, names: str = "abcd") -> tuple[Parameter, ...]:
    """Any valid list of up to four parameters and two stars, over few names, so that two of them meet often."""
    chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=4))
    kinds = sorted(draw(st.sampled_from((POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, POSITIONAL_OR_KEYWORD, KEYWORD_ONLY))) for _ in chosen)
    optional_from = draw(st.integers(0, len(chosen)))
    out = []
    for index, (name, kind) in enumerate(zip(chosen, kinds, strict=True)):
        optional = index >= optional_from if kind != KEYWORD_ONLY else draw(st.booleans())
        out.append(Parameter(name, kind, "0" if optional else None))
    spare = [n for n in (*names, "args", "kw") if n not in chosen]
    if draw(st.booleans()):
        out.append(Parameter(draw(st.sampled_from(spare)), VAR_POSITIONAL))
    if draw(st.booleans()):
        out.append(Parameter(draw(st.sampled_from([n for n in spare if n not in {p.name for p in out}])), VAR_KEYWORD))
    return tuple(sorted(out, key=lambda p: p.kind))


def compiled(wanted: Sequence[Parameter]) -> Callable[..., Mapping[str, Any]]:
    """A function with these parameters that returns what it was given."""
    scope: dict[str, Any] = {}
    exec(f"def f{Signature(tuple(wanted)).shown}: return locals()", scope)
    function: Callable[..., Mapping[str, Any]] = scope["f"]
    return function


def bind(function: Callable[..., Mapping[str, Any]], kinds: Mapping[str, int], count: int, keywords: Sequence[str]) -> Bound | None:
    """Calls it with that many positional arguments and these keywords. None: it does not bind."""
    try:
        given = function(*(str(i) for i in range(count)), **{k: f"{k}=" for k in keywords})
    except TypeError:
        return None
    out: Bound = {}
    for name, value in given.items():
        if kinds[name] == VAR_POSITIONAL:
            out.update(dict.fromkeys(value, "*"))
        elif kinds[name] == VAR_KEYWORD:
            out.update(dict.fromkeys(value.values(), "**"))
        elif value != 0:
            out[value] = name
    return out


def small_calls(old: Sequence[Parameter], new: Sequence[Parameter]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every number of positional arguments, every set of names that either side knows, and one that neither does."""
    names = sorted({p.name for p in (*old, *new)} | {"other"})
    most = max(len(old), len(new)) + 1
    for count in range(most + 1):
        for size in range(len(names) + 1):
            for keywords in itertools.combinations(names, size):
                yield count, keywords


def breaking_call(old: Sequence[Parameter], new: Sequence[Parameter]) -> str | None:
    """One call that bound before and now does not bind or reaches another parameter; None where there is none.

    An argument reaches the same parameter if the name is the same, or if the name it reached is gone and it now reaches a new
    name by position (a rename) or a star (it is swallowed). What `**kwargs` took may reach a parameter of that name.
    """
    f, g = compiled(old), compiled(new)
    old_kinds, new_kinds = {p.name: p.kind for p in old}, {p.name: p.kind for p in new}
    old_names = {n for n, k in old_kinds.items() if k not in (VAR_POSITIONAL, VAR_KEYWORD)}
    new_names = {n for n, k in new_kinds.items() if k not in (VAR_POSITIONAL, VAR_KEYWORD)}
    for count, keywords in small_calls(old, new):
        before = bind(f, old_kinds, count, keywords)
        if before is None:
            continue
        after = bind(g, new_kinds, count, keywords)
        if after is None:
            return f"{count} positional, {keywords}: does not bind"
        for argument, was in before.items():
            now = after[argument]
            renamed = was not in new_names and (now in ("*", "**") or now not in old_names)
            if was == now or was == "**" or (was != "*" and renamed):
                continue
            return f"{count} positional, {keywords}: {argument} reached {was}, now {now}"
    return None
