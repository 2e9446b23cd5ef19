"""Facts of modules on demand, in rounds; every distinct content is extracted once for all libraries on a shelf."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from modiff.extract.bodies import Span, extract_bodies
from modiff.model.bodies import Body
from modiff.model.facts import Facts
from modiff.model.release import File, ModuleFile, Release, Tree
from modiff.reading.binaries import Binaries
from modiff.reading.crew import Crew, Text
from modiff.reading.kept import Kept
from modiff.reading.sharing import Sharing
from modiff.store import Store, content_of, nothing

WORTH_FORGETTING = 5_000_000
"""Bytes read in one round after which what extraction remembers of them is a burden: a tenth of their facts, and no such round follows."""


class Shelf:
    """Facts by digest of the text they were read from, shared by the libraries of a pair, and kept for other runs."""

    def __init__(self, jobs: int = 1, store: Store | None = None) -> None:
        """`store`: where facts of other runs lie; None: nowhere."""
        self.crew = Crew(jobs)
        self._sharing = Sharing()
        self.kept = Kept(store if store is not None else nothing(), self._sharing)
        self.by_digest: dict[str | None, Facts] = {}
        """By the digest that a tree gives, and by content; None is nobody's."""
        self.parsed = 0
        """Distinct texts that were extracted."""
        self.shared = 0
        """Times that facts could be taken from the shelf without reading bytes."""
        self.recalled = 0
        """Distinct texts whose facts were known from other runs."""
        self.bodies: dict[str, dict[Span, Body | None]] = {}
        """Body facts by digest of the file and lines of the function; None: it could not be read."""

    def find(self, files: Collection[File]) -> dict[str, Facts]:
        """The facts of these files by path, as far as they are known without reading them."""
        found = {file.path: facts for file in files if (facts := self.by_digest.get(file.digest)) is not None}
        self.shared += len(found)
        rest = [file for file in files if file.path not in found] if self.kept.keeps else []
        contents = self.kept.contents(rest)
        self._recall(contents.values())
        for file in rest:
            facts = self.by_digest.get(contents.get(file.path))
            if facts is not None:
                found[file.path] = self._shelve(file, facts)
        return found

    def put(self, texts: Iterable[tuple[File, bytes]], size: int) -> list[Facts]:
        """The facts of these texts, in their order, each content extracted once; `size`: how many bytes they have together, about.

        Garbage collection rests meanwhile: facts are trees without cycles, and collecting costs a third more."""
        was = gc.isenabled()
        gc.disable()
        words: list[tuple[File, str]] = []
        try:
            for word, facts, encoded in self.crew.extract(self._fresh(texts, words), size):
                self._sharing.share(facts)
                self.by_digest[word] = facts
                self.parsed += 1
                if encoded is not None:
                    self.kept.put_encoded(word, encoded)
                else:
                    self.kept.put(word, facts)
        finally:
            if was:
                gc.enable()
        if size > WORTH_FORGETTING:
            from modiff.extract.forgetting import forget  # it knows of every part that remembers, and small rounds need few of them

            forget()
        return [self._shelve(file, self.by_digest[word]) for file, word in words]

    def close(self) -> None:
        """Lets go of the processes that helped. What stands on the shelf stays, and more may be put on it."""
        self.crew.close()

    def _fresh(self, texts: Iterable[tuple[File, bytes]], words: list[tuple[File, str]]) -> Iterator[Text]:
        """Each content that is not known yet, once, by the word for it; notes the words of all files."""
        seen: set[str] = set()
        for file, text in texts:
            word = self._word(file, text)
            words.append((file, word))
            if word not in seen:
                seen.add(word)
                if word not in self.by_digest and word != file.content:
                    self._recall([word])
                if word not in self.by_digest:
                    yield word, text

    def _word(self, file: File, text: bytes) -> str:
        """For what was read: its content where facts are kept by it, else what is cheaper to have."""
        if file.digest is not None and not self.kept.keeps:
            return file.digest
        content = content_of(text)
        self.kept.remember(file, content)
        return content

    def _recall(self, contents: Iterable[str]) -> None:
        """Puts on the shelf what other runs found in these contents."""
        recalled = self.kept.facts({content for content in contents if content not in self.by_digest})
        self.by_digest.update(recalled)
        self.recalled += len(recalled)

    def _shelve(self, file: File, facts: Facts) -> Facts:
        """Puts facts under the digest by which the tree knows the file."""
        if file.digest is not None:
            self.by_digest[file.digest] = facts
        return facts


