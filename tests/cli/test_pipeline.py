"""The whole pipeline behind the command line, on packages that the test writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import modiff
from modiff.cli import main

Captured = pytest.CaptureFixture[str]
OLD = {
    "shop/__init__.py": "from shop.api import order\n",
    "shop/api.py": "def order(item, count=1, express=False): ...\ndef cancel(order): ...\nclass Shelf:\n    def lift(self, height): ...\n",
    "shop/same.py": "def f(): ...\n",
    "shop/_inner.py": "def g(x): ...\n",
}
NEW = {
    **OLD,
    "shop/api.py": "def order(item, count=1): ...\nclass Shelf:\n    def lift(self, depth): ...\ndef refund(order): ...\n",
    "shop/_inner.py": "def g(y): ...\n",
}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for version, files in (("old", OLD), ("new", NEW)):
        for name, text in files.items():
            path = tmp_path / version / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: Captured, *words: str) -> dict[str, Any]:
    main(["diff", "./old/shop", "./new/shop", "--format", "json", *words])
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_a_report_from_the_command_line_is_that_of_the_python_api(shop: Path, capsys: Captured) -> None:
    report = modiff.diff("./old/shop", "./new/shop")
    shown = told(capsys)
    assert [finding["fingerprint"] for finding in shown["findings"]] == [finding.fingerprint for finding in report.findings]
    assert {(finding.rule, finding.path) for finding in report.findings} >= {
        ("parameter-removed", "shop.order"),
        ("function-removed", "shop.api.cancel"),
    }
    assert shown["verdict"] == "major"


def test_the_listing_is_that_of_the_python_api(shop: Path, capsys: Captured) -> None:
    main(["show", "./new/shop", "--format", "json"])
    assert [item["path"] for item in json.loads(capsys.readouterr().out)["items"]] == [item.path for item in modiff.show("./new/shop").items]


def test_jobs_do_not_change_a_byte(shop: Path, capsys: Captured) -> None:
    main(["diff", "./old/shop", "./new/shop", "--jobs", "1"])
    one = capsys.readouterr().out
    main(["diff", "./old/shop", "./new/shop", "--jobs", "2"])
    assert capsys.readouterr().out == one


def test_module_by_module(shop: Path, capsys: Captured) -> None:
    shown = told(capsys, "--by", "module")
    # What is private has counts, which add up to those of the whole, and no findings.
    assert [(group["group"], bool(group["findings"])) for group in shown["groups"]] == [("shop._inner", False), ("shop.api", True)]
    shown = told(capsys, "--by", "module", "--surface", "everything", "--stop-at-first-break")
    assert [group["group"] for group in shown["groups"]] == ["shop._inner"]
    assert shown["stopped"] == "shop._inner"


def test_level_by_level(shop: Path, capsys: Captured) -> None:
    shown = told(capsys, "--levels")
    assert [group["group"] for group in shown["groups"]] == ["module", "function", "method", "parameter"]
    shown = told(capsys, "--levels", "--stop-at-first-break")
    assert [group["group"] for group in shown["groups"]] == ["module", "function"]
    assert {finding["rule"] for finding in told(capsys, "--level", "function")["findings"]} == {"function-removed", "function-added"}


def test_the_original_examples_form(shop: Path, capsys: Captured) -> None:
    assert main(["diff", "./old/shop", "./new/shop", "--format", "compspec", "--only", "shop.api.cancel"]) == 1
    assert json.loads(capsys.readouterr().out) == {"removed_node": [["A", "B", "id8", "function", "cancel", "module:shop.api->function:cancel"]]}


def test_private_names_stay_out_of_the_original_examples_form_too(shop: Path, capsys: Captured) -> None:
    main(["diff", "./old/shop", "./new/shop", "--format", "compspec"])
    assert "_inner" not in capsys.readouterr().out
    main(["diff", "./old/shop", "./new/shop", "--format", "compspec", "--surface", "everything"])
    assert "_inner" in capsys.readouterr().out


def test_two_function_databases_that_we_wrote_say_the_same(shop: Path, capsys: Captured) -> None:
    for version in ("old", "new"):
        assert main(["show", f"./{version}/shop", "--format", "functiondb", "--output", f"{version}.json"]) == 0
    assert json.loads((shop / "old.json").read_text())["0"]["shop.api"]["order"] == ["item", "count", "express"]
    main(["diff", "./old/shop", "./new/shop", "--format", "compspec"])
    from_sources = capsys.readouterr().out
    main(["diff", "functiondb:old.json", "functiondb:new.json", "--format", "compspec"])
    assert capsys.readouterr().out == from_sources


@pytest.mark.parametrize("form", ["text", "json", "functiondb", "jgf", "facts"])
def test_every_form_of_a_listing_knows_the_functions(shop: Path, capsys: Captured, form: str) -> None:
    assert main(["show", "./new/shop", "--format", form]) == 0
    shown = capsys.readouterr().out
    assert "refund" in shown
    assert "cancel" not in shown


def test_only_compiled_modules_are_nothing_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.chdir(tmp_path)
    package = tmp_path / "proj" / "shop"
    package.mkdir(parents=True)
    (package / "core.cpython-311-x86_64-linux-gnu.so").write_bytes(b"\x7fELF")
    assert main(["diff", "./proj", "./proj"]) == 2
    assert capsys.readouterr().err.startswith("error: ")
