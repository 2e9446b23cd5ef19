"""One report that all formats are tested with: a finding of each sort that a reader meets."""

from __future__ import annotations

import msgspec

from modiff.model.api import Api
from modiff.model.check import Bump, Check, StaleEntry
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, Parameter
from modiff.model.findings import (
    Action,
    Certainty,
    Finding,
    GroupReport,
    LevelCount,
    ParameterCount,
    Place,
    Report,
    ReportedGap,
    Severity,
    Side,
    Summary,
)
from modiff.model.hits import ClientGap, Hit, Impact, Upgrade
from modiff.model.items import ApiItem, Signature


def finding(rule: str, path: str, message: str, **given: object) -> Finding:
    """A certain, major finding about the API, but for what is given."""
    plain = Finding(
        rule=rule,
        severity=Severity.major,
        certainty=Certainty.certain,
        about="api",
        group="api",
        breaks=("call",),
        path=path,
        part=None,
        also=(),
        canonical=None,
        when=None,
        deprecated=None,
        message=message,
        hint=None,
        old=None,
        new=None,
        client=None,
        fingerprint=f"{rule}:{path}",
    )
    return msgspec.structs.replace(plain, **given)


PARAMETER_REMOVED = finding(
    "parameter-removed",
    "shop.order",
    "shop.order() no longer takes `express`",
    part="express",
    also=("shop.api.order",),
    canonical="shop.api.order",
    hint="leave it out: every order is express now",
    old=Place("(item, count=1, express=False)", "shop/api.py", 12),
    new=Place("(item, count=1)", "shop/api.py", 14),
    client="import shop\nshop.order('tea', express=True)",
)
FUNCTION_REMOVED = finding(
    "function-removed",
    "shop.cancel",
    "Function shop.cancel is gone",
    breaks=("import", "attribute"),
    deprecated="since 1.4: use shop.order",
    when="sys.platform == 'win32'",
    old=Place(None, "shop/api.py", 40),
)
LONG = finding(
    "parameter-inserted",
    "shop.stock.Shelf.__init__",
    "shop.stock.Shelf() takes `depth` before `height`: by position, `height` and all after it shift",
    part="depth",
    certainty=Certainty.likely,
    old=Place("(width, height, material='oak', color='brown', finish='matt', screws=4, lights=None)", "shop/stock.py", 3),
    new=Place("(width, depth, height, material='oak', color='brown', finish='matt', screws=4, lights=None)", "shop/stock.py", 3),
)
PYTHON_DROPPED = finding(
    "python-dropped",
    "shop",
    "Python 3.8 is no longer supported",
    about="distribution",
    group="metadata",
    breaks=("install",),
    part="python:3.8",
    severity=Severity.minor,
    action=Action.warn,
    old=Place(">=3.8"),
    new=Place(">=3.9"),
)
DEFAULT_CHANGED = finding(
    "default-changed",
    "shop.stock.count",
    "shop.stock.count() has another default for `unit`",
    part="unit",
    group="values",
    breaks=(),
    severity=Severity.patch,
    action=Action.warn,
    old=Place("'piece'", "shop/stock.py", 30),
    new=Place("'box'", "shop/stock.py", 33),
)
POSSIBLE = finding(
    "attribute-removed",
    "shop.till",
    "Variable shop.till is gone; not settled: names are made at run time",
    certainty=Certainty.possible,
    breaks=("attribute",),
    old=Place("None", "shop/__init__.py", 5),
)
ADDED = finding(
    "function-added",
    "shop.refund",
    "Function shop.refund(order) is new",
    severity=Severity.minor,
    breaks=(),
    action=Action.warn,
    new=Place("(order)", "shop/api.py", 44),
)
ALLOWED = finding(
    "module-removed", "shop.beta", "Module shop.beta is gone", breaks=("import",), action=Action.allow, old=Place(None, "shop/beta.py", 1)
)

OLD = Side("shop==1.4", "shop", "1.4", ("shop",))
NEW = Side("shop==2.0", "shop", "2.0", ("shop",))
SUMMARY = Summary(module=LevelCount(1, 0), function=LevelCount(1, 1), parameter=ParameterCount(1, 1, 0, 2), signatures_changed=2)
REPORT = Report(
    OLD,
    NEW,
    SUMMARY,
    (ALLOWED, FUNCTION_REMOVED, PARAMETER_REMOVED, LONG, POSSIBLE, PYTHON_DROPPED, ADDED, DEFAULT_CHANGED),
    gaps=(ReportedGap("new", "shop", "names are made at run time by globals().update(...)", "shop/__init__.py", 9),),
    notes=("fetched: 1.0 MB",),
)
SAME = Report(OLD, OLD, Summary(), ())
GROUPED = msgspec.structs.replace(
    REPORT,
    findings=(FUNCTION_REMOVED, PARAMETER_REMOVED),
    groups=(GroupReport("shop.api", Summary(function=LevelCount(1, 0)), (FUNCTION_REMOVED, PARAMETER_REMOVED)),),
    stopped="module shop.api",
    gaps=(),
)

