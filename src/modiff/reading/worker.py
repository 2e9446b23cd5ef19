"""What a worker process does: texts in on its standard input, their facts out on its standard output, until the input ends.

Messages are a length (eight bytes, the least significant first) and as many bytes of MessagePack: a list of texts one way, a list of
encoded `Facts` the other. Nothing else is ever written to standard output. When whoever started it is gone, the input ends, and so does the worker.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from queue import SimpleQueue

import msgspec

from modiff.extract import extract
from modiff.model.facts import Facts
from modiff.pipes import receive, send


def extract_batch(message: bytes) -> bytes:
    """The facts of a batch of texts, in their order, each encoded by itself, as it may be kept."""
    return msgspec.msgpack.encode([msgspec.msgpack.encode(extract(text)) for text in msgspec.msgpack.decode(message, type=list[bytes])])


def facts_in(message: bytes) -> list[bytes]:
    """What a worker answered: encoded facts. Raises `msgspec.MsgspecError` where it is no such answer."""
    return msgspec.msgpack.decode(message, type=list[bytes])


decode_facts = msgspec.msgpack.Decoder(Facts).decode
"""Facts from what encodes them. Raises `msgspec.MsgspecError` where they are none."""


def main() -> None:
    """Answers until the input ends. Ctrl-C reaches the whole group of processes: whoever started this one decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # facts and trees have no cycles
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not end up among the answers
    batches: SimpleQueue[bytes | None] = SimpleQueue()
    threading.Thread(target=_read_ahead, args=(batches,), daemon=True).start()
    with contextlib.suppress(OSError):  # nobody waits for the answer
        while (batch := batches.get()) is not None:
            send(answers, extract_batch(batch))
    os._exit(0)  # taking a hundred thousand remembered texts apart would only take time


def _read_ahead(batches: SimpleQueue[bytes | None]) -> None:
    """Takes what is sent at once, so that the sender never waits for the work on an earlier batch, and there is always a next one."""
    while (batch := receive(sys.stdin.buffer)) is not None:
        batches.put(batch)
    batches.put(None)
