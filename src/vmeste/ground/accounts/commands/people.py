"""Making people, letting them in, changing what they are called."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from vmeste.ground.accounts import letters, policies, queries
from vmeste.ground.accounts.commands.links import make_link, mark_used, revoke_links
from vmeste.ground.accounts.commands.mails import post
from vmeste.ground.accounts.facts import (
    AdminMade,
    PersonChanged,
    PersonInvited,
    PersonJoined,
    PersonSecured,
    PersonWelcomed,
)
from vmeste.ground.accounts.models import OneTimeLink, Person
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.kernel.ids import new_id

WELCOME_DAYS = 30
LONGEST_NAME = 120


@command
def invite_person(*, actor: Actor, email: str, name: str = "", language: str = "ru") -> Person:
    """Find the person of this e-mail, or make an account that has no password yet.

    An account whose address nobody has verified loses its password: somebody else may have taken it beforehand.
    """
    policies.can_invite(actor).enforce()
    address = clean_email(email)
    person, is_new = Person.objects.get_or_create(
        email=address, defaults={"name": clean_name(name), "language": language, "password": no_password()}
    )
    keep_address(person, verified=False)
    if is_new:
        record(PersonInvited(person_id=person.id), actor=actor)
    elif person.has_usable_password() and not person.has_verified_email:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    return person


@command
def send_welcome(*, actor: Actor, person: Person, about: str) -> None:
    """Tell a person by mail what they were invited to; `about` is a sentence for them.

    Who cannot sign in yet gets a link to set name and password; earlier ones stop to open.
    """
    policies.can_invite(actor).enforce()
    settled = person.is_settled
    way_in = queries.absolute("/sign-in/") if settled else welcome_address(actor=actor, person=person)
    with translation.override(person.language):
        letter = letters.welcome(about, way_in, settled=settled, days=WELCOME_DAYS)
    key = f"accounts.welcome:{person.id}:{new_id()}"
    post(actor=actor, to=person.email, subject=letter.subject, text=letter.text, key=key, secret=letter.secret)


@command
def welcome_address(*, actor: Actor, person: Person) -> str:
    """Give a fresh address at which a person sets a first password; those before it stop to open."""
    policies.can_invite(actor).enforce()
    thing: dict[str, Any] = {"purpose": policies.WELCOME, "subject_kind": "person", "subject_id": person.id}
    revoke_links(actor=actor, **thing)
    _link, token = make_link(actor=actor, person=person, days=WELCOME_DAYS, **thing)
    return queries.absolute(f"/welcome/{token}/")


@command
def welcome_person(
    *, actor: Actor, person: Person, name: str, password: str, link: OneTimeLink | None = None
) -> Person:
    """Set a first name and password; whoever came by the mailed link has shown that the address is theirs.

    The product itself needs no link: the demonstration, the command line.
    """
    policies.can_welcome(actor, person).enforce()
    if not person.is_active:
        raise Refused(_("This account is closed."))
    if link is not None:
        mark_used(actor=actor, link=link, once=True)
    person.name = clean_name(name, needed=True)
    check_password(password, person)
    person.set_password(password)
    person.save(update_fields=["name", "password"])
    keep_address(person, verified=True)
    revoke_links(actor=actor, subject_kind="person", subject_id=person.id, purpose=policies.WELCOME)
    record(PersonWelcomed(person_id=person.id), actor=actor)
    return person


@command
def sign_up(*, actor: Actor, person: Person) -> Person:
    """Keep an account that somebody asks for on the sign-up page; `person` is not saved yet."""
    person.name = clean_name(person.name)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise Stale(_("An account with this address was made at this very moment.")) from None
    record(PersonJoined(person_id=person.id), actor=actor)
    return person


@command
def edit_person(*, actor: Actor, person: Person, name: str, language: str) -> Person:
    """Change what a person is called and in which language mails speak to them."""
    policies.can_edit_person(actor, person).enforce()
    person.name, person.language = clean_name(name, needed=True), language
    person.save(update_fields=["name", "language"])
    record(PersonChanged(person_id=person.id), actor=actor)
    return person


@command
def keep_looks(*, actor: Actor, person: Person, language: str, sight: str) -> None:
    """Remember language and sight, so that pages look alike on every computer the person comes to."""
    policies.can_edit_person(actor, person).enforce()
    if (language, sight) == (person.language, person.sight):
        return
    person.language, person.sight = language, sight
    person.save(update_fields=["language", "sight"])
    record(PersonChanged(person_id=person.id), actor=actor)


@command
def note_secured(*, actor: Actor, person: Person, what: str) -> None:
    """Tell the record that a password or second factor changed."""
    record(PersonSecured(person_id=person.id, what=what), actor=actor)


@command
def make_admin(*, actor: Actor, email: str, name: str = "") -> Person:
    """Let a person look after the whole product; makes the account when there is none."""
    policies.can_make_admin(actor).enforce()
    person = invite_person(actor=actor, email=email, name=name)
    if Person.objects.filter(pk=person.pk, is_admin=False).update(is_admin=True):
        person.is_admin = True
        record(AdminMade(person_id=person.id), actor=actor)
    return person


def clean_email(email: str) -> str:
    """Give the address as it is kept; raises `Invalid`."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid({"email": _("This is not an e-mail address.")}) from None
    return address


def clean_name(name: str, *, needed: bool = False) -> str:
    """Give a name on one line; raises `Invalid` when one is needed and missing, or it is too long."""
    clean = " ".join(name.split())
    if needed and not clean:
        raise Invalid({"name": _("Write your name, as colleagues know you.")})
    if len(clean) > LONGEST_NAME:
        raise Invalid({"name": _("A name has at most 120 letters.")})
    return clean


def check_password(password: str, person: Person) -> None:
    """Raise `Invalid` for a password that is too short, too common or too like the person's own data."""
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise Invalid({"password": " ".join(fault.messages)}) from None


def no_password() -> str:
    """Give the mark of a password that nothing matches."""
    nobody = Person()
    nobody.set_unusable_password()
    return nobody.password


def keep_address(person: Person, *, verified: bool) -> None:
    """Keep the table of addresses in step with the person's own; a verified address stays verified."""
    address, _is_new = EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": verified, "primary": True}
    )
    if verified and not (address.verified and address.primary):
        address.verified = address.primary = True
        address.save(update_fields=["verified", "primary"])
