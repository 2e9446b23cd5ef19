"""Where the answer goes, what it looks like there, and what is said beside it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import msgspec
import pytest

from modiff import api
from modiff.cli import main
from modiff.cli.output import Output
from modiff.errors import CannotWrite
from tests.report.shared import REPORT

Captured = pytest.CaptureFixture[str]
WARNED = msgspec.structs.replace(REPORT, warnings=("odd \x1b", "odd \x1b"))


@pytest.fixture(autouse=True)
def _pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "diff", lambda *_, **__: WARNED)


def test_warnings_and_costs_go_to_stderr(capsys: Captured) -> None:
    main(["diff", "a", "1", "2"])
    plain = capsys.readouterr()
    assert plain.err == "warning: odd \\x1b\n"
    main(["diff", "a", "1", "2", "-v", "--format", "json"])
    told = capsys.readouterr()
    assert told.err == "warning: odd \\x1b\nfetched: 1.0 MB\n"
    assert "fetched" not in told.out


def test_quiet_says_only_the_verdict(capsys: Captured) -> None:
    assert main(["diff", "a", "1", "2", "-q"]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out == "major: 3 findings ask for a new major version\n"


def test_the_file_holds_what_would_have_been_printed(tmp_path: Path, capsys: Captured) -> None:
    main(["diff", "a", "1", "2"])
    printed = capsys.readouterr().out
    target = tmp_path / "report.txt"
    target.write_text("before")
    target.chmod(0o640)
    assert main(["diff", "a", "1", "2", "--output", str(target)]) == 1
    assert capsys.readouterr().out == ""
    assert target.read_text(encoding="utf-8") == printed
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [file.name for file in tmp_path.iterdir()] == ["report.txt"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to("real")
    Output("text", str(tmp_path / "link"), "auto", 0).write("after")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after"


def test_what_cannot_be_written_is_said_before_any_work(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("work was done")

    monkeypatch.setattr(api, "diff", never)
    assert main(["diff", "a", "1", "2", "--output", str(tmp_path)]) == 2
    assert main(["diff", "a", "1", "2", "--output", str(tmp_path / "no" / "file")]) == 2
    said = capsys.readouterr().err
    assert "it is a directory" in said
    assert "there is no directory" in said


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "report.txt"
    target.write_text("before")
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(CannotWrite, match="No space left on device"):
        Output("text", str(target), "auto", 0).write("after")
    assert target.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["report.txt"]


def test_colours_only_when_asked_for_or_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def __init__(self, is_one: bool) -> None:
            self.is_one = is_one

        def isatty(self) -> bool:
            return self.is_one

    def colored(color: str, terminal: bool, file: str | None = None) -> bool:
        monkeypatch.setattr("sys.stdout", Terminal(terminal))
        return Output("text", file, color, 0).style.color  # type: ignore[arg-type]

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert colored("auto", True)
    assert not colored("auto", False)
    assert not colored("auto", True, "file")
    assert colored("always", False)
    assert not colored("never", True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colored("auto", True)
    assert colored("always", True)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not colored("auto", True)


def test_what_is_no_terminal_has_100_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert Output("text", None, "auto", 0).style.width == 100
