"""A report as JUnit XML, for services that show test results: a suite for each module or class, a case for each finding."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from modiff.model.findings import Certainty, Finding, Report
from modiff.report import gate, words
from modiff.report.inert import visible
from modiff.report.interface import Style
from modiff.report.selection import by_home, is_addition


def diff(report: Report, style: Style) -> str:
    """What is objected to has failed, what is only possible is skipped, all else has passed and says so in its output. Additions are left out."""
    told = [finding for finding in report.findings if not is_addition(finding)]
    objections = set(report.objections)
    root = Xml.Element("testsuites", name=visible(f"modiff {words.title(report)}"))
    for home, found in by_home(told):
        suite = Xml.SubElement(root, "testsuite", name=visible(home))
        for finding in found:
            _case(suite, home, finding, finding in objections)
        _count(suite, found, objections)
    verdict = Xml.SubElement(root, "testsuite", name="modiff", tests="1", failures="0", errors="0", skipped="0")
    case = Xml.SubElement(verdict, "testcase", classname="modiff", name="verdict", time="0")
    Xml.SubElement(case, "system-out").text = visible(gate.verdict(report) if report.check is not None else words.verdict(report))
    _count(root, told, objections, more=1)
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _case(suite: Xml.Element, home: str, finding: Finding, objected: bool) -> None:
    part = f" ({finding.part})" if finding.part else ""
    case = Xml.SubElement(suite, "testcase", classname=visible(home), name=visible(f"{finding.rule}: {finding.path}{part}"), time="0")
    details = visible(finding.message) + "".join(f"\n{line}" for line in _details(finding))
    if objected:
        Xml.SubElement(case, "failure", type=finding.rule, message=visible(finding.message)).text = details
    elif finding.certainty is Certainty.possible:
        Xml.SubElement(case, "skipped", message=visible(f"only possible: {finding.message}"))
    else:
        Xml.SubElement(case, "system-out").text = f"{finding.status or finding.action}: {details}"


def _details(finding: Finding) -> list[str]:
    """Old and new, and what to do, a line each."""
    sides = [(side, place) for side, place in (("old", finding.old), ("new", finding.new)) if place is not None]
    said = [(side, " ".join(filter(None, (place.value, words.where(place))))) for side, place in sides]
    lines = [visible(f"{side}: {text}") for side, text in said if text]
    return [*lines, *([f"try: {visible(hint)}"] if (hint := words.advice(finding)) else [])]


def _count(element: Xml.Element, found: list[Finding], objections: set[Finding], more: int = 0) -> None:
    skipped = sum(finding.certainty is Certainty.possible and finding not in objections for finding in found)
    counts = {"tests": len(found) + more, "failures": sum(f in objections for f in found), "errors": 0, "skipped": skipped}
    for name, number in counts.items():
        element.set(name, str(number))
