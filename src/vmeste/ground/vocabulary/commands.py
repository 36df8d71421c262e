"""Every change of vocabularies: both are changes of the overlay, the release is never touched."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.vocabulary import editions, policies, queries
from vmeste.ground.vocabulary.facts import TermPut, TermRetired
from vmeste.ground.vocabulary.models import LONGEST_CODE, LONGEST_LABEL, Term
from vmeste.ground.vocabulary.spellings import WEAK, words
from vmeste.ground.vocabulary.terms import DIVIDER, TermView

PARENTS = {"direction": "focus", "decline_reason": "side", "unit": "measure"}
"""A word of the first names one of the second."""

LONGEST_ALIASES = 20_000
STEP = 10  # between places in a list, so that a word can be put between two
_CODE = re.compile(r"[a-z0-9][a-z0-9_]*")


@command
def put_term(*, actor: Actor, term: TermView) -> TermView:
    """Add a word, or alter the one of its code; order 0 keeps the word's place, or puts a new one last."""
    policies.can_keep(actor).enforce()
    put = replace(
        term,
        code=term.code.strip(),
        ru=" ".join(term.ru.split()),
        en=" ".join(term.en.split()),
        aliases=spellings_of(term.aliases),
        order=term.order or place_of(term.vocabulary, term.code),
        own=True,
    )
    check(put)
    keep(actor, put)
    record(TermPut(vocabulary=put.vocabulary, code=put.code), actor=actor)
    return put


@command
def retire_term(*, actor: Actor, vocabulary: str, code: str, last_on: date | None = None) -> TermView:
    """Offer a word no longer after a day (yesterday); what already carries it keeps its label."""
    policies.can_keep(actor).enforce()
    term = queries.find(vocabulary, code)
    if term is None:
        raise Invalid({"code": _("There is no such word.")})
    last = last_on or clock.today() - timedelta(days=1)
    policies.can_retire(actor, term, last).enforce()
    begins = min(term.valid_from, last) if term.valid_from else None
    retired = replace(term, valid_from=begins, valid_to=last, own=True)
    keep(actor, retired)
    record(TermRetired(vocabulary=vocabulary, code=code), actor=actor)
    return retired


def keep(actor: Actor, term: TermView) -> None:
    """Write a word of the overlay and mark a new edition."""
    Term.objects.update_or_create(
        vocabulary=term.vocabulary,
        code=term.code,
        defaults={
            "ru": term.ru,
            "en": term.en,
            "aliases": DIVIDER.join(term.aliases),
            "valid_from": term.valid_from,
            "valid_to": term.valid_to,
            "order": term.order,
            "parent": term.parent,
            "changed_by": actor.person_id,
            "changed_at": clock.now(),
        },
    )
    editions.changed()


def place_of(vocabulary: str, code: str) -> int:
    """Give the place a word has, or one after the last."""
    known = queries.find(vocabulary, code.strip())
    if known:
        return known.order
    return max((term.order for term in queries.every_term(vocabulary)), default=0) + STEP


def spellings_of(aliases: Sequence[str]) -> tuple[str, ...]:
    """Write spellings as the release has them: small letters, ё as е, no punctuation, each once."""
    plain = ((WEAK if alias.strip().startswith(WEAK) else "") + " ".join(words(alias)) for alias in aliases)
    return tuple(dict.fromkeys(alias for alias in plain if alias.removeprefix(WEAK)))


def check(term: TermView) -> None:
    """Raise `Invalid` with a text for each field that cannot be right."""
    faults: dict[str, str] = {}
    if term.vocabulary not in queries.vocabularies():
        faults["vocabulary"] = _("There is no such vocabulary.")
    if not _CODE.fullmatch(term.code) or len(term.code) > LONGEST_CODE:
        faults["code"] = _("A code is made of Latin small letters, digits and underscores, at most 50.")
    for name, text in (("ru", term.ru), ("en", term.en)):
        if not text or len(text) > LONGEST_LABEL:
            faults[name] = _("Write the word in at most 200 characters.")
    if term.valid_from and term.valid_to and term.valid_to < term.valid_from:
        faults["valid_to"] = _("The last day is before the first one.")
    if term.parent and queries.find(PARENTS.get(term.vocabulary, ""), term.parent) is None:
        faults["parent"] = _("There is no such wider word.")
    taken = alias_taken(term)
    if taken:
        faults["aliases"] = _("«%(alias)s» already means «%(label)s».") % taken
    elif len(DIVIDER.join(term.aliases)) > LONGEST_ALIASES:
        faults["aliases"] = _("Too many spellings.")
    if faults:
        raise Invalid(faults)


def alias_taken(term: TermView) -> dict[str, str] | None:
    """Give the first spelling that another word of the vocabulary has, and that word."""
    mine = {alias.removeprefix(WEAK) for alias in term.aliases}
    for other in queries.terms(term.vocabulary):
        shared = mine & {alias.removeprefix(WEAK) for alias in other.aliases}
        if other.code != term.code and shared:
            return {"alias": min(shared), "label": other.label}
    return None
