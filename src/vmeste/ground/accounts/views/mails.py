"""Mails for administrators."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from vmeste.ground.accounts import policies, queries
from vmeste.ground.accounts.mailing import has_server
from vmeste.ground.accounts.models import Mail
from vmeste.ground.kernel.ids import code, code_in
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages


@require_GET
def mails(request: Request) -> HttpResponse:
    """List mails, newest first, for administrators."""
    policies.can_see_mails(request.actor).enforce()
    found = queries.mails(request.actor, before=code_in(request.GET.get("before", "")))
    shown = found[: queries.PAGE]
    later = f"?before={code(shown[-1].id)}" if len(found) > queries.PAGE else None
    context = {"mails": shown, "next": later, "waiting": queries.mails_waiting(), "has_server": has_server()}
    return pages.page(request, "accounts/mails.html", context)


@require_GET
def mail(request: Request, mail_id: int) -> HttpResponse:
    """Show one mail as text, for administrators; somebody's key only where files are the one way it reaches them."""
    policies.can_see_mails(request.actor).enforce()
    found = get_object_or_404(Mail.objects.filter(policies.mails_visible_to(request.actor)), pk=mail_id)
    text = "" if found.secret and has_server() else found.text
    return pages.page(request, "accounts/mail.html", {"mail": found, "text": text})
