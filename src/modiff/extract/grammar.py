"""The parser, and the numbers its grammar gives to kinds of nodes and to fields.

Comparing numbers is cheaper than asking a node for the name of its kind, and extraction is the hot path.
"""

from __future__ import annotations

import tree_sitter_python
from tree_sitter import Language, Node, Parser

LANGUAGE = Language(tree_sitter_python.language())


PARSER = Parser(LANGUAGE)
"""The one parser. Parsing holds the interpreter's lock from beginning to end, so callers may share it."""


def _kind(name: str, named: bool = True) -> int:
    number = LANGUAGE.id_for_node_kind(name, named)
    if number is None:
        raise LookupError(f"tree-sitter-python has no node kind {name!r}")
    return number


def _field(name: str) -> int:
    number = LANGUAGE.field_id_for_name(name)
    if number is None:
        raise LookupError(f"tree-sitter-python has no field {name!r}")
    return number


ERROR = 65535

COMMENT = _kind("comment")
LINE_CONTINUATION = _kind("line_continuation")
EXTRAS = frozenset((COMMENT, LINE_CONTINUATION))
"""Nodes that may stand anywhere and mean nothing."""

# Statements
EXPRESSION_STATEMENT = _kind("expression_statement")
ASSIGNMENT = _kind("assignment")
AUGMENTED_ASSIGNMENT = _kind("augmented_assignment")
TYPE_ALIAS = _kind("type_alias_statement")
IMPORT = _kind("import_statement")
IMPORT_FROM = _kind("import_from_statement")
IMPORT_FUTURE = _kind("future_import_statement")
ALIASED_IMPORT = _kind("aliased_import")
WILDCARD_IMPORT = _kind("wildcard_import")
RELATIVE_IMPORT = _kind("relative_import")
IMPORT_PREFIX = _kind("import_prefix")
DOTTED_NAME = _kind("dotted_name")
DELETE = _kind("delete_statement")
EXEC = _kind("exec_statement")
PRINT = _kind("print_statement")
RAISE = _kind("raise_statement")
RETURN = _kind("return_statement")
ASSERT = _kind("assert_statement")
PASS = _kind("pass_statement")
GLOBAL = _kind("global_statement")
IF = _kind("if_statement")
ELIF_CLAUSE = _kind("elif_clause")
ELSE_CLAUSE = _kind("else_clause")
FOR = _kind("for_statement")
WHILE = _kind("while_statement")
TRY = _kind("try_statement")
EXCEPT_CLAUSE = _kind("except_clause")
FINALLY_CLAUSE = _kind("finally_clause")
WITH = _kind("with_statement")
WITH_CLAUSE = _kind("with_clause")
WITH_ITEM = _kind("with_item")
MATCH = _kind("match_statement")
CASE_CLAUSE = _kind("case_clause")
CASE_PATTERN = _kind("case_pattern")
SPLAT_PATTERN = _kind("splat_pattern")
KEYWORD_PATTERN = _kind("keyword_pattern")
BLOCK = _kind("block")
FUNCTION = _kind("function_definition")
CLASS = _kind("class_definition")
DECORATED = _kind("decorated_definition")
DECORATOR = _kind("decorator")

# Parameters and targets
PARAMETERS = _kind("parameters")
LAMBDA_PARAMETERS = _kind("lambda_parameters")
DEFAULT_PARAMETER = _kind("default_parameter")
TYPED_PARAMETER = _kind("typed_parameter")
TYPED_DEFAULT_PARAMETER = _kind("typed_default_parameter")
LIST_SPLAT_PATTERN = _kind("list_splat_pattern")
DICTIONARY_SPLAT_PATTERN = _kind("dictionary_splat_pattern")
KEYWORD_SEPARATOR = _kind("keyword_separator")
POSITIONAL_SEPARATOR = _kind("positional_separator")
TUPLE_PATTERN = _kind("tuple_pattern")
LIST_PATTERN = _kind("list_pattern")
PATTERN_LIST = _kind("pattern_list")
AS_PATTERN = _kind("as_pattern")
AS_PATTERN_TARGET = _kind("as_pattern_target")

