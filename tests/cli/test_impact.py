"""`modiff impact` on the command line: its words, how it ends, and what it prints in each format."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from modiff.cli import main
from tests.flows.shelves import PAINT, Shelf

Captured = pytest.CaptureFixture[str]
SHOWN = """\
app/main.py
      2 | paint.color('red')
        | ^
          module 'paint' has no attribute 'color'  [function-removed]

paint 1.0 → 1.5: 2 changes, 1 line of yours breaks
"""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    made = Shelf(tmp_path, monkeypatch)
    made.sells("paint", PAINT)
    made.code(main="import paint\npaint.color('red')\n")
    return made


def test_a_line_that_breaks_is_shown_and_ends_with_1(shelf: Shelf, capsys: Captured) -> None:
    assert main(["impact", "paint", "1.0", "1.5", "--in", "app"]) == 1
    assert capsys.readouterr().out == SHOWN
    assert main(["impact", "paint", "1.0", "1.5", "--in", "app", "--exit-zero"]) == 0


def test_an_upgrade_that_breaks_nothing_is_one_line(shelf: Shelf, capsys: Captured) -> None:
    shelf.code(main="import paint\npaint.colour('red')\n")
    assert main(["impact", "paint", "1.0", "2.0", "--in", "app"]) == 0
    assert capsys.readouterr().out == "paint 1.0 → 2.0: 5 changes, none breaks your code\n"


def test_lock_files_stand_for_specs(shelf: Shelf, capsys: Captured) -> None:
    shelf.locks("paint==1.0\nrest==1\n", "paint==2.0\nrest==2\n")
    assert main(["impact", "--lock", "old.txt", "new.txt", "--in", "app"]) == 1
    last = capsys.readouterr().out.splitlines()[-2:]
    assert last == ["paint 1.0 → 2.0: 5 changes, 1 line of yours breaks", "1 more upgrade is of a package that this code does not use: rest"]
    assert main(["impact", "--lock", "old.txt", "new.txt", "--in", "app", "--package", "rest"]) == 0


def test_a_package_that_the_new_lock_does_not_have_is_told(shelf: Shelf, capsys: Captured) -> None:
    shelf.locks("paint==1.0\nrest==1\n", "rest==1\n")
    wanted = ["impact", "--lock", "old.txt", "new.txt", "--in", "app"]
    assert main(wanted) == 1
    assert capsys.readouterr().out == (
        "app/main.py\n      1 | import paint\n        | ^\n"
        "          'paint' is of paint 1.0, which new.txt no longer has  [distribution-removed] (likely)\n\n"
        "paint 1.0 is not in new.txt any more: 1 line of yours imports it\n"
    )
    assert main([*wanted, "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["gone"], said["hits"][0]["rule"]) == ([{"name": "paint", "old": "1.0"}], "distribution-removed")
    for form, words in (("markdown", "🔴 paint 1.0 is not in"), ("github", "::error"), ("sarif", "not in the lock file"), ("html", "is not in")):
        assert main([*wanted, "--format", form]) == 1
        assert words in capsys.readouterr().out
    shelf.code(main="import os\n")
    assert main(wanted) == 0
    assert capsys.readouterr().out == "Nothing is upgraded: all that both name has the same version.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["paint", "1.0", "2.0"], "Which code?"),
        (["paint", "1.0", "2.0", "--in", "nowhere"], "There is no nowhere"),
        (["paint", "1.0", "2.0", "--lock", "old.txt", "new.txt", "--in", "app"], "--lock takes its versions from the files"),
        (["paint", "--lock", "old.txt", "new.txt", "--in", "app"], "behind --package"),
        (["--env", "--lock", "old.txt", "new.txt", "--in", "app"], "only one can be meant"),
        (["paint", "1.0", "2.0", "--in", "app", "--diff", "--fix"], "only one can be meant"),
        (["paint", "1.0", "2.0", "--in", "app", "--package", "paint"], "--package chooses"),
        (["paint", "1.0", "2.0", "--in", "app", "--transitive"], "needs a lock file"),
        (["--lock", "old.txt", "new.txt", "--in", "app", "--package", "pant"], "pant is pinned neither in old.txt nor in new.txt"),
        (["--lock", "old.txt", "bad.txt", "--in", "app"], "bad.txt cannot be used: line 2"),
        (["--lock", "old.txt", "none.txt", "--in", "app"], "There is no lock file none.txt"),
        (["--env", "--in", "app"], "with what?"),
    ],
)
def test_what_cannot_be_meant_ends_with_2_and_a_sentence(shelf: Shelf, capsys: Captured, words: list[str], said: str) -> None:
    shelf.locks("paint==1.0\n", "paint==2.0\n")
    Path("bad.txt").write_text("paint==1.0\n!!\n")
    assert main(["impact", *words]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "try: " in told or "nowhere" in said


def test_json_holds_to_the_contract(shelf: Shelf, capsys: Captured) -> None:
    assert main(["impact", "paint", "1.0", "2.0", "--in", "app", "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["schema"] == "modiff/impact/1"
    assert said["upgrades"][0] == {"name": "paint", "old": "1.0", "new": "2.0", "findings": 5, "used": 1, "newest_safe": None, "steps": []}
    hit = said["hits"][0]
    wanted = {"file": "app/main.py", "line": 2, "end_line": 2, "use": "attribute", "guarded": False, "dependency": "paint", "path": "paint.color"}
    assert hit.items() >= wanted.items()
    assert hit.keys() >= {"certainty", "rule", "since", "message", "fix"}
    assert said["gaps"] == []


def test_sarif_points_at_the_clients_lines(shelf: Shelf, capsys: Captured) -> None:
    main(["impact", "paint", "1.0", "2.0", "--in", "app", "--format", "sarif"])
    run = json.loads(capsys.readouterr().out)["runs"][0]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "app/main.py", "uriBaseId": "ROOT"}, "region": {"startLine": 2, "endLine": 2}}
    assert run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]["id"] == run["results"][0]["ruleId"]


def test_github_annotates_the_lines(shelf: Shelf, capsys: Captured) -> None:
    main(["impact", "paint", "1.0", "2.0", "--in", "app", "--format", "github"])
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("::error file=app/main.py,line=2,endLine=2,title=")
    assert last == "::notice title=modiff::1 line breaks with this upgrade"


def test_markdown_opens_with_the_verdict(shelf: Shelf, capsys: Captured) -> None:
    main(["impact", "paint", "1.0", "2.0", "--in", "app", "--format", "markdown"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "### paint 1.0 → 2.0: 1 line breaks with this upgrade"
    assert "    paint.color('red')" in lines


def test_html_shows_the_line(shelf: Shelf, capsys: Captured) -> None:
    main(["impact", "paint", "1.0", "2.0", "--in", "app", "--format", "html"])
    page = capsys.readouterr().out
    assert page.startswith("<!doctype html>")
    assert "paint.color('red')" in page


def test_diff_prints_a_patch_that_applies_and_changes_nothing(shelf: Shelf, capsys: Captured) -> None:
    pytest.importorskip("libcst")
    before = shelf.text("main")
    assert main(["impact", "paint", "1.0", "2.0", "--in", "app", "--diff"]) == 1
    patch = capsys.readouterr().out
    assert shelf.text("main") == before
    subprocess.run(["git", "apply", "-"], input=patch.encode(), check=True)
    assert shelf.text("main") == "import paint\npaint.colour('red')\n"


def test_fix_writes_and_is_done_then(shelf: Shelf, capsys: Captured) -> None:
    pytest.importorskip("libcst")
    words = ["impact", "paint", "1.0", "2.0", "--in", "app", "--fix"]
    assert main(words) == 0
    assert shelf.text("main") == "import paint\npaint.colour('red')\n"
    assert "1 hit mended in 1 file" in capsys.readouterr().out
    assert main(words) == 0
    assert shelf.text("main") == "import paint\npaint.colour('red')\n"
