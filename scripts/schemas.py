"""Writes docs/schemas: a JSON Schema (2020-12) for every object that modiff prints as JSON, and one for `[tool.modiff]` that editors can use.

Words that are an enumeration in the source are taken from there. Objects are open, as fields may be added to the contract; those named here are
always there, but for the few that say so.

python scripts/schemas.py [--check]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, get_args

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from modiff.config.settings import GROUPS, PLATFORMS  # noqa: E402
from modiff.model.check import BumpWord, Scheme, Status  # noqa: E402
from modiff.model.facts import KIND_NAMES  # noqa: E402
from modiff.model.findings import Action, Breaks, Certainty, Severity  # noqa: E402
from modiff.model.hits import Use  # noqa: E402
from modiff.model.items import Kind  # noqa: E402
from modiff.model.policy import Surface  # noqa: E402
from modiff.rules import catalogue  # noqa: E402

Schema = dict[str, Any]

FOLDER = ROOT / "docs" / "schemas"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
FLAGS = ("async", "generator", "abstract", "final", "overloaded", "settable", "deletable")


def text(what: str, **more: object) -> Schema:
    """A string."""
    return {"type": "string", "description": what, **more}


def text_or_null(what: str, **more: object) -> Schema:
    """A string, or null where there is nothing to say."""
    return {"type": ["string", "null"], "description": what, **more}


def number(what: str, least: int = 0) -> Schema:
    """A whole number."""
    return {"type": "integer", "minimum": least, "description": what}


def line(what: str = "From 1.") -> Schema:
    """The number of a line, or null where it is not known."""
    return {"type": ["integer", "null"], "minimum": 1, "description": what}


def yes(what: str) -> Schema:
    """True or false."""
    return {"type": "boolean", "description": what}


def word(what: str, words: object) -> Schema:
    """One of a few words."""
    assert hasattr(words, "__iter__")
    return {"enum": [str(getattr(each, "name", each)) for each in words], "description": what}


def word_or_null(what: str, words: object) -> Schema:
    """One of a few words, or null."""
    one = word(what, words)
    return {**one, "enum": [*one["enum"], None]}


def many(items: Schema, what: str) -> Schema:
    """A list."""
    return {"type": "array", "items": items, "description": what}


def table(what: str, /, *optional: str, **fields: Schema) -> Schema:
    """An object whose fields are all there but for those named in `optional`. A `_` at the end of a name is not part of it."""
    named = {name.removesuffix("_"): schema for name, schema in fields.items()}
    return {"type": "object", "description": what, "properties": named, "required": [name for name in named if name not in optional]}


def or_null(schema: Schema) -> Schema:
    """The object, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def said(name: str) -> Schema:
    """The field by which objects tell each other apart."""
    return {
        "const": f"modiff/{name}/1",
        "description": "Which object of the contract this is; the number goes up when a field is renamed or dropped.",
    }


