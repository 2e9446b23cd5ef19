"""Writes an expression node as canonical source.

The spelling is that of `ast.unparse`: single spaces around operators and after commas, parentheses only where precedence asks for
them (and around tuples, yields and `:=`), strings and numbers as `literals` spells them, adjacent strings joined, no trailing commas.
It differs where source says more than a syntax tree or reads better: f-strings and t-strings stand as they are written,
`2 ** -1` has no parentheses, a generator that is the only argument has those of the call, `<>` is `!=`.
Rendering keeps the meaning: parsed again, the text gives the same syntax tree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.literals import joined, number
from modiff.extract.strings import string_piece

(ANY, TUPLE, TEST, OR, AND, NOT, COMPARE, BIT_OR, BIT_XOR, BIT_AND, SHIFT, SUM, TERM, FACTOR, POWER, AWAIT, ATOM) = range(17)
"""How tightly an operator binds, loosest first."""

_BINARY = {
    b"|": BIT_OR,
    b"^": BIT_XOR,
    b"&": BIT_AND,
    b"<<": SHIFT,
    b">>": SHIFT,
    b"+": SUM,
    b"-": SUM,
    b"*": TERM,
    b"@": TERM,
    b"/": TERM,
    b"//": TERM,
    b"%": TERM,
    b"**": POWER,
}

MAX_DEPTH = 120
"""Expressions nested deeper than this stand as they are written; it keeps recursion far below Python's limit. Long chains of one
operator do not count as depth."""

ASYNC_NAME = "as\u01c3c"
"""What `file` writes for `async` where it is a name (Python before 3.7), as the grammar knows it only as a keyword. Same length in UTF-8."""


_IDENTIFIER = g.IDENTIFIER
_WORDS = {g.TRUE: "True", g.FALSE: "False", g.NONE: "None", g.ELLIPSIS: "...", g.KEYWORD_SEPARATOR: "*", g.POSITIONAL_SEPARATOR: "/"}


class CannotRender(Exception):
    """The expression is broken or nested too deep."""


def identifier(name: bytes) -> str:
    """A name as Python sees it: NFKC, as the language prescribes."""
    try:
        return _identifiers[name]
    except KeyError:
        text = name.decode("utf-8", "replace")
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text).replace(ASYNC_NAME, "async")
        if len(_identifiers) > 100_000:
            _identifiers.clear()
        _identifiers[name] = text
        return text


_identifiers: dict[bytes, str] = {}


class Renderer:
    """Renders nodes of one text. `unquote`: strings in annotations stand for the expressions they hold (PEP 484), outside `Literal` and
    the metadata of `Annotated`; `parse` reads such a string."""

    def __init__(self, text: bytes, unquote: Callable[[str], str | None] | None = None) -> None:
        self.text = text
        self.unquote = unquote
        self.depth = 0

    def render(self, node: Node, need: int = TEST) -> str:
        """The node's canonical source, in parentheses if it binds looser than `need`. Raises CannotRender."""
        kind = node.kind_id
        if kind == _IDENTIFIER:
            return identifier(self.text[node.start_byte : node.end_byte])
        word = _WORDS.get(kind)
        if word is not None:
            return word
        write = _WRITERS.get(kind)
        if write is None:
            raise CannotRender(node.type)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise CannotRender("too deep")
        shown = write(self, node, need)
        self.depth -= 1
        return shown

    def source(self, node: Node) -> bytes:
        return self.text[node.start_byte : node.end_byte]

    def joined(self, nodes: Iterable[Node], need: int = TEST) -> str:
        return ", ".join([self.render(node, need) for node in nodes])


def _parenthesized_if(loose: bool, text: str) -> str:
    return f"({text})" if loose else text


def _number(r: Renderer, node: Node, need: int) -> str:
    return number(r.source(node).decode("ascii", "replace"))


def _inner(r: Renderer, node: Node, need: int) -> str:
    """Parentheses and `type` wrappers mean nothing of their own."""
    inner = g.parts(node)
    if len(inner) != 1:
        raise CannotRender("parentheses around nothing")
    return r.render(inner[0], need)


def _string(r: Renderer, node: Node, need: int) -> str:
    return _strings(r, [node], need)


def _concatenated(r: Renderer, node: Node, need: int) -> str:
    return _strings(r, g.parts(node), need)


def _strings(r: Renderer, nodes: list[Node], need: int) -> str:
    """Adjacent strings as one; f-strings stand between them as they are written."""
    pieces: list[str | bytes] = []
    shown: list[str] = []
    for node in nodes:
        if node.child_count < 2:
            raise CannotRender("a string without an end")
        value, written = string_piece(node, r.text)
        if value is not None:
            pieces.append(value)
            continue
        if pieces:
            shown.append(repr(joined(pieces)))
            pieces = []
        shown.append(written)
    if not shown:
        value = joined(pieces)
        return _unquoted(r, value, need) if r.unquote is not None and isinstance(value, str) else repr(value)
    return " ".join([*shown, repr(joined(pieces))] if pieces else shown)


