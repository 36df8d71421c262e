"""Pages for the tests of idempotency: each POST does one thing and leaves a tie as its trace."""

import sys
from collections.abc import Callable, Iterator
from datetime import date

from django.contrib.auth import SESSION_KEY
from django.db import IntegrityError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.urls import path

from vmeste.ground.facts.models import Seal, Tie
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import ANONYMOUS, Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Refused
from vmeste.ground.kernel.idempotency import repeatable

NO = "not today"
ON = date(2026, 11, 20)


def leave_trace(word: str) -> int:
    """Write a row; give how many of the kind there are."""
    count = Tie.objects.filter(kind=word).count()
    Tie.objects.create(org_a=count, org_b=count + 1, kind=word, last_on=ON)
    return count + 1


def traces(word: str) -> int:
    """Give how often something happened."""
    return Tie.objects.filter(kind=word).count()


@command
def refuse(*, actor: Actor) -> None:
    """Write, then refuse."""
    leave_trace("refused")
    raise Refused(NO)


def done(request: HttpRequest) -> HttpResponse:
    """Redirect as a page does after a change."""
    response = HttpResponseRedirect(f"/things/{leave_trace('done')}/")
    response["HX-Trigger"] = "changed"
    response.set_cookie("language", "en", max_age=60, httponly=True, samesite="Lax")
    return response


def shown(request: HttpRequest) -> HttpResponse:
    """Answer with a page that tells how often it was made."""
    return HttpResponse(f"сделано {leave_trace('shown')}", status=201)


def wrong(request: HttpRequest) -> HttpResponse:
    """Write, then answer that the form is wrong."""
    return HttpResponse(f"wrong {leave_trace('wrong')}", status=422)


def broken(request: HttpRequest) -> HttpResponse:
    """Write, then break."""
    leave_trace("broken")
    raise RuntimeError


def doubled(request: HttpRequest) -> HttpResponse:
    """Break a rule of the database in the middle."""
    leave_trace("doubled")
    Seal.objects.create(number=1, root=b"", count=1, at=clock.now())
    Seal.objects.create(number=1, root=b"", count=1, at=clock.now())
    raise AssertionError


def mended(request: HttpRequest) -> HttpResponse:
    """Have a command refused, then go on reading and writing."""
    try:
        refuse(actor=ANONYMOUS)
    except Refused:
        return HttpResponse(f"{traces('refused')} {leave_trace('mended')}")
    raise IntegrityError


def streamed(request: HttpRequest) -> HttpResponseBase:
    """Write and answer in pieces."""

    def pieces() -> Iterator[bytes]:
        yield b"piece "
        yield str(count).encode()

    count = leave_trace("streamed")
    return StreamingHttpResponse(pieces())


def sent(request: HttpRequest) -> HttpResponse:
    """Read an uploaded file to its end."""
    leave_trace("sent")
    return JsonResponse({"read": request.FILES["file"].read().decode()})  # type: ignore[union-attr]


def signed_in(request: HttpRequest) -> HttpResponse:
    """Sign somebody in."""
    request.session[SESSION_KEY] = request.POST["who"]
    return HttpResponse(f"in {leave_trace('signed_in')}")


@repeatable
def counted(request: HttpRequest) -> HttpResponse:
    """Count a failed try though it is refused."""
    return HttpResponse(f"try {leave_trace('counted')}", status=403)


def slow(request: HttpRequest) -> HttpResponse:
    """Tell that it is inside, and go on when told to."""
    count = leave_trace("slow")
    print("inside", flush=True)  # noqa: T201  the test listens
    status = int(sys.stdin.readline() or 200)
    return HttpResponse(f"answer {count}", status=status)


VIEWS: dict[str, Callable[..., HttpResponseBase]] = {
    view.__name__: view
    for view in (done, shown, wrong, broken, doubled, mended, streamed, sent, signed_in, counted, slow)
}
urlpatterns = [path(f"{name}/", view) for name, view in VIEWS.items()]
handler500 = "tests.ground.kernel.pages.sorry"


def sorry(request: HttpRequest) -> HttpResponse:
    """Say that something broke."""
    return HttpResponse("sorry", status=500)
