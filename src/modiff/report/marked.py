"""A sentence of ours in Markdown: what is code in it as code, the rest as inert prose."""

from __future__ import annotations

from modiff.report.folding import with_few_values
from modiff.report.inert import code, prose
from modiff.report.words import spans


def marked(message: str) -> str:
    """The sentence on one line. Long lists of strings in types end early."""
    return "".join(code(text.strip("`")) if is_code else prose(text) for text, is_code in spans(with_few_values(message)))
