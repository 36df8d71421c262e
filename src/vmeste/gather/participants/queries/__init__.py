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
    Listed,
    badges_of,
    directory,
    list_beside_map,
    matching,
    place_words,
    relaxations,
    rows_by_name,
)
from vmeste.gather.participants.queries.duplicates import (
    PAIRS,
    PairsPage,
    look_alike,
    merges_into,
    merges_seen,
    pair_seen,
    pairs_above,
    pairs_page,
    sure_pairs,
    survivor_of,
    with_cards,
)
from vmeste.gather.participants.queries.facets import (
    Counted,
    Numbers,
    PlaceCount,
    counters_hold,
    numbers_kept,
    places_kept,
)
from vmeste.gather.participants.queries.filters import DirectoryFilter, directory_filters, filters_brought
from vmeste.gather.participants.queries.joining import joining_seen, joinings_asked, joinings_waiting
from vmeste.gather.participants.queries.maps import MapPage, drawn, map_page
from vmeste.gather.participants.queries.naming import WHOSE, Finder, whose, whose_field
from vmeste.gather.participants.queries.nearness import RADII, Centre, Near, point_of, settlements_named, short_name
from vmeste.gather.participants.queries.networks import (
    candidates,
    network_seen,
    networks,
    networks_joined,
    running_members,
)
from vmeste.gather.participants.queries.searches import search_kept, searches_of
from vmeste.gather.participants.queries.sections import Section, sections, sections_at
from vmeste.gather.participants.queries.similar import Similar, similar_to
from vmeste.gather.participants.queries.staff import StaffPage, staff_card_seen, staff_page
from vmeste.gather.participants.queries.territories import (
    coordinators,
    territories_of,
    zone_of,
)
from vmeste.gather.participants.queries.wanted import Wanted, rows_in

__all__ = [
    "PAIRS",
    "RADII",
    "WHOSE",
    "CardPage",
    "Centre",
    "Counted",
    "DirectoryFilter",
    "Finder",
    "Listed",
    "MapPage",
    "Near",
    "Numbers",
    "PairsPage",
    "PlaceCount",
    "Section",
    "Similar",
    "StaffPage",
    "Wanted",
    "badges_of",
    "candidates",
    "card_page",
    "coordinators",
    "counters_hold",
    "directory",
    "directory_filters",
    "drawn",
    "filters_brought",
    "joining_seen",
    "joinings_asked",
    "joinings_waiting",
    "list_beside_map",
    "look_alike",
    "map_page",
    "matching",
    "merges_into",
    "merges_seen",
    "names_of",
    "network_seen",
    "networks",
    "networks_joined",
    "numbers_kept",
    "organisation_seen",
    "pair_seen",
    "pairs_above",
    "pairs_page",
    "people_of",
    "place_words",
    "places_kept",
    "point_of",
    "relaxations",
    "role_words",
    "rows_by_name",
    "rows_in",
    "running_members",
    "search_kept",
    "searches_of",
    "sections",
    "sections_at",
    "settlements_named",
    "short_name",
    "similar_to",
    "staff_card_seen",
    "staff_page",
    "sure_pairs",
    "survivor_of",
    "territories_of",
    "territory_choices",
    "whose",
    "whose_field",
    "with_cards",
    "year_of",
    "zone_of",
]
