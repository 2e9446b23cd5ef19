"""What is left to say once patches are applied: hits that they leave, at the lines where they stand now."""

from __future__ import annotations

from difflib import SequenceMatcher

import msgspec

from modiff.model.hits import Hit, Impact, Patch


def after_patches(found: Impact) -> Impact:
    """The same with the patches applied: without the hits that are mended, and with the lines of the others as they are now."""
    moved = {patch.file: lines_after(patch) for patch in found.patches}

    def now(hit: Hit) -> Hit:
        lines = moved.get(hit.file, {})
        return msgspec.structs.replace(hit, line=lines.get(hit.line, hit.line), end_line=lines.get(hit.end_line, hit.end_line))

    left = [hit for hit in found.hits if hit in found.unmended or hit.through is not None]
    return msgspec.structs.replace(
        found,
        hits=tuple(now(hit) for hit in left),
        deprecated=tuple(now(hit) for hit in found.deprecated),
        unmended={now(hit): why for hit, why in found.unmended.items()},
        excerpts={(file, moved.get(file, {}).get(line, line)): text for (file, line), text in found.excerpts.items()},
        mended=len(found.hits) - len(left),
    )


def lines_after(patch: Patch) -> dict[int, int]:
    """Where each line that is still there stands now; numbers from 1. A line that was changed in place counts as there."""
    before, after = (text.split(b"\n") for text in (patch.before, patch.after))
    found: dict[int, int] = {}
    for _, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        found |= {old + 1: new + 1 for old, new in zip(range(start, end), range(first, last), strict=False)}
    return found
