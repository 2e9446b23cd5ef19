"""Directories, git revisions and what is installed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from modiff.errors import BadUsage, BrokenArchive, FileMissing, NoRepository, NothingToRead, NotInstalled, UnknownRef
from modiff.sources import directory, open, open_one
from tests.sources.packed import commit, git, write

PROJECT = {"pyproject.toml": '[project]\nname = "demo"\nversion = "1.0"\n', "src/demo/__init__.py": "x = 1\n", "src/demo/sub.py": "y = 1\n"}


def test_a_directory_that_is_a_package(tmp_path: Path) -> None:
    write(tmp_path, PROJECT)
    release = open_one(f"{tmp_path}/src/demo")
    assert list(release.modules) == ["demo", "demo.sub"]
    assert (release.name, release.version) == (None, None)


def test_a_directory_that_is_a_stub_only_package(tmp_path: Path) -> None:
    release = open_one(f"{write(tmp_path / 'demo-stubs', {'__init__.pyi': '', 'sub.pyi': ''})}")
    assert release.packages == release.metadata.typed == ("demo",)
    assert release.modules["demo.sub"].stub == "sub.pyi"


def test_a_project_says_name_and_version(tmp_path: Path) -> None:
    release = open_one(f"{write(tmp_path, PROJECT)}/")
    assert (release.name, release.version, release.packages) == ("demo", "1.0", ("demo",))


def test_a_site_packages(tmp_path: Path) -> None:
    files = {
        "a/__init__.py": "",
        "six.py": "",
        "a-1.dist-info/METADATA": "Name: a\nVersion: 1\n",
        "six-2.dist-info/METADATA": "Name: six\nVersion: 2\n",
    }
    release = open_one(f"{write(tmp_path, files)}/")
    assert (release.packages, release.name) == (("a", "six"), None)


def test_an_unpacked_wheel(tmp_path: Path) -> None:
    write(tmp_path, {"a/__init__.py": "", "a-1.dist-info/METADATA": "Name: a.b\nVersion: 1\n"})
    release = open_one(f"{tmp_path}/")
    assert (release.packages, release.name, release.version) == (("a",), "a.b", "1")


def test_what_is_not_the_projects_own_is_not_looked_at(tmp_path: Path) -> None:
    others = {".git/hook.py": "", "venv/pyvenv.cfg": "", "venv/lib/x/__init__.py": "", "src/demo/__pycache__/a.py": "", "node_modules/g/g.py": ""}
    release = open_one(f"{write(tmp_path, {**PROJECT, **others})}/")
    assert release.tree is not None
    assert set(release.tree.files) == set(PROJECT)


def test_links_that_go_round_end(tmp_path: Path) -> None:
    write(tmp_path, PROJECT)
    (tmp_path / "src/demo/again").symlink_to(tmp_path / "src/demo")
    (tmp_path / "src/demo/up").symlink_to(tmp_path)
    (tmp_path / "src/demo/broken.py").symlink_to("nowhere.py")
    (tmp_path / "src/demo/self.py").symlink_to("self.py")
    assert list(open_one(f"{tmp_path}/").modules) == ["demo", "demo.again", "demo.again.sub", "demo.sub"]


def test_an_unreadable_module_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, PROJECT)
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("sub.py") and allowed(path, mode))
    release = open_one(f"{tmp_path}/")
    assert release.modules["demo.sub"].source is None
    assert [(name, gap.reason) for name, gap in release.gaps] == [("demo.sub", "src/demo/sub.py cannot be read: permission denied")]


def test_a_file_that_goes_away_is_said(tmp_path: Path) -> None:
    release = open_one(f"{write(tmp_path, PROJECT)}/")
    (tmp_path / "src/demo/sub.py").unlink()
    assert release.tree is not None
    with pytest.raises(FileMissing, match=r"sub\.py"):
        release.tree.read(["src/demo/sub.py"])


def test_a_directory_that_is_no_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, PROJECT)
    with pytest.raises(NothingToRead, match="is a file"):
        open_one(f"{tmp_path}/pyproject.toml/")
    with pytest.raises(FileMissing) as failure:
        open_one(f"{tmp_path}/scr")
    assert failure.value.hints == (f"{tmp_path}/src",)
    with pytest.raises(FileMissing) as failure:
        open_one("django/3.0")
    assert failure.value.hints == ("for a release on the index write django==3.0",)
    monkeypatch.setattr(directory, "FILE_LIMIT", 2)
    with pytest.raises(BadUsage, match="more than 2 files"):
        open_one(f"{tmp_path}/")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two tagged revisions, and changes that are not committed."""
    folder = tmp_path / "repo"
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, PROJECT, "v1.0")
    commit(folder, {"src/demo/__init__.py": "x = 2\n", "src/demo/new.py": "", "sub/ject/__init__.py": ""}, "v2.0")
    write(folder, {"src/demo/__init__.py": "dirty", "src/demo/dirty.py": ""})
    return folder


def test_revisions(repository: Path) -> None:
    before = git(repository, "status", "--porcelain")
    pair = open(f"git+{repository}@v1.0", f"git+{repository}@v2.0")
    assert list(pair.old.modules) == ["demo", "demo.sub"]
    assert list(pair.new.modules) == ["demo", "demo.new", "demo.sub"]
    assert pair.old.equal == pair.new.equal == {"demo.sub"}
    assert pair.new.tree is not None
    assert pair.new.tree.read(["src/demo/__init__.py", "src/demo/new.py"]) == {"src/demo/__init__.py": b"x = 2\n", "src/demo/new.py": b""}
    assert git(repository, "status", "--porcelain") == before


