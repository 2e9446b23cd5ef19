"""Guards: the tests under which a statement runs, read from conditions.

- `A and B` that holds is two tests; `A or B` that does not hold is two. The other way round, a compound stays one test, without operator: of the kind
  that all its parts share, else `other`; where it asks for versions or platforms, with its parts.
- `not X` flips `holds`, so the text is always that of the bare condition.
- Versions are compared as prefixes: value `(3,)` and `==` means any 3.x. Spellings are reduced to `>=`, `<`, `==`, `!=`:
  `sys.version_info[0] > 2` is `>= (3,)`, `sys.version_info[:2] <= (3, 7)` is `< (3, 8)`, and `sys.version_info > (3, 7)` is `>= (3, 7)`,
  as the real tuple is longer and so larger.
- Platforms are in the words of `sys.platform`: `os.name == "nt"` is `== win32`, `os.name == "posix"` is `!= win32`.
- Constants and functions that are named after a system or a major version (`WINDOWS`, `IS_LINUX`, `is_windows()`, `six.PY2`) mean just that.
- `if True` adds nothing; `if False`, `if 0` and `if MYPY` are old ways to write TYPE_CHECKING.
"""

from __future__ import annotations

import re

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.expressions import arguments, dotted_name, string_literal
from modiff.extract.normal import normal
from modiff.model.facts import Guard, Test, TestKind

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}

_MEANS_A_MAJOR = re.compile(r"_*(?:is_?)?py(?:thon)?_?(?P<major>[23])k?", re.IGNORECASE)
"""`PY2`, `IS_PY3`, `py3k`, `PY_3`, `is_python2`."""
_SYSTEM_FLAGS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("windows", "win32", "win"), ("==", "win32")),
    **dict.fromkeys(("macos", "osx", "mac", "darwin", "mac_os"), ("==", "darwin")),
    "linux": ("==", "linux"),
    "posix": ("!=", "win32"),
    "unix": ("!=", "win32"),
}
_MEANS_A_SYSTEM = re.compile(r"_*(?P<prefix>(?:is|on|IS|ON)_)?(?P<word>[A-Z][A-Z_0-9]*|[a-z][a-z_0-9]*)")
_TYPING_FLAGS = frozenset(("TYPE_CHECKING", "MYPY", "MYPY_CHECK_RUNNING"))
_OS_NAMES = {"nt": ("==", "win32"), "posix": ("!=", "win32"), "java": ("==", "java")}
_SYSTEMS = {"windows": "win32", "linux": "linux", "darwin": "darwin", "java": "java", "freebsd": "freebsd", "cygwin": "cygwin", "sunos": "sunos5"}


def holding(condition: Node, text: bytes) -> Guard:
    """The tests that all hold where the condition does."""
    return tuple(_tests(condition, text, True, 0))


def failing(condition: Node, text: bytes) -> Guard:
    """The tests for where the condition does not hold."""
    return tuple(_tests(condition, text, False, 0))


def _tests(node: Node, text: bytes, holds: bool, depth: int) -> list[Test]:
    node = _bare(node)
    if node.kind_id == g.NOT and depth < 50:
        argument = node.child_by_field_id(g.F_ARGUMENT)
        return _tests(argument, text, not holds, depth + 1) if argument is not None else []
    operands = _operands(node, text, b"and" if holds else b"or")
    if len(operands) > 1 and depth < 50:
        return [test for operand in operands for test in _tests(operand, text, holds, depth + 1)]
    chained = _chained(node, text) if holds else []
    if chained:
        return chained
    test = _one(node, text, holds, depth)
    if test.text in ("True", "1"):
        return [] if holds else [test]
    return [test]


def _bare(node: Node) -> Node:
    while node.kind_id == g.PARENTHESIZED:
        inner = g.parts(node)
        if len(inner) != 1:
            break
        node = inner[0]
    return node


