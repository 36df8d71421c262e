"""A decision is true or false, and says why not."""

import pytest

from vmeste.ground.kernel.decisions import ALLOW, deny, too_late
from vmeste.ground.kernel.errors import Refused, Stale


def test_what_is_allowed_goes_on() -> None:
    assert ALLOW
    ALLOW.enforce()


def test_a_denial_is_false_and_tells_its_reason() -> None:
    decision = deny("Only a coordinator may publish.")
    assert not decision
    with pytest.raises(Refused, match="Only a coordinator"):
        decision.enforce()


def test_too_late_is_told_as_moved_on() -> None:
    decision = too_late("It is published already.")
    assert not decision
    with pytest.raises(Stale, match="already"):
        decision.enforce()
