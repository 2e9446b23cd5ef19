"""How the command line ends, and what it says when it could not check: with a pipeline that does as the test wants."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
import pytest

from modiff import api
from modiff.cli import main
from modiff.errors import UnknownVersion
from modiff.model.api import Api
from modiff.model.findings import Action, Report
from modiff.model.policy import Policy, Surface
from tests.report.shared import ADDED, API, DEFAULT_CHANGED, FUNCTION_REMOVED, POSSIBLE, REPORT, SAME

Captured = pytest.CaptureFixture[str]


class Pipeline:
    """Stands for `modiff.api`: answers what it is given, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer: Callable[[], Report] = lambda: REPORT
        self.specs: tuple[str, ...] = ()
        self.policy = Policy()
        self.options: dict[str, object] = {}

    def diff(self, old: str, new: str, policy: Policy, **options: object) -> Report:
        self.specs, self.policy, self.options = (old, new), policy, options
        return self.answer()

    def show(self, spec: str, policy: Policy, **options: object) -> Api:
        self.specs, self.policy, self.options = (spec,), policy, options
        return API


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    fake = Pipeline()
    monkeypatch.setattr(api, "diff", fake.diff)
    monkeypatch.setattr(api, "show", fake.show)
    return fake


def raising(error: BaseException) -> Callable[[], Report]:
    def answer() -> Report:
        raise error

    return answer


def with_findings(*findings: object) -> Callable[[], Report]:
    return lambda: msgspec.structs.replace(SAME, findings=findings)


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_an_objection_is_1(pipeline: Pipeline, form: str, capsys: Captured) -> None:
    assert main(["diff", "a==1", "a==2", "--format", form]) == 1
    assert capsys.readouterr().out


def test_exit_zero_is_0_and_prints_the_same(pipeline: Pipeline, capsys: Captured) -> None:
    assert main(["diff", "a==1", "a==2"]) == 1
    told = capsys.readouterr().out
    assert main(["diff", "a==1", "a==2", "--exit-zero"]) == 0
    assert capsys.readouterr().out == told


@pytest.mark.parametrize(
    "findings",
    [(), (ADDED,), (DEFAULT_CHANGED,), (POSSIBLE,), (msgspec.structs.replace(FUNCTION_REMOVED, action=Action.allow),)],
    ids=["none", "addition", "patch", "possible", "allowed"],
)
def test_what_nobody_objects_to_is_0(pipeline: Pipeline, findings: tuple[object, ...]) -> None:
    pipeline.answer = with_findings(*findings)
    assert main(["diff", "a==1", "a==2"]) == 0


