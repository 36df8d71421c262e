"""Whatever is done with claims of a card and in whatever order: before the grant a claimer gets nothing but needs."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vmeste.gather.exchange import commands as exchange
from vmeste.gather.exchange import policies as of_exchange
from vmeste.gather.exchange.models import Need, Posting
from vmeste.gather.exchange.terms import Terms
from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.models import Claim, Membership, Organisation, Role
from vmeste.gather.participants.policies import staying
from vmeste.ground.accounts.models import OneTimeLink, Person
from vmeste.ground.accounts.queries import actor_of_link
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM, Duty
from vmeste.ground.kernel.errors import Invalid, Refused, Stale

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db
GROUNDS = commands.Grounds(role="head", post="Директор")
TERMS = Terms(title="Кружок робототехники для сельской школы", kind="staff")
FORBIDDEN: tuple[Callable[..., object], ...] = (
    policies.can_edit,
    policies.can_verify,
    policies.can_manage_people,
    policies.can_see_people,
    policies.can_keep_staff,
    policies.can_keep_tokens,
    policies.can_print_code,
    policies.can_answer_joining,
    policies.can_found_network,
    policies.can_register_under,
    staying.can_freshen,
    staying.can_close,
    staying.can_offer_headship,
    of_exchange.can_write,
)
Move = Callable[["Play", Person], object]


@dataclass
class Play:
    """One card, whom it is and was given to of those who claim it; `code` is what was printed last."""

    card_id: int
    let_in: set[int] = field(default_factory=set)
    once_let_in: set[int] = field(default_factory=set)
    code: str = ""

    def card(self) -> Organisation:
        """Give the card as it stands."""
        return Organisation.objects.get(id=self.card_id)

    def claim_of(self, person: Person) -> Claim:
        """Give the last claim of a person, open or not; raises `Invalid` when there is none."""
        found = Claim.objects.filter(person=person).select_related("organisation", "person").order_by("id").last()
        if found is None:
            raise Invalid({"": "none"})
        return found


def claim(play: Play, person: Person) -> None:
    commands.open_claim(actor=actor_of(person), organisation=play.card(), grounds=GROUNDS)


def withdraw(play: Play, person: Person) -> None:
    commands.withdraw_claim(actor=actor_of(person), claim=play.claim_of(person))


def refuse(play: Play, person: Person) -> None:
    commands.refuse_claim(actor=SYSTEM, claim=play.claim_of(person), reason="no_proof")


def grant(play: Play, person: Person) -> None:
    commands.grant_claim(actor=SYSTEM, claim=play.claim_of(person), role="head")
    play.let_in.add(person.id)


def confirm(play: Play, person: Person) -> None:
    mailed = play.claim_of(person)
    commands.mail_claim(actor=actor_of(person), claim=mailed)
    link = OneTimeLink.objects.order_by("id").last()
    assert link
    commands.confirm_claim(actor=actor_of_link(link), claim=mailed, link=link)


def print_code(play: Play, person: Person) -> None:
    del person
    play.code = commands.print_codes(actor=SYSTEM, organisations=[play.card()], role="head")[0].text


def type_code(play: Play, person: Person) -> None:
    commands.use_code(actor=actor_of(person), code=queries.code_typed(play.code))
    play.let_in.add(person.id)


def write(play: Play, person: Person) -> None:
    actor = actor_of(person)
    need = exchange.write_need(actor=actor, organisation=play.card(), terms=TERMS)
    exchange.publish_posting(actor=actor, posting=need)


def close(play: Play, person: Person) -> None:
    del person
    how = commands.Closing(clock.today(), "Закрыта")
    commands.close_organisation(actor=SYSTEM, organisation=play.card(), closing=how)


def reopen(play: Play, person: Person) -> None:
    del person
    commands.reopen_organisation(actor=SYSTEM, organisation=play.card())


def leave(play: Play, person: Person) -> None:
    """Let who was let in go again: the card is free, and can be claimed anew."""
    for row in Membership.objects.filter(person=person, until_at=None).exclude(role=Role.CLAIMER):
        commands.end_membership(actor=SYSTEM, membership=row)
        play.let_in.discard(person.id)


MOVES: tuple[Move, ...] = (
    claim, claim, withdraw, refuse, grant, confirm, print_code, type_code, write, close, reopen, leave,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 1)), min_size=3, max_size=14))
def test_a_claimer_gets_nothing_but_needs_before_the_grant(town: "Town", moves: list[tuple[Move, int]]) -> None:
    with transaction.atomic():
        card = town.organisation("Сельская школа", email="office@village.test")
        town.network(town.museum, card)
        people = (town.person("a@village.test", "Анна"), town.person("b@village.test", "Борис"))
        play = Play(card.id)
        for move, whose in moves:
            with suppress(Refused, Invalid, Stale), transaction.atomic():
                move(play, people[whose])
            play.once_let_in |= play.let_in
            for person in people:
                holds(play, person)
        transaction.set_rollback(True)


def holds(play: Play, person: Person) -> None:
    """Check what must hold of a person after each move."""
    actor, card = actor_of(person, play.card_id), play.card()
    if person.id in play.let_in:
        assert Duty.HEAD in actor.duties
        return
    is_claiming = Claim.objects.filter(person=person, organisation=card, state=Claim.State.OPEN).exists()
    assert actor.duties == (frozenset({Duty.CLAIM}) if is_claiming else frozenset())
    assert not actor.network_ids
    assert not actor.territory_ids
    assert [may.__name__ for may in FORBIDDEN if may(actor, card)] == []
    assert bool(of_exchange.can_write_need(actor, card)) == is_claiming
    assert not policies.can_export(actor)
    if person.id not in play.once_let_in:
        shown = Need.objects.filter(author=person, organisation=card, state=Posting.State.OPEN)
        assert not shown.filter(is_unconfirmed=False).exists()
