"""Extraction by several processes: this one and workers beside it, each taking the next batch when it is done with one.

Workers are processes of their own (`modiff.reading.worker`), not forks, which threads make unsafe, and not of `multiprocessing`, which would run the
caller's main module again. They start only when there is work for them, and end with this process, however it ends: their input is closed.
Whatever a worker fails at is done here, so what comes out never depends on how many there are.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from modiff.extract import extract
from modiff.model.facts import Facts
from modiff.pipes import receive, send
from modiff.reading.worker import decode_facts, facts_in

WORTH_A_WORKER = 3_000_000
"""Bytes of text for which one more process pays: it takes about as long to start as to read a third of this."""

WORTH_CUTTING = 1_000_000
"""Bytes of text from which on it pays to get ready for cutting function bodies out of them before they are parsed."""

BATCH = 400_000
"""Bytes of text that a worker is given at once."""

IN_HAND = 2
"""Batches that a worker holds: one it works on, and the next."""

AHEAD = 2
"""Batches per worker that lie ready."""

Text = tuple[str, bytes]
"""A word for the content, and the bytes."""

Extracted = tuple[str, Facts, bytes | None]
"""The word, the facts, and the facts as MessagePack where a worker found them; None: they were found here."""

_START = "import sys; sys.path[:] = sys.argv[1:]; from modiff.reading.worker import main; main()"


class Crew:
    """This process and as many workers as `jobs` allows beside it."""

    def __init__(self, jobs: int = 1) -> None:
        """Starts nothing yet. `jobs`: processes that may read at once, this one among them."""
        self._jobs = jobs
        self._workers: list[_Worker] = []
        self._may_start = not getattr(sys, "frozen", False) and bool(sys.executable)

    @property
    def jobs(self) -> int:
        """Processes that may read at once, this one among them."""
        return self._jobs

    def extract(self, texts: Iterable[Text], size: int) -> Iterator[Extracted]:
        """The facts of these texts by their words, in no particular order. `size`: how many bytes they have together, about.

        Texts are taken from the iterable as they are needed, and always by the calling thread."""
        workers = self._hired(size)
        if not workers:
            for word, text in texts:
                yield word, extract(text, few=size < WORTH_CUTTING), None
            return
        try:
            yield from _Shift(texts, workers).work()
        finally:
            for worker in workers:
                if not worker.is_well:
                    worker.end()
            self._workers = [worker for worker in workers if worker.is_well]

    def close(self) -> None:
        """Ends the workers. May be called twice, and more work may follow."""
        while self._workers:
            self._workers.pop().end()

    def _hired(self, size: int) -> list[_Worker]:
        """The workers for so many bytes: those that are there, and new ones as far as they pay."""
        if size < WORTH_A_WORKER:
            return self._workers if size >= 2 * BATCH else []
        wanted = min(self._jobs - 1, size // WORTH_A_WORKER)
        while self._may_start and len(self._workers) < wanted:
            try:
                self._workers.append(_Worker())
            except OSError:  # no more processes, no memory: what there is must do
                self._may_start = False
        return self._workers


class _Worker:
    """One process."""

    def __init__(self) -> None:
        import subprocess  # a hundredth of a second, for the few that start any

        options = ["-I", "-S", *(["-B"] if sys.dont_write_bytecode else [])]
        if sys.pycache_prefix:
            options += ["-X", f"pycache_prefix={sys.pycache_prefix}"]
        home = str(Path(__file__).parent.parent.parent)
        self.process = subprocess.Popen(
            [sys.executable, *options, "-c", _START, *dict.fromkeys([*filter(None, sys.path), home])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.is_well = True

    def give(self, batch: list[Text]) -> None:
        """Hands it a batch. It takes them as they come, and need not be done with the last."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):  # it is gone: `take` will tell
            send(self.process.stdin, msgspec.msgpack.encode([text for _, text in batch]))

    def take(self, batch: list[Text]) -> list[Extracted] | None:
        """The facts of the first batch that it was given and has not answered; None: it failed, and is not to be asked again."""
        assert self.process.stdout is not None
        found: list[Extracted] = []
        with contextlib.suppress(OSError, ValueError, msgspec.MsgspecError):
            answer = receive(self.process.stdout)
            encoded = facts_in(answer) if answer is not None else []
            found = [(word, decode_facts(facts), facts) for (word, _), facts in zip(batch, encoded, strict=True)]
        self.is_well = self.is_well and len(found) == len(batch)
        return found if self.is_well else None

    def end(self) -> None:
        """Ends it at once: it holds nothing that anybody would miss."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


class _Shift:
    """One round of work: a few batches lie ready, each worker has a thread that fetches the next, and this thread reads texts and helps."""

    def __init__(self, texts: Iterable[Text], workers: list[_Worker]) -> None:
        self.texts = iter(texts)
        self.workers = workers
        self.ready: deque[list[Text]] = deque()
        self.done: deque[list[Extracted]] = deque()
        self.changed = threading.Condition()
        self.over = False

    def work(self) -> Iterator[Extracted]:
        """Everything that comes out, as it comes."""
        threads = [threading.Thread(target=self._accompany, args=(worker,), daemon=True) for worker in self.workers]
        for thread in threads:
            thread.start()
        try:
            while (batch := self._mine()) is not None:
                yield from self._finished()
                yield from map(_extracted, batch)
            self._stop()
            for thread in threads:
                thread.join()
            yield from self._finished()
            for batch in self.ready:  # what a worker gave back when nobody was left
                yield from map(_extracted, batch)
        except BaseException:
            # Interrupted, or nobody wants the rest: threads that wait for an answer get none.
            for worker in self.workers:
                worker.is_well = False
                worker.process.kill()
            self._stop()
            raise

    def _mine(self) -> list[Text] | None:
        """A little work for this thread, after seeing to it that there is enough for the others; None: there is no more."""
        while len(self.ready) < AHEAD * len(self.workers) and (batch := self._batch(BATCH)):
            with self.changed:
                self.ready.append(batch)
                self.changed.notify()
        own = self._batch(BATCH // 4)
        if own:
            return own
        with self.changed:
            return self.ready.popleft() if self.ready else None

    def _batch(self, size: int) -> list[Text]:
        batch: list[Text] = []
        for text in self.texts:
            batch.append(text)
            size -= len(text[1])
            if size <= 0:
                break
        return batch

    def _accompany(self, worker: _Worker) -> None:
        """Sees to it that the worker has a batch in hand and one to go on with."""
        given: deque[list[Text]] = deque()
        while worker.is_well:
            while len(given) < IN_HAND and (batch := self._next(wait=not given)) is not None:
                given.append(batch)
                worker.give(batch)
            if not given:
                return
            found = worker.take(given[0])
            if found is not None:
                given.popleft()
                self.done.append(found)
        with self.changed:
            self.ready.extend(given)
            self.changed.notify_all()

    def _next(self, *, wait: bool) -> list[Text] | None:
        with self.changed:
            while wait and not self.ready and not self.over:
                self.changed.wait()
            return self.ready.popleft() if self.ready else None

    def _stop(self) -> None:
        with self.changed:
            self.over = True
            self.changed.notify_all()

    def _finished(self) -> Iterator[Extracted]:
        while self.done:
            yield from self.done.popleft()


def _extracted(text: Text) -> Extracted:
    return text[0], extract(text[1]), None
