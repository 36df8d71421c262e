"""Every read of participants."""

from vmeste.gather.participants.queries.cards import (
    CardPage,
    card_page,
    names_of,
    organisation_seen,
    people_of,
    role_words,
    year_of,
)
from vmeste.gather.participants.queries.directory import (
    Counted,
    Listed,
    Wanted,
    badges_of,
    directory,
    matching,
    place_words,
    rows_in,
)
from vmeste.gather.participants.queries.maps import MapPage, drawn, map_page
from vmeste.gather.participants.queries.naming import WHOSE, Finder, whose, whose_field
from vmeste.gather.participants.queries.networks import (
    candidates,
    network_seen,
    networks,
    networks_joined,
    running_members,
)
from vmeste.gather.participants.queries.sections import Section, sections, sections_at
from vmeste.gather.participants.queries.staff import StaffPage, staff_card_seen, staff_page
from vmeste.gather.participants.queries.territories import (
    coordinators,
    regions_offered,
    territories_of,
    territory_choices,
    zone_of,
)

__all__ = [
    "WHOSE",
    "CardPage",
    "Counted",
    "Finder",
    "Listed",
    "MapPage",
    "Section",
    "StaffPage",
    "Wanted",
    "badges_of",
    "candidates",
    "card_page",
    "coordinators",
    "directory",
    "drawn",
    "map_page",
    "matching",
    "names_of",
    "network_seen",
    "networks",
    "networks_joined",
    "organisation_seen",
    "people_of",
    "place_words",
    "regions_offered",
    "role_words",
    "rows_in",
    "running_members",
    "sections",
    "sections_at",
    "staff_card_seen",
    "staff_page",
    "territories_of",
    "territory_choices",
    "whose",
    "whose_field",
    "year_of",
    "zone_of",
]