def _operands(node: Node, text: bytes, word: bytes) -> list[Node]:
    """The operands of a chain of `and` (or `or`), left to right; the node itself if it is none."""
    found: list[Node] = []
    while node.kind_id == g.BOOLEAN:
        operator, left, right = (node.child_by_field_id(field) for field in (g.F_OPERATOR, g.F_LEFT, g.F_RIGHT))
        if operator is None or left is None or right is None or g.source(operator, text) != word:
            break
        found.append(right)
        node = _bare(left)
    return [node, *reversed(found)]


def _links(node: Node) -> list[tuple[Node, str, Node]]:
    """`a < b <= c` as its single comparisons."""
    if node.kind_id != g.COMPARISON:
        return []
    operands = g.parts(node)
    operators = [operator.type for operator in node.children_by_field_id(g.F_OPERATORS)]
    if len(operands) != len(operators) + 1:
        return []
    return list(zip(operands, operators, operands[1:], strict=False))


def _chained(node: Node, text: bytes) -> list[Test]:
    """The single comparisons of a chain; empty: it is none, or not all of it can be read."""
    links = _links(node)
    if len(links) < 2:
        return []
    chained = [_comparison(*link, text, True, f"{normal(link[0], text)} {link[1]} {normal(link[2], text)}") for link in links]
    return [] if any(test.kind == "other" for test in chained) else chained


def _one(node: Node, text: bytes, holds: bool, depth: int) -> Test:
    shown = normal(node, text)
    links = _links(node)
    if len(links) == 1:
        left, operator, right = links[0]
        return _comparison(left, operator, right, text, holds, shown)
    if node.kind_id == g.CALL:
        return _called(node, text, holds, shown)
    name = dotted_name(node, text)
    last = name.rpartition(".")[2] if name else shown
    if last in _TYPING_FLAGS or shown in ("False", "0"):
        return Test("typing", shown, holds)
    major = _MEANS_A_MAJOR.fullmatch(last) if name else None
    if major is not None:
        return Test("version", shown, holds, "==", (int(major["major"]),))
    if name and last == "PY34":
        return Test("version", shown, holds, ">=", (3, 4))
    system = _system_named(last) if name else None
    if system is not None:
        return Test("platform", shown, holds, *system)
    return Test(_shared_kind(node, text, depth), shown, holds, any_of=_alternatives(node, text, depth))


def asks(test: Test) -> bool:
    """Is it about versions or platforms, all or in part, in a way that can be read?"""
    return bool(test.any_of) or (test.kind in ("version", "platform") and test.op is not None)


def _alternatives(node: Node, text: bytes, depth: int) -> tuple[Guard, ...]:
    """What a compound comes to: it holds where all tests of one of these hold. Empty: it is none, or asks for no version or platform."""
    operator = node.child_by_field_id(g.F_OPERATOR) if node.kind_id == g.BOOLEAN and depth < 50 else None
    if operator is None:
        found: tuple[Guard, ...] = (tuple(_chained(node, text)),)
    elif g.source(operator, text) == b"or":
        found = tuple(tuple(_tests(operand, text, True, depth + 1)) for operand in _operands(node, text, b"or"))
    else:
        found = (tuple(_tests(node, text, True, depth + 1)),)
    return found if any(asks(test) for guard in found for test in guard) else ()


def _system_named(name: str) -> tuple[str, str] | None:
    """The comparison with `sys.platform` that a constant or function of this name stands for: in capitals, or with `is_` or `on_` before it."""
    match = _MEANS_A_SYSTEM.fullmatch(name)
    if match is None:
        return None
    prefixed = match["prefix"] is not None
    return _SYSTEM_FLAGS.get(match["word"].lower()) if prefixed or (name.isupper() and match["word"] not in ("WIN", "MAC")) else None


def _shared_kind(node: Node, text: bytes, depth: int) -> TestKind:
    """The kind that all parts of a compound condition have; `other` if they differ."""
    if depth >= 50:
        return "other"
    if node.kind_id == g.BOOLEAN:
        operator = node.child_by_field_id(g.F_OPERATOR)
        operands = _operands(node, text, g.source(operator, text)) if operator is not None else []
        kinds = {test.kind for operand in operands if operand is not node for test in _tests(operand, text, True, depth + 1)}
    else:
        kinds = {_comparison(left, operator, right, text, True, "").kind for left, operator, right in _links(node)}
    return kinds.pop() if len(kinds) == 1 else "other"


