"""A project as all configured places together know it: every index and every find-links, merged as pip does."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from modiff.errors import BadSpec, IndexUnavailable
from modiff.model.release import Traffic
from modiff.sources.index import kept, pages
from modiff.sources.index.pages import IndexFile, Origin
from modiff.sources.index.settings import Settings
from modiff.sources.index.web import Web
from modiff.sources.specs import SDIST_ENDINGS

INDEX_PAGES = ("index.json", "index.html")
"""What a directory that serves as an index may hold for a project, the one that is read first first."""


class Place(msgspec.Struct, frozen=True):
    """One place to look for files."""

    origin: Origin
    index: bool
    """True: an index, with a page for each project. False: find-links, which lists files of any project."""


class Project(msgspec.Struct, frozen=True):
    """What all places know of one project."""

    name: str
    """As the user typed it."""
    files: tuple[IndexFile, ...]
    """Wheels and sdists of all releases; those on this machine first, then in the order of the places. Of one file name the first counts."""
    listed: bool
    """Does any index have a page for it, or find-links a file of it? True with no `files`: only of kinds that nobody reads any more."""
    failures: tuple[IndexUnavailable, ...]
    """Places that did not answer: what they hold is not known."""
    traffic: Traffic
    """What the pages cost."""


def places(settings: Settings) -> list[Place]:
    """Where to look, in pip's order: find-links, then the index and the extra ones."""
    found = [Place(_find_links(place), index=False) for place in settings.find_links]
    if not settings.no_index:
        urls = (settings.index_url or default_index(), *settings.extra_index_urls)
        found += [Place(pages.origin_of(_as_url(url).rstrip("/") + "/"), index=True) for url in dict.fromkeys(urls)]
    return found


def default_index() -> str:
    """The index that every installer uses unless told otherwise. pypi-simple knows it; as importing that for one constant takes a quarter
    of a second, the constant is read out of its text."""
    spec = importlib.util.find_spec("pypi_simple")
    source = spec.loader.get_source("pypi_simple") if spec and hasattr(spec.loader, "get_source") else None  # type: ignore[union-attr]
    for node in ast.parse(source or "").body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "PYPI_SIMPLE_ENDPOINT" and node.value:
            return str(ast.literal_eval(node.value))
    from pypi_simple import PYPI_SIMPLE_ENDPOINT

    return PYPI_SIMPLE_ENDPOINT


def find_project(web: Web, where: list[Place], name: str) -> Project:
    """All files of the project. Places that fail are noted, not raised; BadSpec for what can be no name."""
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", name, re.ASCII):
        raise BadSpec(f"{name!r} is no name of a package", ["names are letters, digits, dots, dashes and underscores"])
    traffic = Traffic()
    project = pages.normalised(name)

    def listed(place: Place) -> list[IndexFile] | IndexUnavailable | None:
        try:
            return _listed(web, place, project, traffic)
        except IndexUnavailable as error:
            return error

    answers = web.together(listed, where)
    files: dict[str, IndexFile] = {}
    for file in sorted((file for answer in answers if isinstance(answer, list) for file in answer), key=lambda file: file.path is None):
        files.setdefault(file.filename, file)
    failures = tuple(answer for answer in answers if isinstance(answer, IndexUnavailable))
    return Project(name, tuple(files.values()), any(isinstance(answer, list) for answer in answers), failures, traffic)


def local_names(where: list[Place]) -> set[str]:
    """The normalised names of projects that places on this machine hold: what can be told without asking anybody."""
    names: set[str] = set()
    for place in where:
        folder = pages.local_path(place.origin.url)
        if folder is None or not folder.is_dir():
            continue
        if place.index:
            names.update(pages.normalised(entry.name) for entry in folder.iterdir() if entry.is_dir())
        else:
            stems = (entry.name.partition("-")[0] for entry in folder.iterdir() if entry.name.lower().endswith((".whl", *SDIST_ENDINGS)))
            names.update(pages.normalised(stem) for stem in stems)
    return names


def _listed(web: Web, place: Place, project: str, traffic: Traffic) -> list[IndexFile] | None:
    """The project's files at one place. None: it does not have the project, which is normal."""
    if not place.index:
        return _linked(web, place, project, traffic) or None
    url = f"{place.origin.url}{project}/"
    path = pages.local_path(url)
    if path is None:
        return _from_web(web, place, project, url, traffic)
    page = next((path / name for name in INDEX_PAGES if (path / name).is_file()), None)
    return _from_page(page.read_bytes(), page.suffix == ".json", place.origin, project, url) if page is not None else None


def _linked(web: Web, place: Place, project: str, traffic: Traffic) -> list[IndexFile] | None:
    """The project's files among find-links: a page on the web or here, a directory, or one archive."""
    url = place.origin.url
    path = pages.local_path(url)
    if path is None:
        return _from_web(web, place, project, url, traffic)
    if path.is_dir():
        return pages.files_from_urls(project, [entry.as_uri() for entry in sorted(path.resolve().iterdir()) if entry.is_file()], place.origin)
    if not path.is_file():
        return None
    if path.suffix.lower() in (".html", ".htm"):
        return _from_page(path.read_bytes(), False, place.origin, project, url)
    return pages.files_from_urls(project, [path.resolve().as_uri()], place.origin)


def _from_web(web: Web, place: Place, project: str, url: str, traffic: Traffic) -> list[IndexFile] | None:
    answer = kept.page(web, url, place.origin, traffic, {"Accept": pages.ACCEPT}, (200, 404, 410) if place.index else (200,))
    if answer.status != 200:
        return None
    kind, _, parameters = answer.headers.get("content-type", "text/html").partition(";")
    json = kind.strip().lower() in (pages.JSON_PAGE, "application/json")
    encoding = re.search(r"charset=\"?([\w.-]+)", parameters)
    return _from_page(answer.body, json, place.origin, project, answer.url, encoding[1] if encoding else None)


def _from_page(page: bytes, json: bool, origin: Origin, project: str, url: str, encoding: str | None = None) -> list[IndexFile]:
    try:
        return pages.files_from_json(project, page, url, origin) if json else pages.files_from_html(project, page, url, origin, encoding)
    except (ValueError, LookupError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        message = f"{origin.url} answered something about {project} that is no index page: {reason}"
        raise IndexUnavailable(message, ["check pip's setting `index-url`"]) from error


def _find_links(place: str) -> Origin:
    return pages.origin_of(_as_url(place))


def _as_url(place: str) -> str:
    """A path as a `file:` URL, a URL as it is."""
    return place if urlsplit(place).scheme in ("http", "https", "file") else Path(place).absolute().as_uri()
