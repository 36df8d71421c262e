"""Every write of participants."""

from vmeste.gather.participants.commands.gazetteers import GazetteerRun, import_territories, unload_territories
from vmeste.gather.participants.commands.imports import RegisterRun, register_organisations, unregister_organisations
from vmeste.gather.participants.commands.memberships import (
    add_member,
    end_membership,
    entrust_territory,
    invite_coordinator,
    invite_member,
    release_territory,
)
from vmeste.gather.participants.commands.networks import add_network_member, end_network_membership, found_network
from vmeste.gather.participants.commands.organisations import (
    change_organisation,
    register_organisation,
    verify_organisation,
)
from vmeste.gather.participants.commands.staff import StaffRun, add_staff, load_staff, remove_staff, unload_staff
from vmeste.gather.participants.commands.territories import add_territory, load_territories

__all__ = [
    "GazetteerRun",
    "RegisterRun",
    "StaffRun",
    "add_member",
    "add_network_member",
    "add_staff",
    "add_territory",
    "change_organisation",
    "end_membership",
    "end_network_membership",
    "entrust_territory",
    "found_network",
    "import_territories",
    "invite_coordinator",
    "invite_member",
    "load_staff",
    "load_territories",
    "register_organisation",
    "register_organisations",
    "release_territory",
    "remove_staff",
    "unload_staff",
    "unload_territories",
    "unregister_organisations",
    "verify_organisation",
]
