"""Requests to indexes: pip's certificates, proxies and credentials applied, what they cost counted, failures turned into sentences."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from modiff.errors import CertificateProblem, IndexUnavailable, ModiffError
from modiff.model.release import Traffic
from modiff.sources.index.pages import Origin, without_login
from modiff.sources.index.settings import Settings
from modiff.store import Store, nothing

if TYPE_CHECKING:
    import requests

A = TypeVar("A")
B = TypeVar("B")
Progress = Callable[[str, int, "int | None"], None]
"""Called with what is fetched (a file's name), the bytes that came, and how many there will be (None: unknown). From any thread, one at a time."""

PARALLEL = 6
"""Requests at a time. Measured on 2 cores against an index that closes each connection: 4 to 8 take half a second for 105 ranges,
16 and more take longer, for the TLS handshakes keep the processor busy."""

AGAIN = 2
"""How often a body that broke off is asked for again."""

PASSING = (500, 502, 503, 504, 520, 524, 527)
"""Statuses after which a request is sent again."""


BUNDLE_TROUBLE = ("TLS CA", "TLS certificate", "TLS key", "X509", "[SSL] PEM")
"""Words of requests and OpenSSL about a bundle, or a client's certificate, that cannot be read."""

SETTINGS_HINT = "`pip config debug` shows which index is meant"


class Web:
    """A session with the indexes of some settings. May be used from several threads."""

    def __init__(
        self,
        settings: Settings,
        origins: Iterable[Origin] = (),
        *,
        offline: bool = False,
        progress: Progress | None = None,
        store: Store | None = None,
    ) -> None:
        """`origins`: whose credentials may be sent to their hosts. `offline`: every request raises IndexUnavailable. `store`: see `store`."""
        self.offline = offline
        self.store = store if store is not None else nothing()
        """Where answers are kept, by `kept.py`; requests themselves know nothing of it."""
        self._settings = settings
        self._logins = {_host(origin.url): origin.login for origin in origins if origin.login}
        self._progress = progress
        self._lock = threading.Lock()
        self._session: requests.Session | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._closed = False

    def get(
        self,
        url: str,
        origin: Origin,
        traffic: Traffic,
        *,
        headers: Mapping[str, str] | None = None,
        accept: tuple[int, ...] = (200,),
        label: str | None = None,
    ) -> Answer:
        """What `url` answers, the whole body read.

        `traffic` counts it. `accept`: statuses that are no failure. `label`: tell the progress under this name.
        IndexUnavailable, or its heir CertificateProblem, says why nothing came.
        """
        if self.offline:
            message = f"the package index {origin.url} was not asked: offline is switched on"
            raise IndexUnavailable(message, ["go without --offline", "name a local file or directory"])
        import requests

        for left in reversed(range(AGAIN + 1)):
            try:
                return self._once(url, origin, traffic, headers or {}, accept, label)
            except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError) as error:
                if not left:
                    raise _failure(origin, error) from error
            except (requests.RequestException, OSError) as error:
                raise _failure(origin, error) from error
        raise AssertionError("the last round returns or raises")

    def together(self, fetch: Callable[[A], B], wanted: Sequence[A]) -> list[B]:
        """`fetch` of each, several at a time, in order. The first failure is raised; what was not begun is left. Not to be called from `fetch`."""
        if len(wanted) < 2:
            return [fetch(each) for each in wanted]
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(PARALLEL, thread_name_prefix="modiff-index")
        futures = [self._pool.submit(fetch, each) for each in wanted]
        try:
            return [future.result() for future in futures]
        finally:
            for future in futures:
                future.cancel()

    def close(self) -> None:
        """Lets go of the connections; what is under way in other threads breaks off soon. May be called twice."""
        with self._lock:
            self._closed = True
            session, self._session = self._session, None
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
        if session is not None:
            session.close()

    def _once(self, url: str, origin: Origin, traffic: Traffic, headers: Mapping[str, str], accept: tuple[int, ...], label: str | None) -> Answer:
        response = self._send(url, origin, headers, traffic)
        with response:
            if response.status_code not in accept:
                raise _refusal(origin, response.status_code)
            body = self._body(response, traffic, label)
        return Answer(response.status_code, {key.lower(): value for key, value in response.headers.items()}, body, response.url)

    def _send(self, url: str, origin: Origin, headers: Mapping[str, str], traffic: Traffic) -> requests.Response:
        login = self._login(url, origin)
        response = self._request(url, headers, login, traffic)
        if response.status_code == 401 and (found := from_keyring(url, origin, login[0] if login else None)) not in (None, login):
            response.close()
            with self._lock:
                self._logins[_host(url)] = found
            response = self._request(url, headers, found, traffic)
        return response

    def _request(self, url: str, headers: Mapping[str, str], login: tuple[str, str] | None, traffic: Traffic) -> requests.Response:
        settings = self._settings
        proxies = {"http": settings.proxy, "https": settings.proxy} if settings.proxy else None
        verify: bool | str | None = False if self._trusted(url) else settings.cert
        with self._lock:
            traffic.requests += 1
        return self._opened().get(
            url, headers=dict(headers), auth=login, stream=True, timeout=settings.timeout, proxies=proxies, verify=verify, cert=settings.client_cert
        )

    def _body(self, response: requests.Response, traffic: Traffic, label: str | None) -> bytes:
        """The body, counted as it came over the wire, so before it was unpacked."""
        length = response.headers.get("content-length", "")
        total = int(length) if length.isdigit() and "content-encoding" not in response.headers else None
        pieces: list[bytes] = []
        done = 0
        try:
            for piece in response.iter_content(1 << 18):
                pieces.append(piece)
                done += len(piece)
                if self._closed:
                    raise IndexUnavailable("the download was stopped")
                if label is not None:
                    self.tell(label, done, total)
        finally:
            with self._lock:
                traffic.received += response.raw.tell() or done
        return b"".join(pieces)

    def tell(self, label: str, done: int, total: int | None) -> None:
        """Tells the progress, if anybody listens."""
        if self._progress is not None:
            with self._lock:
                self._progress(label, done, total)

    def _opened(self) -> requests.Session:
        with self._lock:
            if self._session is None:
                self._session = _session(self._settings)
            return self._session

    def _login(self, url: str, origin: Origin) -> tuple[str, str] | None:
        """Credentials go to the host they were given for and to no other: the index's own first, else those of another index on that host."""
        own = origin.login if _host(origin.url) == _host(url) else None
        return own if own and own[1] else self._logins.get(_host(url), own)

    def _trusted(self, url: str) -> bool:
        parts = urlsplit(url)
        return bool({parts.hostname, parts.netloc.rpartition("@")[2]} & set(self._settings.trusted_hosts))


