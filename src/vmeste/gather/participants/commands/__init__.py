"""Every write of participants."""

from vmeste.gather.participants.commands.claims import (
    Grounds,
    grant_claim,
    open_claim,
    refuse_claim,
    withdraw_claim,
)
from vmeste.gather.participants.commands.closing import (
    Closing,
    call_closing_off,
    carry_closing_out,
    close_organisation,
    plan_closing,
    reopen_organisation,
    resume_organisation,
    suspend_organisation,
)
from vmeste.gather.participants.commands.codes import Printed, code_lasts, print_codes, revoke_code, use_code
from vmeste.gather.participants.commands.directory import count_anew, count_cards, keep_traits
from vmeste.gather.participants.commands.exports import ask_export, finish_export, refuse_export
from vmeste.gather.participants.commands.freshness import LOT, ask_about_card, freshen_lot, freshen_organisation
from vmeste.gather.participants.commands.gazetteers import GazetteerRun, import_territories, unload_territories
from vmeste.gather.participants.commands.handing import (
    accept_headship,
    decline_headship,
    offer_headship,
    offer_headship_by_mail,
    withdraw_headship,
)
from vmeste.gather.participants.commands.imports import RegisterRun, register_organisations, unregister_organisations
from vmeste.gather.participants.commands.joining import (
    ask_to_join,
    grant_joining,
    refuse_joining,
    withdraw_joining,
)
from vmeste.gather.participants.commands.likeness import look_for_duplicates, look_further
from vmeste.gather.participants.commands.mailbox import confirm_claim, mail_claim
from vmeste.gather.participants.commands.memberships import (
    add_member,
    end_membership,
    entrust_territory,
    invite_coordinator,
    invite_member,
    release_territory,
)
from vmeste.gather.participants.commands.merging import (
    merge_organisations,
    merge_sure_pairs,
    part_organisations,
    staying_first,
    tell_apart,
)
from vmeste.gather.participants.commands.networks import add_network_member, end_network_membership, found_network
from vmeste.gather.participants.commands.organisations import (
    change_organisation,
    register_organisation,
    verify_organisation,
)
from vmeste.gather.participants.commands.outsiders import Outsider, list_outsider, propose_organisation
from vmeste.gather.participants.commands.searches import export_directory, forget_search, save_search
from vmeste.gather.participants.commands.staff import (
    StaffRun,
    add_staff,
    change_staff,
    load_staff,
    remove_staff,
    unload_staff,
)
from vmeste.gather.participants.commands.territories import add_territory, load_territories
from vmeste.gather.participants.commands.tokens import issue_token, note_use, revoke_token

__all__ = [
    "LOT",
    "Closing",
    "GazetteerRun",
    "Grounds",
    "Outsider",
    "Printed",
    "RegisterRun",
    "StaffRun",
    "accept_headship",
    "add_member",
    "add_network_member",
    "add_staff",
    "add_territory",
    "ask_about_card",
    "ask_export",
    "ask_to_join",
    "call_closing_off",
    "carry_closing_out",
    "change_organisation",
    "change_staff",
    "close_organisation",
    "code_lasts",
    "confirm_claim",
    "count_anew",
    "count_cards",
    "decline_headship",
    "end_membership",
    "end_network_membership",
    "entrust_territory",
    "export_directory",
    "finish_export",
    "forget_search",
    "found_network",
    "freshen_lot",
    "freshen_organisation",
    "grant_claim",
    "grant_joining",
    "import_territories",
    "invite_coordinator",
    "invite_member",
    "issue_token",
    "keep_traits",
    "list_outsider",
    "load_staff",
    "load_territories",
    "look_for_duplicates",
    "look_further",
    "mail_claim",
    "merge_organisations",
    "merge_sure_pairs",
    "note_use",
    "offer_headship",
    "offer_headship_by_mail",
    "open_claim",
    "part_organisations",
    "plan_closing",
    "print_codes",
    "propose_organisation",
    "refuse_claim",
    "refuse_export",
    "refuse_joining",
    "register_organisation",
    "register_organisations",
    "release_territory",
    "remove_staff",
    "reopen_organisation",
    "resume_organisation",
    "revoke_code",
    "revoke_token",
    "save_search",
    "staying_first",
    "suspend_organisation",
    "tell_apart",
    "unload_staff",
    "unload_territories",
    "unregister_organisations",
    "use_code",
    "verify_organisation",
    "withdraw_claim",
    "withdraw_headship",
    "withdraw_joining",
]
