"""Access for programs: the tokens of an organisation, a new one, taking one back."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vmeste.gather.participants import commands, policies, queries
from vmeste.gather.participants.forms import TokenForm
from vmeste.gather.participants.models import Organisation, Token
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell
from vmeste.ground.ui.shapes import Badge

MADE = "participants.token"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def tokens(request: Request, organisation_id: int) -> HttpResponse:
    """Show which programs have access, and once the secret of a new one; coordinators give access."""
    actor = request.actor
    organisation = queries.organisation_seen(actor, organisation_id)
    if not actor.is_admin:
        policies.can_keep_tokens(actor, organisation).enforce()
    form = TokenForm(request.POST or None, initial={"scopes": [name for name, _words in queries.scopes_offered()]})
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = commands.issue_token(actor=actor, organisation=organisation, **form.cleaned_data)
        except Invalid as invalid:
            tell(form, invalid)
        else:
            request.session[MADE] = [made.id, secret]
            return pages.redirect("participants:tokens", organisation_id)
    return page(request, organisation, form)


def page(request: Request, organisation: Organisation, form: TokenForm) -> HttpResponse:
    """Answer with the page; a secret made just now is shown once."""
    actor = request.actor
    made_id, secret = (request.session.pop(MADE, None) if request.method == "GET" else None) or (None, "")
    found = queries.tokens_of(actor, organisation)
    context = {
        "organisation": organisation,
        "tokens": [(token, badges_of(token), words_of(token)) for token in found],
        "works": queries.works,
        "made": next((token for token in found if token.id == made_id), None),
        "secret": secret,
        "form": form if policies.can_issue_token(actor, organisation) else None,
        "panels": registries.panels_of(actor, "tokens", organisation.id),
    }
    return pages.page(request, "participants/tokens.html", context, status=422 if form.errors else 200)


def badges_of(token: Token) -> list[Badge]:
    """Say of a token how it stands."""
    if token.revoked_at:
        return [Badge(_("taken back"), "bad")]
    return [Badge(_("works"), "good") if queries.works(token) else Badge(_("its time is over"), "wait")]


def words_of(token: Token) -> str:
    """Say what a token opens."""
    known = dict(queries.scopes_offered())
    return "; ".join(str(known.get(scope, scope)) for scope in token.scopes.split())


@require_POST
def revocation(request: Request, organisation_id: int, token_id: int) -> HttpResponse:
    """Take access back."""
    organisation = queries.organisation_seen(request.actor, organisation_id)
    token = queries.token_seen(request.actor, organisation, token_id)
    commands.revoke_token(actor=request.actor, token=token)
    pages.flash(request, _("Taken back: the program has no access any more."), "good")
    return pages.redirect("participants:tokens", organisation_id)
