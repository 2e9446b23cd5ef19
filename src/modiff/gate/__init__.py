"""May this change be released? Reports go in (since the release, of the base branch, since the base), one report with a status on each finding
comes out.

`schemes.py` knows what each kind of version number promises; `bump.py` says which number is needed; `acceptance.py` matches findings with
what was accepted; `verdict.py` puts it together.
"""

from modiff.gate.verdict import verdict

__all__ = ["verdict"]
