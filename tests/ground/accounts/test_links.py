from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from tests.kit.facts import facts
from tests.kit.people import Actors
from tests.kit.reading import queries_of
from vmeste.ground.accounts import commands, queries
from vmeste.ground.accounts.models import OneTimeLink
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind
from vmeste.ground.kernel.errors import Closed, Refused, Stale

pytestmark = pytest.mark.django_db
Made = tuple[OneTimeLink, str]


@pytest.fixture
def made() -> Made:
    return commands.make_link(
        actor=SYSTEM, purpose="exchange.answer", subject_kind="need", subject_id=7, organisation_id=5, days=30
    )


def test_a_link_opens_by_its_token_for_its_purpose(made: Made) -> None:
    link, token = made
    assert queries.find_link(token, "exchange.answer") == link


def test_a_link_does_not_open_for_another_purpose(made: Made) -> None:
    with pytest.raises(Refused):
        queries.find_link(made[1], "accounts.welcome")


def test_only_a_hash_of_the_token_is_kept(made: Made) -> None:
    _link, token = made
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_onetimelink")
        kept = repr([bytes(value) if isinstance(value, memoryview) else value for value in cursor.fetchone()])
    assert token not in kept


def test_tokens_hold_at_least_160_bits() -> None:
    tokens = {commands.make_link(actor=SYSTEM, purpose="x.y", subject_kind="need", subject_id=1)[1] for _ in range(50)}
    assert len(tokens) == 50
    assert min(len(token) for token in tokens) * 6 >= 160


def test_looking_a_link_up_changes_nothing(made: Made) -> None:
    sent = queries_of(lambda: queries.find_link(made[1], "exchange.answer"))
    assert len(sent) == 1
    assert sent[0].startswith("SELECT")


@pytest.mark.parametrize("token", ["", "x", "ъ" * 500, "\x00"])
def test_an_unknown_token_is_refused_in_words(token: str) -> None:
    with pytest.raises(Closed, match=r"no such link|Такой ссылки нет"):
        queries.find_link(token, "exchange.answer")


def test_a_link_expires(made: Made) -> None:
    with clock.at(clock.now() + timedelta(days=30, seconds=1)), pytest.raises(Refused):
        queries.find_link(made[1], "exchange.answer")
    with clock.at(clock.now() + timedelta(days=29)):
        queries.find_link(made[1], "exchange.answer")


def test_a_revoked_link_does_not_open(made: Made) -> None:
    assert commands.revoke_links(actor=SYSTEM, subject_kind="need", subject_id=7) == 1
    with pytest.raises(Refused):
        queries.find_link(made[1], "exchange.answer")
    assert facts("accounts.link") == ["accounts.link.made", "accounts.link.revoked"]


def test_revoking_spares_other_purposes_and_things(made: Made) -> None:
    assert commands.revoke_links(actor=SYSTEM, subject_kind="need", subject_id=8) == 0
    assert commands.revoke_links(actor=SYSTEM, subject_kind="need", subject_id=7, purpose="other.deed") == 0
    queries.find_link(made[1], "exchange.answer")


def test_the_holder_acts_for_the_links_organisation_and_nothing_else(made: Made) -> None:
    actor = queries.actor_of_link(made[0])
    assert (actor.kind, actor.organisation_id, actor.person_id) == (ActorKind.LINK, 5, None)
    assert actor.holds("exchange.answer", "need", 7)
    assert not actor.holds("exchange.answer", "need", 8)
    assert not actor.duties


def test_the_first_use_is_told_and_the_second_is_stale_when_once_is_meant(made: Made) -> None:
    link = made[0]
    actor = queries.actor_of_link(link)
    commands.mark_used(actor=actor, link=link, once=True)
    with pytest.raises(Stale):
        commands.mark_used(actor=actor, link=OneTimeLink.objects.get(pk=link.pk), once=True)
    assert facts("accounts.link.used") == ["accounts.link.used"]


def test_a_link_for_many_uses_is_told_once(made: Made) -> None:
    actor = queries.actor_of_link(made[0])
    commands.mark_used(actor=actor, link=made[0])
    commands.mark_used(actor=actor, link=made[0])
    assert facts("accounts.link.used") == ["accounts.link.used"]


def test_nobody_uses_up_a_link_of_others(made: Made) -> None:
    other, _token = commands.make_link(actor=SYSTEM, purpose="exchange.answer", subject_kind="need", subject_id=9)
    with pytest.raises(Refused):
        commands.mark_used(actor=queries.actor_of_link(other), link=made[0])


@pytest.mark.parametrize(
    "deed",
    [
        lambda actor: commands.make_link(actor=actor, purpose="a.b", subject_kind="need", subject_id=1),
        lambda actor: commands.revoke_links(actor=actor, subject_kind="need", subject_id=7),
        lambda actor: commands.invite_person(actor=actor, email="a@b.test"),
        lambda actor: commands.make_admin(actor=actor, email="a@b.test"),
    ],
)
def test_the_anonymous_give_out_nothing(deed: Callable[[Actor], object]) -> None:
    with pytest.raises(Refused):
        deed(ANONYMOUS)


def test_only_administrators_make_administrators(actors: Actors) -> None:
    with pytest.raises(Refused):
        commands.make_admin(actor=actors.head(1), email="a@b.test")
    assert commands.make_admin(actor=actors.admin(), email="a@b.test").is_admin