class Library:
    """The facts of one release, module by module."""

    def __init__(self, release: Release, shelf: Shelf) -> None:
        self.release = release
        self.shelf = shelf
        self._known: dict[str, Facts] = dict(release.prepared or {})
        self._same: dict[str, str] = {}
        self._stubs: dict[str, Facts] = {}
        self._binaries = Binaries(release)

    @property
    def modules(self) -> Mapping[str, ModuleFile]:
        """Every module of the release by its dotted name."""
        return self.release.modules

    def facts(self, modules: Iterable[str]) -> Mapping[str, Facts]:
        """The facts of these modules, fetched and extracted in one round.

        A module without a readable text (compiled without a stub, a namespace package) is left out of the answer; so is one the release does not
        have.
        Source comes first; a stub stands for it only where there is none.
        """
        wanted = list(modules)
        missing = {m: path for m in wanted if m not in self._known and (path := self.path_of(m)) is not None}
        if missing:
            self._fetch(missing, self._known)
        return {m: self._known[m] for m in wanted if m in self._known}

    def stub_facts(self, modules: Iterable[str]) -> Mapping[str, Facts]:
        """As `facts`, for who asks about types: a stub comes first (PEP 484), source stands for it where there is none."""
        wanted = list(modules)
        files = {m: self.release.modules[m] for m in wanted if m in self.release.modules}
        stubs = {m: file.stub for m, file in files.items() if file.stub is not None and file.source is not None}
        missing = {m: path for m, path in stubs.items() if m not in self._stubs}
        if missing:
            self._fetch(missing, self._stubs)
        found = self.facts([m for m in wanted if m not in stubs])
        return {m: self._stubs[m] if m in stubs else found[m] for m in wanted if m in stubs or m in found}

    def bodies(self, functions: Iterable[tuple[str, int, int]]) -> Mapping[tuple[str, int, int], Body]:
        """What the functions on these lines (module, first and last line of a `def`) do, read in one round.

        What has no source (a stub stands for it, a function database) or cannot be read is left out of the answer.
        """
        by_path: dict[str, dict[Span, tuple[str, int, int]]] = {}
        for function in functions:
            file = self.release.modules.get(function[0])
            if file is not None and file.source is not None and self.release.tree is not None:
                by_path.setdefault(file.source, {})[function[1:]] = function
        known = {path: self._bodies_in(path) for path in by_path}
        self._recall_bodies(self._contents(path for path, spans in by_path.items() if not spans.keys() <= known[path].keys()), known)
        unread = sorted(path for path, spans in by_path.items() if not spans.keys() <= known[path].keys())
        if unread:
            self._read_bodies(unread, by_path, known)
        return {function: body for path, spans in by_path.items() for span, function in spans.items() if (body := known[path][span]) is not None}

    def text(self, module: str) -> bytes:
        """The file that facts of this module are read from; empty where there is none."""
        path = self.path_of(module)
        return self.tree.read([path])[path] if path is not None else b""

    def lacks(self, module: str, name: str) -> bool:
        """Is this an extension module in whose file the name stands nowhere? False also where that cannot be said. Reads the file, when it is asked
        for the first time."""
        return self._binaries.lacks(module, name)

    def _read_bodies(self, unread: list[str], wanted: Mapping[str, Collection[Span]], known: Mapping[str, dict[Span, Body | None]]) -> None:
        """Reads these files and adds to what is known what is wanted of them."""
        assert self.release.tree is not None
        kept = self.shelf.kept
        texts = self.release.tree.read(unread)
        contents = {path: content_of(text) for path, text in texts.items()} if kept.keeps else {}
        self._recall_bodies(contents, known)
        for path, text in texts.items():
            missing = [span for span in wanted[path] if span not in known[path]]
            found = extract_bodies(text, missing)
            known[path].update((span, found.get(span)) for span in missing)
            if missing and kept.keeps:
                kept.put_bodies(contents[path], known[path])

    def _recall_bodies(self, contents: Mapping[str, str], known: Mapping[str, dict[Span, Body | None]]) -> None:
        """Adds what other runs found in files of these contents."""
        recalled = self.shelf.kept.bodies(set(contents.values()))
        for path, content in contents.items():
            known[path].update(recalled.get(content, {}))

    def _contents(self, paths: Iterable[str]) -> dict[str, str]:
        """The contents of these files as far as they are known without reading."""
        tree = self.release.tree
        return self.shelf.kept.contents([tree.files[path] for path in paths]) if tree is not None and self.shelf.kept.keeps else {}

    def _bodies_in(self, path: str) -> dict[Span, Body | None]:
        assert self.release.tree is not None
        digest = self.release.tree.files[path].digest or f"{id(self)}:{path}"  # unknown content is nobody else's
        return self.shelf.bodies.setdefault(digest, {})

    def path_of(self, module: str) -> str | None:
        """The file that facts of this module are read from; None: there is none."""
        file = self.release.modules.get(module)
        return None if file is None else file.source or file.stub

    def _fetch(self, missing: Mapping[str, str], into: dict[str, Facts]) -> None:
        _fetch([(self, missing, into)])

    def unread(self) -> dict[str, str]:
        """Every module whose facts nobody asked for yet, with the file that says them."""
        return {m: path for m in self.release.modules if m not in self._known and (path := self.path_of(m)) is not None}

    def reader(self, paths: Iterable[str]) -> Callable[[str], bytes]:
        """How to read these files one by one. Where each round costs something, all are read in one; else each is read, and forgotten, when its
        turn comes."""
        tree = self.tree
        if getattr(tree, "near", False):
            return lambda path: tree.read([path])[path]
        return dict(tree.read(sorted(set(paths)))).__getitem__

    @property
    def tree(self) -> Tree:
        """Where the files are. Only prepared releases have none, and theirs are all known."""
        assert self.release.tree is not None
        return self.release.tree


