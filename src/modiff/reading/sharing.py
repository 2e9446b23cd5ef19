"""Facts of many files say much in the same words: equal functions, values and texts become one object, and take their place in memory once.

Two versions of a file have most of their functions in common, and facts that come from another process or another run share no object with others,
not even a text. Assignments, imports and classes stay objects of their file: what they say may hang on that, and whether two stand in one file is
asked by `is` (`compare/words.py`).
"""

from __future__ import annotations

from msgspec.structs import force_setattr

from modiff.model.facts import Assignment, Binding, Class, Expression, Facts, Function, Import, InstanceAttribute, Parameter


class Sharing:
    """What was met so far. Only facts that nobody else holds yet may be given to it: theirs are exchanged for equal ones."""

    def __init__(self) -> None:
        self._functions: dict[Function, Function] = {}
        self._values: dict[Expression, Expression] = {}
        self._parameters: dict[Parameter, Parameter] = {}
        self._texts: dict[str, str] = {}

    def share(self, facts: Facts) -> None:
        """Exchanges what the module and its classes define for what is equal and was met first."""
        self._share(facts.bindings)

    def _share(self, bindings: tuple[Binding, ...]) -> None:
        functions, values, texts = self._functions, self._values, self._texts
        for binding in bindings:
            definition = binding.definition
            if isinstance(definition, Class):
                # Its members know their lines, so it is hardly equal to another as a whole.
                self._share(definition.members)
                self._share_texts(definition.instance_attributes)
            elif isinstance(definition, Assignment):
                value = definition.value
                if value is not None and (first := values.setdefault(value, value)) is not value:
                    force_setattr(definition, "value", first)
            elif isinstance(definition, Function):
                if (function := functions.setdefault(definition, definition)) is not definition:
                    force_setattr(binding, "definition", function)
                elif definition.parameters:
                    one = self._parameters.setdefault
                    force_setattr(definition, "parameters", tuple(map(one, definition.parameters, definition.parameters)))
            elif isinstance(definition, Import):
                force_setattr(definition, "module", texts.setdefault(definition.module, definition.module))
            name = binding.name
            if (text := texts.setdefault(name, name)) is not name:
                force_setattr(binding, "name", text)

    def _share_texts(self, attributes: tuple[InstanceAttribute, ...]) -> None:
        one = self._texts.setdefault
        for attribute in attributes:
            force_setattr(attribute, "name", one(attribute.name, attribute.name))
            force_setattr(attribute, "method", one(attribute.method, attribute.method))
