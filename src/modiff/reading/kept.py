"""Facts that were read in other runs: found by what a release claims of its files, kept under what their bytes are.

Looking up and keeping are not the same. A file is looked up by what its release claims (RECORD's hash, with CRC and size), or by a mark that stood
for known bytes before (a blob id; place, size and times of a file). It is kept under the digest of the bytes that were read, and nothing else: what
a release claims can make its own files look like known ones, and never other releases' files look like its own. docs/decisions/010 says more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from modiff.model.bodies import Body
from modiff.model.facts import Facts
from modiff.model.release import File
from modiff.reading.sharing import Sharing
from modiff.reading.version import extractor_version
from modiff.store import Store
from modiff.store.store import Kind

Span = tuple[int, int]
"""First and last line of a function."""

UNREADABLE = (msgspec.DecodeError, ValueError, RecursionError)
"""What decoding raises for bytes that are not what they should be; ValueError where a text is no UTF-8."""
_BATCH = 100
"""Files whose facts are in memory twice, encoded and not, or not shared yet."""

encode_facts = msgspec.msgpack.Encoder().encode
"""Facts as they are kept, and as they cross from one process to another."""


class Kept:
    """The part of the store that holds facts and body facts of this extractor. Contents are words as `store.content_of` gives them."""

    def __init__(self, store: Store, sharing: Sharing | None = None) -> None:
        """`sharing`: what facts of this run have in common; None: these are the first."""
        self._store = store
        self._sharing = sharing if sharing is not None else Sharing()
        self._facts = msgspec.msgpack.Decoder(Facts)
        self._bodies = msgspec.msgpack.Decoder(dict[str, Body | None])
        self._marked: dict[str, str] = {}

    @property
    def keeps(self) -> bool:
        """Is there a store at all?"""
        return self._store.keeps

    def flush(self) -> None:
        """Writes what waits, so that other processes find it."""
        self._store.flush()

    def contents(self, files: Iterable[File]) -> dict[str, str]:
        """The content of each file by its path, without reading: what is claimed of it, or was found under its mark before. Others are left out."""
        claimed: dict[str, str] = {}
        marks: dict[str, list[str]] = {}
        for file in files:
            if file.content is not None:
                claimed[file.path] = file.content
            elif file.mark is not None:
                marks.setdefault(file.mark, []).append(file.path)
        unknown = [mark for mark in marks if mark not in self._marked]
        for mark, word in self._store.get_all(Kind.contents, unknown).items():
            self._marked[mark] = word.decode("ascii", "replace")
        return claimed | {path: self._marked[mark] for mark, paths in marks.items() if mark in self._marked for path in paths}

    def remember(self, file: File, content: str) -> None:
        """From now on the file's mark, if it has one, stands for this content, which is that of bytes that were read."""
        if file.mark is not None and self._marked.get(file.mark) != content:
            self._marked[file.mark] = content
            self._store.put(Kind.contents, file.mark, content.encode())

    def facts(self, contents: Iterable[str]) -> dict[str, Facts]:
        """The facts of these contents, as far as they are known."""
        found: dict[str, Facts] = {}
        wanted = list(contents)
        for start in range(0, len(wanted), _BATCH):
            for content, data in self._get(Kind.facts, wanted[start : start + _BATCH]).items():
                try:
                    facts = found[content] = self._facts.decode(data)
                except UNREADABLE:
                    self._store.drop(Kind.facts, self._key(content))
                    continue
                self._sharing.share(facts)
        return found

    def put(self, content: str, facts: Facts) -> None:
        """Keeps the facts of this content."""
        if self.keeps:
            self.put_encoded(content, encode_facts(facts))

    def put_encoded(self, content: str, facts: bytes) -> None:
        """Keeps facts that are encoded already (by `encode_facts`, in another process perhaps)."""
        if self.keeps:
            self._store.put(Kind.facts, self._key(content), facts)

    def bodies(self, contents: Iterable[str]) -> dict[str, dict[Span, Body | None]]:
        """What is known of functions in files of these contents, by their lines; None: the function cannot be read."""
        found: dict[str, dict[Span, Body | None]] = {}
        for content, data in self._get(Kind.bodies, contents).items():
            try:
                found[content] = {_span(words): body for words, body in self._bodies.decode(data).items()}
            except UNREADABLE:
                self._store.drop(Kind.bodies, self._key(content))
        return found

    def put_bodies(self, content: str, bodies: Mapping[Span, Body | None]) -> None:
        """Keeps these in place of what was known of functions in files of this content."""
        if self.keeps:
            words = {f"{first}-{last}": body for (first, last), body in bodies.items()}
            self._store.put(Kind.bodies, self._key(content), msgspec.msgpack.encode(words))

    def _get(self, kind: Kind, contents: Iterable[str]) -> dict[str, bytes]:
        if not self.keeps:
            return {}
        keys = {self._key(content): content for content in contents}
        return {keys[key]: data for key, data in self._store.get_all(kind, keys).items()}

    def _key(self, content: str) -> str:
        return f"{self._version}:{content}"

    @cached_property
    def _version(self) -> str:
        return extractor_version(self._store)


def _span(words: str) -> Span:
    first, _, last = words.partition("-")
    return int(first), int(last)
