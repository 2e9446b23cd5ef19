"""What is known of the standard library."""

from __future__ import annotations

import ast
import inspect
import sys
from importlib import import_module

import pytest

from modiff.link import outside, stdlib
from tests.link.python_itself import shown
from tests.link.test_classes import class_at
from tests.worlds import changes_of, graph_of, told

ASKED = """
abc.ABC argparse.ArgumentParser ast.NodeVisitor asyncio.Protocol cmd.Cmd collections.Counter collections.OrderedDict collections.UserDict
collections.abc.MutableMapping
collections.defaultdict collections.deque concurrent.futures.ThreadPoolExecutor configparser.ConfigParser contextlib.ContextDecorator
contextlib.ExitStack datetime.datetime
decimal.Decimal email.message.Message html.parser.HTMLParser http.server.BaseHTTPRequestHandler io.StringIO io.TextIOWrapper json.JSONDecodeError
json.JSONEncoder logging.Formatter
logging.Handler logging.LoggerAdapter multiprocessing.Process pathlib.Path queue.Queue random.Random socketserver.ThreadingTCPServer
string.Formatter threading.Thread
threading.local types.ModuleType unittest.TestCase weakref.WeakValueDictionary xml.sax.handler.ContentHandler zipfile.ZipFile
""".split()
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.mark.skipif(stdlib.table().python != HERE, reason="the table was made by another Python")
@pytest.mark.parametrize("path", ASKED)
def test_the_table_has_the_names_that_python_has(path: str) -> None:
    home, _, name = path.rpartition(".")
    real = getattr(import_module(home), name)
    known = outside.members_of(path)
    assert known is not None
    assert {n for n in dir(real) if not n.startswith("_")} <= known


@pytest.mark.skipif(stdlib.table().python != HERE, reason="the table was made by another Python")
@pytest.mark.parametrize(
    "path", ["threading.Thread", "logging.Handler", "json.JSONEncoder", "argparse.ArgumentParser", "queue.Queue", "unittest.TestCase"]
)
def test_the_table_has_the_constructors_that_python_has(path: str) -> None:
    home, _, name = path.rpartition(".")
    found = outside.constructor_of(path)
    assert found is not None
    written = inspect.signature(getattr(import_module(home), name)).parameters.values()
    assert [(p.name, p.kind) for p in found.parameters] == [(p.name, int(p.kind)) for p in written]


def test_instance_attributes_are_known_too() -> None:
    assert {"level", "formatter", "filters"} <= (outside.members_of("logging.Handler") or frozenset())


@pytest.mark.parametrize(
    ("path", "same"),
    [
        ("unittest.case.TestCase", "unittest.TestCase"), ("socket.error", "builtins.OSError"),
        ("ConfigParser.ConfigParser", "configparser.ConfigParser"),
        ("six.moves.queue.Queue", "queue.Queue"), ("typing.Mapping", "collections.abc.Mapping"), ("collections.Mapping", "collections.abc.Mapping"),
        ("typing_extensions.Protocol", "typing.Protocol"), ("exceptions.StandardError", "builtins.Exception"), ("numpy.ndarray", "numpy.ndarray"),
    ],
)  # fmt: skip
def test_one_class_has_one_path(path: str, same: str) -> None:
    assert outside.same_class(path) == same


@pytest.mark.parametrize("path", ["ctypes.Structure", "types.SimpleNamespace", "argparse.Namespace", "unittest.mock.Mock", "numpy.ndarray"])
def test_what_may_have_any_name_is_not_known(path: str) -> None:
    assert outside.members_of(path) is None


def test_classes_above_are_told_as_far_as_anybody_asks_for_them() -> None:
    assert outside.bases_of("builtins.KeyError") == ("builtins.LookupError", "builtins.Exception", "builtins.BaseException")
    assert outside.bases_of("collections.abc.MutableMapping") == ("collections.abc.Mapping",)
    assert outside.is_exception("subprocess.CalledProcessError")
    assert not outside.is_exception("threading.Thread")


def test_a_loss_from_a_heir_of_the_standard_library_is_certain() -> None:
    old = {"pkg": "import threading\nclass Worker(threading.Thread):\n    def work(self): pass\n    def join(self, timeout=None): pass"}
    changes = changes_of(old, {"pkg": "import threading\nclass Worker(threading.Thread): pass"})
    assert told(changes) == ["Gone pkg.Worker.work"]
    assert changes.changes[0].doubt is None


def test_heirs_take_what_the_base_takes() -> None:
    graph = graph_of(pkg="import logging, collections.abc\nclass H(logging.Handler): pass\nclass M(collections.abc.Mapping): pass")
    assert shown(graph, "pkg.H") == "(level=0)"
    assert shown(graph, "pkg.M") == "()"
    assert class_at(graph, "pkg.H").kind == "class"


def test_defaults_in_the_table_are_source() -> None:
    for path, row in stdlib.table().classes.items():
        for name, _, default in row.parameters or ():
            assert default is None or ast.parse(default, mode="eval"), (path, name)
