"""Looks: language and sight go with the person from computer to computer, not with the computer."""

from typing import cast

from django.http import HttpRequest, HttpResponse

from vmeste.ground.accounts import commands, turns
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.registries import looks_kept
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import sight
from vmeste.ground.ui.middleware import LANGUAGE_COOKIE
from vmeste.ground.ui.views import keep_cookie


def bring(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Show pages as the person likes them.

    What this browser chose before somebody signed in counts, unless the person has chosen elsewhere: somebody with low
    vision switches the version on first and signs in then. On a shared computer it is another's choice and goes.
    """
    shared = bool(turns.ids_in(request))
    if shared or LANGUAGE_COOKIE not in request.COOKIES:
        keep_cookie(request, response, LANGUAGE_COOKIE, person.language)
    if person.sight:
        keep_cookie(request, response, sight.COOKIE, person.sight)
    elif shared:
        response.delete_cookie(sight.COOKIE)


def keep(request: HttpRequest, language: str, chosen: str) -> None:
    """Remember what somebody who is signed in has just chosen."""
    if request.user.is_authenticated:
        person = Person.objects.get(id=request.user.id)
        commands.keep_looks(
            actor=cast("Request", request).actor, person=person, language=language, sight=chosen or person.sight
        )


looks_kept.add("accounts", keep)
