"""Whatever code of others does to its process, ours goes on: the rule is told of in a sentence, all other rules speak, and output is ours alone."""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from modiff.errors import BrokenRule
from modiff.model.policy import Policy
from modiff.plugins import asking, limits, others, with_others
from modiff.plugins.judged import report
from tests.plugins.test_loading import NEW, OLD, RULE

UNIX = pytest.mark.skipif(os.name == "nt", reason="signals and limits are of Unix")
HEAD = """import contextlib, ctypes, os, signal, subprocess, sys
def scribble():
    for number in range(3, 20):
        with contextlib.suppress(OSError):
            os.write(number, b'x' * 99)
    import time
    time.sleep(9)
"""
ENDS = {
    "os._exit(3)": r"it ended its process \(exit status 3\)",
    "os._exit(0)": r"it ended its process \(exit status 0\)",
    "signal.raise_signal(signal.SIGKILL)": "its process was ended by SIGKILL",
    "signal.raise_signal(signal.SIGTERM)": "its process was ended by SIGTERM",
    "os.abort()": "its process was ended by SIGABRT",
    "ctypes.string_at(0)": "its process was ended by SIGSEGV",
    "os.killpg(0, signal.SIGHUP)": "its process was ended by SIGHUP",
    "os.closerange(3, 99)": r"it ended its process \(exit status \d\)",
    "scribble()": "it closed what it answers by, or wrote something else there",
}


def rule(code: str) -> str:
    """A rule that does this, and would speak."""
    text = RULE.replace("lambda change: f", f"lambda change: ({code},) and f").replace("\nfrom", f"\n{HEAD}from", 1)
    assert code in text
    return text


@UNIX
@pytest.mark.parametrize("code", ENDS)
def test_a_rule_that_ends_its_process_stops_no_other(tmp_path: Path, code: str) -> None:
    (tmp_path / "a_voice.py").write_text(RULE)
    (tmp_path / "deadly_rule.py").write_text(rule(code))
    (tmp_path / "other_voice.py").write_text(RULE)
    told = report(OLD, NEW, with_others(Policy(rule_files=(str(tmp_path),))).policy)
    assert [found.rule for found in told.findings if found.rule != "deadly-rule"] == ["parameter-removed", "a-voice", "other-voice"]
    (warning,) = told.warnings
    assert warning.startswith("The rule deadly-rule, which is not one of modiff's, is asked no more: it")
    assert re.search(rf"is asked no more: {ENDS[code]} at pkg\.f$", warning)


@UNIX
@pytest.mark.parametrize("code", ENDS)
def test_a_file_that_ends_its_process_is_told_in_one_sentence(tmp_path: Path, code: str) -> None:
    (tmp_path / "a_voice.py").write_text(RULE)
    (tmp_path / "deadly_birth.py").write_text(f"{HEAD}{code}\n")
    with pytest.raises(BrokenRule, match=rf"The rule in .*deadly_birth\.py cannot be loaded: {ENDS[code]}\.$"):
        with_others(Policy(rule_files=(str(tmp_path),)))
    assert with_others(Policy(rule_files=(str(tmp_path / "a_voice.py"),))).policy.others, "the next one has a process again"


@UNIX
def test_a_rule_that_wants_all_memory_gets_an_error(tmp_path: Path) -> None:
    (tmp_path / "hungry_rule.py").write_text(rule("bytearray(2**33)"))
    told = report(OLD, NEW, with_others(Policy(rule_files=(str(tmp_path),))).policy)
    assert [found.rule for found in told.findings] == ["parameter-removed"]
    assert told.warnings == ("The rule hungry-rule, which is not one of modiff's, failed: MemoryError at pkg.f; nothing is said there",)


def test_what_it_starts_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "JUDGING", 0.5)
    code = f"open({str(tmp_path / 'pid')!r}, 'w').write(str(subprocess.Popen(['sleep', '60']).pid)), __import__('time').sleep(0.2), os._exit(1)"
    (tmp_path / "busy_rule.py").write_text(rule(code))
    report(OLD, NEW, with_others(Policy(rule_files=(str(tmp_path / "busy_rule.py"),))).policy)
    pid = int((tmp_path / "pid").read_text())
    end = time.monotonic() + 5
    while time.monotonic() < end and _runs(pid):
        time.sleep(0.02)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


PRINTS = ["print('{')", "os.write(1, b'{')", "sys.__stdout__.write('{')", "subprocess.run([sys.executable, '-c', 'print(3)'])"]


