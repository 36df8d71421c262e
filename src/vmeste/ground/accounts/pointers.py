"""What of accounts names organisations: one-time links, whom they are for and what they are about."""

from vmeste.ground.kernel.registries import Pointer, pointers

LINK = "accounts.OneTimeLink"
pointers.add(f"{LINK}.organisation", Pointer(LINK, ("organisation_id",)))
pointers.add(f"{LINK}.subject", Pointer(LINK, ("subject_id",), "subject_kind"))
