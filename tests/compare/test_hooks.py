"""What pydantic alone calls."""

from __future__ import annotations

import pytest

from modiff.model.changes import ParameterChanged
from tests.worlds import changes_of

MODEL = "from pydantic import BaseModel, field_validator, model_validator, validator\nclass M(BaseModel):\n    x: int\n"


def certainties(old: str, new: str) -> set[str]:
    return {c.certainty.name for c in changes_of({"pkg": old}, {"pkg": new}).changes if isinstance(c, ParameterChanged)}


@pytest.mark.parametrize("mark", ["@model_validator(mode='before')", "@field_validator('x')", "@validator('x')"])
def test_parameters_of_a_validator_concern_who_calls_it_by_hand(mark: str) -> None:
    text = MODEL + f"    {mark}\n    @classmethod\n    def check(cls, values): return values\n"
    assert certainties(text, text.replace("(cls, values)", "(cls)")) == {"possible"}


def test_a_method_beside_it_and_a_validator_of_somebody_else_are_called_by_anybody() -> None:
    text = MODEL + "    @classmethod\n    def check(cls, values): return values\n"
    assert certainties(text, text.replace("(cls, values)", "(cls)")) == {"certain"}
    other = text.replace(", validator", "\nfrom forms import validator").replace("    @classmethod", "    @validator\n    @classmethod")
    assert certainties(other, other.replace("(cls, values)", "(cls)")) == {"likely"}


def test_what_became_a_validator_was_called_before() -> None:
    old = MODEL + "    @classmethod\n    def check(cls, values): return values\n"
    new = MODEL + "    @model_validator(mode='before')\n    @classmethod\n    def check(cls): return cls\n"
    assert certainties(old, new) == {"likely"}


@pytest.mark.parametrize(("mark", "certainty"), [("@root_validator()", "likely"), ("@model_validator(mode='before')\n    @classmethod", "likely")])
def test_a_validator_of_the_class_that_became_one_of_instances_is_called_otherwise(mark: str, certainty: str) -> None:
    old = MODEL + f"    {mark}\n    def check(cls, values): return values\n"
    new = MODEL + "    @model_validator(mode='after')\n    def check(self): return self\n"
    assert certainties(old, new) == {certainty}


def test_one_that_stays_what_it_was_concerns_who_calls_it_by_hand() -> None:
    old = MODEL + "    @model_validator(mode='after')\n    def check(self, info): return self\n"
    assert certainties(old, old.replace(", info", "")) == {"possible"}
    on_class = old.replace("self", "cls").replace("    def", "    @classmethod\n    def")
    assert certainties(on_class, old.replace("self, info", "self, *, info")) == {"likely"}
