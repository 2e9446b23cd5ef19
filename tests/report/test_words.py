"""Sentences that several formats share."""

from __future__ import annotations

import msgspec
import pytest

from modiff.model.findings import Side
from modiff.report.words import advice, title
from tests.report.shared import REPORT, finding


@pytest.mark.parametrize(
    ("message", "told", "hint", "shown"),
    [
        ("Function pkg.f is gone", None, "use g", True),
        ("Function pkg.f is deprecated: use g", None, "use g.", False),
        ("Function pkg.f is gone", "since 1.2: use g. It went.", "since 1.2: use g.", False),
        ("Function pkg.f is gone", None, None, False),
    ],
)
def test_advice_is_not_given_twice(message: str, told: str | None, hint: str | None, shown: bool) -> None:
    assert (advice(finding("function-removed", "pkg.f", message, hint=hint), told) is not None) == shown


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("jupyter-client", "jupyter_client"), "jupyter_client 1.0 → 2.0"),
        (("Django", "django"), "django 1.0 → 2.0"),
        (("sklearn", "scikit-learn"), "sklearn 1.0 → scikit-learn 2.0"),
    ],
)
def test_a_project_has_one_name_however_a_release_spells_it(names: tuple[str, str], said: str) -> None:
    old, new = (Side("spec", name, version, (name,)) for name, version in zip(names, ("1.0", "2.0"), strict=True))
    assert title(msgspec.structs.replace(REPORT, old=old, new=new)) == said