# Expressions
IDENTIFIER = _kind("identifier")
ATTRIBUTE = _kind("attribute")
SUBSCRIPT = _kind("subscript")
SLICE = _kind("slice")
CALL = _kind("call")
ARGUMENT_LIST = _kind("argument_list")
KEYWORD_ARGUMENT = _kind("keyword_argument")
LIST_SPLAT = _kind("list_splat")
DICTIONARY_SPLAT = _kind("dictionary_splat")
PARENTHESIZED = _kind("parenthesized_expression")
PARENTHESIZED_SPLAT = _kind("parenthesized_list_splat")
EXPRESSION_LIST = _kind("expression_list")
TUPLE = _kind("tuple")
LIST = _kind("list")
SET = _kind("set")
DICTIONARY = _kind("dictionary")
PAIR = _kind("pair")
LIST_COMPREHENSION = _kind("list_comprehension")
SET_COMPREHENSION = _kind("set_comprehension")
DICTIONARY_COMPREHENSION = _kind("dictionary_comprehension")
GENERATOR = _kind("generator_expression")
FOR_IN_CLAUSE = _kind("for_in_clause")
IF_CLAUSE = _kind("if_clause")
CONDITIONAL = _kind("conditional_expression")
NAMED_EXPRESSION = _kind("named_expression")
LAMBDA = _kind("lambda")
AWAIT = _kind("await")
YIELD = _kind("yield")
NOT = _kind("not_operator")
BOOLEAN = _kind("boolean_operator")
BINARY = _kind("binary_operator")
UNARY = _kind("unary_operator")
COMPARISON = _kind("comparison_operator")
STRING = _kind("string")
STRING_CONTENT = _kind("string_content")
CONCATENATED = _kind("concatenated_string")
INTERPOLATION = _kind("interpolation")
INTEGER = _kind("integer")
FLOAT = _kind("float")
TRUE = _kind("true")
FALSE = _kind("false")
NONE = _kind("none")
ELLIPSIS = _kind("ellipsis")

# Types
TYPE = _kind("type")
SPLAT_TYPE = _kind("splat_type")
GENERIC_TYPE = _kind("generic_type")
UNION_TYPE = _kind("union_type")
CONSTRAINED_TYPE = _kind("constrained_type")
MEMBER_TYPE = _kind("member_type")
TYPE_PARAMETER = _kind("type_parameter")

# Fields
F_ALIAS = _field("alias")
F_ALTERNATIVE = _field("alternative")
F_ARGUMENT = _field("argument")
F_ARGUMENTS = _field("arguments")
F_ATTRIBUTE = _field("attribute")
F_BODY = _field("body")
F_CONDITION = _field("condition")
F_CONSEQUENCE = _field("consequence")
F_DEFINITION = _field("definition")
F_FUNCTION = _field("function")
F_GUARD = _field("guard")
F_KEY = _field("key")
F_LEFT = _field("left")
F_MODULE_NAME = _field("module_name")
F_NAME = _field("name")
F_OBJECT = _field("object")
F_OPERATOR = _field("operator")
F_OPERATORS = _field("operators")
F_PARAMETERS = _field("parameters")
F_RETURN_TYPE = _field("return_type")
F_RIGHT = _field("right")
F_SUBJECT = _field("subject")
F_SUBSCRIPT = _field("subscript")
F_SUPERCLASSES = _field("superclasses")
F_TYPE = _field("type")
F_TYPE_PARAMETERS = _field("type_parameters")
F_VALUE = _field("value")


def parts(node: Node) -> list[Node]:
    """The named children of a node without comments and line continuations."""
    return [child for child in node.named_children if child.kind_id not in EXTRAS]


def first(node: Node) -> Node | None:
    """The first of `parts`; None if there is none."""
    count = node.named_child_count
    for index in range(count):
        child = node.named_child(index)
        if child.kind_id not in EXTRAS:
            return child
    return None


def source(node: Node, text: bytes) -> bytes:
    """The bytes a node stands for."""
    return text[node.start_byte : node.end_byte]


def line(node: Node) -> int:
    """The line a node begins on, counted from 1."""
    return node.start_point.row + 1
