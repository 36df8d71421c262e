"""Pages whose address is a key must not give it away."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

KEYS = {"token", "key"}


class LinkPagesMiddleware:
    """Marks every answer at an address with `<token>` or `<key>`: not for search engines, caches, or other sites.

    `strict-origin` and not `no-referrer`: under the latter browsers send `Origin: null` with the page's own form,
    which Django refuses as foreign; under either nobody is told the path.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and mark the answer when the address held a key."""
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and KEYS & match.kwargs.keys():
            response["Referrer-Policy"] = "strict-origin"
            response["X-Robots-Tag"] = "noindex, nofollow"
            response["Cache-Control"] = "no-store, private"
        return response
