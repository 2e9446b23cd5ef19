"""Releases from package indexes. In go names with or without versions; out come files that can be read, each as little of it as is needed.

`open_pair` opens two releases together, `open_one` a single one. Where packages come from is read from pip's own settings (`settings.py`);
the pages of indexes (`pages.py`, asked through `web.py`) make a project (`projects.py`), which knows its releases (`versions.py`); of these, files
of one kind are chosen (`choose.py`). A wheel stays on the index, and its members come by byte range (`ranged.py`, on a `sparse.py` file); all else is
downloaded whole and checked (`download.py`). `opening.py` is this story in code. `releases_of` only lists what there is (`releases.py`).
"""

from modiff.sources.index.opening import Fetched, Opened, open_one, open_pair
from modiff.sources.index.releases import ListedRelease, releases_of

__all__ = ["Fetched", "ListedRelease", "Opened", "open_one", "open_pair", "releases_of"]
