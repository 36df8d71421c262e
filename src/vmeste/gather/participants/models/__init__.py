"""Tables of participants."""

from vmeste.gather.participants.models.memberships import Membership, Role, TerritoryCoordinator
from vmeste.gather.participants.models.networks import Network, NetworkMember
from vmeste.gather.participants.models.organisations import Nature, Organisation, OtherCode, OtherName, Site
from vmeste.gather.participants.models.staff import StaffCard
from vmeste.gather.participants.models.territories import LoadedRelease, Territory

__all__ = [
    "LoadedRelease",
    "Membership",
    "Nature",
    "Network",
    "NetworkMember",
    "Organisation",
    "OtherCode",
    "OtherName",
    "Role",
    "Site",
    "StaffCard",
    "Territory",
    "TerritoryCoordinator",
]
