"""Many processes with one store, and processes that are killed while they write."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from modiff.store import Store
from modiff.store.database import Database
from modiff.store.store import Kind
from tests.sources.packed import wheel

WRITER = """
import sys, time
from modiff.store import Store, database
from modiff.store.store import Kind
database.PATIENCE = 50.0  # a machine with much else to do may need more than users should wait
folder, name, count = sys.argv[1:]
store = Store(folder)
print("begun", flush=True)
for number in range(int(count)):
    key = f"{number % 7}" if name == "same" else f"{name} {number}"
    found = store.get(Kind.facts, key)
    assert found is None or found == key.encode() * 9000, key
    store.put(Kind.facts, key, key.encode() * 9000)
    store.put(Kind.pages, "page", name.encode() * 9)
    store.flush()
    assert store.keeps
store.close()
"""
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(["src", *filter(None, [os.environ.get("PYTHONPATH")])])}


def _writer(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", WRITER, str(folder), name, str(count)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, cwd=root)


@pytest.mark.parametrize("name", ["same", "own"])
def test_sixteen_processes_begin_one_store_and_write_to_it(tmp_path: Path, name: str) -> None:
    writers = [_writer(tmp_path, name if name == "same" else f"process {number}", 10) for number in range(16)]
    for writer in writers:
        said = writer.communicate(timeout=60)
        assert writer.returncode == 0, said[1]
    with closing(Database(str(tmp_path))) as database:
        assert database._sql.execute("PRAGMA integrity_check").fetchall() == [(b"ok",)]
        facts = next(count for kind, count, _ in database.counts() if kind == "facts")
        assert facts == (7 if name == "same" else 160)


def test_a_process_that_is_killed_while_writing_leaves_a_store_that_can_be_used(tmp_path: Path) -> None:
    chance = random.Random(4)
    for turn in range(10):
        writer = _writer(tmp_path, f"{turn}", 10_000)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.random() * 0.05)
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        with closing(Store(str(tmp_path))) as store:
            keys = [f"{turn} {number}" for number in range(10_000)]
            for key, value in store.get_all(Kind.facts, keys).items():
                assert value == key.encode() * 9000
            store.put(Kind.facts, f"after {turn}", b"x")
            store.flush()
            assert store.keeps
            assert store.dropped == 0
    with closing(Database(str(tmp_path))) as database:
        assert database._sql.execute("PRAGMA integrity_check").fetchall() == [(b"ok",)]
    with closing(Store(str(tmp_path))) as store:
        assert len(store.get_all(Kind.facts, [f"after {turn}" for turn in range(10)])) == 10


@pytest.mark.timeout(240)
def test_sixteen_processes_diff_one_pair_with_one_empty_cache(tmp_path: Path) -> None:
    for version, default in (("1.0", "1"), ("2.0", "2")):
        files = {f"demo/m{number}.py": f"def f{number}(a, b={number}): ...\n" for number in range(40)}
        files |= {"demo/__init__.py": f"def g(x={default}, **kw): return kw.pop('k')\n", f"demo/only_{default}.py": "def h(): ...\n"}
        wheel(tmp_path, files, filename=f"demo-{version}-py3-none-any.whl")
    words = [sys.executable, "-m", "modiff", "diff", *(str(tmp_path / f"demo-{version}-py3-none-any.whl") for version in ("1.0", "2.0"))]
    words += ["--format", "json", "--exit-zero"]
    environment = {**ENVIRONMENT, "MODIFF_CACHE_DIR": str(tmp_path / "cache")}
    root = Path(__file__).parents[2]

    def run(*more: str) -> subprocess.Popen[str]:
        return subprocess.Popen([*words, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=root)

    plain = run("--no-cache").communicate(timeout=200)[0]
    assert json.loads(plain)["findings"]
    assert not (tmp_path / "cache").exists()
    runs = [run("-v") for _ in range(16)]
    for each in runs:
        out, said = each.communicate(timeout=200)
        assert each.returncode == 0, said
        assert out == plain
        assert "parsed" in said
    with closing(Database(str(tmp_path / "cache"))) as database:
        assert database._sql.execute("PRAGMA integrity_check").fetchall() == [(b"ok",)]
        assert next(count for kind, count, _ in database.counts() if kind == "facts") == 43
    assert "0 files parsed, 43 known from earlier runs" in run("-v").communicate(timeout=200)[1]
