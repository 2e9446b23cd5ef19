"""A file of which some stretches are here."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.sources.index.ranged import joined
from modiff.sources.index.sparse import Missing, SparseFile

_SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=6)


@given(_SPANS, st.lists(st.tuples(st.integers(0, 100), st.integers(-1, 40)), max_size=8))
def test_reads_are_those_of_a_whole_file_or_say_what_is_missing(spans: list[tuple[int, int]], reads: list[tuple[int, int]]) -> None:
    whole = bytes(range(90))
    sparse, plain = SparseFile(len(whole)), io.BytesIO(whole)
    for start, stop in spans:
        sparse.add(start, whole[start:stop])
    for at, size in reads:
        sparse.seek(at)
        plain.seek(at)
        expected = plain.read(size)
        span = (at, at + len(expected))
        if sparse.has(span):
            assert sparse.read(size) == expected
            assert sparse.tell() == span[1]
            continue
        with pytest.raises(Missing) as caught:
            sparse.read(size)
        assert caught.value.span == span
        assert not any(start <= at and span[1] <= stop for start, stop in _kept(spans))
        sparse.add(at, expected)
        assert sparse.read(size) == expected


def _kept(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that no other touches: what is certainly here."""
    return [one for one in spans if spans.count(one) == 1 and all(other is one or other[1] <= one[0] or one[1] <= other[0] for other in spans)]


def test_seeking() -> None:
    sparse = SparseFile(10)
    sparse.add(8, b"yz")
    assert sparse.seek(-2, io.SEEK_END) == 8
    assert sparse.read() == b"yz"
    assert sparse.seek(-1, io.SEEK_CUR) == 9
    assert sparse.read(5) == b"z"
    assert sparse.read(5) == b""
    with pytest.raises(ValueError, match="-1"):
        sparse.seek(-1)


def test_a_stretch_that_holds_another_replaces_it() -> None:
    sparse = SparseFile(30)
    sparse.add(10, b"b" * 10)
    sparse.add(0, b"a" * 10 + b"b" * 10 + b"c" * 10)
    assert sparse.has((5, 25))
    sparse.clear()
    assert not sparse.has((12, 13))


def test_zipfile_says_what_it_needs() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a", b"1" * 1000)
    data = buffer.getvalue()
    sparse = SparseFile(len(data))
    sparse.add(len(data) - 22, data[-22:])
    missed = []
    for _ in range(3):
        try:
            opened = zipfile.ZipFile(sparse)
        except Missing as missing:
            missed.append(missing.span)
            sparse.add(missing.span[0], data[slice(*missing.span)])
    assert opened.namelist() == ["a"]
    assert all(start > 1000 for start, _ in missed)
    with pytest.raises(Missing):
        opened.read("a")
    sparse.add(0, data[: opened.start_dir])
    assert opened.read("a") == b"1" * 1000


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 20)), max_size=20), st.integers(0, 30))
def test_joined_runs_cover_all_and_bridge_only_small_gaps(pairs: list[tuple[int, int]], gap: int) -> None:
    spans = sorted((start, start + length) for start, length in pairs)
    runs = joined(spans, gap)
    assert all(any(a <= start and stop <= b for a, b in runs) for start, stop in spans)
    assert all(b + gap < c for (_, b), (c, _) in pairwise(runs))
    covered = {byte for start, stop in spans for byte in range(start, stop)}
    for start, stop in runs:
        holes = "".join("x" if byte in covered else "." for byte in range(start, stop)).split("x")
        assert max(map(len, holes)) <= gap
