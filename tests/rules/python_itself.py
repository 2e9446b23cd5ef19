"""Runs clients under Python: the harness of `modiff.plugins`, which rules of others are held to as well."""

from __future__ import annotations

from modiff.plugins.python_itself import Failures, run, run_examples, write

__all__ = ["Failures", "run", "run_examples", "write"]
