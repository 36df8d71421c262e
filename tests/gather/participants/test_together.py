"""Several writers of cards at once: no card twice, nothing of one writer erased by another. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from tests.gather.participants.country import a_person, an_organisation
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.commands import (
    Grounds,
    RegisterRun,
    add_member,
    end_membership,
    grant_claim,
    merge_organisations,
    open_claim,
    part_organisations,
)
from vmeste.gather.participants.models import Claim, Membership, Merge, Organisation, Role
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Stale

if TYPE_CHECKING:
    from vmeste.gather.participants.models import Territory

pytestmark = pytest.mark.django_db(transaction=True)


def both(deed: Callable[[int], None]) -> None:
    """Let the deed run twice, on two connections, both starting together."""
    start = Barrier(2)

    def run(number: int) -> None:
        try:
            start.wait(timeout=20)
            deed(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(run, number) for number in range(2)]:
            done.result()


def test_when_both_keepers_leave_at_once_nobody_keeps_the_card(town: "Territory", school: Organisation) -> None:
    del town
    people = [a_person(f"{number}@example.org") for number in range(2)]
    keepers = [add_member(actor=SYSTEM, organisation=school, person=one, role=Role.COORDINATOR).id for one in people]

    def leave(number: int) -> None:
        membership = Membership.objects.select_related("organisation").get(id=keepers[number])
        end_membership(actor=SYSTEM, membership=membership)

    both(leave)
    school.refresh_from_db()
    assert school.claimed_at is None


def test_of_two_claims_granted_at_once_one_makes_a_head(town: "Territory", school: Organisation) -> None:
    del town
    grounds = Grounds(role="head", post="Директор")
    claimers = [a_person(f"{number}@example.org") for number in range(2)]
    claims = [open_claim(actor=actor_of(one), organisation=school, grounds=grounds).id for one in claimers]
    told: list[str] = []

    def grant(number: int) -> None:
        claim = Claim.objects.select_related("organisation", "person").get(id=claims[number])
        try:
            grant_claim(actor=SYSTEM, claim=claim, role="head")
        except Stale:
            told.append("moved on")

    both(grant)
    assert told == ["moved on"]
    assert Membership.objects.filter(organisation=school, role=Role.HEAD, until_at=None).count() == 1
    assert sorted(Claim.objects.values_list("state", flat=True)) == ["granted", "refused"]


def test_two_registers_loaded_at_once_make_each_card_once(town: "Territory") -> None:
    chunks = [[{"name": f"Клуб № {chunk} {row}", "address": "Мира, 1"} for row in range(40)] for chunk in range(3)]

    def load(number: int) -> None:
        run = RegisterRun(SYSTEM, town.region, f"реестр {number}", date(2026, 1, 1))
        for chunk in chunks:
            run.write(chunk)

    both(load)
    assert Organisation.objects.count() == 120


def test_of_two_who_merge_the_same_card_at_once_one_is_told(town: "Territory") -> None:
    first, second, double = (an_organisation(f"Клуб {name}", town) for name in ("Альфа", "Бета", "Гамма"))
    told: list[str] = []

    def merge(number: int) -> None:
        try:
            merge_organisations(actor=SYSTEM, survivor=(first, second)[number], merged=double)
        except Stale:
            told.append("moved on")

    both(merge)
    assert told == ["moved on"]
    assert Merge.objects.count() == 1


def test_two_who_merge_each_into_the_other_leave_one_card(town: "Territory") -> None:
    cards = [an_organisation(f"Клуб {name}", town) for name in ("Альфа", "Бета")]

    def merge(number: int) -> None:
        with suppress(Stale):
            merge_organisations(actor=SYSTEM, survivor=cards[number], merged=cards[1 - number])

    both(merge)
    assert Organisation.objects.filter(merged_into=None).count() == 1


def test_a_merge_is_undone_once_by_two_at_once(town: "Territory") -> None:
    card, double = (an_organisation(f"Клуб {name}", town, address=name) for name in ("Альфа", "Бета"))
    done = merge_organisations(actor=SYSTEM, survivor=card, merged=double)
    told: list[str] = []

    def part(number: int) -> None:
        del number
        try:
            part_organisations(actor=SYSTEM, merge=done)
        except Stale:
            told.append("undone")

    both(part)
    assert told == ["undone"]
    assert double.sites.count() == card.sites.count() == 1
