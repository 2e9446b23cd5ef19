"""`python -m modiff` is `modiff`, for where the console script is not on the path."""

from __future__ import annotations

import os
import sys

if not sys.flags.safe_path and sys.path and sys.path[0] in ("", os.getcwd()):
    del sys.path[0]  # `-m` puts it first: what lies in the working directory (a project called pydantic) must not stand in for what modiff needs

from modiff.cli import script

if __name__ == "__main__":
    script()
