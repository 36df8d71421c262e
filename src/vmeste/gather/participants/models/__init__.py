"""Tables of participants."""

from vmeste.gather.participants.models.joining import JoiningRequest
from vmeste.gather.participants.models.memberships import Membership, Role, TerritoryCoordinator
from vmeste.gather.participants.models.networks import Network, NetworkMember
from vmeste.gather.participants.models.organisations import Nature, Organisation, OtherCode, OtherName, Site
from vmeste.gather.participants.models.territories import LoadedRelease, Territory

__all__ = [
    "JoiningRequest",
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
    "Territory",
    "TerritoryCoordinator",
]
