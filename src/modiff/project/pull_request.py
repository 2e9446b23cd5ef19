"""What a change is to be merged into: as told by the user, by the service that runs the check, or by the branch that is checked out."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from modiff.errors import BadUsage, MissingHistory
from modiff.project.repository import Repository

TARGETS = {
    "GITHUB_BASE_REF": "a pull request on GitHub",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "a merge request on GitLab",
    "BITBUCKET_PR_DESTINATION_BRANCH": "a pull request on Bitbucket",
    "SYSTEM_PULLREQUEST_TARGETBRANCH": "a pull request on Azure",
    "CHANGE_TARGET": "a change request on Jenkins",
    "CIRRUS_BASE_BRANCH": "a pull request on Cirrus",
    "BUILDKITE_PULL_REQUEST_BASE_BRANCH": "a pull request on Buildkite",
}
"""Variables in which services name the branch that a change is for, and what it then is."""


class Base(msgspec.Struct, frozen=True):
    """Where a change began."""

    commit: str
    """The merge base."""
    branch: str
    """What the change is for, as git names it here: `origin/main`."""
    why: str
    """Who says so, in a few words."""


def base_of(repository: Repository, given: str | None, environment: Mapping[str, str]) -> Base | None:
    """The base of what is checked out; None: it is no change to be merged, but the branch itself.

    `given`: `--base`, any ref; None: not said. `environment`: the variables of the process. Raises BadUsage for an unknown `given`; MissingHistory
    where a shallow clone, or one without the branch, hides the base.
    """
    if given is not None:
        if repository.commit(given) is None:
            raise BadUsage(f"This repository knows no branch, tag or commit {given!r}, which --base names.", _fetching(repository, given))
        return _grown_from(repository, given, "--base")
    for variable, what in TARGETS.items():
        if target := environment.get(variable, "").removeprefix("refs/heads/"):
            branch = next((name for name in (f"origin/{target}", f"upstream/{target}", target) if repository.commit(name)), None)
            if branch is None:
                raise MissingHistory(f"This is {what}, and the clone does not hold the branch {target} it is for.", _fetching(repository, target))
            return _grown_from(repository, branch, what)
    return _local(repository)


def _local(repository: Repository) -> Base | None:
    """Outside of services: a branch that is not the default one is a change to be merged into it."""
    branch, default = repository.branch, repository.default_branch
    if branch is None or default is None or branch == default.partition("/")[2] or branch == default:
        return None
    try:
        return _grown_from(repository, default, f"the branch {branch} is not {default}")
    except MissingHistory:
        return None  # nobody said that this is a change to be merged


def _grown_from(repository: Repository, branch: str, why: str) -> Base:
    commit = repository.merge_base("HEAD", branch)
    if commit is None:
        shallow = "this is a shallow clone, which does not hold it" if repository.is_shallow else "they have none"
        raise MissingHistory(f"The commit from which HEAD and {branch} both grew is needed, and {shallow}.", _fetching(repository, branch))
    return Base(commit, branch, why)


def _fetching(repository: Repository, branch: str) -> list[str]:
    plain = branch.removeprefix("origin/")
    if repository.is_shallow:
        return ["git fetch --unshallow --tags", "in GitHub's checkout action: fetch-depth: 0"]
    return [f"git fetch origin {plain}", "--base NAME, with a branch that is here"]
