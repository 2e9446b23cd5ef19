"""What modiff refuses in an archive, and how it says so. Nothing is ever unpacked to disk; these checks keep memory and meaning safe.

Used by zips (`zips.py`, and the index's ranged wheels) and by tars (`tars.py`). Every check raises HostileArchive or BrokenArchive with one sentence.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from modiff.errors import BrokenArchive, FileMissing, HostileArchive, ModiffError
from modiff.sources.nearby import near_paths

if TYPE_CHECKING:
    from zipfile import ZipInfo

MEMBER_LIMIT = 64 * 2**20
"""Bytes of one member that is read. Larger ones may lie in the archive (shared libraries do) as long as nobody reads them."""
COUNT_LIMIT = 200_000
"""Members of one archive."""
RATIO_LIMIT = 200
"""Unpacked size by packed size."""
RATIO_FLOOR = 2**20
"""Unpacked bytes below which no ratio is absurd: a small file of zeros is only a small file."""

_DRIVE = re.compile(r"[A-Za-z]:")
_SEPARATORS = re.compile(r"[/\\]")
_ENCRYPTED = 0x1


def check_count(count: int, archive: str) -> None:
    """Refuses an archive of more than 200,000 members."""
    if count > COUNT_LIMIT:
        raise HostileArchive(f"{archive} has more than {COUNT_LIMIT:,} members, which no Python package has")


def check_name(name: str, archive: str) -> None:
    """Refuses a member whose name leads out of the archive, on any system."""
    if not name:
        raise HostileArchive(f"{archive} holds a member without a name")
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        raise HostileArchive(f"{archive} holds a member with an absolute name: {name[:200]!r}")
    if ".." in name and ".." in _SEPARATORS.split(name):
        raise HostileArchive(f"{archive} holds a member whose name leads out of it: {name[:200]!r}")
    if "\0" in name:
        raise HostileArchive(f"{archive} holds a member with a null character in its name: {name[:200]!r}")


def check_ratio(unpacked: int, packed: int, what: str) -> None:
    """Refuses what unpacks to more than 200 times its packed size. `what` begins the sentence."""
    if unpacked > RATIO_FLOOR and unpacked > RATIO_LIMIT * packed:
        raise HostileArchive(f"{what} unpacks to more than {RATIO_LIMIT} times its size ({packed:,} bytes to {unpacked:,})")


def check_size(size: int, member: str, archive: str) -> None:
    """Refuses to read a member of over 64 MB."""
    if size > MEMBER_LIMIT:
        raise HostileArchive(f"{member} in {archive} is {size / 2**20:,.0f} MB large; modiff reads no file over {MEMBER_LIMIT // 2**20} MB")


def check_members(members: Sequence[ZipInfo], archive: str) -> list[ZipInfo]:
    """The files among the members of a zip's directory, each name once; directories are left out.

    Refuses too many members, names that lead out, links, and two members of one name that differ.
    """
    check_count(len(members), archive)
    files: dict[str, ZipInfo] = {}
    for member in members:
        name = member.filename
        check_name(member.orig_filename if "\0" in member.orig_filename else name, archive)
        if "\\" in name:
            raise HostileArchive(f"{archive} holds a member with a backslash in its name: {name[:200]!r}")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise HostileArchive(f"{archive} holds a link: {name[:200]!r}")
        if name.endswith("/"):
            continue
        other = files.setdefault(name, member)
        if other is not member and (other.CRC, other.file_size) != (member.CRC, member.file_size):
            raise HostileArchive(f"{archive} holds two different members of one name: {name[:200]!r}")
    return list(files.values())


def check_reading(member: ZipInfo, archive: str) -> None:
    """Refuses to read a member of a zip that is too large, unpacks absurdly, or is encrypted."""
    if member.flag_bits & _ENCRYPTED:
        raise BrokenArchive(f"{member.filename} in {archive} is encrypted")
    check_size(member.file_size, member.filename, archive)
    check_ratio(member.file_size, member.compress_size, f"{member.filename} in {archive}")


@contextmanager
def reading(archive: str, format: str | None) -> Iterator[None]:
    """Whatever the standard library says of a file that is missing, unreadable, damaged or no archive, said as a ModiffError.

    `format` is what the file should be: "a wheel", "a zip", "a tar"; None: `archive` is a member of something that is an archive.
    """
    import lzma
    import struct
    import tarfile
    import zipfile
    import zlib

    no_archive = f"is not {format}, or is damaged" if format else "is damaged"
    broken = (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        lzma.LZMAError,
        struct.error,
        EOFError,
        NotImplementedError,
        ValueError,
        OverflowError,
        LookupError,
        RecursionError,
        AssertionError,
    )
    try:
        yield
    except ModiffError:
        raise
    except FileNotFoundError as error:
        raise FileMissing(f"there is no file {archive}", near_paths(archive)) from error
    except IsADirectoryError as error:
        raise BrokenArchive(f"{archive} is a directory, not {format}", ["to read it as a directory, end its name with a slash"]) from error
    except PermissionError as error:
        raise BrokenArchive(f"{archive} cannot be read: permission denied") from error
    except RuntimeError as error:
        raise BrokenArchive(f"{archive} holds what cannot be unpacked ({error})") from error
    except broken as error:
        raise BrokenArchive(f"{archive} {no_archive} ({_reason(error)})") from error
    except OSError as error:
        raise BrokenArchive(f"{archive} {no_archive} ({error.strerror or error})") from error


def _reason(error: Exception) -> str:
    """The library's own words, in one line."""
    return " ".join(str(error).split())[:200] or type(error).__name__