PLACE = table(
    "What stands on one side, and where.",
    value=text_or_null("What the message compares: a signature, a kind, a default; null where there is nothing to show."),
    file=text_or_null("Path inside the tree of the version."),
    line=line(),
)
SIDE = table(
    "One of the two versions.",
    spec=text("As the user named it; empty for the old side of a first release."),
    name=text_or_null("The distribution."),
    version=text_or_null("Its version."),
    packages=many(text("An import name."), "The top-level import packages."),
)
COUNT = table("Counts of one level.", removed=number("How many are gone."), added=number("How many came."))
SUMMARY = table(
    "Counts of changes before any rule, over everything that was read; each level below surviving parents only.",
    module=COUNT,
    function=COUNT,
    class_=COUNT,
    method=COUNT,
    parameter=table(
        "Parameters of callables that both sides have.",
        removed=number("How many are gone, renamed ones included."),
        added=number("How many came, renamed ones included."),
        renamed=number("Pairs of the above that are renames in place."),
        moved=number("Kept parameters at another position."),
    ),
    signatures_changed=number("Callables whose signature differs."),
)
RULE = text("The rule's id.", pattern="^[a-z0-9]+(-[a-z0-9]+)*$")
FINDING = table(
    "One thing that differs, judged.",
    "status",
    rule=RULE,
    severity=word("The smallest version bump it asks for.", reversed(Severity)),
    certainty=word("How far reading settles it.", reversed(Certainty)),
    about=word("The API, or what the distribution says of itself.", ("api", "distribution")),
    group=word("The rule's group.", GROUPS),
    breaks=many(word("A use.", get_args(Breaks)), "What stops working; empty for what breaks nothing."),
    path=text("The public path that users write; for the distribution its name."),
    part=text_or_null("The parameter, type parameter, key, extra (`extra:gpu`), script or Python (`python:3.8`) concerned."),
    also=many(text("A dotted path."), "Other public paths that reach the same item."),
    canonical=text_or_null("Where it is defined, if that is not `path`."),
    when=text_or_null("The condition under which it holds; null: always."),
    deprecated=text_or_null("What the old version said."),
    message=text("A sentence without its full stop."),
    hint=text_or_null("What to write instead, when known."),
    old=or_null(PLACE),
    new=or_null(PLACE),
    client=text_or_null("A few lines that work with the old version and fail with the new one."),
    fingerprint=text("Stable while the finding is the same.", minLength=1),
    status=word("Where it came from; in a check only.", get_args(Status)),
)
GAP = table(
    "Something that reading cannot settle.",
    "side",
    side=word("On which side; in comparisons only.", ("old", "new")),
    path=text("The module or class it concerns."),
    reason=text("Why."),
    file=text_or_null("Path inside the tree of the version."),
    line=line(),
)
GROUP = table("One part of a comparison (`--by`, `--levels`).", group=text("Its name."), summary=SUMMARY, findings=many(FINDING, "Its findings."))
COMPARED = {
    "old": SIDE,
    "new": SIDE,
    "verdict": word("The largest severity among certain and likely findings.", reversed(Severity)),
    "summary": SUMMARY,
    "findings": many(FINDING, "In stable order, the worst first."),
    "gaps": many(GAP, "Where reading met its limit."),
}
DIFF = table(
    "`modiff diff --format json`.",
    "findings",
    "groups",
    "stopped",
    schema=said("diff"),
    **COMPARED,
    groups=many(GROUP, "With `--by` or `--levels`, in place of `findings`."),
    stopped=text("With `--stop-at-first-break`: where it stopped; not there if it went through."),
) | {"oneOf": [{"required": ["findings"]}, {"required": ["groups"]}]}
CHECK = table(
    "`modiff check --format json`.",
    schema=said("check"),
    **COMPARED,
    bump=or_null(
        table(
            "The version that the changes ask for; null for a first release, and where the last one has no version.",
            declared=text_or_null("The project's version; null: it is made when the project is built."),
            needed=text("The smallest version that may carry the changes."),
            scheme=word("What version numbers promise.", Scheme),
            allowed=yes("May `declared` carry the changes? Where it is null: do they need no more than a minor bump?"),
            word=word("The bump in the words of Semantic Versioning.", get_args(BumpWord)),
            last=text_or_null("The release compared with."),
        )
    ),
    baseline=text_or_null("The release compared with and how it was found; null: this is the first."),
    base=text_or_null("The branch that the change is for, and where it began; null: it is no change to be merged."),
    strict=yes("Does everything since the release count?"),
    stale=many(
        table("An accepted break that excuses nothing.", rule=RULE, path=text("As in the file."), why=text("Why."), line=line("In the file.")),
        "Accepted breaks that can go.",
    ),
)
SIGNATURE = table(
    "The calls that are taken, as a caller sees them.",
    parameters=many(
        table(
            "A parameter.",
            name=text("Without stars."),
            kind=word("As `inspect.Parameter` names it.", KIND_NAMES),
            default=text_or_null("As source; null: there is none."),
            annotation=text_or_null("As source."),
        ),
        "In order.",
    ),
    returns=text_or_null("The annotation of what is returned."),
)
ITEM = table(
    "One item of an API.",
    path=text("The public path that users write."),
    also=many(text("A dotted path."), "Other public paths that reach it."),
    canonical=text_or_null("Where it is defined."),
    kind=word("What it is.", get_args(Kind)),
    public=yes("Is it promised, as conventions go?"),
    why=text("Why it is public or not."),
    when=text_or_null("The condition under which it is there; null: always."),
    binding=word_or_null("How a method is bound; null for what is none.", ("instance", "class", "static")),
    flags=many(word("A mark.", FLAGS), "What else is to be said."),
    signature=or_null(SIGNATURE),
    type_parameters=many(text("A type parameter."), "In order."),
    annotation=text_or_null("Of an attribute."),
    value=text_or_null("Of an attribute, as source."),
    bases=many(text("A base class."), "In order."),
    inherited_from=text_or_null("The class that defines it."),
    deprecated=text_or_null("What is said of its deprecation; null: it is not deprecated."),
    file=text_or_null("Path inside the tree of the version."),
    line=line(),
)
API = table(
    "`modiff show --format json`.",
    schema=said("api"),
    name=text_or_null("The distribution."),
    version=text_or_null("Its version."),
    packages=many(text("An import name."), "The top-level import packages."),
    items=many(ITEM, "One entry an item."),
    gaps=many(GAP, "Where reading met its limit."),
)
HIT = table(
    "A place in client code.",
    "not_mended",
    file=text("As the user named it, or found below what was named."),
    line=number("Where it begins, from 1.", 1),
    end_line=number("Where it ends.", 1),
    certainty=word("How far reading settles it.", reversed(Certainty)),
    use=word("What the code does there.", get_args(Use)),
    guarded=yes("Does an enclosing `try` catch what would be raised?"),
    dependency=text("The distribution."),
    path=text("What is used."),
    rule=RULE,
    since=text_or_null("The release in which it broke; null: not looked for."),
    message=text("A sentence without its full stop."),
    fix=text_or_null("What to write instead, when known."),
    through=text_or_null("The dependency whose code this is; null: it is the user's own."),
    not_mended=text("Why `--fix` leaves it; only where that was asked for and it does."),
)
IMPACT = table(
    "`modiff impact --format json`.",
    "mended",
    schema=said("impact"),
    upgrades=many(
        table(
            "One dependency that moves.",
            name=text("The distribution."),
            old=text("Its version now."),
            new=text("The one to come."),
            findings=number("Changes between both."),
            used=number("Hits on them."),
            newest_safe=text_or_null("The newest release up to `new` with which no line breaks; null: not looked for."),
            steps=many(
                table(
                    "One release between both.",
                    version=text("Its version."),
                    breaks={
                        "type": ["integer", "null"],
                        "minimum": 0,
                        "description": "Lines of the user that break with it; null: not read, as its neighbours settle it.",
                    },
                ),
                "What each release between both would break, oldest first; empty: not looked at one by one.",
            ),
        ),
        "What is upgraded.",
    ),
    unused=many(
        table("An upgrade of which nothing is used.", name=text("The distribution."), old=text("Its version now."), new=text("The one to come.")),
        "What is upgraded and touches nothing.",
    ),
    gone=many(
        table("A package that the new lock file does not have.", name=text("The distribution."), old=text("Its version in the old one.")),
        "What is gone and still imported; the lines are among the hits.",
    ),
    hits=many(HIT, "By file and line."),
    deprecated=many(HIT, "Uses of what the new version deprecates."),
    gaps=many(GAP, "Files that could not be read."),
    mended=many(
        table(
            "A file that can be mended.",
            file=text("As the user named it, or found below what was named."),
            changes=many(table("One edit.", line=number("Where, from 1.", 1), change=text("What is written instead.")), "In order."),
        ),
        "With `--diff` or `--fix`: edits that mend hits.",
    ),
)
NAMES = table(
    "What happened to the things of one level.",
    removed=many(text("A dotted name."), "Gone."),
    added=many(text("A dotted name."), "New."),
    changed=many(text("A dotted name."), "In both versions, and not the same."),
)
HISTORY = table(
    "`modiff history --format json`.",
    schema=said("history"),
    spec=text("What the user typed."),
    name=text_or_null("The distribution."),
    releases=many(
        table(
            "A release.",
            version=text("Its version."),
            uploaded=text_or_null("When its first file was uploaded, ISO 8601; null: the source does not say."),
            final=yes("Is it no pre-release, and no development release?"),
            totals=or_null(
                table("How much it defines.", **{level: number("So many.") for level in ("module", "function", "class", "method", "parameter")})
            ),
            since=text_or_null("The release before; null: there is none that could be read."),
            summary=or_null(SUMMARY),
            losses={"type": ["integer", "null"], "minimum": 0, "description": "All that was removed, together."},
            names={
                "anyOf": [
                    {"type": "object", "description": "By level.", "patternProperties": {"^(module|function|class|method)$": NAMES}},
                    {"type": "null"},
                ]
            },
            unread=text_or_null("Why it could not be read; null: it was."),
        ),
        "Oldest first.",
    ),
    warnings=many(text("A sentence."), "What was odd."),
)
ERROR = table(
    "What is printed with `--format json` where nothing could be checked (exit status 2).",
    schema=said("error"),
    error=text("The kind of failure.", pattern="^[a-z]+(-[a-z]+)*$"),
    message=text("What happened, and to what."),
    try_=many(text("A command, an option or an advice."), "What may help, best first."),
)
RULES = table(
    "`modiff rules --format json`.",
    schema=said("rules"),
    rules=many(
        table(
            "A rule.",
            id=RULE,
            severity=word("The smallest version bump it asks for, where nothing lowers it.", reversed(Severity)),
            group=word("Its group.", GROUPS),
            breaks=many(word("A use.", get_args(Breaks)), "What stops working."),
            family=text("Under which heading the catalogue lists it."),
            title=text("What happened."),
        ),
        "The catalogue.",
    ),
)
RUNWAY = {"releases": "final releases", "months": "months"}
CONFIG = table(
    "`modiff check --show-config --format json`.",
    schema=said("config"),
    file=text_or_null("The pyproject.toml that was read; null: there is none with our table."),
    settings={"type": "object", "description": "The keys of `[tool.modiff]` with what is in force; null: nothing is settled."},
    rules=many(
        table(
            "A rule.",
            rule=RULE,
            group=word("Its group.", GROUPS),
            severity=word("Its severity.", reversed(Severity)),
            action=word("What is done about it.", Action),
            why=text("Who says so."),
        ),
        "Every rule and whether it is on.",
    ),
)
PATTERN = {"type": "string", "minLength": 1}
PATTERNS = {"anyOf": [PATTERN, {"type": "array", "items": PATTERN}]}


