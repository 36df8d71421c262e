"""What participants do when their own cards change: keep index and counters in step, look for duplicates."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet

from vmeste.gather.participants import facts
from vmeste.gather.participants.commands import look_for_duplicates, look_further
from vmeste.gather.participants.commands.directory import count_cards
from vmeste.gather.participants.facts import (
    OrganisationAdmitted,
    OrganisationChanged,
    OrganisationDropped,
    OrganisationListed,
    OrganisationMerged,
    OrganisationParted,
    OrganisationProposed,
    OrganisationRegistered,
    OrganisationsImported,
    OrganisationsUnregistered,
)
from vmeste.gather.participants.identifiers import name_key
from vmeste.gather.participants.models import LikelyPair, LikenessKey, Look, Organisation, OtherName
from vmeste.gather.participants.queries.duplicates import LOOKING
from vmeste.ground.facts.fact import kinds
from vmeste.ground.facts.reactions import AGAIN, Again, Told, later_reaction, now_reaction
from vmeste.ground.facts.recurring import recurring
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.text import index
from vmeste.ground.vocabulary import queries as vocabulary

SEARCHED = ("name", "short_name", "settlement__name", "address", "description", "inn", "type")
ABOUT_CARDS = [
    kind
    for (name, _version), kind in kinds.items()
    if name.startswith("participants.organisation.") and issubclass(kind, facts.OfOrganisation)
]
"""Every fact about one card, those of later days too: whatever happened to it, it is counted as what it is now."""


@now_reaction(OrganisationRegistered, OrganisationChanged, OrganisationAdmitted, OrganisationListed)
def index_cards(told: Sequence[Told]) -> None:
    """Let search find new and changed cards."""
    index_organisations(one.fact.organisation_id for one in told)


@now_reaction(OrganisationsImported)
def index_register(told: Sequence[Told]) -> None:
    """Let search find the cards of an imported chunk."""
    index_organisations(key for one in told for key in (*one.fact.new_ids, *one.fact.changed_ids))


@now_reaction(*ABOUT_CARDS)
def count_changed(told: Sequence[Told]) -> None:
    """Keep the counters of the directory in step with cards."""
    count_cards(one.fact.organisation_id for one in told)


@now_reaction(OrganisationsImported)
def count_register(told: Sequence[Told]) -> None:
    """Count the cards of an imported chunk."""
    count_cards(key for one in told for key in (*one.fact.new_ids, *one.fact.changed_ids))


@now_reaction(OrganisationsUnregistered)
def index_what_is_left(told: Sequence[Told]) -> None:
    """Let search and counters forget cards that are gone and know those again that are as they were."""
    for one in told:
        index.drop_many("organisation", one.fact.gone_ids)
        index_organisations(one.fact.changed_ids)
        count_cards((*one.fact.gone_ids, *one.fact.changed_ids))
        Look.objects.filter(organisation_id__in=one.fact.changed_ids).delete()


def index_organisations(keys: Iterable[int]) -> None:
    """Put names, settlement, address, description, ИНН and type of cards into the text index; two queries to read.

    Those not taken into the directory are found by nobody.
    """
    wanted = list(keys)
    shown = Organisation.objects.filter(id__in=wanted).exclude(state__in=Organisation.outside).order_by()
    rows = shown.values_list("id", *SEARCHED)
    order_anew(shown)
    texts = {key: [part for part in (*parts, type_words(kind)) if part] for key, *parts, kind in rows}
    others = OtherName.objects.filter(organisation_id__in=wanted).order_by().values_list("organisation_id", "name")
    for key, name in others:
        if key in texts:
            texts[key].append(name)
    index.put_many("organisation", [(key, "\n".join(parts)) for key, parts in texts.items()])


def order_anew(rows: QuerySet[Organisation]) -> None:
    """Let cards stand in lists by the names they are shown under now; one query, and one for each that is renamed."""
    for key, name, short_name, kept in rows.values_list("id", "name", "short_name", "shown_key"):
        shown_key = name_key(short_name or name)
        if shown_key != kept:
            Organisation.objects.filter(id=key).update(shown_key=shown_key)


def type_words(kind: str) -> str:
    """Give the word of a type in the language of the texts."""
    return vocabulary.label("organisation_type", kind, "ru") if kind else ""


@now_reaction(OrganisationDropped)
def forget_dropped(told: Sequence[Told]) -> None:
    """Compare with nothing what was not taken in."""
    ids = [one.fact.organisation_id for one in told]
    LikelyPair.objects.filter(Q(first__in=ids) | Q(second__in=ids), state=LikelyPair.State.OPEN).delete()
    LikenessKey.objects.filter(organisation__in=ids).delete()


@now_reaction(OrganisationRegistered, OrganisationChanged)
def owe_looks(told: Sequence[Told]) -> None:
    """Have changed cards looked at anew for duplicates."""
    Look.objects.filter(organisation_id__in=[one.fact.organisation_id for one in told]).delete()


@now_reaction(OrganisationsImported)
def owe_register_looks(told: Sequence[Told]) -> None:
    """Have the changed cards of an imported chunk looked at anew; new ones are owed a look anyway."""
    Look.objects.filter(organisation_id__in=[key for one in told for key in one.fact.changed_ids]).delete()


@now_reaction(OrganisationMerged, OrganisationParted)
def follow_merge(told: Sequence[Told]) -> None:
    """Let search find the survivor under both names, and the card that is part of another no more; look anew."""
    ids = {key for one in told for key in (one.fact.organisation_id, one.fact.merged_id)}
    merged = set(Organisation.objects.filter(id__in=ids, merged_into__isnull=False).values_list("id", flat=True))
    index.drop_many("organisation", sorted(merged))
    index_organisations(ids - merged)
    count_cards(ids)
    Look.objects.filter(organisation_id__in=ids).delete()


@later_reaction(
    OrganisationRegistered,
    OrganisationProposed,
    OrganisationListed,
    OrganisationChanged,
    OrganisationsImported,
    OrganisationMerged,
    OrganisationParted,
    name=LOOKING,
    lane="heavy",
)
def look_for_doubles(told: Told) -> Again | None:
    """Look for duplicates of new and changed cards, a piece at a time."""
    del told
    return AGAIN if look_further(actor=SYSTEM) else None


@recurring(LOOKING, every=timedelta(hours=6), lane="heavy")
def look_with_new_words() -> None:
    """Look at what is still owed: after a release with another dictionary, all cards."""
    look_for_duplicates(SYSTEM)
