"""The protocol through which link asks for files: whoever reads them stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from modiff.model.bodies import Body
from modiff.model.facts import Facts
from modiff.model.release import ModuleFile


class Asks(Protocol):
    """The protocol `module -> Facts` through which link asks for files."""

    @property
    def modules(self) -> Mapping[str, ModuleFile]:
        """Every module of the release by its dotted name."""

    def facts(self, modules: list[str]) -> Mapping[str, Facts]:
        """The facts of these modules, in one round; unreadable ones are left out."""

    def stub_facts(self, modules: list[str]) -> Mapping[str, Facts]:
        """The same for questions about types: from the stub where there is one beside the source."""

    def bodies(self, functions: list[tuple[str, int, int]]) -> Mapping[tuple[str, int, int], Body]:
        """What the functions on these lines (module, first, last) do, in one round; unreadable ones are left out. With the last line below zero
        their text alone is asked for."""

    def text(self, module: str) -> bytes:
        """The file that the facts of a module are read from; empty where there is none."""

    def lacks(self, module: str, name: str) -> bool:
        """Is this an extension module in whose file the name stands nowhere? False also where that cannot be said."""
