"""The page that says how programs read, and the description they read themselves."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from vmeste.api import openapi
from vmeste.api.root import api
from vmeste.ground.accounts.queries import absolute
from vmeste.ground.ui import pages


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what can be read, how a token is got, what to try first."""
    rates = (settings.VMESTE.api_rate, settings.VMESTE.api_token_rate)
    return pages.page(request, "api/about.html", {"origin": absolute(""), "rates": rates})


@require_safe
def description(request: HttpRequest) -> JsonResponse:
    """Give the description (OpenAPI 3.1)."""
    del request
    return JsonResponse(openapi.description(api), json_dumps_params={"ensure_ascii": False})
