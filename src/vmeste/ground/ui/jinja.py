"""The environment of all templates: strict about what is missing, with components, words and formats at hand."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined, TemplateNotFound, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from vmeste.ground.kernel import clock, ids, registries
from vmeste.ground.kernel.actors import ANONYMOUS
from vmeste.ground.kernel.idempotency import once_token
from vmeste.ground.ui import formatting
from vmeste.ground.ui.linked import linked_data
from vmeste.ground.ui.sight import CHOICES, sight_of

FORMATS = ("day", "day_range", "moment", "ago", "number", "rubles", "size", "initials", "whole")
NEED_TOKENS = frozenset({"form", "post_button"})
REMEMBERED = frozenset({"icon"})
"""Components of plain words that stand a hundred times on a page."""


class Components:
    """`ui.<name>` in templates: the macro of the same name in `ui/components/<name>.html`, loaded when first used."""

    def __init__(self, environment: Environment) -> None:
        """Remember where templates come from."""
        self._environment = environment
        self._auto_reload = environment.auto_reload

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        """Load a component; `AttributeError` when there is none, so that StrictUndefined tells its name."""
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            macro = getattr(self._environment.get_template(f"ui/components/{name}.html").module, name)
        except TemplateNotFound:
            raise AttributeError(name) from None
        component = with_tokens(macro) if name in NEED_TOKENS else macro
        component = lru_cache(maxsize=500)(macro) if name in REMEMBERED else component
        if not self._auto_reload:
            setattr(self, name, component)
        return component


def with_tokens(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """Hand the page's tokens to a component that sends something; macros see no context of their own."""

    @pass_context
    def component(context: Context, *arguments: Any, **named: Any) -> Markup:
        if not named.get("bare") and "csrf_token" not in context:
            message = "import this macro «with context»: a form needs the token of its page"
            raise LookupError(message)
        if named.get("bare"):
            return macro(*arguments, csrf=None, **named)
        return macro(*arguments, csrf=context["csrf_token"], acting=acting(context.get("request")), **named)

    return component


def acting(request: HttpRequest | None) -> str | None:
    """Give the code of the organisation the reader acts for, empty when for none; nothing for who is not signed in."""
    actor = getattr(request, "actor", ANONYMOUS)
    if not actor.is_signed_in:
        return None
    return ids.code(actor.organisation_id) if actor.organisation_id else ""


def url(name: str, *arguments: Any, **named: Any) -> str:
    """Give the address of a named page; lists name hundreds by a key alone: what stands around it is remembered."""
    if not named and len(arguments) == 1 and isinstance(arguments[0], int):
        before, mark, after = around_key(name)
        if mark:
            return f"{before}{ids.code(arguments[0])}{after}"
    return reverse(name, args=arguments, kwargs=named)


@cache
def around_key(name: str) -> tuple[str, str, str]:
    """Give what stands in an address before and after its only key, between them the code of another; read once."""
    return reverse(name, args=(ids.LARGEST,)).partition(ids.code(ids.LARGEST))


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """Give the words of the main menu that this reader sees, in order; without those whose pages do not exist yet."""
    actor = getattr(request, "actor", ANONYMOUS)
    entries = sorted(registries.menu.values(), key=lambda entry: entry.order)
    shown = ((entry, _address(entry.url_name)) for entry in entries if entry.show(actor))
    return [
        {"text": entry.label, "href": href, "hue": entry.hue, "current": is_at(request, (href, *entry.places))}
        for entry, href in shown
        if href
    ]


def is_at(request: HttpRequest, places: tuple[str, ...]) -> bool:
    """Tell whether the page stands at or below one of these addresses."""
    return any(place != "/" and request.path.startswith(place) for place in places)


def personal(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """Give the reader's own pieces of the shell, by the name of the part; asked once per request."""
    parts: dict[str, dict[str, Any]] | None = getattr(request, "shell_parts", None)
    if parts is None:
        parts = {name: part(request) for name, part in registries.shell_parts.items()}
        request.shell_parts = parts  # type: ignore[attr-defined]
    return parts


def lines(text: str) -> Markup:
    """Keep the line breaks of plain text."""
    return Markup("<br>").join(escape(line) for line in str(text).splitlines())


def environment(**options: Any) -> Environment:
    """Build the environment; called by Django's template backend."""
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)  # noqa: S701  Django sets autoescape
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals.update(
        ui=Components(made),
        url=url,
        static=static if made.auto_reload else cache(static),
        menu=menu,
        personal=personal,
        now=clock.now,
        once_token=once_token,
        language=translation.get_language,
        sight_of=sight_of,
        sight_choices=CHOICES,
        messages_of=get_messages,
    )
    made.filters.update(
        {name: getattr(formatting, name) for name in FORMATS},
        code=ids.code,
        lines=lines,
        linked_data=linked_data,
    )
    return made


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
