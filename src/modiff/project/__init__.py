"""A project on disk, as `modiff check` needs it. In goes a directory; out come its name and version, its repository, and the release
it is measured by.

`finding.py` finds the project's root from anywhere inside it; `version.py` reads the version it is about to carry, also where the build would make
it; `repository.py` asks git (tags, merge base, what a shallow clone lacks); `pull_request.py` knows where services say what a change is to be merged
into; `baseline.py` chooses the release to compare with. Nothing of the project is run.
"""

from modiff.project.baseline import Baseline, choose_baseline, newer_release
from modiff.project.finding import Project, find
from modiff.project.pull_request import Base, base_of
from modiff.project.repository import Repository

__all__ = ["Base", "Baseline", "Project", "Repository", "base_of", "choose_baseline", "find", "newer_release"]
