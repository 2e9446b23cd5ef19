"""The colours of pictures on light and on dark ground, and where they are used (`picture.css`)."""

from __future__ import annotations

from importlib import resources

LIGHT = (
    "--paper: #fff; --ink: #1c2024; --dim: #5b6570; --line: #6f7b87; --box: #f4f6f8; --edge: #8a95a0; --package: #e6effa; --package-line: #0b5cad; "
    "--red: #b3261e; --red-box: #ffe9e7; --green: #11693a; --green-box: #e0f6e7; --amber: #8a5a00; --amber-box: #fff3d6; --violet: #6a3fa0; "
    "--soft: #f4f6f8; --rule: #d9dee3; --accent: #0b5cad;"
)
DARK = (
    "--paper: #14171a; --ink: #e4e7ea; --dim: #98a2ad; --line: #7c8792; --box: #1f2429; --edge: #6f7a85; --package: #18293b; "
    "--package-line: #7ab7ff; --red: #ff8a80; --red-box: #3a1f1d; --green: #7ddc9b; --green-box: #16311f; "
    "--amber: #f2c14e; --amber-box: #352a12; --violet: #c3a1f0; "
    "--soft: #1d2126; --rule: #30363d; --accent: #7ab7ff;"
)


def of_file() -> str:
    """For an SVG by itself: it looks at what the reader prefers."""
    return f"svg.modiff {{ {LIGHT} }}\n@media (prefers-color-scheme: dark) {{ svg.modiff {{ {DARK} }} }}\n{text('picture.css')}"


def of_page() -> str:
    """For a page, whose script knows whether it is to be dark."""
    return f":root {{ color-scheme: light; {LIGHT} }}\n:root.dark {{ color-scheme: dark; {DARK} }}\n{text('picture.css')}{text('page.css')}"


def text(name: str) -> str:
    """A file beside this one."""
    return resources.files("modiff.report.drawing").joinpath(name).read_text("utf-8")
