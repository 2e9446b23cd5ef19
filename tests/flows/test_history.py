"""A package over its releases: what each gained and lost, from archives with all their quirks and from the index."""

from __future__ import annotations

import json
import random
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from modiff.cli import main
from modiff.errors import BadUsage, FileMissing, NothingToRead, UnknownVersion
from modiff.flows.history import Wanted, history
from modiff.model.history import History

Database = dict[str, dict[str, Any]]

ONE: Database = {"pkg": {"f": ["a", "b"], "g": [], "C": {"m": ["self", "x"], "n": ["self"]}}, "pkg.sub": {"h": []}}
TWO: Database = {"pkg": {"f": ["a"], "k": [], "C": {"m": ["self", "x"], "o": ["self"]}, "D": {"p": ["self"]}}, "pkg.new": {"h": []}}


def written(folder: Path, versions: dict[str, Any]) -> str:
    folder.mkdir(exist_ok=True)
    for version, modules in versions.items():
        (folder / f"functiondb-{version}.json").write_text(json.dumps({version: modules}))
    return f"functiondb:{folder}"


def versions(found: History) -> list[str]:
    return [one.version for one in found.releases]


def test_a_step_names_what_went_what_came_and_what_changed(tmp_path: Path) -> None:
    first, second = history(written(tmp_path, {"1.0": ONE, "2.0": TWO})).releases
    assert first.step is None
    assert first.totals is not None
    assert (first.totals.module, first.totals.function, first.totals.class_, first.totals.method, first.totals.parameter) == (2, 3, 1, 2, 5)
    assert second.step is not None
    said = {level: (names.removed, names.added, names.changed) for level, names in second.step.names.items()}
    assert said == {
        "module": (("pkg.sub",), ("pkg.new",), ("pkg",)),
        "function": (("pkg.g",), ("pkg.k",), ("pkg.f",)),
        "class": ((), ("pkg.D",), ("pkg.C",)),
        "method": (("pkg.C.n",), ("pkg.C.o",), ()),
    }
    assert (second.step.summary.parameter.removed, second.step.summary.parameter.added) == (1, 0)
    assert second.step.losses == 4, "a module, a function, a method, a parameter: what went with the module is not counted again"


def test_a_function_that_became_a_class_is_a_lost_function_and_a_new_class(tmp_path: Path) -> None:
    _, second = history(written(tmp_path, {"1": {"m": {"x": []}}, "2": {"m": {"x": {}}}})).releases
    assert second.step is not None
    assert (second.step.names["function"].removed, second.step.names["class"].added) == (("m.x",), ("m.x",))
    assert second.step.losses == 1


def test_releases_stand_in_the_order_of_pep_440_and_are_final(tmp_path: Path) -> None:
    spec = written(tmp_path, dict.fromkeys(["1.10", "1.9", "1.10rc1", "2.0.dev3", "1.9.post1", "1!0.1"], ONE))
    assert versions(history(spec)) == ["1.9", "1.9.post1", "1.10", "1!0.1"]
    assert versions(history(spec, Wanted(pre=True))) == ["1.9", "1.9.post1", "1.10rc1", "1.10", "2.0.dev3", "1!0.1"]


def test_the_first_that_is_shown_is_compared_with_the_one_before_it(tmp_path: Path) -> None:
    spec = written(tmp_path, {"1.0": ONE, "1.1": TWO, "1.2": ONE, "1.3": ONE})
    for wanted in (Wanted(last=2), Wanted(since="1.2"), Wanted(since="1.1.5"), Wanted(since="1.0", last=2)):
        found = history(spec, wanted)
        assert versions(found) == ["1.2", "1.3"]
        assert [one.step.since for one in found.releases if one.step] == ["1.1", "1.2"]
        assert [one.step.losses for one in found.releases if one.step] == [4, 0]
    assert versions(history(spec, Wanted(last=9))) == ["1.0", "1.1", "1.2", "1.3"]


