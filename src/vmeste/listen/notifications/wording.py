"""The words of notices: a sentence for the page and the subject of a mail, and what is expected of the reader."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.ground.kernel.errors import type_text
from vmeste.listen.notifications.tellings import Kind


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence with places for `who` and `what`; what the reader is asked to do; a sprite name."""

    sentence: type_text
    expected: type_text
    icon: str


WORDS: dict[str, Wording] = {
    Kind.ANSWERED: Wording(
        gettext_lazy("%(who)s can help with your need «%(what)s»"),
        gettext_lazy("Say yes or no: a partner waits for your word."),
        "handshake",
    ),
    Kind.WANTED: Wording(
        gettext_lazy("%(who)s would like what you offer: «%(what)s»"),
        gettext_lazy("Say yes or no: a partner waits for your word."),
        "handshake",
    ),
    Kind.ASKED: Wording(
        gettext_lazy("%(who)s asks whether you can help: «%(what)s»"),
        gettext_lazy("Say yes or no: a partner waits for your word."),
        "need",
    ),
    Kind.ACCEPTED: Wording(
        gettext_lazy("%(who)s agrees: «%(what)s»"),
        gettext_lazy("Settle the details with each other; once it is done, record it."),
        "check",
    ),
    Kind.DECLINED: Wording(
        gettext_lazy("%(who)s cannot: «%(what)s»"),
        gettext_lazy("Look at the reason and at who else fits."),
        "close",
    ),
    Kind.WITHDRAWN: Wording(
        gettext_lazy("%(who)s takes the answer back: «%(what)s»"),
        gettext_lazy("Nothing is expected of you. Perhaps somebody else fits."),
        "back",
    ),
    Kind.FULFILLED: Wording(
        gettext_lazy("%(who)s recorded that it was done: «%(what)s»"),
        gettext_lazy("Look whether everything is recorded right."),
        "check",
    ),
    Kind.FAILED: Wording(
        gettext_lazy("%(who)s recorded that it did not come about: «%(what)s»"),
        gettext_lazy("Look whether this is so; perhaps somebody else fits."),
        "alert",
    ),
    Kind.PASSED: Wording(
        gettext_lazy("%(who)s goes on with this in place of an organisation that closed: «%(what)s»"),
        gettext_lazy("What was said and agreed stays as it is."),
        "organisation",
    ),
    Kind.LEFT: Wording(
        gettext_lazy("%(who)s works no more; you had agreed: «%(what)s»"),
        gettext_lazy("Record what came of it, or that it did not come about."),
        "alert",
    ),
    Kind.MESSAGE: Wording(
        gettext_lazy("%(who)s wrote to you about «%(what)s»"),
        gettext_lazy("Read the message and answer on the page."),
        "message",
    ),
    Kind.QUESTIONED: Wording(
        gettext_lazy("Does it still hold: «%(what)s»?"),
        gettext_lazy("Confirm that it still holds, otherwise it will be hidden from others soon."),
        "clock",
    ),
    Kind.LAPSED: Wording(
        gettext_lazy("«%(what)s» is hidden from others: nobody confirmed that it still holds"),
        gettext_lazy("If it still holds, publish it again."),
        "clock",
    ),
    Kind.EXPIRED: Wording(
        gettext_lazy("The time of «%(what)s» is over"),
        gettext_lazy("If you still need or offer this, write it anew with other dates."),
        "calendar",
    ),
    Kind.FITS_OFFER: Wording(
        gettext_lazy("%(who)s looks for what you can give: «%(what)s»"),
        gettext_lazy("Look whether you can help."),
        "need",
    ),
    Kind.FITS_NEED: Wording(
        gettext_lazy("%(who)s offers what you look for: «%(what)s»"),
        gettext_lazy("Look whether it suits you."),
        "offer",
    ),
    Kind.MEMBER: Wording(
        gettext_lazy("You were added to the organisation «%(what)s»"),
        gettext_lazy("Look at its card, its needs and its offers."),
        "people",
    ),
    Kind.JOINING: Wording(
        gettext_lazy("A newcomer asks to be added: «%(what)s»"),
        gettext_lazy("Add them with a role, or refuse, if you do not know each other."),
        "people",
    ),
    Kind.CLAIMED: Wording(
        gettext_lazy("Somebody says that they may act for «%(what)s»"),
        gettext_lazy("Look at what speaks for it and decide; until then their needs bear a mark."),
        "people",
    ),
    Kind.NOT_GRANTED: Wording(
        gettext_lazy("Your claim was refused: «%(what)s»"),
        gettext_lazy("Read why. The needs you wrote for the organisation are taken back."),
        "people",
    ),
    Kind.CLAIM_ASKED: Wording(
        gettext_lazy("The coordinator asks about your claim: «%(what)s»"),
        gettext_lazy("Read the question and answer on the page of the claim: it is decided after that."),
        "message",
    ),
    Kind.CLAIM_TOLD: Wording(
        gettext_lazy("Whoever claims «%(what)s» wrote to you"),
        gettext_lazy("Read the message on the page of the claim and decide."),
        "message",
    ),
    Kind.MERGED: Wording(
        gettext_lazy("The card «%(what)s» is part of the card «%(who)s» now"),
        gettext_lazy(
            "Both were of one organisation. Its people, needs, offers and talks stand on the card that stays; the old"
            " address leads there."
        ),
        "organisation",
    ),
    Kind.PARTED: Wording(
        gettext_lazy("The card «%(what)s» stands by itself again"),
        gettext_lazy("A merge was undone: its people, needs, offers and talks are back on it."),
        "organisation",
    ),
    Kind.TABLE: Wording(
        gettext_lazy("The table you asked for is ready: «%(what)s»"),
        gettext_lazy("Take it within a day."),
        "download",
    ),
    Kind.CONFIRMED: Wording(
        gettext_lazy("The mailbox on the card of «%(what)s» has confirmed a claim"),
        gettext_lazy("Look at the claim and decide."),
        "mail",
    ),
    Kind.CODE_USED: Wording(
        gettext_lazy("The printed code of «%(what)s» was used: somebody acts for it now"),
        gettext_lazy("Nothing is expected of you. If you gave the sheet to nobody, look at its people."),
        "people",
    ),
    Kind.NOT_JOINED: Wording(
        gettext_lazy("You were not added to the organisation «%(what)s»"),
        gettext_lazy("If it is a mistake, talk to its coordinator; the telephone stands on its card."),
        "people",
    ),
}


def sentence(kind: str, who: str, what: str) -> str:
    """Say what happened; `who` and `what` are empty when the reader may not see them."""
    words = WORDS[kind].sentence % {"who": who or _("A partner"), "what": what}
    return str(words)


def expected(kind: str) -> str:
    """Say what the reader can do now."""
    return str(WORDS[kind].expected)


def icon(kind: str) -> str:
    """Give the picture of a kind."""
    return WORDS[kind].icon


def gone() -> str:
    """Say that a notice is about something the reader may not see any more."""
    return _("What this was about is not shown to you any more.")
