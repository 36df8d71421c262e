"""What can be chosen field by field when two cards become one."""

from django.utils.translation import gettext_lazy

LABELS = {
    "name": gettext_lazy("Full name"),
    "short_name": gettext_lazy("Short name"),
    "codes": gettext_lazy("ИНН and КПП"),
    "ogrn": gettext_lazy("ОГРН"),
    "type": gettext_lazy("Type"),
    "department": gettext_lazy("Department"),
    "legal_form": gettext_lazy("Legal form"),
    "founder": gettext_lazy("Founder"),
    "place": gettext_lazy("Territory"),
    "address": gettext_lazy("Address"),
    "point": gettext_lazy("Point on the map"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "website": gettext_lazy("Website"),
    "description": gettext_lazy("About us"),
}
CHOICES: dict[str, tuple[str, ...]] = {
    "name": ("name", "name_key"),
    "short_name": ("short_name",),
    "codes": ("inn", "kpp"),
    "ogrn": ("ogrn",),
    "type": ("type",),
    "department": ("department",),
    "legal_form": ("legal_form",),
    "founder": ("founder",),
    "place": ("region_id", "municipality_id", "settlement_id"),
    "address": ("address",),
    "point": ("lat", "lon"),
    "phone": ("phone",),
    "email": ("email",),
    "website": ("website",),
    "description": ("description",),
}
"""What can be chosen field by field, and the columns that go together."""
