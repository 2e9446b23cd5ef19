"""One difference between two graphs. Says what differs, never how bad: that is for rules."""

from __future__ import annotations

from typing import Literal

import msgspec

from modiff.model.facts import Parameter
from modiff.model.findings import Certainty, Place, ReportedGap, Side, Summary
from modiff.model.items import Item, Kind, Signature


class Change(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What all changes say."""

    path: str
    """The public path users write (the shortest); of a callable for its parameters, `pkg.C.__init__` for constructors."""
    also: tuple[str, ...] = ()
    """Other public paths of the same item, sorted; for a loss those that are lost with it."""
    old: Item | None = None
    """None for what is new."""
    new: Item | None = None
    """None for what is gone."""
    certainty: Certainty = Certainty.certain
    doubt: str | None = None
    """Why it is not certain, as a sentence without a full stop; None when certain."""
    when: str | None = None
    """The condition under which it holds; None: always."""
    home: str | None = None
    """The longest part of `path`, short of the whole, that is a module which can be imported: what follows is reached as attributes. None: not
    known."""


class Made(msgspec.Struct, frozen=True):
    """How client code makes an instance of a class: a call that works, as far as reading its constructor says."""

    arguments: tuple[str, ...] = ()
    """As they are written: `"text"`, `key=1`, `Environment()`."""
    imports: tuple[str, ...] = ()
    """The statements that these need, sorted, beside the import of the class itself."""


class Called(msgspec.Struct, frozen=True):
    """How client code calls a function, method or class of the old version, mostly with one keyword: a call that works, as far as reading its body
    says."""

    arguments: tuple[str, ...]
    """As they are written, the keyword last."""
    imports: tuple[str, ...] = ()
    """The statements that these need, sorted."""
    instance: Made | None = None
    """Of a method: how the instance is made that it is called on. None: of anything else."""


class Gone(Change, frozen=True, eq=False, kw_only=True):
    """A public path no longer answers. `old` is what it reached; a lost module or class implies all below it."""

    kind: Kind
    moved_to: str | None = None
    """A public path (any path where there is no public one) at which the very same thing, or one just like it, is found in the new version."""
    renamed_to: str | None = None
    """The name in the same module or class that most likely took its place; None: no likely candidate."""
    signature: Signature | None = None
    """Of what is gone, if it could be called."""
    reexport: bool = False
    """True: the item itself is still there under its canonical path, only this way of reaching it is lost."""
    announced: str | None = None
    """What the old version said of its end, where there is no item that could say it; None: nothing."""
    taken_from_class: bool = False
    """True: what makes fields of a class has taken it from the class (pydantic), so that instances alone had it."""
    instance: Made | None = None
    """Of an attribute that instances alone had: how one is made that has it for certain. None: reading is not sure of any, or nobody asked."""


class Came(Change, frozen=True, eq=False, kw_only=True):
    """A public path that did not answer before; what stands below a new module or class is implied."""

    kind: Kind
    signature: Signature | None = None


class KindChanged(Change, frozen=True, eq=False, kw_only=True):
    """The path still answers with another kind of thing."""

    before: str
    """In words, one of: module, class, function, async function, generator, async generator, method, async method, class method, static method,
    property,
    cached property, attribute, instance attribute, enum."""
    after: str
    unwraps: bool = False
    """Is one of them to be awaited, and `inspect.unwrap` finds it, whatever decorators stand on it (`functools.wraps`)?"""


class BasesChanged(Change, frozen=True, eq=False, kw_only=True):
    """The classes that a class derives from, seen through its whole MRO."""

    lost: tuple[str, ...]
    """Canonical paths that were in the MRO and are no more (a base that merely moved or was renamed is not lost)."""
    gained: tuple[str, ...]
    reordered: bool = False
    """Same set, other order."""
    reached: tuple[str, ...] = ()
    """For each lost one that a private module or a class holds the statement by which users import it from the old version; empty: it is none of
    those, or no public path leads to it."""


ClassEvent = Literal[
    "became-abstract",  # could be instantiated; now `names` are abstract
    "abstract-added",  # was abstract already; `part` must be defined too. `path` is that of the method
    "metaclass-changed",
    "slots-added",  # instances had a `__dict__` and have none
    "weakref-removed",
    "hash-removed",
    "equality-removed",  # compared by identity now
    "ordering-removed",  # `names`: operators that fail now
    "became-frozen",  # fields can no longer be assigned
    "match-arguments-changed",  # `before` is no longer how `after` begins
    "subscript-removed",  # `C[int]` fails
    "type-parameters-changed",  # `C[…]` takes another number of them
    "runtime-check-removed",  # of a protocol
    "subclass-keyword-added",  # `class D(C)` must give `part`
    "subclass-keyword-removed",  # `class D(C, part=…)` fails
]


class ClassChanged(Change, frozen=True, eq=False, kw_only=True):
    """What a class asks of those who derive from it, or lets users do with it and its instances, beside its members and its constructor."""

    event: ClassEvent
    part: str | None = None
    """The one name concerned; None: the class as a whole."""
    names: tuple[str, ...] = ()
    """All that the one cause concerns, in order."""
    before: str | None = None
    """As text; None: nothing to show."""
    after: str | None = None
    abstract: tuple[str, ...] = ()
    """Of what became abstract in a class that was: what heirs had to define before, sorted."""
    made_bare: bool = False
    """Could heirs that define that be made without any arguments, and nothing else, as far as reading sees?"""


class AccessorGone(Change, frozen=True, eq=False, kw_only=True):
    """A property that is still read as before can no longer be assigned, or deleted."""

    accessor: Literal["setter", "deleter"]


ValueEvent = Literal[
    "value-changed",  # another value of the same sort; `names` has the entries that a collection lost, or the keys whose values are others
    "type-changed",  # a value that is used otherwise
    "keys-removed",  # of a dictionary; `names` has them as source
    "numbers-shifted",  # of an enumeration: `auto()` gives members other values; `names` has the members
]


class ValueChanged(Change, frozen=True, eq=False, kw_only=True):
    """A constant: a variable of a module, an attribute of a class or a member of an enumeration that both versions give a literal value."""

    event: ValueEvent
    before: str
    """As normalised source; for numbers that shifted the first member's."""
    after: str
    names: tuple[str, ...] = ()


class BecameDeprecated(Change, frozen=True, eq=False, kw_only=True):
    """The new version says of something that it is on its way out, the old one did not."""

    kind: Kind
    text: str
    """What it says; empty: only that."""


ParameterEvent = Literal[
    "removed",  # the name is gone, and so is its place (or another parameter stands there)
    "renamed",  # another name in the same place; `new` has it
    "required-added",  # must be given now, was not there
    "inserted",  # optional, but before ones that could be given by position; `shifted` names those
    "added",  # optional, and no call changes its meaning
    "moved",  # kept names in another order; `shifted` names all of them, `part` is the first
    "keyword-only",  # can no longer be given by position; `shifted` names the others that the same `*` closed
    "positional-only",  # can no longer be given by name; `shifted` likewise for the same `/`
    "by-position-too",  # was keyword-only
    "by-name-too",  # was positional-only
    "default-removed",
    "default-added",
    "default-changed",
    "annotation-changed",
    "star-name-changed",  # *args or **kwargs spelled otherwise
    "variadic",  # a plain parameter became *same_name or **same_name
]


KeywordFate = Literal["taken", "read", "ignored", "rejected", "unknown"]
"""taken: handed on to a callable that has such a parameter; read: the body asks for the key; ignored: nothing does, and no call fails; rejected:
the call
fails; unknown: reading cannot say."""


class ParameterChanged(Change, frozen=True, eq=False, kw_only=True):
    """One thing about the parameters of a callable: one cause, however many parameters it shifts."""

    event: ParameterEvent
    part: str
    """The parameter concerned, a bare name: the old one, or the new one for what was added."""
    before: Parameter | None
    after: Parameter | None
    """For a rename the parameter that took the place."""
    shifted: tuple[str, ...] = ()
    """Names (old ones) of parameters that the same cause shifts or closes."""
    broken: tuple[str, ...] = ()
    """Calls that bound before and no longer bind, or bind another parameter: `by position 3`, `timeout=`; empty: every old call binds as before."""
    swallowed: bool = False
    """Removed or renamed, but `**kwargs` of the new signature still takes the keyword (whether its body honours it, `fate` says)."""
    fate: KeywordFate | None = None
    """Where a keyword falls, or fell, into `**kwargs`: what the body does with it. Of the new version for what is swallowed, of the old one
    for a parameter that came. For `**kwargs` that is gone: taken where all that it accepted is taken by new parameters, rejected where it
    accepted `keys` besides. None: no such question, or nobody asked."""
    keys: tuple[str, ...] = ()
    """For `**kwargs` that is gone: the keywords that had an effect and that nothing takes now, where the old body says which these are. Sorted."""
    old_signature: Signature
    new_signature: Signature
    callable: Literal["function", "method", "constructor"]
    announced: str | None = None
    """What the old version said of this parameter being deprecated; empty: only that; None: nothing."""
    call: Called | None = None
    """Where signatures do not show it, as bodies or decorators alone take or refuse the keyword: a call with it that worked. None: none is known, or
    nobody asked."""


class KeywordLost(Change, frozen=True, eq=False, kw_only=True):
    """A keyword that had an effect through `**kwargs`, on both sides, has it no more."""

    part: str
    """The keyword."""
    through: str | None
    """Canonical path of the callable that took it, to which `**kwargs` was handed on; None: the body itself read the key."""
    fate: Literal["rejected", "ignored"]
    """What becomes of it now: calls that give it fail, or nothing looks at it any more."""
    by: str | None
    """Canonical path (new version) of the callable that refuses it; None: nobody does."""
    old_signature: Signature
    new_signature: Signature
    callable: Literal["function", "method", "constructor"]
    announced: str | None = None
    """As for `ParameterChanged`."""
    call: Called | None = None
    """As for `ParameterChanged`."""


TypeRelation = Literal["same", "wider", "narrower", "other", "unknown"]
"""How a new type stands to the old one; unknown: reading cannot settle it in both directions."""


class TypeChanged(Change, frozen=True, eq=False, kw_only=True):
    """What a type checker is told of a parameter, a result or an attribute, where both versions say something, and not the same."""

    of: Literal["parameter", "return", "attribute"]
    """attribute: a variable of a module, an attribute of a class or its instances, what a property gives."""
    part: str = ""
    """The parameter, a bare name; empty for anything else."""
    before: str
    """The annotation as normalised source."""
    after: str
    relation: TypeRelation
    old_fits_new: bool | None
    """May all that the old type allows stand where the new one is asked for? None: not settled."""
    new_fits_old: bool | None
    typed: bool
    """Does the old version tell type checkers to rely on it (`py.typed` or a stub, PEP 561)?"""
    callable: Literal["function", "method", "constructor"] | None = None
    """None for attributes."""
    via: str | None = None
    """The alias, not public itself, whose definition changed and with it this type; None: the annotation itself changed."""
    others: int = 0
    """How many more places the same alias changes."""


class ResultChanged(Change, frozen=True, eq=False, kw_only=True):
    """A call, or reading a property, gives another sort of value, by what bodies return; at least one version does not annotate it."""

    before: tuple[str, ...]
    """Canonical paths of classes, all that it gave: `builtins.str`, `builtins.None`, `pkg.C`, `types.GeneratorType`."""
    after: tuple[str, ...]
    awaited: bool = False
    """Is it what awaiting the call gives?"""
    call: Called | None = None
    """A call that worked, as far as reading its body says. None: none is known, or nobody asked."""


TypingEvent = Literal[
    "overload-removed",  # calls that `before` (its parameters) took fit none of those that are left
    "alias-changed",  # a type alias or NewType stands for another type; `relation` says how
    "key-removed",  # of a TypedDict; `part` is the key
    "key-required",  # of a TypedDict: it must be there now; `names` has all of them
    "became-final",  # a class or method, PEP 591
    "variance-changed",  # of a type variable, or of the parameter `part` of a class: it was covariant or contravariant, and is not
    "bound-narrowed",  # the type parameter `part` of a class may not be all that it could be: `before` and `after` say what
    "name-removed",  # bound under TYPE_CHECKING only, and no more
    "protocol-member-added",  # classes that fit without deriving from it fit no more; `names` has all of them
]


class TypingChanged(Change, frozen=True, eq=False, kw_only=True):
    """Something else that only type checkers see."""

    event: TypingEvent
    part: str = ""
    before: str | None = None
    """As source; None: there was nothing."""
    after: str | None = None
    relation: TypeRelation = "unknown"
    names: tuple[str, ...] = ()
    """All keys or members that the one cause concerns, `part` first; empty where it is only one, or none."""
    typed: bool = False
    """As for TypeChanged."""
    others: int = 0
    """How many more callables the same typed dict changes, for one whose keys a callable takes as keywords, or classes the same type variable;
    `path` is then that of the first."""


DistributionEvent = Literal[
    "python-dropped",  # Requires-Python admits fewer versions; `names` has those that are dropped, oldest first
    "extra-removed",
    "script-removed",  # a console or gui script
    "option-removed",  # of a console script; `names` has its spellings that are gone, `part` the script and the longest of them
    "entry-point-removed",  # a plugin that others look up by group and name, or a whole group (`part` ends in a colon)
    "wheel-removed",  # `names`: what is no longer served; `part` says which sort: `python:3.8`, `platform:win32`, `platform:any`
    "only-source-left",  # wheels before, none now
    "system-raised",  # the same wheels ask for a newer C library or macOS; `part` is glibc, musl or macos
    "dependency-added",  # must be installed now
    "dependency-tightened",  # some version that was good before is not now
    "dependency-marker-changed",  # needed in other environments than before
    "py-typed-removed",
    "stub-removed",  # `names` has the modules
]


class DistributionChanged(Change, frozen=True, eq=False, kw_only=True):
    """One thing that the distribution says of itself, or ships. `path` is its name; there are no items."""

    event: DistributionEvent
    part: str = ""
    """What is concerned: `python:3.8` (the oldest of several), `extra:gpu`, a script, `group:name` of an entry point, `platform:win32`, a dependency,
    an import package. Empty: the distribution as a whole."""
    before: str | None = None
    """What the old version says, as text; None: nothing to show."""
    after: str | None = None
    names: tuple[str, ...] = ()
    """All that the one cause concerns, in the order in which it is told; see the events."""
    where: str | None = None
    """In which environments, in words (`on Python 3.9`, `on Windows`); None: in all that both versions support."""
    near: str | None = None
    """What most likely took its place; None: nothing is known."""


class Changes(msgspec.Struct, frozen=True):
    """All that differs between two graphs, in stable order: path, then kind of change, then part."""

    old: Side
    new: Side
    changes: tuple[Change, ...]
    summary: Summary
    gaps: tuple[ReportedGap, ...] = ()
    names: dict[str, set[str]] | None = None
    """The names by module through which alone the versions were looked at, as nothing else can say something else; None: through all."""


def place_of(item: Item | None, value: str | None = None) -> Place | None:
    """Where an item stands, for a finding. None for no item."""
    return None if item is None else Place(value, item.file, item.line)
