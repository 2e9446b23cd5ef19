"""What indexes said and sent before: pages, which the index is asked about again, and bytes of files, which stand for themselves.

A page is sent again only if it changed since (RFC 9110, 13: ETag and Last-Modified); offline it is taken as it was. Files of an index never change
under one hash, so their bytes are kept by address and the hash that the page promises, once they have been checked: whole files against that hash,
members of wheels against their CRC and RECORD. Of a file without a promised hash nothing is kept.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import msgspec

from modiff.errors import IndexUnavailable
from modiff.model.release import Traffic
from modiff.sources.index.pages import HASHES, IndexFile, Origin
from modiff.sources.index.sparse import Span
from modiff.sources.index.web import Answer, Web
from modiff.store.store import Kind

_HEADERS = ("content-type", "etag", "last-modified")
_UNCHANGED = 304


class _Page(msgspec.Struct, frozen=True, array_like=True):
    """A page as it is kept."""

    status: int
    url: str
    """After redirects."""
    headers: dict[str, str]
    body: bytes
    """Deflated."""


class _Tail(msgspec.Struct, frozen=True, array_like=True):
    """The end of a file."""

    size: int
    """Of the whole file."""
    body: bytes


def page(web: Web, url: str, origin: Origin, traffic: Traffic, headers: Mapping[str, str], accept: tuple[int, ...]) -> Answer:
    """As `Web.get`, for pages. IndexUnavailable also for a page that was never seen, where the index may not be asked."""
    key = f"{url}\n{headers.get('Accept', '')}"
    known = _decoded(web, key)
    if web.offline:
        if known is None:
            raise not_here(f"{url} was never read by modiff on this machine, or is forgotten", origin)
        return _answer(known)
    asking = {**headers, **_conditions(known)} if known is not None else headers
    answer = web.get(url, origin, traffic, headers=asking, accept=(*accept, _UNCHANGED) if known is not None else accept)
    if answer.status == _UNCHANGED and known is not None:
        return _answer(known)
    said = {name: answer.headers[name] for name in _HEADERS if name in answer.headers}
    web.store.put(Kind.pages, key, msgspec.msgpack.encode(_Page(answer.status, answer.url, said, zlib.compress(answer.body, 1))))
    return answer


def whole(web: Web, file: IndexFile) -> bytes | None:
    """All bytes of a file; None: they are not kept."""
    key = _key(file)
    return web.store.get(Kind.files, key) if key is not None else None


def keep_whole(web: Web, file: IndexFile, data: bytes) -> None:
    """Keeps bytes that were checked."""
    key = _key(file)
    if key is not None:
        web.store.put(Kind.files, key, data)


def forget_whole(web: Web, file: IndexFile) -> None:
    """Drops what is kept of it."""
    web.store.drop(Kind.files, _key(file) or "")


def tail(web: Web, file: IndexFile) -> tuple[int, bytes] | None:
    """The size of a file and its last bytes; None: they are not kept."""
    key = _key(file)
    data = web.store.get(Kind.parts, f"{key}\ntail") if key is not None else None
    if data is None:
        return None
    try:
        found = msgspec.msgpack.decode(data, type=_Tail)
    except (msgspec.DecodeError, ValueError):
        return None
    return (found.size, found.body) if len(found.body) <= found.size else None


def keep_tail(web: Web, file: IndexFile, size: int, data: bytes) -> None:
    """Keeps the last bytes of a file of this size, in which a wheel's directory was found."""
    key = _key(file)
    if key is not None:
        web.store.put(Kind.parts, f"{key}\ntail", msgspec.msgpack.encode(_Tail(size, data)))


def parts(web: Web, file: IndexFile, spans: Sequence[Span]) -> dict[Span, bytes]:
    """The bytes of these stretches of a file, as far as they are kept."""
    key = _key(file)
    if key is None or not spans:
        return {}
    keys = {f"{key}\n{start}-{stop}": (start, stop) for start, stop in spans}
    found = web.store.get_all(Kind.parts, keys)
    return {span: found[key] for key, span in keys.items() if key in found and len(found[key]) == span[1] - span[0]}


def keep_part(web: Web, file: IndexFile, span: Span, data: bytes) -> None:
    """Keeps a stretch of a file, which was checked."""
    key = _key(file)
    if key is not None:
        web.store.put(Kind.parts, f"{key}\n{span[0]}-{span[1]}", data)


def mark_of(file: IndexFile) -> str | None:
    """A word that stands for the bytes of the file as the page promises them; None: it promises nothing."""
    return _key(file)


def not_here(what: str, origin: Origin) -> IndexUnavailable:
    """The error for what is not kept and may not be fetched. `what` says so in a clause."""
    hints = ["go once without --offline", "name a local file or directory"]
    return IndexUnavailable(f"{what}, and the package index {origin.url} was not asked: offline is switched on", hints)


def _decoded(web: Web, key: str) -> _Page | None:
    data = web.store.get(Kind.pages, key)
    if data is None:
        return None
    try:
        known = msgspec.msgpack.decode(data, type=_Page)
        return msgspec.structs.replace(known, body=zlib.decompress(known.body))
    except (msgspec.DecodeError, ValueError, zlib.error):
        web.store.drop(Kind.pages, key)
        return None


def _answer(known: _Page) -> Answer:
    return Answer(known.status, known.headers, known.body, known.url)


def _conditions(known: _Page) -> dict[str, str]:
    """Headers that ask for the page only if it is another by now."""
    names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    return {names[name]: known.headers[name] for name in names if name in known.headers}


def _key(file: IndexFile) -> str | None:
    promise = next((f"{name}:{file.hashes[name].lower()}" for name in HASHES if name in file.hashes), None)
    return f"{file.url}\n{promise}\n{file.size}" if promise is not None else None
