"""The progress line: only on a terminal, only after a while, and gone at the end."""

from __future__ import annotations

import io
import time

import pytest

from modiff.cli import progress as progress_file
from modiff.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch, patience: float = 0.05) -> Terminal:
    """Called by the test itself: between fixture and test pytest puts its own stream in place."""
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress_file, "PATIENCE", patience)
    return stream


def test_nobody_is_told_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal(monkeypatch)
    with progress(False) as tell:
        assert tell is None
    monkeypatch.setattr("sys.stderr", io.StringIO())
    with progress(True) as tell:
        assert tell is None


def test_a_quick_answer_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = terminal(monkeypatch, patience=60)
    with progress(True) as tell:
        assert tell is not None
        tell("fetching")
    assert stream.getvalue() == ""


def test_a_slow_one_says_what_it_does_and_markup_is_inert(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = terminal(monkeypatch)
    with progress(True) as tell:
        assert tell is not None
        tell("fetching [red]shop[/red]\x1b[2J")
        until = time.monotonic() + 10
        while "fetching" not in stream.getvalue() and time.monotonic() < until:
            time.sleep(0.02)
        tell("reading")
    shown = stream.getvalue()
    assert "fetching [red]shop[/red]\\x1b[2J" in shown
    assert "\x1b[2J" not in shown
    assert shown.endswith(("\x1b[?25h", "\x1b[2K", "\x1b[1A\x1b[2K"))  # the cursor is back, the line is gone


def test_the_line_is_gone_after_a_failure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = terminal(monkeypatch)

    def fail() -> None:
        with progress(True):
            until = time.monotonic() + 10
            while "reading" not in stream.getvalue() and time.monotonic() < until:
                time.sleep(0.02)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    shown = stream.getvalue()
    assert shown.count("\x1b[?25h") == shown.count("\x1b[?25l") == 1
