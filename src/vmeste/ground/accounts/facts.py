"""Facts the accounts announce: people, links and mails, by their ids only."""

from dataclasses import dataclass

from vmeste.ground.facts.fact import Audience, Fact, fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPerson(Fact):
    """Base of what happens to a person's account."""

    person_id: int

    @property
    def subject(self) -> tuple[str, int]:
        """The person."""
        return "person", self.person_id


@fact("accounts.person.invited", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInvited(AboutPerson):
    """Somebody got an account without having asked for it, and no password yet."""


@fact("accounts.person.joined", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonJoined(AboutPerson):
    """Somebody signed up; the address is not verified yet."""


@fact("accounts.person.welcomed", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWelcomed(AboutPerson):
    """An invited person set a name and a password; the address counts as verified."""


@fact("accounts.person.changed", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(AboutPerson):
    """A person changed their name, language, or how pages look to them."""


@fact("accounts.person.secured", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSecured(AboutPerson):
    """The way in changed.

    `what` is one of `password`, `totp_on`, `totp_off`, `codes`, `key_on`, `key_off`, `email`, `sign_in_ended`.
    """

    what: str


@fact("accounts.person.closed", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonClosed(AboutPerson):
    """A person closed their account; name, address and keys are gone."""


@fact("accounts.admin.made", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class AdminMade(AboutPerson):
    """A person became an administrator of the whole product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutLink(Fact):
    """Base of what happens to a one-time link; the subject is what the link is for."""

    link_id: int
    purpose: str
    subject_kind: str
    subject_id: int
    organisation_id: int | None = None

    @property
    def subject(self) -> tuple[str, int]:
        """The thing the link opens."""
        return self.subject_kind, self.subject_id

    @property
    def parties(self) -> tuple[int, ...]:
        """The organisation the link stands for."""
        return () if self.organisation_id is None else (self.organisation_id,)


@fact("accounts.link.prolonged")
@dataclass(frozen=True, slots=True, kw_only=True)
class LinkProlonged(AboutLink):
    """A link goes on opening: what it is for goes on."""


@fact("accounts.link.made")
@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMade(AboutLink):
    """A one-time link was given out."""


@fact("accounts.link.used")
@dataclass(frozen=True, slots=True, kw_only=True)
class LinkUsed(AboutLink):
    """The holder of a link did what it is for, for the first time."""


@fact("accounts.link.revoked")
@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRevoked(AboutLink):
    """A link was taken back."""


@fact("accounts.mail.posted", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class MailPosted(Fact):
    """A mail waits to leave."""

    mail_id: int
