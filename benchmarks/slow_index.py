"""A package index of one's own machine that hands on what the real one says, each answer so much later, and counts what it hands on.

Pages are changed in one respect: files are to be asked for here, too. It takes the place of the index through `PIP_INDEX_URL`, so nothing of modiff
knows of it. What the index wants to be sent (a login) is sent as pip's settings say.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote, urlsplit

import requests

from modiff.sources.index import settings
from modiff.sources.index.projects import default_index

_ASKED = ("Accept", "Range", "If-None-Match", "If-Modified-Since", "Accept-Encoding")
_ANSWERED = ("Content-Type", "Content-Range", "Content-Encoding", "Accept-Ranges", "ETag", "Last-Modified", "Cache-Control", "Content-Length")
_AWAY = "/away/"


class SlowIndex(ThreadingHTTPServer):
    """Listens on a free port of this machine only."""

    daemon_threads = True

    def __init__(self, delay: float) -> None:
        """`delay`: seconds before each answer, on top of what it takes."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.delay = delay
        chosen = settings.load()
        self.upstream = (chosen.index_url or default_index()).rstrip("/")
        self.session = requests.Session()
        self.session.mount("https://", requests.adapters.HTTPAdapter(pool_maxsize=32))
        self.session.verify = chosen.cert or True
        self._lock = threading.Lock()
        self.asked = 0
        """Requests so far."""
        self.sent = 0
        """Bytes of answers so far, without their headers."""

    @property
    def url(self) -> str:
        """Where projects are listed."""
        return f"{self.here}{urlsplit(self.upstream).path}/"

    @property
    def here(self) -> str:
        """The address of this server."""
        return f"http://127.0.0.1:{self.server_port}"

    def count(self, size: int) -> None:
        """Notes an answer of so many bytes."""
        with self._lock:
            self.asked += 1
            self.sent += size

    def real(self, path: str) -> str:
        """What a path of this server stands for."""
        if path.startswith(_AWAY):
            return unquote(path.removeprefix(_AWAY).partition("?")[0])
        parts = urlsplit(self.upstream)
        return f"{parts.scheme}://{parts.netloc}{path}"

    def turned(self, page: str) -> str:
        """The page with files to be asked for here. A fragment (the hash) stays behind the address, and so does what metadata is asked for by."""
        return re.sub(r"https?://[^\s\"'<>#\\]+", lambda url: f"{self.here}{_AWAY}{quote(url[0], safe='/')}", page)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SlowIndex

    def do_GET(self) -> None:
        """Asks the real index, waits, and hands on what it said."""
        wanted = {name: value for name in _ASKED if (value := self.headers.get(name)) is not None and name != "Accept-Encoding"}
        answer = self.server.session.get(self.server.real(self.path), headers={**wanted, "Accept-Encoding": "identity"}, timeout=120)
        body = answer.content
        kind = answer.headers.get("Content-Type", "")
        if "json" in kind or "html" in kind:
            body = self.server.turned(answer.text).encode()
        time.sleep(self.server.delay)
        self.server.count(len(body))
        self.send_response(answer.status_code)
        for name in _ANSWERED[:-1]:
            if name in answer.headers and name != "Content-Encoding":
                self.send_header(name, answer.headers[name])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self) -> None:
        """How large a file is, and whether parts of it can be had."""
        answer = self.server.session.head(self.server.real(self.path), headers={"Accept-Encoding": "identity"}, timeout=120, allow_redirects=True)
        time.sleep(self.server.delay)
        self.server.count(0)
        self.send_response(answer.status_code)
        for name in _ANSWERED:
            if name in answer.headers and name != "Content-Encoding":
                self.send_header(name, answer.headers[name])
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def slow_index(delay: float) -> Iterator[SlowIndex]:
    """Such an index for the time of the block."""
    server = SlowIndex(delay)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
