"""Lock files: the name of one goes in (a path, or `git+PATH@REF:FILE`), out comes what it pins. Reads, never resolves.

`place.py` finds the text, `reading.py` tells the kinds apart, by what stands in the file. Each kind has its reader: `requirements.py`
(requirements.txt with all that it includes, and what `pip freeze` prints), `toml_locks.py` (uv.lock, poetry.lock, pdm.lock, pylock.toml),
`pipfile.py`, `conda.py`. `moved.py` says what differs between two.
"""

from modiff.project.locks.moved import moved, named_in
from modiff.project.locks.place import is_lock
from modiff.project.locks.reading import read_lock

__all__ = ["is_lock", "moved", "named_in", "read_lock"]
