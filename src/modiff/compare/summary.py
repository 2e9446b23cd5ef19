"""Counts what differs between two versions, level by level, each level below surviving parents only: nothing is counted twice.

Counts are of definitions, whatever the surface, and before any rule. They come from outlines, so the same module counts the same whether it was read
from a wheel or from a function database (outlined at the same depth). One pass over the modules that differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from modiff.compare.signatures import align
from modiff.graph.outline import ClassOutline, FunctionOutline, Outline, Outlines
from modiff.model.facts import Parameter
from modiff.model.findings import LevelCount, ParameterCount, Summary

NOTHING = Summary()


def summarise(old: Outlines, new: Outlines, equal: Collection[str] = frozenset()) -> Summary:
    """The counts of the whole. `equal` are modules known to be the same on both sides: they are not asked for."""
    return total(summary for _, summary in by_module(old, new, equal))


def by_module(old: Outlines, new: Outlines, equal: Collection[str] = frozenset()) -> Iterator[tuple[str, Summary]]:
    """The counts of each module that differs, sorted by module and read one at a time. They add up to those of the whole."""
    for module in changed_candidates(old, new, equal):
        summary = module_summary(module, old, new)
        if summary != NOTHING:
            yield module, summary


def by_function(old: Outlines, new: Outlines, equal: Collection[str] = frozenset()) -> Iterator[tuple[str, Summary]]:
    """The counts of each function or class that differs (`pkg.mod.f`), sorted by module, then in order of the source.

    A module that only one side has is a group of its own, so that these, too, add up to the counts of the whole.
    """
    for module in changed_candidates(old, new, equal):
        if module not in old or module not in new:
            yield module, module_summary(module, old, new)
            continue
        before, after = old[module], new[module]
        if before is not None and after is not None:
            for name in names(before, after):
                summary = item_summary(before.items.get(name), after.items.get(name))
                if summary != NOTHING:
                    yield f"{module}.{name}", summary


def module_summary(module: str, old: Outlines, new: Outlines) -> Summary:
    """The counts of one module. One that cannot be read on either side counts nothing."""
    if module not in new:
        return Summary(module=LevelCount(removed=1))
    if module not in old:
        return Summary(module=LevelCount(added=1))
    before, after = old[module], new[module]
    if before is None or after is None or before == after:
        return NOTHING
    return total(item_summary(before.items.get(name), after.items.get(name)) for name in names(before, after))


def item_summary(before: FunctionOutline | ClassOutline | None, after: FunctionOutline | ClassOutline | None) -> Summary:
    """The counts of one function or class. A function that became a class is a lost function and a new class."""
    if isinstance(before, FunctionOutline) and isinstance(after, FunctionOutline):
        return signature_summary(before.parameters, after.parameters)
    if isinstance(before, ClassOutline) and isinstance(after, ClassOutline):
        return _class_summary(before, after)
    return Summary(
        function=LevelCount(int(isinstance(before, FunctionOutline)), int(isinstance(after, FunctionOutline))),
        class_=LevelCount(int(isinstance(before, ClassOutline)), int(isinstance(after, ClassOutline))),
    )


def signature_summary(before: tuple[Parameter, ...], after: tuple[Parameter, ...]) -> Summary:
    """The counts of one callable that both sides have. Annotations do not count, as no call sees them."""
    if _as_called(before) == _as_called(after):
        return NOTHING
    aligned = align(before, after)
    counted = ParameterCount(len(aligned.removed), len(aligned.added), len(aligned.renamed_in_place), len(aligned.moved))
    return Summary(parameter=counted, signatures_changed=1)


def total(summaries: Iterable[Summary]) -> Summary:
    """The sum."""
    counts = [0] * 13
    for summary in summaries:
        for index, number in enumerate(_numbers(summary)):
            counts[index] += number
    module, function, class_, method = (LevelCount(*counts[at : at + 2]) for at in (0, 2, 4, 6))
    return Summary(module, function, class_, method, ParameterCount(*counts[8:12]), counts[12])


def changed_candidates(old: Outlines, new: Outlines, equal: Collection[str] = frozenset()) -> Iterator[str]:
    """Modules of either side that are not known to be the same, sorted."""
    return (module for module in sorted({*old, *new}) if module not in equal)


def names(before: Outline, after: Outline) -> Iterator[str]:
    """Names of both sides: the old ones in order of the source, then what is new."""
    yield from before.items
    yield from (name for name in after.items if name not in before.items)


def _class_summary(before: ClassOutline, after: ClassOutline) -> Summary:
    old, new = before.methods, after.methods
    own = Summary(method=LevelCount(removed=len(old.keys() - new.keys()), added=len(new.keys() - old.keys())))
    return total([own, *(signature_summary(method.parameters, new[name].parameters) for name, method in old.items() if name in new)])


def _as_called(parameters: tuple[Parameter, ...]) -> list[tuple[str, int, str | None]]:
    return [(p.name, p.kind, p.default) for p in parameters]


def _numbers(summary: Summary) -> tuple[int, ...]:
    parameter = summary.parameter
    levels = (summary.module, summary.function, summary.class_, summary.method)
    return (
        *(number for level in levels for number in (level.removed, level.added)),
        parameter.removed, parameter.added, parameter.renamed, parameter.moved, summary.signatures_changed,
    )  # fmt: skip
