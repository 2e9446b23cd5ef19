"""Calls whose arguments were a list of like things, and overrides that are given further keywords."""

from __future__ import annotations

import pytest

from tests.uses.impacts import broken, hits

ADDS = """
    class Redis:
        def zadd(self, name, *args):
            pieces = []
            if len(args) % 2: raise ValueError
            pieces.extend(args)
            return pieces
"""
CLIENT = "import pkg\nr = pkg.Redis()\nr.zadd('a', 1, 'x')\nr.zadd('a', 1)\nr.zadd('a', {}, nx=True)\n"


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (ADDS, "class Redis:\n    def zadd(self, name, mapping, nx=False): ...", [3]),
        (ADDS, "class Redis:\n    def zadd(self, name, first, second=None, nx=False): ...", []),
        (ADDS, "class Redis:\n    def zadd(self, name, *args, nx=False): ...", []),
        (ADDS.replace("pieces.extend(args)", "key, nx = args"), "class Redis:\n    def zadd(self, name, mapping, nx=False): ...", []),
        (ADDS.replace("pieces.extend(args)", "self.call(*args)"), "class Redis:\n    def zadd(self, name, mapping, nx=False): ...", []),
        (ADDS.replace("pieces.extend(args)", "pieces.append(args[0])"), "class Redis:\n    def zadd(self, name, mapping, nx=False): ...", []),
        (ADDS.replace("pieces.extend(args)", "pass"), "class Redis:\n    def zadd(self, name, mapping, nx=False): ...", []),
    ],
)
def test_one_of_many_like_arguments_is_no_flag(old: str, new: str, lines: list[int]) -> None:
    assert broken(old, new, CLIENT) == lines


OLD = """
    class Field:
        def deserialize(self, value, data=None):
            return self._deserialize(value, data)
        def _deserialize(self, value, data): ...
"""
NEW = """
    class Field:
        def deserialize(self, value, data=None, **kwargs):
            return self._deserialize(value, data, **kwargs)
        def _deserialize(self, value, data, **kwargs): ...
    class Schema:
        def load(self, fields, partial):
            for field in fields:
                more = {}
                if partial:
                    more["partial"] = True
                else:
                    more["partial"] = partial
                field.deserialize(1, None, **more)
"""


@pytest.mark.parametrize(
    ("new", "body", "lines"),
    [
        (NEW, "def _deserialize(self, value, data): ...", [3]),
        (NEW, "def _deserialize(self, value, data, **kwargs): ...", []),
        (NEW, "def _deserialize(self, value, data, partial=None): ...", []),
        # what hands keywords on is the client's own, which gives none: that is what breaks
        (NEW, "def _deserialize(self, value, data): ...\n    def deserialize(self, value, data=None): ...", [4]),
        (NEW.replace('else:\n                    more["partial"] = partial', "pass"), "def _deserialize(self, value, data): ...", []),
        (NEW.replace("field.deserialize(1, None, **more)", "field.deserialize(1, None)"), "def _deserialize(self, value, data): ...", []),
        (NEW.replace("field.deserialize(1, None, **more)", "field.load(**more)"), "def _deserialize(self, value, data): ...", []),
        (NEW.replace("value, data=None, **kwargs", "value, data=None, partial=None, **kwargs"), "def _deserialize(self, value, data): ...", []),
    ],
)
def test_an_override_takes_what_the_package_gives(new: str, body: str, lines: list[int]) -> None:
    client = f"import pkg\nclass Own(pkg.Field):\n    {body}\n"
    assert broken(OLD, new, client) == lines


def test_the_keyword_is_named() -> None:
    client = "import pkg\nclass Own(pkg.Field):\n    def _deserialize(self, value, data): ...\n"
    assert [hit.message for hit in hits(OLD, NEW, client)] == [
        "Own._deserialize() does not take the keyword argument 'partial', as pkg.Field._deserialize() is called now"
    ]
