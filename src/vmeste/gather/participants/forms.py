"""Forms of participants; commands check what is filled in, forms only take it apart."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.gather.participants.commands.organisations import CARD_FIELDS, CODED
from vmeste.gather.participants.models import CLAIMABLE, Nature, Organisation, Role, Territory
from vmeste.gather.participants.models.directory import LONGEST_QUERY
from vmeste.gather.participants.queries import scopes_offered, territories_of
from vmeste.gather.participants.staff import LIMITS
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.ui.forms import choose
from vmeste.ground.vocabulary import queries as vocabulary

Texts = dict[str, str]


class CardForm(forms.Form):
    """A card of an organisation, made or changed; the command tells what is wrong with a value."""

    name = forms.CharField(max_length=600, label=gettext_lazy("Full name"))
    short_name = forms.CharField(
        max_length=300,
        required=False,
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy("As people call it: it stands in lists."),
    )
    nature = forms.ChoiceField(label=gettext_lazy("What it is"))
    type = forms.ChoiceField(
        required=False, label=gettext_lazy("Type"), help_text=gettext_lazy("Left empty, it is found by the name.")
    )
    department = forms.ChoiceField(required=False, label=gettext_lazy("Department"))
    legal_form = forms.ChoiceField(required=False, label=gettext_lazy("Legal form"))
    inn = forms.CharField(max_length=40, required=False, label=gettext_lazy("ИНН"))
    kpp = forms.CharField(max_length=40, required=False, label=gettext_lazy("КПП"))
    ogrn = forms.CharField(max_length=40, required=False, label=gettext_lazy("ОГРН"))
    founder = forms.CharField(max_length=300, required=False, label=gettext_lazy("Founder"))
    territory = forms.ModelChoiceField(Territory.objects.none(), label=gettext_lazy("Territory"), empty_label=None)
    settlement = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("Settlement"),
        help_text=gettext_lazy("Left empty, it is found in the address."),
    )
    address = forms.CharField(max_length=500, required=False, label=gettext_lazy("Address"))
    lat = forms.CharField(
        max_length=40,
        required=False,
        label=gettext_lazy("Latitude"),
        help_text=gettext_lazy("In degrees, for example 55.7522; with them the organisation is on the map."),
    )
    lon = forms.CharField(max_length=40, required=False, label=gettext_lazy("Longitude"))
    phone = forms.CharField(max_length=200, required=False, label=gettext_lazy("Phone"))
    email = forms.CharField(max_length=254, required=False, label=gettext_lazy("E-mail"))
    website = forms.CharField(max_length=300, required=False, label=gettext_lazy("Website"))
    description = forms.CharField(
        max_length=5000,
        required=False,
        label=gettext_lazy("About us"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What you do and what you are strong in: partners find you by these words."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, actor: Actor, given: Any = None, *, initial: Texts | None = None, below: bool = False, old: bool = False
    ) -> None:
        """Offer what this actor may choose; `below`: it belongs to another organisation, `old`: it is there already."""
        super().__init__(given, initial=initial)
        for name, words in (("type", "organisation_type"), ("department", "department"), ("legal_form", "legal_form")):
            choose(self, name, vocabulary.choices(words, blank=_("not told")))
        choose(self, "nature", [(one.value, str(one.label)) for one in (Nature.LEGAL, Nature.SOLE)])
        territories = self.fields["territory"]
        if isinstance(territories, forms.ModelChoiceField):
            territories.queryset = territories_of(actor)
        if below or old:
            del self.fields["nature"], self.fields["territory"]
        if not old:
            del self.fields["version"]

    def values(self) -> Texts:
        """Give the plain texts a command reads."""
        names = (*CARD_FIELDS, *CODED, "settlement")
        return {name: str(self.cleaned_data.get(name) or "") for name in names}


def values_of(organisation: Organisation) -> Texts:
    """Give a card back as plain texts, for a form."""
    plain = {name: getattr(organisation, name) for name in (*CARD_FIELDS, *CODED)}
    texts = {name: "" if value is None else str(value) for name, value in plain.items()}
    settlement = organisation.settlement.name if organisation.settlement else ""
    return texts | {"settlement": settlement, "version": str(organisation.version)}


class MemberForm(forms.Form):
    """A person to be added by e-mail."""

    email = forms.EmailField(max_length=254, label=gettext_lazy("E-mail"))
    name = forms.CharField(max_length=120, required=False, label=gettext_lazy("First name and surname"))
    role = forms.ChoiceField(initial=Role.TEACHER, label=gettext_lazy("Role"))

    def __init__(self, roles: Sequence[Role], given: Any = None) -> None:
        """Offer the roles this actor may give."""
        super().__init__(given)
        choose(self, "role", [(one.value, str(one.label)) for one in roles])


class JoiningForm(forms.Form):
    """A newcomer's line about themselves."""

    words = forms.CharField(
        max_length=200,
        label=gettext_lazy("Who you are there"),
        help_text=gettext_lazy("For example: teacher of physics, I lead the robotics circle."),
    )


