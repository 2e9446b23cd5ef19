"""Which lines of a client break with upgrades: from specs and from lock files, with all that is found out besides."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from modiff.errors import BadUsage, FileMissing, NothingToRead, NotInstalled, UnknownPackage
from modiff.flows.impact import Asked, impact, impact_of_moves
from modiff.flows.mended import after_patches
from modiff.flows.upgrades import between_locks, from_installed
from modiff.model.hits import Impact
from modiff.project.locks import read_lock
from tests.flows.shelves import PAINT, Shelf

OTHER = {"1.0": {"yaml/__init__.py": "def load(text):\n    return 1\n"}, "2.0": {"yaml/__init__.py": "def load(text, loader):\n    return 1\n"}}


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    made = Shelf(tmp_path, monkeypatch)
    made.sells("paint", PAINT)
    made.sells("PyYAML", OTHER)
    return made


def locked(shelf: Shelf, old: str, new: str, asked: Asked | None = None) -> Impact:
    moves, _, _ = between_locks(*shelf.locks(old, new))
    return impact_of_moves(moves, ["app"], asked=asked or Asked())


def told(found: Impact) -> list[tuple[str, int, str]]:
    return [(hit.dependency, hit.line, hit.path) for hit in found.hits]


def test_lines_that_break_are_found_with_their_finding(shelf: Shelf) -> None:
    shelf.code(main="import paint\npaint.colour('red')\npaint.color('red')\n")
    found = impact([("paint==1.0", "paint==1.5")], ["app"])
    assert told(found) == [("paint", 3, "paint.color")]
    assert found.upgrades[0].used == 1
    assert found.excerpts == {("app/main.py", 3): "paint.color('red')"}


def test_of_lock_files_only_what_the_code_uses_is_compared(shelf: Shelf) -> None:
    shelf.code(main="import paint\npaint.gone()\n")
    found = locked(shelf, "paint==1.0\nnot-for-sale==1.0\ntypes-paint==1\n", "paint==2.0\nnot-for-sale==2.0\ntypes-paint==2\n")
    assert told(found) == [("paint", 2, "paint.gone")]
    assert [each.name for each in found.unused] == ["not-for-sale", "types-paint"]
    assert found.gaps == ()


def test_a_package_that_is_imported_under_another_name_is_found(shelf: Shelf) -> None:
    shelf.code(main="import yaml\nyaml.load('')\n")
    found = locked(shelf, "pyyaml==1.0\npaint==1.0\n", "pyyaml==2.0\npaint==2.0\n")
    assert told(found) == [("PyYAML", 2, "yaml.load")]
    assert [each.name for each in found.unused] == ["paint"]


def test_two_upgrades_are_judged_together(shelf: Shelf) -> None:
    shelf.code(main="import paint, yaml\npaint.gone()\nyaml.load('')\n")
    found = locked(shelf, "pyyaml==1.0\npaint==1.0\n", "pyyaml==2.0\npaint==2.0\n")
    assert told(found) == [("paint", 2, "paint.gone"), ("PyYAML", 3, "yaml.load")]


def test_what_cannot_be_compared_is_a_gap_and_the_rest_is_judged(shelf: Shelf) -> None:
    shelf.code(main="import paint, rare\npaint.gone()\n")
    found = locked(shelf, "paint==1.0\nrare==1.0\n", "paint==2.0\nrare==2.0\n")
    assert told(found) == [("paint", 2, "paint.gone")]
    assert [gap.path for gap in found.gaps] == ["rare==1.0"]


def test_where_nothing_can_be_compared_the_reason_is_raised(shelf: Shelf) -> None:
    shelf.code(main="import rare\n")
    with pytest.raises(UnknownPackage, match="rare"):
        locked(shelf, "rare==1.0\n", "rare==2.0\n")


def test_a_client_file_with_a_mistake_is_a_gap_and_the_rest_is_judged(shelf: Shelf) -> None:
    shelf.code(main="import paint\npaint.gone()\n", broken="import paint\ndef f(:\n")
    found = impact([("paint==1.0", "paint==2.0")], ["app"])
    assert told(found) == [("paint", 2, "paint.gone")]
    assert [(gap.path, gap.line) for gap in found.gaps] == [("app/broken.py", 2)]


def test_places_that_are_not_there_are_missed(shelf: Shelf) -> None:
    with pytest.raises(FileMissing, match="nowhere"):
        impact([("paint==1.0", "paint==2.0")], ["nowhere"])


@pytest.mark.parametrize("code", [b"import paint\ndef f(:\n", b"\0\0", b"import paint\n" + b"#" * 5_000_000])
def test_where_no_file_can_be_read_nothing_is_said_to_be_fine(shelf: Shelf, code: bytes) -> None:
    shelf.code(main="")
    Path("app/main.py").write_bytes(code)
    with pytest.raises(NothingToRead, match=r"app/main\.py"):
        impact([("paint==1.0", "paint==2.0")], ["app"])


def test_links_to_folders_above_are_not_followed(shelf: Shelf) -> None:
    shelf.code(main="import paint\npaint.gone()\n")
    Path("beside.py").write_text("import paint\npaint.gone()\n")
    Path("app/up").symlink_to("..", target_is_directory=True)
    assert [hit.file for hit in impact([("paint==1.0", "paint==2.0")], ["app"]).hits] == ["app/main.py"]


def test_links_that_lead_back_are_followed_once(shelf: Shelf) -> None:
    shelf.code(main="import paint\npaint.gone()\n")
    (shelf.folder / "app" / "again").symlink_to(shelf.folder / "app")
    assert told(impact([("paint==1.0", "paint==2.0")], ["app"])) == [("paint", 2, "paint.gone")]


def test_equal_locks_upgrade_nothing(shelf: Shelf) -> None:
    shelf.code(main="import paint\n")
    assert locked(shelf, "paint==1.0\n", "paint==1.0\n").upgrades == ()


# --- releases between


def test_steps_say_in_which_release_each_line_breaks(shelf: Shelf) -> None:
    shelf.code(main="import paint\npaint.color('red')\npaint.gone()\n")
    found = impact([("paint==1.0", "paint==2.0")], ["app"], asked=Asked(steps=True, newest_safe=True))
    assert [(hit.line, hit.since) for hit in found.hits] == [(2, "1.5"), (3, "2.0")]
    assert [(step.version, step.breaks) for step in found.upgrades[0].steps] == [("1.5", 1), ("2.0", 2)]
    assert found.upgrades[0].newest_safe == "1.0"


def test_the_newest_safe_release_may_lie_between(shelf: Shelf) -> None:
    shelf.code(main="import paint\npaint.gone()\n")
    asked = Asked(newest_safe=True)
    assert impact([("paint==1.0", "paint==2.0")], ["app"], asked=asked).upgrades[0].newest_safe == "1.5"
    assert impact([("paint==1.0", "paint==1.5")], ["app"], asked=asked).upgrades[0].newest_safe == "1.5"


def test_many_releases_are_halved(shelf: Shelf) -> None:
    both = PAINT["1.0"], PAINT["2.0"]
    shelf.sells("many", {f"1.{minor}": {"many.py": both[minor >= 17]["paint.py"]} for minor in range(30)})
    shelf.code(main="import many\nmany.gone()\n")
    found = impact([("many==1.0", "many==1.29")], ["app"], asked=Asked(steps=True, newest_safe=True))
    assert [hit.since for hit in found.hits] == ["1.17"]
    assert found.upgrades[0].newest_safe == "1.16"
    assert sum(step.breaks is not None for step in found.upgrades[0].steps) < 12


# --- through others


def test_uses_of_dependencies_are_found_where_that_is_asked(shelf: Shelf) -> None:
    shelf.sells("easel", {"1.0": {"easel.py": "import paint\ndef stand():\n    return paint.gone()\n"}})
    (shelf.folder / "pdm.lock").write_text(
        '[metadata]\nlock_version = "4.4"\n[[package]]\nname = "easel"\nversion = "1.0"\ndependencies = ["paint"]\n'
        '[[package]]\nname = "paint"\nversion = "2.0"\n'
    )
    shelf.locks("paint==1.0\neasel==1.0\n", "")
    shelf.code(main="import easel\neasel.stand()\n")
    moves, lock, _ = between_locks("old.txt", "pdm.lock")
    assert impact_of_moves(moves, ["app"]).hits == ()
    found = impact_of_moves(moves, ["app"], asked=Asked(transitive=lock))
    assert [(hit.through, hit.file, hit.line, hit.path) for hit in found.hits] == [("easel 1.0", "easel-1.0/easel.py", 3, "paint.gone")]


# --- what is installed


def test_what_is_installed_is_compared_with_a_lock_or_with_specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("new.txt").write_text("pytest==0.1\nnot-installed-here==1\n")
    moves, lock, _ = from_installed(["new.txt"])
    assert [(each.old_spec, each.new_spec) for each in moves] == [("installed:pytest", "pytest==0.1")]
    assert lock is not None
    assert lock.source == "new.txt"
    assert from_installed(["pytest"])[0][0].new_spec == "pytest"
    with pytest.raises(NotInstalled):
        from_installed(["not-installed-here"])
    with pytest.raises(BadUsage):
        from_installed(["./src/"])


# --- mending

libcst = pytest.mark.skipif("libcst" not in sys.modules and __import__("importlib.util").util.find_spec("libcst") is None, reason="needs LibCST")
CODE = """\
import paint
from paint import color, draw  # both

