"""The form of one word."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from vmeste.ground.vocabulary import queries
from vmeste.ground.vocabulary.commands import PARENTS
from vmeste.ground.vocabulary.models import LONGEST_CODE, LONGEST_LABEL
from vmeste.ground.vocabulary.terms import TermView

LARGEST_PLACE = 1_000_000


class TermForm(forms.Form):
    """What an administrator may say of a word; its code is said once, when it is added."""

    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        help_text=_("Latin small letters, digits and underscores. A code is never given a second meaning."),
    )
    ru = forms.CharField(label=_("In Russian"), max_length=LONGEST_LABEL)
    en = forms.CharField(label=_("In English"), max_length=LONGEST_LABEL)
    aliases = forms.CharField(
        label=_("Other spellings"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One on a line, as registers write it. A spelling that begins with «?» counts only when no other is found."
        ),
    )
    parent = forms.ChoiceField(label=_("Wider word"), required=False)
    order = forms.IntegerField(
        label=_("Place in lists"),
        required=False,
        min_value=1,
        max_value=LARGEST_PLACE,
        help_text=_("Left empty, a new word stands last."),
    )
    valid_from = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, vocabulary: str, term: TermView | None, given: QueryDict | None = None) -> None:
        """Show a word to alter, or an empty form for a new one."""
        super().__init__(given, initial=shown(term) if term else None)
        self.vocabulary, self.term = vocabulary, term
        if term:
            del self.fields["code"]
        if wider := PARENTS.get(vocabulary):
            self.fields["parent"] = forms.ChoiceField(
                label=_("Wider word"), required=False, choices=queries.choices(wider, blank="—")
            )
        else:
            del self.fields["parent"]

    def said(self) -> TermView:
        """Give the word as the form says it."""
        said = self.cleaned_data
        return TermView(
            vocabulary=self.vocabulary,
            code=self.term.code if self.term else said["code"],
            ru=said["ru"],
            en=said["en"],
            aliases=tuple(said["aliases"].splitlines()),
            valid_from=said["valid_from"],
            valid_to=said["valid_to"],
            order=said["order"] or 0,
            parent=said.get("parent", ""),
        )


def shown(term: TermView) -> dict[str, Any]:
    """Give a word as the form shows it."""
    names = ("ru", "en", "parent", "order", "valid_from", "valid_to")
    return {"aliases": "\n".join(term.aliases), **{name: getattr(term, name) for name in names}}
