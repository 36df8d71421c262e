"""Facts stay readable for ever: a sample of each kind and version is frozen in `facts.json` when it first appears."""

import dataclasses
import json
import re

import pytest

from tools import freeze_facts
from vmeste.ground.facts.fact import Fact, kinds, pack, unpack

PERSONAL = re.compile(r"name|mail|phone|text|title|comment|address|birth")


def product_kinds() -> dict[tuple[str, int], type[Fact]]:
    """Give the facts of the product; tests may have announced some of their own."""
    return {key: cls for key, cls in kinds.items() if cls.__module__.startswith("vmeste.")}


def test_every_kind_of_fact_has_a_frozen_sample() -> None:
    missing = set(product_kinds()) - set(freeze_facts.frozen())
    assert missing == set(), "run `make facts` and keep what it adds"


def test_every_frozen_sample_is_still_read() -> None:
    for (kind, version), values in freeze_facts.frozen().items():
        happened = unpack(kind, version, values)
        assert json.loads(json.dumps(pack(happened))) == values, kind


@pytest.mark.parametrize("part", ["subject", "parties", "tie"])
def test_a_fact_read_back_still_says_whom_and_what_it_concerns(part: str) -> None:
    for (kind, version), values in freeze_facts.frozen().items():
        getattr(unpack(kind, version, values), part)


def test_kinds_are_named_room_thing_verbed_by_their_own_room() -> None:
    faults = []
    for (kind, _version), cls in product_kinds().items():
        parts = kind.split(".")
        if len(parts) != 3 or parts[0] not in cls.__module__.split("."):
            faults.append(f"{kind} in {cls.__module__}")
    assert faults == []


def test_facts_carry_ids_and_codes_never_personal_data() -> None:
    faults = [
        f"{kind}.{field.name}"
        for (kind, _version), cls in product_kinds().items()
        for field in dataclasses.fields(cls)
        if PERSONAL.search(field.name) and not field.name.endswith(("_id", "_ids"))
    ]
    assert faults == []