def _comparison(left: Node, operator: str, right: Node, text: bytes, holds: bool, shown: str) -> Test:
    subject, value_node = normal(_bare(left), text), _bare(right)
    if not _is_subject(subject) and _is_subject(normal(value_node, text)) and operator in _FLIPPED:
        subject, value_node, operator = normal(value_node, text), _bare(left), _FLIPPED[operator]
    operator = "!=" if operator == "<>" else operator
    if "version_info" in subject or subject == "sys.hexversion":
        return _version(subject, operator, normal(value_node, text), holds, shown)
    if subject == "__name__" and operator == "==" and string_literal(value_node, text) == "__main__":
        return Test("main", shown, holds)
    if operator in ("in", "not in") and _is_subject(subject):
        return _among(subject, operator, right, text, holds, shown)
    if _is_subject(subject):
        return _platform(subject, operator, string_literal(value_node, text), holds, shown)
    if operator in ("in", "not in") and normal(value_node, text) == "sys.platform":
        return _containing(string_literal(_bare(left), text), operator, holds, shown)
    if "sys.platform" in normal(value_node, text):
        return Test("platform", shown, holds)
    return Test("other", shown, holds)


def _containing(part: str | None, operator: str, holds: bool, shown: str) -> Test:
    """`"linux" in sys.platform`."""
    if not part:
        return Test("platform", shown, holds)
    if operator == "in":
        return Test("platform", shown, holds, "contains", part)
    return Test("platform", shown, holds, any_of=((Test("platform", f"{part!r} in sys.platform", False, "contains", part),),))


def _among(subject: str, operator: str, values: Node, text: bytes, holds: bool, shown: str) -> Test:
    """`sys.platform in ("win32", "cygwin")`."""
    node = _bare(values)
    words = [string_literal(part, text) for part in g.parts(node)] if node.kind_id in (g.TUPLE, g.LIST, g.SET) else []
    single = "==" if operator == "in" else "!="
    each = [_platform(subject, single, word, True, f"{subject} {single} {word!r}") for word in words]
    if not each or None in words or any(test.op is None for test in each):
        return Test("platform", shown, holds)
    return Test("platform", shown, holds, any_of=tuple((test,) for test in each) if operator == "in" else (tuple(each),))


def _is_subject(subject: str) -> bool:
    """Is this what versions or platforms are read from?"""
    return (
        "version_info" in subject
        or subject in ("sys.hexversion", "__name__", "os.name")
        or subject in ("sys.platform", "platform")
        or (subject.startswith("platform.system()"))
    )


def _version(subject: str, operator: str, value: str, holds: bool, shown: str) -> Test:
    numbers = _hexadecimal(value) if subject == "sys.hexversion" else _numbers(value)
    if subject == "sys.hexversion" and numbers:
        operator = {">": ">=", "<=": "<"}.get(operator, operator)
        return Test("version", shown, holds, operator, numbers) if operator in (">=", "<") else Test("version", shown, holds)
    _, _, part = subject.partition("version_info")
    taken = {"": 0, "[0]": 1, ".major": 1, "[:1]": 1, "[:2]": 2, "[0:2]": 2, "[:3]": 3, "[0:3]": 3, "[1]": 2, ".minor": 2}.get(part)
    if numbers is None or taken is None or operator not in _FLIPPED:
        return Test("version", shown, holds)
    single = part in ("[0]", ".major", "[1]", ".minor")
    if single == value.startswith("("):
        return Test("version", shown, holds)
    if part in ("[1]", ".minor"):
        numbers = (3, *numbers)  # asked of the second number alone, where the first is taken for granted
    if taken == 0 and operator in ("==", "!="):
        return Test("version", shown, holds)
    if operator in (">", "<="):
        if taken and len(numbers) >= taken:
            numbers = (*numbers[: taken - 1], numbers[taken - 1] + 1)
        operator = ">=" if operator == ">" else "<"
    return Test("version", shown, holds, operator, numbers)


