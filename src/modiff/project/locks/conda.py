"""environment.yml as `conda env export` writes it. Not all of YAML: the one form that exports have, a list of lines below `dependencies:`."""

from __future__ import annotations

import re

from packaging.utils import canonicalize_name

from modiff.errors import BrokenLock
from modiff.model.locks import Pin
from modiff.project.locks import requirements
from modiff.project.locks.place import Place

IS_ONE = re.compile(r"^dependencies:\s*(#.*)?$", re.MULTILINE)
_ENTRY = re.compile(r"(?P<indent>\s*)-\s+(?P<quote>['\"]?)(?P<said>.*?)(?P=quote)\s*(#.*)?")
_PACKAGE = re.compile(r"(?:[\w.-]+::)?(?P<name>[A-Za-z0-9_][\w.-]*)\s*(?:={1,2}\s*(?P<version>[^=\s<>!*]+)(?:=(?P<build>\S+))?)?")
_BUILT_FOR_PYTHON = re.compile(r"py")
"""In the build string of a package of Python (`py310h1128e8f_0`, `pyhd8ed1ab_0`); libraries and programs have none."""
_IN_THE_INDEX = {
    "dask-core": "dask", "docker-py": "docker", "h2o-py": "h2o", "matplotlib-base": "matplotlib", "msgpack-python": "msgpack",
    "neo4j-python-driver": "neo4j", "ortools-python": "ortools", "pvlib-python": "pvlib", "pysoundfile": "soundfile", "pytables": "tables",
    "python-annoy": "annoy", "python-confluent-kafka": "confluent-kafka", "python-cufflinks": "cufflinks", "python-fastjsonschema": "fastjsonschema",
    "python-flatbuffers": "flatbuffers", "python-graphviz": "graphviz", "python-installer": "installer", "python-kaleido": "kaleido",
    "python-kubernetes": "kubernetes", "python-sounddevice": "sounddevice", "python-symengine": "symengine", "python-xxhash": "xxhash",
    "pytorch": "torch", "pytorch-cpu": "torch", "pytorch-geometric": "torch-geometric", "pytorch-gpu": "torch", "redis-py": "redis",
    "trino-python-client": "trino",
}  # fmt: skip
"""What conda calls otherwise than the index does, under the same versions (as conda-forge's own tool for recipes, grayskull, has it). Without it
`pytorch` is an empty package of that name, and `docker-py` an old one. Left out is what has other versions there too: opencv, pyqt."""
_NO_PYTHON_PACKAGE = frozenset({"python", "python-abi", "pip"})


def read(place: Place, text: str) -> requirements.Read:
    """All pins, of conda's packages and those below `pip:`. Raises BrokenLock with the line that is no entry."""
    found = requirements.Read([], [], [])
    inside = False
    pip_indent: int | None = None
    below: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace() and not line.startswith("-"):
            inside, pip_indent = bool(IS_ONE.match(line)), None
            continue
        if not inside:
            continue
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            raise BrokenLock(place.shown, number, f"{line.strip()!r} is no entry of a list", ["conda env export writes one package a line"])
        indent, said = len(entry["indent"]), entry["said"].strip()
        if pip_indent is not None and indent > pip_indent:
            below.append((number, said))
            continue
        pip_indent = indent if said.rstrip() == "pip:" else None
        if pip_indent is None:
            _package(place, number, said, found)
    for number, said in below:
        _of_pip(place, number, said, found)
    return found


def _of_pip(place: Place, number: int, said: str, found: requirements.Read) -> None:
    """One line below `pip:`: a requirement, told with its own line."""
    inner = requirements.read(place, "\n" * (number - 1) + said)
    found.pins.extend(inner.pins)
    found.left_out.extend(inner.left_out)
    found.loose.extend(inner.loose)


def _package(place: Place, number: int, said: str, found: requirements.Read) -> None:
    match = _PACKAGE.fullmatch(said)
    if match is None and not re.match(r"[\w.:-]+\s*[<>=!~\[]", said):
        raise BrokenLock(place.shown, number, f"{said!r} is no package of conda", ["NAME=VERSION=BUILD, as conda env export writes it"])
    if match is None or match["version"] is None:
        found.loose.append((number, said))
        return
    if match["build"] is not None and not _BUILT_FOR_PYTHON.search(match["build"]):
        return
    name = canonicalize_name(match["name"])
    name = canonicalize_name(_IN_THE_INDEX.get(name, name))
    if name not in _NO_PYTHON_PACKAGE and not name.startswith(("-", "lib")):
        found.pins.append(Pin(name, match["version"], number))
