"""Reads one file. In go its bytes, out come its `Facts`: what the text says of names, seen alone.

`extract(data)` never fails, never runs or imports anything, and never looks outside the file; what it cannot read becomes a gap.
One grammar (tree-sitter's) covers Python 2.7 to 3.14, whatever Python runs modiff.

How a file is read, in order: `text` makes bytes that the parser can take, `cutting` takes out bodies of functions that no fact comes from
(by `tokens`; `asked` says which statements stay), `file` parses and drives, `bindings` walks statements
(`conditions` reads what guards them, `signatures`, `classes` and `expressions` what they define), `exports` and `served` read
`__all__` and names made at run time, `deprecations` what is on its way out, and `recovery` looks after what could not be parsed.
"""

from __future__ import annotations

from modiff.extract.file import extract

__all__ = ["extract"]
