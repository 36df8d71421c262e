"""Facts told in the tests of this room."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ground.facts.happenings import Tell
    from vmeste.ground.facts.fact import Fact
    from vmeste.ground.facts.reactions import Told


@pytest.fixture
def tell(db: None) -> "Tell":
    """Tell facts in one transaction: `tell(Made(thing_id=1), …)`."""
    from django.db import transaction  # noqa: PLC0415  Django must be set up first

    from tests.ground.facts.happenings import seen_at_once  # noqa: PLC0415
    from vmeste.ground.facts.recording import record_many  # noqa: PLC0415
    from vmeste.ground.kernel.actors import SYSTEM  # noqa: PLC0415

    del db
    seen_at_once.clear()

    def all_at_once(*happened: "Fact") -> "list[Told]":
        with transaction.atomic():
            return record_many(happened, actor=SYSTEM)

    return all_at_once
