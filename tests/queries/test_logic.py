"""Logic programs over two versions: what they get to know, what they answer, and what is said of those that cannot be meant."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("clingo", reason="clingo, of the extra `logic`, is not installed")

from modiff.cli import main
from modiff.errors import BadProgram, FileMissing, MissingExtra, NoAnswer
from modiff.flows.asking import ask
from modiff.queries import programs
from modiff.queries.answers import Answer, Value
from modiff.queries.predicates import ALL
from modiff.queries.programs import read_programs

OLD = {
    "pkg/__init__.py": "from pkg import a\nfrom pkg._low import Base as Base\n__all__ = ['Base', 'f', 'g']\n"
    "def f(x, y=1): ...\ndef g(x): ...\nclass C(Base):\n    def m(self, old): ...\n",
    "pkg/a.py": "from pkg.b import k\ndef h(): ...\n",
    "pkg/b.py": "def k(x): ...\ndef gone(x, z): ...\n",
    "pkg/_low.py": "class Base: ...\n",
    "pkg/lost.py": "def inside(x): ...\n",
}
NEW = {
    **{name: text for name, text in OLD.items() if name != "pkg/lost.py"},
    "pkg/__init__.py": OLD["pkg/__init__.py"].replace("f(x, y=1)", "f(x, y=1, z=None)").replace("old", "new").replace("['Base', ", "['C', 'Base', "),
    "pkg/b.py": "from pkg import a\ndef k(x, first, second=2): ...\nclass Low: ...\nclass Mid(Low): ...\nclass High(Mid): ...\n",
}
Ask = Callable[..., Answer]


def folder_of(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return f"{folder}/"


@pytest.fixture
def world(tmp_path: Path) -> tuple[str, str]:
    return folder_of(tmp_path / "old", OLD), folder_of(tmp_path / "new", NEW)


@pytest.fixture
def answer(world: tuple[str, str], tmp_path: Path) -> Ask:
    def asked(text: str, **options: Any) -> Answer:
        file = tmp_path / "question.lp"
        file.write_text(text)
        return ask(*world, [str(file)], **options).answer

    return asked


def rows(answer: Answer) -> dict[str, list[tuple[Value, ...]]]:
    return {shown.name: list(shown.rows) for shown in answer.shown}


def shipped(root: Path, name: str, world: tuple[str, str]) -> dict[str, list[tuple[Value, ...]]]:
    return rows(ask(*world, [str(root / "examples/logic" / f"{name}.lp")]).answer)


def test_facts_of_both_versions_changes_and_findings_are_there(answer: Ask) -> None:
    said = rows(
        answer(
            """
            gone(P) :- finding(F, "module-removed", "major", "certain", P).
            grown(P, V) :- change(C, "parameter-changed", P), change_event(C, "added"), change_part(C, V).
            says(NS, S) :- canonical(NS, I, "pkg.f"), signature(NS, I, S).
            default(V, D) :- default("B", I, D), node("B", I, "parameter", V, _).
            through(P) :- reexport("A", I, P), private("A", I).
            """
        )
    )
    assert said["gone/1"] == [("pkg.lost",)]
    assert ("pkg.f", "z") in said["grown/2"]
    assert said["says/2"] == [("A", "(x, y=1)"), ("B", "(x, y=1, z=None)")]
    assert said["through/1"] == [("pkg.Base",)]
    assert "default/2" not in said, "what is ours is not shown unless it is asked for"


def test_every_predicate_that_is_documented_can_be_used(answer: Ask) -> None:
    text = "".join(f"has_{name} :- {name}({', '.join('_' * one.arity)}).\n" for name, one in ALL.items())
    said = rows(answer(text))
    assert {name.removesuffix("/0").removeprefix("has_") for name in said} == set(ALL)
    never = {name for name, found in said.items() if not found}
    assert never <= {f"has_{name}/0" for name in ("deprecated", "when", "returns", "annotation", "value", "inherited", "flag", "finding_deprecated",
                                                  "finding_hint", "finding_when", "finding_also", "change_also",
                                                      "outline_closed")}, never  # fmt: skip


def test_what_is_shown_is_all_there_is_and_empty_is_said(answer: Ask) -> None:
    said = rows(answer('a(1..2). b(X, X + 1, "t") :- a(X). c :- a(7). d(p(X), (X, X)) :- a(X). #show b/3. #show c/0. #show d/2. #show e(X) : a(X).'))
    assert said == {"b/3": [(1, 2, "t"), (2, 3, "t")], "c/0": [], "d/2": [("p(1)", [1, 1]), ("p(2)", [2, 2])], "e/1": [(1,), (2,)]}


def test_the_best_answer_is_told_with_its_cost_and_several_are_told_of(answer: Ask) -> None:
    best = answer("{ a(1..3) } = 2. #minimize { X : a(X) }.")
    assert rows(best) == {"a/1": [(1,), (2,)]}
    assert (best.optimum, best.unique) == ((3,), True)
    assert not answer("1 { a(1..3) } 1.").unique
    assert answer("a(1).").unique


WRONG = {
    "a(P) :- finding(F, R, P).": "nothing defines finding/3; finding takes 5 arguments: finding(finding, rule, severity, certainty, path)",
    "\na(P) :- publicpath(_, _, P).": ":2: nothing defines publicpath/3; did you mean public_path(ns, id, dotted)?",
    "a(1). b(X) :- a(X, X).": "nothing defines a/2, but a/1",
    "abc(1). b(X) :- abd(X).": "nothing defines abd/1; did you mean abc/1?",
    "b(X) :- not zzzzzz, a(X). a(1).": "nothing defines zzzzzz/0",
    "a(1). b :- #count { X : a(X), nod(X) } > 1.": "nothing defines nod/1; did you mean node(ns, id, type, value, path)?",
    "a(1). #show b/1.": "nothing defines b/1",
    "a(1). { b(X) : c(X) }.": "nothing defines c/1",
    "a(1). #minimize { X : q(X) }.": "nothing defines q/1",
    "a(X) :- b(X)": "This is no logic program: ",
    "a(1).\n\n:- .\nb(": ":5: syntax error, unexpected EOF",
    'a(1). #include "nothing.lp".': "nothing.lp",
    "a(1). b(X) :- a(X), nod(X; X, X).": "nothing defines nod/2",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_meant_is_said_before_anything_is_read(tmp_path: Path, text: str) -> None:
    file = tmp_path / "wrong.lp"
    file.write_text(text)
    with pytest.raises(BadProgram) as caught:
        read_programs([str(file)])
    assert WRONG[text] in caught.value.message
    assert "wrong.lp" in caught.value.message
    assert "\n" not in caught.value.message


def test_all_mistakes_are_told_at_once_and_what_another_program_defines_is_known(tmp_path: Path) -> None:
    (tmp_path / "one.lp").write_text("a(X) :- b(X).\nc(X) :- nonode(X).\n")
    (tmp_path / "two.lp").write_text("b(1). #defined nonode/1.\n")
    assert read_programs([str(tmp_path / "one.lp"), str(tmp_path / "two.lp")]).shown == (("a", 1), ("b", 1), ("c", 1))
    with pytest.raises(BadProgram) as caught:
        read_programs([str(tmp_path / "one.lp")])
    assert "one.lp:1: nothing defines b/1" in caught.value.message
    assert "one.lp:2: nothing defines nonode/1" in caught.value.message


def test_unsafe_rules_are_told_with_their_line(answer: Ask) -> None:
    with pytest.raises(BadProgram, match=r"question\.lp:2: nothing in the body of this rule says what Y can be: b\(X,Y\):-a\(X\)\.$"):
        answer("a(1).\nb(X, Y) :- a(X).\n")


def test_unsafe_rules_are_told_as_they_are_written(answer: Ask) -> None:
    with pytest.raises(BadProgram, match=r"what X can be: n\(X\):-not finding\(X,_,_,_,_\)\.$"):
        answer("n(X) :- not finding(X, _, _, _, _).\n")


def test_a_full_stop_that_lacks_is_guessed(answer: Ask) -> None:
    with pytest.raises(BadProgram, match=r"question\.lp:2: syntax error, unexpected #show\.$") as caught:
        answer("a(1)\n#show a/1.\n")
    assert caught.value.hints == ("each rule ends in a full stop: perhaps the one above lacks it",)


def test_constraints_that_leave_no_answer_are_named(answer: Ask) -> None:
    with pytest.raises(NoAnswer, match=r"question\.lp has no answer: the constraints in .*question\.lp:2 exclude each other"):
        answer("a(1).\n:- a(1).\n")


def test_a_program_without_end_is_ended(answer: Ask) -> None:
    with pytest.raises(NoAnswer, match=r"question\.lp did not come to an end within 0\.5 s"):
        answer("p(0). p(X + 1) :- p(X).", time_limit=0.5)


def test_what_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileMissing):
        read_programs([str(tmp_path / "no.lp")])
    (tmp_path / "bytes.lp").write_bytes(b"a(\xff).")
    with pytest.raises(BadProgram, match="as text in UTF-8"):
        read_programs([str(tmp_path / "bytes.lp")])
    monkeypatch.setitem(__import__("sys").modules, "clingo", None)
    with pytest.raises(MissingExtra, match="clingo, which is not installed"):
        programs.clingo()


# --- the programs that are shipped


def test_the_seeds_comparison(root: Path, world: tuple[str, str]) -> None:
    said = shipped(root, "seed", world)
    assert {row[5] for row in said["removed_node/6"]} == {"module:pkg.lost", "module:pkg.b->function:gone"}
    assert {row[5] for row in said["added_node/6"]} >= {
        "module:pkg.b->class:Low",
        "module:pkg.b->function:k->parameter:first",
        "module:pkg.b->function:k->parameter:second",
        "module:pkg->function:f->parameter:z",
    }
    assert [row[5:7] for row in said["changed_node_value/9"]] in ([], [("old", "new")])


def test_cycles_are_found_and_those_that_are_new(root: Path, world: tuple[str, str]) -> None:
    said = shipped(root, "cycles", world)
    assert said["cycle/3"] == [("B", "pkg.a", "pkg.a"), ("B", "pkg.a", "pkg.b")]
    assert said["new_in_cycle/1"] == [("pkg.a",), ("pkg.b",)]
    assert said["free_of_cycle/1"] == []


def test_public_names_that_reach_private_ones(root: Path, world: tuple[str, str]) -> None:
    said = shipped(root, "public_private", world)
    assert said["count/2"] == [("A", 1), ("B", 1)]
    assert said["newly_reached/2"] == []
    assert said["derives/3"] == [("B", "pkg.C", "pkg._low.Base")]


def test_the_deepest_inheritance(root: Path, world: tuple[str, str]) -> None:
    said = shipped(root, "inheritance", world)
    assert ("B", 3) in said["deepest/2"]
    assert ("B", 3, "pkg.b.High") in said["lowest/3"]


def test_callables_whose_only_change_is_a_new_optional_parameter(root: Path, world: tuple[str, str]) -> None:
    assert shipped(root, "only_optional", world)["only_optional/2"] == [("pkg.f", "z")]


# --- on the command line


def test_answers_stand_beside_the_report_or_instead_of_it(root: Path, world: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    program = ["--program", str(root / "examples/logic/only_optional.lp")]
    assert main(["diff", *world, *program]) == 1
    shown = capsys.readouterr().out
    assert "pkg.lost" in shown
    assert shown.endswith("only_optional/2: 1 row\n  pkg.f  z\n")
    assert main(["diff", *world, *program, "--only-programs"]) == 0
    assert capsys.readouterr().out == "only_optional/2: 1 row\n  pkg.f  z\n"
    assert main(["diff", *world, *program, "--only-programs", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["schema"], said["answers"], said["unique"]) == ("modiff/answers/1", {"only_optional/2": [["pkg.f", "z"]]}, True)
    assert main(["diff", *world, *program, "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["schema"] == "modiff/diff/1"
    assert said["answers"] == {"only_optional/2": [["pkg.f", "z"]]}


@pytest.mark.parametrize("words", [["--only-programs"], ["--program", "no.lp"], ["--program", "x.lp", "--format", "sarif"]])
def test_words_that_do_not_fit_are_2(world: tuple[str, str], words: list[str]) -> None:
    assert main(["diff", *world, *words]) == 2


def test_the_page_lists_the_predicates_there_are(root: Path) -> None:
    done = subprocess.run([sys.executable, str(root / "scripts/predicates.py"), "--check"], check=False)
    assert done.returncode == 0, "run scripts/predicates.py"