def test_what_a_user_can_mend_is_2_with_hints(pipeline: Pipeline, capsys: Captured) -> None:
    pipeline.answer = raising(UnknownVersion("shop has no release 9", ["shop==2.0", "shop==1.4"]))
    assert main(["diff", "shop==9", "shop==2.0"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "error: shop has no release 9\ntry: shop==2.0\ntry: shop==1.4\n"


@pytest.mark.parametrize("words", [["--format", "json"], ["--format=json"]])
def test_with_json_an_error_is_an_object_on_stdout(pipeline: Pipeline, capsys: Captured, words: list[str]) -> None:
    pipeline.answer = raising(UnknownVersion("shop has no release 9", ["shop==2.0"]))
    assert main(["diff", "shop==9", "shop==2.0", *words]) == 2
    assert json.loads(capsys.readouterr().out) == {
        "schema": "modiff/error/1",
        "error": "unknown-version",
        "message": "shop has no release 9",
        "try": ["shop==2.0"],
    }


def test_hostile_words_of_an_error_are_inert(pipeline: Pipeline, capsys: Captured) -> None:
    pipeline.answer = raising(UnknownVersion("no \x1b[31mred\n", ["\u202e"]))
    assert main(["diff", "a==1", "a==2"]) == 2
    assert capsys.readouterr().err == "error: no \\x1b[31mred\\n\ntry: \\u202e\n"


def test_an_interrupt_is_130(pipeline: Pipeline, capsys: Captured) -> None:
    pipeline.answer = raising(KeyboardInterrupt())
    assert main(["diff", "a==1", "a==2"]) == 130
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip() == "interrupted"


def test_a_bug_is_2_with_a_sentence_and_no_traceback(pipeline: Pipeline, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MODIFF_DEBUG", raising=False)
    pipeline.answer = raising(ZeroDivisionError("by nought"))
    assert main(["diff", "a==1", "a==2", "--format", "json"]) == 2
    said = capsys.readouterr()
    assert "ZeroDivisionError: by nought" in said.err
    assert "MODIFF_DEBUG=1" in said.err
    assert "Traceback" not in said.err
    assert json.loads(said.out)["error"] == "bug"


def test_the_traceback_of_a_bug_is_there_for_who_asks(pipeline: Pipeline, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODIFF_DEBUG", "1")
    pipeline.answer = raising(ZeroDivisionError("by nought"))
    assert main(["diff", "a==1", "a==2"]) == 2
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["dif"], "Did you mean 'diff'?"),
        (["diff"], "Nothing to compare"),
        (["diff", "a==1"], "Two versions are needed, and 1 given"),
        (["diff", "a", "1", "2", "3"], "Two versions are needed, and 4 given"),
        (["diff", "a==1", "1", "2"], "must be the bare name"),
        (["diff", "a==1", "a==2", "--format", "xml"], "'xml'"),
        (["diff", "a==1", "a==2", "--frmat", "json"], "--frmat"),
        (["diff", "a==1", "a==2", "--python-version", "three"], "'three' is no Python version"),
        (["diff", "a==1", "a==2", "--only", ""], "is empty"),
        (["diff", "a==1", "a==2", "--by", "module", "--levels"], "only one can be meant"),
        (["diff", "a==1", "a==2", "--stop-at-first-break"], "--stop-at-first-break"),
        (["diff", "a==1", "a==2", "--jobs", "0"], "--jobs"),
        (["show"], "SPEC"),
        (["explain", "parameter-remved"], "parameter-removed"),
    ],
)
def test_bad_usage_is_2_and_says_what_is_wrong(pipeline: Pipeline, capsys: Captured, words: list[str], told: str) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert said.err.startswith("error: ")
    assert "\ntry: " in said.err
    assert pipeline.specs == ()


def test_bad_usage_is_an_object_too(capsys: Captured) -> None:
    assert main(["diff", "--format", "json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"] == "bad-usage"


def test_no_words_at_all_show_the_help_and_are_2(capsys: Captured) -> None:
    assert main([]) == 2
    assert "Commands:" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["diff", "--help"], ["show", "-h"], ["--version"]])
def test_help_and_version_are_0(words: list[str], capsys: Captured) -> None:
    assert main(words) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "specs"),
    [
        (["a==1", "b==2"], ("a==1", "b==2")),
        (["a", "1", "2"], ("a==1", "a==2")),
        (["a#import=x", "1", "2"], ("a==1#import=x", "a==2#import=x")),
        (["./old", "git+.@v1"], ("./old", "git+.@v1")),
    ],
)
def test_specs(pipeline: Pipeline, words: list[str], specs: tuple[str, ...]) -> None:
    main(["diff", *words])
    assert pipeline.specs == specs


def test_every_option_reaches_the_policy(pipeline: Pipeline) -> None:
    words = (
        "diff a 1 2 --surface everything --only a.b --only a.c,a.d --exclude *.x --python-version 3.9 --platform win32 --level method --by module "
        "--stop-at-first-break --jobs 3 --offline"
    )
    main(words.split())
    assert pipeline.policy == Policy(
        surface=Surface.everything,
        only=("a.b", "a.c", "a.d"),
        exclude=("*.x",),
        python_version=(3, 9),
        platform="win32",
        level="method",
        by="module",
        stop_at_first_break=True,
    )
    assert (pipeline.options["jobs"], pipeline.options["offline"]) == (3, True)


def test_level_by_level(pipeline: Pipeline) -> None:
    main("diff a 1 2 --levels --level function --stop-at-first-break".split())
    assert pipeline.policy == Policy(level="function", levels=True, stop_at_first_break=True)


def test_the_defaults_are_those_of_the_policy(pipeline: Pipeline) -> None:
    main(["diff", "a", "1", "2"])
    assert pipeline.policy == Policy()
    assert (pipeline.options["jobs"], pipeline.options["offline"]) == (None, False)


def test_show_is_0(pipeline: Pipeline, capsys: Captured) -> None:
    assert main(["show", "shop==2.0", "--surface", "declared"]) == 0
    assert pipeline.specs == ("shop==2.0",)
    assert pipeline.policy.surface is Surface.declared
    assert capsys.readouterr().out.startswith("# shop 2.0: 5 items\n")
