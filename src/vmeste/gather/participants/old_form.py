"""The filters above the page of old cards."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.gather.participants.models import Territory
from vmeste.gather.participants.queries import OldPlace, Wanted
from vmeste.ground.ui.formatting import number
from vmeste.ground.ui.forms import choose
from vmeste.ground.vocabulary import queries as vocabulary


class OldForm(forms.Form):
    """Which old cards are shown: where, of which type; a value nobody offers does not narrow anything."""

    territory = forms.ChoiceField(required=False, label=gettext_lazy("Place"))
    type = forms.ChoiceField(required=False, label=gettext_lazy("Type"))

    def __init__(self, given: Any, places: Sequence[OldPlace]) -> None:
        """Offer the places where old cards stand."""
        super().__init__(given)
        self.places = {str(one.id): one for one in places}
        regions = [one for one in places if one.region_id is None]
        parts = [(region.name, [option(one) for one in places if one.region_id == region.id]) for region in regions]
        offered: list[Any] = [("", _("anywhere"))]
        offered += [(_("Regions"), [option(one) for one in regions])] if regions else []
        choose(self, "territory", [*offered, *(part for part in parts if part[1])])
        choose(self, "type", vocabulary.choices("organisation_type", blank=_("any")))
        self.is_valid()

    @property
    def query(self) -> str:
        """What narrows, as it stands in an address."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})

    def wanted(self) -> Wanted:
        """Give what is asked for."""
        place = self.places.get(self.cleaned_data.get("territory", ""))
        level = Territory.Level.REGION if place and place.region_id is None else Territory.Level.MUNICIPALITY
        return Wanted(
            type=self.cleaned_data.get("type", ""), territory=Territory(id=place.id, level=level) if place else None
        )


def option(place: OldPlace) -> tuple[str, str]:
    """Give a place as a choice, with the number of its old cards."""
    return str(place.id), f"{place.name} · {number(place.cards)}"
