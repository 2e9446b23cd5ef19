"""The tree of a zip on disk: names, sizes and checksums from its directory, bytes when asked."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping

from modiff.errors import BrokenArchive
from modiff.model.release import File
from modiff.sources.archive import check_members, check_reading, reading
from modiff.sources.marks import mark_of_file, with_claims
from modiff.sources.record import Record


class ZipTree:
    """A zip file, held open until `close`. Digests are `crc32:XXXXXXXX:SIZE`."""

    near = True
    """Many small rounds of reading cost no more than one."""

    def __init__(self, path: str, format: str = "a zip", data: bytes | None = None) -> None:
        """Reads the directory only. `data`: the whole file, if it was read (or fetched) already; `path` then only names it in messages.

        Raises FileMissing, BrokenArchive, HostileArchive.
        """
        self._path, self._format, self._given = path, format, data is not None
        self.verify: Callable[[str, bytes], None] | None = None
        """Asked about name and bytes of every member that is read; raises if it objects."""
        with reading(path, format):
            if not (os.path.getsize(path) if data is None else len(data)):
                raise BrokenArchive(f"{path} is empty: 0 bytes")
            self._zip = zipfile.ZipFile(path if data is None else io.BytesIO(data))
        try:
            with reading(path, format):
                self._members = {member.filename: member for member in check_members(self._zip.infolist(), path)}
        except BaseException:
            self._zip.close()
            raise
        self._files = {name: File(name, self._members[name].file_size, zip_digest(self._members[name])) for name in sorted(self._members)}

    def claim(self, record: Record) -> None:
        """Takes what RECORD says of the files' content; from what it is silent about, this very archive has to be told by its place and times."""
        with_claims(self._files, record, self._mark)

    def _mark(self) -> str | None:
        if self._given:
            return None
        try:
            return mark_of_file(self._path, os.stat(self._path))
        except OSError:
            return None

    @property
    def files(self) -> Mapping[str, File]:
        """Every file by its path, sorted."""
        return self._files

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of these members, checked against their CRC. KeyError for an unknown path; raises BrokenArchive, HostileArchive, HashMismatch."""
        return {path: self._member(self._members[path]) for path in paths}

    def close(self) -> None:
        """Closes the file."""
        self._zip.close()

    def _member(self, member: zipfile.ZipInfo) -> bytes:
        check_reading(member, self._path)
        with reading(f"{member.filename} in {self._path}", None):
            with self._zip.open(member) as stream:
                data = stream.read(member.file_size + 1)  # a bound, so that a lie about the size costs no memory
            if len(data) != member.file_size:
                raise BrokenArchive(f"{member.filename} in {self._path} is cut short: {len(data):,} of {member.file_size:,} bytes")
        if self.verify is not None:
            self.verify(member.filename, data)
        return data


def zip_digest(member: zipfile.ZipInfo) -> str:
    """The word for a member's content that a zip's directory gives."""
    return f"crc32:{member.CRC:08x}:{member.file_size}"
