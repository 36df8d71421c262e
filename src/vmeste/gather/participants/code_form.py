"""Forms about codes of cards: making them, typing one."""

from django import forms
from django.utils.translation import gettext_lazy

from vmeste.gather.participants.looking import LONGEST_QUESTION
from vmeste.gather.participants.models import CLAIMABLE, Role

LONGEST_TYPED = 60
LONGEST_QUERY = LONGEST_QUESTION * 10


class PrintForm(forms.Form):
    """As what whoever types a code will act."""

    role = forms.ChoiceField(
        choices=CLAIMABLE,
        initial=Role.HEAD,
        widget=forms.RadioSelect,
        label=gettext_lazy("What the code makes of whoever types it"),
        help_text=gettext_lazy("A coordinator writes and answers for the organisation; a head signs, too."),
    )


class PrintManyForm(PrintForm):
    """The same for a list of cards; `query` are the filters of the directory."""

    anew = forms.BooleanField(
        required=False,
        label=gettext_lazy("Those too that have a code already"),
        help_text=gettext_lazy("For a sheet that was lost: their earlier codes stop working."),
    )
    query = forms.CharField(max_length=LONGEST_QUERY, required=False, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """The code that stands on the sheet."""

    code = forms.CharField(
        max_length=LONGEST_TYPED,
        label=gettext_lazy("Code from the sheet"),
        help_text=gettext_lazy(
            "Sixteen letters and digits. Small or capital, on either keyboard, with or without dashes."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code-field"}
        ),
    )
