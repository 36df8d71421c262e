"""Addresses of participants."""

from django.urls import path

from vmeste.gather.participants.views import (
    acting,
    cards,
    coordinators,
    directory,
    duplicates,
    joining,
    leaving,
    networks,
    people,
    staff,
    tokens,
)

app_name = "participants"
urlpatterns = [
    path("organisations/", directory.organisations, name="organisations"),
    path("organisations/map/", directory.organisations_map, name="map"),
    path("organisations/export/", leaving.export, name="export"),
    path("organisations/searches/", leaving.save_search, name="searches"),
    path("organisations/searches/<code:search_id>/end/", leaving.forget_search, name="search_end"),
    path("organisations/new/", cards.new_organisation, name="new"),
    path("organisations/duplicates/", duplicates.duplicates, name="duplicates"),
    path("organisations/duplicates/merging/", duplicates.sure_merging, name="sure_merging"),
    path("organisations/duplicates/<code:pair_id>/", duplicates.pair, name="pair"),
    path("organisations/duplicates/<code:pair_id>/merging/", duplicates.merging, name="merging"),
    path("organisations/duplicates/<code:pair_id>/distinction/", duplicates.distinction, name="distinction"),
    path("organisations/merges/", duplicates.merges, name="merges"),
    path("organisations/merges/<code:merge_id>/parting/", duplicates.parting, name="parting"),
    path("organisations/<code:organisation_id>/", cards.organisation, name="organisation"),
    path("organisations/<code:organisation_id>/contact.vcf", leaving.contact, name="contact"),
    path("organisations/<code:organisation_id>/edit/", cards.edit_organisation, name="edit"),
    path("organisations/<code:organisation_id>/verification/", cards.verification, name="verification"),
    path("organisations/<code:organisation_id>/people/", people.people, name="people"),
    path(
        "organisations/<code:organisation_id>/people/<code:membership_id>/end/",
        people.end_membership,
        name="person_end",
    ),
    path("organisations/<code:organisation_id>/joining/", joining.ask, name="joining"),
    path("organisations/<code:organisation_id>/joining/<code:joining_id>/end/", joining.withdraw, name="joining_end"),
    path(
        "organisations/<code:organisation_id>/joining/<code:joining_id>/answer/", joining.answer, name="joining_answer"
    ),
    path("organisations/<code:organisation_id>/staff/", staff.staff, name="staff"),
    path("organisations/<code:organisation_id>/staff/<code:card_id>/removal/", staff.removal, name="staff_removal"),
    path("organisations/<code:organisation_id>/tokens/", tokens.tokens, name="tokens"),
    path(
        "organisations/<code:organisation_id>/tokens/<code:token_id>/revocation/",
        tokens.revocation,
        name="token_revocation",
    ),
    path("acting/", acting.acting, name="acting"),
    path("networks/", networks.networks, name="networks"),
    path("networks/new/", networks.new_network, name="network_new"),
    path("networks/<code:network_id>/", networks.network, name="network"),
    path("networks/<code:network_id>/members/", networks.add_member, name="network_members"),
    path("networks/<code:network_id>/members/<code:member_id>/end/", networks.end_member, name="network_member_end"),
    path("coordinators/", coordinators.coordinators, name="coordinators"),
    path("coordinators/<code:trust_id>/end/", coordinators.end_coordination, name="coordinator_end"),
]
