"""Members of classes that their bodies do not say: statements after them do, and what iterators of old were asked for."""

from __future__ import annotations

from modiff.model.changes import Gone
from tests.worlds import changes_of, told

ITERATOR = "class Rows:\n    def __iter__(self): return self\n    def {}(self): return 1\n{}"


def gone(old: str, new: str) -> list[str]:
    """The paths that are lost, and how sure that is."""
    return [f"{c.path} {c.certainty.name}" for c in changes_of({"pkg": old}, {"pkg": new}).changes if isinstance(c, Gone)]


def test_what_a_statement_gave_a_class_is_missed_though_its_body_is_the_same() -> None:
    body = "class Commands:\n    'of LaTeX'\n"
    assert gone(f"{body}Commands.color = 'a'\nCommands.kept = 'b'\n", f"{body}Commands.kept = 'b'\n") == ["pkg.Commands.color certain"]


def test_the_same_values_in_other_words_are_no_news() -> None:
    body = "class Commands:\n    'of LaTeX'\n"
    assert told(changes_of({"pkg": f"{body}Commands.color = 'a'\n"}, {"pkg": f'{body}\nCommands.color = "a"\n'})) == []


def test_a_name_that_a_statement_gave_a_class_is_followed() -> None:
    body = "class Shape:\n    pass\n"
    given = "Shape.area = area\n"
    found = told(changes_of({"pkg": f"{body}def area(self, unit): ...\n{given}"}, {"pkg": f"{body}def area(self): ...\n{given}"}))
    assert "ParameterChanged pkg.Shape.area removed unit" in found


def test_a_next_for_callers_is_missed() -> None:
    assert gone(ITERATOR.format("next", "    __next__ = next\n"), ITERATOR.format("__next__", "")) == ["pkg.Rows.next certain"]
    assert gone("class Cursor:\n    def next(self): ...\n", "class Cursor:\n    pass\n") == ["pkg.Cursor.next certain"]


def test_the_next_of_python_2_is_not() -> None:
    assert gone(ITERATOR.format("next", ""), ITERATOR.format("__next__", "")) == []
    assert gone(ITERATOR.format("next", ""), "class Rows:\n    def __iter__(self): return iter(())\n") == []


def test_no_getattr_of_instances_answers_for_what_is_called_on_the_class() -> None:
    old = "class User:\n    @classmethod\n    def parse(cls, data): ...\n    @staticmethod\n    def limit(): ...\n    def follow(self): ...\n"
    new = "class User:\n    def __getattr__(self, name): return self.data[name]\n"
    assert gone(old, new) == ["pkg.User.follow possible", "pkg.User.limit certain", "pkg.User.parse certain"]


def test_a_getattr_of_the_metaclass_may() -> None:
    old = "class User:\n    @classmethod\n    def parse(cls, data): ...\n"
    new = "class Meta(type):\n    def __getattr__(cls, name): return cls.data[name]\nclass User(metaclass=Meta):\n    data = {}\n"
    assert gone(old, new) == ["pkg.User.parse possible"]


KIND = "class {}Predicate:\n    def text(self): ...\n    def phash(self): ...\n    def __call__(self, context): ...\n"


def renamed(old: str, new: str) -> list[str | None]:
    """What the lost classes are said to be called now."""
    return [c.renamed_to for c in changes_of({"pkg": old}, {"pkg": new}).changes if isinstance(c, Gone)]


def test_a_class_like_many_others_took_nobodys_place() -> None:
    checked, authenticated, stays = KIND.format("CheckCSRFToken"), KIND.format("IsAuthenticated"), KIND.format("PhysicalPath")
    assert renamed(checked + stays, authenticated + stays) == [None]
    assert renamed(checked + stays, KIND.format("CheckCSRF") + stays) == ["CheckCSRFPredicate"]
    assert renamed(checked, authenticated) == ["IsAuthenticatedPredicate"]
