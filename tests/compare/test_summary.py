"""Counts level by level, each below surviving parents only, and the same however they are grouped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import given

from modiff.compare.summary import NOTHING, by_function, by_module, module_summary, signature_summary, summarise, total
from modiff.graph.outline import LazyOutlines
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL, Facts, Parameter
from modiff.model.findings import LevelCount, ParameterCount, Summary
from tests.compare.outlines import DATABASES, function, modules


def params(*names: str) -> tuple[Parameter, ...]:
    return function(list(names)).parameters


def counted(old: tuple[Parameter, ...], new: tuple[Parameter, ...]) -> ParameterCount:
    summary = signature_summary(old, new)
    assert summary.signatures_changed == (old != new)
    return summary.parameter


def test_a_rename_in_place_counts_as_removed_and_added_too() -> None:
    assert counted(params("a", "old", "c"), params("a", "new", "c")) == ParameterCount(removed=1, added=1, renamed=1, moved=0)


def test_renames_at_two_places() -> None:
    assert counted(params("x", "a", "b"), params("x", "c", "d")) == ParameterCount(removed=2, added=2, renamed=2)


def test_no_rename_is_counted_where_the_list_grew_or_shrank() -> None:
    assert counted(params("status"), params("code", "message")) == ParameterCount(removed=1, added=2)
    assert counted(params("a", "use_x", "c"), params("a", "x", "c", "d")) == ParameterCount(removed=1, added=2)


def test_kept_parameters_behind_an_insertion_are_moved() -> None:
    assert counted(params("a", "b", "c"), params("a", "x", "b", "c")) == ParameterCount(added=1, moved=2)
    assert counted(params("a", "b", "c"), params("b", "c")) == ParameterCount(removed=1, moved=2)


def test_a_reordering_moves() -> None:
    assert counted(params("a", "b", "c"), params("a", "c", "b")) == ParameterCount(moved=2)


def test_kinds_and_defaults_change_a_signature_without_removing_anything() -> None:
    old = (Parameter("a", POSITIONAL_OR_KEYWORD), Parameter("k", KEYWORD_ONLY, "1"))
    new = (Parameter("a", POSITIONAL_OR_KEYWORD, "None"), Parameter("k", KEYWORD_ONLY, "2"))
    assert signature_summary(old, new) == Summary(signatures_changed=1)


def test_other_names_of_stars_and_annotations_remove_nothing() -> None:
    old = (Parameter("args", VAR_POSITIONAL), Parameter("kw", VAR_KEYWORD))
    new = (Parameter("rest", VAR_POSITIONAL), Parameter("more", VAR_KEYWORD))
    assert signature_summary(old, new).parameter == ParameterCount()
    assert signature_summary((Parameter("a", 1, None, "int"),), (Parameter("a", 1, None, "str"),)) == NOTHING


def test_each_level_counts_below_surviving_parents_only() -> None:
    old = modules({"gone": {"f": ["a"]}, "m": {"f": ["a"], "C": {"x": ["self"]}, "D": {"y": ["self"], "z": ["self", "p"]}}})
    new = modules({"come": {"C": {"x": ["self"]}}, "m": {"D": {"z": ["self"]}, "g": []}})
    assert summarise(old, new) == Summary(
        module=LevelCount(1, 1),
        function=LevelCount(1, 1),
        class_=LevelCount(1, 0),
        method=LevelCount(1, 0),
        parameter=ParameterCount(removed=1),
        signatures_changed=1,
    )


def test_a_function_that_became_a_class_is_a_lost_function_and_a_new_class() -> None:
    old, new = modules({"m": {"f": ["a"]}}), modules({"m": {"f": {"m": ["self"]}}})
    assert summarise(old, new) == Summary(function=LevelCount(1, 0), class_=LevelCount(0, 1))


def test_a_module_that_cannot_be_read_counts_nothing_but_itself() -> None:
    assert module_summary("m", modules({"m": None}), modules({"m": {"f": []}})) == NOTHING
    assert module_summary("m", modules({"m": None}), {}) == Summary(module=LevelCount(removed=1))


def test_equal_modules_are_never_asked_for() -> None:
    asked: list[str] = []

    def facts(module: str) -> Facts:
        asked.append(module)
        return Facts()

    old, new = LazyOutlines(["a", "b", "c"], facts), LazyOutlines(["b", "c", "d"], facts)
    assert summarise(old, new, equal={"b"}) == Summary(module=LevelCount(1, 1))
    assert asked == ["c", "c"]


def test_groups_come_lazily() -> None:
    asked: list[str] = []

    class Watched(dict[str, Any]):
        def __getitem__(self, name: str) -> Any:
            asked.append(name)
            return super().__getitem__(name)

    names = {f"m{i}": {"f": ["a"]} for i in range(5)}
    old, new = Watched(modules(names)), modules({name: {} for name in names})
    assert next(iter(by_module(old, new)))[0] == "m0"
    assert next(iter(by_function(old, new)))[0] == "m0.f"
    assert set(asked) == {"m0"}


def independently(old: dict[str, Any], new: dict[str, Any]) -> Counter[str]:
    """The same counts by plain set arithmetic on the databases' own lists."""
    counts: Counter[str] = Counter()

    def differ(what: str, before: set[str], after: set[str]) -> set[str]:
        counts[f"{what} removed"] += len(before - after)
        counts[f"{what} added"] += len(after - before)
        return before & after

    def of(module: dict[str, Any], kind: type) -> set[str]:
        return {name for name, value in module.items() if isinstance(value, kind)}

    def callables() -> Iterator[tuple[list[str], list[str]]]:
        for name in differ("module", set(old), set(new)):
            a, b = old[name], new[name]
            yield from ((a[f], b[f]) for f in differ("function", of(a, list), of(b, list)))
            for cls in differ("class", of(a, dict), of(b, dict)):
                yield from ((a[cls][m], b[cls][m]) for m in differ("method", set(a[cls]), set(b[cls])))

    for before, after in callables():
        kept = differ("parameter", set(before), set(after))
        counts["moved"] += sum(before.index(name) != after.index(name) for name in kept)
        counts["changed"] += before != after
        if len(before) == len(after):
            counts["renamed"] += sum(a not in after and b not in before for a, b in zip(before, after, strict=True))
    return counts


