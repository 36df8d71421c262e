"""Asking to be added to an organisation, and the answers."""

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.commands.memberships import add_member, words_of
from vmeste.gather.participants.facts import JoiningAsked, JoiningGranted, JoiningRefused, JoiningWithdrawn, OfJoining
from vmeste.gather.participants.models import JoiningRequest, Membership, Organisation, Role
from vmeste.ground.accounts.commands import send_welcome
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.lifecycle import advance

MOST_OPEN = 5
State = JoiningRequest.State


@command
def ask_to_join(*, actor: Actor, organisation: Organisation, words: str) -> JoiningRequest:
    """Ask to be added, saying who one is; one open request per organisation, few at a time; raises `Invalid`."""
    policies.can_ask_to_join(actor, organisation).enforce()
    assert actor.person_id is not None  # noqa: S101  whoever is signed in is a person
    said = " ".join(words.split())[:200]
    if not said:
        raise Invalid({"words": _("Say in a few words who you are there: they have to recognise you.")})
    if JoiningRequest.objects.filter(person=actor.person_id, state=State.OPEN).count() >= MOST_OPEN:
        raise Invalid({"": _("Several organisations have your request already. Wait for an answer or take one back.")})
    try:
        with transaction.atomic():
            asked = JoiningRequest.objects.create(
                person_id=actor.person_id, organisation=organisation, words=said, made_at=clock.now()
            )
    except IntegrityError:
        raise Invalid({"": _("You have asked already: it waits for an answer.")}) from None
    record(fact_of(JoiningAsked, asked), actor=actor)
    return asked


@command
def withdraw_joining(*, actor: Actor, asked: JoiningRequest) -> None:
    """Take one's own request back."""
    policies.can_withdraw_joining(actor, asked).enforce()
    settle(asked, State.WITHDRAWN)
    record(fact_of(JoiningWithdrawn, asked), actor=actor)


@command
def grant_joining(*, actor: Actor, asked: JoiningRequest, role: Role) -> Membership:
    """Add who asked, with a role, and tell them by mail."""
    policies.can_answer_joining(actor, asked.organisation).enforce()
    settle(asked, State.GRANTED)
    person = asked.person
    membership = add_member(actor=actor, organisation=asked.organisation, person=person, role=role)
    record(fact_of(JoiningGranted, asked), actor=actor)
    with translation.override(person.language):
        about = words_of(membership)
    send_welcome(actor=actor, person=person, about=about)
    return membership


@command
def refuse_joining(*, actor: Actor, asked: JoiningRequest) -> None:
    """Refuse: who asked is told so and may ask again."""
    policies.can_answer_joining(actor, asked.organisation).enforce()
    settle(asked, State.REFUSED)
    record(fact_of(JoiningRefused, asked), actor=actor)


def settle(asked: JoiningRequest, state: JoiningRequest.State) -> None:
    """End a request; raises `Stale` when it has ended already."""
    advance(asked, at=State.OPEN, to=state, settled_at=clock.now(), words="")


def fact_of(kind: type[OfJoining], asked: JoiningRequest) -> OfJoining:
    """Make a fact about a request."""
    return kind(organisation_id=asked.organisation_id, joining_id=asked.id, person_id=asked.person_id)
