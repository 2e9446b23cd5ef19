"""What archives are refused, and that all others are read rightly."""

from __future__ import annotations

import io
import tarfile
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.errors import BrokenArchive, FileMissing, HashMismatch, HostileArchive, ModiffError
from modiff.sources import open_one
from modiff.sources.archive import MEMBER_LIMIT, check_count, check_reading
from modiff.sources.tars import TarTree
from modiff.sources.zips import ZipTree
from tests.sources.packed import record_of, tarred, wheel, zipped

TRAVERSAL = ["../evil.py", "a/../../evil.py", "/evil.py", "C:/evil.py", "C:evil.py", "\\evil.py", "a\\..\\..\\evil.py"]
ORDINARY = {"demo/__init__.py": "x = 1\n", "demo/data..txt": "dots are no harm\n"}


@pytest.mark.parametrize("name", TRAVERSAL)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(HostileArchive, match="evil"):
        open_one(str(zipped(tmp_path / "a.whl", {**ORDINARY, name: "x"})))
    with pytest.raises(HostileArchive, match="evil"):
        open_one(str(tarred(tmp_path / "a.tar.gz", {**ORDINARY, name: "x"})))


def test_ordinary_names_are_not_refused(tmp_path: Path) -> None:
    assert set(ZipTree(str(zipped(tmp_path / "a.zip", ORDINARY))).files) == set(ORDINARY)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
@pytest.mark.parametrize("target", ["/etc/passwd", "../../outside.py"])
def test_links_that_lead_out_of_a_tar_are_refused(tmp_path: Path, kind: bytes, target: str) -> None:
    path = tarred(tmp_path / "demo-1.0.tar.gz", {"demo-1.0/demo.py": "x = 1\n"}, {"demo-1.0/link.py": (kind, target)})
    with pytest.raises(HostileArchive, match=r"link\.py"):
        open_one(str(path))


def test_links_inside_a_tar_are_copies(tmp_path: Path) -> None:
    links = {"d/demo/b.py": (tarfile.SYMTYPE, "a.py"), "d/demo/c.py": (tarfile.LNKTYPE, "d/demo/a.py"), "d/demo/e.py": (tarfile.SYMTYPE, "b.py")}
    tree = TarTree(str(tarred(tmp_path / "d.tar.gz", {"d/demo/a.py": "x = 1\n"}, links)), lambda name: name.endswith(".py"))
    assert set(tree.read(tree.files).values()) == {b"x = 1\n"}
    assert len(tree.files) == 4


def test_links_that_go_round_or_nowhere_are_left_out_with_a_warning(tmp_path: Path) -> None:
    links = {"d/a.py": (tarfile.SYMTYPE, "b.py"), "d/b.py": (tarfile.SYMTYPE, "a.py"), "d/c.py": (tarfile.SYMTYPE, "gone.py")}
    release = open_one(str(tarred(tmp_path / "d-1.0.tar.gz", {"d/d.py": "x = 1\n"}, links)))
    assert list(release.modules) == ["d"]
    assert len(release.warnings) == 3


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    member = zipfile.ZipInfo("demo/link.py")
    member.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as archive:
        archive.writestr(member, "/etc/passwd")
    with pytest.raises(HostileArchive, match="link"):
        open_one(str(tmp_path / "a.whl"))


def test_absurd_ratios_are_refused_and_small_zeros_are_not(tmp_path: Path) -> None:
    small, large = "\0" * 500_000, "\0" * 5_000_000
    tree = ZipTree(str(zipped(tmp_path / "a.zip", {"small.py": small, "large.py": large})))
    assert len(tree.read(["small.py"])["small.py"]) == 500_000
    with pytest.raises(HostileArchive, match="200 times"):
        tree.read(["large.py"])
    with pytest.raises(HostileArchive, match="200 times"):
        TarTree(str(tarred(tmp_path / "a.tar.gz", {"large.py": large})), lambda name: True)


