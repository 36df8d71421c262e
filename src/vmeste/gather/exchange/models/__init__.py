"""Tables of the exchange."""

from vmeste.gather.exchange.models.postings import Need, Offer, Posting, Visibility
from vmeste.gather.exchange.models.responses import Response

__all__ = ["Need", "Offer", "Posting", "Response", "Visibility"]
