"""RECORD, the list of a wheel's files and their hashes (PEP 376, PEP 427): read, and held against what was read."""

from __future__ import annotations

import csv
import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping

import msgspec

from modiff.errors import HashMismatch

_LENGTHS = {"sha256": 43, "sha384": 64, "sha512": 86}
"""Algorithms that are trusted, and how long their digests are in base64."""
_URLSAFE = str.maketrans("+/", "-_")
_UNLISTED = (".dist-info/RECORD", ".dist-info/RECORD.jws", ".dist-info/RECORD.p7s")


class Record(msgspec.Struct, frozen=True):
    """What a RECORD promises."""

    hashes: Mapping[str, tuple[str, str]]
    """By path: the name of the algorithm, and the digest in base64 without padding. Only entries whose hash can be checked."""
    warnings: tuple[str, ...] = ()
    """Sentences about what is odd in it."""

    def verify(self, path: str, data: bytes, archive: str) -> None:
        """Raises HashMismatch if the file's bytes are not those that were promised. A file without a promise passes."""
        promised = self.hashes.get(path)
        if promised is not None and _encoded(promised[0], data) != promised[1].translate(_URLSAFE):
            raise HashMismatch(
                f"{path} in {archive} is not what RECORD promises: its {promised[0]} differs",
                ["the file was changed after it was built: download it again"],
            )


def record_path(names: Collection[str]) -> str | None:
    """Where RECORD lies among a wheel's names; None: it has none."""
    return next((name for name in names if name.count("/") == 1 and name.endswith(".dist-info/RECORD")), None)


def parse_record(data: bytes | None, names: Collection[str], archive: str) -> Record:
    """What a RECORD with this text (None: it is missing) promises of the members `names` of the wheel `archive`. Never fails; says what is odd."""
    if data is None:
        return Record({}, (f"{archive} has no RECORD, so its files could not be checked",))
    try:
        rows = [row for row in csv.reader(data.decode("utf-8-sig").splitlines()) if row]
    except (UnicodeDecodeError, csv.Error):
        return Record({}, (f"RECORD in {archive} cannot be read, so its files could not be checked",))
    hashes: dict[str, tuple[str, str]] = {}
    odd = 0
    for row in rows:
        path, hash_ = row[0].replace("\\", "/").removeprefix("./"), row[1] if len(row) > 1 else ""
        if not hash_:
            continue
        if promise := _promise(hash_):
            hashes[path] = promise
        else:
            odd += 1
    listed = {row[0].replace("\\", "/").removeprefix("./") for row in rows}
    missing = sum(1 for name in names if name not in listed and not name.endswith(_UNLISTED))
    return Record(hashes, tuple(_oddities(archive, odd, missing)))


def _promise(text: str) -> tuple[str, str] | None:
    """`sha256=…` as algorithm and digest; None if it is weak, unknown or malformed."""
    name, _, encoded = text.partition("=")
    encoded = encoded.rstrip("=")
    return (name, encoded) if _LENGTHS.get(name) == len(encoded) else None


def _encoded(name: str, data: bytes) -> str:
    return urlsafe_b64encode(hashlib.new(name, data).digest()).rstrip(b"=").decode()


def _oddities(archive: str, odd: int, missing: int) -> list[str]:
    said = []
    if odd:
        said.append(f"RECORD in {archive} has {odd} {'hash' if odd == 1 else 'hashes'} that cannot be checked")
    if missing:
        said.append(f"RECORD in {archive} does not list {missing} of its files, which could not be checked")
    return said
