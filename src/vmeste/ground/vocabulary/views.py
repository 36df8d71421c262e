"""The editor of vocabularies, for administrators."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vmeste.ground.kernel import clock
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui import pages
from vmeste.ground.ui.forms import tell
from vmeste.ground.vocabulary import commands, policies, queries
from vmeste.ground.vocabulary.forms import TermForm
from vmeste.ground.vocabulary.names import title
from vmeste.ground.vocabulary.terms import TermView


@never_cache
@require_GET
def every_vocabulary(request: Request) -> HttpResponse:
    """List the vocabularies."""
    policies.can_keep(request.actor).enforce()
    rows = [(code, title(code), queries.every_term(code)) for code in queries.vocabularies()]
    listed = [
        {"code": code, "title": name, "terms": len(terms), "own": sum(term.own for term in terms)}
        for code, name, terms in rows
    ]
    context = {"vocabularies": listed, "release": queries.release_version()}
    return pages.page(request, "vocabulary/vocabularies.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def one_vocabulary(request: Request, vocabulary: str) -> HttpResponse:
    """List the words of a vocabulary; a POST adds one."""
    policies.can_keep(request.actor).enforce()
    known(vocabulary)
    form = TermForm(vocabulary, None, request.POST or None)
    if request.method == "POST" and put(request, form, _("The word is added.")):
        return pages.redirect("vocabulary:vocabulary", vocabulary=vocabulary)
    today = clock.today()
    terms = [(term, term.is_valid(today)) for term in queries.every_term(vocabulary)]
    context = {"vocabulary": vocabulary, "title": title(vocabulary), "terms": terms, "form": form}
    return pages.page(request, "vocabulary/vocabulary.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def one_term(request: Request, vocabulary: str, code: str) -> HttpResponse:
    """Show a word to alter; a POST alters it."""
    policies.can_keep(request.actor).enforce()
    term = found(vocabulary, code)
    form = TermForm(vocabulary, term, request.POST or None)
    if request.method == "POST" and put(request, form, _("The word is changed.")):
        return pages.redirect("vocabulary:vocabulary", vocabulary=vocabulary)
    context = {
        "vocabulary": vocabulary,
        "title": title(vocabulary),
        "term": term,
        "form": form,
        "can_retire": term.is_valid(clock.today()),
    }
    return pages.page(request, "vocabulary/term.html", context, status=422 if form.errors else 200)


@require_POST
def retirement(request: Request, vocabulary: str, code: str) -> HttpResponse:
    """Offer a word no longer."""
    policies.can_keep(request.actor).enforce()
    found(vocabulary, code)
    commands.retire_term(actor=request.actor, vocabulary=vocabulary, code=code)
    pages.flash(request, _("The word is no longer offered."), "good")
    return pages.redirect("vocabulary:vocabulary", vocabulary=vocabulary)


def put(request: Request, form: TermForm, done: str) -> bool:
    """Put the form's word; tell whether it was taken."""
    if not form.is_valid():
        return False
    if form.term is None and queries.find(form.vocabulary, form.cleaned_data["code"].strip()):
        form.add_error("code", _("This code is taken."))
        return False
    try:
        commands.put_term(actor=request.actor, term=form.said())
    except Invalid as invalid:
        tell(form, invalid)
        return False
    pages.flash(request, done, "good")
    return True


def known(vocabulary: str) -> None:
    """Say 404 to a vocabulary that does not exist."""
    if vocabulary not in queries.vocabularies():
        raise Http404


def found(vocabulary: str, code: str) -> TermView:
    """Give a word, or say 404."""
    term = queries.find(vocabulary, code)
    if term is None:
        raise Http404
    return term
