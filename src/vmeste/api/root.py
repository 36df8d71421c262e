"""The API itself: its operations, who may ask, what faults become."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from vmeste.api import faults
from vmeste.api.operations import organisations, postings, vocabularies
from vmeste.api.readers import Token
from vmeste.ground.ui import errors

ABOUT = """Needs, offers and organisations of the network «Вместе», for reading by programs.

Without a token one reads what everybody may; a token of an organisation opens what the organisation and its networks
see. Ids are those of addresses: 13 characters. Lists come in portions: go on with `next` until it is null."""


class Renderer(BaseRenderer):
    """JSON with letters as they are."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        """Write the answer."""
        del request, response_status
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False)


api = NinjaAPI(
    title="Vmeste",
    version="1",
    description=ABOUT,
    urls_namespace="api-v1",
    openapi_url=None,
    docs_url=None,
    renderer=Renderer(),
    auth=Token(),
)
api.add_router("organisations", organisations.router)
api.add_router("needs", postings.needs)
api.add_router("offers", postings.offers)
api.add_router("vocabularies", vocabularies.router)


@api.exception_handler(ValidationError)
def wrong(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """422: say by parameter what cannot be."""
    del request
    return errors.as_problem(errors.invalid(faults.told(fault.errors)))


@api.exception_handler(faults.TooManyError)
def slower(request: HttpRequest, fault: faults.TooManyError) -> HttpResponse:
    """429: say when to come back."""
    del request
    response = errors.as_problem(faults.too_many(fault.seconds))
    response["Retry-After"] = str(fault.seconds)
    return response


@api.exception_handler(Exception)
def others(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Leave everything else to the one middleware that has words for it."""
    del request
    raise fault
