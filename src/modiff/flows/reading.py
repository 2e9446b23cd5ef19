"""How releases are read, in one value: the options that `modiff.api`'s functions share."""

from __future__ import annotations

import msgspec

from modiff import api
from modiff.model.api import Api
from modiff.model.findings import Report
from modiff.model.policy import Policy
from modiff.sources import Progress


class Reading(msgspec.Struct, frozen=True):
    """Options of `modiff.api.diff`, which says what each means."""

    jobs: int | None = None
    offline: bool = False
    cache: bool = True
    excerpts: bool = False
    progress: Progress | None = None

    def compared(self, old: str, new: str, policy: Policy) -> Report:
        """One comparison."""
        return api.diff(old, new, policy, jobs=self.jobs, offline=self.offline, cache=self.cache, excerpts=self.excerpts, progress=self.progress)

    def shown(self, spec: str, policy: Policy) -> Api:
        """The API of one version."""
        return api.show(spec, policy, jobs=self.jobs, offline=self.offline, cache=self.cache, progress=self.progress)
