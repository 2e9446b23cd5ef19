"""What can go wrong for a user: each failure is a class that holds the facts and says what to try next.

Every stage raises these and nothing else for what a user can mend; the command line prints `str(error)` and the hints
and ends with status 2. Anything else that escapes is a bug of modiff.
"""

from __future__ import annotations

from collections.abc import Sequence


class ModiffError(Exception):
    """Could not check. `message` says what happened and to what; `hints` are things to try, best first."""

    def __init__(self, message: str, hints: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hints = tuple(hints)

    @property
    def code(self) -> str:
        """The class in kebab-case, as the JSON error object names it: `UnknownVersion` is `unknown-version`."""
        name = type(self).__name__
        return "".join(f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


class BadUsage(ModiffError):
    """The words of the call do not fit together: an option, a spec or a pattern that cannot be meant."""


class BadSpec(BadUsage):
    """A spec that names no version in any of the documented forms."""


class UnknownPackage(ModiffError):
    """The index knows no project of this name."""


class UnknownVersion(ModiffError):
    """The project exists, this release of it does not."""


class NoUsableFile(ModiffError):
    """The release exists, but nothing of it can be read (no files at all, or only formats that modiff does not read)."""


class IndexUnavailable(ModiffError):
    """The package index did not answer, refused, or answered something that is no index page."""


class CertificateProblem(IndexUnavailable):
    """The TLS certificate of the index was not accepted."""


class FileMissing(ModiffError):
    """A path of the user's that does not exist."""


class BrokenArchive(ModiffError):
    """A file that is not the archive it claims to be, or is damaged."""


class HostileArchive(BrokenArchive):
    """An archive that modiff refuses: traversal names, links, absurd sizes or numbers of members."""


class HashMismatch(BrokenArchive):
    """Bytes that differ from what the index or RECORD promises."""


class NothingToRead(ModiffError):
    """The place exists but holds no Python package."""


class NoRepository(ModiffError):
    """A git spec whose path is no repository."""


class UnknownRef(ModiffError):
    """A git spec whose ref the repository does not know."""


class MissingHistory(NoRepository):
    """A clone that does not hold the commits which a check needs: shallow, or without the branch."""


class NoProject(NothingToRead):
    """A directory that is no Python project, and lies in none."""


class NoBaseline(ModiffError):
    """There may be an earlier release to compare with, but it cannot be looked for."""


class NotInstalled(ModiffError):
    """An `installed:` spec for a distribution that the running environment does not have."""


class BrokenDatabase(ModiffError):
    """A function database that cannot be read; the message names file and place."""


class UnknownRule(BadUsage):
    """A rule id that the catalogue does not have."""


class MissingExtra(ModiffError):
    """What was asked for needs a library that does not come with modiff itself."""


class BadProgram(BadUsage):
    """A logic program that is none, or uses predicates that nothing defines; file and line are named."""


class NoAnswer(ModiffError):
    """A logic program that has no answer, or does not come to one within its time or memory."""


class BadQuery(BadUsage):
    """A query that cannot be meant: no SQL, or of tables and columns that are not there."""


class BrokenRule(ModiffError):
    """A rule of somebody else's that cannot be used: its file is none, does not load, or is no rule of the documented shape."""


class BadConfig(BadUsage):
    """A configuration file with mistakes: all of them, each with its line."""

    def __init__(self, file: str, mistakes: Sequence[tuple[int | None, str]], hints: Sequence[str] = ()) -> None:
        """`mistakes`: (line, from 1, or None for the file as a whole; what is wrong, as a clause)."""
        self.file = file
        self.mistakes = tuple(mistakes)
        number = "a mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        super().__init__(f"There {'is' if len(mistakes) == 1 else 'are'} {number} in the configuration: {'; '.join(self.lines)}", hints)

    @property
    def lines(self) -> tuple[str, ...]:
        """The mistakes as FILE:LINE: TEXT, in the order of the file."""
        ordered = sorted(self.mistakes, key=lambda mistake: mistake[0] or 0)
        return tuple(f"{self.file}:{line}: {what}" if line is not None else f"{self.file}: {what}" for line, what in ordered)


class ExtraMissing(ModiffError):
    """What was asked for needs a library that comes with one of modiff's extras, and is not installed."""


class BrokenLock(ModiffError):
    """A lock file that cannot be read, or pins nothing."""

    def __init__(self, file: str, line: int | None, what: str, hints: Sequence[str] = ()) -> None:
        """`line`: from 1, or None for the file as a whole. `what`: what is wrong, as a clause."""
        self.file = file
        self.line = line
        super().__init__(f"The lock file {file} cannot be used: {f'line {line}: ' if line is not None else ''}{what}.", hints)


class CannotWrite(ModiffError):
    """The output file cannot be written."""
