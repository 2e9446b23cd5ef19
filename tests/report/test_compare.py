"""Two values seen against each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from modiff.report.compare import ELISION, Piece, compare, shorten, split

VALUES = st.text("ab=,()[]{}'\" *123", max_size=40)


def text_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def differing(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.differs]


def test_a_parameter_is_one_piece_whatever_its_default_holds() -> None:
    assert split("(a=(1, 2), b=',)', *c) -> dict[str, int]") == ["(", "a=(1, 2)", ", ", "b=',)'", ", ", "*c", ")", " -> dict[str, int]"]


def test_what_is_no_list_is_compared_by_words() -> None:
    assert differing(compare(">=3.8", ">=3.10")[1]) == ["10"]


def test_only_the_removed_parameter_is_marked() -> None:
    old, new = compare("(item, count=1, express=False)", "(item, count=1)")
    assert differing(old) == ["express=False"]
    assert differing(new) == []


def test_nothing_is_marked_where_nothing_is_alike() -> None:
    assert compare("'piece'", "'box'") == ([Piece("'piece'", False)], [Piece("'box'", False)])


def test_the_same_neighbourhood_is_kept_on_both_sides_of_an_insertion() -> None:
    many = [f"parameter_{number}=None" for number in range(20)]
    old, new = compare(f"({', '.join(many)})", f"({', '.join([*many[:10], 'fresh', *many[10:]])})")
    assert text_of(shorten(old, 60)) == "(…, parameter_9=None, parameter_10=None, …)"
    assert text_of(shorten(new, 60)) == "(…, parameter_9=None, fresh, parameter_10=None, …)"


def test_a_value_of_thousands_of_pieces_is_not_aligned() -> None:
    huge = f"({', '.join(map(str, range(100_000)))})"
    assert compare(huge, huge[:-2] + ")") == ([Piece(huge, False)], [Piece(huge[:-2] + ")", False)])


@given(VALUES, VALUES)
def test_pieces_give_the_values_back(old: str, new: str) -> None:
    before, after = compare(old, new)
    assert (text_of(before), text_of(after)) == (old, new)


@given(VALUES)
def test_equal_values_differ_nowhere(value: str) -> None:
    before, after = compare(value, value)
    assert differing(before) == differing(after) == []


@given(VALUES, VALUES, st.integers(1, 40))
def test_what_differs_is_never_left_out(old: str, new: str, width: int) -> None:
    for pieces in compare(old, new):
        shown = shorten(pieces, width)
        assert differing(shown) == differing(pieces)
        whole = iter(pieces)
        assert all(piece in whole for piece in shown if piece.text != ELISION)  # in order, nothing made up
