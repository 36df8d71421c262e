"""Taking turns: people who share a computer find their names on its sign-in page (a school is a shared PC).

A signed cookie of that browser holds their ids, nothing else; who stands there chose so. It opens nothing by itself.
"""

from collections.abc import Sequence

from django.core import signing
from django.http import HttpRequest, HttpResponse

from vmeste.ground.ui.views import keep_cookie

COOKIE = "turns"
SHARED = "shared"
SALT = "vmeste.accounts.turns"
MOST = 12


def joined(request: HttpRequest, response: HttpResponse, person_id: int) -> None:
    """Put who has just signed in before the others of this computer, if they wished so."""
    if request.session.pop(SHARED, False):
        write(request, response, [person_id, *ids_in(request)])


def ids_in(request: HttpRequest) -> list[int]:
    """Give the ids of people who take turns at this computer, the last one first; none from a cookie not ours."""
    text = request.COOKIES.get(COOKIE, "")
    try:
        found = signing.loads(text, salt=SALT) if text else []
    except signing.BadSignature:
        return []
    return [key for key in found if isinstance(key, int)][:MOST]


def write(request: HttpRequest, response: HttpResponse, ids: Sequence[int]) -> None:
    """Keep who takes turns here; nobody at all leaves no cookie."""
    if ids:
        keep_cookie(request, response, COOKIE, signing.dumps(list(dict.fromkeys(ids))[:MOST], salt=SALT))
    else:
        response.delete_cookie(COOKIE)
