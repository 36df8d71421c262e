"""Tables of participants."""

from vmeste.gather.participants.models.claims import CLAIMABLE, Claim
from vmeste.gather.participants.models.closing import PlannedClosing
from vmeste.gather.participants.models.codes import CardCode
from vmeste.gather.participants.models.directory import CardCount, CountedCard, SavedSearch, Trait
from vmeste.gather.participants.models.duplicates import LikelyPair, LikenessKey, Look, Merge
from vmeste.gather.participants.models.exports import Export
from vmeste.gather.participants.models.handing import HeadOffer
from vmeste.gather.participants.models.joining import JoiningRequest
from vmeste.gather.participants.models.memberships import Membership, Role, TerritoryCoordinator
from vmeste.gather.participants.models.networks import Network, NetworkMember
from vmeste.gather.participants.models.organisations import Nature, Organisation, OtherCode, OtherName, Site
from vmeste.gather.participants.models.staff import StaffCard
from vmeste.gather.participants.models.territories import LoadedRelease, Territory
from vmeste.gather.participants.models.tokens import Token

__all__ = [
    "CLAIMABLE",
    "CardCode",
    "CardCount",
    "Claim",
    "CountedCard",
    "Export",
    "HeadOffer",
    "JoiningRequest",
    "LikelyPair",
    "LikenessKey",
    "LoadedRelease",
    "Look",
    "Membership",
    "Merge",
    "Nature",
    "Network",
    "NetworkMember",
    "Organisation",
    "OtherCode",
    "OtherName",
    "PlannedClosing",
    "Role",
    "SavedSearch",
    "Site",
    "StaffCard",
    "Territory",
    "TerritoryCoordinator",
    "Token",
    "Trait",
]
