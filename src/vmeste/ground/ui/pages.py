"""How a view answers: a whole page or one block of it, a way on, a word that stays for the next page."""

from typing import Any

from django.contrib import messages
from django.contrib.messages.api import MessageFailure
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import loader
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from vmeste.ground.kernel.errors import type_text

ENGINE = "jinja2"
LEVELS = {"plain": messages.INFO, "good": messages.SUCCESS, "wait": messages.WARNING, "bad": messages.ERROR}


class SeeOther(HttpResponseRedirect):
    """303: what was sent is done, look there with GET."""

    status_code = 303


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page, or with its block `fragment` alone when htmx asks for the element of that id."""
    alone = fragment is not None and wants(request, fragment)
    content = block(request, template, fragment or "", context) if alone else whole(request, template, context)
    response = HttpResponse(content, status=status)
    patch_vary_headers(response, ["Cookie", *(["HX-Request", "HX-Target"] if fragment else [])])
    return response


def whole(request: HttpRequest, template: str, context: dict[str, Any] | None = None) -> str:
    """Render a page."""
    return loader.get_template(template, using=ENGINE).render(context or {}, request)


def block(request: HttpRequest, template: str, name: str, context: dict[str, Any] | None = None) -> str:
    """Render one block of a page for htmx, with what `flash` said; raises `KeyError` for an unknown block."""
    found: Any = loader.get_template(template, using=ENGINE)
    values = {"request": request, "csrf_input": csrf_input_lazy(request), "csrf_token": csrf_token_lazy(request)}
    jinja = found.template
    rendered = "".join(jinja.blocks[name](jinja.new_context({**(context or {}), **values})))
    return rendered + said(request)


def said(request: HttpRequest) -> str:
    """Render what `flash` said during an htmx request."""
    return whole(request, "ui/said.html") if messages.get_messages(request) else ""


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of a page; a page restored from history is wanted whole."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def wants(request: HttpRequest, fragment: str) -> bool:
    """Tell whether htmx asks for the element with this id."""
    return is_htmx(request) and request.headers.get("HX-Target") == fragment


def redirect(to: str, *arguments: Any, **named: Any) -> HttpResponse:
    """Lead to a path of this server, or to a page by its name; `WordsMiddleware` tells htmx in its own way."""
    path = to if to.startswith("/") else reverse(to, args=arguments, kwargs=named)
    if path.startswith(("//", "/\\")):
        raise ValueError(path)
    return SeeOther(path)


def back_to(request: HttpRequest, otherwise: str = "/") -> str:
    """Give the local address in the field or parameter `next`, or `otherwise`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_local(wanted) else otherwise


def is_local(address: str) -> bool:
    """Tell whether an address is a path of this very server."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def flash(request: HttpRequest, text: type_text, kind: str = "plain") -> None:
    """Say something on the next page, as a toast; `kind` is plain, good, wait or bad."""
    try:
        messages.add_message(request, LEVELS[kind], str(text), extra_tags=kind)
    except MessageFailure:
        return  # no session: nothing is lost but a word
