"""Facts this room announces."""

from dataclasses import dataclass

from vmeste.ground.facts.fact import Audience, Fact, fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OfOrganisation(Fact):
    """Base of facts about one organisation."""

    organisation_id: int

    @property
    def parties(self) -> tuple[int, ...]:
        """The organisation itself."""
        return (self.organisation_id,)

    @property
    def subject(self) -> tuple[str, int] | None:
        """The organisation."""
        return ("organisation", self.organisation_id)


@fact("participants.organisation.registered", audience=Audience.PUBLIC)
class OrganisationRegistered(OfOrganisation):
    """A card was made by hand."""


@fact("participants.organisation.changed", audience=Audience.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationChanged(OfOrganisation):
    """Some fields of a card were changed; `fields` are their names."""

    fields: tuple[str, ...]


@fact("participants.organisation.verified", audience=Audience.PUBLIC)
class OrganisationVerified(OfOrganisation):
    """A coordinator confirmed the card's data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMerge(OfOrganisation):
    """Base of facts about two cards: the one that stays, the one that is part of it, the merge that moved the rows."""

    merged_id: int
    merge_id: int

    @property
    def parties(self) -> tuple[int, ...]:
        """Both cards."""
        return (self.organisation_id, self.merged_id)


@fact("participants.organisation.merged", audience=Audience.PUBLIC)
class OrganisationMerged(OfMerge):
    """A card became part of another; everything that named it names the other now."""


@fact("participants.organisation.parted", audience=Audience.PUBLIC)
class OrganisationParted(OfMerge):
    """A merge was undone: the card stands by itself again, with what it had."""


@fact("participants.organisation.distinguished", audience=Audience.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDistinguished(OfOrganisation):
    """Somebody said that two cards that look alike are two organisations."""

    other_id: int

    @property
    def parties(self) -> tuple[int, ...]:
        """Both organisations."""
        return (self.organisation_id, self.other_id)


@fact("participants.organisations.imported", audience=Audience.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsImported(Fact):
    """A chunk of a register was written: ids of new cards and of changed ones."""

    new_ids: tuple[int, ...]
    changed_ids: tuple[int, ...]


@fact("participants.organisations.confirmed", audience=Audience.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsConfirmed(Fact):
    """A chunk of a register said that cards known before are right."""

    organisation_ids: tuple[int, ...]


@fact("participants.organisations.unregistered", audience=Audience.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsUnregistered(Fact):
    """A chunk of a register was taken back: ids of cards that are gone, and of those that are as they were before."""

    gone_ids: tuple[int, ...]
    changed_ids: tuple[int, ...]


@fact("participants.member.added")
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAdded(OfOrganisation):
    """A person was given a role in an organisation."""

    membership_id: int
    person_id: int
    role: str


@fact("participants.member.left")
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(OfOrganisation):
    """A membership ended."""

    membership_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfJoining(OfOrganisation):
    """Base of facts about somebody's request to be added to an organisation."""

    joining_id: int
    person_id: int

    @property
    def subject(self) -> tuple[str, int] | None:
        """The request: who asked whom is for these two alone."""
        return ("joining", self.joining_id)


@fact("participants.joining.asked")
class JoiningAsked(OfJoining):
    """A person asked to be added."""


@fact("participants.joining.withdrawn")
class JoiningWithdrawn(OfJoining):
    """The person took it back."""


@fact("participants.joining.granted")
class JoiningGranted(OfJoining):
    """The person was added; the membership is told by a fact of its own."""


@fact("participants.joining.refused")
class JoiningRefused(OfJoining):
    """The person was not added."""


@fact("participants.staff.added")
@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAdded(OfOrganisation):
    """A staff card was made by hand."""

    staff_id: int


@fact("participants.staff.changed")
@dataclass(frozen=True, slots=True, kw_only=True)
class StaffChanged(OfOrganisation):
    """A staff card was changed by hand."""

    staff_id: int


@fact("participants.staff.removed")
@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRemoved(OfOrganisation):
    """A staff card was taken away."""

    staff_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStaff(Fact):
    """Base of facts about the staff of several organisations."""

    organisation_ids: tuple[int, ...]

    @property
    def parties(self) -> tuple[int, ...]:
        """The organisations where these people work."""
        return self.organisation_ids


@fact("participants.staff.imported")
@dataclass(frozen=True, slots=True, kw_only=True)
class StaffImported(OfStaff):
    """A chunk of a list of staff was written: ids of new cards and of changed ones."""

    new_ids: tuple[int, ...]
    changed_ids: tuple[int, ...]


@fact("participants.staff.unloaded")
class StaffUnloaded(OfStaff):
    """A chunk of a list of staff was taken back."""


@fact("participants.territories.loaded", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoriesLoaded(Fact):
    """The territories of a release came in: how many it has, how many earlier ones it has no more."""

    number: int
    closed: int


@fact("participants.territories.imported", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoriesImported(Fact):
    """A chunk of a gazetteer was written: ids of new territories and of completed ones."""

    new_ids: tuple[int, ...]
    changed_ids: tuple[int, ...]


@fact("participants.territories.unloaded", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoriesUnloaded(Fact):
    """A chunk of a gazetteer was taken back: ids of territories that are gone, and of those that are as before."""

    gone_ids: tuple[int, ...]
    changed_ids: tuple[int, ...]


@fact("participants.territory.added", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryAdded(Fact):
    """A territory that no release knows was added."""

    territory_id: int


@fact("participants.territory.entrusted", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryEntrusted(Fact):
    """A person became coordinator of a territory."""

    territory_id: int
    person_id: int


@fact("participants.territory.released", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryReleased(Fact):
    """A person coordinates a territory no more."""

    territory_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfNetwork(Fact):
    """Base of facts about one organisation in one network."""

    network_id: int
    organisation_id: int

    @property
    def parties(self) -> tuple[int, ...]:
        """The organisation concerned."""
        return (self.organisation_id,)

    @property
    def subject(self) -> tuple[str, int] | None:
        """The network."""
        return ("network", self.network_id)


@fact("participants.network.founded", audience=Audience.PUBLIC)
class NetworkFounded(OfNetwork):
    """An organisation founded a network and is its hub."""


@fact("participants.network.joined", audience=Audience.PUBLIC)
class NetworkJoined(OfNetwork):
    """An organisation became a member."""


@fact("participants.network.left", audience=Audience.PUBLIC)
class NetworkLeft(OfNetwork):
    """An organisation is no member any more."""


@fact("participants.search.saved")
@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSaved(Fact):
    """A person kept a search of the directory under a name."""

    search_id: int


@fact("participants.search.forgotten")
@dataclass(frozen=True, slots=True, kw_only=True)
class SearchForgotten(Fact):
    """A person keeps a search no more."""

    search_id: int


@fact("participants.directory.exported", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryExported(Fact):
    """Cards left as a table: its form, and by which codes they were chosen (`with_words`: by words too)."""

    form: str
    with_words: bool
    type: str
    department: str
    territory_id: int | None
    traits: tuple[str, ...]
    within_km: int | None