UNRELEASED = finding(
    "parameter-added-required",
    "shop.preview",
    "shop.preview() demands a new parameter `page`",
    part="page",
    old=Place("()", "shop/api.py", 60),
    new=Place("(page)", "shop/api.py", 60),
)
CHECKED = msgspec.structs.replace(
    REPORT,
    old=Side("git+.@v1.4", "shop", "1.4", ("shop",)),
    new=Side("./", "shop", "1.5", ("shop",)),
    findings=tuple(
        msgspec.structs.replace(found, status=status)
        for found, status in (
            (ALLOWED, "introduced"),
            (FUNCTION_REMOVED, "accepted"),
            (PARAMETER_REMOVED, "introduced"),
            (LONG, "base"),
            (POSSIBLE, "introduced"),
            (PYTHON_DROPPED, "base"),
            (ADDED, "introduced"),
            (DEFAULT_CHANGED, "introduced"),
            (UNRELEASED, "unreleased"),
        )
    ),
    check=Check(
        bump=Bump("1.5", "2.0", "major", "semver", False, "1.4"),
        strict=False,
        allows="minor",
        baseline="1.4 (the tag v1.4)",
        base="origin/main at 0a1b2c3d4 (a pull request on GitHub)",
        stale=(StaleEntry("class-removed", "shop.Till", "there is no such finding (any more)", 7),),
        prefix="packages/shop/",
    ),
)
"""A check of the project on a branch, with a finding of each status."""
FIRST_RELEASE = Report(Side("", "shop", None, ()), NEW, Summary(), (), check=Check(None, False, "major", None, None))
"""A check of a project that has no release yet."""


def item(path: str, kind: str, **given: object) -> ApiItem:
    """A public item, but for what is given."""
    plain = ApiItem(
        path=path,
        also=(),
        canonical=path,
        kind="function",
        public=True,
        why="defined here",
        when=None,
        binding=None,
        flags=(),
        signature=None,
        type_parameters=(),
        annotation=None,
        value=None,
        bases=(),
        inherited_from=None,
        deprecated=None,
        file="shop/api.py",
        line=1,
    )
    return msgspec.structs.replace(plain, kind=kind, **given)


API = Api(
    "shop",
    "2.0",
    ("shop",),
    (
        item("shop", "module"),
        item(
            "shop.Shelf",
            "class",
            signature=Signature((Parameter("width", POSITIONAL_OR_KEYWORD),)),
            bases=("shop.base.Thing",),
            type_parameters=("T",),
        ),
        item(
            "shop.Shelf.lift",
            "method",
            binding="static",
            flags=("async", "final"),
            signature=Signature(),
            inherited_from="shop.base.Thing",
            deprecated="use push",
        ),
        item(
            "shop.order",
            "function",
            also=("shop.api.order",),
            when="sys.version_info >= (3,)",
            signature=Signature(
                (
                    Parameter("item", POSITIONAL_ONLY, None, "str"),
                    Parameter("count", POSITIONAL_OR_KEYWORD, "1", "int"),
                    Parameter("gift", KEYWORD_ONLY, "False"),
                    Parameter("rest", VAR_KEYWORD, None, "object"),
                ),
                "Order | None",
            ),
        ),
        item("shop.TAX", "attribute", annotation="Final[float]", value="0.2"),
    ),
    gaps=(ReportedGap("new", "shop", "names are made at run time", "shop/__init__.py", 9),),
)

IMPACT = Impact(
    (Upgrade("shop", "1.4", "2.0", 8, 2),),
    (
        Hit(
            "src/app.py",
            41,
            43,
            Certainty.certain,
            "call",
            False,
            "shop",
            "shop.order",
            "parameter-removed",
            None,
            "shop.order() no longer takes `express`",
            "leave it out",
        ),
        Hit(
            "src/app.py",
            50,
            50,
            Certainty.likely,
            "import",
            True,
            "shop",
            "shop.cancel",
            "function-removed",
            "1.6",
            "Function shop.cancel is gone",
            None,
        ),
    ),
    gaps=(ClientGap("src/broken.py", "it is no Python", "src/broken.py", 3),),
)
