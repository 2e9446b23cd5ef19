"""Modules from names, and the packages of projects laid out in every way."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.errors import BadSpec, NothingToRead
from modiff.model.release import ModuleFile
from modiff.sources import open_one
from modiff.sources.packages import Root, compiled_gaps, module_name, modules_of
from tests.sources.packed import tarred, wheel, write


def sources(names: list[str], *roots: Root) -> dict[str, str | None]:
    """Module names with their source, or the stub in brackets."""
    return {name: module.source or (f"[{module.stub}]" if module.stub else None) for name, module in modules_of(names, roots or [Root("")]).items()}


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("six.py", ("six", "source")),
        ("a/__init__.py", ("a", "init_source")),
        ("a/b.pyi", ("a.b", "stub")),
        ("a/_c.cpython-311-x86_64-linux-gnu.so", ("a._c", "compiled")),
        ("a/_c.cp311-win_amd64.pyd", ("a._c", "compiled")),
        ("a/_c.abi3.so", ("a._c", "compiled")),
        ("a/_c.so", ("a._c", "compiled")),
        ("a/__init__.cpython-311-darwin.so", ("a", "init_compiled")),
        ("a-stubs/b.pyi", ("a.b", "apart")),
        ("a-stubs/__init__.pyi", ("a", "init_apart")),
        ("a-stubs/b.py", None),
        ("a/libfoo.so", None),
        ("a/libfoo.so.2", None),
        ("a/2to3.py", None),
        ("a-b/c.py", None),
        ("a/b.py.in", None),
        ("a/b.pyc", None),
    ],
)
def test_what_a_file_is_called_as_a_module(path: str, named: tuple[str, str] | None) -> None:
    assert module_name(path) == named


def test_namespace_packages_have_neither_source_nor_stub() -> None:
    modules = modules_of(["google/cloud/storage/__init__.py"], [Root("")])
    assert modules["google"] == modules["google"].__class__("google", None, package=True)
    assert list(modules) == ["google", "google.cloud", "google.cloud.storage"]


def test_a_package_stands_before_a_module_and_a_module_before_a_bare_folder() -> None:
    assert sources(["a.py", "a/__init__.py", "a/x.py", "b.py", "b/y.py"]) == {"a": "a/__init__.py", "a.x": "a/x.py", "b": "b.py"}


def test_a_stub_beside_a_source_and_one_apart() -> None:
    names = ["a/__init__.py", "a/b.py", "a/b.pyi", "a/c.pyi", "a-stubs/b.pyi"]
    modules = modules_of(names, [Root("")])
    assert modules["a.b"] == ModuleFile("a.b", "a/b.py", "a-stubs/b.pyi")
    assert modules["a.c"] == ModuleFile("a.c", None, "a/c.pyi")


def test_a_compiled_module_is_a_gap_unless_it_has_text() -> None:
    names = ["a/__init__.py", "a/bare.so", "a/stubbed.so", "a/stubbed.pyi", "a/pure.py", "a/pure.cpython-311-darwin.so"]
    modules = modules_of(names, [Root("")])
    assert [name for name, module in modules.items() if module.compiled] == ["a.bare", "a.pure", "a.stubbed"]
    assert [name for name, _ in compiled_gaps(modules)] == ["a.bare"]


def test_earlier_roots_win_and_folders_can_have_other_names() -> None:
    roots = [Root("lib/foo/", package="pkg"), Root("src/"), Root("")]
    assert sources(["lib/foo/__init__.py", "lib/foo/m.py", "src/m.py", "m.py"], *roots)["m"] == "src/m.py"
    assert sources(["lib/foo/__init__.py", "lib/foo/m.py"], roots[0]) == {"pkg": "lib/foo/__init__.py", "pkg.m": "lib/foo/m.py"}


@given(st.lists(st.lists(st.sampled_from(["a", "b", "__init__", "c-d"]), min_size=1, max_size=4).map("/".join).map("{}.py".format), unique=True))
def test_every_module_has_its_parents_and_a_file_of_its_own(names: list[str]) -> None:
    modules = modules_of(names, [Root("")])
    assert list(modules) == sorted(modules)
    for name, module in modules.items():
        parent = name.rpartition(".")[0]
        assert not parent or modules[parent].package
        assert module.source in names or (module.source is None and module.package)


PROJECTS: Mapping[str, tuple[dict[str, str], list[str]]] = {
    "src": ({"src/shop/__init__.py": "", "tests/__init__.py": "", "setup.py": ""}, ["shop"]),
    "flat": (
        {"shop/__init__.py": "", "tests/__init__.py": "", "docs/conf.py": "", "examples/__init__.py": "", "noxfile.py": "", "setup.py": ""},
        ["shop"],
    ),
    "two packages": ({"src/attr/__init__.py": "", "src/attrs/__init__.py": "", "pyproject.toml": ""}, ["attr", "attrs"]),
    "a lone module": ({"shop.py": "", "setup.py": "", "conftest.py": "", "test_shop.py": ""}, ["shop"]),
    "for Python 2 and 3": ({"lib/shop/__init__.py": "", "lib3/shop/__init__.py": "", "setup.py": "", "tests/lib3/x.py": ""}, ["shop"]),
    "a namespace": ({"google/cloud/shop/__init__.py": "", "scripts/fix.py": "", "tests/__init__.py": "", "setup.py": ""}, ["google"]),
    "only a package called tests": ({"tests/__init__.py": "", "setup.py": ""}, ["tests"]),
    "named beside, but it is the name": ({"tools/__init__.py": "", "shop2/__init__.py": "", "PKG-INFO": "Name: tools\n"}, ["shop2", "tools"]),
    "listed in egg-info": (
        {"x.egg-info/top_level.txt": "one\ntwo\n", "one/__init__.py": "", "two.py": "", "three/__init__.py": "", "setup.py": ""},
        ["one", "two"],
    ),
    "setuptools, where": (
        {"pyproject.toml": '[tool.setuptools.packages.find]\nwhere = ["code"]', "code/shop/__init__.py": "", "other/__init__.py": ""},
        ["shop"],
    ),
    "setuptools, package-dir": (
        {"pyproject.toml": '[tool.setuptools.package-dir]\nshop = "code"', "code/__init__.py": "", "other/__init__.py": ""},
        ["shop"],
    ),
    "setup.cfg": ({"setup.cfg": "[options]\npackages = find:\npackage_dir =\n  =code\n", "code/shop/__init__.py": "", "x/__init__.py": ""}, ["shop"]),
    "setup.py": (
        {"setup.py": "setup(packages=['shop', 'shop.sub'], py_modules=['one'])", "shop/__init__.py": "", "one.py": "", "x/__init__.py": ""},
        ["shop", "one"],
    ),
    "hatch": (
        {"pyproject.toml": '[tool.hatch.build.targets.wheel]\npackages = ["py/shop"]', "py/shop/__init__.py": "", "x/__init__.py": ""},
        ["shop"],
    ),
    "flit": ({"pyproject.toml": '[tool.flit.module]\nname = "shop"', "shop.py": "", "x/__init__.py": ""}, ["shop"]),
    "poetry": (
        {"pyproject.toml": '[[tool.poetry.packages]]\ninclude = "shop"\nfrom = "py"', "py/shop/__init__.py": "", "x/__init__.py": ""},
        ["shop"],
    ),
    "pdm": ({"pyproject.toml": '[tool.pdm.build]\npackage-dir = "py"', "py/shop/__init__.py": "", "x/__init__.py": ""}, ["shop"]),
    "a helper's name where packages are meant to be": (
        {"pyproject.toml": '[tool.setuptools.packages.find]\nwhere = ["code"]', "code/tools/__init__.py": "", "x/__init__.py": ""},
        ["tools"],
    ),
    "a helper's name in src": ({"setup.py": "", "src/demo/__init__.py": "", "tests/__init__.py": ""}, ["demo"]),
    "settings that are broken": ({"pyproject.toml": "[tool", "setup.cfg": "x", "setup.py": "(", "shop/__init__.py": ""}, ["shop"]),
    "build output": ({"setup.py": "", "shop/__init__.py": "", "build/__init__.py": "", "dist/__init__.py": ""}, ["shop"]),
}


@pytest.mark.parametrize("name", PROJECTS)
def test_the_packages_of_a_project_are_those_that_it_would_install(tmp_path: Path, name: str) -> None:
    files, packages = PROJECTS[name]
    assert open_one(f"{write(tmp_path / 'checkout', files)}/").packages == tuple(sorted(packages))
    packed = {f"demo-1.0/{path}": text for path, text in files.items()}
    assert open_one(str(tarred(tmp_path / "demo-1.0.tar.gz", packed))).packages == tuple(sorted(packages))


def test_of_two_folders_python_3_has_its_own(tmp_path: Path) -> None:
    files, _ = PROJECTS["for Python 2 and 3"]
    assert open_one(f"{write(tmp_path, files)}/").modules["shop"].source == "lib3/shop/__init__.py"


def test_what_a_wheel_puts_into_purelib_and_what_a_pth_file_adds(tmp_path: Path) -> None:
    files = {
        "demo-1.0.data/purelib/demo/__init__.py": "",
        "demo-1.0.data/scripts/tool.py": "",
        "demo.pth": "win\nwin/lib\nimport os\n/abs\n",
        "win/lib/con.py": "",
    }
    release = open_one(str(wheel(tmp_path, files)))
    assert set(release.modules) == {"demo", "con", "lib", "lib.con", "win", "win.lib", "win.lib.con"}


def test_import_narrows(tmp_path: Path) -> None:
    path = str(wheel(tmp_path, {"a/__init__.py": "", "b/__init__.py": "", "n/x/__init__.py": "", "n/y/__init__.py": ""}))
    assert list(open_one(f"{path}#import=a").modules) == ["a"]
    assert list(open_one(f"{path}#import=n.x").modules) == ["n", "n.x"]
    with pytest.raises(BadSpec, match="'c'") as failure:
        open_one(f"{path}#import=c")
    assert failure.value.hints[0] == f"{path}#import=a"


def test_nothing_to_read_says_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match=r"docs/, readme\.txt"):
        open_one(f"{write(tmp_path, {'readme.txt': '', 'docs/a.md': ''})}/")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingToRead, match="it is empty"):
        open_one(f"{tmp_path / 'empty'}/")


def test_typed_packages(tmp_path: Path) -> None:
    files = {
        "a/__init__.py": "",
        "a/py.typed": "",
        "a/_vendor/__init__.py": "",
        "a/_vendor/py.typed": "",
        "b/__init__.py": "",
        "c-stubs/__init__.pyi": "",
    }
    files |= {"n/m/__init__.py": "", "n/m/py.typed": ""}
    assert open_one(str(wheel(tmp_path, files))).metadata.typed == ("a", "c", "n.m")
