"""`modiff show --format svg|html|dot|graphml` and `modiff diff --format graph`, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modiff.cli import main


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for version, text in (("old", "def order(item): ...\nclass Cart: ...\n"), ("new", "def order(thing): ...\nclass Basket: ...\n")):
        (tmp_path / version / "shop").mkdir(parents=True)
        (tmp_path / version / "shop" / "__init__.py").write_text("from shop.parts import order\n", "utf-8")
        (tmp_path / version / "shop" / "parts.py").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("form", "start"), [("svg", "<svg "), ("html", "<!doctype html>"), ("dot", "digraph "), ("graphml", "<graphml ")])
def test_show(shop: Path, form: str, start: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "./new/shop", "--format", form, "--no-cache"]) == 0
    printed = capsys.readouterr()
    assert start in printed.out[:80]
    assert "shop.parts" in printed.out
    assert printed.err == ""


def test_show_draws_what_is_asked_for(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "./new/shop", "--format", "dot", "--graph", "exports", "--no-cache"]) == 0
    assert "re-exports" in capsys.readouterr().out
    assert main(["show", "./new/shop", "--format", "json", "--graph", "exports", "--no-cache"]) == 2
    assert "--format json draws nothing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "start"), [("c.svg", "<svg "), ("c.html", "<!doctype html>"), ("c.dot", "digraph "), ("c.json", "{"), ("c", "<svg ")]
)
def test_the_name_of_the_file_says_how_changes_are_drawn(shop: Path, name: str, start: str) -> None:
    assert main(["diff", "./old/shop", "./new/shop", "--format", "graph", "--output", name, "--no-cache"]) == 1
    text = (shop / name).read_text("utf-8")
    assert text.startswith(start)
    assert "Basket" in text


def test_changes_as_a_json_graph(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["diff", "./old/shop", "./new/shop", "--format", "graph", "--output", "c.json", "--no-cache", "--exit-zero"])
    nodes = json.loads((shop / "c.json").read_text("utf-8"))["graph"]["nodes"]
    assert {name: node["metadata"].get("change") for name, node in nodes.items()} == {
        "shop": "changed", "shop.parts": None, "shop.parts.Basket": "added", "shop.parts.Cart": "removed",
    }  # fmt: skip
