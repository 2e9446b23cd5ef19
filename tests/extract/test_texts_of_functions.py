"""The text of a function alone, for who asks for nothing else."""

from __future__ import annotations

from modiff.extract.bodies import extract_bodies
from modiff.model.bodies import Body

TEXT = 'class C:\n    def f(self, **kw):\n        return kw["ü"]\n\n    def g(self): ...\n'


def test_a_last_line_below_zero_asks_for_the_text() -> None:
    assert extract_bodies(TEXT.encode(), [(2, -3)]) == {(2, -3): Body(source='    def f(self, **kw):\n        return kw["ü"]')}


def test_the_text_and_the_body_are_two_answers() -> None:
    found = extract_bodies(TEXT.encode(), [(2, 3), (2, -3), (5, -5)])
    assert (found[2, 3].source, found[2, 3].reads) == (None, ("ü",))
    assert found[5, -5].source == "    def g(self): ..."


def test_the_coding_line_is_heeded() -> None:
    data = ("# coding: latin-1\n" + TEXT).encode("latin-1")
    (body,) = extract_bodies(data, [(3, -4)]).values()
    assert (body.source or "").endswith('["ü"]')
