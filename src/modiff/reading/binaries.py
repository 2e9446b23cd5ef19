"""Which names stand in the files of extension modules. Nothing of them is understood: a name that stands nowhere in the bytes is hardly theirs."""

from __future__ import annotations

from modiff.model.release import Release

LARGEST = 16_000_000
"""Bytes of a file that are still worth reading for one name."""
_ELSEWHERE = (b"UPX!", b"decompress", b"__mypyc")
"""What stands in files whose names may be packed, by UPX or by compilers of Python that keep its strings compressed, or lie in another file that
mypyc made."""


class Binaries:
    """The extension modules of one release, each read when the first question about it comes."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._bytes: dict[str, bytes | None] = {}

    def lacks(self, module: str, name: str) -> bool:
        """Is this an extension module in whose file the name stands nowhere, not even as a part of another word? False also where that cannot be
        said: the file is not known, too large, or packed."""
        if module not in self._bytes:
            self._bytes[module] = self._read(module)
        found = self._bytes[module]
        return found is not None and name.encode() not in found

    def _read(self, module: str) -> bytes | None:
        file, tree = self._release.modules.get(module), self._release.tree
        path = file.binary if file is not None else None
        if path is None or tree is None or path not in tree.files or tree.files[path].size > LARGEST:
            return None
        found = tree.read([path])[path]
        # Every extension module names the function that makes it (PEP 489): where it does not stand there, names lie in some other way.
        plain = f"PyInit_{module.rpartition('.')[2]}".encode() in found and not any(mark in found for mark in _ELSEWHERE)
        return found if plain else None
