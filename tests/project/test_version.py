"""The version of a project, from where each build backend takes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from modiff.project import find

HATCH = '[project]\nname = "pkg"\ndynamic = ["version"]\n[tool.hatch.version]\npath = "src/pkg/__about__.py"\n'
SETUPTOOLS = '[project]\nname = "pkg"\ndynamic = ["version"]\n[tool.setuptools.dynamic]\nversion = '
FLIT = '[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n[project]\nname = "pkg"\ndynamic = ["version"]\n'

PROJECTS = {
    "PEP 621": ({"pyproject.toml": '[project]\nname = "pkg"\nversion = "1.2"\n'}, "1.2"),
    "uv": ({"pyproject.toml": '[build-system]\nbuild-backend = "uv_build"\n[project]\nname = "pkg"\nversion = "1.2"\n'}, "1.2"),
    "poetry": ({"pyproject.toml": '[tool.poetry]\nname = "pkg"\nversion = "1.2"\n'}, "1.2"),
    "hatch": ({"pyproject.toml": HATCH, "src/pkg/__about__.py": "__version__ = '1.2'\n"}, "1.2"),
    "hatch with a pattern": ({"pyproject.toml": HATCH + 'pattern = \'V = "(?P<version>[^"]+)"\'\n', "src/pkg/__about__.py": 'V = "1.2"\n'}, "1.2"),
    "hatch-vcs": (
        {"pyproject.toml": '[project]\nname = "pkg"\ndynamic = ["version"]\n[tool.hatch.version]\nsource = "vcs"\n', "pkg/__init__.py": ""},
        None,
    ),
    "setuptools attr": ({"pyproject.toml": SETUPTOOLS + '{attr = "pkg.VERSION"}\n', "src/pkg/__init__.py": "VERSION = (1, 2)\n"}, "1.2"),
    "setuptools attr of a sibling": (
        {
            "pyproject.toml": SETUPTOOLS + '{attr = "pkg.__version__"}\n',
            "pkg/__init__.py": "from .v import V as __version__\n",
            "pkg/v.py": "V = '1.2'\n",
        },
        "1.2",
    ),
    "setuptools file": ({"pyproject.toml": SETUPTOOLS + '{file = "VERSION"}\n', "VERSION": "1.2\n"}, "1.2"),
    "setuptools_scm": ({"pyproject.toml": '[project]\nname = "pkg"\ndynamic = ["version"]\n[tool.setuptools_scm]\n'}, None),
    "setup.cfg": ({"setup.cfg": "[metadata]\nname = pkg\nversion = attr: pkg.__version__\n", "pkg/__init__.py": "__version__ = '1.2'\n"}, "1.2"),
    "setup.py": ({"setup.py": "setup(\n    name='pkg',\n    version='1.2',\n)\n"}, "1.2"),
    "flit": ({"pyproject.toml": FLIT, "pkg/__init__.py": "__version__: str = '1.2'\n"}, "1.2"),
    "pdm": (
        {
            "pyproject.toml": '[project]\nname = "pkg"\n[tool.pdm.version]\nsource = "file"\npath = "pkg/_v.py"\n',
            "pkg/_v.py": "__version__ = '1.2'\n",
        },
        "1.2",
    ),
    "a tuple with stages": ({"setup.py": "name = 'pkg'\nsetup(name=name)\n", "pkg/__init__.py": "VERSION = (1, 2, 0, 'rc', 3)\n"}, "1.2.0rc3"),
    "nothing": ({"pyproject.toml": '[project]\nname = "pkg"\ndynamic = ["version"]\n'}, None),
    "no version at all": ({"pyproject.toml": '[project]\nname = "pkg"\nversion = "one"\n'}, None),
}


@pytest.mark.parametrize("case", PROJECTS)
def test_version(case: str, tmp_path: Path) -> None:
    files, expected = PROJECTS[case]
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    project = find(tmp_path)
    assert (str(project.declared.version) if project.declared.version else None) == expected
    assert project.name == "pkg"
