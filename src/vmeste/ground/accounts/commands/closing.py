"""Ending sign-ins elsewhere, and closing an account for good."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from vmeste.ground.accounts import policies
from vmeste.ground.accounts.commands.links import revoke_links
from vmeste.ground.accounts.commands.people import note_secured
from vmeste.ground.accounts.facts import PersonClosed
from vmeste.ground.accounts.models import Mail, OneTimeLink, Person
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Refused
from vmeste.ground.kernel.ids import code

GONE = "sign_in_ended"


@command
def end_sign_ins(*, actor: Actor, person: Person, only: int | None = None, but: str = "") -> int:
    """Sign a person out elsewhere: the sign-in `only`, or all but the session `but`; give how many ended."""
    policies.can_edit_person(actor, person).enforce()
    rows = UserSession.objects.filter(user_id=person.id).exclude(session_key=but)
    ended = list(rows if only is None else rows.filter(id=only))
    for one in ended:
        one.end()
    if ended:
        note_secured(actor=actor, person=person, what=GONE)
    return len(ended)


@command
def close_person(*, actor: Actor, person: Person) -> None:
    """Close an account: nobody can sign in, and name, address, keys and mails of the person go (152-FZ, art. 14, 21).

    The row stays, without anything personal, since what the person did for organisations stays theirs. Rooms above end
    what the person did there when they are told. Raises `Refused` to the only administrator.
    """
    policies.can_edit_person(actor, person).enforce()
    others = Person.objects.filter(is_admin=True, is_active=True).exclude(id=person.id)
    if person.is_admin and not others.exists():
        raise Refused(_("You are the only administrator. Make another one first."))
    former = person.email
    record(PersonClosed(person_id=person.id), actor=actor)
    end_sign_ins(actor=actor, person=person)
    for link in OneTimeLink.objects.filter(person=person, revoked_at=None, used_at=None):
        revoke_links(actor=actor, subject_kind=link.subject_kind, subject_id=link.subject_id, purpose=link.purpose)
    OneTimeLink.objects.filter(person=person).update(person=None)
    EmailAddress.objects.filter(user_id=person.id).delete()
    Authenticator.objects.filter(user_id=person.id).delete()
    person.email, person.name, person.sight = f"{code(person.id)}@closed.invalid", "", ""
    person.is_active = person.is_admin = False
    person.set_unusable_password()
    person.save()
    Mail.objects.filter(to=former).update(to=person.email, subject="", text="", html="")
