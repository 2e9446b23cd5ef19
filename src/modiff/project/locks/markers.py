"""Environment markers as lock files write them: is something pinned for this machine?"""

from __future__ import annotations

import re

from packaging.markers import Marker, UndefinedComparison, UndefinedEnvironmentName

_OF_EXTRAS = re.compile(
    r"(?P<one>['\"])[^'\"]*(?P=one)\s+(?:not\s+)?in\s+(?:extras|dependency_groups)\b|\bextra\s*[!=]=\s*(?P<two>['\"])[^'\"]*(?P=two)"
)
_TRUE = "python_version != '0'"


def is_for_us(marker: str) -> bool:
    """Does it hold here? What asks for extras and groups (PEP 508, PEP 751) counts as true: that somebody may install them is why they are locked.

    Raises packaging's InvalidMarker for what is no marker.
    """
    try:
        return Marker(_OF_EXTRAS.sub(_TRUE, marker)).evaluate({"extra": ""})
    except (UndefinedComparison, UndefinedEnvironmentName):
        return True
