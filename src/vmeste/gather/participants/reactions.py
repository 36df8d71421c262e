"""What participants do when something happened to their own cards: keep the text index and the counters in step."""

from collections.abc import Iterable, Sequence

from vmeste.gather.participants import facts
from vmeste.gather.participants.commands.directory import count_cards
from vmeste.gather.participants.facts import (
    OrganisationChanged,
    OrganisationRegistered,
    OrganisationsImported,
)
from vmeste.gather.participants.models import Organisation, OtherName
from vmeste.ground.facts.fact import kinds
from vmeste.ground.facts.reactions import Told, now_reaction
from vmeste.ground.text import index
from vmeste.ground.vocabulary import queries as vocabulary

SEARCHED = ("name", "short_name", "settlement__name", "address", "description", "inn", "type")
ABOUT_CARDS = [
    kind
    for (name, _version), kind in kinds.items()
    if name.startswith("participants.organisation.") and issubclass(kind, facts.OfOrganisation)
]
"""Every fact about one card, those of later days too: whatever happened to it, it is counted as what it is now."""


@now_reaction(OrganisationRegistered, OrganisationChanged)
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


def index_organisations(keys: Iterable[int]) -> None:
    """Put names, settlement, address, description, ИНН and type of cards into the text index; two queries to read."""
    wanted = list(keys)
    rows = Organisation.objects.filter(id__in=wanted).order_by().values_list("id", *SEARCHED)
    texts = {key: [part for part in (*parts, type_words(kind)) if part] for key, *parts, kind in rows}
    others = OtherName.objects.filter(organisation_id__in=wanted).order_by().values_list("organisation_id", "name")
    for key, name in others:
        texts[key].append(name)
    index.put_many("organisation", [(key, "\n".join(parts)) for key, parts in texts.items()])


def type_words(kind: str) -> str:
    """Give the word of a type in the language of the texts."""
    return vocabulary.label("organisation_type", kind, "ru") if kind else ""
