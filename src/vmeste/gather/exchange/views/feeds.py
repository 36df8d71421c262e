"""Feeds of new needs and offers: what is public alone, whoever asks."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from vmeste.gather.exchange.feeds import Feed, feed_of
from vmeste.gather.exchange.forms import FilterForm
from vmeste.gather.exchange.models.postings import Side
from vmeste.gather.exchange.queries import PostingFilter, newest_public
from vmeste.gather.participants.queries import territory_told
from vmeste.ground.kernel.requests import Request
from vmeste.ground.ui.bodies import kept_for_strangers

MOST = 50


@require_safe
@conditional_page
@kept_for_strangers
def feed(request: Request, side: Side) -> HttpResponse:
    """Give what was opened last as Atom; filters as of the list, and `territory`: an id, or ОКТМО of 8 digits."""
    form = FilterForm(request.GET)
    form.is_valid()  # what is wrong drops out alone, as in the list
    told = request.GET.get("territory", "")
    territory = territory_told(told) if told else None
    chosen = PostingFilter(**form.cleaned_data, territory_id=territory.id if territory else None)
    query = urlencode([(name, request.GET[name]) for name in (*form.fields, "territory") if request.GET.get(name)])
    response = HttpResponse(content_type=Feed.content_type)
    feed_of(side, newest_public(side, chosen, MOST), query).write(response, "utf-8")
    patch_cache_control(response, public=True, no_cache=True)
    return response