def test_patterns_choose_modules(tmp_path: Path) -> None:
    spec = written(tmp_path, {"1.0": ONE, "2.0": TWO})
    _, second = history(spec, Wanted(only=("pkg.*",))).releases
    assert second.step is not None
    assert second.step.losses == 1
    _, second = history(spec, Wanted(exclude=("pkg.sub",))).releases
    assert second.step is not None
    assert second.step.names["module"].removed == ()


def test_keys_in_another_order_are_no_change(tmp_path: Path) -> None:
    turned = {module: dict(reversed(items.items())) for module, items in reversed(ONE.items())}
    _, second = history(written(tmp_path, {"1.0": ONE, "1.1": turned})).releases
    assert second.step is not None
    assert all(names == type(names)() for names in second.step.names.values())


def test_each_quirk_is_read_and_told_with_its_file(tmp_path: Path) -> None:
    spec = written(
        tmp_path,
        {
            "1.0": {".pkg": {"f": ["a"]}},
            "1.1": {"pkg": {"pkg.f": ["a"], "C.m": ["self"], "C": {}}},
            "1.2": {"pkg": {"f": ["a"], "C": {"m": ["self"]}}, "": {}},
            "nightly": ONE,
            "v1.2": ONE,
        },
    )
    (tmp_path / "functiondb-1.3.json").write_text(json.dumps({"1.3.0": {"pkg": {"f": ["a"], "C": {"m": ["self"]}}}}))
    (tmp_path / "functiondb-1.4.json").write_text('{"1.4": {"pkg": {"f": ')
    (tmp_path / "functiondb-1.5.json").write_text('{"1.5": {"pkg": {"f": 3}}}')
    (tmp_path / "functiondb-1.6.json").write_text(json.dumps({"1.6": {"pkg": {"f": ["a"], "C": {"m": ["self"]}}}}))
    (tmp_path / "index.json").write_text(json.dumps({"files": ["functiondb-1.0.json", "functiondb-0.9.json"]}))
    found = history(spec)
    assert versions(found) == ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6"]
    assert [one.step.losses if one.step else None for one in found.releases] == [None, 0, 0, 0, None, None, 0]
    assert found.releases[-1].step is not None
    assert found.releases[-1].step.since == "1.3", "what cannot be read is passed over"
    told = "\n".join(found.warnings)
    for file, words in {
        "functiondb-1.0.json": "module names that begin with a dot",
        "functiondb-1.1.json": "items named with their module",
        "functiondb-1.2.json": "modules without a name",
        "functiondb-nightly.json": "no version in the sense of PEP 440",
        "functiondb-1.3.json": "calls itself 1.3.0",
        "index.json": "names files that are not there (1): functiondb-0.9.json",
    }.items():
        assert any(file in line and words in line for line in found.warnings), f"{file}: {words} is not in\n{told}"
    assert "1.2 is in" in told or "a second time" in told
    unread = [one.unread for one in found.releases if one.unread]
    assert ["functiondb-1.4.json" in text or "1.5" in text for text in unread] == [True, True]
    assert "pkg → f there should be a list of parameters" in unread[1]


def test_a_quirk_of_two_versions_is_told_of_both(tmp_path: Path) -> None:
    found = history(written(tmp_path, {version: {"pkg": {"pkg.f": []}} for version in ("1.0", "1.1")}))
    assert [line.partition(":")[0].endswith(f"functiondb-{v}.json") for line, v in zip(found.warnings, ["1.0", "1.1"], strict=True)] == [True, True]


def test_one_file_of_many_versions_and_a_zip_say_the_same(tmp_path: Path) -> None:
    apart = history(written(tmp_path / "apart", {"1.0": ONE, "2.0": TWO})).releases
    (tmp_path / "functiondb-results.json").write_text(json.dumps({"2.0": TWO, "1.0": ONE}))
    with zipfile.ZipFile(tmp_path / "results.zip", "w") as archive:
        archive.write(tmp_path / "functiondb-results.json", "functiondb-results.json")
    for path in ("functiondb-results.json", "results.zip"):
        assert history(f"functiondb:{tmp_path / path}").releases == apart


