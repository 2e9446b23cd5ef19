"""Whole files: from an index, or from this machine where an index or find-links points to it. Always held against the hash that the page gives."""

from __future__ import annotations

import hashlib
from pathlib import Path

from modiff.errors import FileMissing, HashMismatch
from modiff.model.release import Traffic
from modiff.sources.index import kept
from modiff.sources.index.pages import HASHES, IndexFile
from modiff.sources.index.web import Web


def download(web: Web, file: IndexFile, traffic: Traffic) -> bytes:
    """All bytes of a file on an index. IndexUnavailable; HashMismatch if they are not what the page promises."""
    known = recalled(web, file, traffic)
    if known is not None:
        return known
    if web.offline:
        raise kept.not_here(f"{file.filename} is not kept on this machine", file.origin)
    answer = web.get(file.url, file.origin, traffic, headers={"Accept-Encoding": "identity"}, label=file.filename)
    traffic.whole += len(answer.body)
    kept.keep_whole(web, file, checked(file, answer.body))
    return answer.body


def recalled(web: Web, file: IndexFile, traffic: Traffic) -> bytes | None:
    """All bytes of a file as an earlier run has kept them, checked as if they had just come; None: they are not kept."""
    data = kept.whole(web, file)
    if data is None:
        return None
    try:
        checked(file, data)
    except HashMismatch:
        kept.forget_whole(web, file)
        return None
    traffic.whole += len(data)
    return data


def checked(file: IndexFile, data: bytes) -> bytes:
    """The bytes, if they are those that the index promises (or it promises nothing); else HashMismatch."""
    if promise := _promise(file):
        _compare(file, promise, hashlib.new(promise[0], data).hexdigest())
    return data


def checked_local(file: IndexFile, path: Path) -> Path:
    """The path, if the file there is what the index promises; FileMissing, HashMismatch."""
    try:
        with path.open("rb") as stream:
            if promise := _promise(file):
                _compare(file, promise, hashlib.file_digest(stream, promise[0]).hexdigest())
    except OSError as error:
        raise FileMissing(f"{file.origin.url} lists {file.filename}, but {path} cannot be read: {error.strerror}") from error
    return path


def _promise(file: IndexFile) -> tuple[str, str] | None:
    """The best hash that the page gives: algorithm and hex digest."""
    return next(((name, file.hashes[name].lower()) for name in HASHES if name in file.hashes), None)


def _compare(file: IndexFile, promise: tuple[str, str], digest: str) -> None:
    if digest != promise[1]:
        raise HashMismatch(
            f"{file.filename} from {file.origin.url} is not what the index promises: its {promise[0]} is {digest[:16]}…, not {promise[1][:16]}…",
            ["download again", "if it stays so, the file or the index was changed: do not trust it"],
        )
