"""A small town of partners, made by commands: a school that needs, a museum that gives, their people."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from vmeste.gather.exchange.models import Need, Offer, Response
    from vmeste.gather.participants.models import Network, Organisation, Role
    from vmeste.ground.accounts.models import Person
    from vmeste.ground.kernel.actors import Actor


class Town:
    """School and museum with a coordinator each; the school has a teacher who writes needs."""

    def __init__(self) -> None:
        """Settle the town."""
        from vmeste.gather.participants.models import Role  # noqa: PLC0415  Django must be set up first

        self.school, self.museum = self.organisation("Заречная школа"), self.organisation("Музей «Берег»")
        self.head = self.person("head@school.test", "Анна", self.school, Role.COORDINATOR)
        self.teacher = self.person("teacher@school.test", "Борис", self.school, Role.TEACHER)
        self.keeper = self.person("keeper@museum.test", "Вера", self.museum, Role.COORDINATOR)

    def organisation(self, name: str, **values: str) -> "Organisation":
        """Make a card."""
        from vmeste.gather.participants.commands import register_organisation  # noqa: PLC0415
        from vmeste.ground.kernel.actors import SYSTEM  # noqa: PLC0415

        return register_organisation(actor=SYSTEM, values={"name": name, **values})

    def person(self, email: str, name: str, organisation: "Organisation | None" = None, role: Any = None) -> "Person":
        """Make somebody who can sign in, with a role in an organisation."""
        from vmeste.ground.accounts.models import Person  # noqa: PLC0415

        person = Person.objects.create_user(email, name=name)
        if organisation is not None:
            self.join(person, organisation, role)
        return person

    def join(self, person: "Person", organisation: "Organisation", role: "Role", *, by: "Actor | None" = None) -> Any:
        """Give a person a role."""
        from vmeste.gather.participants.commands import add_member  # noqa: PLC0415
        from vmeste.ground.kernel.actors import SYSTEM  # noqa: PLC0415

        return add_member(actor=by or SYSTEM, organisation=organisation, person=person, role=role)

    def network(self, *members: "Organisation", name: str = "Сеть") -> "Network":
        """Found a network of these; the first is its hub."""
        from vmeste.gather.participants.commands import add_network_member, found_network  # noqa: PLC0415
        from vmeste.ground.kernel.actors import SYSTEM  # noqa: PLC0415

        network = found_network(actor=SYSTEM, hub=members[0], name=name, goal="")
        for organisation in members[1:]:
            add_network_member(actor=SYSTEM, network=network, organisation=organisation)
        return network

    def actor(self, person: "Person", organisation: "Organisation | None" = None) -> "Actor":
        """Give the actor of a person."""
        from vmeste.ground.kernel import registries  # noqa: PLC0415

        return registries.actor_makers.get("person")(person.id, organisation.id if organisation else None)

    def need(self, title: str = "Экскурсия о реке для 5 класса", *, draft: bool = False, **terms: Any) -> "Need":
        """Let the teacher write a need of the school and the coordinator publish it."""
        from vmeste.gather.exchange.commands import publish_posting, write_need  # noqa: PLC0415
        from vmeste.gather.exchange.terms import Terms  # noqa: PLC0415

        terms = {"kind": "event", **terms}
        need = write_need(actor=self.actor(self.teacher), organisation=self.school, terms=Terms(title=title, **terms))
        if not draft:
            publish_posting(actor=self.actor(self.head), posting=need)
        return need

    def offer(self, title: str = "Экскурсия о реке для 5 класса", *, draft: bool = False, **terms: Any) -> "Offer":
        """Let the museum offer something."""
        from vmeste.gather.exchange.commands import publish_posting, write_offer  # noqa: PLC0415
        from vmeste.gather.exchange.terms import Terms  # noqa: PLC0415

        terms = {"kind": "event", "there": True, **terms}
        keeper = self.actor(self.keeper)
        offer = write_offer(actor=keeper, organisation=self.museum, terms=Terms(title=title, **terms))
        if not draft:
            publish_posting(actor=keeper, posting=offer)
        return offer

    def response(self, need: "Need | None" = None) -> "Response":
        """Let the museum answer a need of the school."""
        from vmeste.gather.exchange.commands import respond  # noqa: PLC0415

        return respond(actor=self.actor(self.keeper), posting=need or self.need())


@pytest.fixture
def town(db: None) -> Town:
    """Give the town."""
    del db
    return Town()