def test_a_bomb_that_nobody_asks_for_is_refused_in_a_tar_too(tmp_path: Path) -> None:
    with pytest.raises(HostileArchive, match="200 times"):
        TarTree(str(tarred(tmp_path / "a.tar.gz", {"a.py": "x", "large.bin": "\0" * 5_000_000})), lambda name: name.endswith(".py"))


def test_large_members_may_lie_there_unread(tmp_path: Path) -> None:
    member = zipfile.ZipInfo("big.so")
    member.file_size = MEMBER_LIMIT + 1
    member.compress_size = MEMBER_LIMIT
    with pytest.raises(HostileArchive, match="64 MB"):
        check_reading(member, "a.whl")


def test_a_lie_about_the_size_is_found(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.py": "x = 1\n" * 1000})
    data = path.read_bytes()
    honest, lie = (6000).to_bytes(4, "little"), (60).to_bytes(4, "little")
    assert data.count(honest) >= 2
    tree = ZipTree("a.zip", data=data.replace(honest, lie))
    with pytest.raises(BrokenArchive, match=r"a\.py"):
        tree.read(["a.py"])


def test_a_null_character_in_a_name_is_refused(tmp_path: Path) -> None:
    data = zipped(tmp_path / "a.zip", {"a.py!x": "x = 1\n"}).read_bytes().replace(b"a.py!x", b"a.py\0x")
    with pytest.raises(HostileArchive, match="null character"):
        ZipTree("a.zip", data=data)


def test_the_number_of_members_is_bounded() -> None:
    check_count(200_000, "a.whl")
    with pytest.raises(HostileArchive, match="200,000"):
        check_count(200_001, "a.whl")


def test_two_members_of_one_name_must_be_the_same(tmp_path: Path) -> None:
    def twice(path: Path, texts: tuple[str, str]) -> str:
        with zipfile.ZipFile(path, "w") as archive:
            for text in texts:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # zipfile's own, about the second
                    archive.writestr("a.py", text)
        return str(path)

    assert len(ZipTree(twice(tmp_path / "same.zip", ("x = 1", "x = 1"))).files) == 1
    with pytest.raises(HostileArchive, match="two different members"):
        ZipTree(twice(tmp_path / "differ.zip", ("x = 1", "x = 2")))


def test_encrypted_members_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.py": "x = 1\n"})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    tree = ZipTree("a.zip", data=bytes(data))
    with pytest.raises(BrokenArchive, match="encrypted"):
        tree.read(["a.py"])


@pytest.mark.parametrize("name", ["a.whl", "a.zip", "a.tar.gz", "a.tar.bz2", "a.tar.xz"])
@pytest.mark.parametrize("content", [b"", b"just text\n", b"\x1f\x8b\x08\x00broken", b"PK\x03\x04broken", b"BZhbroken", b"\xfd7zXZ\0broken"])
def test_what_is_no_archive_is_said_in_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BrokenArchive) as failure:
        open_one(str(tmp_path / name))
    assert name in failure.value.message
    assert "\n" not in failure.value.message


def test_a_missing_archive_has_near_names(tmp_path: Path) -> None:
    wheel(tmp_path, ORDINARY)
    with pytest.raises(FileMissing) as failure:
        open_one(str(tmp_path / "demo-1.1-py3-none-any.whl"))
    assert failure.value.hints == (str(tmp_path / "demo-1.0-py3-none-any.whl"),)


def test_members_are_held_against_record(tmp_path: Path) -> None:
    promised = record_of({"demo/__init__.py": "x = 2\n"})
    release = open_one(str(wheel(tmp_path, {"demo/__init__.py": "x = 1\n"}, promised)))
    assert release.tree is not None
    with pytest.raises(HashMismatch, match="RECORD"):
        release.tree.read(["demo/__init__.py"])


