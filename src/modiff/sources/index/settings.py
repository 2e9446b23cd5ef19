"""Where packages come from, read from pip's own settings: its configuration files, then `PIP_…` variables, which win.

The rules are those of pip's user guide, "Configuration": files are read in the order global, user, site (a later one wins
key by key), `PIP_CONFIG_FILE` last and instead of the user's; inside them the section `global`, then the commands' own.
"""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from modiff.errors import BadUsage

T = TypeVar("T")

SECTIONS = ("global", "install", "download")
"""Sections that speak of fetching packages, weakest first."""

ALIASES = {"pypi-url": "index-url", "default-timeout": "timeout"}
"""Other long spellings that pip's options have, and so its settings."""


class Settings(msgspec.Struct, frozen=True):
    """How to reach packages. URLs may hold credentials: never print one without `pages.without_login`."""

    index_url: str | None = None
    """The main index; None: the one every installer uses unless told otherwise."""
    extra_index_urls: tuple[str, ...] = ()
    """Asked too, as equals of the main one."""
    find_links: tuple[str, ...] = ()
    """Directories, archives, or pages of links; paths or URLs."""
    no_index: bool = False
    """Only `find_links` count."""
    cert: str | None = None
    """A bundle of certificate authorities; None: the usual one."""
    client_cert: str | None = None
    """A file with this client's certificate and key."""
    trusted_hosts: tuple[str, ...] = ()
    """`host` or `host:port` whose certificates are not looked at."""
    proxy: str | None = None
    """For all requests; None: as the environment says."""
    timeout: float = 15.0
    """Seconds without an answer."""
    retries: int = 2
    """How often a request is sent again after a failure to connect or a server's passing trouble."""


def load(environ: Mapping[str, str] | None = None, files: Iterable[Path] | None = None) -> Settings:
    """The settings in force.

    `environ`: None is the process's. `files`: None is pip's places. BadUsage for a file that is no configuration, or a value that cannot be meant.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, str] = {}
    for section in _sections(configuration_files(environ) if files is None else files):
        values.update(section)
    values.update(_variables(environ))
    return _settings({key: value for key, value in values.items() if value.strip()})


def configuration_files(environ: Mapping[str, str]) -> list[Path]:
    """Pip's files in the order in which they are read, whether they exist or not."""
    named = environ.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return []
    name = "pip.ini" if sys.platform == "win32" else "pip.conf"
    files = [folder / name for folder in _global_folders()]
    if not (named and os.path.exists(named)):
        legacy = Path.home() / ("pip" if sys.platform == "win32" else ".pip")
        files += [legacy / name, _user_folder() / name]
    files.append(Path(sys.prefix) / name)
    return [*files, Path(named)] if named else files


def _global_folders() -> list[Path]:
    import platformdirs

    if sys.platform == "darwin":
        return [Path(folder) for folder in platformdirs.site_data_dir("pip", appauthor=False, multipath=True).split(os.pathsep)]
    if sys.platform == "win32":
        return [Path(platformdirs.site_config_dir("pip", appauthor=False))]
    folders = platformdirs.site_config_dir("pip", appauthor=False, multipath=True).split(os.pathsep)
    return [*map(Path, folders), Path("/etc")]


def _user_folder() -> Path:
    import platformdirs

    if sys.platform == "darwin":
        folder = Path(platformdirs.user_data_dir("pip", appauthor=False))
        return folder if folder.is_dir() else Path.home() / ".config" / "pip"
    return Path(platformdirs.user_config_dir("pip", appauthor=False, roaming=True))


def _sections(files: Iterable[Path]) -> Iterator[dict[str, str]]:
    """The keys of each section, weakest section first: a command's section in any file is stronger than `global` in any other."""
    parsers = [parser for file in files if (parser := _parsed(file)) is not None]
    for section in SECTIONS:
        for parser in parsers:
            if parser.has_section(section):
                yield {_key(key): value for key, value in parser.items(section)}


def _parsed(file: Path) -> configparser.RawConfigParser | None:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(file.read_text(encoding="utf-8-sig"), source=str(file))
    except OSError:
        return None
    except (configparser.Error, UnicodeDecodeError) as error:
        message = f"pip's configuration file {file} cannot be read: {str(error).splitlines()[0]}"
        raise BadUsage(message, ["mend the file, or set PIP_CONFIG_FILE"]) from error
    return parser


def _variables(environ: Mapping[str, str]) -> dict[str, str]:
    return {_key(name[len("PIP_") :]): value for name, value in environ.items() if name.startswith("PIP_")}


def _key(name: str) -> str:
    key = name.lower().replace("_", "-").removeprefix("--")
    return ALIASES.get(key, key)


def _settings(values: Mapping[str, str]) -> Settings:
    known = Settings()
    return Settings(
        index_url=values.get("index-url", "").strip() or None,
        extra_index_urls=tuple(values.get("extra-index-url", "").split()),
        find_links=tuple(_expanded(place) for place in values.get("find-links", "").split()),
        no_index=_checked("no-index", values, _truth, known.no_index),
        cert=_path(values.get("cert")),
        client_cert=_path(values.get("client-cert")),
        trusted_hosts=tuple(values.get("trusted-host", "").split()),
        proxy=values.get("proxy", "").strip() or None,
        timeout=_checked("timeout", values, float, known.timeout),
        retries=_checked("retries", values, int, known.retries),
    )


def _checked(key: str, values: Mapping[str, str], parse: Callable[[str], T], default: T) -> T:
    if key not in values:
        return default
    try:
        return parse(values[key].strip())
    except ValueError as error:
        message = f"pip's setting `{key}` is {values[key]!r}, which cannot be meant"
        raise BadUsage(message, ["`pip config debug` shows where it comes from"]) from error


def _truth(value: str) -> bool:
    states = configparser.RawConfigParser.BOOLEAN_STATES
    word = {"y": "yes", "t": "true", "n": "no", "f": "false"}.get(value.lower(), value.lower())
    if word not in states:
        raise ValueError(value)
    return states[word]


def _expanded(place: str) -> str:
    expanded = os.path.expanduser(place)
    return expanded if os.path.exists(expanded) else place


def _path(value: str | None) -> str | None:
    return os.path.expanduser(value.strip()) if value else None
