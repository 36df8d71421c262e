"""One card: everything its page shows, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, NullIf, RowNumber
from django.http import Http404

from vmeste.gather.participants import policies
from vmeste.gather.participants.models import Membership, Network, Organisation, OtherCode, Role, Site
from vmeste.ground.kernel.actors import Actor

MOST_PARTS = 30


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works for the organisation, as its card tells it: a name (else an address) and a role's code."""

    name: str
    role: str

    @property
    def role_words(self) -> str:
        """The role in the reader's language."""
        return str(Role(self.role).label)


@dataclass(frozen=True, slots=True)
class CardPage:
    """What the page of an organisation shows; `people` is None for who may not see them."""

    organisation: Organisation
    other_names: list[str]
    other_codes: list[OtherCode]
    sites: list[Site]
    units: list[Organisation]
    networks: list[Network]
    people: list[Colleague] | None


def organisation_seen(actor: Actor, organisation_id: int) -> Organisation:
    """Give an organisation with its places and those it belongs to; raises `Http404` when hidden or unknown."""
    rows = Organisation.objects.filter(policies.visible_to(actor), id=organisation_id)
    found = rows.select_related(
        "region",
        "municipality",
        "settlement",
        "parent",
        "guarantor",
        "successor__successor",
        "planned_closing__successor",
    ).first()
    if found is None:
        raise Http404
    return found


def card_page(actor: Actor, organisation: Organisation) -> CardPage:
    """Read what stands around a card: two queries; parts are cut at `MOST_PARTS`."""
    around: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for of, key, text, more in parts_of(actor, organisation):
        around[of].append((key, text, more))
    return CardPage(
        organisation,
        [text for _key, text, _more in around["name"]],
        [OtherCode(label=text, value=more) for _key, text, more in around["code"]],
        list(organisation.sites.all()[:MOST_PARTS]),
        [Organisation(id=key, name=text, nature=more) for key, text, more in around["unit"]],
        [Network(id=key, name=text) for key, text, _more in around["network"]],
        [Colleague(text, role) for _key, text, role in around["person"]]
        if policies.can_see_people(actor, organisation)
        else None,
    )


def parts_of(actor: Actor, organisation: Organisation) -> Sequence[tuple[str, int, str, str]]:
    """Give what is around a card as (what, id, text, more): other names and codes, networks, units and groups, people.

    One query, at most `MOST_PARTS` of each; people only for who may see them.
    """
    below = Organisation.objects.filter(policies.visible_to(actor), Q(parent=organisation) | Q(guarantor=organisation))
    joined = Network.objects.filter(members__organisation=organisation, members__until_at=None)
    called = Coalesce(NullIf("short_name", Value("")), "name")
    named = Coalesce(NullIf("person__name", Value("")), "person__email")
    sees = bool(policies.can_see_people(actor, organisation))
    people = [numbered("person", people_of(organisation), "id", named, F("role"))] if sees else []
    parts = numbered("name", organisation.other_names.all(), "id", F("name"), Value("")).union(
        numbered("code", organisation.other_codes.all(), "id", F("label"), F("value")),
        numbered("network", joined, "name", F("name"), Value("")),
        numbered("unit", below, "shown_key", called, F("nature")),
        *people,
        all=True,
    )
    return [(of, key, text, more) for of, _place, key, text, more in sorted(parts)]


def numbered(of: str, rows: "QuerySet[Any]", by: str, text: Combinable, more: Combinable) -> "QuerySet[Any, Any]":
    """Give the first rows of a table in the shape of parts, numbered in their order."""
    shaped: QuerySet[Any] = rows.order_by().annotate(
        of=Value(of),
        place=Window(RowNumber(), order_by=[F(by), F("id")]),
        text=Cast(text, CharField()),
        more=Cast(more, CharField()),
    )
    return shaped.filter(place__lte=MOST_PARTS).values_list("of", "place", "id", "text", "more")


def people_of(organisation: Organisation) -> QuerySet[Membership]:
    """Give the running memberships with their people, without claimers; whoever shows them has asked the policy."""
    running = Membership.objects.filter(organisation=organisation, until_at=None).exclude(role=Role.CLAIMER)
    return running.select_related("person")


def role_words(membership: Membership) -> str:
    """Say a role in the reader's language."""
    return str(membership.get_role_display())


def year_of(organisation: Organisation) -> int | None:
    """Give the year of which a card's data are."""
    return organisation.true_on.year if organisation.true_on else None


def names_of(actor: Actor, ids: Sequence[int]) -> dict[int, str]:
    """Give the names of those organisations the actor may see; one query."""
    rows = Organisation.objects.filter(policies.visible_to(actor), id__in=ids).only("name", "short_name")
    return {row.id: str(row) for row in rows.order_by()}