@pytest.mark.parametrize(
    ("record", "warning"),
    [
        ("demo/__init__.py,md5=aaaa,1\ndemo-1.0.dist-info/METADATA,,\n", "1 hash that cannot be checked"),
        ("demo/__init__.py,sha256=!!,1\ndemo-1.0.dist-info/METADATA,,\n", "1 hash that cannot be checked"),
        ("demo-1.0.dist-info/METADATA,,\n", "does not list 1 of its files"),
    ],
)
def test_an_odd_record_is_a_warning(tmp_path: Path, record: str, warning: str) -> None:
    release = open_one(str(wheel(tmp_path, {"demo/__init__.py": "x = 1\n"}, record)))
    assert release.tree is not None
    assert release.tree.read(["demo/__init__.py"]) == {"demo/__init__.py": b"x = 1\n"}
    assert warning in release.warnings[0]


def test_a_missing_record_is_a_warning(tmp_path: Path) -> None:
    release = open_one(str(zipped(tmp_path / "demo-1.0-py3-none-any.whl", {"demo.py": "x = 1\n"})))
    assert "no RECORD" in release.warnings[0]
    assert (release.name, release.version) == ("demo", "1.0")


NAMES = st.text(alphabet="ab/.\\:_é ", min_size=1, max_size=12)
TEXTS = st.binary(max_size=60)


@given(st.dictionaries(NAMES, TEXTS, max_size=6))
def test_any_zip_is_read_rightly_or_refused(files: dict[str, bytes]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    try:
        tree = ZipTree("a.zip", data=packed.getvalue())
    except ModiffError:
        return
    assert tree.read(tree.files) == {name: data for name, data in files.items() if not name.endswith("/")}


@given(st.dictionaries(NAMES, TEXTS, max_size=6))
def test_any_tar_is_read_rightly_or_refused(files: dict[str, bytes]) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    try:
        tree = TarTree("a.tar.gz", lambda name: True, packed.getvalue())
    except ModiffError:
        return
    read = tree.read(tree.files)
    assert set(read.values()) <= set(files.values())
    assert all(not path.startswith(("/", "../")) for path in read)


def _whole(packed_as: str) -> bytes:
    files = {"demo-1.0/demo/__init__.py": "x = 1\n" * 40, "demo-1.0/demo/b.py": "y = 2\n", "demo-1.0/PKG-INFO": "Name: demo\nVersion: 1.0\n"}
    packed = io.BytesIO()
    if packed_as == "zip":
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(name, text)
    else:
        with tarfile.open(fileobj=packed, mode=packed_as) as tar:  # type: ignore[call-overload]
            for name, text in files.items():
                member = tarfile.TarInfo(name)
                member.size = len(text)
                tar.addfile(member, io.BytesIO(text.encode()))
    return packed.getvalue()


WHOLE = {kind: _whole(kind) for kind in ("zip", "w:gz", "w:bz2", "w:xz")}


def _read(kind: str, data: bytes) -> dict[str, bytes] | None:
    """All files of the archive; None where it is refused."""
    tree: ZipTree | TarTree
    try:
        tree = ZipTree("a.zip", data=data) if kind == "zip" else TarTree("a.tar", lambda name: True, data)
        return dict(tree.read(tree.files))
    except ModiffError:
        return None


@given(st.sampled_from(sorted(WHOLE)), st.floats(0, 1, exclude_max=True))
def test_a_truncated_archive_is_refused(kind: str, part: float) -> None:
    whole = WHOLE[kind]
    assert _read(kind, whole[: int(len(whole) * part)]) is None


@given(st.sampled_from(sorted(WHOLE)), st.integers(0), st.integers(1, 255))
def test_a_flipped_byte_never_changes_what_is_read_in_silence(kind: str, at: int, flip: int) -> None:
    damaged = bytearray(WHOLE[kind])
    damaged[at % len(damaged)] ^= flip
    read = _read(kind, bytes(damaged))
    right = _read(kind, WHOLE[kind])
    assert right is not None
    assert read is None or set(read.values()) <= set(right.values())
