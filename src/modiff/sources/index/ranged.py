"""A wheel that stays on the index: its directory is read from the end of the file, members when they are asked for, by byte range (RFC 9110, 14).

Reading zips is left to `zipfile`, which works on a sparse file here and so tells by itself which bytes it needs.
"""

from __future__ import annotations

import re
import threading
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from zipfile import ZipInfo

from modiff.errors import BrokenArchive, HashMismatch, HostileArchive, IndexUnavailable
from modiff.model.release import File, Traffic
from modiff.sources.archive import check_members, check_reading, reading
from modiff.sources.index import kept
from modiff.sources.index.download import checked, download, recalled
from modiff.sources.index.pages import IndexFile
from modiff.sources.index.sparse import Missing, Span, SparseFile
from modiff.sources.index.web import Answer, Web
from modiff.sources.marks import with_claims
from modiff.sources.record import Record, parse_record, record_path
from modiff.sources.zips import zip_digest

TAIL = (128 * 2**10, 1 * 2**20)
"""The first request asks for a 500th of the file from its end, in these bounds. Where the zip's directory is larger, a second one follows."""

GAP = 32 * 2**10
"""Members with less between them are fetched by one request. Measured on tensorflow, first the 480 modules that changed on either side, then
those that did not, once: 8 KB asks 330 times for 11.0 MB, 16 KB 219 for 11.6, 32 KB 154 for 12.0, 64 KB 126 for 13.0; the time is about the same."""

DIRECTORY_LIMIT = 64 * 2**20
"""Bytes of a zip's directory: far more than 200,000 members need."""

LOCAL_HEADER = 30 + 2 * 0xFFFF + 24
"""What may lie before and after a member's data at most: the fixed part, name and extra field, the data descriptor."""


class Shared:
    """What two wheels have in common, kept when one of them has read it so that the other need not fetch it. May be used from several threads."""

    def __init__(self) -> None:
        self._common: frozenset[str] = frozenset()
        self._kept: dict[str, bytes] = {}

    def share(self, one: Mapping[str, File], other: Mapping[str, File]) -> None:
        """From now on keeps what both have."""
        self._common = frozenset(f.digest for f in one.values() if f.digest) & frozenset(f.digest for f in other.values() if f.digest)

    def keep(self, digest: str | None, data: bytes) -> None:
        """Keeps the bytes if both have them."""
        if digest in self._common and digest is not None:
            self._kept[digest] = data

    def find(self, digest: str | None) -> bytes | None:
        """The bytes, if they were read already."""
        return self._kept.get(digest) if digest is not None else None

    def clear(self) -> None:
        """Forgets everything."""
        self._kept.clear()


