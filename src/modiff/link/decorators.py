"""What a decorator does to what it stands on, judged by its name: kinds of members, and whether callers still meet the written parameters."""

from __future__ import annotations

from collections.abc import Iterable

from modiff.link import shims
from modiff.model.facts import Expression

# Last components of dotted names. They hand the function on, or wrap it so that `inspect.signature` and callers see its own parameters.
# `register` is what Django wants a module of template tags to call its library; its methods give the function back as it is.
_KEEPS_PARAMETERS = frozenset(
    """abstractmethod abstractclassmethod abstractstaticmethod asynccontextmanager cache cached classmethod contextmanager coroutine deprecate
    deprecated doc dispatch
    final functools.wraps jit lru_cache no_type_check njit overload overrides override register runtime_checkable singledispatch
    singledispatchmethod staticmethod
    total_ordering types.coroutine unique validate_params wraps update_wrapper wrapt_decorator retry asyncio.coroutine require_torch
    set_module array_function_dispatch tf_export keras_export add_dispatch_support typing_extensions.deprecated Appender Substitution
    deprecate_kwarg deprecate_nonkeyword_arguments set_docstring inherit_docs docfiller remove_arg experimental beta deprecated_api_usage
    copy_doc simple_tag inclusion_tag register.filter""".split()
)
_KEEPS_FUNCTION = _KEEPS_PARAMETERS - {
    "wraps",
    "functools.wraps",
    "register",
    "staticmethod",
    "classmethod",
    "dispatch",
    "unique",
    "total_ordering",
    "final",
}
"""Those of which `f = known(g)` is a function as `g` is."""

# They put another object in place of the function: its written parameters are not those of a call.
# `decorator` (of the packages decorator and wrapt) makes of a function a decorator that takes another function.
_REPLACES_CALLABLE = frozenset({"command", "decorator", "group", "fixture", "hookimpl", "task", "shared_task", "hybrid_method"})

_PROPERTY = frozenset(
    {
        "property",
        "cached_property",
        "abstractproperty",
        "lazyproperty",
        "reify",
        "lazy_property",
        "cachedproperty",
        "memoized_property",
        "cache_readonly",
        "hybrid_property",
        "classproperty",
        "DynamicClassAttribute",
        "lazyattribute",
        "ro_memoized_property",
        "ro_non_memoized_property",
    }
)
_STATIC = frozenset({"staticmethod", "abstractstaticmethod"})
_CLASS = frozenset({"classmethod", "abstractclassmethod"})
_HIDES_GENERATOR = frozenset({"contextmanager", "asynccontextmanager", "coroutine", "inlineCallbacks", "fixture"})


def dotted(decorator: Expression) -> str:
    """The dotted name of a decorator, called or not; its source where it is no such name."""
    return decorator.name or (decorator.call.callee if decorator.call is not None else decorator.text)


def last(decorator: Expression) -> str:
    """The last component of its name."""
    return dotted(decorator).rpartition(".")[2]


def has(decorators: Iterable[Expression], *names: str) -> bool:
    """Is one of these (last components) among them?"""
    return any(last(d) in names for d in decorators)


def is_overload(decorators: Iterable[Expression]) -> bool:
    """Is it one of several variants (`typing.overload`)? numba's `@overload(function)`, which is called, makes no variants."""
    return any(d.call is None and last(d) == "overload" for d in decorators)


def makes_property(decorators: Iterable[Expression]) -> bool:
    """Does attribute access call it? Known names, `x.setter` and its kin, and anything that is called `…property`."""
    return any((name := last(d)) in _PROPERTY or name.endswith("property") or name in ("setter", "deleter", "getter") for d in decorators)


def is_cached(decorators: Iterable[Expression]) -> bool:
    """A property that computes once and can be assigned to."""
    return any("cache" in last(d) or "lazy" in last(d) or last(d) in ("reify", "memoized_property") for d in decorators)


def makes_static(decorators: Iterable[Expression]) -> bool:
    """A static method."""
    return any(last(d) in _STATIC for d in decorators)


def makes_class_bound(decorators: Iterable[Expression]) -> bool:
    """A class method."""
    return any(last(d) in _CLASS for d in decorators)


def hides_generator(decorators: Iterable[Expression]) -> bool:
    """Do callers of this generator function get something else than a generator?"""
    return any(last(d) in _HIDES_GENERATOR for d in decorators)


def makes_awaitable(decorators: Iterable[Expression]) -> bool:
    """Do callers of this generator function await what they get, as they do with `async def` (`types.coroutine`, `asyncio.coroutine`)?"""
    return any(last(d) == "coroutine" for d in decorators)


def replaces_callable(decorators: Iterable[Expression]) -> Expression | None:
    """The decorator that puts another object in its place; None: none that is known to."""
    return next((d for d in decorators if last(d) in _REPLACES_CALLABLE), None)


def keeps(name: str) -> bool:
    """Is a decorator of this dotted name known to hand a function on, or to wrap it so that callers meet its own parameters?"""
    return name.rpartition(".")[2] in _KEEPS_FUNCTION


def unknown(decorators: Iterable[Expression]) -> Expression | None:
    """The first decorator of which it is not known that it keeps the parameters; None: all are known to."""
    for decorator in decorators:
        name = last(decorator)
        is_known = not _KEEPS_PARAMETERS.isdisjoint((name, dotted(decorator)))
        if not is_known and not shims.is_shim(name) and name not in _PROPERTY and not name.endswith("property"):
            return decorator
    return None
