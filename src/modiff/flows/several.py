"""Several upgrades compared at once: large ones in processes beside this one, which opens and reads the next meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from modiff import api
from modiff.errors import ModiffError
from modiff.flows import beside
from modiff.flows.comparing import Compared, compared
from modiff.flows.reading import Reading
from modiff.model.clients import ClientFile
from modiff.model.hits import ClientGap
from modiff.model.policy import Policy


def all_compared(
    pairs: Sequence[tuple[str, str]], policy: Policy, reading: Reading, stack: ExitStack, client: Sequence[ClientFile], *, lenient: bool
) -> tuple[list[Compared], list[ClientGap]]:
    """Each pair (an old and a new spec), compared, and open until the stack is closed. `lenient`: those that cannot be are gaps, unless there is
    nothing else. A single one may still be under way, as long as the client is read. Raises what `modiff.api.diff` does."""
    alone = len(pairs) == 1
    found: dict[tuple[str, str], Compared] = {}
    failed: dict[tuple[str, str], ModiffError] = {}

    def elsewhere(pair: api.OpenedPair) -> bool:
        if alone:
            return beside.comparing_pays(pair, client)
        pays = beside.comparing_one_of_several_pays(pair)
        while pays and sum(one.is_under_way for one in found.values()) >= pair.new.library.shelf.crew.jobs:
            settle(next(names for names, one in found.items() if one.is_under_way))
        return pays

    def settle(names: tuple[str, str]) -> None:
        """Waits for it. What is wrong with it is told here."""
        try:
            found[names].report  # noqa: B018
        except ModiffError as error:
            del found[names]
            failed[names] = error

    for names in pairs:
        try:
            found[names] = compared(*names, policy, reading, stack, elsewhere)
        except ModiffError as error:
            failed[names] = error
        if failed and not lenient:
            raise next(iter(failed.values()))
    for names in () if alone else list(found):
        settle(names)
    if failed and (not lenient or not found):
        raise next(failed[names] for names in pairs if names in failed)
    return list(found.values()), [ClientGap(old, _sentence(new, failed[old, new]), None, None) for old, new in pairs if (old, new) in failed]


def _sentence(new: str, error: ModiffError) -> str:
    return f"it is not compared with {new}: {error.message}"
