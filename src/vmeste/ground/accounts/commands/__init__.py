"""Every write of the accounts: people, one-time links, mails."""

from vmeste.ground.accounts.commands.links import make_link, mark_used, prolong_links, revoke_links
from vmeste.ground.accounts.commands.mails import post
from vmeste.ground.accounts.commands.people import (
    edit_person,
    invite_person,
    make_admin,
    note_secured,
    send_welcome,
    sign_up,
    welcome_address,
    welcome_person,
)
from vmeste.ground.accounts.commands.tries import may_try

__all__ = [
    "edit_person",
    "invite_person",
    "make_admin",
    "make_link",
    "mark_used",
    "may_try",
    "note_secured",
    "post",
    "prolong_links",
    "revoke_links",
    "send_welcome",
    "sign_up",
    "welcome_address",
    "welcome_person",
]
