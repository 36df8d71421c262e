"""What participants tell lower rooms of themselves: the subject, the kind of import."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.gather.participants import panels, policies, queries
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.columns import COLUMNS
from vmeste.gather.participants.commands import RegisterRun, count_anew, load_territories, unregister_organisations
from vmeste.gather.participants.coordinates import DEGREES, LOCAL, MERCATOR, SWAPPED, SYSTEMS, UTM
from vmeste.gather.participants.models import Claim, Network, Organisation, Territory
from vmeste.gather.participants.queries import (
    Section,
    TokenScope,
    joinings_waiting,
    sections,
    territories_of,
    token_scopes,
)
from vmeste.gather.participants.survey import frame_of, survey
from vmeste.gather.participants.talking import may_read_talk, may_talk
from vmeste.gather.participants.waiting import people_page
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel import clock, registries
from vmeste.ground.kernel.actors import ANONYMOUS, Actor
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.registries import (
    ImportKind,
    MenuEntry,
    Panel,
    Subject,
    SubjectView,
    Table,
    ThreadRule,
)
from vmeste.ground.kernel.undoing import Trace


def show(actor: Actor, ids: Sequence[int]) -> dict[int, SubjectView]:
    """Give views of the organisations the actor may see."""
    led_on = Q(merged_into__isnull=False)  # its address leads to the card it is part of
    rows = Organisation.objects.filter(policies.visible_to(actor) | led_on, id__in=ids)
    return {
        row.id: SubjectView("organisation", row.id, str(row), reverse("participants:organisation", args=[row.id]))
        for row in rows
    }


def show_networks(actor: Actor, ids: Sequence[int]) -> dict[int, SubjectView]:
    """Give views of networks."""
    rows = Network.objects.filter(policies.networks_visible_to(actor), id__in=ids)
    return {
        row.id: SubjectView("network", row.id, row.name, reverse("participants:network", args=[row.id])) for row in rows
    }


def show_joinings(actor: Actor, ids: Sequence[int]) -> dict[int, SubjectView]:
    """Give views of requests to be added to who may answer them; one query."""
    rows = joinings_waiting(actor).filter(id__in=ids)
    return {row.id: SubjectView("joining", row.id, str(row.person), people_page(row.organisation_id)) for row in rows}


def show_claims(actor: Actor, ids: Sequence[int]) -> dict[int, SubjectView]:
    """Give views of claims to who made them and who may decide; one query."""
    rows = Claim.objects.filter(policies.claims_visible_to(actor), id__in=ids).select_related("organisation")
    return {
        row.id: SubjectView("claim", row.id, str(row.organisation), reverse("participants:claim", args=[row.id]))
        for row in rows
    }


def options(actor: Actor) -> dict[str, forms.Field]:
    """Ask once per file: where these organisations are, who tells it, when it was true."""
    free = actor.is_admin or actor.is_system
    return {
        "territory": forms.ModelChoiceField(
            territories_of(actor),
            required=not free,
            label=_("Territory"),
            empty_label=_("find it by the addresses") if free else None,
        ),
        "source": forms.CharField(
            max_length=200,
            required=False,
            label=_("Who tells this"),
            help_text=_(
                "For example: register of the education department. It stands on the cards; a register with a name "
                "and a day confirms the cards it meets."
            ),
        ),
        "as_of": forms.CharField(
            max_length=10,
            required=False,
            label=_("True on"),
            help_text=_("A year or a day, for example 2014 or 2026-09-01; empty means today."),
        ),
        "coordinates": forms.ChoiceField(
            choices=[("", _("find it by the values")), *((system, words_of(system)) for system in SYSTEMS)],
            required=False,
            label=_("Coordinates of the file"),
            help_text=_("In what they are measured. Coordinates outside the region are left out with a remark."),
        ),
    }  # fmt: skip


def words_of(system: str) -> str:
    """Say what a system of coordinates is."""
    words = {
        DEGREES: _("degrees (WGS 84)"),
        SWAPPED: _("degrees, longitude before latitude"),
        MERCATOR: _("metres of Web Mercator (EPSG:3857)"),
        LOCAL: _("a local grid, which cannot be placed: left out"),
    }
    zone = (
        _("metres of UTM, zone %(zone)s (%(code)s)") % {"zone": int(system[-2:]), "code": system.upper()}
        if system in UTM
        else ""
    )
    return words.get(system) or zone


def surveyed(actor: Actor, given: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Give what the rows tell of their coordinates; the territory helps to tell zones from each other."""
    territory = chosen(actor, given["territory"]) if given.get("territory") else None
    return survey(territory, rows)


def start(actor: Actor, given: dict[str, str]) -> RegisterRun:
    """Begin a pass over a register; options come as plain texts, the territory as its id or code."""
    system = given.get("coordinates", "")
    if system and system not in SYSTEMS:
        raise Invalid({"coordinates": _("This system of coordinates is not known.")})
    return RegisterRun(
        actor,
        chosen(actor, given.get("territory", "")),
        given.get("source", "")[:200],
        day_of(given.get("as_of", "")),
        frame_of(system, given.get("default_points", "")),
    )


