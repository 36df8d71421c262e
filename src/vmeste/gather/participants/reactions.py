"""What participants do when something happened to their own cards: keep the text index in step."""

from collections.abc import Iterable, Sequence

from vmeste.gather.participants.facts import (
    OrganisationChanged,
    OrganisationRegistered,
    OrganisationsImported,
    OrganisationsUnregistered,
)
from vmeste.gather.participants.models import Organisation, OtherName
from vmeste.ground.facts.reactions import Told, now_reaction
from vmeste.ground.text import index

SEARCHED = ("name", "short_name", "settlement__name", "description", "inn")


@now_reaction(OrganisationRegistered, OrganisationChanged)
def index_cards(told: Sequence[Told]) -> None:
    """Let search find new and changed cards."""
    index_organisations(one.fact.organisation_id for one in told)


@now_reaction(OrganisationsImported)
def index_register(told: Sequence[Told]) -> None:
    """Let search find the cards of an imported chunk."""
    index_organisations(key for one in told for key in (*one.fact.new_ids, *one.fact.changed_ids))


@now_reaction(OrganisationsUnregistered)
def index_what_is_left(told: Sequence[Told]) -> None:
    """Let search forget cards that are gone and find those that are as they were."""
    for one in told:
        index.drop_many("organisation", one.fact.gone_ids)
        index_organisations(one.fact.changed_ids)


def index_organisations(keys: Iterable[int]) -> None:
    """Put names, other names, settlement, description and ИНН of cards into the text index; two queries to read."""
    wanted = list(keys)
    rows = Organisation.objects.filter(id__in=wanted).order_by().values_list("id", *SEARCHED)
    texts = {key: [part for part in parts if part] for key, *parts in rows}
    others = OtherName.objects.filter(organisation_id__in=wanted).order_by().values_list("organisation_id", "name")
    for key, name in others:
        texts[key].append(name)
    index.put_many("organisation", [(key, "\n".join(parts)) for key, parts in texts.items()])
