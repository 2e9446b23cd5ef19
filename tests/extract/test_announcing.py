"""What functions say of single parameters: warnings under a test of the parameter, directives in docstrings."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from modiff.extract import extract
from modiff.extract.bodies import extract_bodies
from modiff.model.facts import Function


def announced(body: str, head: str = "def f(a, x=None, **kwargs):") -> dict[str, str]:
    text = head + "\n" + indent(dedent(body), "    ")
    found = extract_bodies(text.encode(), [(1, text.count("\n") + 1)])
    return dict(next(iter(found.values())).announced)


@pytest.mark.parametrize("test", ["x", "x is not None", "x != 3", "(x is not None)", "x is not _unset"])
def test_a_warning_under_a_test_of_the_parameter(test: str) -> None:
    assert announced(f"if {test}:\n    warnings.warn('x is old, use a', DeprecationWarning)\n    a = x\nreturn a") == {"x": "x is old, use a"}


def test_a_key_of_the_mapping() -> None:
    assert announced("if 'y' in kwargs:\n    warn_deprecated('y is old')\nreturn a") == {"y": "y is old"}


@pytest.mark.parametrize(
    "body",
    [
        "if isinstance(x, str):\n    warnings.warn('str is old', DeprecationWarning)",
        "if x is None:\n    warnings.warn('x will be needed', FutureWarning)",
        "if x:\n    warnings.warn('odd', UserWarning)",
        "if x is not None and a:\n    warnings.warn('both are old', DeprecationWarning)",
        "if OLD:\n    warnings.warn('all is old', DeprecationWarning)",
        "def inner(x):\n    if x:\n        warnings.warn('x is old', DeprecationWarning)\nreturn inner",
        "if x == 'fast':\n    warnings.warn('fast is old', DeprecationWarning)",
    ],
)
def test_what_is_about_a_value_or_about_anything_else_says_nothing(body: str) -> None:
    assert announced(body) == {}


def test_a_directive_below_the_heading_of_a_parameter() -> None:
    body = '''
        """Does it.

        Parameters
        ----------
        a : int
            What to do.
        x : int, optional
            How often.

            .. deprecated:: 1.2
               Use `a` instead.

        Returns
        -------
        int
        """
    '''
    assert announced(body) == {"x": "since 1.2: Use `a` instead."}


def test_a_field_of_a_docstring() -> None:
    assert announced('"""Does it.\n\n:param a: deprecated since 2.0\n:param x: the other\n"""') == {"a": "deprecated since 2.0"}


def test_a_directive_about_the_function_is_about_no_parameter() -> None:
    assert announced('"""Does it.\n\n.. deprecated:: 1.2\n   Use g.\n\nParameters\n----------\na : int\n    What.\n"""') == {}


def said_of_function(docstring: str) -> str | None:
    text = 'def f(a, x=None):\n    """' + docstring.replace("\n", "\n    ") + '\n    """\n    return a\n'
    definition = extract(text.encode()).bindings[0].definition
    assert isinstance(definition, Function)
    return definition.deprecated


def test_what_follows_an_empty_line_after_the_version_belongs_to_the_directive() -> None:
    assert said_of_function("Does.\n\n.. deprecated:: 5.1\n\n   Use `g` instead.\n\nMore.") == "since 5.1: Use `g` instead."


def test_a_directive_that_begins_with_another_name_is_about_that() -> None:
    assert said_of_function("Does.\n\n.. deprecated:: 17.4.0 *x*") is None
    assert said_of_function("Does.\n\n.. deprecated:: 18.2.0\n   ``__lt__`` now raises.") is None
    assert said_of_function("Does.\n\n.. deprecated:: 18.2.0\n   ``f`` goes, use g.") == "since 18.2.0: ``f`` goes, use g."
    assert said_of_function("Does.\n\n.. deprecated:: 1.0\n   Use ``g``.") == "since 1.0: Use ``g``."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (".. deprecated:: 1.4  Text goes on here\n    that is long.", "since 1.4: Text goes on here that is long."),
        (".. deprecated:: 1.4. Use g", "since 1.4: Use g"),
        (".. deprecated:: v2.0rc1", "since v2.0rc1"),
        (".. deprecated:: since 2.0\n    Use g.", "since 2.0: Use g."),
        (".. deprecated:: version 3\n    Use g.", "since 3: Use g."),
        (".. deprecated:: next\n    Use g.", "since next: Use g."),
        (".. deprecated:: use g instead", "use g instead"),
        (".. deprecated::\n    Use g.", "Use g."),
        (".. deprecated:: next_step() is better", "next_step() is better"),
    ],
)
def test_the_version_of_a_directive_is_one_word_and_what_follows_is_text(written: str, said: str) -> None:
    assert said_of_function(f"Does.\n\n{written}\n\nMore.") == said
