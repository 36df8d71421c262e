"""Who acts in a test: actors as policies see them, and clients of people who are signed in."""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from vmeste.ground.kernel.actors import Actor


class Actors:
    """Makes actors of every kind; ids are plain numbers and need no rows behind them."""

    def person(self, organisation: int | None = None, duty: str | None = None, **more: Any) -> "Actor":
        """Give somebody signed in; `duty` includes those below it (read < write < coordinate < head)."""
        from vmeste.ground.kernel.actors import Actor, ActorKind, Duty  # noqa: PLC0415  Django must be set up first

        order = list(Duty)
        duties = frozenset(order[: order.index(Duty(duty)) + 1]) if duty else frozenset()
        return Actor(ActorKind.PERSON, **{"person_id": 1, "organisation_id": organisation, "duties": duties, **more})

    def member(self, organisation: int, **more: Any) -> "Actor":
        """Give one who only reads for an organisation."""
        return self.person(organisation, "read", **more)

    def teacher(self, organisation: int, **more: Any) -> "Actor":
        """Give one who writes for an organisation."""
        return self.person(organisation, "write", **more)

    def coordinator(self, organisation: int, **more: Any) -> "Actor":
        """Give one who publishes and answers for an organisation."""
        return self.person(organisation, "coordinate", **more)

    def head(self, organisation: int, **more: Any) -> "Actor":
        """Give one who signs for an organisation."""
        return self.person(organisation, "head", **more)

    def claimer(self, organisation: int, **more: Any) -> "Actor":
        """Give one who claims an organisation and waits for the decision."""
        from vmeste.ground.kernel.actors import Duty  # noqa: PLC0415

        return dataclasses.replace(self.person(organisation, **more), duties=frozenset({Duty.CLAIM}))

    def admin(self, **more: Any) -> "Actor":
        """Give one who looks after the whole product."""
        return self.person(is_admin=True, **more)

    def anonymous(self) -> "Actor":
        """Give somebody who is not signed in."""
        from vmeste.ground.kernel.actors import ANONYMOUS  # noqa: PLC0415

        return ANONYMOUS

    def system(self) -> "Actor":
        """Give the product itself."""
        from vmeste.ground.kernel.actors import SYSTEM  # noqa: PLC0415

        return SYSTEM

    def link(self, purpose: str, subject_kind: str, subject_id: int, *, link: int = 1) -> "Actor":
        """Give one who came by a one-time link: one purpose on one thing."""
        from vmeste.ground.kernel.actors import Actor, ActorKind, Grant  # noqa: PLC0415

        return Actor(ActorKind.LINK, grant=Grant(link, purpose, subject_kind, subject_id))

    def every_kind(self, organisation: int) -> dict[str, "Actor"]:
        """Give one actor of each role before this organisation, by a name fit for messages of tests."""
        own = {
            name: getattr(self, name)(organisation) for name in ("claimer", "member", "teacher", "coordinator", "head")
        }
        foreign = {f"foreign {name}": dataclasses.replace(actor, organisation_id=-1) for name, actor in own.items()}
        return own | foreign | {"admin": self.admin(), "anonymous": self.anonymous(), "system": self.system()}


@pytest.fixture
def actors() -> Actors:
    """Give the maker of actors: `actors.coordinator(organisation.pk)`."""
    return Actors()


@pytest.fixture
def client_of(db: None) -> "Callable[..., Client]":
    """Give clients: `client_of(person)` is signed in, `client_of()` is not; faults of the server are raised."""
    from django.test import Client  # noqa: PLC0415

    del db

    def make(person: Any = None, **options: Any) -> "Client":
        client = Client(**options)
        if person is not None:
            client.force_login(person, backend=_backend())
            prove(client, person)
        return client

    return make


def prove(client: "Client", person: Any) -> None:
    """Let a signed-in client stand as one who has shown a second factor."""
    from vmeste.ground.accounts.proof import PROVEN  # noqa: PLC0415

    session = client.session
    session[PROVEN] = person.pk
    session.save()


def _backend() -> str:
    from django.conf import settings  # noqa: PLC0415

    return str(settings.AUTHENTICATION_BACKENDS[-1])
