"""Rules of others: loads them, starts them, and runs the assertions on them that ours are held to.

In: a `Policy`, which names files, folders and modules (`rule_files`) and says whether what packages bring counts (`installed_rules`). Out: the policy
with those rules in force, and warnings about packages whose rules cannot be used; the catalogue knows the rules from then on. Raises BrokenRule,
FileMissing. This is the one stage that runs code which did not come with modiff, in a process of its own: `others`, `asking` and `process` are this
side, `inside`, `loading` and `shape` that one, `messages` what is said between the two.
"""

from __future__ import annotations

from modiff.plugins.others import with_others

__all__ = ["with_others"]
