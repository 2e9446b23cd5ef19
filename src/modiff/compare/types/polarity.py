"""Where the variables of a type stand: where more fits (what is given), or less (what is taken)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from modiff.compare.types.forms import CallableType, FixedTuple, Named, Type, Union, Unpacked, Variable, variables

Variance = Callable[[str], str | None]
"""One sign for each type parameter of the class at a path, as in `hierarchy`; None: not known."""


def occurrences(one: Type, variance: Variance, upwards: bool = True) -> Iterator[tuple[Variable, bool | None]]:
    """Each variable with True where a wider type makes the whole wider, and False where it makes it narrower: both for `list[T]`. None: not known.
    Variables for parameters come as True."""
    match one:
        case Variable():
            yield one, upwards
        case Named(path=path, arguments=arguments) if arguments:
            signs = variance(path)
            for index, argument in enumerate(arguments):
                sign = signs[index] if signs is not None and index < len(signs) else None
                if sign is None:
                    yield from ((variable, None) for variable in variables(argument))
                    continue
                if sign != "-":
                    yield from occurrences(argument, variance, upwards)
                if sign != "+":
                    yield from occurrences(argument, variance, not upwards)
        case FixedTuple(entries=parts) | Union(members=parts):
            for part in parts:
                yield from occurrences(part, variance, upwards)
        case Unpacked(of=inside):
            yield from occurrences(inside, variance, upwards)
        case CallableType(parameters=parameters, returns=returns, rest=rest):
            for part in parameters or ():
                yield from occurrences(part, variance, not upwards)
            yield from occurrences(returns, variance, upwards)
            if rest is not None:
                yield rest, True  # what is called with the same parameters is neither more nor less
