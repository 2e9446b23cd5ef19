"""Workers beside the process that reads: the same facts, whatever their number and whatever befalls them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from modiff.extract import extract
from modiff.model.facts import Facts
from modiff.model.release import Pair
from modiff.reading import crew, read_pair, read_together
from modiff.reading.crew import Crew, Text
from modiff.reading.worker import decode_facts
from modiff.sources.memory import release_of

TEXTS: list[Text] = [
    (f"text {n}", f"import os\n\nclass C{n}(Base):\n    x: int = {n}\n\n    def method(self, a, b={n}, **kw):\n        self.y = a\n".encode() * 3)
    for n in range(200)
]
WANTED = {word: extract(text) for word, text in TEXTS}


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that little work is divided as much work is."""
    monkeypatch.setattr(crew, "WORTH_A_WORKER", 1_000)
    monkeypatch.setattr(crew, "BATCH", 2_000)


@pytest.fixture
def pair_of_workers() -> Iterator[Crew]:
    workers = Crew(3)
    yield workers
    workers.close()


def _facts(workers: Crew, texts: list[Text] = TEXTS) -> dict[str, Facts]:
    found = {word: facts for word, facts, _ in workers.extract(iter(texts), sum(len(text) for _, text in texts))}
    assert found.keys() == {word for word, _ in texts}
    return found


def _processes(workers: Crew) -> list[subprocess.Popen[bytes]]:
    return [worker.process for worker in workers._workers]


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_facts_do_not_depend_on_how_many_processes_read(jobs: int) -> None:
    workers = Crew(jobs)
    try:
        assert _facts(workers) == WANTED
        assert len(_processes(workers)) == jobs - 1
    finally:
        workers.close()


def test_workers_take_part_and_hand_over_what_can_be_kept(pair_of_workers: Crew) -> None:
    encoded = [(facts, kept) for _, facts, kept in pair_of_workers.extract(iter(TEXTS), 100_000) if kept is not None]
    assert encoded
    assert all(decode_facts(kept) == facts for facts, kept in encoded)


def test_little_work_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "WORTH_A_WORKER", 1_000_000)
    workers = Crew(8)
    assert _facts(workers) == WANTED
    assert not _processes(workers)


def test_a_crew_works_several_shifts_and_ends_its_workers(pair_of_workers: Crew) -> None:
    assert _facts(pair_of_workers) == WANTED
    first = _processes(pair_of_workers)
    assert _facts(pair_of_workers) == WANTED
    assert _processes(pair_of_workers) == first
    pair_of_workers.close()
    assert all(process.poll() is not None for process in first)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("at", [0, 30, 199])
def test_what_a_killed_worker_had_in_hand_is_read_all_the_same(pair_of_workers: Crew, at: int) -> None:
    _facts(pair_of_workers, TEXTS[:50])
    victims = _processes(pair_of_workers)

    def texts() -> Iterator[Text]:
        for number, text in enumerate(TEXTS):
            if number == at:
                victims[0].kill()
                time.sleep(0.02)
            yield text

    found = {word: facts for word, facts, _ in pair_of_workers.extract(texts(), 100_000)}
    assert found == WANTED
    for victim in victims:
        victim.kill()
    assert _facts(pair_of_workers) == WANTED


def test_a_worker_that_cannot_start_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", os.path.join(os.sep, "nowhere", "python"))
    workers = Crew(3)
    assert _facts(workers) == WANTED
    assert not _processes(workers)


def test_a_worker_that_answers_nonsense_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    nonsense = "import sys; sys.stdout.buffer.write((5).to_bytes(8, 'little') + b'\\x93abcd'); sys.stdout.flush(); sys.stdin.read()"
    monkeypatch.setattr(crew, "_START", nonsense)
    workers = Crew(2)
    assert _facts(workers) == WANTED
    assert not _processes(workers)
    workers.close()


def test_a_failure_in_reading_the_texts_comes_through_and_ends_the_workers(pair_of_workers: Crew) -> None:
    def texts() -> Iterator[Text]:
        yield from TEXTS[:100]
        raise KeyError("the archive is broken")

    with pytest.raises(KeyError, match="archive"):
        list(pair_of_workers.extract(texts(), 100_000))
    assert not _processes(pair_of_workers)
    assert _facts(pair_of_workers) == WANTED


PARENT = """
import signal, sys
from modiff.reading import crew
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what runs in the background without it
crew.WORTH_A_WORKER, crew.BATCH = 1_000, 2_000
text = b"class C:\\n    def f(self, a, b=1): pass\\n" * 20
def texts():
    number = 0
    while True:
        number += 1
        yield str(number), text
        if number == 300:
            print(*[worker.process.pid for worker in workers._workers], flush=True)
workers = crew.Crew(3)
for _ in workers.extract(texts(), 100_000): pass
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_whoever_started_it(by: signal.Signals) -> None:
    source = str(Path(crew.__file__).parent.parent.parent)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([source, os.environ.get("PYTHONPATH", "")])}
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, start_new_session=True, text=True
    )
    assert parent.stdout is not None
    try:
        children = [int(word) for word in parent.stdout.readline().split()]
        assert len(children) == 2
        if by is signal.SIGINT:
            os.killpg(parent.pid, by)  # as a terminal does
        else:
            parent.send_signal(by)
        parent.wait(20)
    finally:
        if parent.poll() is None:  # it never ends by itself
            os.killpg(parent.pid, signal.SIGKILL)
        parent.stdout.close()
    until = time.monotonic() + 10
    while any(map(_is_alive, children)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(_is_alive, children))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")  # one that is over and waits to be counted


def test_two_versions_are_read_together_and_what_they_share_once() -> None:
    shared, only = "class Same: pass\n", {"pkg/__init__.py": "", "pkg/changed.py": "def f(a): pass\n"}
    old = release_of({**only, "pkg/same.py": shared}, "pkg", "1")
    new = release_of({**only, "pkg/same.py": shared, "pkg/changed.py": "def f(b): pass\n"}, "pkg", "2")
    libraries = read_pair(Pair(old, new))
    read_together(libraries)
    assert libraries[0].shelf.parsed == 4  # the empty one, the shared one, and two of the changed one
    facts = [library.facts(["pkg.changed"])["pkg.changed"] for library in libraries]
    assert [binding.definition.parameters[0].name for fact in facts for binding in fact.bindings] == ["a", "b"]  # type: ignore[union-attr]
