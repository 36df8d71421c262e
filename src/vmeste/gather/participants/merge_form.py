"""Two cards side by side: what each says, where they differ, and the form that asks which says it better."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from vmeste.gather.participants.commands.choosing import CHOICES, LABELS
from vmeste.gather.participants.commands.merging import staying_first
from vmeste.gather.participants.identifiers import address_key, name_key
from vmeste.gather.participants.models import LikelyPair, Organisation
from vmeste.gather.participants.queries import place_words
from vmeste.gather.participants.spelling import better_names
from vmeste.ground.kernel.ids import code
from vmeste.ground.ui.shapes import Badge
from vmeste.ground.vocabulary import queries as vocabulary

CODED = {"type": "organisation_type", "department": "department", "legal_form": "legal_form"}
KEYS: dict[str, Callable[[str], str]] = {"address": address_key, "name": name_key, "short_name": name_key}


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two cards in words, and whether they differ."""

    name: str
    label: str
    first: str
    second: str
    differ: bool

    @property
    def badge(self) -> Badge | None:
        """The mark of the row: differing, or said by one alone."""
        if not self.differ:
            return None
        return Badge(_("differs"), "wait") if self.first and self.second else Badge(_("one says it"))


def compared(pair: LikelyPair) -> list[Compared]:
    """Give the fields that either card fills."""
    both = [(name, words(pair.first, name), words(pair.second, name)) for name in CHOICES]
    return [
        Compared(name, str(LABELS[name]), first, second, differ(name, first, second))
        for name, first, second in both
        if first or second
    ]


def differ(name: str, first: str, second: str) -> bool:
    """Tell whether two values say different things; spellings of one address or name are told apart all the same."""
    return first != second and not (name in KEYS and first.casefold() == second.casefold())


def words(card: Organisation, name: str) -> str:
    """Say one field of a card."""
    if name == "place":
        return place_words(card)
    if name == "point":
        return "" if card.lat is None else f"{card.lat:.5f}; {card.lon:.5f}"
    if name == "codes":
        return " / ".join(part for part in (card.inn, card.kpp) if part)
    value = str(getattr(card, name))
    return vocabulary.label(CODED[name], value) if name in CODED and value else value


class MergeForm(forms.Form):
    """Which card stays, and of each field in which they differ, whose value."""

    def __init__(self, pair: LikelyPair, given: Any = None) -> None:
        """Propose what `staying_first` does: the card that says more stays with what it says, but the better names."""
        super().__init__(given)
        self.pair = pair
        stays, goes = staying_first(pair)
        better = better_names(stays, goes)
        cards = [(code(card.id), str(card)) for card in (pair.first, pair.second)]
        self.fields["stays"] = forms.ChoiceField(
            label=_("Which card stays"),
            choices=cards,
            initial=code(stays.id),
            widget=forms.RadioSelect,
            help_text=_("The address of the other leads to it. All links of both come together here."),
        )
        for row in compared(pair):
            if row.first and row.second and row.differ and row.name != "codes":
                takes = better.get(row.name, "") == words(goes, row.name)
                self.fields[row.name] = forms.ChoiceField(
                    label=row.label,
                    choices=[(cards[0][0], row.first[:300]), (cards[1][0], row.second[:300])],
                    initial=code(goes.id if takes else stays.id),
                    widget=forms.RadioSelect,
                )
        if pair.first.claimed_at or pair.second.claimed_at:
            self.fields["agreed"] = forms.BooleanField(
                required=False,
                label=_("Agreed with the representatives"),
                help_text=_(
                    "Needed when the card that goes has representatives: they will act for the one that stays."
                ),
            )

    def chosen(self) -> tuple[Organisation, Organisation, list[str]]:
        """Give the card that stays, the one that goes, and the fields to be taken from that one."""
        said = self.cleaned_data
        first, second = self.pair.first, self.pair.second
        stays, goes = (first, second) if said["stays"] == code(first.id) else (second, first)
        return stays, goes, [name for name in CHOICES if said.get(name) == code(goes.id)]
