"""Addresses of participants."""

from django.urls import path

from vmeste.gather.participants.views import acting, cards, coordinators, directory, networks, people, staff

app_name = "participants"
urlpatterns = [
    path("organisations/", directory.organisations, name="organisations"),
    path("organisations/map/", directory.organisations_map, name="map"),
    path("organisations/new/", cards.new_organisation, name="new"),
    path("organisations/<code:organisation_id>/", cards.organisation, name="organisation"),
    path("organisations/<code:organisation_id>/edit/", cards.edit_organisation, name="edit"),
    path("organisations/<code:organisation_id>/verification/", cards.verification, name="verification"),
    path("organisations/<code:organisation_id>/people/", people.people, name="people"),
    path(
        "organisations/<code:organisation_id>/people/<code:membership_id>/end/",
        people.end_membership,
        name="person_end",
    ),
    path("organisations/<code:organisation_id>/staff/", staff.staff, name="staff"),
    path("organisations/<code:organisation_id>/staff/<code:card_id>/removal/", staff.removal, name="staff_removal"),
    path("acting/", acting.acting, name="acting"),
    path("networks/", networks.networks, name="networks"),
    path("networks/new/", networks.new_network, name="network_new"),
    path("networks/<code:network_id>/", networks.network, name="network"),
    path("networks/<code:network_id>/members/", networks.add_member, name="network_members"),
    path("networks/<code:network_id>/members/<code:member_id>/end/", networks.end_member, name="network_member_end"),
    path("coordinators/", coordinators.coordinators, name="coordinators"),
    path("coordinators/<code:trust_id>/end/", coordinators.end_coordination, name="coordinator_end"),
]
