"""Who may change vocabularies."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.decisions import ALLOW, Decision, deny, too_late
from vmeste.ground.vocabulary.terms import TermView


def can_keep(actor: Actor) -> Decision:
    """Words are everybody's to read; only administrators see the editor and change them."""
    return ALLOW if actor.is_admin else deny(_("Only an administrator may change vocabularies."))


def can_retire(actor: Actor, term: TermView, last_on: date) -> Decision:
    """Retire what is still offered after that day."""
    if not can_keep(actor):
        return can_keep(actor)
    ended = term.valid_to is not None and term.valid_to <= last_on
    return too_late(_("This word is no longer offered.")) if ended else ALLOW
