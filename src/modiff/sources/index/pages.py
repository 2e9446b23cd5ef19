"""What index pages list: the files of a project, from PEP 691 JSON, PEP 503 HTML, or the names in a directory."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit, urlunsplit
from urllib.request import url2pathname

import msgspec

from modiff.sources.specs import SDIST_ENDINGS

JSON_PAGE = "application/vnd.pypi.simple.v1+json"
ACCEPT = f"{JSON_PAGE}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01"
"""JSON first: it says the sizes of files, and is quick to read."""

HASHES = ("sha256", "sha512", "sha384", "sha224", "sha1", "md5")
"""Those that an index may give, the one we like best first."""


class Origin(msgspec.Struct, frozen=True):
    """An index, or a place of find-links."""

    url: str
    """Without credentials: this is what is printed."""
    login: tuple[str, str] | None = None
    """(user, password) for its host; the password may be empty. None: nothing was configured."""


class IndexFile(msgspec.Struct, frozen=True):
    """One file of one release as a page lists it."""

    filename: str
    url: str
    """Absolute, without fragment. `file:` for what lies on this machine."""
    version: str
    """As the name of the file spells it; not always PEP 440 in old sdists."""
    wheel: bool
    """False: an sdist."""
    origin: Origin
    hashes: Mapping[str, str] = {}
    """Hex digests by algorithm; empty: the page gives none."""
    size: int | None = None
    """Bytes; None: the page does not say."""
    yanked: bool = False
    """Withdrawn (PEP 592)."""
    requires_python: str | None = None
    """What installers go by, whatever the file itself says (PEP 503, PEP 691); None: the page says nothing."""
    uploaded: str | None = None
    """When it was uploaded, ISO 8601 (PEP 700); None: the page does not say."""

    @property
    def tags(self) -> tuple[str, ...]:
        """A wheel's compatibility tags, each like `cp39-cp39-manylinux2010_x86_64`, sorted (PEP 425); empty for an sdist."""
        if not self.wheel:
            return ()
        interpreters, abis, platforms = (part.split(".") for part in self.filename[: -len(".whl")].lower().split("-")[-3:])
        return tuple(sorted(f"{i}-{a}-{p}" for i in interpreters for a in abis for p in platforms))

    @property
    def path(self) -> Path | None:
        """Where the file lies, if it is on this machine."""
        return local_path(self.url)


class _JsonFile(msgspec.Struct, frozen=True, rename="kebab"):
    filename: str
    url: str
    hashes: dict[str, str] = {}
    size: int | None = None
    yanked: bool | str = False
    requires_python: str | None = None
    upload_time: str | None = None


class _JsonMeta(msgspec.Struct, frozen=True, rename="kebab"):
    api_version: str = "1.0"


class _JsonPage(msgspec.Struct, frozen=True):
    files: list[_JsonFile]
    meta: _JsonMeta = _JsonMeta()


def files_from_json(project: str, page: bytes, url: str, origin: Origin) -> list[IndexFile]:
    """The files of `project` (normalised) that a JSON page (PEP 691) fetched from `url` lists. ValueError: it is no such page."""
    parsed = msgspec.json.decode(page, type=_JsonPage)
    if parsed.meta.api_version.partition(".")[0] != "1":
        raise ValueError(f"a page of version {parsed.meta.api_version}")
    listed = ((_file(project, f.filename, urljoin(url, f.url), origin, f.hashes, f.size, f.yanked is not False), f) for f in parsed.files)
    return [_with(_for_pythons(file, told.requires_python), uploaded=told.upload_time) for file, told in listed if file is not None]