def test_what_a_rule_prints_is_not_among_the_output_and_it_reads_nothing(tmp_path: Path) -> None:
    for side, text in (("old", OLD), ("new", NEW)):
        (tmp_path / side / "pkg").mkdir(parents=True)
        (tmp_path / side / "pkg/__init__.py").write_text(text["pkg/__init__.py"])
    (tmp_path / "loud_rule.py").write_text(rule(", ".join(PRINTS)) + "print('born')\n")
    (tmp_path / "curious_rule.py").write_text(rule("input()"))
    (tmp_path / "pyproject.toml").write_text('[tool.modiff]\nrules = ["loud_rule.py", "curious_rule.py"]\n')
    command = [sys.executable, "-m", "modiff", "diff", "./old", "./new", "--format", "json", "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, input="secret\n")
    assert done.returncode == 1, done.stderr
    assert [found["rule"] for found in json.loads(done.stdout)["findings"]] == ["parameter-removed", "loud-rule"]
    assert "born" in done.stderr
    assert "The rule curious-rule, which is not one of modiff's, failed: EOFError" in done.stderr


STRANGE = {
    "'\\ud800'": "it says what is no text: half of a surrogate pair",
    "'x' * 2**21": "it says more than 1 MB",
    "b'x'": "ValidationError: Expected `str`, got `bytes` - at `$.sentence`",
    "change": "ValidationError: Expected `str`, got `ParameterChanged` - at `$.sentence`",
}


@pytest.mark.parametrize("said", STRANGE)
def test_what_is_no_answer_is_none(tmp_path: Path, said: str) -> None:
    file = tmp_path / "strange_rule.py"
    file.write_text(RULE.replace('f"{change.path} is loud"', said))
    told = report(OLD, NEW, with_others(Policy(rule_files=(str(file),))).policy)
    assert [found.rule for found in told.findings] == ["parameter-removed"]
    assert told.warnings == (f"The rule strange-rule, which is not one of modiff's, failed: {STRANGE[said]} at pkg.f; nothing is said there",)


def test_an_error_that_cannot_be_shown_is_named(tmp_path: Path) -> None:
    file = tmp_path / "shy_rule.py"
    shy = "class Shy(Exception):\n    def __str__(self): raise self\ndef throw(): raise Shy\n"
    file.write_text(RULE.replace("RULE = ", f"{shy}RULE = ").replace("{change", "{throw()}{change"))
    told = report(OLD, NEW, with_others(Policy(rule_files=(str(file),))).policy)
    assert told.warnings == ("The rule shy-rule, which is not one of modiff's, failed: Shy at pkg.f; nothing is said there",)


def test_without_rules_of_others_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*words: object, **settings: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr("modiff.plugins.process.subprocess.Popen", refused)
    monkeypatch.setattr(others, "_installed", list)
    assert len(report(OLD, NEW, with_others(Policy()).policy).findings) == 1


def test_where_no_process_can_be_started_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "thing_shouted.py"
    file.write_text(RULE)
    asking._process.end()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(BrokenRule, match="cannot be asked: this modiff is part of a program that has no Python of its own to start"):
        with_others(Policy(rule_files=(str(file),)))
    monkeypatch.delattr(sys, "frozen")
    policy = with_others(Policy(rule_files=(str(file),))).policy
    asking._process.end()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    told = report(OLD, NEW, policy)
    assert [found.rule for found in told.findings] == ["parameter-removed"]
    assert "is asked no more: no process can be started: No such file or directory at pkg.f" in told.warnings[0]


def test_a_process_that_ended_meanwhile_is_started_again_and_knows_the_rule(tmp_path: Path) -> None:
    file = tmp_path / "thing_shouted.py"
    file.write_text(RULE)
    policy = with_others(Policy(rule_files=(str(file),))).policy
    assert asking._process._running is not None
    asking._process._running.kill()
    assert len(report(OLD, NEW, policy).findings) == 2
    asking._process.end()
    file.unlink()
    told = report(OLD, NEW, policy)
    assert [found.rule for found in told.findings] == ["parameter-removed"]
    assert told.warnings == ("The rule thing-shouted, which is not one of modiff's, is asked no more: it could not be loaded again at pkg.f",)


def test_many_threads_may_judge_at_once(tmp_path: Path) -> None:
    (tmp_path / "thing_shouted.py").write_text(RULE)
    policy = with_others(Policy(rule_files=(str(tmp_path),))).policy
    counts: list[int] = []
    threads = [threading.Thread(target=lambda: counts.append(len(report(OLD, NEW, policy).findings))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [2, 2, 2, 2]


@UNIX
def test_ctrl_c_ends_the_process_and_is_heard(tmp_path: Path) -> None:
    (tmp_path / "slow_rule.py").write_text(rule("__import__('time').sleep(60)"))
    policy = with_others(Policy(rule_files=(str(tmp_path),))).policy
    running = asking._process._running
    assert running is not None
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        report(OLD, NEW, policy)
    assert running.poll() is not None
    gc.collect()
