"""Sample data for the catalogue of components: what one sees at `/ui/` and in its tests."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.ground.ui import shapes


class SampleForm(forms.Form):
    """One field of each sort; sent empty on purpose, so that faults are seen."""

    title = forms.CharField(label=gettext_lazy("What is needed"), help_text=gettext_lazy("In a few words, as you would say it by telephone."))
    text = forms.CharField(label=gettext_lazy("More about it"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of help"),
        choices=[("staff", gettext_lazy("People")), ("premises", gettext_lazy("Premises")), ("equipment", gettext_lazy("Equipment"))],
    )
    grades = forms.MultipleChoiceField(
        label=gettext_lazy("Classes"), choices=[(str(grade), str(grade)) for grade in range(5, 9)], widget=forms.CheckboxSelectMultiple
    )
    where = forms.ChoiceField(
        label=gettext_lazy("Where"),
        choices=[("ours", gettext_lazy("At ours")), ("yours", gettext_lazy("At yours"))],
        widget=forms.RadioSelect,
    )
    since = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    sheet = forms.FileField(label=gettext_lazy("A spreadsheet"), help_text=gettext_lazy("CSV or XLSX, up to 20 MB."), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("Show it to everybody"), required=False)


class SampleFilter(forms.Form):
    """Filters of a list."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of help"), required=False, choices=[("", gettext_lazy("any")), ("staff", gettext_lazy("People"))]
    )


def context() -> dict[str, Any]:
    """Give the values of `ui/catalogue.html`."""
    return {
        "form": SampleForm(initial={"kind": "equipment"}, auto_id="id_new_%s"),
        "faulty": SampleForm({"kind": "staff", "grades": ["5"]}, auto_id="id_faulty_%s"),
        "filter": SampleFilter(auto_id="id_filter_%s"),
        "steps": _steps(),
        "stages": _stages(),
        "happenings": _happenings(),
        "reasons": _reasons(),
        "tiles": [
            shapes.Tile(12500, _("children take part"), "#", "work"),
            shapes.Tile(48, _("organisations"), "#", "gather"),
            shapes.Tile(7, _("agreements"), hue="keep"),
        ],
        "columns": [_("Side"), _("Promised to give"), shapes.Column(_("Promised"), num=True), shapes.Column(_("Done"), num=True)],
        "table_rows": [
            [_("Technopark «Vector»"), _("lessons, mentors"), "216", "148"],
            [_("School of Zarechnoye"), _("rooms, equipment"), "36", "24"],
        ],
        "tabs": [
            shapes.Tab(_("Open"), "#", current=True, count=12),
            shapes.Tab(_("Fulfilled"), "#", count=3),
            shapes.Tab(_("Archive"), "#"),
        ],
        "icons": ICONS,
        "progress_value": 62,
    }


def _steps() -> list[shapes.Step]:
    return [
        shapes.Step(_("Need: 3D printing, classes 5–7"), "#", "gather"),
        shapes.Step(_("Offer"), "#", "gather"),
        shapes.Step(_("Agreement"), hue="keep", state="now"),
        shapes.Step(_("Programme"), hue="work", state="ahead"),
    ]


def _stages() -> list[shapes.Stage]:
    return [
        shapes.Stage(_("School of Zarechnoye"), _("answered yesterday at 16:40"), "done"),
        shapes.Stage(_("Technopark «Vector»"), _("has opened the link"), "now"),
        shapes.Stage(_("Museum of local history")),
    ]


def _happenings() -> list[shapes.Happening]:
    return [
        shapes.Happening(_("The museum agreed to a day"), _("today at 9:10"), _("Museum of local history"), hue="keep"),
        shapes.Happening(_("The school asked whether a bus can park"), _("yesterday at 16:40"), _("School of Zarechnoye"), "#", hue="gather"),
        shapes.Happening(_("The need was published"), _("3 September"), note=_("14 organisations could see it at once.")),
    ]


def _reasons() -> list[shapes.Reason]:
    return [
        shapes.Reason(_("12 km from you, comes itself")),
        shapes.Reason(_("For classes 5–6; you have worked together twice")),
        shapes.Reason(_("Needs a hall of 60 m²: yours has 48 m²"), good=False),
    ]


ICONS = (
    "alert arrow back bell calendar check chevron clock close copy document download edit eye filter globe handshake info leave link list "
    "lock mail map menu message need network offer organisation people person phone pin plus print repeat search settings share table trash upload"
).split()
