"""Forms of the exchange: quick entry, the whole of a need or offer, answers, what came of it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.gather.exchange.models import Posting, Visibility
from vmeste.gather.exchange.quick_entry import guess
from vmeste.gather.exchange.terms import FARTHEST_KM, LAST_GRADE, TEXT_LENGTH, TITLE_LENGTH, Terms
from vmeste.gather.participants.models import Network
from vmeste.ground.kernel import clock
from vmeste.ground.vocabulary import queries as vocabulary

WAYS = (
    ("here", gettext_lazy("At our place")),
    ("there", gettext_lazy("At their place")),
    ("remote", gettext_lazy("Remotely")),
)


class DayInput(forms.DateInput):
    """A day as browsers pick it."""

    input_type = "date"

    def __init__(self) -> None:
        """Use the format browsers know."""
        super().__init__(format="%Y-%m-%d")


class QuickForm(forms.Form):
    """The words alone; the rest is read out of them."""

    text = forms.CharField(max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}))
    kind = forms.ChoiceField(required=False, label=gettext_lazy("What it is"))

    def __init__(self, side: str, *args: Any, **named: Any) -> None:
        """Ask in the words of the side."""
        super().__init__(*args, **named)
        self.side = side
        need = side == "need"
        self.fields["text"].label = _("What do you need?") if need else _("What can you give?")
        self.fields["text"].help_text = _("In your own words: what, for whom, when. For example: %(example)s") % {
            "example": _("someone to lead a robotics circle for grades 5–6, 30 children, from October.")
            if need
            else _("library lessons about old books for grades 3–4, on Thursdays.")
        }
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)  # noqa: S101  declared above
        kinds.choices = vocabulary.choices("resource_kind", blank=_("find it by the words"))

    def terms(self) -> Terms:
        """Read the words; raises nothing: what is missing is asked for by the command."""
        read = guess(self.cleaned_data["text"], clock.today())
        return Terms(
            title=read.title,
            text=read.text,
            kind=self.cleaned_data["kind"] or read.kind,
            focus=read.focus,
            direction=read.direction,
            grade_from=read.grade_from,
            grade_to=read.grade_to,
            amount=read.amount,
            unit=read.unit,
            period_from=read.period_from,
            period_to=read.period_to,
            here=not (self.side == "need" and read.goes),
            there=self.side == "need" or read.comes,
            remote=read.remote,
            radius_km=read.radius_km,
            cost=read.cost or "free",
        )


class PostingForm(forms.Form):
    """Everything of a need or an offer."""

    title = forms.CharField(max_length=TITLE_LENGTH, label=gettext_lazy("In a few words"))
    text = forms.CharField(
        max_length=TEXT_LENGTH, required=False, label=gettext_lazy("More"), widget=forms.Textarea(attrs={"rows": 5})
    )
    kind = forms.ChoiceField(label=gettext_lazy("What it is"))
    focus = forms.ChoiceField(required=False, label=gettext_lazy("Focus"))
    direction = forms.ChoiceField(required=False, label=gettext_lazy("Direction"))
    grade_from = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=gettext_lazy("Grades from"))
    grade_to = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=gettext_lazy("to"))
    amount = forms.DecimalField(required=False, max_digits=12, decimal_places=2, label=gettext_lazy("How much"))
    unit = forms.ChoiceField(required=False, label=gettext_lazy("of what"))
    period_from = forms.DateField(required=False, label=gettext_lazy("From"), widget=DayInput)
    period_to = forms.DateField(required=False, label=gettext_lazy("until"), widget=DayInput)
    ways = forms.MultipleChoiceField(
        choices=WAYS, label=gettext_lazy("Where"), widget=forms.CheckboxSelectMultiple, required=False
    )
    radius_km = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=FARTHEST_KM,
        label=gettext_lazy("How far you travel, km"),
        help_text=gettext_lazy("Empty: any distance."),
    )
    address = forms.ChoiceField(required=False, label=gettext_lazy("At which of our places"))
    cost = forms.ChoiceField(label=gettext_lazy("Terms"))
    visibility = forms.ChoiceField(label=gettext_lazy("Who sees it"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, networks: list[Network], places: list[str], *args: Any, **named: Any) -> None:
        """Offer the networks of the organisation and the addresses of its sites."""
        super().__init__(*args, **named)
        if len(places) < 2:  # noqa: PLR2004  there is nothing to choose
            del self.fields["address"]
        grades = [("", "—"), *((str(grade), label_of_grade(grade)) for grade in range(LAST_GRADE + 1))]
        lists = {
            "kind": vocabulary.choices("resource_kind", blank=_("choose")),
            "focus": vocabulary.choices("focus", blank=_("no matter which")),
            "direction": directions(blank=_("no matter which")),
            "grade_from": grades,
            "grade_to": grades,
            "unit": vocabulary.choices("unit", blank="—"),
            "address": [("", _("the main one")), *((place, place) for place in places)],
            "cost": vocabulary.choices("cost_terms"),
            "visibility": [
                (Visibility.PUBLIC, Visibility.PUBLIC.label),
                *((f"network:{network.id}", _("Network «%(name)s»") % {"name": network.name}) for network in networks),
                (Visibility.OWN, Visibility.OWN.label),
            ],
        }
        for name in lists.keys() & self.fields.keys():
            self.fields[name].choices = lists[name]  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """Give what was written."""
        v = dict(self.cleaned_data)
        ways = v.pop("ways")
        v.pop("version")
        visibility, _sign, network = v.pop("visibility").partition(":")
        if v["grade_from"] is not None and v["grade_to"] is None:
            v["grade_to"] = v["grade_from"]
        if v["grade_from"] is None and v["grade_to"] is not None:
            v["grade_from"] = v["grade_to"]
        v |= {way: way in ways for way, _label in WAYS}
        return Terms(
            **v,
            visibility=Visibility(visibility),
            network_id=int(network) if network else None,
        )


def directions(blank: str) -> list[tuple[str, Any]]:
    """Give the directions of activity as choices, those of one focus together."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for term in vocabulary.terms("direction"):
        groups.setdefault(term.parent, []).append((term.code, term.label))
    return [("", blank), *((vocabulary.label("focus", focus), pairs) for focus, pairs in groups.items())]