@given(DATABASES, DATABASES)
def test_agrees_with_plain_counting(old: dict[str, Any], new: dict[str, Any]) -> None:
    summary, plain = summarise(modules(old), modules(new)), independently(old, new)
    for level, count in (("module", summary.module), ("function", summary.function), ("class", summary.class_), ("method", summary.method)):
        assert (count.removed, count.added) == (plain[f"{level} removed"], plain[f"{level} added"])
    parameter = summary.parameter
    assert (parameter.removed, parameter.added) == (plain["parameter removed"], plain["parameter added"])
    assert (parameter.moved, summary.signatures_changed) == (plain["moved"], plain["changed"])
    assert parameter.renamed >= plain["renamed"]


@given(DATABASES, DATABASES)
def test_groups_add_up_to_the_whole(old: dict[str, Any], new: dict[str, Any]) -> None:
    before, after = modules(old), modules(new)
    whole = summarise(before, after)
    assert total(summary for _, summary in by_module(before, after)) == whole
    assert total(summary for _, summary in by_function(before, after)) == whole


@given(DATABASES, DATABASES)
def test_the_other_way_round_removed_and_added_change_places(old: dict[str, Any], new: dict[str, Any]) -> None:
    there, back = summarise(modules(old), modules(new)), summarise(modules(new), modules(old))
    for level in ("module", "function", "class_", "method", "parameter"):
        one, other = getattr(there, level), getattr(back, level)
        assert (one.removed, one.added) == (other.added, other.removed)
    assert there.signatures_changed == back.signatures_changed
    assert there.parameter.moved == back.parameter.moved


@given(DATABASES)
def test_nothing_differs_from_itself(database: dict[str, Any]) -> None:
    assert summarise(modules(database), modules(database)) == NOTHING
