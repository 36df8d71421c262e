"""Kinds of import beside the register of organisations: lists of staff, territories."""

from collections.abc import Sequence

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants import policies, registered  # noqa: F401  the register of organisations comes first
from vmeste.gather.participants.columns import column, is_email, is_guid, is_latitude, is_longitude, is_oktmo
from vmeste.gather.participants.commands import GazetteerRun, StaffRun, unload_staff, unload_territories
from vmeste.gather.participants.models import StaffCard, Territory
from vmeste.gather.participants.queries import WHOSE, whose, whose_field
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.registries import ImportKind, Subject, SubjectView, Table
from vmeste.ground.kernel.undoing import Trace

STAFF_NAME = (
    "фио|ф и о|фамилия имя отчество|сотрудник|работник|педагог|учитель|фио педагога|фио сотрудника|name|full name"
)
TEACHES = (
    "чему могу научить коллег|чему может научить|чему могу научить|могу научить|опыт которым могу поделиться|teaches"
)
STAFF = (
    column("name", _("Surname, first name, patronymic"), STAFF_NAME, required=True),
    column("post", _("Post"), "должность|занимаемая должность|post|position"),
    column("subject", _("Subject"), "предмет|преподаваемый предмет|дисциплина|преподаваемые дисциплины|subject"),
    column("teaches", _("What they can teach colleagues"), TEACHES),
    column("email", _("E-mail"), "адрес электронной почты|электронная почта|email|e mail|эл почта|почта", is_email),
    *WHOSE,
)


PLACE = (
    "name ru|municipal district name short|name|наименование|название|населенный пункт|город|city|муниципалитет|район"
)
TERRITORIES = (
    column("place", _("Name"), PLACE, required=True),
    column("latin", _("International name"), "name latin|asciiname|латиницей|name en|name"),
    column("full_name", _("Full name"), "полное наименование|name with type|municipal district name"),
    column("kind", _("Kind"), "тип|вид|city type|municipal district type|type"),
    column("address", _("Address"), "адрес|address"),
    column("oktmo", _("ОКТМО"), "октмо|код октмо|oktmo", is_oktmo),
    column("code", _("Code of its own (ФИАС, GeoNames)"), "fias id|фиас|код фиас|geonameid|код|code", is_guid),
    column("region", _("Region"), "регион|субъект|субъект рф|область|region name|region"),
    column("admin1", _("Region's code of GeoNames"), "admin1code|admin1 code|admin1"),
    column("municipality", _("Municipality"), "муниципальное образование|муниципальный район|municipality"),
    column("lat", _("Latitude"), "широта|lat|latitude|geo lat|municipal district center lat", is_latitude),
    column("lon", _("Longitude"), "долгота|lon|lng|longitude|geo lon|municipal district center lon", is_longitude),
    column("population", _("Population"), "население|численность населения|population"),
    column("time_zone", _("Time zone"), "часовой пояс|timezone|time zone"),
    column("valid_from", _("Stands since"), "год с|year from|действует с"),
    column("valid_to", _("Stood until"), "год по|year to|действует до"),
)


def show_staff(actor: Actor, ids: Sequence[int]) -> dict[int, SubjectView]:
    """Give views of the staff cards the actor may see."""
    rows = StaffCard.objects.filter(policies.staff_visible_to(actor), id__in=ids)
    return {
        row.id: SubjectView("staff", row.id, row.name, reverse("participants:staff", args=[row.organisation_id]))
        for row in rows
    }


def start_staff(actor: Actor, given: dict[str, str]) -> StaffRun:
    """Begin a pass over a list of staff."""
    return StaffRun(actor, whose(actor, policies.can_keep_staff, given.get("organisation", "")))


def undo_staff(actor: Actor, trace: Trace) -> None:
    """Take a chunk of a list of staff back."""
    unload_staff(actor=actor, trace=trace)


def start_territories(actor: Actor, given: dict[str, str]) -> GazetteerRun:
    """Begin a pass over a gazetteer; raises `Invalid` for a level nobody knows."""
    level = given.get("level", "")
    if level and level not in Territory.Level.values:
        raise Invalid({"level": _("There is no such level.")})
    return GazetteerRun(actor, level)


def undo_territories(actor: Actor, trace: Trace) -> None:
    """Take a chunk of a gazetteer back."""
    unload_territories(actor=actor, trace=trace)


def level_field() -> forms.ChoiceField:
    """Ask once per file how large its territories are."""
    choices = [("", _("find it by codes and words")), *Territory.Level.choices]
    return forms.ChoiceField(choices=choices, required=False, label=_("What the rows are"))


registries.subjects.add("staff", Subject(_("Staff card"), show_staff))
registries.tables.add("participants.staffcard", Table(_("Staff card"), "staff"))
registries.import_kinds.add(
    "staff",
    ImportKind(
        label=_("Staff"),
        fields=STAFF,
        can_import=policies.can_load_staff,
        start=start_staff,
        done_url="participants:organisations",
        undo=undo_staff,
        subject="staff",
        options=lambda _actor: {"organisation": whose_field()},
    ),
)
registries.tables.add("participants.territory", Table(_("Territory")))
registries.tables.add("participants.territorycoordinator", Table(_("coordinator of the territory")))
registries.import_kinds.add(
    "territories",
    ImportKind(
        label=_("Territories"),
        fields=TERRITORIES,
        can_import=policies.can_entrust,
        start=start_territories,
        done_url="participants:organisations",
        undo=undo_territories,
        options=lambda _actor: {"level": level_field()},
    ),
)
