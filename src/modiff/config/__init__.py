"""What a project has settled for itself: `[tool.modiff]` of a pyproject.toml.

In: the directory to look from (and upward), or the file that the user named. Out: a `Policy` in which what the file leaves open has its default; the
command line replaces what it is given. Raises BadConfig, with every mistake at once, and FileMissing.

    [tool.modiff]
    surface = "declared"            # declared, conventional or everything
    only = ["pkg.api"]              # dotted prefixes or globs: one, or a list
    exclude = ["pkg.compat"]
    python-version = "3.12"         # judge for this Python only
    platform = "linux"              # linux, darwin or win32
    tests = true                    # tests are part of the API
    vendored = true                 # so is vendored code
    scheme = "semver"               # for `modiff check`: semver, pep440, calver or effver
    against = "1.4.0"               # the release to compare with
    base = "origin/main"            # the branch that changes are for
    accepted = "accepted.toml"      # the file of accepted breaks
    catalogue = "0.1.0"             # rules that came with a later modiff only warn
    rule-files = ["tools/rules"]    # rules of others: files, folders, modules; rules = [...] where there is no table of rules
    installed-rules = true          # those that installed packages bring judge too

    [tool.modiff.runway]            # removals that were deprecated for so long are accepted
    releases = 2
    months = 6

    [tool.modiff.groups]            # what is done about findings: deny, warn or allow
    types = "allow"

    [tool.modiff.rules]             # a rule's own entry wins over its group's
    parameter-removed = "warn"
"""

from __future__ import annotations

from modiff.config.load import found, load

__all__ = ["found", "load"]
