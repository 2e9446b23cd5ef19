"""What the body of a function does, as far as callers can meet it: the second layer of facts, read on demand and cached apart.

Text of expressions is normalised as in `modiff.model.facts`. Nothing here depends on what other files say: names are as written.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from modiff.model.facts import Import, Parameter


class Forward(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A call that hands the caller's `**kwargs` on: `g(a, *args, x=1, **kwargs)`, or `functools.partial(g, **kwargs)`."""

    callee: str
    """What is called, a dotted name (`self.draw`, `Base.__init__`, `cls`) or `super().name`; for a partial what it applies. Empty for anything else,
    which reading cannot follow."""
    line: int
    """Where, counted from the `def` (which is line 0)."""
    keywords: tuple[str, ...] = ()
    """Keywords that the call gives itself: a caller who gives one too gives it twice."""
    positional: int = 0
    """Arguments by position before any unpacked ones."""
    receiver: bool = False
    """Is the first of those the function's own first parameter (`Base.__init__(self, **kwargs)`)?"""
    args: bool = False
    """Are the caller's own `*args` handed on too, unpacked after those by position?"""
    other_args: bool = False
    """Is anything else unpacked among the arguments by position?"""
    others: bool = False
    """Is another mapping unpacked beside `**kwargs`? Its keys are not known."""
    sure: bool = False
    """Does every call that does not fail before get there, with all keys that callers gave but those that the text takes out by name? False inside
    conditions, loops, `try`, inner functions, after an early return, and where anything may have taken out others."""
    result: bool = False
    """Is what it gives what the function returns?"""
    local: bool = False
    """Is the first name of the callee bound in the function itself (a parameter that is not `self` or `cls`, a variable, an inner function)?"""
    imported: Import | None = None
    """The import inside the function that binds that name; None: there is none."""
    usual: str = ""
    """A dotted name that such a local name stands for where callers do not say otherwise: `cls = kwargs.pop("cls", None) or Option`. Empty: none is
    known."""
    unless: str = ""
    """The parameter, or key of `**kwargs`, by which callers say otherwise."""


