"""The form under a thread."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MessageForm(forms.Form):
    """One text; how long it may be is told by the command."""

    text = forms.CharField(label=_("Your message"), widget=forms.Textarea({"rows": 4}))
