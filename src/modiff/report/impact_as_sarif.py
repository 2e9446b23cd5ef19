"""The lines of client code that break, as SARIF 2.1.0 for code scanning: the lines of the client, with the rule that explains each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from modiff.model.findings import Certainty
from modiff.model.hits import Hit, Impact
from modiff.report import sarif_log
from modiff.report.inert import visible
from modiff.report.interface import Style
from modiff.report.sarif_log import Json
from modiff.rules import catalogue

TOLD = {
    "distribution-removed": "A package that is imported is not in the lock file any more.",
    "call-no-longer-binds": "A call no longer binds to the signature.",
    "name-no-longer-answers": "A name no longer answers.",
    "result-changed": "What a call gives no longer fits what is done with it.",
}
"""Rules that are no page of the catalogue: no single change explains these lines."""


def impact(found: Impact, style: Style) -> str:
    """The log: one run, whose results are all hits in the user's own code. Possible ones are of kind `review`, as nobody has settled them."""
    hits = [hit for hit in found.hits if hit.through is None]
    rules = {rule: index for index, rule in enumerate(sorted({hit.rule for hit in hits}))}
    seen: dict[str, int] = {}
    return sarif_log.log(map(_rule, rules), (_result(hit, rules[hit.rule], seen) for hit in hits), "Where modiff was run.")


def _rule(rule: str) -> Json:
    if rule in catalogue.ids():
        return sarif_log.rule_of_catalogue(catalogue.rule(rule))
    return sarif_log.named_rule(rule, TOLD.get(rule, f"{rule.replace('-', ' ').capitalize()}."))


def _result(hit: Hit, index: int, seen: dict[str, int]) -> Json:
    kind = {"kind": "review", "level": "none"} if hit.certainty is Certainty.possible else {"kind": "fail", "level": _level(hit)}
    region = {"startLine": hit.line, "endLine": hit.end_line}
    return {
        "ruleId": hit.rule,
        "ruleIndex": index,
        **kind,
        "message": {"text": visible(hit.message) + "." + (f" Try: {visible(hit.fix)}" if hit.fix else "")},
        "locations": [sarif_log.place(hit.file, region, hit.path)],
        "partialFingerprints": {"modiff/v1": _fingerprint(hit, seen)},
        "properties": {"path": hit.path, "use": hit.use, "dependency": hit.dependency, "certainty": hit.certainty.name, "guarded": hit.guarded},
    }


def _level(hit: Hit) -> str:
    return "warning" if hit.guarded else "error"


def _fingerprint(hit: Hit, seen: dict[str, int]) -> str:
    """The same as long as the use is: no line numbers; uses alike in one file are counted."""
    text = "\0".join(_identity(hit))
    seen[text] = seen.get(text, 0) + 1
    return hashlib.sha256(f"{text}\0{seen[text]}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _identity(hit: Hit) -> Iterable[str]:
    return hit.file, hit.rule, hit.use, hit.path, hit.dependency
