"""Mails to organisations without an account, in the language of this server: the question, and news of it."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from vmeste.gather.exchange.models import Response

NEWS: dict[str, Callable[[], str]] = {
    "message": lambda: _("%(who)s has written to you about «%(what)s»."),
    "withdrawn": lambda: _("%(who)s took back the question about «%(what)s»: nothing is needed of you any more."),
    "fulfilled": lambda: _("%(who)s recorded that «%(what)s» was done."),
    "failed": lambda: _("%(who)s recorded that «%(what)s» did not come about."),
}
"""Under the last word of the fact's name."""


def question(response: Response, address: str) -> tuple[str, str]:
    """Write the mail of a question: who asks for what, the link, what it is; give subject and text."""
    need = response.need
    assert need is not None  # noqa: S101  one asks about a need
    values = {"who": response.needing, "what": need.title, "link": address}
    with translation.override(settings.LANGUAGE_CODE):
        body = [
            _("%(who)s asks whether you can help:") % values,
            f"«{need.title}»",
            need.text,
            response.note,
            _("Answer without signing up, in two taps: %(link)s") % values,
            _("The link is for you only and works for 30 days. If you do not want to answer, do nothing."),
        ]
        return _("%(who)s asks: %(what)s") % values, "\n\n".join(part for part in body if part)


def news(response: Response, what: str) -> tuple[str, str]:
    """Write that the side that asked did something (a key of `NEWS`); give subject and text.

    The key of the link is not kept, so the mail points at the one they have; after a withdrawal it opens no more.
    """
    values = {"who": response.other_than(response.decider_id), "what": str(response)}
    with translation.override(settings.LANGUAGE_CODE):
        told = NEWS[what]() % values
        where = _("To read and to write back open the page by your link: it came with the question.")
        return told, told if what == "withdrawn" else f"{told}\n\n{where}"
