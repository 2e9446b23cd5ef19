"""A tree whose files stay elsewhere: reading costs requests, and closing the last one of a pair closes the connections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from modiff.model.release import File, Tree


class RemoteTree:
    """A tree of the index as one side of a pair holds it."""

    def __init__(self, tree: Tree, closed: Callable[[], None]) -> None:
        """`closed` is called once, when this side is closed."""
        self._tree, self._closed, self._open = tree, closed, True

    @property
    def files(self) -> Mapping[str, File]:
        """Every file by its path, sorted."""
        return self._tree.files

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """As the tree of the index reads."""
        return self._tree.read(paths)

    def close(self) -> None:
        """Tells that this side needs no connection any more."""
        if self._open:
            self._open = False
            self._closed()
