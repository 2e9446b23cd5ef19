"""Lock files of all kinds: what they pin, and what is said of those that cannot be read."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from modiff.errors import BrokenLock, FileMissing, ModiffError, NoRepository, UnknownPackage, UnknownRef
from modiff.project.locks import is_lock, moved, named_in, read_lock

UV = """\
version = 1
requires-python = ">=3.9"

[[package]]
name = "shop"
version = "0.1"
source = { editable = "." }
dependencies = [{ name = "requests" }]

[[package]]
name = "requests"
version = "2.31.0"
source = { registry = "https://index.example/simple" }
dependencies = [{ name = "urllib3" }, { name = "idna" }]

[[package]]
name = "urllib3"
version = "2.0.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "forked"
version = "1.0"
source = { git = "https://forge.example/forked?rev=1#abc" }
"""
POETRY = """\
[[package]]
name = "requests"
version = "2.31.0"
description = "HTTP"
optional = false
python-versions = ">=3.7"
files = []

[package.dependencies]
urllib3 = ">=1.21.1,<3"
idna = {version = ">=2.5", optional = true}

[[package]]
name = "Only-Windows"
version = "1.0"
markers = "sys_platform == 'win32-not-here'"

[[package]]
name = "local"
version = "0.1"

[package.source]
type = "directory"
url = "../local"

[metadata]
lock-version = "2.0"
content-hash = "0"
"""
PDM = """\
[metadata]
groups = ["default"]
strategy = ["cross_platform"]
lock_version = "4.4"

[[package]]
name = "requests"
version = "2.31.0"
dependencies = ["urllib3<3,>=1.21.1", "idna>=2.5; python_version >= '3'"]

[[package]]
name = "requests"
version = "2.31.0"
extras = ["socks"]
dependencies = ["requests==2.31.0"]
"""
PYLOCK = """\
lock-version = "1.0"
created-by = "test"

[[packages]]
name = "requests"
version = "2.31.0"

[[packages]]
name = "attrs"
version = "23.1.0"
marker = "python_version >= '3'"

[[packages]]
name = "own"
[packages.directory]
path = "."
"""
PIPFILE = """\
{
    "_meta": {"hash": {}, "pipfile-spec": 6},
    "default": {
        "requests": {
            "hashes": ["sha256:00"],
            "version": "==2.31.0"
        },
        "editable": {"editable": true, "path": "."}
    },
    "develop": {
        "pytest": {"version": "==7.4.0", "markers": "python_version >= '3'"}
    }
}
"""
CONDA = """\
name: shop
channels:
  - conda-forge
dependencies:
  - python=3.11.4=h1_0
  - libffi=3.4.2=h2_0
  - conda-forge::numpy=1.24.3=py311_0
  - requests==2.31.0
  - pandas>=2
  - pip:
    - "flask==2.3.2"
    - -e git+https://forge.example/x@1#egg=forked
