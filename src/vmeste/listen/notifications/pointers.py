"""What of notices names organisations: as whose somebody is told, who did it, what it leads to and what it names."""

from django.utils.translation import gettext_lazy as _

from vmeste.ground.kernel.registries import Pointer, pointers

NOTICE = "notifications.Notice"
pointers.add(f"{NOTICE}.organisation", Pointer(NOTICE, ("organisation_id", "by_id"), label=_("Notices")))
pointers.add(f"{NOTICE}.subject", Pointer(NOTICE, ("subject_id",), "subject_kind", label=_("Notices")))
pointers.add(f"{NOTICE}.about", Pointer(NOTICE, ("about_id",), "about_kind", label=_("Notices")))
