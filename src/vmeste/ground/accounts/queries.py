"""Every read of the accounts: links by their token, mails, hints on the sign-in page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from vmeste.ground.accounts import policies, proof
from vmeste.ground.accounts.models import Mail, OneTimeLink, Person
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor, ActorKind, Grant
from vmeste.ground.kernel.errors import Closed
from vmeste.ground.kernel.registries import Registry

PAGE = 50
BROWSERS = (
    ("YaBrowser/", "Яндекс Браузер"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip
"""What stands in the name a browser gives itself, and what people call it; the first that is found counts."""


@dataclass(frozen=True, slots=True)
class SignInHint:
    """An account of the demonstration, as the sign-in page offers it."""

    name: str
    about: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """One browser in which a person is signed in: what it is, from which address, since when; whether it is this."""

    id: int
    device: str
    address: str
    since: datetime
    is_this: bool


kept_by: Registry[Callable[[Person], Mapping[str, Any]]] = Registry()
"""By room: all that it keeps about a person, as plain values under names that people understand."""

stays_by: Registry[Callable[[Person], Sequence[str]]] = Registry()
"""By room: sentences about what will be different for others when a person goes."""

sign_in_hints: Registry[Callable[[], Sequence[SignInHint]]] = Registry()
"""Who knows accounts for trying out; shown in the demonstration only."""


def hints() -> list[SignInHint]:
    """Give the accounts for trying out; none outside the demonstration."""
    if not settings.VMESTE.demonstration:
        return []
    return [hint for give in sign_in_hints.values() for hint in give()]


def absolute(path: str) -> str:
    """Give the address under which people elsewhere open a path of this server; never taken from a request."""
    return str(settings.VMESTE.origin).rstrip("/") + path


def network_address(request: HttpRequest) -> str:
    """Give the address a request came from, past the web servers in front that are believed; empty when unknown."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""


def is_proven(request: HttpRequest) -> bool:
    """Tell whether the person of this request has shown a second factor, where this server demands one; no query."""
    return proof.is_proven(request)


def find_link(token: str, purpose: str) -> OneTimeLink:
    """Give the link of this token, without changing anything; raises `Closed` in words when it does not open."""
    from vmeste.ground.accounts.commands.links import hash_of  # noqa: PLC0415  commands read this file

    found = OneTimeLink.objects.select_related("person").filter(token_hash=hash_of(token), purpose=purpose).first()
    if found is None:
        raise Closed(_("There is no such link. Open it from the letter itself, or ask whoever sent it for a new one."))
    if found.revoked_at:
        raise Closed(
            _(
                "It was used already, replaced by a newer one or taken back. If you have answered, your answer has "
                "arrived and nothing more is needed; otherwise ask whoever sent the link for a new one."
            )
        )
    if found.expires_at <= clock.now():
        raise Closed(_("The time of this link is over. Ask whoever sent it for a new one."))
    return found


def actor_of_link(link: OneTimeLink) -> Actor:
    """Give who acts through a link: for its organisation, with its one grant, as nobody's person."""
    grant = Grant(link.id, link.purpose, link.subject_kind, link.subject_id)
    return Actor(ActorKind.LINK, organisation_id=link.organisation_id, grant=grant)


def person_named(email: str) -> Person | None:
    """Give the person of an e-mail, whatever its case."""
    return Person.objects.filter(email=email.strip().lower()).first()


def names_of(person_ids: Sequence[int]) -> dict[int, str]:
    """Give the names people chose, by id; who chose none is left out. Addresses are never given away; one query."""
    named = Person.objects.filter(id__in=person_ids).exclude(name="")
    return dict(named.values_list("id", "name"))


def people_here(ids: Sequence[int]) -> list[Person]:
    """Give those of the people who can still sign in and are called something, in this order; at most one query."""
    if not ids:
        return []
    found = {one.id: one for one in Person.objects.filter(id__in=ids, is_active=True).exclude(name="")}
    return [found[key] for key in ids if key in found]


def sign_ins_of(person: Person, session_key: str) -> list[SignIn]:
    """Give where a person is signed in, this browser (of `session_key`) first, then the latest; two queries."""
    known = list(UserSession.objects.filter(user_id=person.id).order_by("-created_at"))
    keys = [one.session_key for one in known]
    open_still = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now()).values_list("session_key", flat=True)
    )
    rows = [
        SignIn(one.id, device_words(one.user_agent), one.ip, one.created_at, one.session_key == session_key)
        for one in known
        if one.session_key in open_still
    ]
    return sorted(rows, key=lambda one: not one.is_this)


def device_words(name: str) -> str:
    """Say which browser on which system gives itself this name; empty when neither is known."""
    found = [next((words for mark, words in table if mark in name), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found))


def kept_about(person: Person) -> dict[str, Any]:
    """Give all that is kept about a person, by room; moments in UTC as ISO 8601."""
    own = {
        "email": person.email,
        "name": person.name,
        "language": person.language,
        "sight": person.sight,
        "joined_at": person.joined_at,
        "second_factors": [one.type for one in Authenticator.objects.filter(user_id=person.id)],
        "sign_ins": [
            {"device": one.device, "address": one.address, "since": one.since} for one in sign_ins_of(person, "")
        ],
        "mails": [
            {"subject": one.subject, "made_at": one.made_at, "text": "" if one.secret else one.text}
            for one in Mail.objects.filter(to=person.email).order_by("id")
        ],
    }
    return {"account": own, **{room: dict(give(person)) for room, give in kept_by.items()}}


def stays_of(person: Person) -> list[str]:
    """Say what will be different for others when a person goes."""
    return [text for give in stays_by.values() for text in give(person)]


def mails(actor: Actor, *, before: int | None = None) -> list[Mail]:
    """Give a page of mails without their texts, newest first, those made before the mail with key `before`."""
    shown = Mail.objects.filter(policies.mails_visible_to(actor)).defer("text", "html")
    if before:
        shown = shown.filter(id__lt=before)
    return list(shown.order_by("-id")[: PAGE + 1])


def mails_waiting() -> int:
    """Give how many mails have not left yet."""
    return Mail.objects.filter(sent_at=None).count()
