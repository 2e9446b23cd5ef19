"""What docs/formats.md shows is what modiff prints."""

from __future__ import annotations

from scripts import formats


def test_the_page_shows_what_is_printed() -> None:
    text = formats.PAGE.read_text("utf-8")
    assert text.count("<!-- modiff ") >= 6
    assert formats.page() == text, "run `make docs`"
