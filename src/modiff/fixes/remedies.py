"""What can be done to a line of client code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewName:
    """Something is reached by another path."""

    old: str
    """Dotted, as the client reaches it."""
    new: str
    member: bool = False
    """Is it a member of an object, of which only the last name changes?"""

    @property
    def in_words(self) -> str:
        """For people."""
        if self.member or self.old.rpartition(".")[0] == self.new.rpartition(".")[0]:
            return f"{self.old.rpartition('.')[2]} → {self.new.rpartition('.')[2]}"
        return f"{self.old} → {self.new}"


@dataclass(frozen=True, slots=True)
class NewKeyword:
    """An argument is given by another name."""

    old: str
    new: str

    @property
    def in_words(self) -> str:
        """For people."""
        return f"{self.old}= → {self.new}="


@dataclass(frozen=True, slots=True)
class ByName:
    """Positional arguments are given by name."""

    first: int
    """Index of the first of them among the positional arguments of the call."""
    names: tuple[str, ...]
    """Of it and those after it."""
    given: int | None = None
    """How many positional arguments the signature sees; an object that is given by hand stands before them. None: as many as are written."""

    @property
    def in_words(self) -> str:
        """For people."""
        shown = self.names if self.given is None else self.names[: max(self.given - self.first, 0)]
        return f"given by name: {', '.join(f'{name}=' for name in shown)}"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A keyword argument that had no effect is left out."""

    keyword: str
    value: str | None
    """Only where it is this value, as source: that of the old default. None: whatever it is."""

    @property
    def in_words(self) -> str:
        """For people."""
        return f"{self.keyword}= left out"


Remedy = NewName | NewKeyword | ByName | Dropped


@dataclass(frozen=True, slots=True)
class Mend:
    """A remedy at its place, in the positions of Python's own parser: lines from 1, columns from 0 in bytes of UTF-8."""

    line: int
    column: int
    end_line: int
    end_column: int
    remedy: Remedy
