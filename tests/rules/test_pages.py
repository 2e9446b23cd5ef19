"""The pages in docs/rules are what the rules say, the scaffold makes a rule that fails until it is written, and examples are read as documented."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from modiff.rules.examples import MAIN, Expected, examples_of
from modiff.rules.interface import Rule

from .judged import findings


def script(root: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"scripts_{name}", root / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_up_to_date(root: Path) -> None:
    done = subprocess.run([sys.executable, str(root / "scripts" / "docs.py"), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_page_that_is_stale_missing_or_nobodys_is_told_of(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = script(root, "docs")
    monkeypatch.setattr(docs, "FOLDER", tmp_path)
    docs.write()
    assert docs.differences() == []
    (tmp_path / "class-removed.md").unlink()
    (tmp_path / "class-moved.md").write_text("old")
    (tmp_path / "nobody.md").write_text("?")
    assert docs.differences() == ["class-removed.md is missing", "nobody.md belongs to no rule", "class-moved.md is out of date"]


def test_the_scaffold_makes_a_rule_whose_first_example_fails(root: Path, tmp_path: Path) -> None:
    scaffold = script(root, "new_rule")
    file = tmp_path / "parameter_shouted.py"
    file.write_text(scaffold.text_of("parameter-shouted", "ParameterChanged"))
    spec = importlib.util.spec_from_file_location("parameter_shouted", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert isinstance(module.RULE, Rule)
    assert module.RULE.id == "parameter-shouted"
    first, second = examples_of(module.__doc__ or "", "parameter-shouted")
    assert len(first.expected) > len(findings(first.old, first.new)) == 0
    assert not second.expected


def test_an_example_is_read_into_files_expectations_and_a_client() -> None:
    page = """Text.

```python
# both
import os
# old a/b.py
# breaks: it is gone
def f(): ...
# new a/b.py
# gone: without a line
# says[other-rule]: something else
x = 1
# says: about the module
# client
import pkg
pkg.f()  # raises AttributeError
```
"""
    (example,) = examples_of(page, "some-rule")
    assert example.old == {MAIN: "import os\n", "a/b.py": "# breaks: it is gone\ndef f(): ...\n"}
    assert set(example.new) == {MAIN, "a/b.py"}
    assert example.expected == (
        Expected("some-rule", "it is gone", True, "old", "a/b.py", 2),
        Expected("some-rule", "without a line", True),
        Expected("other-rule", "something else", False, "new", "a/b.py", 2),
        Expected("some-rule", "about the module", False),
    )
    assert example.failing == {2: "AttributeError"}


def test_text_before_the_first_file_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="stands before the first file"):
        list(examples_of("```python\nx = 1\n# old\n```\n", "some-rule"))
