"""Telling a fact: the record, what follows from it at once, and what is owed later, in one transaction."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import combinations

from django.db import transaction

from vmeste.ground.facts.fact import Fact, pack
from vmeste.ground.facts.models import Delivery, Party, Record
from vmeste.ground.facts.reactions import Told, later_reactions, now_reactions
from vmeste.ground.facts.ties import Deed, strengthen
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor


def record(happened: Fact, *, actor: Actor) -> Told:
    """Tell one fact; must be called inside the transaction of its change."""
    return record_many([happened], actor=actor)[0]


def record_many(happened: Sequence[Fact], *, actor: Actor) -> list[Told]:
    """Tell several facts of one command; a constant number of queries whatever their number."""
    if not transaction.get_connection().in_atomic_block:
        message = "a fact is told inside the transaction of its change"
        raise RuntimeError(message)
    records = [row(fact, actor) for fact in happened]
    Record.objects.bulk_create(records)
    told = [
        Told(saved.id, fact, saved.at, saved.person_id, saved.organisation_id)
        for saved, fact in zip(records, happened, strict=True)
    ]
    keep_parties(told)
    strengthen_ties(told)
    owe(told)
    react(told)
    return told


def row(happened: Fact, actor: Actor) -> Record:
    """Give the record of a fact, not saved yet."""
    subject_kind, subject_id = happened.subject or ("", None)
    return Record(
        kind=happened.kind,
        version=happened.version,
        at=clock.now(),
        actor_kind=actor.kind,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        link_id=actor.link_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        audience=happened.reach,
        values=pack(happened),
    )


def keep_parties(told: Sequence[Told]) -> None:
    """Note whom each fact concerns."""
    Party.objects.bulk_create(
        Party(record_id=one.id, organisation_id=party) for one in told for party in dict.fromkeys(one.fact.parties)
    )


def strengthen_ties(told: Sequence[Told]) -> None:
    """Count joint work of each pair of parties, day by day."""
    days: dict[date, Counter[Deed]] = defaultdict(Counter)
    for one in told:
        if one.fact.tie:
            pairs = combinations(sorted(set(one.fact.parties)), 2)
            days[one.at.date()].update((org_a, org_b, one.fact.tie) for org_a, org_b in pairs)
    for on, deeds in days.items():
        strengthen(deeds, on)


def owe(told: Sequence[Told]) -> None:
    """Put a delivery into the outbox for everybody who reacts later."""
    Delivery.objects.bulk_create(
        Delivery(record_id=one.id, reaction=later.name, lane=later.lane, due_at=one.at)
        for one in told
        for later in later_reactions(type(one.fact))
    )


def react(told: Sequence[Told]) -> None:
    """Let everybody react who reacts at once, class by class."""
    classes: dict[type[Fact], list[Told]] = defaultdict(list)
    for one in told:
        classes[type(one.fact)].append(one)
    for cls, ones in classes.items():
        for reaction in now_reactions(cls):
            reaction(ones)
