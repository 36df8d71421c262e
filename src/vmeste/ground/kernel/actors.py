"""Actor: a frozen value that says who acts and for whom; built by participants, read by every policy."""

from dataclasses import dataclass, field
from enum import StrEnum


class ActorKind(StrEnum):
    """In which role somebody stands before the product."""

    ANONYMOUS = "anonymous"
    LINK = "link"
    PERSON = "person"
    SYSTEM = "system"
    TOKEN = "token"  # noqa: S105  a word, not a secret


class Duty(StrEnum):
    """What a membership lets a person do for its organisation (domain §1, Person).

    `CLAIM` is all that somebody has who claims a card nobody acts for: to write needs of one's own, marked as such.
    """

    READ = "read"
    WRITE = "write"
    COORDINATE = "coordinate"
    HEAD = "head"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a one-time link lets its holder do: one purpose on one thing."""

    link_id: int
    purpose: str
    subject_kind: str
    subject_id: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. Holds ids only; `organisation_id` is the one organisation acted for at this moment.

    `scopes` are what a program with a token may ask for, as «needs:read»; a token acts for its organisation.
    `is_proven` is False of a person who came by a password alone: some things take a second factor (domain §1, Person).
    """

    kind: ActorKind
    person_id: int | None = None
    organisation_id: int | None = None
    duties: frozenset[Duty] = field(default_factory=frozenset)
    network_ids: frozenset[int] = field(default_factory=frozenset)
    territory_ids: frozenset[int] = field(default_factory=frozenset)
    is_admin: bool = False
    grant: Grant | None = None
    scopes: frozenset[str] = field(default_factory=frozenset)
    is_proven: bool = True

    @property
    def organisation_ids(self) -> tuple[int, ...]:
        """The organisation acted for, as a tuple of one or none, fit for `__in`."""
        return () if self.organisation_id is None else (self.organisation_id,)

    @property
    def link_id(self) -> int | None:
        """The one-time link acted through, if any."""
        return self.grant.link_id if self.grant else None

    @property
    def is_signed_in(self) -> bool:
        """Whether a person stands behind this actor."""
        return self.kind == ActorKind.PERSON

    @property
    def is_system(self) -> bool:
        """Whether the product itself acts: recurring work, the demonstration, the command line."""
        return self.kind == ActorKind.SYSTEM

    def serves(self, organisation_id: int, duty: Duty) -> bool:
        """Tell whether the actor may do `duty` for this organisation."""
        return self.is_system or (self.organisation_id == organisation_id and duty in self.duties)

    def may_ask(self, scope: str) -> bool:
        """Tell whether this may be asked for: a token opens only what it was made for, others are not narrowed."""
        return self.kind != ActorKind.TOKEN or scope in self.scopes

    def holds(self, purpose: str, subject_kind: str, subject_id: int) -> bool:
        """Tell whether a one-time link for just this purpose and thing is in the actor's hands."""
        grant = self.grant
        return grant is not None and (grant.purpose, grant.subject_kind, grant.subject_id) == (
            purpose,
            subject_kind,
            subject_id,
        )


ANONYMOUS = Actor(ActorKind.ANONYMOUS)
SYSTEM = Actor(ActorKind.SYSTEM)
