"""How findings say what several of them say: lists, doubts, where a thing has gone, what a signature lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from modiff.model.changes import Came, Gone, ParameterChanged
from modiff.model.facts import KEYWORD_ONLY, VAR_KEYWORD, VAR_POSITIONAL, Function, Parameter

_NAMES_A_SUBSTITUTE = re.compile(r"\b(use(?! of\b)|instead|replaced by|in favou?r of)\b", re.IGNORECASE)
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?;])\s+(?=\W*[A-Z`])")
_PLACEHOLDER = re.compile(r"\{\w[\w.!:]*\}|%[sdr]|%\(\w+\)")
_BRIEF = 200
"""Letters that a message quotes of what a deprecation says, whole sentences where that is possible."""

_KEEPS_OLD_CALLS = re.compile(r"@[\w.]*(deprecat|positional|keyword|kw_?arg|rename|backward|legacy|compat)", re.IGNORECASE)


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def quoted(names: Sequence[str]) -> str:
    """The same, each in backquotes."""
    return listed([f"`{name}`" for name in names])


def sentence_of(sentence: str, doubts: Sequence[str]) -> str:
    """A finding's message: the rule's sentence, and why it is not certain."""
    return sentence + "".join(f"; not settled: {doubt.rstrip('.')}" for doubt in dict.fromkeys(doubts))


def spelt_alike(one: str, other: str) -> bool:
    """Are two names likely to be words for one thing: do they share a word, or most of their letters?"""
    words = {word for word in one.lower().split("_") if len(word) > 2} & set(other.lower().split("_"))
    return bool(words) or one in other or other in one or SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.55


def plural(number: int, word: str) -> str:
    """The word, with an s unless there is one."""
    return word if number == 1 else f"{word}s"


def verb(names: Sequence[str]) -> str:
    """is, or are for several."""
    return "is" if len(names) == 1 else "are"


def last_name(path: str) -> str:
    """`f` of `pkg.f`."""
    return path.rpartition(".")[2]


def parent(path: str) -> str:
    """`pkg` of `pkg.f`."""
    return path.rpartition(".")[0]


# --- names -----------------------------------------------------------------------------------------------------------------


def gone(change: Gone) -> str:
    """A name does not answer any more, and nothing is known to stand for it."""
    said = f"{_noun(change)} {change.path}{_arguments(change)} is gone"
    if change.moved_to is not None:
        said += f"; one like it is at {change.moved_to}"
    return said


def moved(change: Gone) -> str:
    """A name does not answer any more; the thing is somewhere else."""
    to = change.moved_to or f"{parent(change.path)}.{change.renamed_to}"
    if change.reexport:
        return f"{_noun(change)} {change.path} can no longer be reached by this path; it is still at {to}"
    return f"{_noun(change)} {change.path} has moved to {to}"


def renamed(change: Gone) -> str:
    """A name does not answer any more; its neighbour most likely took its place."""
    return f"{_noun(change)} {change.path} is gone; {change.renamed_to} most likely took its place"


def came(change: Came) -> str:
    """A name that did not answer before."""
    return f"{_noun(change)} {change.path}{_arguments(change)} is new"


def _noun(change: Gone | Came) -> str:
    item = change.old or change.new
    if item is None:
        return "Name"
    return "Variable" if change.kind == "attribute" and not item.in_class else change.kind.capitalize()


def _arguments(change: Gone | Came) -> str:
    return (
        change.signature.shown if change.signature is not None and change.kind in ("function", "method") and len(change.signature.shown) < 60 else ""
    )


def where_it_went(change: Gone) -> str | None:
    """What to write instead of a name that is gone."""
    if change.moved_to is not None:
        if change.kind == "module":
            return f"import {change.moved_to}"
        if change.old is not None and change.old.in_class:
            return f"use {change.moved_to}"
        return f"from {parent(change.moved_to)} import {last_name(change.moved_to)}"
    if change.renamed_to is not None:
        return f"use {last_name(change.renamed_to)}"
    return substitute(change.old.deprecated) if change.old is not None else None


def substitute(said: str | None) -> str | None:
    """The sentences of a deprecation that name what to use instead; None: none does, but for what is only filled in at run time."""
    found = [s for s in _BETWEEN_SENTENCES.split(said or "") if _NAMES_A_SUBSTITUTE.search(s) and not _PLACEHOLDER.search(s)]
    return " ".join(found) or None


def brief(said: str) -> str:
    """The beginning of what is said, up to the end of a sentence where one ends soon enough."""
    kept = ""
    for sentence in _BETWEEN_SENTENCES.split(said.strip()):
        if kept and len(kept) + len(sentence) >= _BRIEF:
            break
        kept += (" " if kept else "") + sentence
    return kept if len(kept) <= 2 * _BRIEF else kept[:_BRIEF].rpartition(" ")[0] + " …"


# --- parameters ------------------------------------------------------------------------------------------------------------


def owner(change: ParameterChanged) -> str:
    """The callable, as its users call it: the class for a constructor."""
    return f"{parent(change.path)}()" if change.callable == "constructor" else f"{change.path}()"


def starred(parameter: Parameter) -> str:
    """A name with the stars it has in a signature."""
    return {VAR_POSITIONAL: "*", VAR_KEYWORD: "**"}.get(parameter.kind, "") + parameter.name


def shift(change: ParameterChanged) -> str:
    """What the same cause does to other parameters; empty for none."""
    names = [name for name in change.shifted if name != change.part]
    if not names:
        return ""
    old = {p.name: starred(p) for p in change.old_signature.parameters}
    verb = "shifts" if len(names) == 1 else "shift"
    return f": by position, {quoted([old.get(name, name) for name in names])} {verb}"


def old_signature(change: ParameterChanged) -> str:
    """The old signature as text."""
    return change.old_signature.shown


def new_signature(change: ParameterChanged) -> str:
    """The new signature as text."""
    return change.new_signature.shown


def old_parameter(change: ParameterChanged) -> str | None:
    """The parameter as it stood: `x=1`."""
    return change.before.shown if change.before is not None else None


def new_parameter(change: ParameterChanged) -> str | None:
    """The parameter as it stands: `x=2`."""
    return change.after.shown if change.after is not None else None


def parameter_of(change: ParameterChanged) -> str:
    """Its bare name."""
    return change.part


def both_parameters(change: ParameterChanged) -> tuple[str, ...]:
    """What makes a finding about a parameter the one it is: how it stood and stands, and what it shifts."""
    return (old_parameter(change) or "", new_parameter(change) or "", *change.shifted)


def said_by_decorator(change: ParameterChanged) -> str:
    """Whose inner function decides what it takes, in one version at least, where that is why it changed; empty: its own parameters say it."""
    before, after = change.old_signature.through, change.new_signature.through
    was, now = (item.definition if item is not None else None for item in (change.old, change.new))
    if before == after and isinstance(was, Function) and isinstance(now, Function) and was.parameters != now.parameters:
        return ""
    if after is not None:
        return f"; what it takes is up to its decorator @{after}{' now' if before is None else ''}"
    return f"; what it took was up to its decorator @{before}" if before is not None else ""


def shim(change: ParameterChanged) -> str | None:
    """A new decorator whose name says that it is there for old calls (`deprecate_positional_args`, `renamed_kwarg`); None: there is none."""
    doubt = change.new_signature.doubt
    if doubt is None or doubt == change.old_signature.doubt or not _KEEPS_OLD_CALLS.search(doubt):
        return None
    if "positional" in doubt and change.event not in ("keyword-only", "moved", "inserted", "by-position-too"):
        return None  # it sorts positional arguments, and knows no names but those of the signature
    return "by its name, that decorator goes on taking the old calls"


def closed(change: ParameterChanged) -> list[str]:
    """The parameters that the same `*` or `/` closed, itself first."""
    new = {p.name: p for p in change.new_signature.parameters}
    wanted = (KEYWORD_ONLY,) if change.event == "keyword-only" else (0,)
    return [change.part, *(name for name in change.shifted if name in new and new[name].kind in wanted)]
