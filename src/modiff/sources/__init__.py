"""Two versions of a package, opened. In go specs as a user types them; out come Releases: modules by name, bytes on demand, metadata.

`open` opens a pair together (files of one kind on both sides, what is equal known by digests), `open_one` a single version. Nothing is
installed, built, run or unpacked to disk. `specs.py` says which forms there are; each has its file (`wheel.py`, `sdist.py`, `directory.py`,
`git.py`, `installed.py`, `functiondb.py`, and `index/`); `layouts.py` and `packages.py` find the modules in a tree of names; `assemble.py` makes
the Release; `equal.py` finds what both sides share. `opening.py` is this story in code.
"""

from modiff.sources.opening import Progress, open, open_one

__all__ = ["Progress", "open", "open_one"]
