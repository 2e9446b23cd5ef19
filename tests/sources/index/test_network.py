"""The real index, as pip's settings on this machine name it."""

from __future__ import annotations

import pytest

from modiff.errors import UnknownPackage, UnknownVersion
from modiff.sources.index import open_one, open_pair
from tests.sources.index.shop import spec

pytestmark = pytest.mark.network


def test_tensorflow_costs_what_changed() -> None:
    opened = open_pair(spec("tensorflow", "2.7.0"), spec("tensorflow", "2.6.2"))
    old, new = (release.tree for release in opened.releases)
    assert old is not None
    assert new is not None
    digests = [{file.digest for file in tree.files.values()} for tree in (old, new)]
    for tree, other in ((old, digests[1]), (new, digests[0])):
        tree.read([path for path, file in tree.files.items() if path.endswith(".py") and file.digest not in other])
    equal = [path for path, file in old.files.items() if path.endswith(".py") and file.digest in digests[1]]
    assert len(equal) > 1400
    old.read(equal)
    requests = sum(release.traffic.requests for release in opened.releases)
    assert requests <= 200
    assert sum(release.traffic.received for release in opened.releases) <= 15e6
    assert sum(release.traffic.whole for release in opened.releases) > 900e6
    opened.close()


def test_an_old_sdist() -> None:
    opened = open_one(spec("tornado", "3.2.2"))
    assert opened.releases[0].filename == "tornado-3.2.2.tar.gz"
    assert opened.releases[0].payload
    opened.close()


def test_what_the_index_does_not_have() -> None:
    with pytest.raises(UnknownVersion) as caught:
        open_one(spec("tensorflow", "2.7.9"))
    assert caught.value.hints[0].startswith("tensorflow==2.7.")
    with pytest.raises(UnknownPackage):
        open_one(spec("modiff-has-no-such-package-as-this"))
