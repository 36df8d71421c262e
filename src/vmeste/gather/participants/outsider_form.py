"""The short forms for an organisation that is not in the directory: a partner's card, or one's own with a claim."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.gather.participants.commands import Grounds, Outsider
from vmeste.gather.participants.forms import ClaimForm
from vmeste.gather.participants.models import Territory
from vmeste.gather.participants.queries import places_named
from vmeste.gather.participants.queries.nearness import whole_name
from vmeste.ground.kernel.ids import code
from vmeste.ground.ui.forms import choose
from vmeste.ground.vocabulary import queries as vocabulary

LONGEST_PLACE = 120
CARD = ("name", "type", "settlement", "place", "inn", "phone", "website")
"""Fields that say what the organisation is, in the order of the form."""


class OutsiderForm(forms.Form):
    """What little is asked of a partner's card; the command tells what is wrong with a value.

    A place of which there are several is asked for once more, by a choice that stands there only then.
    """

    name = forms.CharField(
        max_length=600,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As it stands on the door plate or on the site; the full official name is not needed."),
    )
    type = forms.ChoiceField(
        required=False, label=gettext_lazy("Type"), help_text=gettext_lazy("Left empty, it is found by the name.")
    )
    settlement = forms.CharField(
        max_length=LONGEST_PLACE,
        label=gettext_lazy("Where it is"),
        help_text=gettext_lazy("City or village. If it is not known here, write its district or region."),
    )
    place = forms.ChoiceField(required=False, label=gettext_lazy("Which of them"), widget=forms.RadioSelect)
    inn = forms.CharField(
        max_length=40,
        required=False,
        label=gettext_lazy("ИНН"),
        help_text=gettext_lazy("If you know it: no other organisation is taken for this one then."),
    )
    phone = forms.CharField(max_length=200, required=False, label=gettext_lazy("Phone of the organisation"))
    website = forms.CharField(max_length=300, required=False, label=gettext_lazy("Website"))

    def __init__(self, given: Any = None, *, initial: dict[str, str] | None = None) -> None:
        """Find the places of the name that was written; one to three queries when one was."""
        super().__init__(given, initial=initial)
        choose(self, "type", vocabulary.choices("organisation_type", blank=_("not told")))
        written = str(given.get("settlement", "")).replace("\0", "")[:LONGEST_PLACE] if given else ""
        self.places = places_named(written) if written.strip() else []
        if len(self.places) > 1:
            choose(self, "place", [(code(row.id), told(row)) for row in self.places])
        else:
            del self.fields["place"]

    @property
    def card_fields(self) -> list[str]:
        """Names of the fields that say what the organisation is."""
        return [name for name in CARD if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Find the one place meant."""
        said = super().clean() or self.cleaned_data
        if said.get("settlement") and not self.places:
            self.add_error("settlement", _("No place of this name is known here. Write the district or the region."))
        elif "place" in self.fields and not said.get("place") and "place" not in self.errors:
            self.add_error("place", _("There are several places of this name: choose one."))
        return said

    def outsider(self) -> Outsider:
        """Give what was filled in; only of a form that is valid."""
        said = self.cleaned_data
        chosen = [row for row in self.places if not said.get("place") or code(row.id) == said["place"]]
        texts = {name: str(said.get(name) or "") for name in ("name", "type", "inn", "phone", "website")}
        return Outsider(place=chosen[0], **texts)


class OwnForm(OutsiderForm):
    """The card of one's own organisation, and what speaks for one's claim of it."""

    role = ClaimForm.base_fields["role"]
    post = ClaimForm.base_fields["post"]
    proof = ClaimForm.base_fields["proof"]

    def grounds(self) -> Grounds:
        """Give what speaks for the claim; only of a form that is valid."""
        said = self.cleaned_data
        return Grounds(role=said["role"], post=said["post"], proof=said["proof"])


def told(row: Territory) -> str:
    """Name a place so that it is not taken for another."""
    return (
        whole_name(row)
        if row.level == Territory.Level.SETTLEMENT
        else ", ".join([row.full_name, *([row.region.full_name] if row.region else [])])
    )
