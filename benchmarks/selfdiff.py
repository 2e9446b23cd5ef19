"""A release against itself must say nothing, in JSON and in text: run on a hundred of the most downloaded releases of the package index.

    python -m benchmarks.selfdiff [--retouched] [SPEC…]

A file that is the same on both sides is known to be by its digest, so the plain run shows that nothing is made up on the way. With --retouched,
the release's wheel is compared with its own files to each of which a comment was added: no digest is equal, everything is read and compared, and it
must be silent all the same.
Prints a line a release; ends with 1 if modiff said anything, or failed, for one of them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.measure import MODIFF, Failed, run
from benchmarks.wheels import retouch, wheel

RELEASES = (
    "aiohttp==3.11.2",
    "aiosignal==1.3.1",
    "alembic==1.14.0",
    "annotated-types==0.7.0",
    "anyio==4.6.2.post1",
    "asn1crypto==1.5.1",
    "attrs==24.2.0",
    "awscli==1.36.0",
    "azure-core==1.32.0",
    "bcrypt==4.2.0",
    "beautifulsoup4==4.12.3",
    "black==24.10.0",
    "boto3==1.35.60",
    "botocore==1.35.60",
    "cachetools==5.5.0",
    "certifi==2024.8.30",
    "cffi==1.17.1",
    "charset-normalizer==3.4.0",
    "click==8.1.7",
    "colorama==0.4.6",
    "coverage==7.6.4",
    "cryptography==43.0.3",
    "decorator==5.1.1",
    "distlib==0.3.9",
    "django==5.1.3",
    "dnspython==2.7.0",
    "docker==7.1.0",
    "docutils==0.21.2",
    "et-xmlfile==2.0.0",
    "exceptiongroup==1.2.2",
    "fastapi==0.115.5",
    "filelock==3.16.1",
    "flask==3.1.0",
    "frozenlist==1.5.0",
    "fsspec==2024.10.0",
    "google-api-core==2.23.0",
    "google-auth==2.36.0",
    "googleapis-common-protos==1.66.0",
    "greenlet==3.1.1",
    "grpcio==1.67.1",
    "h11==0.14.0",
    "httpcore==1.0.7",
    "httpx==0.27.2",
    "idna==3.10",
    "importlib-metadata==8.5.0",
    "iniconfig==2.0.0",
    "jinja2==3.1.4",
    "jmespath==1.0.1",
    "joblib==1.4.2",
    "jsonschema==4.23.0",
    "lxml==5.3.0",
    "markdown-it-py==3.0.0",
    "markupsafe==3.0.2",
    "matplotlib==3.9.2",
    "more-itertools==10.5.0",
    "msal==1.31.0",
    "multidict==6.1.0",
    "mypy-extensions==1.0.0",
    "networkx==3.4.2",
    "numpy==2.1.3",
    "oauthlib==3.2.2",
    "openpyxl==3.1.5",
    "packaging==24.2",
    "pandas==2.2.3",
    "pathspec==0.12.1",
    "pillow==11.0.0",
    "platformdirs==4.3.6",
    "pluggy==1.5.0",
    "protobuf==5.28.3",
    "psutil==6.1.0",
    "pyasn1==0.6.1",
    "pycparser==2.22",
    "pydantic-core==2.23.4",
    "pydantic==2.9.2",
    "pygments==2.18.0",
    "pyjwt==2.9.0",
    "pyparsing==3.2.0",
    "pytest==8.3.3",
    "python-dateutil==2.9.0.post0",
    "pytz==2024.2",
    "pyyaml==6.0.2",
    "redis==5.2.0",
    "requests==2.32.3",
    "rich==13.9.4",
    "rsa==4.9",
    "s3transfer==0.10.3",
    "scikit-learn==1.5.2",
    "scipy==1.14.1",
    "setuptools==75.5.0",
    "six==1.16.0",
    "soupsieve==2.6",
    "sqlalchemy==2.0.36",
    "starlette==0.41.2",
    "tqdm==4.67.0",
    "typing-extensions==4.12.2",
    "urllib3==2.2.3",
    "virtualenv==20.27.1",
    "werkzeug==3.1.3",
    "wheel==0.45.0",
    "yarl==1.17.1",
)


def said(spec: str) -> str | None:
    """What modiff said of the release against itself; None: nothing, as it should."""
    try:
        return said_of(spec, spec)
    except Failed as problem:
        return str(problem)


def said_retouched(spec: str) -> str | None:
    """The same of the release's wheel against its files with a comment added to each."""
    try:
        path = wheel(*spec.split("=="))
        with tempfile.TemporaryDirectory() as folder:
            retouch(path, Path(folder))
            return said_of(str(path), folder)
    except Failed as problem:
        return str(problem)


def said_of(old: str, new: str) -> str | None:
    """What modiff said of the pair. Without --exit-zero, so that an objection fails too."""
    command = [*MODIFF, "diff", old, new]
    report = json.loads(run([*command, "--format", "json"]).output)
    rules = sorted({f["rule"] for f in report["findings"]})
    if rules or report["verdict"] != "patch":
        return f"{len(report['findings'])} findings in JSON: {', '.join(rules)}"
    if any(counted(level) for level in report["summary"].values()):
        return f"changes in the summary: {report['summary']}"
    return speaks(run([*command, "--format", "text", "--color", "never", "-v"]).output.decode())


def counted(level: dict[str, int] | int) -> bool:
    """Does this entry of the summary count anything?"""
    return any(level.values()) if isinstance(level, dict) else level != 0


def speaks(text: str) -> str | None:
    """What the text tells that it should not; None: it only says that there is nothing."""
    first, *_, last = text.strip().splitlines() or ["", ""]
    if not first.endswith(": no differences") or last != "patch: nothing found that breaks callers":
        return f"text says: {first} … {last}"
    return None


def main() -> int:
    """Two at a time; a line for each, in order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--retouched", action="store_true", help="against its own files with a comment added to each")
    parser.add_argument("specs", nargs="*", metavar="SPEC", default=RELEASES, help="NAME==VERSION (a hundred popular releases)")
    args = parser.parse_args()
    failed = 0
    with ThreadPoolExecutor(2) as pool:
        for spec, problem in zip(args.specs, pool.map(said_retouched if args.retouched else said, args.specs), strict=True):
            failed += problem is not None
            print(f"{'silent' if problem is None else 'NOT SILENT':12}{spec}{f': {problem}' if problem else ''}", flush=True)
    print(f"{len(args.specs) - failed} of {len(args.specs)} silent")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