def _unquoted(r: Renderer, value: str, need: int) -> str:
    """What a string annotation says; parentheses where the place needs them and the text is more than a name or subscript."""
    assert r.unquote is not None
    inner = r.unquote(value)
    if inner is None:
        return repr(value)
    return _parenthesized_if(need > BIT_OR and not inner.replace(".", "").isidentifier() and not inner.endswith("]"), inner)


def _attribute(r: Renderer, node: Node, need: int) -> str:
    value, name = node.child_by_field_id(g.F_OBJECT), node.child_by_field_id(g.F_ATTRIBUTE)
    if value is None or name is None:
        raise CannotRender("attribute")
    text = r.render(value, ATOM)
    if text.isdigit():
        text = f"({text})"
    return f"{text}.{identifier(r.source(name))}"


def _subscript(r: Renderer, node: Node, need: int) -> str:
    value = node.child_by_field_id(g.F_VALUE)
    if value is None:
        raise CannotRender("subscript")
    subscripts = node.children_by_field_id(g.F_SUBSCRIPT)
    return _subscripted(r, r.render(value, ATOM), subscripts, one_tuple=len(subscripts) == 1 and _has_comma(node))


def _subscripted(r: Renderer, head: str, items: list[Node], one_tuple: bool) -> str:
    """`head[items]`: tuples lose their parentheses here (`x[(a, b)]` is `x[a, b]`), except the empty one."""
    if len(items) == 1 and not one_tuple:
        bare = _without_parentheses(items[0])
        elements = g.parts(bare) if bare.kind_id == g.TUPLE else []
        if elements:
            items, one_tuple = elements, len(elements) == 1
    unquote = r.unquote
    last = head.rpartition(".")[2]
    try:
        if unquote is not None and last == "Literal":
            r.unquote = None
        texts = [r.render(item) for item in items[:1]]
        if unquote is not None and last == "Annotated":
            r.unquote = None
        texts += [r.render(item) for item in items[1:]]
    finally:
        r.unquote = unquote
    # `x[*y]` is a tuple even without a comma.
    comma = "," if one_tuple and not texts[0].startswith("*") else ""
    return f"{head}[{', '.join(texts)}{comma}]"


def _without_parentheses(node: Node) -> Node:
    while node.kind_id in (g.PARENTHESIZED, g.TYPE):
        inner = g.parts(node)
        if len(inner) != 1:
            break
        node = inner[0]
    return node


def _has_comma(node: Node) -> bool:
    return any(child.type == "," for child in node.children)


def _generic_type(r: Renderer, node: Node, need: int) -> str:
    children = g.parts(node)
    if len(children) != 2:
        raise CannotRender("generic type")
    items = g.parts(children[1])
    return _subscripted(r, r.render(children[0], ATOM), items, one_tuple=len(items) == 1 and _has_comma(children[1]))


def _slice(r: Renderer, node: Node, need: int) -> str:
    fields = [""]
    for child in node.children:
        if child.type == ":":
            fields.append("")
        elif child.kind_id not in g.EXTRAS:
            fields[-1] = r.render(child)
    if len(fields) == 3 and not fields[2]:
        fields.pop()
    return ":".join(fields)


def _call(r: Renderer, node: Node, need: int) -> str:
    function, arguments = node.child_by_field_id(g.F_FUNCTION), node.child_by_field_id(g.F_ARGUMENTS)
    if function is None or arguments is None:
        raise CannotRender("call")
    head = r.render(function, ATOM)
    if arguments.kind_id == g.GENERATOR:
        return head + r.render(arguments)
    items = g.parts(arguments)
    if len(items) == 1 and _without_parentheses(items[0]).kind_id == g.GENERATOR:
        return head + r.render(items[0])
    # `f(x=1, *y)` is `f(*y, x=1)`: keywords come last.
    items.sort(key=lambda item: item.kind_id in _KEYWORDS)
    return f"{head}({r.joined(items)})"


_KEYWORDS = frozenset((g.KEYWORD_ARGUMENT, g.DICTIONARY_SPLAT))


def _keyword_argument(r: Renderer, node: Node, need: int) -> str:
    name, value = node.child_by_field_id(g.F_NAME), node.child_by_field_id(g.F_VALUE)
    if name is None or value is None:
        raise CannotRender("keyword")
    return f"{identifier(r.source(name))}={r.render(value)}"


def _splat(r: Renderer, node: Node, need: int) -> str:
    return "*" + _inner(r, node, BIT_OR)