class Answer:
    """What came back: status, headers (names in lower case), the body, and the URL after redirects."""

    __slots__ = ("body", "headers", "status", "url")

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes, url: str) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.url = url


def _session(settings: Settings) -> requests.Session:
    import requests
    import urllib3
    from requests.adapters import HTTPAdapter

    session = requests.Session()
    retry = urllib3.Retry(
        total=settings.retries,
        backoff_factor=0.2,
        status_forcelist=PASSING,
        allowed_methods=None,
        raise_on_status=False,
        respect_retry_after_header=False,  # a server may ask for an hour
    )
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_connections=PARALLEL, pool_maxsize=PARALLEL, max_retries=retry))
    session.headers["User-Agent"] = "modiff"
    if settings.trusted_hosts:
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    return session


def from_keyring(url: str, origin: Origin, user: str | None) -> tuple[str, str] | None:
    """What the keyring knows for the index or its host; None without the `keyring` package, or when it knows nothing."""
    try:
        import keyring  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    for service in (origin.url, urlsplit(url).netloc.rpartition("@")[2]):
        try:
            found = keyring.get_credential(service, user)
        except Exception:  # a backend may fail in its own ways, and no keyring is as good as one that does not answer
            return None
        if found is not None:
            return found.username, found.password
    return None


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()


def _refusal(origin: Origin, status: int) -> ModiffError:
    from http import HTTPStatus

    phrase = next((f" ({each.phrase})" for each in HTTPStatus if each == status), "")
    if status in (401, 403, 407):
        hints = ["check the credentials in pip's settings, netrc or keyring"]
        return IndexUnavailable(f"the package index {origin.url} refused with status {status}{phrase}", hints)
    return IndexUnavailable(f"the package index {origin.url} answered with status {status}{phrase}", ["try again later", SETTINGS_HINT])


def _failure(origin: Origin, error: Exception) -> ModiffError:
    if _is_about_certificates(error):
        message = f"the certificate of the package index {origin.url} was not accepted: {_reason(error)}"
        hints = ["name the right bundle in pip's setting `cert`", "for a host that you trust without: pip's setting `trusted-host`"]
        return CertificateProblem(message, hints)
    reason = "no answer in time" if isinstance(_innermost(error), TimeoutError) else _reason(error)
    hints = ["check the network", SETTINGS_HINT, "use --offline, for local files and what is known of earlier runs"]
    return IndexUnavailable(f"the package index {origin.url} cannot be reached: {reason}", hints)


def _is_about_certificates(error: Exception) -> bool:
    """Of the many failures of TLS, those that other certificates or another bundle would mend. A path that is no bundle is a plain OSError."""
    import ssl

    cause = _innermost(error)
    return isinstance(cause, ssl.SSLCertVerificationError) or any(word in str(cause) for word in BUNDLE_TROUBLE)


def _reason(error: BaseException) -> str:
    """The innermost cause in one line: libraries wrap it in layers that say nothing to a user."""
    cause = _innermost(error)
    text = str(getattr(cause, "strerror", None) or cause).strip()
    return without_login(text.splitlines()[0]) if text else type(cause).__name__


def _innermost(error: BaseException) -> BaseException:
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        seen.append(cause)
        inner = getattr(cause, "reason", None)
        args = [arg for arg in cause.args if isinstance(arg, BaseException)]
        cause = inner if isinstance(inner, BaseException) else args[0] if args else cause.__cause__ or cause.__context__
    return seen[-1]