prefix: /opt/conda
"""
FREEZE = """\
# Editable install with no version control (shop==0.1)
-e .
attrs==23.1.0
direct @ https://files.example/direct-1.0.whl
requests==2.31.0
"""


@pytest.mark.parametrize(
    ("text", "kind", "pins"),
    [
        (UV, "uv.lock", {"requests": ("2.31.0", 10), "urllib3": ("2.0.0", 16)}),
        (POETRY, "poetry.lock", {"requests": ("2.31.0", 1)}),
        (PDM, "pdm.lock", {"requests": ("2.31.0", 6)}),
        (PYLOCK, "pylock.toml", {"attrs": ("23.1.0", 8), "requests": ("2.31.0", 4)}),
        (PIPFILE, "Pipfile.lock", {"pytest": ("7.4.0", 11), "requests": ("2.31.0", 4)}),
        (CONDA, "environment.yml", {"flask": ("2.3.2", 11), "numpy": ("1.24.3", 7), "requests": ("2.31.0", 8)}),
        (FREEZE, "requirements.txt", {"attrs": ("23.1.0", 3), "requests": ("2.31.0", 5)}),
    ],
    ids=["uv", "poetry", "pdm", "pylock", "pipfile", "conda", "freeze"],
)
def test_each_kind_is_known_by_its_text_whatever_the_file_is_called(tmp_path: Path, text: str, kind: str, pins: dict[str, tuple[str, int]]) -> None:
    file = tmp_path / "upgraded.lock.new"
    file.write_text(text)
    lock = read_lock(str(file))
    assert lock.kind == kind
    assert {name: (pin.version, pin.line) for name, pin in lock.pins.items()} == pins


def test_what_comes_from_no_index_is_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").write_text(UV)
    (tmp_path / "requirements.txt").write_text(FREEZE)
    assert read_lock(str(tmp_path / "uv.lock")).left_out == ("forked is left out: it comes from a file or an address",)
    assert [text.partition(" is")[0] for text in read_lock(str(tmp_path / "requirements.txt")).left_out] == [".", "direct"]


def test_a_lock_says_what_each_package_needs_where_its_kind_does(tmp_path: Path) -> None:
    for text, needs in ((UV, ("idna", "urllib3")), (POETRY, ("idna", "urllib3")), (PDM, ("idna", "urllib3")), (PYLOCK, None), (PIPFILE, None)):
        (tmp_path / "lock").write_text(text)
        assert read_lock(str(tmp_path / "lock")).pins["requests"].needs == needs


def test_requirements_are_read_as_pip_reads_them(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "base.txt").write_text("Jinja2 == 3.0.3 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\n-r ../requirements.txt\n")
    (tmp_path / "requirements.txt").write_text(
        "--index-url https://index.example/simple\n"
        "-r sub/base.txt  # what all need\n"
        "# a comment that ends so \\\n"
        "requests[socks]==2.31.0 ; python_version >= '3'\n"
        "gone==1.0; sys_platform == 'nowhere'\n"
        "\n"
        "loose>=1  # no version\n"
    )
    lock = read_lock(str(tmp_path / "requirements.txt"))
    assert {name: pin.version for name, pin in lock.pins.items()} == {"jinja2": "3.0.3", "requests": "2.31.0"}
    assert lock.left_out == ("loose>=1 is left out: it names no single version",)


def test_a_lock_with_forks_gives_the_version_for_this_machine(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("numpy==1.0 ; python_version < '3'\nnumpy==2.0 ; python_version >= '3'\n")
    assert read_lock(str(tmp_path / "requirements.txt")).pins["numpy"].version == "2.0"


def test_text_of_powershell_is_read(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes("requests==2.31.0\r\n".encode("utf-16"))
    assert read_lock(str(tmp_path / "requirements.txt")).pins["requests"].version == "2.31.0"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (b"requests==2.31.0\n===== nonsense\n", 2, "is no requirement"),
        (b"-r\n", 1, "includes no file"),
        (b"requests\nflask>=2\n", 1, "names no single version, and so do 1 more"),
        (b"[[package]]\nname = \n", 2, "this is no TOML"),
        (b"[[package]]\nversion = '1'\n[metadata]\nlock-version = '2'\n", 1, "a package without a name"),
        (b"[project]\nname = 'x'\n", None, "it pins nothing"),
        (b'{"default": {\n  "a": }\n}', 2, "this is no JSON"),
        (b'{"a": 1}', None, "no Pipfile.lock"),
        (b"dependencies:\n  - numpy=1.0\n  numpy\n", 3, "is no entry of a list"),
        (b"\0\1\2", 1, "this is no text"),
        (b"requests==1\n\xff\xfe\n", 2, "this is no text in UTF-8"),
        (b"", None, "it pins nothing"),
    ],
)
def test_a_lock_that_cannot_be_read_names_the_line(tmp_path: Path, text: bytes, line: int | None, said: str) -> None:
    file = tmp_path / "requirements.txt"
    file.write_bytes(text)
    with pytest.raises(BrokenLock) as caught:
        read_lock(str(file))
    assert said in caught.value.message
    assert caught.value.line == line
    assert str(file) in caught.value.message


def test_a_lock_that_is_not_there_is_missed(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").write_text(UV)
    with pytest.raises(FileMissing) as caught:
        read_lock(str(tmp_path / "uv.lok"))
    assert "uv.lock" in " ".join(caught.value.hints)
    with pytest.raises(BrokenLock, match="it is a directory"):
        read_lock(str(tmp_path))


def test_an_include_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("\n-r base.txt\n")
    with pytest.raises(FileMissing, match=r"base\.txt, which .*requirements\.txt includes in line 2"):
        read_lock(str(tmp_path / "requirements.txt"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """With a requirements.txt that includes another, changed by the second commit."""

    def git(*words: str) -> None:
        subprocess.run(["git", "-C", str(tmp_path), "-c", "user.name=t", "-c", "user.email=t@example.com", *words], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    (tmp_path / "req").mkdir()
    (tmp_path / "req" / "base.txt").write_text("flask==2.2.5\n")
    (tmp_path / "req" / "all.txt").write_text("-r base.txt\nrequests==2.31.0\n")
    git("add", ".")
    git("commit", "-qm", "one")
    git("tag", "one")
    (tmp_path / "req" / "base.txt").write_text("flask==2.3.0\n")
    git("commit", "-qam", "two")
    return tmp_path


def test_a_lock_in_a_commit_is_read_with_what_it_includes_there(repository: Path) -> None:
    before, now = (read_lock(f"git+{repository}@{ref}:req/all.txt") for ref in ("one", "main"))
    assert [(each.name, each.old_spec, each.new_spec) for each in moved(before, now)] == [("flask", "flask==2.2.5", "flask==2.3.0")]


@pytest.mark.parametrize(
    ("ref", "file", "error", "hint"), [("won", "req/all.txt", UnknownRef, "one"), ("one", "req/al.txt", FileMissing, "req/all.txt")]
)
def test_what_a_repository_does_not_have_is_told_with_what_it_has(repository: Path, ref: str, file: str, error: type[ModiffError], hint: str) -> None:
    with pytest.raises(error) as caught:
        read_lock(f"git+{repository}@{ref}:{file}")
    assert any(hint in each for each in caught.value.hints)


def test_a_directory_without_a_repository_is_none(tmp_path: Path) -> None:
    with pytest.raises(NoRepository):
        read_lock(f"git+{tmp_path}@HEAD:uv.lock")


def test_words_that_name_locks_are_told_from_specs(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").write_text(UV)
    (tmp_path / "a-1.0-py3-none-any.whl").write_text("")
    words = [str(tmp_path / "uv.lock"), "git+.@HEAD:uv.lock", "git+.@HEAD", "requests==2.0", str(tmp_path / "a-1.0-py3-none-any.whl"), str(tmp_path)]
    assert [is_lock(word) for word in words] == [True, True, False, False, False, False]


def test_equal_versions_written_otherwise_do_not_move(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("a==1.0\nb==1.0\nc==1.0\n")
    (tmp_path / "new").write_text("a==1.0.0\nb==2.0\nd==1.0\n")
    assert [each.name for each in moved(read_lock(str(tmp_path / "old")), read_lock(str(tmp_path / "new")))] == ["b"]


def test_a_package_that_neither_lock_pins_is_told_with_near_ones(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("requests==1.0\n")
    lock = read_lock(str(tmp_path / "old"))
    assert named_in([lock], ["Requests"]) == {"requests"}
    with pytest.raises(UnknownPackage) as caught:
        named_in([lock, lock], ["request"])
    assert caught.value.hints == ("requests",)


def test_a_package_that_only_one_of_two_locks_pins_has_no_upgrade(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("requests==1.0\nurllib3==1.26\n")
    (tmp_path / "new").write_text("requests==2.0\n")
    locks = [read_lock(str(tmp_path / name)) for name in ("old", "new")]
    assert named_in(locks, ["requests"]) == {"requests"}
    with pytest.raises(UnknownPackage, match=r"urllib3 is pinned in .*old, but not in .*new"):
        named_in(locks, ["urllib3"])


@pytest.mark.parametrize(
    ("marker", "holds"),
    [
        ("'dev' in dependency_groups", True),
        ("('dev' in dependency_groups) and (sys_platform == 'here-never')", False),
        ("python_version >= '3' and extra == 'syntax'", True),
        ("'a' not in extras and python_version < '3'", False),
        ("extra == 'a' or sys_platform == 'here-never'", True),
    ],
)
def test_what_is_locked_for_extras_and_groups_counts_where_the_rest_of_its_marker_holds(tmp_path: Path, marker: str, holds: bool) -> None:
    text = json.dumps(marker)
    (tmp_path / "pylock").write_text(f'lock-version = "1.0"\n[[packages]]\nname = "a"\nversion = "1"\nmarker = {text}\n')
    (tmp_path / "poetry").write_text(f'[[package]]\nname = "a"\nversion = "1"\nmarkers = {text}\n[metadata]\nlock-version = "2.1"\n')
    (tmp_path / "pipfile").write_text(json.dumps({"default": {"a": {"version": "==1", "markers": marker}}}))
    assert [bool(read_lock(str(tmp_path / name)).pins) for name in ("pylock", "poetry", "pipfile")] == [holds] * 3


def test_what_conda_built_for_no_python_is_no_package_of_python(tmp_path: Path) -> None:
    entries = ["numpy=1.25.2=py310h5f9d8c6_0", "six=1.16.0=pyhd3eb1b0_1", "yaml=0.2.5=h7b6447c_0", "blas=1.0=mkl", "pandas=2.0.3"]
    (tmp_path / "environment.yml").write_text("dependencies:\n" + "".join(f"  - {each}\n" for each in entries))
    assert sorted(read_lock(str(tmp_path / "environment.yml")).pins) == ["numpy", "pandas", "six"]


def test_parts_of_the_project_itself_in_a_pipfile_lock_are_nothing_to_be_told(tmp_path: Path) -> None:
    packages = {"own": {"editable": True, "path": "."}, "forked": {"git": "https://forge.example/forked", "ref": "0"}, "a": {"version": "==1"}}
    (tmp_path / "Pipfile.lock").write_text(json.dumps({"default": packages}))
    lock = read_lock(str(tmp_path / "Pipfile.lock"))
    assert (sorted(lock.pins), lock.left_out) == (["a"], ("forked is left out: it comes from a file or an address",))


def test_what_conda_calls_otherwise_than_the_index_is_found_there(tmp_path: Path) -> None:
    entries = ["pytorch=2.1.0=py3.10_cuda11.8_0", "matplotlib-base=3.8.0=py310h6_2", "matplotlib=3.8.0=py310hf_2", "pytest=7.4.0=pyhd8_0"]
    text = "dependencies:\n" + "".join(f"  - {each}\n" for each in entries) + "  - pip:\n    - docker-py==1.10.6\n"
    (tmp_path / "environment.yml").write_text(text)
    pins = read_lock(str(tmp_path / "environment.yml")).pins
    assert {name: pin.version for name, pin in pins.items()} == {"torch": "2.1.0", "matplotlib": "3.8.0", "pytest": "7.4.0", "docker-py": "1.10.6"}
