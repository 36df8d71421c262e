"""What participants do when something happened to their own cards: keep the text index in step."""

from collections.abc import Iterable, Sequence

from vmeste.gather.participants.facts import (
    OrganisationChanged,
    OrganisationRegistered,
    OrganisationsImported,
)
from vmeste.gather.participants.models import Organisation
from vmeste.ground.facts.reactions import Told, now_reaction
from vmeste.ground.text import index


@now_reaction(OrganisationRegistered, OrganisationChanged)
def index_cards(told: Sequence[Told]) -> None:
    """Let search find new and changed cards."""
    index_organisations(one.fact.organisation_id for one in told)


@now_reaction(OrganisationsImported)
def index_register(told: Sequence[Told]) -> None:
    """Let search find the cards of an imported chunk."""
    index_organisations(key for one in told for key in (*one.fact.new_ids, *one.fact.changed_ids))


def index_organisations(keys: Iterable[int]) -> None:
    """Put names, former names, settlement and description of cards into the text index."""
    rows = Organisation.objects.filter(id__in=list(keys)).prefetch_related("other_names").select_related("settlement")
    index.put_many("organisation", [(row.id, text_of(row)) for row in rows])


def text_of(organisation: Organisation) -> str:
    """Give the words by which people look for an organisation."""
    others = [other.name for other in organisation.other_names.all()]
    settlement = organisation.settlement.name if organisation.settlement else ""
    parts = (organisation.name, organisation.short_name, *others, settlement, organisation.description, organisation.inn)
    return "\n".join(part for part in parts if part)