def _double_splat(r: Renderer, node: Node, need: int) -> str:
    return "**" + _inner(r, node, BIT_OR)


def _splat_type(r: Renderer, node: Node, need: int) -> str:
    return ("**" if r.source(node).startswith(b"**") else "*") + _inner(r, node, BIT_OR)


def _tuple(r: Renderer, node: Node, need: int) -> str:
    items = g.parts(node)
    if node.kind_id == g.TUPLE_PATTERN and len(items) == 1 and not _has_comma(node):
        return r.render(items[0], need)
    text = r.joined(items) + ("," if len(items) == 1 else "")
    return _parenthesized_if(need > TUPLE or not items, text)


def _list(r: Renderer, node: Node, need: int) -> str:
    return f"[{r.joined(g.parts(node))}]"


def _braces(r: Renderer, node: Node, need: int) -> str:
    return "{" + r.joined(g.parts(node)) + "}"


def _pair(r: Renderer, node: Node, need: int) -> str:
    key, value = g.parts(node)
    return f"{r.render(key)}: {r.render(value)}"


def _comprehension(r: Renderer, node: Node, need: int) -> str:
    text = " ".join([r.render(part) for part in g.parts(node)])
    if node.kind_id == g.GENERATOR:
        return f"({text})"
    return f"[{text}]" if node.kind_id == g.LIST_COMPREHENSION else "{" + text + "}"


def _for_in(r: Renderer, node: Node, need: int) -> str:
    target, *sources = g.parts(node)
    word = "async for" if r.source(node).startswith(b"async") else "for"
    # Python 2 lets several iterables stand there without parentheses.
    iterable = r.render(sources[0], OR) if len(sources) == 1 else f"({r.joined(sources)})"
    return f"{word} {r.render(target, ANY)} in {iterable}"


def _if_clause(r: Renderer, node: Node, need: int) -> str:
    return "if " + _inner(r, node, OR)


def _conditional(r: Renderer, node: Node, need: int) -> str:
    then, test, other = g.parts(node)
    return _parenthesized_if(need > TEST, f"{r.render(then, OR)} if {r.render(test, OR)} else {r.render(other)}")


def _walrus(r: Renderer, node: Node, need: int) -> str:
    name, value = g.parts(node)
    return f"({r.render(name)} := {r.render(value)})"


def _lambda(r: Renderer, node: Node, need: int) -> str:
    parameters, body = node.child_by_field_id(g.F_PARAMETERS), node.child_by_field_id(g.F_BODY)
    if body is None:
        raise CannotRender("lambda")
    head = f"lambda {r.joined(g.parts(parameters))}" if parameters is not None else "lambda"
    return _parenthesized_if(need > TEST, f"{head}: {r.render(body)}")


def _default_parameter(r: Renderer, node: Node, need: int) -> str:
    name, value = g.parts(node)
    return f"{r.render(name)}={r.render(value)}"


def _await(r: Renderer, node: Node, need: int) -> str:
    return _parenthesized_if(need > AWAIT, "await " + _inner(r, node, ATOM))


def _yield(r: Renderer, node: Node, need: int) -> str:
    values = g.parts(node)
    if not values:
        return "(yield)"
    word = "yield from" if any(child.type == "from" for child in node.children[:3]) else "yield"
    return f"({word} {r.render(values[0], ANY if word == 'yield' else TEST)})"


def _not(r: Renderer, node: Node, need: int) -> str:
    return _parenthesized_if(need > NOT, "not " + _inner(r, node, NOT))


def _spine(node: Node, kind: int) -> tuple[Node, list[tuple[Node, Node]]]:
    """A chain of left operands without recursion: the leftmost one, then (node, its right operand) from the inside out."""
    steps = []
    while node.kind_id == kind:
        left, right = node.child_by_field_id(g.F_LEFT), node.child_by_field_id(g.F_RIGHT)
        if left is None or right is None:
            raise CannotRender("operator")
        steps.append((node, right))
        node = left
    return node, steps[::-1]


def _operator(r: Renderer, node: Node) -> bytes:
    operator = node.child_by_field_id(g.F_OPERATOR)
    if operator is None:
        raise CannotRender("operator")
    return r.source(operator)


def _boolean(r: Renderer, node: Node, need: int) -> str:
    first, steps = _spine(node, g.BOOLEAN)
    bound = OR if _operator(r, steps[0][0]) == b"or" else AND
    text = [r.render(first, bound)]
    for step, right in steps:
        operator = _operator(r, step)
        level = OR if operator == b"or" else AND
        if level > bound:
            text = [f"({''.join(text)})"]
        bound = level
        text.append(f" {operator.decode()} {r.render(right, level + 1)}")
    return _parenthesized_if(need > bound, "".join(text))


