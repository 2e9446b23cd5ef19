"""`exec` of a literal text: it is read as the source it is."""

from __future__ import annotations

from modiff.extract import extract
from modiff.model.facts import Class, Function


def test_a_literal_text_is_read_where_it_is_executed() -> None:
    code = b"\ndef f(a, *, b=1):\n    return a\n\nclass C:\n    def m(self):\n        self.x = 1\n"
    facts = extract(b'import sys\nif sys.version_info > (3,):\n    exec("""' + code + b'""")\n')
    assert facts.gaps == ()
    f, cls = facts.bindings[1:]
    assert isinstance(f.definition, Function)
    assert [p.name for p in f.definition.parameters] == ["a", "b"]
    assert (f.name, f.line, f.end_line, f.nested) == ("f", 3, 10, True)
    assert [test.kind for test in f.guard] == ["version"]
    assert isinstance(cls.definition, Class)
    assert ([m.line for m in cls.definition.members], [a.line for a in cls.definition.instance_attributes]) == ([3], [3])


def test_in_the_body_of_a_class_it_binds_members() -> None:
    (cls,) = extract(b"class C:\n    exec('def m(self): ...', globals(), locals())\n").bindings
    assert isinstance(cls.definition, Class)
    assert [m.name for m in cls.definition.members] == ["m"]


def test_what_is_put_together_stays_a_gap() -> None:
    for code in (b"'a = ' + b", b"f'{b} = 1'", b"text", b"'a = = 1'", b"'__all__ = [\"a\"]'", b"'from x import *; exec(y)'"):
        facts = extract(b"exec(" + code + b")\n")
        assert [gap.hides for gap in facts.gaps] == [True], code
        assert not any(b.name == "a" for b in facts.bindings), code


def test_a_text_with_a_namespace_of_its_own_binds_nothing() -> None:
    assert extract(b"exec('a = 1', {})\n").bindings == ()


def test_of_a_class_body_the_statement_around_is_kept() -> None:
    (gap,) = extract(b"class C:\n    for n in 'ab':\n        if n:\n            exec(n + '=1')\n").gaps
    assert gap.code == "    for n in 'ab':\n        if n:\n            exec(n + '=1')"
    assert [g.code for g in extract(b"for n in 'ab':\n    exec(n + '=1')\n").gaps] == [""]
    assert [g.code for g in extract(b"class C:\n    for n in [" + b"'a'," * 2000 + b"]:\n        exec(n + '=1')\n").gaps] == [""]
