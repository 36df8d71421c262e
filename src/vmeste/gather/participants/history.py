"""What happened to a card, a sentence for each kind of fact; other rooms and later facts add theirs to `told`.

A register's chunk is one fact about thousands of cards and names no parties, so where a card came from is read from
the card itself: who told it, of which day it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.ground.kernel.registries import Registry
from vmeste.ground.ui.formatting import day

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """How a fact is told: `say` gives words from its values.

    `is_public`: strangers read it, too. `names_teller`: who did it is told, as far as the reader may know.
    """

    say: Callable[[Values], str]
    is_public: bool = True
    names_teller: bool = True


told: Registry[Sentence] = Registry()
"""By kind of fact, as «participants.organisation.changed»."""

FIELDS: dict[str, Callable[[], str]] = {
    "name": lambda: _("Full name"),
    "short_name": lambda: _("Short name"),
    "inn": lambda: _("ИНН"),
    "kpp": lambda: _("КПП"),
    "ogrn": lambda: _("ОГРН"),
    "founder": lambda: _("Founder"),
    "address": lambda: _("Address"),
    "phone": lambda: _("Phone"),
    "email": lambda: _("E-mail"),
    "website": lambda: _("Website"),
    "description": lambda: _("About us"),
    "type": lambda: _("Type"),
    "department": lambda: _("Department"),
    "legal_form": lambda: _("Legal form"),
    "lat": lambda: _("Place"),
    "lon": lambda: _("Place"),
    "region_id": lambda: _("Place"),
    "municipality_id": lambda: _("Place"),
    "settlement_id": lambda: _("Place"),
}


def changed(values: Values) -> str:
    """Say which fields were changed; a lost mark is told as such."""
    names = dict.fromkeys(FIELDS[name]() for name in values["fields"] if name in FIELDS)
    return _("Changed: %(fields)s") % {
        "fields": ", ".join(name.lower() if name[1:].islower() else name for name in names)
    }


def added(values: Values) -> str:
    """Say that somebody came, and that a head did."""
    return _("There is a new head") if values["role"] == "head" else _("Somebody was added")


def asked(values: Values) -> str:
    """Say that those who act for it were asked."""
    if values["again"]:
        return _("Its people were reminded to look whether the card is right")
    return _("Its people were asked whether the card is right")


for kind, sentence in {
    "registered": Sentence(lambda _values: _("The card was made")),
    "changed": Sentence(changed),
    "verified": Sentence(lambda _values: _("The data were confirmed by the territory"), names_teller=False),
    "freshened": Sentence(lambda _values: _("Somebody looked at the card: all is right")),
    "asked_about": Sentence(asked, is_public=False, names_teller=False),
    "merged": Sentence(lambda _values: _("Another card of the same organisation became part of this one")),
    "parted": Sentence(lambda _values: _("A merge was undone: there are two cards again")),
    "suspended": Sentence(lambda _values: _("Its work was suspended"), is_public=False),
    "resumed": Sentence(lambda _values: _("It works again"), is_public=False),
    "closing_planned": Sentence(
        lambda values: _("It was said to close on %(day)s") % {"day": day(date.fromisoformat(values["day"]))}
    ),
    "closing_called_off": Sentence(lambda _values: _("It is not to close after all")),
    "closed": Sentence(lambda _values: _("It was closed")),
    "proposed": Sentence(lambda _values: _("The card was written by somebody who did not find it"), is_public=False),
    "admitted": Sentence(lambda _values: _("The card was taken into the directory"), names_teller=False),
    "dropped": Sentence(lambda _values: _("The card was not taken in"), is_public=False),
    "listed": Sentence(lambda _values: _("A partner wrote the card"), names_teller=False),
    "reopened": Sentence(lambda _values: _("Its closing was undone")),
}.items():
    told.add(f"participants.organisation.{kind}", sentence)
told.add("participants.member.added", Sentence(added, is_public=False))
told.add("participants.member.left", Sentence(lambda _values: _("Somebody left"), is_public=False))
told.add("participants.code.made", Sentence(lambda _values: _("A code was printed for the card"), is_public=False))
told.add("participants.code.revoked", Sentence(lambda _values: _("The printed code was taken back"), is_public=False))
told.add("participants.code.used", Sentence(lambda _values: _("The printed code was used"), is_public=False))
told.add("participants.headship.offered", Sentence(lambda _values: _("The head's role was offered"), is_public=False))
told.add(
    "participants.headship.passed", Sentence(lambda _values: _("The head's role was handed over"), is_public=False)
)
for kind, words in {
    "opened": gettext_lazy("Somebody claimed the card"),
    "mailed": gettext_lazy("A letter about the claim went to the address on the card"),
    "confirmed": gettext_lazy("The mailbox on the card confirmed the claim"),
    "granted": gettext_lazy("The claim was granted"),
    "refused": gettext_lazy("The claim was refused"),
    "withdrawn": gettext_lazy("The claim was withdrawn"),
}.items():
    told.add(f"participants.claim.{kind}", Sentence(lambda _values, words=words: str(words), is_public=False))  # type: ignore[misc]
