"""What the files of extension modules tell of names that were not read."""

from __future__ import annotations

import pytest

from modiff import link, reading
from modiff.compare import compare
from modiff.graph import Graph
from modiff.model.changes import Gone
from modiff.model.findings import Certainty
from modiff.model.policy import Policy
from modiff.sources.memory import release_of

SO = "cpython-311-x86_64-linux-gnu.so"
LIB = b"\x7fELF\0PyInit__lib\0Shape\0area\0LIMIT\0"
"""As an extension module keeps its names."""
SHAPE = """
    def area(self): return 1
    def buffer(self): return 2
    size = 3
    def rim(self): return 4
"""
Files = dict[str, str | bytes]


def graph(files: Files) -> Graph:
    """A version from files by path; one that ends in `.so` is an extension module."""
    release = release_of({path.replace(".so", f".{SO}"): content for path, content in files.items()})
    return Graph(link.view(release, reading.read(release)))


def lost(old: Files, new: Files) -> dict[str, Certainty]:
    """What is gone, and how sure that is."""
    return {change.path: change.certainty for change in compare(graph(old), graph(new), Policy()).changes if isinstance(change, Gone)}


def lost_under_a_compiled_base(**binaries: bytes) -> dict[str, Certainty]:
    """What a class lost that derives from a class of an extension module now."""
    new: Files = {"pkg/__init__.py": "from pkg._lib import Shape\nclass Square(Shape):\n    pass\n"}
    return lost({"pkg/__init__.py": f"class Square:{SHAPE}"}, new | {f"pkg/{name}.so": content for name, content in binaries.items()})


def test_a_member_whose_name_stands_nowhere_in_the_file_of_a_compiled_base_is_likely_gone() -> None:
    assert lost_under_a_compiled_base(_lib=LIB) == {
        "pkg.Square.area": Certainty.possible,
        "pkg.Square.buffer": Certainty.likely,
        "pkg.Square.size": Certainty.likely,
        "pkg.Square.rim": Certainty.likely,
    }


def test_a_part_of_a_longer_word_may_be_the_name() -> None:
    found = lost_under_a_compiled_base(_lib=LIB + b"__buffer_size__\0trim")
    assert set(found.values()) == {Certainty.possible}


def test_what_the_compiled_base_derives_from_may_lie_in_another_file() -> None:
    found = lost_under_a_compiled_base(_lib=LIB, _base=b"PyInit__base\0buffer\0")
    assert found["pkg.Square.buffer"] is Certainty.possible
    assert found["pkg.Square.rim"] is Certainty.likely


def test_a_base_of_another_distribution_beside_it_may_have_the_name() -> None:
    source = "from other import Base\nfrom pkg._lib import Shape\nclass Square(Shape, Base):\n    pass\n"
    found = lost({"pkg/__init__.py": f"class Square:{SHAPE}"}, {"pkg/__init__.py": source, "pkg/_lib.so": LIB})
    assert set(found.values()) == {Certainty.possible}


@pytest.mark.parametrize("content", [b"", b"Shape\0area\0", LIB + b"UPX!", LIB + b"zlib\0decompress\0", LIB + b"x__mypyc", LIB + bytes(17_000_000)])
def test_files_that_are_empty_strange_packed_or_large_say_nothing(content: bytes) -> None:
    assert set(lost_under_a_compiled_base(_lib=content).values()) == {Certainty.possible}


def test_a_name_behind_a_new_star_import_is_likely_gone_where_the_file_does_not_hold_it() -> None:
    new: Files = {"pkg/__init__.py": "from pkg._lib import *\n", "pkg/_lib.so": LIB}
    assert lost({"pkg/__init__.py": "LIMIT = 1\nOTHER = 2\n"}, new) == {"pkg.OTHER": Certainty.likely}


def test_a_name_that_a_list_no_longer_has_is_likely_gone_where_the_file_does_not_hold_it() -> None:
    def files(listed: str) -> Files:
        return {"pkg/__init__.py": f"from pkg._lib import *\n__all__ = {listed}\n", "pkg/_lib.so": LIB}

    assert lost(files("['LIMIT', 'ERR', 'area']"), files("['area']")) == {"pkg.LIMIT": Certainty.possible, "pkg.ERR": Certainty.likely}


def test_a_module_that_is_compiled_now_lost_what_its_file_does_not_hold() -> None:
    old: Files = {"pkg/__init__.py": "", "pkg/lib.py": "def area(): pass\ndef rim(): pass\n"}
    assert lost(old, {"pkg/__init__.py": "", "pkg/lib.so": b"PyInit_lib\0area\0"}) == {"pkg.lib.rim": Certainty.likely}
    assert lost(old, {"pkg/__init__.py": "", "pkg/lib.so": b"PyInit_lib\0area\0rims\0"}) == {}