class RangedWheel:
    """The tree of a wheel on an index. Digests are `crc32:XXXXXXXX:SIZE`; every member that is read is held against RECORD too.

    `read` may be called from several threads, but they wait for each other.
    """

    def __init__(self, web: Web, file: IndexFile, sparse: SparseFile, size: int, traffic: Traffic, shared: Shared) -> None:
        """Use `open_ranged`. `sparse` holds the end of the file, of `size` bytes in all. Raises as `open_ranged` does."""
        self._web, self._file, self._sparse, self._size, self._traffic, self._shared = web, file, sparse, size, traffic, shared
        self._lock = threading.Lock()
        self._record: Record | None = None
        self._recalled: set[Span] = set()
        self._zip = self._directory()
        with reading(file.filename, "a wheel"):
            members = check_members(self._zip.infolist(), file.filename)
            self._spans = _spans(self._zip.infolist(), self._zip.start_dir, file.filename)
        self._members = {member.filename: member for member in sorted(members, key=lambda member: member.filename)}
        self._files = {name: File(name, member.file_size, zip_digest(member)) for name, member in self._members.items()}

    @property
    def files(self) -> Mapping[str, File]:
        """Every file by its path, sorted."""
        return self._files

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is odd in RECORD; known after the first `read`."""
        return self._record.warnings if self._record is not None else ()

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of these members, in one round of requests (the first brings RECORD along).

        KeyError for an unknown path. HostileArchive, BrokenArchive, HashMismatch for bytes that cannot be trusted; IndexUnavailable if none come.
        """
        asked = {path: self._members[path] for path in paths}
        for member in asked.values():
            check_reading(member, self._file.filename)
        with self._lock:
            absent = [member for member in asked.values() if self._shared.find(zip_digest(member)) is None]
            self._fetch([*absent, *self._record_member()])
            record = self._known_record()
            found = {member.filename: self._checked(member, record) for member in absent}
            found.update(self._from_other([member for path, member in asked.items() if path not in found], record))
        return {path: found[path] for path in asked}

    def close(self) -> None:
        """Forgets what was fetched; the connections belong to the pair."""
        self._shared.clear()
        self._sparse.clear()

    def _directory(self) -> zipfile.ZipFile:
        """The archive, its directory read: at most two more requests where the end that was fetched first does not reach."""
        for _ in range(3):
            try:
                with reading(self._file.filename, "a wheel"):
                    return zipfile.ZipFile(self._sparse)
            except Missing as missing:
                start, stop = missing.span
                if stop - start > DIRECTORY_LIMIT:
                    raise HostileArchive(f"{self._file.filename} has a directory of {stop - start:,} bytes, which no Python package has") from missing
                self._sparse.add(start, self._more_directory(missing.span))
        raise BrokenArchive(f"{self._file.filename} is not a wheel, or is damaged (its directory lies nowhere)")

    def _more_directory(self, span: Span) -> bytes:
        """Bytes of the zip's directory; kept as they come, for each is looked at when it is read."""
        found = kept.parts(self._web, self._file, [span]).get(span)
        if found is None and self._web.offline:
            raise kept.not_here(f"the list of files in {self._file.filename} is not kept on this machine", self._file.origin)
        if found is None:
            found = fetch_range(self._web, self._file, span, self._size, self._traffic)
            kept.keep_part(self._web, self._file, span, found)
        return found

    def _record_member(self) -> list[ZipInfo]:
        """RECORD, while it is not known; nothing if there is none."""
        path = record_path(self._members) if self._record is None else None
        return [self._members[path]] if path is not None else []

    def _known_record(self) -> Record:
        if self._record is None:
            member = next(iter(self._record_member()), None)
            self._record = parse_record(self._unpacked(member) if member else None, self._members, self._file.filename)
            with_claims(self._files, self._record, lambda: kept.mark_of(self._file))
            if member:
                self._keep(member)
        return self._record

    def _from_other(self, members: Sequence[ZipInfo], record: Record) -> Mapping[str, bytes]:
        """What the other wheel has read. Where RECORD objects, a CRC has deceived (it is no proof), and this wheel's own bytes are fetched."""
        found: dict[str, bytes] = {}
        for member in members:
            data = self._shared.find(zip_digest(member))
            if data is not None and _agrees(record, member.filename, data, self._file.filename):
                found[member.filename] = data
        own = [member for member in members if member.filename not in found]
        self._fetch(own)
        return found | {member.filename: self._checked(member, record) for member in own}

    def _checked(self, member: ZipInfo, record: Record) -> bytes:
        data = self._unpacked(member)
        record.verify(member.filename, data, self._file.filename)
        self._shared.keep(zip_digest(member), data)
        self._keep(member)
        return data

    def _keep(self, member: ZipInfo) -> None:
        """Keeps the stretch of a member that was checked, for other runs; not one that came from there."""
        span = self._spans[member.header_offset]
        if span not in self._recalled:
            kept.keep_part(self._web, self._file, span, self._sparse.bytes_of(span))

    def _unpacked(self, member: ZipInfo) -> bytes:
        """The bytes of a member whose stretch is here. `zipfile` checks the CRC."""
        check_reading(member, self._file.filename)
        try:
            with reading(self._file.filename, "a wheel"), self._zip.open(member) as stream:
                data = stream.read(member.file_size + 1)  # a bound, so that a lie about the size costs no memory
        except Missing as missing:
            raise BrokenArchive(f"{member.filename} in {self._file.filename} does not lie where the wheel's directory says") from missing
        if len(data) != member.file_size:
            raise BrokenArchive(f"{member.filename} in {self._file.filename} is cut short: {len(data):,} of {member.file_size:,} bytes")
        return data

    def _recall(self, spans: Sequence[Span]) -> None:
        """Brings those of these stretches here that other runs have kept."""
        for span, data in kept.parts(self._web, self._file, spans).items():
            self._sparse.add(span[0], data)
            self._recalled.add(span)

    def _fetch(self, members: Sequence[ZipInfo]) -> None:
        """Brings the stretches of these members here. They stay, as what lies between members that changed is asked for next."""
        spans = {self._spans[member.header_offset] for member in members}
        self._recall([span for span in spans if not self._sparse.has(span)])
        absent = sorted(span for span in spans if not self._sparse.has(span))
        if absent and self._web.offline:
            missing = f"{len(absent)} of the files that are needed of {self._file.filename} are not kept on this machine"
            raise kept.not_here(missing, self._file.origin)
        runs = joined(absent, GAP)
        total = sum(stop - start for start, stop in runs)
        arrived: list[int] = []

        def fetch(run: Span) -> bytes:
            data = fetch_range(self._web, self._file, run, self._size, self._traffic)
            arrived.append(len(data))
            self._web.tell(self._file.filename, sum(arrived), total)
            return data

        runs.sort(key=lambda run: run[0] - run[1])  # the longest first, so that none is left alone at the end
        for run, data in zip(runs, self._web.together(fetch, runs), strict=True):
            self._sparse.add(run[0], data)