def read_together(libraries: Sequence[Library]) -> None:
    """Reads every module of these releases, which share a shelf, so that later questions cost no further round.

    Versions of one file are read one after the other: what most of its functions say is then remembered."""
    _fetch([(library, library.unread(), library._known) for library in libraries])


_Work = tuple[Library, Mapping[str, str], dict[str, Facts]]
"""A library, modules with the files that say their facts, and where these are put down."""


def _fetch(work: Sequence[_Work]) -> None:
    """Reads these files in one round for each release, and extracts them, files of one module in a row."""
    files = [{path: library.tree.files[path] for path in missing.values()} if missing else {} for library, missing, _ in work]
    shelf = work[0][0].shelf
    found = [shelf.find(one.values()) for one in files]
    to_read = _each_content_once([{path: file for path, file in one.items() if path not in facts} for one, facts in zip(files, found, strict=True)])
    if any(to_read):
        order: list[tuple[int, str]] = []
        size = sum(file.size for one in to_read for file in one.values())
        for (side, path), said in zip(order, shelf.put(_texts(work, to_read, order), size), strict=True):
            found[side][path] = said
    for (_, missing, into), facts, one in zip(work, found, files, strict=True):
        facts |= shelf.find([file for path, file in one.items() if path not in facts])
        into.update((module, facts[path]) for module, path in missing.items())


def _each_content_once(files: Sequence[Mapping[str, File]]) -> list[dict[str, File]]:
    """The files of each release without those whose content another, before it, has too."""
    seen: set[str] = set()
    out: list[dict[str, File]] = []
    for one in files:
        out.append({path: file for path, file in one.items() if file.digest is None or file.digest not in seen})
        seen.update(file.digest for file in one.values() if file.digest is not None)
    return out


def _texts(work: Sequence[_Work], to_read: Sequence[Mapping[str, File]], order: list[tuple[int, str]]) -> Iterator[tuple[File, bytes]]:
    """Files with their bytes, those of one path in a row; notes which release and path each is of."""
    readers = [library.reader(files) if files else None for (library, _, _), files in zip(work, to_read, strict=True)]
    for path in sorted({path for files in to_read for path in files}):
        for side, (read, files) in enumerate(zip(readers, to_read, strict=True)):
            if read is not None and path in files:
                order.append((side, path))
                yield files[path], read(path)