def _numbers(value: str) -> tuple[int, ...] | None:
    """`(3, 9)` or `3`; a release level (`(3, 9, 0, 'final')`) is cut off."""
    pieces = [piece.strip() for piece in value.strip("()").split(",") if piece.strip()]
    numbers = []
    for piece in pieces[:3]:
        if not piece.isdigit() or len(piece) > 6:
            return None
        numbers.append(int(piece))
    return tuple(numbers) or None


def _hexadecimal(value: str) -> tuple[int, ...] | None:
    """`0x030900f0` (canonical spelling: decimal) is 3.9: `sys.hexversion` holds a byte each for major, minor, micro, and one for the level."""
    if not value.isdigit() or len(value) > 12:
        return None
    number = int(value)
    version = [number >> 24, number >> 16 & 0xFF, number >> 8 & 0xFF]
    while len(version) > 1 and version[-1] == 0:
        version.pop()
    return tuple(version)


def _platform(subject: str, operator: str, value: str | None, holds: bool, shown: str) -> Test:
    if value is None or operator not in ("==", "!="):
        return Test("platform", shown, holds)
    if subject == "os.name":
        known = _OS_NAMES.get(value)
        if known is None:
            return Test("platform", shown, holds)
        meant, word = known
        return Test("platform", shown, holds, meant if operator == "==" else {"==": "!=", "!=": "=="}[meant], word)
    if subject.startswith("platform.system()"):
        system = _SYSTEMS.get(value.lower())
        return Test("platform", shown, holds, operator, system) if system else Test("platform", shown, holds)
    return Test("platform", shown, holds, operator, value)


def _called(node: Node, text: bytes, holds: bool, shown: str) -> Test:
    """`sys.platform.startswith("linux")`, `is_windows()`."""
    positional, _ = arguments(node, text)
    if shown.startswith("sys.platform.startswith(") and len(positional) == 1:
        if positional[0].kind_id == g.TUPLE:
            return _starting(positional[0], text, holds, shown)
        prefix = string_literal(positional[0], text)
        return Test("platform", shown, holds, "startswith", prefix) if prefix else Test("platform", shown, holds)
    if shown.startswith(("sys.platform.", "platform.system().")):
        return Test("platform", shown, holds)
    system = _system_named(shown[:-2].rpartition(".")[2]) if shown.endswith("()") else None
    return Test("platform", shown, holds, *system) if system is not None and shown[:-2].islower() else Test("other", shown, holds)


def _starting(prefixes: Node, text: bytes, holds: bool, shown: str) -> Test:
    """`sys.platform.startswith(("linux", "freebsd"))`."""
    words = [string_literal(part, text) for part in g.parts(prefixes)]
    each = [Test("platform", f"sys.platform.startswith({word!r})", True, "startswith", word) for word in words if word]
    return Test("platform", shown, holds, any_of=tuple((test,) for test in each) if len(each) == len(words) else ())


def handled(clause: Node, text: bytes) -> list[str]:
    """The exceptions that an `except` clause catches, canonical; a bare one catches `BaseException`.

    `except A, B:` is Python 2 (B is bound) where B is a single lower-case name that comes second, else PEP 758 (both are caught)."""
    values = clause.children_by_field_id(g.F_VALUE)
    if not values:
        return ["BaseException"]
    first = _bare(values[0])
    if first.kind_id == g.AS_PATTERN:
        inner = g.first(first)
        first = _bare(inner) if inner is not None else first
    nodes = g.parts(first) if first.kind_id == g.TUPLE else [first]
    if len(values) == 2 and values[1].kind_id == g.IDENTIFIER and not g.source(values[1], text)[:1].isupper():
        return [normal(node, text) for node in nodes]
    return [normal(node, text) for node in [*nodes, *values[1:]]]
