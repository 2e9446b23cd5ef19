"""Pairs of all forms: one world, packed in every way, is one world."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from modiff.errors import FileMissing, ModiffError
from modiff.model.release import File, Pair, Release, Tree
from modiff.sources import open, open_one, opening
from modiff.sources.remote import RemoteTree
from tests.sources.packed import commit, git, record_of, tarred, wheel, write, zipped

OLD = {"demo/__init__.py": "x = 1\n", "demo/same.py": "y = 1\n", "demo/typed.py": "z = 1\n", "demo/typed.pyi": "z: int\n", "demo/gone.py": ""}
NEW = {"demo/__init__.py": "x = 2\n", "demo/same.py": "y = 1\n", "demo/typed.py": "z = 1\n", "demo/typed.pyi": "z: str\n", "demo/new.py": ""}
SETUP = {"setup.py": "setup(name='demo')\n"}


def _sdist(folder: Path, files: Mapping[str, str]) -> str:
    return str(tarred(folder / "demo-1.0.tar.gz", {f"demo-1.0/{name}": text for name, text in {**files, **SETUP}.items()}))


def _zip(folder: Path, files: Mapping[str, str]) -> str:
    return str(zipped(folder / "demo-1.0.zip", {f"demo-1.0/{name}": text for name, text in {**files, **SETUP}.items()}))


def _git(folder: Path, files: Mapping[str, str]) -> str:
    git(folder, "init", "-q")
    commit(folder, {**files, **SETUP}, "v1")
    return f"git+{folder}@v1"


FORMS: Mapping[str, Callable[[Path, Mapping[str, str]], str]] = {
    "wheel": lambda folder, files: str(wheel(folder, files)),
    "sdist": _sdist,
    "zip": _zip,
    "directory": lambda folder, files: f"{write(folder, {**files, **SETUP})}/",
    "git": _git,
}


def _pair(tmp_path: Path, one: str, other: str) -> Pair:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    return open(FORMS[one](tmp_path / "old", OLD), FORMS[other](tmp_path / "new", NEW))


@pytest.mark.parametrize("other", FORMS)
@pytest.mark.parametrize("one", FORMS)
def test_what_is_equal_is_known_whatever_the_forms(tmp_path: Path, one: str, other: str) -> None:
    pair = _pair(tmp_path, one, other)
    assert pair.old.equal == pair.new.equal == {"demo.same"}
    assert [list(side.modules) for side in (pair.old, pair.new)] == [
        ["demo", "demo.gone", "demo.same", "demo.typed"],
        ["demo", "demo.new", "demo.same", "demo.typed"],
    ]
    for side, files in ((pair.old, OLD), (pair.new, NEW)):
        assert _texts(side) == files
        assert side.tree is not None
        side.tree.close()
        side.tree.close()


def _texts(release: Release) -> dict[str, str]:
    """Every module's source and stub, by the path below the project."""
    assert release.tree is not None
    paths = [path for module in release.modules.values() for path in (module.source, module.stub) if path is not None]
    return {path[path.index("demo/") :]: data.decode() for path, data in release.tree.read(paths).items()}


def test_the_other_side_is_closed_when_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []
    monkeypatch.setattr("modiff.sources.zips.ZipTree.close", lambda tree: closed.append(True))
    path = str(wheel(tmp_path, OLD))
    with pytest.raises(FileMissing):
        open(path, f"{tmp_path}/nothing.whl")
    assert closed == [True]


def test_a_remote_tree_tells_once_that_it_is_closed() -> None:
    closed: list[bool] = []
    tree = RemoteTree(_Elsewhere(), lambda: closed.append(True))
    assert tree.read([]) == {}
    tree.close()
    tree.close()
    assert closed == [True]


class _Elsewhere(Tree):
    """A tree whose reading would cost requests."""

    files: Mapping[str, File] = {}

    def read(self, paths: object) -> Mapping[str, bytes]:
        return {}

    def close(self) -> None: ...


def test_files_that_stay_elsewhere_are_not_read_to_compare_them(tmp_path: Path) -> None:
    far = open_one(str(wheel(tmp_path, OLD)))
    assert far.tree is not None
    far.tree = RemoteTree(far.tree, far.tree.close)
    assert not opening._local(far)
    assert opening._local(open_one(f"{write(tmp_path / 'd', OLD)}/"))


def test_a_missing_file_is_a_key_error(tmp_path: Path) -> None:
    for spec in (str(wheel(tmp_path, OLD)), f"{write(tmp_path / 'd', OLD)}/"):
        release = open_one(spec)
        assert release.tree is not None
        with pytest.raises(KeyError):
            release.tree.read(["demo/nothing.py"])


def test_a_function_database_can_be_narrowed(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    path.write_text('{"1.0": {"a": {"f": ["x"]}, "b": {"g": []}}}')
    release = open_one(f"functiondb:{path}@1.0#import=a")
    assert (release.packages, list(release.prepared or ())) == (("a",), ["a"])
    with pytest.raises(ModiffError, match="'c'"):
        open_one(f"functiondb:{path}@1.0#import=c")


def test_metadata_of_a_wheel(tmp_path: Path) -> None:
    said = "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nRequires-Python: >=3.8\nRequires-Dist: six\n"
    said += "Requires-Dist: x; extra == 'gpu'\nProvides-Extra: gpu\n"
    files = {"demo.py": "", "demo-1.0.dist-info/METADATA": said, "demo-1.0.dist-info/entry_points.txt": "[console_scripts]\ndemo = demo:main\n"}
    whole = {**files, "demo-1.0.dist-info/RECORD": record_of(files)}
    metadata = open_one(str(zipped(tmp_path / "demo-1.0-py3-none-any.whl", whole))).metadata
    assert (metadata.requires_python, metadata.requires_dist, metadata.extras) == (">=3.8", ("six", "x; extra == 'gpu'"), ("gpu",))
    assert metadata.entry_points == (("console_scripts", "demo", "demo:main"),)


def test_metadata_of_an_old_sdist(tmp_path: Path) -> None:
    egg = "demo-1.0/demo.egg-info"
    files = {"demo-1.0/PKG-INFO": "Name: demo\nVersion: 1.0\n", "demo-1.0/demo.py": "", f"{egg}/PKG-INFO": "Name: demo\nVersion: 1.0\n"}
    files |= {f"{egg}/requires.txt": "six\n[gpu]\nx>1\n[gpu:sys_platform=='win32']\ny\n[:python_version<'3']\nz\n", f"{egg}/top_level.txt": "demo\n"}
    metadata = open_one(str(tarred(tmp_path / "demo-1.0.tar.gz", files))).metadata
    assert metadata.requires_dist == ("six", 'x>1; extra == "gpu"', "y; (sys_platform=='win32') and extra == \"gpu\"", "z; python_version<'3'")
    assert metadata.extras == ("gpu",)


def test_the_door_is_cheap_to_import() -> None:
    heavy = ("zipfile", "tarfile", "subprocess", "email", "requests", "tomllib")
    code = f"import sys; import modiff.sources; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
