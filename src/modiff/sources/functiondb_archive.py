"""All versions of a function database, one after the other: hundreds of files, of which most modules are the same as in the version before."""

from __future__ import annotations

import os
from collections.abc import Mapping

import msgspec
from packaging.version import InvalidVersion, Version

from modiff.errors import BrokenDatabase
from modiff.model.facts import Facts
from modiff.sources.database_entries import EntryReader, some
from modiff.sources.functiondb import age, open_files


class Archive:
    """A function database as a list of versions."""

    def __init__(self, path: str) -> None:
        """Raises FileMissing, NothingToRead, BrokenArchive, BrokenDatabase."""
        self.path = path
        self._database = open_files(os.path.expanduser(path))
        self._known: dict[str, dict[bytes, Facts]] = {}
        self._warnings: list[str] = []
        self.labels = self._in_order()
        """What the versions are called, by version, oldest first."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is odd about the files, each named; of versions only of those that were read."""
        return (*self._database.warnings, *self._warnings)

    def facts(self, version: Version) -> Mapping[str, Facts]:
        """Facts by module. A module that is the same as in a version that was read before gives the very same object. Raises BrokenDatabase."""
        label = self.labels[version]
        name = self._database.called(self._database.holders[label])
        text = self._database.text(label)
        try:
            modules = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        except msgspec.ValidationError:
            modules = msgspec.json.decode(text)  # which is wrong in a way that the reader has words for
        except RecursionError as error:
            raise BrokenDatabase(f"{name} is no function database: it is nested too deeply") from error
        reader = EntryReader(name, label, self._known)
        facts = reader.read(modules)
        self._warnings += reader.warnings
        self._database.forget(label)
        return facts

    def _in_order(self) -> dict[Version, str]:
        found: dict[Version, str] = {}
        odd: list[str] = []
        for label in sorted(self._database.holders, key=age):
            try:
                version = Version(label)
            except InvalidVersion:
                odd.append(label)
                continue
            if version in found:
                first = f"{found[version]} is in {self._place(found[version])}"
                self._warnings.append(f"{self._place(label)} holds version {label} a second time, as {first}")
            found.setdefault(version, label)
        if odd:
            places = some([f"{label} in {self._place(label)}" for label in odd])
            self._warnings.append(f"{self.path} holds what is no version in the sense of PEP 440, left out ({len(odd)}): {places}")
        return found

    def _place(self, label: str) -> str:
        return self._database.called(self._database.holders[label])
