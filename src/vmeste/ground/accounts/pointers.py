"""What of accounts names organisations: one-time links, whom they are for and what they are about."""

from django.utils.translation import gettext_lazy as _

from vmeste.ground.kernel.registries import Pointer, pointers

LINK = "accounts.OneTimeLink"
pointers.add(f"{LINK}.organisation", Pointer(LINK, ("organisation_id",), label=_("One-time links")))
pointers.add(f"{LINK}.subject", Pointer(LINK, ("subject_id",), "subject_kind", label=_("One-time links")))
