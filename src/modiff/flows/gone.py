"""Packages that the old lock file pins and the new one does not name: does the code still import them?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import msgspec
from packaging.utils import canonicalize_name

from modiff import sources
from modiff.errors import IndexUnavailable, ModiffError
from modiff.flows.client_code import client_of, excerpts, in_file
from modiff.flows.reading import Reading
from modiff.flows.relevance import AT_ONCE
from modiff.model.hits import Gone, Impact
from modiff.model.locks import Lock, Pin
from modiff.project.clients import client_files
from modiff.store import open_store
from modiff.uses.gone import Lost, has, lost_imports

_WORD = re.compile(r"[A-Za-z0-9][\w.-]*")
_SAYS_NOTHING = frozenset({"python", "py", "lib", "client", "core", "api"})


def with_gone(found: Impact, old: Lock, new: Lock, places: Iterable[str], reading: Reading) -> Impact:
    """The same, with the lines that import what `new` does not have any more. What cannot be opened is left out; what another package brings, that is
    new in `new` or is called alike, is not gone. Raises IndexUnavailable, and what reading the files does."""
    lost: dict[str, list[Lost]] = {}
    for each in _modules(gone(old, new), reading):
        for top in {module.partition(".")[0] for module in each.modules}:
            lost.setdefault(top, []).append(each)
    if not lost:
        return found
    texts, _ = client_files(places)
    client, _ = client_of(texts, set(lost))
    hits = lost_imports(client, lost, new.source)
    if not hits:
        return found
    brought = _modules(_may_bring(old, new, {hit.dependency for hit in hits}), reading)
    lines = {text.path: text.lines for text in texts if text.lines}
    hits = [in_file(hit, lines) for hit in hits if not any(has(each, hit.path) for each in brought)]
    named = {hit.dependency for hit in hits}
    told = dict.fromkeys(Gone(each.name, each.version, new.source) for its in lost.values() for each in its if each.name in named)
    both = sorted([*found.hits, *hits], key=lambda hit: (hit.through or "", hit.file, hit.line))
    shown = {**found.excerpts, **excerpts(texts, hits)}
    return msgspec.structs.replace(found, hits=tuple(both), gone=tuple(told), excerpts=shown)


def gone(old: Lock, new: Lock) -> list[Pin]:
    """Pins of the old lock whose package the new one names nowhere, not even without a version; stubs, which no code imports, are left out."""
    loose = {canonicalize_name(word) for text in new.left_out for word in _WORD.findall(text)}
    left = [pin for name, pin in old.pins.items() if name not in new.pins and name not in loose]
    return [pin for pin in left if not pin.name.startswith("types-") and not pin.name.endswith("-stubs")]


def _may_bring(old: Lock, new: Lock, names: Iterable[str]) -> list[Pin]:
    """Pins that may hold the same modules: those that are new, and those whose name has a word in common (`opencv-python-headless`)."""
    words = {word for name in names for word in canonicalize_name(name).split("-")} - _SAYS_NOTHING
    return [pin for name, pin in new.pins.items() if name not in old.pins or words & set(name.split("-"))]


def _modules(pins: Sequence[Pin], reading: Reading) -> list[Lost]:
    """What these releases hold; those that cannot be opened are left out."""
    if not pins:
        return []
    if reading.progress is not None:
        reading.progress(f"looking what {len(pins)} packages hold")
    with open_store(reading.cache) as store, ThreadPoolExecutor(AT_ONCE) as pool:

        def look(pin: Pin) -> Lost | None:
            try:
                release = sources.open_one(f"{pin.name}=={pin.version}", offline=reading.offline, store=store)
            except IndexUnavailable:
                raise
            except ModiffError:
                return None
            if release.tree is not None:
                release.tree.close()
            files = frozenset(name for name, module in release.modules.items() if module.source or module.stub or module.compiled)
            return Lost(release.name or pin.name, pin.version, files)

        return [each for each in pool.map(look, pins) if each is not None]
