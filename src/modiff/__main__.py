"""`python -m modiff` is `modiff`, for where the console script is not on the path."""

from __future__ import annotations

from modiff.cli import script

if __name__ == "__main__":
    script()
