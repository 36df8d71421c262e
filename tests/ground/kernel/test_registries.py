"""Registries keep names once and their order."""

import pytest

from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import ANONYMOUS, Actor
from vmeste.ground.kernel.registries import Panel, Registry


@pytest.fixture
def _no_panels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registries, "panels", {})


def tell(actor: Actor, key: int) -> dict[str, int]:
    return {"key": key, "person": actor.person_id or 0}


def keep_silent(actor: Actor, key: int) -> None:
    return None


def test_entries_come_in_the_order_they_were_added() -> None:
    registry: Registry[int] = Registry()
    registry.add("second", 2)
    registry.add("first", 1)
    assert list(registry.items()) == [("second", 2), ("first", 1)]
    assert "first" in registry
    assert registry.get("first") == 1


def test_a_name_is_taken_once() -> None:
    registry: Registry[int] = Registry()
    registry.add("one", 1)
    registry.add("one", 1)
    with pytest.raises(ValueError, match="one"):
        registry.add("one", 2)


@pytest.mark.usefixtures("_no_panels")
def test_panels_hang_in_order_and_only_where_they_have_something_to_say() -> None:
    registries.add_panel("need", "late", Panel("late.html", tell, order=200))
    registries.add_panel("need", "early", Panel("early.html", tell, order=1))
    registries.add_panel("need", "silent", Panel("silent.html", keep_silent))
    told = {"key": 5, "person": 0}
    assert registries.panels_of(ANONYMOUS, "need", 5) == [("early.html", told), ("late.html", told)]
    assert registries.panels_of(ANONYMOUS, "offer", 5) == []
