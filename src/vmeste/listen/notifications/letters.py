"""Mails of notices: what happened, what is expected, one link, why one gets it; never what people wrote."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.ground.accounts.queries import absolute
from vmeste.ground.kernel import registries
from vmeste.listen.notifications.listeners import Because, Listener
from vmeste.listen.notifications.queries import Shown

REASONS = {
    Because.KEEPS: gettext_lazy("You get this mail because you keep this for an organisation of your territory."),
    Because.ASKED: gettext_lazy("You get this mail because you asked to be added to the organisation."),
    Because.CLAIMED: gettext_lazy("You get this mail because you said that this is your organisation."),
    Because.MADE: gettext_lazy("You get this mail because you made the code."),
}


def letter(one: Shown, listener: Listener) -> tuple[str, str]:
    """Give subject and text in the language of the person; `one` is already in it, with what they may see."""
    with translation.override(listener.person.language):
        link = absolute(reverse("notifications:notice", args=[one.notice.id]))
        parts = (
            _("Good day!"),
            f"{one.text.rstrip('.?!')}{'?' if one.text.endswith('?') else '.'}",
            one.expected,
            link,
            reason(listener),
            _("«Vmeste», the workplace of partners in education"),
        )
        return one.text, "\n\n".join(part for part in parts if part)


def reason(listener: Listener) -> str:
    """Say why the mail came to just this person."""
    if listener.organisation_id is None:
        return str(REASONS[listener.because])
    shown = registries.subjects.get("organisation").show(listener.actor, [listener.organisation_id])
    name = shown[listener.organisation_id].title if listener.organisation_id in shown else ""
    return _("You get this mail because you act for «%(organisation)s».") % {"organisation": name} if name else ""
