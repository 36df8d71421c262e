"""Every write of the exchange."""

from vmeste.gather.exchange.commands.asking import ask_organisation, give_link
from vmeste.gather.exchange.commands.imports import PostingRun, load_postings, unload_postings
from vmeste.gather.exchange.commands.postings import (
    change_posting,
    confirm_posting,
    expire_posting,
    fulfil_need,
    pause_posting,
    publish_posting,
    question_posting,
    withdraw_posting,
    write_need,
    write_offer,
)
from vmeste.gather.exchange.commands.responses import (
    Fulfilment,
    accept_response,
    decline_response,
    fail_response,
    fulfil_response,
    respond,
    withdraw_response,
)

__all__ = [
    "Fulfilment",
    "PostingRun",
    "accept_response",
    "ask_organisation",
    "change_posting",
    "confirm_posting",
    "decline_response",
    "expire_posting",
    "fail_response",
    "fulfil_need",
    "fulfil_response",
    "give_link",
    "load_postings",
    "pause_posting",
    "publish_posting",
    "question_posting",
    "respond",
    "unload_postings",
    "withdraw_posting",
    "withdraw_response",
    "write_need",
    "write_offer",
]
