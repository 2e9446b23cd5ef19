"""Workflow commands of GitHub Actions: text that cannot become another command, whatever stands in it."""

from __future__ import annotations

from collections.abc import Mapping

from modiff.report.inert import visible


def command(level: str, properties: Mapping[str, str], text: str) -> str:
    """`::error file=…,line=…::TEXT`."""
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{level} {said}::{data(text)}"


def data(text: str) -> str:
    """Nothing in a text ends a line, so nothing in it begins another command."""
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return data(text).replace(":", "%3A").replace(",", "%2C")
