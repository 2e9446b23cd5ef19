"""Reads logic programs before anything else is done: is it a program, and does it use only predicates that are there?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from modiff.errors import BadProgram, FileMissing, MissingExtra
from modiff.queries.predicates import ALL

Signature = tuple[str, int]
"""Name and arity."""
_PLACE = re.compile(r"^(?P<file>.*?):(?P<line>\d+):(?P<column>\d+)(?:-[\d:]+)?: (?:error|info|warning): (?P<said>.*)$", re.DOTALL)

_UNSAFE = re.compile(r"^unsafe variables in: (?P<rule>.*?)\.?(?P<notes> \S+: note: .*)?$")
_NOTE = re.compile(r"note: '([^']*)' is unsafe")


class Use(NamedTuple):
    """A predicate, where it stands."""

    signature: Signature
    file: str
    line: int


class Programs(NamedTuple):
    """Logic programs that can be run together."""

    files: tuple[str, ...]
    used: frozenset[str]
    """Names of our predicates that they need."""
    shown: tuple[Signature, ...]
    """Predicates that they print, sorted."""
    extra: str
    """Statements that must be added: `#show` for programs that say nothing of what they show."""
    constraints: tuple[str, ...]
    """FILE:LINE of what forbids answers."""


def clingo() -> Any:
    """The library. Raises MissingExtra."""
    try:
        import clingo
        import clingo.ast
    except ImportError as error:
        raise MissingExtra("Logic programs need clingo, which is not installed.", ['pip install "modiff[logic]"']) from error
    return clingo


def read_programs(files: Sequence[str]) -> Programs:
    """Reads programs. Raises FileMissing; BadProgram for what is none, and for predicates that nothing defines, with all of these at once."""
    ast = clingo().ast
    read = [_read(file, ast) for file in files]
    defined = {use.signature for one in read for use in (*one.defined, *one.declared)}
    wrong = [text for one in read for use in one.used if (text := _wrong(use, defined)) is not None]
    if wrong:
        said = "; ".join(dict.fromkeys(wrong))
        raise BadProgram(said if said.endswith("?") else f"{said}.", ["docs/logic.md lists all predicates, with their arguments"])
    added = [signature for one in read if not one.shows for signature in _own(one)]
    shown = sorted({*(signature for one in read for signature in one.shown), *added})
    used = {use.signature[0] for one in read for use in one.used} & ALL.keys()
    # Without any `#show` of its own a program would show all facts, so there is always one.
    extra = "".join(f"#show {name}/{arity}.\n" for name, arity in dict.fromkeys(added)) + "#show.\n"
    return Programs(tuple(files), frozenset(used), tuple(shown), extra, tuple(dict.fromkeys(place for one in read for place in one.constraints)))


def sentence_of(message: str) -> str:
    """A message of clingo's as one sentence with file and line."""
    match = _PLACE.match(message.strip())
    if match is None:
        return " ".join(message.split())
    said = " ".join(match["said"].split()).rstrip(".")
    unsafe = _UNSAFE.match(said)
    if unsafe is not None:
        names = ", ".join(dict.fromkeys(name for name in _NOTE.findall(unsafe["notes"]) if not name.startswith("#")))
        said = f"nothing in the body of this rule says what {names or 'a variable'} can be: {_as_written(unsafe['rule'])}"
    said = said.replace("#showsig", "#show").replace("unexpected <END>", "unexpected end of the file")
    return f"{match['file']}:{match['line']}: {said}"


def _as_written(rule: str) -> str:
    """A rule without what clingo makes of it: `_` is `#p` there, and a predicate with one in it `#p_name(#b(X),#p)`."""
    plain = re.sub(r"#b\((\w+)\)", r"\1", rule.replace("[#inc_base];", "").replace("#p_", ""))
    return re.sub(r"#p\b", "_", plain)


class _Read(NamedTuple):
    """One file, and those that it includes."""

    defined: list[Use]
    declared: list[Use]
    """By `#defined`: known to be defined by nobody, perhaps."""
    used: list[Use]
    shown: list[Signature]
    shows: bool
    """Does it say what it shows?"""
    constraints: list[str]


