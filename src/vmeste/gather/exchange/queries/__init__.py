"""Every read of the exchange."""

from vmeste.gather.exchange.queries.matches import Ask, Fitting, fitting, suitable
from vmeste.gather.exchange.queries.portions import Portion, newest_public, portion
from vmeste.gather.exchange.queries.postings import (
    PostingFilter,
    newest_of,
    page_of_postings,
    posting_of,
    postings_of,
)
from vmeste.gather.exchange.queries.responses import response_of, responses_of, responses_under

__all__ = [
    "Ask",
    "Fitting",
    "Portion",
    "PostingFilter",
    "fitting",
    "newest_of",
    "newest_public",
    "page_of_postings",
    "portion",
    "posting_of",
    "postings_of",
    "response_of",
    "responses_of",
    "responses_under",
    "suitable",
]
