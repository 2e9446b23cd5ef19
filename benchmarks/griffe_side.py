"""The other side of the comparison: griffe loads two unpacked trees and looks for breaking changes. Run by compare.py as a process of its own.

    python griffe_side.py OLD_TREE NEW_TREE PACKAGE…

Prints the number of breaking changes. Modules are read, never imported, as modiff does.
"""

from __future__ import annotations

import logging
import sys

import griffe


def main(old_tree: str, new_tree: str, packages: list[str]) -> None:
    """Loads, compares, counts."""
    logging.disable(logging.CRITICAL)
    count = 0
    for package in packages:
        old = griffe.load(package, search_paths=[old_tree], allow_inspection=False)
        new = griffe.load(package, search_paths=[new_tree], allow_inspection=False)
        count += sum(1 for _ in griffe.find_breaking_changes(old, new))
    print(count)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
