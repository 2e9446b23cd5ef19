"""Do two definitions say the same in the same words? Lines do not count: most of what a changed file says has only moved in it.

Facts of one text may be one object, and often are not (they were read by another process, or kept from another run), so nothing here or elsewhere
may hang on their being one: `is` is the quick way to the same answer.
"""

from __future__ import annotations

from modiff.model.facts import Assignment, Binding, Class, Definition, Function, InstanceAttribute
from modiff.model.items import Item


def say_the_same(before: Definition | None, after: Definition | None) -> bool:
    """Is it the same text but for the lines it stands on? None, which is nothing that a text says, is the same as nothing."""
    if before is after:
        return before is not None
    if isinstance(before, Class) and isinstance(after, Class):
        return _classes_say_the_same(before, after)
    return before is not None and before == after


def are_one_text(before: Item, after: Item) -> bool:
    """Do two items stand in one text, which can say nothing else now? Functions written alike are taken for one, and so are literal values. What
    else is assigned may be another thing for what it mentions, a class inherits, annotations mean something: only of files that are the same."""
    definition = before.definition
    if isinstance(definition, Function) or (isinstance(definition, Assignment) and _says_itself(definition)):
        return before.guard == after.guard and definition == after.definition
    return definition is not None and definition is after.definition


def _says_itself(assignment: Assignment) -> bool:
    value = assignment.value
    return assignment.annotation is None and (value is None or (value.name is None and value.call is None))


def _classes_say_the_same(before: Class, after: Class) -> bool:
    return (
        len(before.members) == len(after.members)
        and len(before.instance_attributes) == len(after.instance_attributes)
        and _headers(before) == _headers(after)
        and all(map(_bind_the_same, before.members, after.members))
        and all(map(_set_the_same, before.instance_attributes, after.instance_attributes))
    )


def _headers(cls: Class) -> tuple[object, ...]:
    return cls.bases, cls.keywords, cls.decorators, cls.type_parameters, cls.deprecated


def _bind_the_same(before: Binding, after: Binding) -> bool:
    return before is after or (
        before.name == after.name
        and before.guard == after.guard
        and before.nested == after.nested
        and say_the_same(before.definition, after.definition)
    )


def _set_the_same(before: InstanceAttribute, after: InstanceAttribute) -> bool:
    said = [(one.name, one.method, one.annotation, one.value) for one in (before, after)]
    return said[0] == said[1]
