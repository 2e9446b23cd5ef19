"""Which upgrades change what calls mean without breaking any: nothing is lost, and yet a default or a constant has another value?"""

from __future__ import annotations

import modiff

UPGRADES = [
    ("click", "8.1.7", "8.2.0"),
    ("flask", "3.0.2", "3.0.3"),
    ("werkzeug", "3.0.2", "3.0.3"),
    ("urllib3", "2.2.3", "2.3.0"),
    ("rich", "13.6.0", "13.7.0"),
    ("idna", "3.6", "3.7"),
]

for name, old, new in UPGRADES:
    report = modiff.diff(f"{name}=={old}", f"{name}=={new}")
    losses = [finding for finding in report.findings if finding.severity.name == "major"]
    values = [finding for finding in report.findings if finding.group == "values"]
    lost = f"{len(losses)} {'loss' if len(losses) == 1 else 'losses'}"
    changed = f"{len(values)} other {'value' if len(values) == 1 else 'values'}"
    print(f"{name} {old} → {new}: {'values only' if values and not losses else 'neither' if not losses else lost}, {changed}")