def _read(file: str, ast: Any) -> _Read:
    messages: list[str] = []
    found = _Read([], [], [], [], False, [])
    shows = False

    def take(statement: Any) -> None:
        nonlocal shows
        shows = shows or str(statement.ast_type).startswith("ASTType.Show")
        _take(statement, found)

    try:
        with open(file, encoding="utf-8") as stream:
            stream.read()
        ast.parse_files([file], take, logger=lambda code, message: messages.append(message), message_limit=20)
    except FileNotFoundError as error:
        hints = ["a file: --program FILE.lp", "`modiff rules` lists the programs that installed packages bring"]
        raise FileMissing(f"There is no logic program {file}.", hints) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadProgram(f"{file} cannot be read as text in UTF-8: {getattr(error, 'strerror', None) or error}.") from error
    except RuntimeError as error:
        said = next((sentence_of(message) for message in messages), f"{file}: {error}")
        hints = ["each rule ends in a full stop: perhaps the one above lacks it"] if "syntax error, unexpected" in said else []
        raise BadProgram(f"This is no logic program: {said}.", hints) from error
    return found._replace(shows=shows)


def _take(statement: Any, found: _Read) -> None:
    kind = str(statement.ast_type).removeprefix("ASTType.")
    if kind in ("Rule", "External"):
        head = statement.head if kind == "Rule" else statement.atom
        for defines, use in _atoms(head, True):
            (found.defined if defines else found.used).append(use)
        found.used.extend(use for _, use in _in_all(statement.body))
        if kind == "Rule" and _forbids(head):
            found.constraints.append(f"{statement.location.begin.filename}:{statement.location.begin.line}")
    elif kind in ("ShowSignature", "ProjectSignature", "Defined"):
        if statement.name:
            signature = ("" if statement.positive else "-") + statement.name, statement.arity
            use = Use(signature, statement.location.begin.filename, statement.location.begin.line)
            (found.declared if kind == "Defined" else found.used).append(use)
            found.shown.extend([signature] if kind == "ShowSignature" else [])
    elif kind == "ShowTerm":
        found.used.extend(use for _, use in _in_all(statement.body))
        term = statement.term
        if str(term.ast_type) == "ASTType.Function":
            found.shown.append((term.name, len(term.arguments)))
    else:
        found.used.extend(use for _, use in _in_children(statement, False))


def _forbids(head: Any) -> bool:
    return str(head.ast_type) == "ASTType.Literal" and str(head.atom.ast_type) == "ASTType.BooleanConstant" and not head.atom.value


def _atoms(node: Any, defines: bool) -> Iterator[tuple[bool, Use]]:
    """The atoms in a part of a statement, and whether they are defined there: those of a head are, the conditions in it are not."""
    kind = str(node.ast_type).removeprefix("ASTType.")
    if kind == "SymbolicAtom":
        yield from ((defines, use) for use in _uses(node.symbol))
    elif kind == "ConditionalLiteral":
        yield from _atoms(node.literal, defines)
        yield from _in_all(node.condition)
    else:
        yield from _in_children(node, defines)


def _in_children(node: Any, defines: bool) -> Iterator[tuple[bool, Use]]:
    for key in node.child_keys:
        child = getattr(node, key)
        if child is not None:
            for one in child if not hasattr(child, "ast_type") else (child,):
                yield from _atoms(one, defines)


def _in_all(nodes: Iterable[Any]) -> Iterator[tuple[bool, Use]]:
    for node in nodes:
        yield from _atoms(node, False)


def _uses(symbol: Any, sign: str = "") -> Iterator[Use]:
    kind = str(symbol.ast_type).removeprefix("ASTType.")
    if kind == "UnaryOperation":
        yield from _uses(symbol.argument, "-")
    elif kind == "Pool":  # `p(1;2,3)`: two at once, which may differ in arity
        for part in symbol.arguments:
            yield from _uses(part, sign)
    elif kind == "Function":
        place = symbol.location.begin
        yield Use((sign + symbol.name, len(symbol.arguments)), place.filename, place.line)


def _own(read: _Read) -> Iterator[Signature]:
    """What a program defines that is not ours."""
    return (use.signature for use in read.defined if use.signature[0] not in ALL)


def _wrong(use: Use, defined: set[Signature]) -> str | None:
    name, arity = use.signature
    known = ALL.get(name)
    if use.signature in defined or (known is not None and known.arity == arity):
        return None
    where = f"{use.file}:{use.line}: nothing defines {name}/{arity}"
    if known is not None:
        return f"{where}; {name} takes {known.arity} argument{'' if known.arity == 1 else 's'}: {known.shown}"
    own = sorted(f"{name}/{other}" for other_name, other in defined if other_name == name)
    if own:
        return f"{where}, but {' and '.join(own)}"
    near = get_close_matches(name, [*(word for word, _ in defined), *ALL], 1, 0.6)
    if not near:
        return where
    return f"{where}; did you mean {ALL[near[0]].shown if near[0] in ALL else next(f'{n}/{a}' for n, a in sorted(defined) if n == near[0])}?"
