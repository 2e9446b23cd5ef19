"""Indexes to ask: releases as text, packed into wheels and sdists, served over HTTP on this machine or laid into directories."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
import re
import ssl
import tarfile
import threading
import zipfile
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from modiff.sources.index.settings import Settings
from modiff.sources.specs import IndexSpec

JSON = "application/vnd.pypi.simple.v1+json"


def spec(name: str, version: str | None = None) -> IndexSpec:
    """What a user names."""
    return IndexSpec(text=f"{name}=={version}" if version else name, name=name, version=version)


def sha256(data: bytes) -> str:
    """In hex."""
    return hashlib.sha256(data).hexdigest()


def wheel(name: str, version: str, files: Mapping[str, str | bytes], *, record: str | None = "right", stored: bool = False) -> bytes:
    """A wheel. `record`: "right" for a true RECORD, None for none, or its text. `stored`: not compressed, so that sizes are what they seem."""
    info = f"{name}-{version}.dist-info"
    texts = {**files, f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", f"{info}/WHEEL": "Wheel-Version: 1.0\n"}
    datas = {path: text.encode() if isinstance(text, str) else text for path, text in texts.items()}
    if record is not None:
        datas[f"{info}/RECORD"] = (_record(datas) + f"{info}/RECORD,,\n" if record == "right" else record).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for path, data in datas.items():
            archive.writestr(path, data)
    return buffer.getvalue()


def _record(datas: Mapping[str, bytes]) -> str:
    def digest(data: bytes) -> str:
        return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")

    return "".join(f"{path},sha256={digest(data)},{len(data)}\n" for path, data in datas.items())


def sdist(name: str, version: str, files: Mapping[str, str]) -> bytes:
    """An sdist."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, text in files.items():
            member = tarfile.TarInfo(f"{name}-{version}/{path}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return buffer.getvalue()


def json_page(name: str, files: Mapping[str, bytes], *, sizes: bool = True, yanked: Mapping[str, str] | None = None) -> bytes:
    """A PEP 691 page whose files lie two folders up, as a relative URL says."""
    listed = [
        {"filename": f, "url": f"../../files/{f}", "hashes": {"sha256": sha256(data)}, "yanked": (yanked or {}).get(f, False)}
        | ({"size": len(data)} if sizes else {})
        for f, data in files.items()
    ]
    return json.dumps({"meta": {"api-version": "1.1"}, "name": name, "files": listed}).encode()


def html_page(files: Mapping[str, bytes], *, yanked: Mapping[str, str] | None = None) -> bytes:
    """A PEP 503 page like that."""
    links = [
        f'<a href="../../files/{f}#sha256={sha256(data)}"{f" data-yanked={yanked[f]!r}" if yanked and f in yanked else ""}>{f}</a><br>'
        for f, data in files.items()
    ]
    return ("<!DOCTYPE html><html><body>\n" + "\n".join(links) + "\n</body></html>\n").encode()


class Shop:
    """An index over HTTP. What it serves and how is changed while it runs; what it was asked is kept."""

    def __init__(self, url: str) -> None:
        """`url`: where it answers, without a slash at the end."""
        self.url = url
        self.answers: dict[str, tuple[str, bytes]] = {}
        """By path: content type and body."""
        self.ranges = True
        """Does it send parts? (206), else always the whole (200)."""
        self.tags = True
        """Does it send an ETag, and 304 to who has that?"""
        self.unchanged = 0
        """How often it did."""
        self.login: str | None = None
        """`user:password` that it insists on."""
        self.statuses: list[int] = []
        """Answered first, one each, before all goes well."""
        self.cut = 0
        """So many answers break off in the middle."""
        self.asked: list[tuple[str, str | None]] = []
        """Path and Range of each request."""

    def sell(self, name: str, files: Mapping[str, bytes], *, html: bool = False, sizes: bool = True, yanked: Mapping[str, str] | None = None) -> None:
        """Puts a project on the shelf."""
        page = html_page(files, yanked=yanked) if html else json_page(name, files, sizes=sizes, yanked=yanked)
        self.answers[f"/simple/{name}/"] = ("text/html; charset=utf-8" if html else JSON, page)
        for filename, data in files.items():
            self.answers[f"/files/{filename}"] = ("application/octet-stream", data)

    @property
    def parts(self) -> list[str]:
        """The ranges that were asked for, in order."""
        return [part for _, part in self.asked if part is not None]

    def settings(self, **more: object) -> Settings:
        """Those that lead here and nowhere else, and give up at once."""
        values: dict[str, object] = {"index_url": f"{self.url}/simple", "timeout": 5.0, "retries": 0, **more}
        return Settings(**values)  # type: ignore[arg-type]


@contextlib.contextmanager
def open_shop(certificate: Path | None = None) -> Iterator[Shop]:
    """A shop that answers until the block ends. `certificate`: a file with key and certificate, for https."""
    server = _Server(("127.0.0.1", 0), _Handler)
    shop = Shop(f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}")
    server.shop = shop
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    shop: Shop

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that does not like the certificate hangs up, which is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        shop = self.server.shop
        part = self.headers.get("Range")
        shop.asked.append((self.path, part))
        if shop.login and self.headers.get("Authorization") != "Basic " + base64.b64encode(shop.login.encode()).decode():
            return self._send(401, "text/plain", b"who are you?")
        if shop.statuses:
            return self._send(shop.statuses.pop(0), "text/plain", b"not now")
        if self.path not in shop.answers:
            return self._send(404, "text/plain", b"no such thing")
        kind, body = shop.answers[self.path]
        if shop.tags and not part and self.headers.get("If-None-Match") == f'"{sha256(body)}"':
            shop.unchanged += 1
            return self._send(304, kind, b"")
        found = re.fullmatch(r"bytes=(\d*)-(\d*)", part or "")
        if not (shop.ranges and found):
            return self._send(200, kind, body, tag=sha256(body) if shop.tags else None)
        if not body:
            return self._send(416, "text/plain", b"it has none")
        start = int(found[1]) if found[1] else max(len(body) - int(found[2]), 0)
        stop = min(int(found[2]) + 1, len(body)) if found[1] and found[2] else len(body)
        return self._send(206, kind, body[start:stop], f"bytes {start}-{stop - 1}/{len(body)}")

    def _send(self, status: int, kind: str, body: bytes, part: str | None = None, tag: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if tag is not None:
            self.send_header("ETag", f'"{tag}"')
        if part is not None:
            self.send_header("Content-Range", part)
        self.end_headers()
        if self.server.shop.cut and status in (200, 206):
            self.server.shop.cut -= 1
            body = body[: len(body) // 2]
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""
