"""A thread on a page of its own, and posting in it."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code_in
from vmeste.ground.kernel.registries import subjects
from vmeste.ground.kernel.requests import Request
from vmeste.ground.threads import commands, queries
from vmeste.ground.ui import pages
from vmeste.ground.ui.shapes import Link


@require_GET
def thread(request: Request, kind: str, subject_id: int) -> HttpResponse:
    """Show the messages about a subject, the latest or those before one."""
    before = code_in(request.GET.get("before", ""))
    found = queries.thread_of(request.actor, kind, subject_id, before=before)
    return pages.page(
        request, "threads/page.html", {"thread": found, "crumbs": way_to(request.actor, kind, subject_id)}
    )


@require_POST
def messages(request: Request, kind: str, subject_id: int) -> HttpResponse:
    """Post a message and lead back to the page it was written on."""
    actor, text = request.actor, request.POST.get("text", "")
    try:
        commands.post_message(actor=actor, subject_kind=kind, subject_id=subject_id, text=text)
    except Invalid as invalid:
        found = queries.thread_of(actor, kind, subject_id, text=text, invalid=invalid)
        context = {"thread": found, "crumbs": way_to(actor, kind, subject_id)}
        return pages.page(request, "threads/page.html", context, status=422)
    home = reverse("threads:thread", args=[kind, subject_id])
    return pages.redirect(f"{pages.back_to(request, otherwise=home)}#thread")


def way_to(actor: Actor, kind: str, subject_id: int) -> list[Link]:
    """Give the way back to what is talked about."""
    shown = subjects.get(kind).show(actor, [subject_id]) if kind in subjects else {}
    return [Link(view.title, view.url) for view in shown.values()]