def label_of_grade(grade: int) -> str:
    """Name a grade."""
    return vocabulary.label("grade", str(grade) if grade else "preschool")


def initial_of(posting: Posting) -> dict[str, Any]:
    """Give a need or offer as values of its form."""
    names = (
        "title",
        "text",
        "kind",
        "focus",
        "direction",
        "grade_from",
        "grade_to",
        "unit",
        "period_from",
        "period_to",
        "radius_km",
        "address",
        "cost",
        "version",
    )
    values: dict[str, Any] = {name: getattr(posting, name) for name in names}
    values["amount"] = amount_of(posting)
    values["ways"] = [way for way, _label in WAYS if getattr(posting, way)]
    values["visibility"] = f"network:{posting.network_id}" if posting.network_id else posting.visibility
    return values


def amount_of(posting: Posting) -> str | None:
    """Write an amount without needless noughts."""
    return None if posting.amount is None else f"{Decimal(posting.amount).normalize():f}"


class FilterForm(forms.Form):
    """What a list of needs or offers is narrowed to."""

    q = forms.CharField(required=False, label=gettext_lazy("Words"), widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(required=False, label=gettext_lazy("What it is"))
    focus = forms.ChoiceField(required=False, label=gettext_lazy("Focus"))
    grade = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=gettext_lazy("Grade"))

    def __init__(self, *args: Any, **named: Any) -> None:
        """Offer what vocabularies have today."""
        super().__init__(*args, **named)
        lists = {
            "kind": vocabulary.choices("resource_kind", blank=_("all")),
            "focus": vocabulary.choices("focus", blank=_("all")),
            "grade": [
                ("", _("no matter which")),
                *((str(grade), label_of_grade(grade)) for grade in range(LAST_GRADE + 1)),
            ],
        }
        for name, pairs in lists.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]


class RespondForm(forms.Form):
    """A first word to the other side; asked for in the words of the side that is answered."""

    note = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("A word to them"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, side: str, *args: Any, **named: Any) -> None:
        """Hint at what to say to a need or to an offer."""
        super().__init__(*args, **named)
        self.fields["note"].help_text = (
            _("What you propose and when you could. Your e-mail address is shown to nobody.")
            if side == "need"
            else _("What you need and when. Your e-mail address is shown to nobody.")
        )


class AnswerForm(forms.Form):
    """Yes, or no with a reason."""

    note = forms.CharField(required=False, max_length=300, label=gettext_lazy("A word to them"))
    reason = forms.ChoiceField(required=False, label=gettext_lazy("Why not"), widget=forms.RadioSelect)

    def __init__(self, side: str, *args: Any, **named: Any) -> None:
        """Offer the reasons that the side which decides (`giving` or `needing`) can have."""
        super().__init__(*args, **named)
        reasons = self.fields["reason"]
        assert isinstance(reasons, forms.ChoiceField)  # noqa: S101  declared above
        known = vocabulary.terms("decline_reason")
        reasons.choices = [(term.code, term.label) for term in known if term.parent in ("", side)]


class FulfilmentForm(forms.Form):
    """What was done: when, how much, in one line."""

    on = forms.DateField(label=gettext_lazy("When"), widget=DayInput, initial=clock.today)
    amount = forms.DecimalField(required=False, max_digits=12, decimal_places=2, label=gettext_lazy("How much"))
    unit = forms.ChoiceField(required=False, label=gettext_lazy("of what"))
    line = forms.CharField(required=False, max_length=300, label=gettext_lazy("In one line"))
    closes_need = forms.BooleanField(required=False, initial=True, label=gettext_lazy("The need is met by this"))

    def __init__(self, posting: Posting, *args: Any, closable: bool = False, **named: Any) -> None:
        """Begin with the amount that was asked for; ask about the need only where there is one to close."""
        super().__init__(*args, **named)
        self.initial = {"amount": amount_of(posting), "unit": posting.unit}
        units = self.fields["unit"]
        assert isinstance(units, forms.ChoiceField)  # noqa: S101  declared above
        units.choices = vocabulary.choices("unit", blank="—")
        if not closable:
            del self.fields["closes_need"]
