"""What may have taken the place of something that is lost: told where it is likely, and by the name under which it came."""

from __future__ import annotations

import pytest

from modiff.model.changes import Gone
from tests.worlds import changes_of

BODY = "\n    kind: int\n    ref: str\n    metadata: dict\n    serialization: int\n"
CHANNEL = "\n    def edit(self): pass\n    def clone(self): pass\n    def type(self): pass\n"


def renamed(old: str, new: str) -> dict[str, str | None]:
    return {c.path: c.renamed_to for c in changes_of({"pkg": old}, {"pkg": new}).changes if isinstance(c, Gone)}


def classes(body: str, *names: str) -> str:
    return "".join(f"class {name}:{body}" for name in names)


@pytest.mark.parametrize(
    ("body", "stay", "lost", "came"),
    [
        (BODY, ("IntSchema", "ListSchema"), "TuplePositionalSchema", "ComplexSchema"),
        (CHANNEL, ("TextChannel", "VoiceChannel"), "StoreChannel", "ForumChannel"),
        (CHANNEL, ("JSONReporter",), "BaseJSONReporter", "JSON2Reporter"),
    ],
)
def test_what_is_only_another_of_its_kind_took_no_place(body: str, stay: tuple[str, ...], lost: str, came: str) -> None:
    assert renamed(classes(body, *stay, lost), classes(body, *stay, came)) == {f"pkg.{lost}": None}


@pytest.mark.parametrize(
    ("body", "stay", "lost", "came"),
    [
        (CHANNEL, ("TextChannel",), "StoreChannel", "StoresChannel"),
        (CHANNEL, ("FootnoteExtension",), "FootnotePattern", "FootnoteInlineProcessor"),
        (CHANNEL, (), "DispatcherHandlerStop", "ApplicationHandlerStop"),
    ],
)
def test_what_is_spelt_alike_for_itself_did(body: str, stay: tuple[str, ...], lost: str, came: str) -> None:
    other = "\n    def other(self): pass\n"
    assert renamed(classes(other, *stay) + classes(body, lost), classes(other, *stay) + classes(body, came)) == {f"pkg.{lost}": came}


def test_an_alias_is_told_by_the_name_under_which_it_came() -> None:
    old = classes(CHANNEL, "Compiler") + "class Dialect:\n    type_compiler = Compiler\n"
    new = classes(CHANNEL, "Compiler") + "class Dialect:\n    type_compiler_cls = Compiler\n"
    assert renamed(old, new) == {"pkg.Dialect.type_compiler": "type_compiler_cls"}


def test_what_the_language_asks_for_by_name_is_called_nothing_else() -> None:
    text = "class C:\n    def {}(self, array, context=None): pass\n"
    assert renamed(text.format("__array_prepare__"), text.format("__array_wrap__")) == {"pkg.C.__array_prepare__": None}
    assert renamed(text.format("__ddl__"), text.format("ddl")) == {"pkg.C.__ddl__": "ddl"}


def test_of_two_that_are_lost_only_the_one_that_is_more_alike_took_the_place() -> None:
    old = "def llvm100_to_34_ir(ir): pass\ndef llvm100_to_70_ir(ir): pass\n"
    assert renamed(old, "def llvm140_to_70_ir(ir): pass\n") == {"pkg.llvm100_to_34_ir": None, "pkg.llvm100_to_70_ir": "llvm140_to_70_ir"}