def undo_register(actor: Actor, trace: Trace) -> None:
    """Take a chunk of a register back."""
    unregister_organisations(actor=actor, trace=trace)


def chosen(actor: Actor, text: str) -> Territory | None:
    """Find the territory an option names; raises `Invalid`."""
    if not text:
        if actor.is_admin or actor.is_system:
            return None
        raise Invalid({"territory": _("Choose the territory.")})
    if actor.is_system and (found := queries.territory_named(text)):
        return found
    found = territories_of(actor).filter(id=int(text)).first() if text.isdigit() and len(text) > 11 else None  # noqa: PLR2004
    if found is None:
        raise Invalid({"territory": _("This territory is not known.")})
    return found


def day_of(text: str) -> date:
    """Read a year or a day; a year counts from its first day. Raises `Invalid`."""
    try:
        if not text.strip():
            return clock.today()
        return date(int(text), 1, 1) if len(text.strip()) == 4 else date.fromisoformat(text.strip())  # noqa: PLR2004
    except ValueError:
        raise Invalid({"as_of": _("Write a year or a day, for example 2014 or 2026-09-01.")}) from None


def load_release() -> str:
    """Bring the release's territories in when they changed; say so."""
    number = load_territories()
    return f"{number} territories loaded." if number else ""


def count_release() -> str:
    """Count the cards of the directory anew when the counters disagree with them, as after an upgrade; say so."""
    return "" if queries.counters_hold() else f"{count_anew()} cards counted for the directory."


def wrong_counters() -> list[str]:
    """Say it when the counters of the directory disagree with the cards."""
    return (
        [] if queries.counters_hold() else [_("The directory counts other cards than there are: run vmeste migrate.")]
    )


def actor_behind(person_id: int, organisation_id: int | None) -> Actor:
    """Give the actor of a person who asked for work that goes on later."""
    person = Person.objects.get(id=person_id)
    return actor_of(person, organisation_id) if person.is_active else ANONYMOUS


registries.actor_makers.add("person", actor_behind)
registries.release_data.add("territories", load_release)
registries.release_data.add("directory", count_release)
registries.checks.add("directory", wrong_counters)
registries.subjects.add("organisation", Subject(gettext_lazy("Organisation"), show))
registries.subjects.add("network", Subject(gettext_lazy("Network"), show_networks))
registries.subjects.add("joining", Subject(gettext_lazy("Request to be added"), show_joinings))
registries.subjects.add("claim", Subject(gettext_lazy("Claim"), show_claims))
registries.thread_rules.add("claim", ThreadRule(may_read_talk, may_talk))
registries.add_panel(
    "organisation", "participants.joining", Panel("participants/joining_panel.html", panels.joining, order=5)
)
registries.menu.add(
    "partners",
    MenuEntry(
        gettext_lazy("Partners"),
        "participants:organisations",
        hue="gather",
        order=10,
        places=("/organisations/", "/networks/", "/needs/", "/offers/", "/responses/", "/claims/"),
    ),
)
token_scopes.add("organisations:read", TokenScope(gettext_lazy("Read organisations"), 10))
sections.add("directory", Section(gettext_lazy("Directory"), "participants:organisations", 10))
sections.add("map", Section(gettext_lazy("Map"), "participants:map", 20))
sections.add("networks", Section(gettext_lazy("Networks"), "participants:networks", 30))
registries.import_kinds.add(
    "organisations",
    ImportKind(
        label=gettext_lazy("Organisations"),
        fields=COLUMNS,
        can_import=policies.can_register,
        start=start,
        done_url="participants:organisations",
        further=((gettext_lazy("Possible duplicates"), "participants:duplicates"),),
        undo=undo_register,
        subject="organisation",
        options=options,
        survey=surveyed,
    ),
)
for name, table in {
    "organisation": Table(gettext_lazy("Organisation"), "organisation"),
    "membership": Table(gettext_lazy("somebody who acts for it")),
    "claim": Table(gettext_lazy("Claim"), "claim"),
    "joiningrequest": Table(gettext_lazy("Request to be added")),
    "headoffer": Table(gettext_lazy("offer of the head's role")),
    "plannedclosing": Table(gettext_lazy("planned closing")),
    "merge": Table(gettext_lazy("merging with another card")),
    "network": Table(gettext_lazy("Network"), "network"),
    "networkmember": Table(gettext_lazy("membership in a network")),
    "site": Table(gettext_lazy("address of an organisation")),
    "othercode": Table(gettext_lazy("code of an organisation")),
    "cardcode": Table(gettext_lazy("printed code")),
    "token": Table(gettext_lazy("access of a program")),
    "othername": Table(gettext_lazy("other name of an organisation")),
}.items():
    registries.tables.add(f"participants.{name}", table)
