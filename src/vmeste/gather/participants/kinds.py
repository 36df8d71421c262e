"""Kinds of import beside the register of organisations: lists of staff, territories."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.columns import column, is_email, is_latitude, is_longitude
from vmeste.gather.participants.commands import StaffRun, unload_staff
from vmeste.gather.participants.models import StaffCard
from vmeste.gather.participants.queries import WHOSE, whose, whose_field
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.registries import ImportKind, Subject, SubjectView, Table
from vmeste.ground.kernel.undoing import Trace

STAFF_NAME = "фио|ф и о|фамилия имя отчество|сотрудник|работник|педагог|учитель|фио педагога|фио сотрудника|name|full name"
TEACHES = "чему могу научить коллег|чему может научить|чему могу научить|могу научить|опыт которым могу поделиться|teaches"
STAFF = (
    column("name", _("Surname, first name, patronymic"), STAFF_NAME, required=True),
    column("post", _("Post"), "должность|занимаемая должность|post|position"),
    column("subject", _("Subject"), "предмет|преподаваемый предмет|дисциплина|преподаваемые дисциплины|subject"),
    column("teaches", _("What they can teach colleagues"), TEACHES),
    column("email", _("E-mail"), "адрес электронной почты|электронная почта|email|e mail|эл почта|почта", is_email),
    *WHOSE,
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
