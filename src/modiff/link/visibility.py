"""Which names a package promises, and why: the three surfaces of the contract."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from modiff.link import exports, lazy, switches, told
from modiff.link.targets import Outside
from modiff.model.facts import Assignment, Binding, Class, Function, Import
from modiff.model.items import Item
from modiff.model.policy import Surface

if TYPE_CHECKING:
    from modiff.link.namespace import Namespace
    from modiff.link.view import View

LISTED = "listed in __all__"
STAR_IMPORTED = "star-imported by the package's __init__"
_TEST_PARTS = frozenset({"tests", "conftest"})
_VENDORED_PARTS = frozenset({"_vendor", "vendored", "_vendored", "_vendored_packages"})
_TEST_FILE = re.compile(r"(^|\.)(test_\w+|\w+_test)$")
# Module-level dunders that say something about the text and nothing to callers. `__version__` is read by many and stays.
_BOOKKEEPING = frozenset(
    """__all__ __author__ __authors__ __author_email__ __builtins__ __cached__ __copyright__ __contact__ __credits__ __date__ __dir__ __doc__
    __docformat__ __email__
    __file__ __getattr__ __keywords__ __license__ __loader__ __maintainer__ __maintainer_email__ __name__ __package__ __path__ __revision__
    __slots__ __spec__
    __status__ __url__ __website__ __description__ __summary__ __title__ __uri__ __build__ __test__ __warningregistry__ __metaclass__
    __file_version__ __id__
    __cvsid__ __svnid__ __homepage__ __download_url__ __long_description__ __project__ __release__ __annotations__ __future__""".split()
)
_BOOKKEEPING_NAMES = frozenset(
    {"absolute_import", "annotations", "division", "print_function", "unicode_literals", "generator_stop", "with_statement"}
)
_LOGGERS = frozenset({"logger", "log", "LOG", "LOGGER", "logging"})


def is_private_name(name: str) -> bool:
    """An underscore at its start, unless it is a dunder."""
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__") and len(name) > 4)


def module_is_public(view: View, module: str, surface: Surface) -> bool:
    """Is the module itself promised?"""
    return why_not_module(view, module, surface) is None


def why_not_module(view: View, module: str, surface: Surface) -> str | None:
    """Why a module is not on the surface; None: it is."""
    if view.only_raises(module):
        return "importing it raises an exception"
    if surface is Surface.everything:
        return None
    for part in module.split("."):
        if is_private_name(part):
            return f"{part} starts with an underscore"
    if is_test_or_vendored(view, module):
        return "tests or vendored code"
    if _is_plain_directory(view, module):
        return "a directory of data inside a package"
    return None


def _is_plain_directory(view: View, module: str) -> bool:
    """Is it importable only because any directory is (PEP 420)? Namespace packages that are meant lie at the top, or in one another."""
    file, parent = view.modules.get(module), view.modules.get(module.rpartition(".")[0])
    if file is None or file.source is not None or file.stub is not None or file.compiled:
        return False
    return parent is not None and parent.source is not None


def is_test_or_vendored(view: View, module: str) -> bool:
    """Is it recognisably a test or vendored code: a `tests` package, `conftest`, `_vendor`, a `test` package that holds `test_*` modules, a
    `test_*` module below such?"""
    key = ("is_test", module)
    if key not in view.memo:
        here = view.environment
        view.memo[key] = (not here.tests and _is_test(view, module)) or (not here.vendored and not _VENDORED_PARTS.isdisjoint(module.split(".")[1:]))
    return cast(bool, view.memo[key])


def _is_test(view: View, module: str) -> bool:
    parts = module.split(".")
    if any(part in _TEST_PARTS for part in parts[1:]) or parts[0] in ("conftest", "tests", "test"):
        return True
    if parts[-1].startswith("test_") and len(parts) > 1:
        return True
    for index, part in enumerate(parts[1:], 1):
        if part in ("test", "testsuite") and ".".join(parts[: index + 1]) in test_packages(view):
            return True
    return False


def test_packages(view: View) -> frozenset[str]:
    """The packages that hold `test_*` modules. Where two versions have the same ones, what both have is a test in both or in neither."""
    tests = cast("frozenset[str] | None", view.memo.get(("test_packages", None)))
    if tests is None:
        tests = frozenset(m.rpartition(".")[0] for m in view.modules if _TEST_FILE.search(m))
        view.memo[("test_packages", None)] = tests
    return tests


def public_names(view: View, module: str, surface: Surface) -> dict[str, str]:
    """The names of a module that the surface promises, given that it promises the module, and why; sorted."""
    if surface is Surface.conventional and (known := _by_its_text(view, module)) is not None:
        return known
    listed = view.listed(module) if surface is not Surface.everything else None
    listed_names = listed.names if listed is not None else frozenset[str]()
    names = sorted(listed_names) if listed is not None and listed.complete else sorted({*view.names(module), *listed_names})
    return {n: why for n in names if (why := why_public(view, module, n, surface)) is not None}


def _by_its_text(view: View, module: str) -> dict[str, str] | None:
    """The same where the text of the module alone settles it, as in most modules: found once for all versions that have this text. None: it hangs
    on other modules, on the environment, or on a stub."""
    space, file = view.namespace(module), view.modules[module]
    if space is None or file.stub is not None or file.source is None:
        return None
    key = "public names", module, id(space.facts), file.package, view.release.packages, view.environment.type_checking
    if key not in view.of_texts:
        view.of_texts[key] = _promised_by_convention(view, module) if _says_all_itself(space) else None
    return cast("dict[str, str] | None", view.of_texts[key])


def _says_all_itself(space: Namespace) -> bool:
    """Does nothing else decide which names the module has, and which of two statements binds one?"""
    facts = space.facts
    if facts.exports or facts.served or space.stars or facts.asked or "__all__" in space.names or any(gap.hides for gap in facts.gaps):
        return False
    if exports.has_marks(space):
        return False
    guards = (binding.guard for bindings in space.names.values() if len(bindings) > 1 for binding in bindings if binding.guard)
    return not any(test.kind == "other" for guard in guards for test in guard)


def _promised_by_convention(view: View, module: str) -> dict[str, str]:
    names = sorted(view.names(module))
    return {name: why for name in names if (why := why_public(view, module, name, Surface.conventional)) is not None}


def why_public(view: View, module: str, name: str, surface: Surface) -> str | None:
    """Why a name of a module that is itself on the surface is promised; None: it is not."""
    if told.is_for_checkers_alone(view, module, name):
        return None
    if surface is Surface.everything:
        return "everything is looked at" if name not in _BOOKKEEPING and name not in _BOOKKEEPING_NAMES else None
    if is_private_name(name) or name in _BOOKKEEPING or name in _BOOKKEEPING_NAMES:
        return None
    listed = view.listed(module)
    if listed is not None and name in listed.names:
        return LISTED
    if listed is not None and listed.complete:
        return None
    if name in told.names(view, module):
        return "named in the stub beside it"
    if listed is not None and module not in listed.beyond and not view.may_list(module, name):
        return None
    if surface is Surface.declared:
        return _by_convention(view, module, name) if "." not in module else None
    return _by_convention(view, module, name)


def _by_convention(view: View, module: str, name: str) -> str | None:
    """In a module without `__all__`: what it defines, what it imports as itself, and in a package's `__init__` what it imports from its own
    distribution."""
    space = view.namespace(module)
    if space is None:
        return None
    for binding in switches.in_force(view, module, space.names.get(name, ())):
        definition = binding.definition
        if isinstance(definition, Function | Class):
            known = space.names[name]
            if _adds_to_imported(binding, known) or _stands_in(binding, _foreign(view, module, known)):
                continue
            return "defined here"
        if isinstance(definition, Assignment):
            if definition.passing:
                continue
            if _is_logger(name, definition):
                return None
            if not _stands_in(binding, space.names[name]):
                return "defined here"
        if isinstance(definition, Import):
            if definition.renamed and (definition.name or definition.module) == name and not _is_last_resort(binding):
                return "imported as itself"
            if space.facts.writes and any(target == f"{name}.__module__" for target, _ in space.facts.writes):
                return "given this module's name"
            if view.modules[module].package and definition.name is not None and _is_of_own_distribution(view, module, definition):
                return "imported by the package's __init__"
    serves = bool(space.served) or lazy.getattr_is_made_elsewhere(space)
    if serves and (any(name == offered for served in space.served for offered, _ in served.names) or _is_served(view, module, name)):
        return "served at run time"
    if view.modules[module].package and name not in space.names and not isinstance(view.resolve(module, name), Outside | None):
        return STAR_IMPORTED if _is_handed_on(view, module, name) else None
    return None


def _is_handed_on(view: View, module: str, name: str) -> bool:
    """Is what star imports bring more than something that the module they take it from imported for its own use?

    A module that only imports is there to hand on; one that defines functions or classes uses what it imports."""
    space, key = view.namespace(module), ("handed_on", (module, name))
    if key in view.memo or space is None:
        return cast(bool, view.memo.get(key, True))
    view.memo[key] = True  # modules that take from each other
    for star in reversed(space.stars):
        source = view.star_source(module, star)
        if isinstance(source, Item) and view.offers(source.path, name) and view.resolve(source.path, name) is not None:
            view.memo[key] = _hands_on(view, source.path, name)
            break
    return cast(bool, view.memo[key])


def _hands_on(view: View, source: str, name: str) -> bool:
    space = view.namespace(source)
    if space is None or view.listed(source) is not None or _by_convention(view, source, name) is not None:
        return True
    if name not in space.names:
        return _is_handed_on(view, source, name)
    known = space.names[name]
    only_imported = all(isinstance(b.definition, Import) or _stands_in(b, known) for b in known)
    return not only_imported or not any(isinstance(b.definition, Function | Class) for bs in space.names.values() for b in bs)


def _is_served(view: View, module: str, name: str) -> bool:
    """Is it bound for type checkers only, and served at run time?"""
    space = view.namespace(module)
    bindings = space.names.get(name, ()) if space is not None else ()
    return bool(bindings) and not view.environment.candidates(bindings) and isinstance(view.resolve(module, name), Item)


def _foreign(view: View, module: str, bindings: Sequence[Binding]) -> tuple[Binding, ...]:
    """Of bindings those that import from other distributions: what a faster module of one's own offers is one's own."""
    return tuple(b for b in bindings if isinstance(b.definition, Import) and not _is_of_own_distribution(view, module, b.definition))


def _stands_in(binding: Binding, bindings: Sequence[Binding]) -> bool:
    """Does it stand in for something that could not be imported (`except ImportError: certifi = None`)? The name is still an imported one."""
    if not any(test.kind == "except" for test in binding.guard):
        return False
    return any(isinstance(other.definition, Import) and any(test.kind == "try" for test in other.guard) for other in bindings)


def _adds_to_imported(binding: Binding, bindings: Sequence[Binding]) -> bool:
    """Does it add itself to something that this module imports under its name (`@connect.register(…)` over `def connect`), which stands there
    afterwards?"""
    names = [mark.call.callee if mark.call is not None else mark.name or "" for mark in getattr(binding.definition, "decorators", ())]
    if not any(name.startswith(f"{binding.name}.") for name in names):
        return False
    return any(isinstance(b.definition, Import) and b.line < binding.line for b in bindings)


def _is_last_resort(binding: Binding) -> bool:
    """Is it imported only where another import fails (`except ImportError: import urlparse as urlparse`)? That is said to have the other's name."""
    return any(test.kind == "except" for test in binding.guard)


def _is_of_own_distribution(view: View, module: str, statement: Import) -> bool:
    if statement.level:
        return True
    return statement.module.partition(".")[0] in view.release.packages


def _is_logger(name: str, definition: Assignment) -> bool:
    call = definition.value.call if definition.value is not None else None
    return (call is not None and (call.callee.endswith("getLogger") or call.callee.endswith("get_logger"))) or name in _LOGGERS
