"""A small country, its coordinator and a school; what needs Django is imported when it is set up."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.people import Actors

if TYPE_CHECKING:
    from vmeste.gather.participants.models import Organisation, Territory
    from vmeste.ground.accounts.models import Person
    from vmeste.ground.kernel.actors import Actor


@pytest.fixture
def region(db: None) -> "Territory":
    from tests.gather.participants.country import Level, a_territory  # noqa: PLC0415

    del db
    return a_territory(Level.REGION, "17000000", "Озёрная область")


@pytest.fixture
def far_region(db: None) -> "Territory":
    from tests.gather.participants.country import Level, a_territory  # noqa: PLC0415

    del db
    return a_territory(Level.REGION, "29000000", "Дальний край")


@pytest.fixture
def district(region: "Territory") -> "Territory":
    from tests.gather.participants.country import Level, a_territory  # noqa: PLC0415

    return a_territory(Level.MUNICIPALITY, "17601000", "Заречный район", region)


@pytest.fixture
def town(district: "Territory") -> "Territory":
    from tests.gather.participants.country import Level, a_territory  # noqa: PLC0415

    return a_territory(Level.SETTLEMENT, "t1", "Заречное", district, lat=56.0, lon=40.0, population=20_000)


@pytest.fixture
def make_person(db: None) -> "Callable[..., Person]":
    """Make people: `make_person("a@example.org", is_admin=True)`."""
    from tests.gather.participants.country import a_person  # noqa: PLC0415

    del db
    return a_person


@pytest.fixture
def make(region: "Territory") -> "Callable[..., Organisation]":
    """Make organisations, in the region unless told: `make("Школа № 1", inn="…", territory=town)`."""
    from tests.gather.participants.country import an_organisation  # noqa: PLC0415

    def made(name: str = "Школа № 1", **values: Any) -> "Organisation":
        below = values.get("parent") or values.get("guarantor")
        return an_organisation(name, values.pop("territory", None if below else region), **values)

    return made


@pytest.fixture
def coordinator(actors: Actors, region: "Territory", make_person: "Callable[..., Person]") -> "Actor":
    """Somebody who coordinates the region and belongs to no organisation."""
    from vmeste.gather.participants.commands import entrust_territory  # noqa: PLC0415

    somebody = make_person("moc@example.org")
    entrust_territory(actor=actors.system(), territory=region, person=somebody)
    return actors.person(person_id=somebody.id, territory_ids=frozenset({region.id}))


@pytest.fixture
def school(make: "Callable[..., Organisation]", town: "Territory") -> "Organisation":
    return make("Средняя школа № 1 села Заречное", short_name="Школа № 1", territory=town, lat="56.01", lon="40.01")