def files_from_html(project: str, page: bytes, url: str, origin: Origin, encoding: str | None = None) -> list[IndexFile]:
    """The same from an HTML page (PEP 503), or from any page with links (find-links). ValueError: a page of a version that nobody here can read."""
    from pypi_simple import UnsupportedRepoVersionError
    from pypi_simple.html import RepositoryPage

    try:
        links = RepositoryPage.from_html(page, base_url=url, from_encoding=encoding).links
    except UnsupportedRepoVersionError as error:
        raise ValueError(str(error)) from error
    return list(_from_links(project, ((link.url, "data-yanked" in link.attrs, link.attrs.get("data-requires-python")) for link in links), origin))


def files_from_urls(project: str, urls: Iterable[str], origin: Origin) -> list[IndexFile]:
    """The files of `project` among these URLs: the content of a directory."""
    return list(_from_links(project, ((url, False, None) for url in urls), origin))


def _from_links(project: str, links: Iterable[tuple[str, bool, str | list[str] | None]], origin: Origin) -> Iterator[IndexFile]:
    for link, yanked, pythons in links:
        url, fragment = urldefrag(link)
        algorithm, _, digest = fragment.partition("=")
        hashes = {algorithm: digest.partition("&")[0]} if algorithm in HASHES else {}
        name = unquote(posixpath.basename(urlsplit(url).path))
        file = _file(project, name, url, origin, hashes, None, yanked)
        if file is not None:
            yield _for_pythons(file, pythons if isinstance(pythons, str) else None)


def _for_pythons(file: IndexFile, requires_python: str | None) -> IndexFile:
    """The file with what its page says of Pythons; nearly every file of a page says the same, or nothing."""
    said = requires_python.strip() if requires_python else ""
    return msgspec.structs.replace(file, requires_python=said) if said else file


def _with(file: IndexFile, uploaded: str | None) -> IndexFile:
    return msgspec.structs.replace(file, uploaded=uploaded) if uploaded else file


def _file(project: str, filename: str, url: str, origin: Origin, hashes: Mapping[str, str], size: int | None, yanked: bool) -> IndexFile | None:
    version = version_in(filename, project)
    if version is None or not _may_lead(origin, url):
        return None
    return IndexFile(filename, urldefrag(url)[0], version, filename.lower().endswith(".whl"), origin, hashes, size, yanked)


def _may_lead(origin: Origin, url: str) -> bool:
    """May a page from there send us to this URL? To the web always; into this machine only if it lies there itself."""
    scheme = urlsplit(url).scheme
    return scheme in ("http", "https") or (scheme == "file" and urlsplit(origin.url).scheme == "file")


def version_in(filename: str, project: str) -> str | None:
    """The version that a wheel's or an sdist's name carries; None: it is neither, or of another project (normalised name)."""
    if filename.lower().endswith(".whl"):
        parts = filename[: -len(".whl")].split("-")
        return unquote(parts[1]).replace("_", "-") if len(parts) in (5, 6) and normalised(parts[0]) == project else None
    for ending in SDIST_ENDINGS:
        if filename.lower().endswith(ending):
            return _sdist_version(filename[: -len(ending)], project)
    return None


def _sdist_version(stem: str, project: str) -> str | None:
    """What follows the project's name and a dash; both may hold dashes. Builds for one system (`x-1.0.linux-x86_64`) are no sdists."""
    for dash in re.finditer("-", stem):
        if normalised(stem[: dash.start()]) == project:
            version = stem[dash.end() :]
            return None if re.search(r"\.(linux|macosx|win|cygwin|solaris)[-\w]*$", version) else version
    return None


def normalised(name: str) -> str:
    """A project's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def local_path(url: str) -> Path | None:
    """The path that a `file:` URL means; None for any other URL."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        return None
    host = "" if parts.netloc in ("", "localhost") else f"//{parts.netloc}"
    return Path(url2pathname(host + parts.path))


def without_login(url: str) -> str:
    """The URL without user and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url


def origin_of(url: str) -> Origin:
    """A configured URL, its credentials taken out and decoded."""
    parts = urlsplit(url)
    login = (unquote(parts.username), unquote(parts.password or "")) if parts.username is not None else None
    return Origin(without_login(url), login)