def test_a_revision_against_the_working_tree(repository: Path) -> None:
    pair = open(f"git+{repository}@v2.0", f"{repository}/")
    assert "demo.dirty" in pair.new.modules
    assert pair.old.equal == {"demo.new", "demo.sub"}


def test_a_folder_of_a_repository(repository: Path) -> None:
    assert open_one(f"git+{repository}/sub@v2.0").packages == ("ject",)
    assert open_one(f"git+{repository}@v2.0#subdirectory=sub").packages == ("ject",)
    with pytest.raises(NothingToRead, match="under sub/"):
        open_one(f"git+{repository}/sub@v1.0")
    with pytest.raises(NothingToRead) as failure:
        open_one(f"git+{repository}@v2.0#subdirectory=subs")
    assert failure.value.hints == (f"git+{repository}@v2.0#subdirectory=src", f"git+{repository}@v2.0#subdirectory=sub")


def test_bare_repositories_and_worktrees(repository: Path, tmp_path: Path) -> None:
    git(repository, "clone", "-q", "--bare", str(repository), str(tmp_path / "bare.git"))
    git(repository, "worktree", "add", "-q", str(tmp_path / "tree"), "v1.0")
    for folder in ("bare.git", "tree"):
        assert "demo.new" in open_one(f"git+{tmp_path / folder}@v2.0").modules


def test_links_in_a_revision(repository: Path) -> None:
    (repository / "src/demo/alias.py").symlink_to("sub.py")
    (repository / "src/demo/out.py").symlink_to("/etc/hostname")
    (repository / "src/other").symlink_to("demo")
    commit(repository, {}, "v3.0")
    release = open_one(f"git+{repository}@v3.0")
    assert release.tree is not None
    assert release.tree.read(["src/demo/alias.py"]) == {"src/demo/alias.py": b"y = 1\n"}
    assert "other.sub" in release.modules
    assert "demo.out" not in release.modules
    assert [(name, "out.py is a link" in gap.reason) for name, gap in release.gaps] == [("demo", True)]


def test_git_that_cannot_be_meant(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownRef) as unknown:
        open_one(f"git+{repository}@2.0")
    assert unknown.value.hints[0] == f"git+{repository}@v2.0"
    with pytest.raises(UnknownRef):
        open_one(f"git+{repository}@v2.0 --output=x")
    (tmp_path / "plain").mkdir()
    with pytest.raises(NoRepository):
        open_one(f"git+{tmp_path / 'plain'}@v1")
    with pytest.raises(NoRepository, match="is a file"):
        open_one(f"git+{repository / 'pyproject.toml'}@v1")
    with pytest.raises(FileMissing):
        open_one(f"git+{tmp_path / 'gone'}@v1")


def test_a_partial_clone_is_not_completed_from_the_network(repository: Path, tmp_path: Path) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--no-checkout", repository.as_uri(), "partial")
    with pytest.raises(BrokenArchive, match="partial clone"):
        open_one(f"git+{tmp_path / 'partial'}@v1.0")
    assert git(tmp_path / "partial", "rev-list", "--objects", "--missing=print", "v1.0").count("?") == 3


def test_a_repository_that_lost_a_file_is_broken(repository: Path) -> None:
    blob = git(repository, "rev-parse", "v1.0:src/demo/sub.py").strip()
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()
    release = open_one(f"git+{repository}@v1.0")
    assert release.tree is not None
    with pytest.raises(BrokenArchive, match="lost a file"):
        release.tree.read(["src/demo/sub.py"])


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory on the import path with one distribution in it."""
    info = "demo-1.0.dist-info"
    record = "demo.py,,\ndemo_more/__init__.py,,\n../../bin/demo,,\n__pycache__/demo.cpython-311.pyc,,\n" + f"{info}/METADATA,,\n"
    files = {"demo.py": "x = 1\n", "demo_more/__init__.py": "", "other.py": "", f"{info}/RECORD": record}
    files |= {
        f"{info}/METADATA": "Name: Demo\nVersion: 1.0\nRequires-Dist: six\n",
        f"{info}/entry_points.txt": "[console_scripts]\ndemo = demo:main\n",
    }
    monkeypatch.setattr(sys, "path", [str(write(tmp_path / "site", files)), *sys.path])
    return tmp_path / "site"


def test_an_installed_distribution_has_the_files_that_record_names(site: Path) -> None:
    release = open_one("installed:demo")
    assert list(release.modules) == ["demo", "demo_more"]
    assert (release.name, release.version, release.metadata.requires_dist) == ("Demo", "1.0", ("six",))
    assert release.metadata.entry_points == (("console_scripts", "demo", "demo:main"),)
    assert release.tree is not None
    assert release.tree.read(["demo.py"]) == {"demo.py": b"x = 1\n"}


def test_an_editable_installation_is_the_project_it_points_to(site: Path, tmp_path: Path) -> None:
    project = write(tmp_path / "checkout", PROJECT)
    said = {"url": project.as_uri(), "dir_info": {"editable": True}}
    write(site, {"demo-1.0.dist-info/direct_url.json": json.dumps(said), "demo-1.0.dist-info/RECORD": "__editable__.demo.pth,,\n"})
    release = open_one("installed:demo")
    assert list(release.modules) == ["demo", "demo.sub"]
    assert (release.name, release.metadata.requires_dist) == ("Demo", ("six",))


def test_what_is_not_installed_has_near_names(site: Path) -> None:
    with pytest.raises(NotInstalled) as failure:
        open_one("installed:demoo")
    assert failure.value.hints[0] == "installed:Demo"
