"""What the exchange does when something happened to needs and offers: keep the text index in step."""

from collections.abc import Iterable, Sequence

from vmeste.gather.exchange import facts
from vmeste.gather.exchange.models import Need, Offer, Posting, Visibility
from vmeste.ground.facts.reactions import Told, now_reaction
from vmeste.ground.text import index


@now_reaction(facts.NeedPublished, facts.NeedChanged, facts.NeedClosed)
def index_needs(told: Sequence[Told]) -> None:
    """Let search find open needs, and closed ones no more."""
    index_postings(Need.objects.filter(id__in=[one.fact.posting_id for one in told]))


@now_reaction(facts.OfferPublished, facts.OfferChanged, facts.OfferClosed)
def index_offers(told: Sequence[Told]) -> None:
    """Let search find open offers, and closed ones no more."""
    index_postings(Offer.objects.filter(id__in=[one.fact.posting_id for one in told]))


def index_postings(rows: Iterable[Posting]) -> None:
    """Put each into the searches of those it is shown to."""
    for row in rows:
        if row.is_open:
            index.put(row.side, row.id, f"{row.title}\n{row.text}", scope=scope_of(row))
        else:
            index.drop(row.side, row.id)


def scope_of(row: Posting) -> str:
    """Say in whose searches it takes part."""
    if row.visibility == Visibility.NETWORK:
        return f"net:{row.network_id}"
    return "public" if row.visibility == Visibility.PUBLIC else f"org:{row.organisation_id}"
