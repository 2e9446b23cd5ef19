"""The release that a project's next one is measured by: its newest one before the version at hand, from git tags or the package index."""

from __future__ import annotations

import msgspec
from packaging.version import Version

from modiff.errors import IndexUnavailable, NoBaseline, UnknownPackage
from modiff.project.finding import Project
from modiff.project.repository import Tag
from modiff.store import Store


class Baseline(msgspec.Struct, frozen=True):
    """A release to compare with."""

    spec: str
    version: Version | None
    """None: a spec that the user gave, whose version is known when it is opened."""
    why: str
    """How it was found, in a few words."""
    commit: str | None = None
    """Where it lies in the project's repository; None: not there."""


def choose_baseline(project: Project, against: str | None, *, offline: bool = False, store: Store | None = None) -> Baseline | None:
    """The release to measure by; None: there is none yet, as far as tags and index say.

    `against`: a spec, or a version of this project; None: the newest release before the project's version. A tag is preferred to the index: it is of
    one kind with the working tree. `store`: where pages of the index are kept, for `offline` too; None: nowhere. Raises NoBaseline where there are
    no tags and the index does not answer, or must not be asked and nothing is kept of it.
    """
    if against is not None:
        return Baseline(_as_spec(project, against), None, "--against")
    tag = newest_tag(project)
    if tag is not None:
        return Baseline(project.at(tag.name), tag.version, f"the tag {tag.name}", tag.commit)
    return _on_the_index(project, offline, store)


def newest_tag(project: Project) -> Tag | None:
    """The tag of the newest release before the project's version, with a working tree that is itself that tag's counting as its release.

    Finals only, unless there is nothing else. Where the version is made when the project is built, only tags that HEAD grew from count, if there are
    any.
    """
    repository, version = project.repository, project.declared.version
    if repository is None:
        return None
    head = repository.head
    tags = repository.tags(project.name)
    being_released = {tag.version for tag in tags if tag.commit == head} if not repository.is_dirty else set[Version]()
    tags = [tag for tag in tags if tag.version not in being_released]
    if version is None:
        merged = repository.merged_tags
        tags = [tag for tag in tags if all(tag.version < each for each in being_released)]
        tags = [tag for tag in tags if tag.name in merged] or tags
    else:
        tags = [tag for tag in tags if tag.version <= version and Version(tag.version.base_version) <= Version(version.base_version)]
    newest_first = sorted(tags, key=lambda tag: (not tag.version.is_prerelease, tag.version), reverse=True)
    return next((tag for tag in newest_first if repository.files_at(tag.commit)), None)


def newer_release(project: Project) -> Tag | None:
    """The newest final release that this working tree grew from though it is newer than the version that the project says; None: there is none, as it
    should be."""
    repository, version = project.repository, project.declared.version
    if repository is None or version is None:
        return None
    newer = [tag for tag in repository.tags(project.name) if tag.version > version and not tag.version.is_prerelease]
    merged = repository.merged_tags if newer else frozenset[str]()
    return max((tag for tag in newer if tag.name in merged), key=lambda tag: tag.version, default=None)


def _as_spec(project: Project, against: str) -> str:
    """A bare version means a release of this project, by its tag or on the index; a ref of its repository that commit; anything else is a spec."""
    repository = project.repository
    if repository is not None and not against.startswith("git+"):
        tag = next((tag for tag in repository.tags(project.name) if against in (tag.name, str(tag.version))), None)
        if tag is not None:
            return project.at(tag.name)
        if "/" not in against and "==" not in against and repository.commit(against) is not None:
            return project.at(against)
    if project.name is not None and against[:1].isdigit() and not against.endswith((".whl", ".gz", ".zip")):
        return f"{project.name}=={against}"
    return against


def _on_the_index(project: Project, offline: bool, store: Store | None) -> Baseline | None:
    if project.name is None:
        raise NoBaseline(
            f"The project in {project.shown} says no name, so that its releases cannot be looked for.",
            ['[project] name = "…" in pyproject.toml', "--against SPEC"],
        )
    shallow = project.repository is not None and project.repository.is_shallow
    tags = ["git fetch --unshallow --tags"] if shallow else ["git tag v1.2.3, on the commit of the last release"]
    from modiff.sources.index import releases_of

    try:
        known = [release.version for release in releases_of(project.name, offline=offline, store=store) if not release.yanked]
    except UnknownPackage:
        if offline:
            raise NoBaseline(
                f"No tag of this repository names a release, and without the index nobody knows whether {project.name} has one.",
                [*tags, "without --offline", "--against SPEC"],
            ) from None
        if shallow:
            raise NoBaseline(f"This is a shallow clone without tags, and {project.name} is not on the index.", [*tags, "--against SPEC"]) from None
        return None
    except IndexUnavailable as error:
        raise NoBaseline(
            f"No tag of this repository names a release, and {error.message[:1].lower()}{error.message[1:]}", [*tags, *error.hints]
        ) from error
    version = project.declared.version
    before = [each for each in known if version is None or each <= version]
    final = [each for each in before if not each.is_prerelease]
    newest = max(final or before, default=None)
    if newest is None:
        if known:
            raise NoBaseline(
                f"{project.name} {version} is older than every release on the index, the first of which is {min(known)}.",
                [f"--against {min(known)}", f"the version in {project.declared.where}"],
            )
        return None
    return Baseline(f"{project.name}=={newest}", newest, "the newest release on the index before it")
