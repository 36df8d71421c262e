"""Sample data for the catalogue of components: what one sees at `/ui/` and in its tests.

Its texts have the context «sample», so that no room gets its words from here.
"""

import re
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import pgettext, pgettext_lazy

from vmeste.ground.ui import shapes
from vmeste.ground.ui.sentences import calls, sentences


class SampleForm(forms.Form):
    """One field of each sort; sent empty on purpose, so that faults are seen."""

    title = forms.CharField(
        label=pgettext_lazy("sample", "What is needed"),
        help_text=pgettext_lazy("sample", "In a few words, as you would say it by telephone."),
    )
    text = forms.CharField(label=pgettext_lazy("sample", "More about it"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label=pgettext_lazy("sample", "Kind of help"),
        choices=[
            ("staff", pgettext_lazy("sample", "People")),
            ("premises", pgettext_lazy("sample", "Premises")),
            ("equipment", pgettext_lazy("sample", "Equipment")),
        ],
    )
    grades = forms.MultipleChoiceField(
        label=pgettext_lazy("sample", "Classes"),
        choices=[(str(grade), str(grade)) for grade in range(5, 9)],
        widget=forms.CheckboxSelectMultiple,
    )
    where = forms.ChoiceField(
        label=pgettext_lazy("sample", "Where"),
        choices=[("ours", pgettext_lazy("sample", "At ours")), ("yours", pgettext_lazy("sample", "At yours"))],
        widget=forms.RadioSelect,
    )
    since = forms.DateField(
        label=pgettext_lazy("sample", "From"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    sheet = forms.FileField(
        label=pgettext_lazy("sample", "A spreadsheet"),
        help_text=pgettext_lazy("sample", "CSV or XLSX, up to 20 MB."),
        required=False,
    )
    agreed = forms.BooleanField(label=pgettext_lazy("sample", "Show it to everybody"), required=False)


class SampleFilter(forms.Form):
    """Filters of a list."""

    q = forms.CharField(
        label=pgettext_lazy("sample", "Words"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("sample", "Kind of help"),
        required=False,
        choices=[("", pgettext_lazy("sample", "any")), ("staff", pgettext_lazy("sample", "People"))],
    )


def context() -> dict[str, Any]:
    """Give the values of `ui/catalogue.html`."""
    return {
        "form": SampleForm(initial={"kind": "equipment"}, auto_id="id_new_%s"),
        "faulty": SampleForm({"kind": "staff", "grades": ["5"]}, auto_id="id_faulty_%s"),
        "single": SampleForm(auto_id="id_single_%s"),
        "filter": SampleFilter(auto_id="id_filter_%s"),
        "steps": _steps(),
        "stages": _stages(),
        "happenings": _happenings(),
        "reasons": _reasons(),
        "tiles": [
            shapes.Tile(12500, pgettext("sample", "children take part"), "#", "work"),
            shapes.Tile(48, pgettext("sample", "organisations"), "#", "gather"),
            shapes.Tile(7, pgettext("sample", "agreements"), hue="keep"),
        ],
        "columns": [
            pgettext("sample", "Side"),
            pgettext("sample", "Promised to give"),
            shapes.Column(pgettext("sample", "Promised"), num=True),
            shapes.Column(pgettext("sample", "Done"), num=True),
        ],
        "table_rows": [
            [pgettext("sample", "Technopark «Vector»"), pgettext("sample", "lessons, mentors"), "216", "148"],
            [pgettext("sample", "School of Zarechnoye"), pgettext("sample", "rooms, equipment"), "36", "24"],
        ],
        "tabs": [
            shapes.Tab(pgettext("sample", "Open"), "#", current=True, count=12),
            shapes.Tab(pgettext("sample", "Fulfilled"), "#", count=3),
            shapes.Tab(pgettext("sample", "Archive"), "#"),
        ],
        "icons": ICONS,
        "progress_value": 62,
        "calls": calls(),
        "sentences": sentences(),
    }


def _steps() -> list[shapes.Step]:
    return [
        shapes.Step(pgettext("sample", "Need: 3D printing, classes 5–7"), "#", "gather"),
        shapes.Step(pgettext("sample", "Offer"), "#", "gather"),
        shapes.Step(pgettext("sample", "Agreement"), hue="keep", state="now"),
        shapes.Step(pgettext("sample", "Programme"), hue="work", state="ahead"),
    ]


def _stages() -> list[shapes.Stage]:
    return [
        shapes.Stage(
            pgettext("sample", "School of Zarechnoye"), pgettext("sample", "answered yesterday at 16:40"), "done"
        ),
        shapes.Stage(pgettext("sample", "Technopark «Vector»"), pgettext("sample", "has opened the link"), "now"),
        shapes.Stage(pgettext("sample", "Museum of local history")),
    ]


def _happenings() -> list[shapes.Happening]:
    return [
        shapes.Happening(
            pgettext("sample", "The museum agreed to a day"),
            pgettext("sample", "today at 9:10"),
            pgettext("sample", "Museum of local history"),
            hue="keep",
        ),
        shapes.Happening(
            pgettext("sample", "The school asked whether a bus can park"),
            pgettext("sample", "yesterday at 16:40"),
            pgettext("sample", "School of Zarechnoye"),
            "#",
            hue="gather",
        ),
        shapes.Happening(
            pgettext("sample", "The need was published"),
            pgettext("sample", "3 September"),
            note=pgettext("sample", "14 organisations could see it at once."),
        ),
    ]


def _reasons() -> list[shapes.Reason]:
    return [
        shapes.Reason(pgettext("sample", "12 km from you, comes itself")),
        shapes.Reason(pgettext("sample", "For classes 5–6; you have worked together twice")),
        shapes.Reason(pgettext("sample", "Needs a hall of 60 m²: yours has 48 m²"), good=False),
    ]


ICONS = re.findall(r'id="([a-z]+)"', (Path(__file__).parent / "static/ui/icons.svg").read_text("utf-8"))