def settings() -> Schema:
    """`[tool.modiff]`, closed: a key that is not here is a mistake. Rules are named as a help only, as others may be installed."""
    action = word("deny: end with 1; warn: only tell; allow: count it and say nothing.", Action)
    keys: dict[str, Schema] = {
        "surface": word("Which names count as promised.", Surface),
        "only": {**PATTERNS, "description": "Look only at these dotted prefixes or globs."},
        "exclude": {**PATTERNS, "description": "Leave these out."},
        "python-version": text('Judge for this Python only: "3.12".', pattern=r"^\s*\d+\.\d+\s*$"),
        "platform": word("Judge for this platform only.", PLATFORMS),
        "tests": yes("Are tests part of the API?"),
        "vendored": yes("Is vendored code?"),
        "rule-files": {**PATTERNS, "description": "Files, folders or modules that hold rules of your own; beside a table of actions under `rules`."},
        "installed-rules": yes("Do rules count that installed packages bring?"),
        "scheme": word("What the project's version numbers promise, for `modiff check`.", Scheme),
        "against": text("The release to compare with: a version, a tag, or any spec.", minLength=1),
        "base": text("The branch that changes are for.", minLength=1),
        "accepted": text("The file of accepted breaks, from the project's root.", minLength=1),
        "catalogue": text('Rules that came after this version of modiff only warn: "0.1.0".', minLength=1),
        "runway": {
            "type": "object",
            "description": "How long something must have been deprecated before its removal is accepted; either is enough.",
            "properties": {key: number(f"So many {what}.", 1) for key, what in RUNWAY.items()},
            "additionalProperties": False,
        },
        "groups": {
            "type": "object",
            "description": "What is done about the rules of a group.",
            "properties": dict.fromkeys(GROUPS, action),
            "additionalProperties": False,
        },
        "rules": {
            "anyOf": [
                {
                    "type": "object",
                    "description": "What is done about a rule; wins over its group.",
                    "properties": {rule.id: {**action, "description": f"{rule.title}. {action['description']}"} for rule in catalogue.rules()},
                    "additionalProperties": action,
                },
                {"type": "array", "items": PATTERN, "description": "Files, folders or modules that hold rules of your own."},
            ]
        },
    }
    return {"type": "object", "description": "modiff's settings in pyproject.toml.", "properties": keys, "additionalProperties": False}


