"""How pages of the exchange are rendered: with the words its templates need."""

from typing import Any

from django.http import HttpResponse

from vmeste.gather.exchange import policies, showing
from vmeste.gather.exchange.sentences import distance, part_label
from vmeste.gather.participants.queries import sections_at
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.vocabulary import queries as vocabulary

WORDS = {
    "definitions_of": showing.definitions_of,
    "distance": distance,
    "meta_of": showing.meta_of,
    "part_label": part_label,
    "quantity_of": showing.quantity_of,
    "sections_at": sections_at,
    "side_of": policies.side_of,
    "stages": showing.stages,
    "understood": showing.understood,
    "vocabulary_label": vocabulary.label,
}


def page(request: Request, template: str, context: dict[str, Any], **options: Any) -> HttpResponse:
    """Answer with a page of the exchange; see `ground.ui.pages.page`."""
    return pages.page(request, f"exchange/{template}", {**WORDS, **context}, **options)
