"""Answers that other runs gave: a report, and all that is said of a client, found by everything that has a say in them.

An answer is kept under words for the files of both releases, which are claims (docs/decisions/010). So none is kept after a run in which a file was
read that is not what its release claims.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TypeVar

import msgspec

from modiff.api import Opened, OpenedPair
from modiff.flows.reading import Reading
from modiff.model.clients import ClientFile
from modiff.model.findings import Report
from modiff.model.hits import ClientGap, Hit, Upgrade
from modiff.model.policy import Policy
from modiff.plugins import with_others
from modiff.store import open_store
from modiff.store.store import Kind

T = TypeVar("T")


class Told(msgspec.Struct, frozen=True):
    """What an `Impact` says of a client whose files are at hand: the fields of the same names."""

    upgrades: tuple[Upgrade, ...]
    hits: tuple[Hit, ...]
    gaps: tuple[ClientGap, ...]
    deprecated: tuple[Hit, ...]
    warnings: tuple[str, ...]


def report_of(pair: OpenedPair, reading: Reading) -> Report:
    """What changed between two releases, judged: as another run found it, or found now, and kept."""
    known = _get(_word("report", [pair]), Report, reading)
    if known is not None:
        return known
    report = pair.report()
    _put("report", [pair], b"", msgspec.structs.replace(report, notes=()), reading)
    return report


def told_before(pairs: Sequence[OpenedPair], texts: Sequence[ClientFile], reading: Reading) -> Told | None:
    """What another run said of these upgrades and exactly these files; None: none was asked."""
    return _get(_word("impact", pairs, _digest_of(texts)), Told, reading)


def remember(pairs: Sequence[OpenedPair], texts: Sequence[ClientFile], told: Told, reading: Reading) -> None:
    """Keeps it for the next run."""
    _put("impact", pairs, _digest_of(texts), told, reading)


def _get(word: str | None, kind: type[T], reading: Reading) -> T | None:
    if word is None or not reading.cache:
        return None
    with open_store() as store:
        data = store.get(Kind.answers, word)
        try:
            return msgspec.msgpack.decode(data, type=kind) if data is not None else None
        except (msgspec.DecodeError, ValueError, RecursionError):
            store.drop(Kind.answers, word)
            return None


def _put(what: str, pairs: Sequence[OpenedPair], also: bytes, answer: object, reading: Reading) -> None:
    shelves = [side.library.shelf for pair in pairs for side in (pair.old, pair.new)]
    if not reading.cache or any(shelf.belied for shelf in shelves):
        return
    word = _word(what, pairs, also)  # only now are all files known by what they hold
    if word is not None:
        with open_store() as store:
            store.put(Kind.answers, word, msgspec.msgpack.encode(answer))


def _word(what: str, pairs: Sequence[OpenedPair], also: bytes = b"") -> str | None:
    """For a question with all that it depends on; None where that is not known."""
    digest = hashlib.blake2b(f"{what} {_program()}".encode(), digest_size=20)
    for pair in pairs:
        if pair.policy.rule_files or with_others(pair.policy).policy.others:
            return None  # what others' rules read is not known
        digest.update(_order_kept(pair.policy))
        for side in (pair.old, pair.new):
            said = _release(side)
            if said is None:
                return None
            digest.update(said)
    digest.update(also)
    return digest.hexdigest()


def _order_kept(policy: Policy) -> bytes:
    return msgspec.msgpack.encode(policy, order="deterministic")


def _release(side: Opened) -> bytes | None:
    """All that is read of a release: names, metadata, and words for what its modules' files hold; None: of one of these nothing is known."""
    release = side.release
    if release.tree is None:
        return None
    paths = sorted({path for module in release.modules.values() for path in (module.source, module.stub, module.binary) if path is not None})
    files = [release.tree.files[path] for path in paths]
    contents = side.library.shelf.kept.contents(files)
    words = [contents.get(file.path) or (file.digest if file.path.endswith((".so", ".pyd")) else None) for file in files]
    if None in words:
        return None
    said = (release.spec, release.name, release.version, release.packages, list(release.modules.values()), release.metadata, release.gaps)
    return hashlib.sha256(
        msgspec.msgpack.encode((*said, release.unknown, release.warnings, release.equal, list(zip(paths, words, strict=True))), order="deterministic")
    ).digest()


def _digest_of(texts: Sequence[ClientFile]) -> bytes:
    digest = hashlib.blake2b(digest_size=20)
    for text in texts:
        digest.update(repr((text.path, text.module, text.package, text.lines, len(text.text))).encode("utf-8", "surrogatepass"))
        digest.update(text.text)
    return digest.digest()


@cache
def _program() -> str:
    """Which modiff and which Python this is: whatever may change an answer is in the files of the first."""
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return hashlib.sha256(repr((sys.version_info[:3], sys.platform, sorted(_files(home)))).encode("utf-8", "surrogatepass")).hexdigest()


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path) if entry.name != "__pycache__" else ()
            else:
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns
