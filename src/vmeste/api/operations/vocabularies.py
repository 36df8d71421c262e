"""Asking for vocabularies: which codes there are and what they are called."""

from typing import Any

from ninja import Query, Router

from vmeste.api import schemas
from vmeste.api.asking import Asked, refuse_unknown
from vmeste.api.readers import reader
from vmeste.ground.vocabulary import queries as vocabulary

TOLD = ("organisation_type", "department", "legal_form", "resource_kind", "focus", "direction", "unit", "cost_terms")
router = Router(tags=["vocabularies"])


@router.get(
    "/",
    response={200: list[schemas.Vocabulary], **schemas.FAULTS},
    url_name="vocabularies",
    operation_id="vocabularies",
    summary="Vocabularies",
)
def vocabularies(request: Any, asked: Query[Asked]) -> list[schemas.Vocabulary]:
    """Give the codes that cards, needs and offers can bear, with words."""
    refuse_unknown(request, asked)
    reader(request)
    return [
        schemas.Vocabulary(
            code=name, terms=[schemas.Word(code=term.code, label=term.label) for term in vocabulary.terms(name)]
        )
        for name in TOLD
    ]