color('red')
draw('a', 2, height=3)
paint.fill('a', tone=1)
paint.gone()
"""
MENDED = """\
import paint
from paint import colour as color, draw  # both

color('red')
draw('a', width=2, height=3)
paint.fill('a', tone_level=1)
paint.gone()
"""


@libcst
def test_what_is_certain_is_mended_and_the_rest_has_a_reason(shelf: Shelf) -> None:
    shelf.code(main=CODE)
    found = impact([("paint==1.0", "paint==2.0")], ["app"], asked=Asked(mend=True))
    assert [patch.after.decode() for patch in found.patches] == [MENDED]
    assert [line for line, _ in found.patches[0].changes] == [2, 5, 6]
    assert {hit.line: why for hit, why in found.unmended.items()} == {7: "nothing is known to be the same under another name"}


@libcst
def test_mending_twice_changes_nothing_more(shelf: Shelf) -> None:
    shelf.code(main=MENDED)
    assert impact([("paint==1.0", "paint==2.0")], ["app"], asked=Asked(mend=True)).patches == ()


@libcst
def test_a_name_that_was_the_same_but_is_written_otherwise_is_not_mended(shelf: Shelf) -> None:
    shelf.sells("kin", {"1": {"kin.py": "def colour_of(a):\n    return a\n"}, "2": {"kin.py": "def colours_of(a):\n    return [a]\n"}})
    shelf.code(main="import kin\nkin.colour_of(1)\n")
    found = impact([("kin==1", "kin==2")], ["app"], asked=Asked(mend=True))
    assert found.patches == ()
    assert "not written the same" in next(iter(found.unmended.values()))


@libcst
def test_a_plain_rename_is_mended(shelf: Shelf) -> None:
    shelf.sells("kin", {"1": {"kin.py": "def colour_of(a):\n    return [a]\n"}, "2": {"kin.py": "def colours_of(a):\n    return [a]\n"}})
    shelf.code(main="import kin\nkin.colour_of(1)\n")
    found = impact([("kin==1", "kin==2")], ["app"], asked=Asked(mend=True))
    assert [patch.after for patch in found.patches] == [b"import kin\nkin.colours_of(1)\n"]


@libcst
def test_what_moved_is_imported_from_its_new_place(shelf: Shelf) -> None:
    body = "def brush(size, hair):\n    return size\n"
    shelf.sells("kit", {"1": {"kit/__init__.py": body}, "2": {"kit/__init__.py": "", "kit/tools.py": body}})
    shelf.code(main="import kit\nkit.brush(1, 2)\n", other="from kit import brush\n")
    found = impact([("kit==1", "kit==2")], ["app"], asked=Asked(mend=True))
    assert [patch.after for patch in found.patches] == [b"import kit\nimport kit.tools\nkit.tools.brush(1, 2)\n", b"from kit.tools import brush\n"]


@libcst
def test_an_old_api_kept_beside_its_successor_is_no_new_place(shelf: Shelf) -> None:
    body = "class Model:\n    old = 1\n\nclass Text(str):\n    def check(self):\n        return 1\n"
    new = "class Model:\n    new = 2\n    def fields(self):\n        return []\n"
    shelf.sells("kit", {"1": {"kit/__init__.py": body}, "2": {"kit/__init__.py": new, "kit/v1.py": body}})
    shelf.code(main="from kit import Model, Text\n")
    found = impact([("kit==1", "kit==2")], ["app"], asked=Asked(mend=True))
    assert found.patches == ()
    assert list(found.unmended.values()) == ["kit.v1.Text lies beside another Model than this code may use"]


@libcst
def test_a_place_that_had_a_namesake_all_along_is_a_new_place(shelf: Shelf) -> None:
    body, other = "def brush(size, hair):\n    return size\n", "def run(a):\n    return 1\n"
    tools = "def run(a, b):\n    return 2\n"
    shelf.sells("kit", {"1": {"kit/__init__.py": body + other, "kit/tools.py": tools}, "2": {"kit/__init__.py": other, "kit/tools.py": body + tools}})
    shelf.code(main="from kit import brush\n")
    found = impact([("kit==1", "kit==2")], ["app"], asked=Asked(mend=True))
    assert [patch.after for patch in found.patches] == [b"from kit.tools import brush\n"]


@libcst
def test_what_is_left_after_mending_stands_where_it_is_now(shelf: Shelf) -> None:
    body = "def brush(size, hair):\n    return size\n"
    shelf.sells("kit", {"1": {"kit/__init__.py": body + "def gone(): ...\n"}, "2": {"kit/__init__.py": "", "kit/tools.py": body}})
    shelf.code(main="import kit\nkit.brush(1, 2)\nkit.gone()\n")
    found = after_patches(impact([("kit==1", "kit==2")], ["app"], asked=Asked(mend=True)))
    assert [(hit.line, hit.path) for hit in found.hits] == [(4, "kit.gone")]
    assert found.excerpts[("app/main.py", 4)] == "kit.gone()"
    assert found.mended == 1


def test_changed_code_is_read_again(shelf: Shelf) -> None:
    shelf.code(main="import paint\npaint.color('red')\n")
    assert told(impact([("paint==1.0", "paint==1.5")], ["app"])) == [("paint", 2, "paint.color")]
    shelf.code(main="import paint\n\npaint.color('red')\n")
    assert told(impact([("paint==1.0", "paint==1.5")], ["app"])) == [("paint", 3, "paint.color")]


def test_a_lock_knows_its_source(shelf: Shelf) -> None:
    assert read_lock(shelf.locks("paint==1.0\n", "")[0]).source == "old.txt"