def test_what_cannot_be_meant_is_told(tmp_path: Path) -> None:
    spec = written(tmp_path / "db", {"1.0": ONE, "2.0rc1": ONE})
    for text in ("pkg==1.0", f"{spec}@1.0", str(tmp_path), "installed:click"):
        with pytest.raises(BadUsage):
            history(text)
    with pytest.raises(UnknownVersion, match=r"no release since 3; the newest is 1\.0"):
        history(spec, Wanted(since="3"))
    with pytest.raises(BadUsage, match="'x' is no version"):
        history(spec, Wanted(since="x"))
    with pytest.raises(NothingToRead, match="no final releases") as caught:
        history(written(tmp_path / "pre", {"1.0rc1": ONE}))
    assert caught.value.hints == ("--pre",)
    with pytest.raises(FileMissing):
        history(f"functiondb:{tmp_path / 'nothing'}")
    with pytest.raises(NothingToRead, match="None of the releases"):
        history(written(tmp_path / "broken", {"1.0": 3}))


def test_the_command_prints_a_table_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = written(tmp_path, {"1.0": ONE, "2.0": TWO})
    assert main(["history", spec]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "release   modules  functions  classes  methods  parameters  losses",
        "1.0                                                          first",
        "2.0      +1 −1 ~1   +1 −1 ~1    +1 ~1    +1 −1          −1       4",
        "",
        "+ added, − removed, ~ changed; of parameters those of callables that both releases have",
        "1.0 defines 2 modules, 3 functions, 1 class, 2 methods and 5 parameters",
        "2.0 defines 2 modules, 3 functions, 2 classes, 3 methods and 5 parameters",
        f"{spec}: 2 releases, 1 of 1 steps with losses, 4 losses in all",
    ]
    assert main(["history", spec, "-q"]) == 0
    assert capsys.readouterr().out == f"{spec}: 2 releases, 1 of 1 steps with losses, 4 losses in all\n"
    assert main(["history", spec, "-v"]) == 0
    assert "    function pkg.g is gone\n" in capsys.readouterr().out
    assert main(["history", spec, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["schema"] == "modiff/history/1"
    assert [one["version"] for one in said["releases"]] == ["1.0", "2.0"]
    assert said["releases"][0]["totals"] == {"module": 2, "function": 3, "class": 1, "method": 2, "parameter": 5}
    assert said["releases"][1]["losses"] == 4
    assert said["releases"][1]["names"]["method"] == {"removed": ["pkg.C.n"], "added": ["pkg.C.o"], "changed": []}
    assert said["releases"][1]["summary"]["parameter"] == {"removed": 1, "added": 0, "renamed": 0, "moved": 0}


def test_a_hundred_large_releases_are_read_in_seconds(tmp_path: Path) -> None:
    """As large as numpy's: 600 modules, 3,000 functions, 1,500 classes, 8,000 methods, of which each release touches a tenth."""
    chance = random.Random(7)
    modules: dict[str, dict[str, Any]] = {
        f"pkg.m{m}": {**{f"f{n}": ["a", "b", "c"] for n in range(5)}, **{f"C{n}": {f"m{k}": ["self", "x"] for k in range(6)} for n in range(2)}}
        for m in range(600)
    }
    texts = {name: json.dumps(items) for name, items in modules.items()}
    for minor in range(100):
        for module in chance.sample(sorted(modules), 60):
            modules[module][f"g{minor}"] = ["a"]
            texts[module] = json.dumps(modules[module])
        held = ", ".join(f'"{name}": {text}' for name, text in texts.items())
        (tmp_path / f"functiondb-1.{minor}.json").write_text(f'{{"1.{minor}": {{{held}}}}}')
    start = time.process_time()
    found = history(f"functiondb:{tmp_path}")
    assert time.process_time() - start < 15
    assert len(found.releases) == 100
    assert all(one.step is not None and one.step.losses == 0 for one in found.releases[1:])


@pytest.mark.network
def test_files_that_releases_share_are_read_once() -> None:
    found = history("click", Wanted(since="8.1.3", last=4))
    assert len(found.releases) == 4
    (line, _) = found.notes
    extracted = int(line.split()[0].replace(",", ""))
    assert extracted < sum(one.totals.module for one in found.releases if one.totals) - 10
    assert all(one.uploaded for one in found.releases)
