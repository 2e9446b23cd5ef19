"""What findings quote of what a deprecation says."""

from __future__ import annotations

import pytest

from modiff.rules.wording import brief, substitute


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("f is deprecated. Use g instead. It will go in 2.0.", "Use g instead."),
        ("f is deprecated, use `g`", "f is deprecated, use `g`"),
        ("since 1.2: Use g. See the guide.", "since 1.2: Use g."),
        ("f() was replaced by g() in 1.2; `h()` goes, too.", "f() was replaced by g() in 1.2;"),
        ("Use {self.__class__.__name__} no more. Use g.", "Use g."),
        ("%s is deprecated, use g", None),
        ("The use of f is deprecated.", None),
        ("f will be removed.", None),
        ("", None),
        (None, None),
    ],
)
def test_advice_is_the_sentences_that_name_what_to_use(said: str | None, found: str | None) -> None:
    assert substitute(said) == found


def test_a_message_quotes_whole_sentences_from_the_beginning() -> None:
    assert brief("Use g. " + "More words follow. " * 30).endswith("follow.")
    assert len(brief("Use g. " + "More words follow. " * 30)) <= 200
    assert brief("words " * 100) == "words " * 33 + "…"
    assert brief("A sentence of its own") == "A sentence of its own"
