"""What was worked out before and may be again: bytes by kind and key, kept on this machine between runs. In go keys, out come the bytes kept under
them, or nothing.

`open_store` opens the one store of this user; `nothing` is a store that keeps nothing. A store never fails: what is missing, damaged, foreign or out
of reach is simply not there, and is worked out anew. It knows nothing of what it keeps: facts are put in by `reading`, pages and parts of files by
`sources`. `place.py` says where it lies, `content.py` how content is named, `database.py` is the file, `store.py` what is asked of it, and
`upkeep.py` what `modiff cache` tells and does.
"""

from modiff.store.content import claimed, content_of
from modiff.store.store import Store, nothing, open_store

__all__ = ["Store", "claimed", "content_of", "nothing", "open_store"]
