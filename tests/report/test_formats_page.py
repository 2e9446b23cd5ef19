"""What docs/formats.md shows is what modiff prints."""

from __future__ import annotations

from scripts import printed_pages


def test_the_page_shows_what_is_printed() -> None:
    text = printed_pages.stands("formats.md")
    assert text.count("<!-- modiff ") >= 6
    assert printed_pages.page("formats.md") == text, "run `make docs`"
