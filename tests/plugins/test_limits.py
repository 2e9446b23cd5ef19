"""Code of others that does not end by itself is ended, and all else goes on: in the main thread, and in others."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modiff.errors import BrokenRule
from modiff.model.policy import Policy
from modiff.plugins import loading, with_others
from modiff.plugins.judged import report
from modiff.plugins.limits import OutOfTime, ended_after
from tests.plugins.test_loading import NEW, OLD, RULE

UNIX = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="alarms are of Unix")


def loop() -> None:
    while True:
        with contextlib.suppress(Exception):
            sum(range(10))


def in_a_thread(work: Callable[[], Any]) -> Any:
    answers: list[Any] = []

    def run() -> None:
        try:
            answers.append(work())
        except BaseException as error:
            answers.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return answers[0]


def test_what_ends_gives_its_answer_and_its_errors() -> None:
    assert ended_after(5, lambda: 3) == 3
    assert in_a_thread(lambda: ended_after(5, lambda: 3)) == 3
    with pytest.raises(ZeroDivisionError):
        ended_after(5, lambda: 1 / 0)


def test_a_loop_is_ended_in_the_main_thread_and_in_another() -> None:
    with pytest.raises(OutOfTime):
        ended_after(0.1, loop)
    assert isinstance(in_a_thread(lambda: ended_after(0.1, loop)), OutOfTime)
    assert sys.gettrace() is None or "look" not in repr(sys.gettrace())


@UNIX
def test_waiting_is_ended_and_who_else_had_an_alarm_gets_it() -> None:
    rung: list[float] = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: rung.append(time.monotonic()))
    outer = signal.setitimer(signal.ITIMER_REAL, 0.4)
    start = time.monotonic()
    try:
        with pytest.raises(OutOfTime):
            ended_after(0.1, lambda: time.sleep(60))
        assert not rung
        while not rung and time.monotonic() < start + 5:
            time.sleep(0.01)
        assert rung
        assert rung[0] - start > 0.3
    finally:
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, *outer)


def test_a_rule_that_loops_stops_no_other_and_is_asked_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "JUDGING", 0.2)
    old = {"pkg/__init__.py": "".join(f"def f{n}(a, b): ...\n" for n in range(50))}
    new = {"pkg/__init__.py": "".join(f"def f{n}(a): ...\n" for n in range(50))}
    (tmp_path / "endless_rule.py").write_text(RULE.replace("lambda change: f", "lambda change: [0 for _ in iter(int, 1)] or f"))
    (tmp_path / "other_voice.py").write_text(RULE)
    start = time.monotonic()
    told = report(old, new, with_others(Policy(rule_files=(str(tmp_path),))).policy)
    assert time.monotonic() - start < 5, "not so long for each change"
    assert {found.rule for found in told.findings} == {"parameter-removed", "other-voice"}
    assert len(told.findings) == 100
    (warning,) = told.warnings
    assert warning.startswith("The rule endless-rule, which is not one of modiff's, failed 50 times, first: ")
    assert "its 0.2 s for one comparison were over at pkg.f0; nothing is said there" in warning


def test_each_comparison_gives_a_rule_its_time_anew(tmp_path: Path) -> None:
    file = tmp_path / "thing_shouted.py"
    file.write_text(RULE)
    for _ in range(2):
        assert len(report(OLD, NEW, with_others(Policy(rule_files=(str(file),))).policy).findings) == 2


def test_a_file_that_does_not_end_loading_is_told_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "LOADING", 0.2)
    file = tmp_path / "endless_birth.py"
    file.write_text("import time\nwhile True:\n    time.sleep(0.01)\n")
    with pytest.raises(BrokenRule, match=r"endless_birth\.py:[23] cannot be loaded: it was not done after 0\.2 s"):
        with_others(Policy(rule_files=(str(file),)))


@pytest.mark.parametrize("error", ["GeneratorExit", "type('Odd', (BaseException,), {})"])
def test_what_is_no_exception_stops_no_other_either(tmp_path: Path, error: str) -> None:
    text = RULE.replace("lambda change: f", f"lambda change: (_ for _ in ()).throw({error}()) or f")
    assert text != RULE
    file = tmp_path / "odd_rule.py"
    file.write_text(text)
    told = report(OLD, NEW, with_others(Policy(rule_files=(str(file),))).policy)
    assert [found.rule for found in told.findings] == ["parameter-removed"]
    assert len(told.warnings) == 1
    file.write_text(f"raise {error}()")
    with pytest.raises(BrokenRule, match="cannot be loaded: loading it raised"):
        with_others(Policy(rule_files=(str(file),)))