class Copies(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A function that makes another one at run time, by compiling text or of its code, with the parameters of what it is given."""

    of: str
    """The parameter that takes the callable, or class, whose parameters the made function has."""
    whole: bool
    """Does it look at all parameters, `self` and `cls` too (`getfullargspec`, `__code__`)? False: at what `inspect.signature` says."""
    skips: int = 0
    """How many of the first it leaves out."""


class HandedOn(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What every call gives of one function, in the one that takes its place for callers: the inner function of a decorator, or the `__call__` of a
    metaclass, which calls that of `type`."""

    positional: int = 0
    """Arguments by position before any unpacked ones."""
    keywords: tuple[str, ...] = ()
    """Arguments by keyword, in order."""
    args: bool = False
    """Are the caller's own `*args` unpacked after them?"""
    mapping: bool = False
    """Is the caller's own `**kwargs`?"""


class Wrapper(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The inner function that a decorator gives in place of what it stands on. Its parameters bind, whatever `functools.wraps` has `inspect` show."""

    way: Literal["bare", "called"]
    """Used as `@d`, or as `@d(…)`."""
    parameters: tuple[Parameter, ...]
    """What it takes itself. Annotations, which mean something where the decorator stands, are left out, and defaults that lean on names are `...`."""
    hands_on: HandedOn | None = None
    """How its `*args` and `**kwargs` reach the function that it stands for; None: it has neither."""


class Refusal(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A TypeError that a function raises under a test of what it was given."""

    parameters: tuple[str, ...]
    """The parameters that the test speaks of, also by way of variables, sorted; `**kwargs` by its bare name."""
    keys: tuple[str, ...] = ()
    """Texts in the test that may be keys, sorted. None: it is about no key in particular."""
    unheard: bool = False
    """Does the message say that something was given which nobody knows, rather than that something is missing?"""


class Body(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One function's body."""

    reads: tuple[str, ...] = ()
    """Keys whose value it takes from its `**kwargs`: `kwargs["x"]`, `.get("x")`, `.pop("x")`, `"x" in kwargs`, sorted."""
    taken_out: tuple[str, ...] = ()
    """Keys that it takes out of the mapping (`pop`, `del`), so that what it hands on no longer has them."""
    dropped: tuple[str, ...] = ()
    """Of those: keys whose value it throws away unread."""
    refused: tuple[str, ...] = ()
    """Keys for which it raises: `if "x" in kwargs: raise …`."""
    rejects: bool = False
    """Does it raise where keys are left that it did not take out: `if kwargs: raise TypeError(…)`?"""
    forwards: tuple[Forward, ...] = ()
    """In order of the source."""
    escapes: str | None = None
    """How the mapping gets where reading does not follow (stored, handed on as a dictionary, copied, iterated over), as the source of the statement's
    first line; None: it does not. A function without `**kwargs` has None."""
    keeps: tuple[Literal["bare", "called"], ...] = ()
    """For a decorator: what it gives takes the same calls as the function it stands on, when used so: `bare` as `@d`, `called` as `@d(…)`.
    It returns the function itself, or an inner one that hands on all it is given (PEP 318)."""
    returns: tuple[str, ...] = ()
    """Kinds of what its own return statements give, each once, in order: `None`, `bool`, `int`, `float`, `complex`, `str`, `bytes`, `list`, `dict`,
    `tuple`, `set`, `generator`, `function` (a lambda), the first parameter as `self`, `call NAME` for a call of a dotted name that does not begin
    with one of the function's own; `?` for anything else. A local variable counts as all that is assigned to it. Where the end of the body may be
    reached `None` is among them (a call that never comes back, `sys.exit()`, is taken for one that does). Empty where there is nothing but raising,
    or nothing at all but a docstring or `...`, as in stubs and protocols."""
    raises: tuple[str, ...] = ()
    """Dotted names of what it raises itself, each once, in order; a re-raise is not among them."""
    gives_itself: bool = False
    """For a method: does it return a function that gives back the object (`self`), whatever it is given? Then `@x.m(…)` binds a name to `x`."""
    copies: Copies | None = None
    """For a function that makes functions after a pattern: which. None: it makes none, as far as reading sees."""
    above: tuple[str, ...] = ()
    """Names that it asks `super()` for, each once, in order of the source."""
    announced: tuple[tuple[str, str], ...] = ()
    """(parameter, text) for parameters, and keys of `**kwargs`, that it says are deprecated: by a warning under a test of that one, or in its
    docstring. The text is empty where it only says so."""
    source: str | None = None
    """The text, as indented as it stands and without decorators of its own, of a `__getattr__`, and of a function of a module that sets attributes of
    something (`setattr(x, …)`, `x.name = …`), speaks of AttributeError, or gives back a method or property that it makes,
    and of a `__new__` that sets items or attributes; None for any other. Of any function where nothing but the text is asked for
    (`extract.bodies.Span`)."""
    spared: tuple[tuple[str, str], ...] = ()
    """(key, parameter) for keys that it reads only where that parameter is None: a call which gives the parameter leaves them where they are."""
    lists: bool = False
    """Does it add a name to `__all__` in a namespace that it is led to (`f.__globals__["__all__"].append(f.__name__)`)?"""
    refusals: tuple[Refusal, ...] = ()
    """The tests of its parameters under which a function with `**kwargs` raises TypeError, in order of the source."""
    gathers: bool = False
    """Is its `*args` a list of like things to it: does it loop over them, add them to a list, hand them to `list`, `sum` …, and never take one out by
    its place, nor hand them on as arguments?"""
    documented: str | None = None
    """What the docstring says that it returns (`:rtype: …`, the rest of the line); None: nothing."""
    gives: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(method, keywords) of calls of methods that are given a mapping which this function fills, with the keys that are in it whatever happens:
    `more = {"x": 1}; f.run(a, **more)`."""
    wraps: tuple[Wrapper, ...] = ()
    """For a decorator: the one inner function that it gives, for each way to use it. Empty where it gives what takes the same calls (`keeps`), where
    it gives one or another, and where what it hands on changes from call to call."""
    to_type: HandedOn | None = None
    """For a `__call__` with `*args` or `**kwargs`: what every call of `super().__call__`, or of `type.__call__` after the class, is given. None:
    there is none, or it changes from call to call."""
    turns: tuple[tuple[Literal["bare", "called"], Literal["async", "generator", "other"]], ...] = ()
    """For a decorator whose inner function gives something else than a call of the function that it stands on: what, for each way to use it. `async`
    and `generator` are what they are called after; `other`: anything that it makes of it. Ways that give the same are left out."""