def open_ranged(web: Web, file: IndexFile, traffic: Traffic, shared: Shared) -> RangedWheel | bytes:
    """The wheel as a tree that fetches what it is asked for; its bytes, checked, where a server sends it whole or one request brought all of it.

    IndexUnavailable, BrokenArchive, HostileArchive, HashMismatch.
    """
    if (data := recalled(web, file, traffic)) is not None:
        return data
    if (known := kept.tail(web, file)) is not None:
        traffic.whole += known[0]
        return _wheel(web, file, known[0], known[1], traffic, shared)
    if web.offline:
        raise kept.not_here(f"{file.filename} is not kept on this machine", file.origin)
    size = file.size
    tail = min(max((size or 0) // 500, TAIL[0]), TAIL[1])
    wanted = f"bytes={max(size - tail, 0)}-{size - 1}" if size else f"bytes=-{tail}"
    headers = {"Range": wanted, "Accept-Encoding": "identity"}
    answer = web.get(file.url, file.origin, traffic, headers=headers, accept=(200, 206, 416), label=file.filename)
    if answer.status == 416:  # an empty file has no last bytes
        return download(web, file, traffic)
    if answer.status == 200:
        traffic.whole += len(answer.body)
        kept.keep_whole(web, file, checked(file, answer.body))
        return answer.body
    start, total = _content_range(answer, file)
    if start + len(answer.body) != total or (size is not None and size != total):
        raise _other_bytes(file)
    traffic.whole += total
    if start == 0:
        kept.keep_whole(web, file, checked(file, answer.body))
        return answer.body
    wheel = _wheel(web, file, total, answer.body, traffic, shared)
    kept.keep_tail(web, file, total, answer.body)
    return wheel


def _wheel(web: Web, file: IndexFile, size: int, tail: bytes, traffic: Traffic, shared: Shared) -> RangedWheel:
    """The tree of a wheel of which the last bytes are here."""
    sparse = SparseFile(size)
    sparse.add(size - len(tail), tail)
    return RangedWheel(web, file, sparse, size, traffic, shared)


def fetch_range(web: Web, file: IndexFile, span: Span, size: int, traffic: Traffic) -> bytes:
    """These bytes of a file that has `size`. IndexUnavailable if others come."""
    headers = {"Range": f"bytes={span[0]}-{span[1] - 1}", "Accept-Encoding": "identity"}
    answer = web.get(file.url, file.origin, traffic, headers=headers, accept=(206,))
    if _content_range(answer, file) != (span[0], size) or len(answer.body) != span[1] - span[0]:
        raise _other_bytes(file)
    return answer.body


def joined(spans: Sequence[Span], gap: int) -> list[Span]:
    """Sorted spans, neighbours with at most `gap` bytes between them made one."""
    runs: list[Span] = []
    for start, stop in spans:
        if runs and start - runs[-1][1] <= gap:
            runs[-1] = (runs[-1][0], max(stop, runs[-1][1]))
        else:
            runs.append((start, stop))
    return runs


def _spans(members: Sequence[ZipInfo], end: int, archive: str) -> dict[int, Span]:
    """Where each member lies, by the offset of its header: up to the next member's header, or to the directory at `end`.

    Members that overlap are refused: that is how a small archive holds more than its size.
    """
    ordered = sorted(members, key=lambda member: member.header_offset)
    spans: dict[int, Span] = {}
    for member, following in zip(ordered, [*(other.header_offset for other in ordered[1:]), end], strict=True):
        start, packed = member.header_offset, member.compress_size
        if start in spans or start < 0 or start + packed > following:
            raise HostileArchive(f"{archive} holds members that overlap: {member.filename[:200]!r}")
        spans[start] = (start, min(following, start + packed + LOCAL_HEADER))
    return spans


def _content_range(answer: Answer, file: IndexFile) -> tuple[int, int]:
    """First byte and size of the whole file as a partial answer says them."""
    found = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", answer.headers.get("content-range", "").strip())
    if found is None:
        raise IndexUnavailable(f"{file.origin.url} answered a request for a part of {file.filename} without saying which part it sends")
    return int(found[1]), int(found[2])


def _other_bytes(file: IndexFile) -> IndexUnavailable:
    message = f"{file.origin.url} sent other bytes of {file.filename} than it was asked for"
    return IndexUnavailable(message, ["try again: the file may have been replaced meanwhile"])


def _agrees(record: Record, path: str, data: bytes, archive: str) -> bool:
    try:
        record.verify(path, data, archive)
    except HashMismatch:
        return False
    return True