def _binary(r: Renderer, node: Node, need: int) -> str:
    first, steps = _spine(node, g.BINARY)
    bound = _BINARY[_operator(r, steps[0][0])]
    text = [r.render(first, bound + (bound == POWER))]
    for index, (step, right) in enumerate(steps):
        operator = _operator(r, step)
        level = _BINARY[operator]
        if index and level > bound:  # the grammar never nests so without parentheses, but costs nothing to be right
            text = [f"({''.join(text)})"]
        bound = level
        # `**` takes a sign or another `**` on its right without parentheses.
        text.append(f" {operator.decode()} {r.render(right, FACTOR if level == POWER else level + 1)}")
    return _parenthesized_if(need > bound, "".join(text))


def _union_type(r: Renderer, node: Node, need: int) -> str:
    # The grammar nests `A | B | C` to either side; without parentheses it is one chain all the same.
    members: list[Node] = []
    stack = [node]
    while stack:
        member = stack.pop()
        inner = g.parts(member)
        if member.kind_id == g.UNION_TYPE:
            stack += inner[::-1]
        elif member.kind_id == g.TYPE and len(inner) == 1 and inner[0].kind_id in (g.UNION_TYPE, g.BINARY):
            stack.append(inner[0])
        else:
            members.append(member)
    texts = [r.render(member, BIT_OR if index == 0 or member.kind_id == g.BINARY else BIT_OR + 1) for index, member in enumerate(members)]
    return _parenthesized_if(need > BIT_OR, " | ".join(texts))


def _constrained_type(r: Renderer, node: Node, need: int) -> str:
    return ": ".join([r.render(part) for part in g.parts(node)])


def _member_type(r: Renderer, node: Node, need: int) -> str:
    return ".".join([r.render(part, ATOM) for part in g.parts(node)])


def _unary(r: Renderer, node: Node, need: int) -> str:
    return _parenthesized_if(need > FACTOR, _operator(r, node).decode() + _inner(r, node, FACTOR))


def _comparison(r: Renderer, node: Node, need: int) -> str:
    operators = node.children_by_field_id(g.F_OPERATORS)
    operands = g.parts(node)
    words = [" ".join(r.source(operator).decode().split()) for operator in operators]
    if len(operands) != len(words) + 1:
        raise CannotRender("comparison")
    text = r.render(operands[0], BIT_OR)
    for word, operand in zip(words, operands[1:], strict=True):
        text += f" {'!=' if word == '<>' else word} {r.render(operand, BIT_OR)}"
    return _parenthesized_if(need > COMPARE, text)


_WRITERS: dict[int, Callable[[Renderer, Node, int], str]] = {
    g.DOTTED_NAME: _member_type,
    g.INTEGER: _number,
    g.FLOAT: _number,
    g.STRING: _string,
    g.CONCATENATED: _concatenated,
    g.PARENTHESIZED: _inner,
    g.PARENTHESIZED_SPLAT: _inner,
    g.TYPE: _inner,
    g.AS_PATTERN_TARGET: _inner,
    g.ATTRIBUTE: _attribute,
    g.SUBSCRIPT: _subscript,
    g.SLICE: _slice,
    g.CALL: _call,
    g.KEYWORD_ARGUMENT: _keyword_argument,
    g.LIST_SPLAT: _splat,
    g.DICTIONARY_SPLAT: _double_splat,
    g.LIST_SPLAT_PATTERN: _splat,
    g.DICTIONARY_SPLAT_PATTERN: _double_splat,
    g.TUPLE: _tuple,
    g.EXPRESSION_LIST: _tuple,
    g.PATTERN_LIST: _tuple,
    g.TUPLE_PATTERN: _tuple,
    g.LIST: _list,
    g.LIST_PATTERN: _list,
    g.SET: _braces,
    g.DICTIONARY: _braces,
    g.PAIR: _pair,
    g.LIST_COMPREHENSION: _comprehension,
    g.SET_COMPREHENSION: _comprehension,
    g.DICTIONARY_COMPREHENSION: _comprehension,
    g.GENERATOR: _comprehension,
    g.FOR_IN_CLAUSE: _for_in,
    g.IF_CLAUSE: _if_clause,
    g.CONDITIONAL: _conditional,
    g.NAMED_EXPRESSION: _walrus,
    g.LAMBDA: _lambda,
    g.DEFAULT_PARAMETER: _default_parameter,
    g.AWAIT: _await,
    g.YIELD: _yield,
    g.NOT: _not,
    g.BOOLEAN: _boolean,
    g.BINARY: _binary,
    g.UNARY: _unary,
    g.COMPARISON: _comparison,
    g.GENERIC_TYPE: _generic_type,
    g.UNION_TYPE: _union_type,
    g.CONSTRAINED_TYPE: _constrained_type,
    g.MEMBER_TYPE: _member_type,
    g.SPLAT_TYPE: _splat_type,
}
