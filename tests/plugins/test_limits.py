"""Code of others that does not end by itself is ended, in the process that it has for itself: by an alarm there, or with the process."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from pathlib import Path

import pytest

from modiff.errors import BrokenRule
from modiff.model.policy import Policy
from modiff.plugins import limits, with_others
from modiff.plugins.judged import report
from modiff.plugins.limits import OutOfTime, ended_after
from tests.plugins.test_loading import NEW, OLD, RULE

UNIX = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="alarms are of Unix")


def loop() -> None:
    while True:
        with contextlib.suppress(Exception):
            sum(range(10))


def test_what_ends_gives_its_answer_and_its_errors() -> None:
    assert ended_after(5, lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        ended_after(5, lambda: 1 / 0)
    with pytest.raises(OutOfTime):
        ended_after(0, lambda: 3)


@UNIX
def test_loops_and_waiting_are_ended() -> None:
    for endless in (loop, lambda: time.sleep(60)):
        with pytest.raises(OutOfTime):
            ended_after(0.1, endless)


ENDLESS = {"a loop": "[0 for _ in iter(int, 1)]", "a loop outside of Python": "sum(iter(int, 1))", "waiting": "__import__('time').sleep(60)"}


@pytest.mark.parametrize("way", ENDLESS)
def test_a_rule_that_does_not_end_stops_no_other_and_is_asked_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(limits, "JUDGING", 0.2)
    monkeypatch.setattr(limits, "GRACE", 0.3)
    old = {"pkg/__init__.py": "".join(f"def f{n}(a, b): ...\n" for n in range(50))}
    new = {"pkg/__init__.py": "".join(f"def f{n}(a): ...\n" for n in range(50))}
    (tmp_path / "endless_rule.py").write_text(RULE.replace("lambda change: f", f"lambda change: {ENDLESS[way]} or f"))
    (tmp_path / "other_voice.py").write_text(RULE)
    policy = with_others(Policy(rule_files=(str(tmp_path),))).policy
    start = time.monotonic()
    told = report(old, new, policy)
    assert time.monotonic() - start < 10, "not so long for each change"
    assert {found.rule for found in told.findings} == {"parameter-removed", "other-voice"}
    assert len(told.findings) == 100
    (warning,) = told.warnings
    expected = "The rule endless-rule, which is not one of modiff's, is asked no more: its 0.2 s for one comparison were over at pkg.f0"
    assert warning == expected


def test_each_comparison_gives_a_rule_its_time_anew(tmp_path: Path) -> None:
    file = tmp_path / "thing_shouted.py"
    file.write_text(RULE)
    for _ in range(2):
        assert len(report(OLD, NEW, with_others(Policy(rule_files=(str(file),))).policy).findings) == 2


@pytest.mark.parametrize("way", ["while True:\n    time.sleep(0.01)\n", "sum(iter(int, 1))\n"])
def test_a_file_that_does_not_end_loading_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(limits, "LOADING", 0.2)
    monkeypatch.setattr(limits, "GRACE", 0.3)
    file = tmp_path / "endless_birth.py"
    file.write_text(f"import time\n{way}")
    where = r"endless_birth\.py:[23]" if "while" in way and sys.platform != "win32" else r"endless_birth\.py"
    with pytest.raises(BrokenRule, match=rf"{where} cannot be loaded: it was not done after 0\.2 s\.$"):
        with_others(Policy(rule_files=(str(file),)))


@pytest.mark.parametrize("error", ["GeneratorExit", "KeyboardInterrupt", "SystemExit", "type('Odd', (BaseException,), {})"])
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
