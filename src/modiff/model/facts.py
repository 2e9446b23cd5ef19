"""What one file's text says, seen alone. Depends on nothing but the bytes: not on the module's name, nor on being an `__init__`.

Text of expressions is *normalised*: two spellings of one expression (quotes, `1_000`, hex, implicit concatenation, white space,
redundant parentheses, trailing commas) give the same text. Lines count from 1.
"""

from __future__ import annotations

from typing import Literal

import msgspec

POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = range(5)
"""Kinds of parameters, numbered and named as `inspect.Parameter.kind`."""

KIND_NAMES = ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD")

TestKind = Literal["version", "platform", "typing", "try", "except", "main", "other"]


class Test(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One condition under which a statement runs."""

    __test__ = False  # not one of pytest's

    kind: TestKind
    """version: a comparison of `sys.version_info` (or six.PY2, sys.hexversion …); platform: of `sys.platform`, `os.name`,
    `platform.system()`; typing: `TYPE_CHECKING`; try: the body (or `else`) of a try that has handlers; except: a handler of one; main:
    `__name__ == "__main__"`; other: anything else, which reading cannot settle."""
    text: str
    """The condition as normalised source (`sys.version_info >= (3, 9)`); for try and except the caught exceptions (`ImportError`)."""
    holds: bool = True
    """False in the branch that runs when the condition is false (`else`, later `elif`s, what follows a guard that returns)."""
    op: str | None = None
    """For version and platform: `==`, `!=`, `<`, `<=`, `>`, `>=`, or (of a platform) `startswith` and `contains`; None where the condition is too odd
    to be read, or a compound."""
    value: tuple[int, ...] | str | None = None
    """For version: the tuple compared with; for platform: the string (in the words of `sys.platform`)."""
    any_of: tuple[tuple[Test, ...], ...] = ()
    """Of a compound that asks for a version or platform: the condition holds where all tests of one of these do. `A or B` is ((A,), (B,)), the
    `A and B` of an `else` is ((A, B),), `sys.platform in ("linux", "darwin")` is two comparisons. Empty: it is no such compound."""


Guard = tuple[Test, ...]
"""All must hold, outermost first. Empty: always."""


class Parameter(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One parameter of a callable, as written."""

    name: str
    """Without stars. A Python 2 tuple parameter is named as it is written, `(a, b)`."""
    kind: int
    """One of the five numbers above. A name that starts with two underscores and does not end so is POSITIONAL_ONLY only by `/`."""
    default: str | None = None
    """Normalised source of the default; None: no default."""
    annotation: str | None = None
    """Normalised source of the annotation, quotes of a string annotation removed; None: none."""

    @property
    def required(self) -> bool:
        """Must a caller give it?"""
        return self.default is None and self.kind not in (VAR_POSITIONAL, VAR_KEYWORD)

    @property
    def shown(self) -> str:
        """As it stands in a signature, with stars and default: `*args`, `x=None`."""
        stars = {VAR_POSITIONAL: "*", VAR_KEYWORD: "**"}.get(self.kind, "")
        return f"{stars}{self.name}" + (f"={self.default}" if self.default is not None else "")


class Call(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A call, one level deep."""

    callee: str
    """What is called: normalised source, mostly a dotted name."""
    arguments: tuple[str, ...] = ()
    """Positional arguments as normalised source; unpacked ones begin with `*`."""
    keywords: tuple[tuple[str, str], ...] = ()
    """Keyword arguments as (name, normalised source); `**x` is ("**", "x")."""


class Expression(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An expression that linking may have to follow: a base, a decorator, an assigned value."""

    text: str
    """Normalised source."""
    name: str | None = None
    """The dotted name it is (`a.b.c`), or the one under a subscript (`Base[T]` has `Base`); None for anything else."""
    call: Call | None = None
    """The call it is, if it is one."""
    parameters: tuple[Parameter, ...] | None = None
    """Of a lambda; None for anything else."""


class Function(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="function"):
    """A `def`."""

    parameters: tuple[Parameter, ...] = ()
    returns: str | None = None
    """Normalised source of the return annotation; None: none."""
    decorators: tuple[Expression, ...] = ()
    """Outermost first, without `@`."""
    flags: tuple[str, ...] = ()
    """Of `async`, `generator` (its own body yields)."""
    type_parameters: tuple[str, ...] = ()
    """PEP 695, normalised source each: `T`, `T: int`, `*Ts`, `**P`."""
    deprecated: str | None = None
    """What the source says of its deprecation: the text of PEP 702's or a like decorator, of a `warnings.warn` with a deprecation category that
    stands directly in the body (not under an `if`), or of a docstring directive. Empty text where there is none; None: not deprecated."""


class InstanceAttribute(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`self.x = …` (or `self.x: T`, `self.x += …`) in a method."""

    name: str
    line: int
    method: str
    """The method it stands in: `__init__` or another."""
    annotation: str | None = None
    value: Expression | None = None
    """None where the attribute is only annotated, or bound otherwise (for, with, unpacking)."""
    rebound: bool = False
    """Is it bound to anything else, too, here or in another method? None, which stands for nothing yet, does not count."""


class Class(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="class"):
    """A `class`."""

    bases: tuple[Expression, ...] = ()
    """Positional bases in order; a starred one has text that begins with `*`."""
    keywords: tuple[tuple[str, str], ...] = ()
    """`metaclass=…`, `total=False` …: (name, normalised source)."""
    decorators: tuple[Expression, ...] = ()
    members: tuple[Binding, ...] = ()
    """What its body binds, in order (nested classes too)."""
    instance_attributes: tuple[InstanceAttribute, ...] = ()
    """First binding of each name, `__init__`'s first, then in order of the source."""
    type_parameters: tuple[str, ...] = ()
    deprecated: str | None = None
    """As for functions; here also a warning in `__init__` or `__new__`."""


class Assignment(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="assignment"):
    """`x = …`, `x: T`, a loop or `with` target."""

    value: Expression | None = None
    """None: only annotated, or bound otherwise (`for`, `with … as`, unpacking of something that is no tuple)."""
    annotation: str | None = None
    augmented: bool = False
    """`x += …`: the name was bound before."""
    type_alias: bool = False
    """A PEP 695 `type X = …`, whose value is lazy."""
    passing: bool = False
    """The target of a `for` or `with`: what stays of it afterwards is nobody's to use."""


class Import(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="import"):
    """One name bound by an import statement."""

    module: str
    """Without the leading dots: `a.b` in `from ..a.b import c`; empty in `from . import c`."""
    level: int = 0
    """Leading dots."""
    name: str | None = None
    """The imported name; `*` for a star import (then the binding's own name is `*`); None for `import a.b`."""
    renamed: bool = False
    """Was there an `as`? `import a.b` binds `a`; `import a.b as c` binds `c` to the submodule; `import f as f` counts as public (PEP 484)."""


class Deletion(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="deletion"):
    """`del x`."""


class Binding(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One statement that binds a name in a module or class body. A name may be bound many times; order is that of the source."""

    name: str
    line: int
    end_line: int
    definition: Definition
    guard: Guard = ()
    nested: bool = False
    """Does it stand in a block inside that body (`if`, `for`, `with`, `try` …)? A binding after `if …: raise` has a guard and is not nested."""


class ExportStep(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One statement about `__all__`, in order of the source."""

    op: Literal["set", "add", "remove", "unknown"]
    """set: `__all__ = [...]`; add: `+=`, `.extend`, `.append`, `__all__ + [...]`; unknown: something that reading cannot follow."""
    line: int
    names: tuple[str, ...] = ()
    """Names that stand there literally."""
    sources: tuple[str, ...] = ()
    """Dotted names of modules whose `__all__` is taken over: `sub` in `__all__ += sub.__all__`, and names of lists of this module (`_names`) as
    they stand."""
    every: str | None = None
    """For comprehensions over `dir()` / `globals()`: "public" when they keep every name without underscore, else the normalised source; None
    otherwise."""
    guard: Guard = ()


class Served(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a module's `__getattr__` (PEP 562), `lazy_loader.attach`, a `_LazyModule` or `globals().update(...)` binds at run time."""

    how: str
    """`getattr`, `lazy_loader`, `lazy_module`, `globals`, `setattr`, `sys.modules`; `global` for what a function binds that says so: it is there once
    that function has run, so it counts as an answer and not as a name that the module offers. Names with a dot are attributes that a function which
    the module calls sets on its submodules, `sub.name`."""
    line: int
    names: tuple[tuple[str, str | None], ...] = ()
    """(name, where it comes from as a dotted path — with leading dots if relative — or None where it is not said)."""
    submodules: tuple[str, ...] = ()
    """Submodules served as attributes."""
    complete: bool = False
    """True: these are all the names it serves; False: there may be others (a gap)."""
    deprecated: tuple[str, ...] = ()
    """Of the names: those served with a warning."""
    guard: Guard = ()
    through: tuple[str, ...] = ()
    """Modules (dotted, with leading dots if relative) of which it serves every name: `return getattr(module, name)`."""


class Gap(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something that reading cannot settle."""

    reason: str
    """A sentence: what stands there and why it cannot be settled."""
    line: int | None
    """Where; None: the file as a whole."""
    scope: str = ""
    """The class in whose body it stands (dotted, relative to the module); empty: the module itself."""
    hides: bool = True
    """May it bind names that reading does not see? False: it only concerns a value or a condition."""
    code: str = ""
    """Of code that a class body executes: the statement it stands in, mostly a loop, as source; running it on names may tell what is bound. Empty:
    nothing that could be run."""


class Facts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All that one file says."""

    bindings: tuple[Binding, ...] = ()
    """Module-level bindings in order of the source, those under conditions, loops and `with` included."""
    exports: tuple[ExportStep, ...] = ()
    served: tuple[Served, ...] = ()
    gaps: tuple[Gap, ...] = ()
    deprecated: str | None = None
    """The module itself: its docstring or an unconditional module-level warning says so."""
    main: bool = False
    """Does it hold an `if __name__ == "__main__"`?"""
    writes: tuple[tuple[str, int], ...] = ()
    """Attributes that module-level statements set on other things, as (dotted target, line): `othermodule.NAME`, `Class.member`; `Class.*` where
    the name is computed."""
    asked: tuple[Test, ...] = ()
    """What the guards in this file ask of Python's version and of the platform, each test once and as if it had to hold; tests too odd to be read are
    left out. Empty: the file reads the same in every environment."""
    digests: bytes = b""
    """Four bytes for each `def` of the module and its classes that does not annotate what it returns, in order of the source (a class's own where it
    stands): the CRC of its lines, or zeros where it returns nothing, or something that its body alone does not
    tell. Functions whose digests are equal give the same, as far as they say it themselves."""
    class_calls: tuple[tuple[str, Call], ...] = ()
    """Calls that stand as statements of the module itself, under no condition, and concern a class that it defined before, as (name of the class, the
    call): `Class.add_operations()`, `register(Class)`."""
    class_values: tuple[tuple[str, str, Expression | None, int], ...] = ()
    """Attributes that statements of the module itself give to a class that it defined before, under no condition, as (class, attribute, value, line):
    `Class.attribute = value`. Without a value where the statement unpacks something."""
    defaults: tuple[tuple[str, str], ...] = ()
    """`X.__new__.__defaults__ = …` at module level, under no condition: (name of the class, normalised source of the value)."""
    raises: bool = False
    """Does importing it end in an exception, always: does a `raise` stand in it under no condition? What follows it is never bound."""
    given: tuple[tuple[str, str], ...] = ()
    """Of `writes` those under no condition that give another thing a name that stands for something, as (dotted target, dotted name):
    `othermodule.Thing = Thing`."""
    statements: bytes = b""
    """Eight bytes for each of `bindings`: a digest of the lines that it stands on, or zeros for an import. Empty: the facts come from
    no text."""
    imports_inside: bool = False
    """Of a file that makes names through `globals()`: may it import anything elsewhere than at its top level?"""


Definition = Function | Class | Assignment | Import | Deletion
