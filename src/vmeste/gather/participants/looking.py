"""The form of filters above the directory and the map, and what it asks for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.gather.participants.models import Territory
from vmeste.gather.participants.picture import read_window
from vmeste.gather.participants.queries import (
    RADII,
    Centre,
    Near,
    PlaceCount,
    Wanted,
    filters_brought,
    settlements_named,
    short_name,
)
from vmeste.ground.ui.forms import choose
from vmeste.ground.vocabulary import queries as vocabulary

LONGEST_QUESTION = 200
USUAL_KM = 25
OWN_FILTERS = ("q", "type", "department", "territory", "near", "within", "closed", "old")
Option = tuple[str, str]
Level = Territory.Level


def filter_names() -> tuple[str, ...]:
    """Give the names of all filters as they stand in addresses."""
    return (*OWN_FILTERS, *(name for name, _filter in filters_brought()))


class DirectoryForm(forms.Form):
    """Filters of the directory and the map; a value nobody offers does not narrow anything."""

    q = forms.CharField(
        required=False, label=gettext_lazy("Name or words"), widget=forms.TextInput(attrs={"type": "search"})
    )
    type = forms.ChoiceField(required=False, label=gettext_lazy("Type"))
    territory = forms.CharField(required=False, label=gettext_lazy("Place"), widget=forms.Select)
    department = forms.ChoiceField(required=False, label=gettext_lazy("Department"))
    within = forms.ChoiceField(required=False, label=gettext_lazy("Distance"))
    near = forms.CharField(required=False, max_length=LONGEST_QUESTION, label=gettext_lazy("From where"))

    closed = forms.BooleanField(required=False, label=gettext_lazy("Closed ones, too"))
    old = forms.BooleanField(required=False, label=gettext_lazy("Nobody has confirmed for more than a year"))

    main = ("q", "type", "territory")

    def __init__(self, given: Any, own: Centre | None = None, *, oversees: bool = False) -> None:
        """Take the query of an address; `own`: where the reader's organisation stands. A query for a chosen place.

        `oversees`: the reader coordinates a territory and looks for old cards.
        """
        self.chosen = territory_chosen(str(given.get("territory", "")))
        self.own = own
        self.namesakes: list[str] = []
        self.near_found: Near | None = None
        super().__init__(given)
        if not oversees:
            del self.fields["old"]
        choose(self, "type", vocabulary.choices("organisation_type", blank=_("any")))
        choose(self, "department", vocabulary.choices("department", blank=_("any")))
        choose(self, "within", [("", _("any")), *((str(km), _("up to %(km)s km") % {"km": km}) for km in RADII)])
        for name, brought in filters_brought():
            self.fields[name] = forms.ChoiceField(required=False, label=str(brought.label))
            choose(self, name, [("", _("anything")), *brought.choices()])
        self.fields["q"].widget.input_type = "search"
        self.fields["near"].help_text = (
            _("A settlement; empty means from your organisation.") if own else _("A settlement by its name.")
        )

    @property
    def more(self) -> list[str]:
        """Names of the filters that few need: they fold away."""
        return [name for name in self.fields if name not in self.main]

    @property
    def is_more_faulty(self) -> bool:
        """Whether something is to be mended in one of those; what is chosen in them stands above the list anyway."""
        return any(name in self.errors for name in self.more)

    def clean(self) -> dict[str, Any]:
        """Find the place to measure from; without one, distance does not narrow and that is said."""
        said = super().clean() or self.cleaned_data
        near, within = said.get("near", "").replace("\0", ""), said.get("within", "")
        if not (near or within):
            return said
        centre = self.named(near) if near else self.own
        if centre:
            self.near_found = Near(centre, int(within or USUAL_KM))
        else:
            unknown = _("No settlement of this name is known; look how it is written.")
            self.add_error("near", unknown if near else _("Name the settlement to measure from."))
        return said

    def named(self, text: str) -> Centre | None:
        """Find the settlement meant; others of the name can be chosen instead."""
        found = settlements_named(text, self.chosen) or (settlements_named(text) if self.chosen else [])
        if not found:
            return None
        names = [short_name(row, found) for row in found]
        self.namesakes = names[1:]
        meant = found[0]
        return Centre(meant.lat or 0.0, meant.lon or 0.0, names[0] if len(found) > 1 else meant.name)

    def wanted(self) -> Wanted:
        """Give what is asked for."""
        self.is_valid()
        said = self.cleaned_data
        return Wanted(
            q=said.get("q", "").replace("\0", "")[:LONGEST_QUESTION].strip(),
            type=said.get("type", ""),
            department=said.get("department", ""),
            territory=self.chosen,
            traits=tuple((name, said[name]) for name, _brought in filters_brought() if said.get(name)),
            near=self.near_found,
            closed=bool(said.get("closed")),
            old=bool(said.get("old")),
            window=read_window(str(self.data.get("window", ""))),
        )

    def offer(self, places: Sequence[PlaceCount]) -> None:
        """Let those places be chosen that have cards, and the chosen one whatever it has."""
        rows = [one.territory for one in places]
        if self.chosen and self.chosen.id not in {row.id for row in rows}:
            rows.append(self.chosen)
        widget = self.fields["territory"].widget
        if isinstance(widget, forms.Select):
            widget.choices = grouped(rows)


def grouped(rows: Sequence[Territory]) -> list[Option | tuple[str, list[Option]]]:
    """Group territories by their level, each by name."""
    groups: list[Option | tuple[str, list[Option]]] = [("", _("anywhere"))]
    words = {Level.REGION: _("Regions"), Level.MUNICIPALITY: _("Municipalities"), Level.SETTLEMENT: _("Settlements")}
    for level, text in words.items():
        if of_level := sorted((row for row in rows if row.level == level), key=lambda row: row.name):
            groups.append((text, [(str(row.id), place_name(row)) for row in of_level]))
    return groups


def place_name(row: Territory) -> str:
    """Give the name of a territory among others of its level."""
    return row.full_name if row.level == Level.REGION else row.name


def territory_chosen(text: str) -> Territory | None:
    """Find the territory of a filter; nothing when there is none."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 19):  # noqa: PLR2004  digits of a 63-bit number
        return None
    return Territory.objects.filter(id=int(text)).first() if int(text) < 2**63 else None
