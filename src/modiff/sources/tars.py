"""The tree of a tar on disk, compressed or not: read once from front to back, keeping what may be asked for."""

from __future__ import annotations

import io
import os
import posixpath
import tarfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import IO, cast

from modiff.errors import BrokenArchive, HostileArchive
from modiff.model.release import File
from modiff.sources.archive import RATIO_FLOOR, RATIO_LIMIT, check_count, check_name, check_size, reading

KEPT_LIMIT = 2**30
"""Bytes of all members that are kept."""
HEADER_LIMIT = 2**20
"""Bytes of one extended header (a long name, pax records)."""
_EXTENDED = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)


class TarTree:
    """A tar, read whole when it is opened; no handle stays open. Digests are `crc32:XXXXXXXX:SIZE` for what was kept, None for the rest."""

    near = True
    """Many small rounds of reading cost no more than one."""

    def __init__(self, path: str, wanted: Callable[[str], bool], data: bytes | None = None) -> None:
        """Keeps the bytes of members for which `wanted(name)` holds; the others can be named, not read.

        `data`: the whole file, if it was read (or fetched) already; `path` then only names it in messages.
        Links to files of the archive count as copies of them; links that lead out are refused, others are left out and named in `warnings`.
        Raises FileMissing, BrokenArchive, HostileArchive.
        """
        self._path = path
        self._kept: dict[str, bytes] = {}
        self._sizes: dict[str, int] = {}
        self.warnings: tuple[str, ...] = ()
        """Sentences about links that were left out."""
        with reading(path, "a tar"), open(path, "rb") if data is None else io.BytesIO(data) as raw:
            packed = raw.seek(0, os.SEEK_END)
            raw.seek(0)
            with _unpacked(raw, path) as plain:
                bounded = _Bounded(plain, max(RATIO_FLOOR, RATIO_LIMIT * packed), path)
                links = self._collect(bounded, wanted)
                while bounded.read(1 << 16):  # to the end, where gzip and its like keep their checksum
                    pass
        self._follow(links, wanted)
        self._files = {name: File(name, self._sizes[name], self._digest(name)) for name in sorted(self._sizes)}

    @property
    def files(self) -> Mapping[str, File]:
        """Every file by its path (without a leading `./`), sorted."""
        return self._files

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of these members. KeyError for an unknown path, and for one that was not kept."""
        return {path: self._kept[path] for path in paths}

    def close(self) -> None:
        """Nothing is held open."""

    def _digest(self, name: str) -> str | None:
        data = self._kept.get(name)
        return None if data is None else f"crc32:{zlib.crc32(data):08x}:{len(data)}"

    def _collect(self, stream: _Bounded, wanted: Callable[[str], bool]) -> dict[str, str]:
        """Goes through the archive once. Returns the links: name to target, both as paths in the archive."""
        links: dict[str, str] = {}
        kept = 0
        header = type("Header", (_Header,), {"archive": self._path})
        with tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|", tarinfo=header) as tar:
            count = 0
            while (member := tar.next()) is not None:
                count += 1
                check_count(count, self._path)
                check_name(member.name, self._path)
                name = posixpath.normpath(member.name)
                if member.issym() or member.islnk():
                    links[name] = self._target(member)
                elif member.isreg() and wanted(name):
                    check_size(member.size, name, self._path)
                    kept += member.size
                    if kept > KEPT_LIMIT:
                        raise HostileArchive(f"{self._path} holds more than {KEPT_LIMIT // 2**30} GB of Python files")
                    self._keep(name, member, tar)
                elif member.isreg():
                    self._sizes[name] = member.size
                tar.members = []  # type: ignore[attr-defined]  # or it remembers every header
        return links

    def _keep(self, name: str, member: tarfile.TarInfo, tar: tarfile.TarFile) -> None:
        file = tar.extractfile(member)
        data = file.read() if file is not None else b""
        if len(data) != member.size:
            raise BrokenArchive(f"{name} in {self._path} is cut short: {len(data):,} of {member.size:,} bytes")
        if self._kept.get(name, data) != data:
            raise HostileArchive(f"{self._path} holds two different members of one name: {name!r}")
        self._kept[name], self._sizes[name] = data, member.size

    def _target(self, member: tarfile.TarInfo) -> str:
        """What a link leads to, as a path in the archive."""
        base = posixpath.dirname(posixpath.normpath(member.name)) if member.issym() else ""
        target = posixpath.normpath(posixpath.join(base, member.linkname))
        if posixpath.isabs(member.linkname) or "\\" in member.linkname or target == ".." or target.startswith("../"):
            raise HostileArchive(f"{self._path} holds a link that leads out of it: {member.name!r} to {member.linkname!r}")
        return target

    def _follow(self, links: Mapping[str, str], wanted: Callable[[str], bool]) -> None:
        """Makes links to kept files copies of them."""
        left_out = []
        for name, target in sorted(links.items()):
            seen = {name}
            while target in links and target not in seen:
                seen.add(target)
                target = links[target]
            if name in self._sizes:
                raise HostileArchive(f"{self._path} holds a file and a link of one name: {name!r}")
            if target in self._kept:
                self._kept[name], self._sizes[name] = self._kept[target], self._sizes[target]
            elif wanted(name) or any(file.startswith(f"{target}/") for file in self._kept):
                left_out.append(name)
        self.warnings = tuple(f"{name} in {os.path.basename(self._path)} is a link, which modiff does not follow" for name in left_out)


class _Header(tarfile.TarInfo):
    """A header that is refused where the standard library would go on: too long an extension, or rubbish in the middle of the archive."""

    archive = "the archive"

    @classmethod
    def frombuf(cls, buf: bytes, encoding: str, errors: str) -> _Header:  # type: ignore[override]
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError:
            if buf.strip(b"\0"):  # a block of zeros, or nothing, is a proper end
                raise BrokenArchive(f"{cls.archive} is not a tar, or is damaged (a header of it makes no sense)") from None
            raise
        if header.type in _EXTENDED and header.size > HEADER_LIMIT:
            raise HostileArchive(f"{cls.archive} holds a header of {header.size:,} bytes")
        if header.size < 0:
            raise BrokenArchive(f"{cls.archive} is damaged: it holds a member of negative size")
        return header


class _Bounded(io.RawIOBase):
    """Bytes from a decompressor, up to what its input can honestly unpack to."""

    def __init__(self, stream: IO[bytes], limit: int, archive: str) -> None:
        super().__init__()
        self._stream, self._limit, self._archive, self._seen = stream, limit, archive, 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(min(size, 1 << 20) if size >= 0 else 1 << 20)
        self._seen += len(data)
        if self._seen > self._limit:
            raise HostileArchive(f"{self._archive} unpacks to more than {RATIO_LIMIT} times its size")
        return data


def _unpacked(raw: IO[bytes], path: str) -> IO[bytes]:
    """The bytes under the compression, which is told by the first bytes."""
    start = raw.read(6)
    raw.seek(0)
    if not start:
        raise BrokenArchive(f"{path} is empty: 0 bytes")
    if start.startswith(b"\x1f\x8b"):
        import gzip

        return cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    if start.startswith(b"BZh"):
        import bz2

        return cast(IO[bytes], bz2.BZ2File(raw))
    if start.startswith((b"\xfd7zXZ\0", b"\x5d\0\0")):
        import lzma

        return cast(IO[bytes], lzma.LZMAFile(raw))
    return raw
