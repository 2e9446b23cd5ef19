"""Facts of modules on demand, in rounds; every distinct content is extracted once for all libraries on a shelf."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Mapping

from modiff.extract import extract
from modiff.extract.bodies import Span, extract_bodies
from modiff.model.bodies import Body
from modiff.model.facts import Facts
from modiff.model.release import ModuleFile, Release


class Shelf:
    """Facts by digest of the text they were read from, shared by the libraries of a pair."""

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs
        self.by_digest: dict[str, Facts] = {}
        self.parsed = 0
        """Distinct texts that were extracted."""
        self.shared = 0
        """Times that facts could be taken from the shelf without reading bytes."""
        self.bodies: dict[str, dict[Span, Body | None]] = {}
        """Body facts by digest of the file and lines of the function; None: it could not be read."""

    def put(self, texts: Mapping[str, bytes]) -> None:
        """Extracts these texts, by digest. Garbage collection rests meanwhile: facts are trees without cycles, and collecting costs a third more."""
        pending = {d: t for d, t in texts.items() if d not in self.by_digest}
        was = gc.isenabled()
        gc.disable()
        try:
            for digest, text in pending.items():
                self.by_digest[digest] = extract(text)
        finally:
            if was:
                gc.enable()
        self.parsed += len(pending)


class Library:
    """The facts of one release, module by module."""

    def __init__(self, release: Release, shelf: Shelf) -> None:
        self.release = release
        self.shelf = shelf
        self._known: dict[str, Facts] = dict(release.prepared or {})
        self._same: dict[str, str] = {}
        self._stubs: dict[str, Facts] = {}

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
        missing = {path: [s for s in spans if s not in known[path]] for path, spans in by_path.items()}
        unread = sorted(path for path, spans in missing.items() if spans)
        if unread:
            assert self.release.tree is not None
            for path, text in self.release.tree.read(unread).items():
                found = extract_bodies(text, missing[path])
                known[path].update((span, found.get(span)) for span in missing[path])
        return {function: body for path, spans in by_path.items() for span, function in spans.items() if (body := known[path][span]) is not None}

    def _bodies_in(self, path: str) -> dict[Span, Body | None]:
        assert self.release.tree is not None
        digest = self.release.tree.files[path].digest or f"{id(self)}:{path}"  # unknown content is nobody else's
        return self.shelf.bodies.setdefault(digest, {})

    def path_of(self, module: str) -> str | None:
        """The file that facts of this module are read from; None: there is none."""
        file = self.release.modules.get(module)
        return None if file is None else file.source or file.stub

    def _fetch(self, missing: Mapping[str, str], into: dict[str, Facts]) -> None:
        tree = self.release.tree
        assert tree is not None  # only prepared releases have none, and theirs are all known
        to_read: dict[str, str] = {}
        for module, path in missing.items():
            digest = tree.files[path].digest
            if digest is not None and digest in self.shelf.by_digest:
                into[module] = self.shelf.by_digest[digest]
                self.shelf.shared += 1
            else:
                to_read[module] = path
        if not to_read:
            return
        texts = tree.read(sorted(set(to_read.values())))
        digests = {path: tree.files[path].digest or "sha256:" + hashlib.sha256(text).hexdigest() for path, text in texts.items()}
        self.shelf.put({digests[path]: text for path, text in texts.items()})
        for module, path in to_read.items():
            into[module] = self.shelf.by_digest[digests[path]]