def schemas() -> dict[str, str]:
    """Every file of docs/schemas: text by name."""
    objects = {
        "diff": DIFF,
        "check": CHECK,
        "api": API,
        "impact": IMPACT,
        "history": HISTORY,
        "error": ERROR,
        "rules": RULES,
        "config": CONFIG,
        "tool.modiff": settings(),
    }
    titles = {name: f"modiff/{name}/1" for name in objects} | {"tool.modiff": "[tool.modiff] of pyproject.toml"}
    made = {f"{name}.json": {"$schema": DRAFT, "title": titles[name], **schema} for name, schema in objects.items()}
    return {name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in made.items()}


def differences() -> list[str]:
    """What is wrong with the folder as it is."""
    wanted = schemas()
    found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    return [f"docs/schemas/{name} is not what it would be" for name in sorted(wanted.keys() | found.keys()) if wanted.get(name) != found.get(name)]


def main() -> int:
    """Writes the schemas; with `--check` says where they differ from what it would write, and ends with 1."""
    wrong = differences()
    if "--check" in sys.argv[1:]:
        print("\n".join([*wrong, "run `make docs`"]) if wrong else "docs/schemas: all up to date")
        return 1 if wrong else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (FOLDER / name).write_text(schema, encoding="utf-8")
    print(f"docs/schemas: {len(wrong)} of {len(schemas())} files changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
