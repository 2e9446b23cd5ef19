"""Which release of a package lost most, and what?"""

from __future__ import annotations

import modiff

told = modiff.history("click")
steps = [(release.step.losses, release.version, release.step) for release in told.releases if release.step is not None]
losses, version, step = max(steps)
print(f"click {version}: {losses} losses against {step.since}")
for level, names in step.names.items():
    print(f"  {level}: {len(names.removed)} removed, for example {', '.join(names.removed[:3]) or '–'}")
