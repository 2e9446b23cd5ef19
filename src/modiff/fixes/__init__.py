"""Mends client code where it is certain how. In go the text of a file and remedies, each at its place; out comes the text, byte for byte the same
everywhere else.

`remedies.py` says what can be done, `choosing.py` decides for a hit and the finding that explains it which remedy it has, or why none, with the help
of `shims.py`, which sees that what is gone only ever stood for something else. `imports.py`, `calls.py` and `editing.py` do it, on LibCST's trees.
That the mended code answers with the new version is for the caller to see: he reads it again.
"""