class ClaimForm(forms.Form):
    """What a claimer says for themselves."""

    role = forms.ChoiceField(
        choices=CLAIMABLE,
        initial=Role.HEAD,
        widget=forms.RadioSelect,
        label=gettext_lazy("Who you are there"),
        help_text=gettext_lazy("A coordinator writes and answers for the organisation; a head signs, too."),
    )
    post = forms.CharField(
        max_length=200, label=gettext_lazy("Your post"), help_text=gettext_lazy("For example: director of the school.")
    )
    proof = forms.CharField(
        max_length=300,
        required=False,
        label=gettext_lazy("Where this can be checked"),
        help_text=gettext_lazy("A page of the organisation's site that names you, or number and day of the order."),
    )
    words = forms.CharField(
        max_length=500,
        required=False,
        label=gettext_lazy("What else speaks for it"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GrantForm(forms.Form):
    """With which role a claim is granted, and whether the card's data hold."""

    role = forms.ChoiceField(choices=CLAIMABLE, widget=forms.RadioSelect, label=gettext_lazy("Role"))
    verifies = forms.BooleanField(required=False, label=gettext_lazy("The data of the card are right"))


class RefusalForm(forms.Form):
    """Why a claim is refused."""

    reason = forms.ChoiceField(label=gettext_lazy("Why not"))
    line = forms.CharField(max_length=300, required=False, label=gettext_lazy("In one line"))

    def __init__(self, given: Any = None) -> None:
        """Offer the reasons there are."""
        super().__init__(given)
        choose(self, "reason", vocabulary.choices("claim_refusal", blank=_("choose")))


class ClosingForm(forms.Form):
    """How an organisation is closed."""

    on = forms.DateField(
        label=gettext_lazy("Closed from"),
        help_text=gettext_lazy("Today, a day that has passed, or one to come."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    reason = forms.CharField(
        max_length=300, label=gettext_lazy("Why"), help_text=gettext_lazy("Everybody reads it on the card.")
    )
    successor = forms.CharField(
        max_length=300,
        required=False,
        label=gettext_lazy("Who carries its work on"),
        help_text=gettext_lazy("Name or ИНН of an organisation that works; empty when there is none."),
    )
    brings_people = forms.BooleanField(required=False, label=gettext_lazy("Make its people members there"))
    brings_postings = forms.BooleanField(required=False, label=gettext_lazy("Let its needs and offers go on there"))


class HandingForm(forms.Form):
    """To whom the head's role is offered, a colleague or somebody by e-mail, and what the head becomes."""

    heir = forms.ChoiceField(required=False, label=gettext_lazy("New head"))
    email = forms.EmailField(
        max_length=254,
        required=False,
        label=gettext_lazy("E-mail of somebody else"),
        help_text=gettext_lazy("They need no account: a link comes by mail, for them alone."),
    )
    name = forms.CharField(max_length=120, required=False, label=gettext_lazy("Their first name and surname"))
    stays = forms.ChoiceField(
        required=False, initial=Role.COORDINATOR, label=gettext_lazy("What you will be afterwards")
    )

    def __init__(self, colleagues: Sequence[Person], given: Any = None) -> None:
        """Offer these colleagues."""
        super().__init__(given)
        staying = [(role.value, str(role.label)) for role in Role if role not in (Role.HEAD, Role.CLAIMER)]
        choose(self, "heir", [("", _("somebody else, by e-mail")), *((str(one.id), str(one)) for one in colleagues)])
        choose(self, "stays", [*staying, ("", _("I leave the organisation"))])

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        said = super().clean() or self.cleaned_data
        if bool(said.get("heir")) == bool(said.get("email")) and not self.errors:
            self.add_error("heir", _("Choose a colleague, or write one e-mail address below."))
        return said


class StaffForm(forms.Form):
    """A worker to be put into the list by hand; read as a row of a list is."""

    name = forms.CharField(max_length=LIMITS["name"], label=gettext_lazy("Surname, first name, patronymic"))
    post = forms.CharField(max_length=LIMITS["post"], required=False, label=gettext_lazy("Post"))
    subject = forms.CharField(max_length=LIMITS["subject"], required=False, label=gettext_lazy("Subject"))
    teaches = forms.CharField(
        max_length=LIMITS["teaches"],
        required=False,
        label=gettext_lazy("What they can teach colleagues"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    email = forms.EmailField(max_length=254, required=False, label=gettext_lazy("E-mail"))


class TokenForm(forms.Form):
    """Access for a program: which, to what, for how long."""

    name = forms.CharField(
        max_length=80,
        label=gettext_lazy("For which program"),
        help_text=gettext_lazy("For example: site of the school. Only your colleagues see it."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may read"), widget=forms.CheckboxSelectMultiple, choices=scopes_offered
    )
    days = forms.TypedChoiceField(
        coerce=int,
        initial=365,
        label=gettext_lazy("How long it works"),
        choices=[(365, gettext_lazy("a year")), (182, gettext_lazy("half a year")), (30, gettext_lazy("a month"))],
    )


class CoordinatorForm(forms.Form):
    """A territory to be entrusted to somebody."""

    email = forms.EmailField(max_length=254, label=gettext_lazy("E-mail"))
    name = forms.CharField(max_length=120, required=False, label=gettext_lazy("First name and surname"))
    territory = forms.ModelChoiceField(
        Territory.objects.filter(level=Territory.Level.REGION, valid_to_on=None),
        label=gettext_lazy("Region"),
        empty_label=gettext_lazy("choose"),
    )
    municipality = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("Municipality"),
        help_text=gettext_lazy("As it is called, when it is not the whole region."),
    )

    def clean(self) -> dict[str, Any]:
        """Take the municipality of the region when one is named."""
        said = super().clean() or self.cleaned_data
        named = said.get("municipality", "")
        if named and said.get("territory"):
            found = municipality_named(said["territory"], named)
            if found is None:
                self.add_error("municipality", _("The region has no municipality of this name."))
            said["territory"] = found
        return said


def municipality_named(region: Territory, text: str) -> Territory | None:
    """Find a standing municipality of a region by its short or full name."""
    rows = Territory.objects.filter(region=region, level=Territory.Level.MUNICIPALITY, valid_to_on=None)
    wanted = text.strip().casefold()
    return next((row for row in rows if wanted in (row.name.casefold(), row.full_name.casefold())), None)


class SavedSearchForm(forms.Form):
    """A search to be kept under a name."""

    name = forms.CharField(max_length=80, label=gettext_lazy("Name of this search"))
    query = forms.CharField(max_length=LONGEST_QUERY, required=False, widget=forms.HiddenInput)


class NetworkForm(forms.Form):
    """A network to be founded."""

    name = forms.CharField(max_length=200, label=gettext_lazy("Name"))
    goal = forms.CharField(
        max_length=2000,
        required=False,
        label=gettext_lazy("Goal"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What you want to reach together: it is shown to everybody."),
    )
