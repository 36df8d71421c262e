"""Every write of the accounts: people, one-time links, mails."""

from vmeste.ground.accounts.commands.closing import close_person, end_sign_ins
from vmeste.ground.accounts.commands.links import make_link, mark_used, prolong_links, revoke_links
from vmeste.ground.accounts.commands.mails import post
from vmeste.ground.accounts.commands.people import (
    edit_person,
    invite_person,
    keep_looks,
    make_admin,
    note_secured,
    send_welcome,
    sign_up,
    welcome_address,
    welcome_person,
)
from vmeste.ground.accounts.commands.tries import may_try

__all__ = [
    "close_person",
    "edit_person",
    "end_sign_ins",
    "invite_person",
    "keep_looks",
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
