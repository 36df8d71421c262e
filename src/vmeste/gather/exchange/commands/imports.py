"""Needs and offers from a list: read as the form reads them, written in bulk, taken back."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from vmeste.gather.exchange import policies
from vmeste.gather.exchange.commands.postings import NAMES, values_of
from vmeste.gather.exchange.facts import PostingsImported, PostingsUnloaded
from vmeste.gather.exchange.models import Posting
from vmeste.gather.exchange.rows import read_row
from vmeste.gather.exchange.sentences import grades
from vmeste.gather.exchange.terms import Terms, faults_of, words_of
from vmeste.gather.participants.models import Organisation
from vmeste.gather.participants.queries import Finder
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.bulk import BulkRun, Read
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.registries import Verdict
from vmeste.ground.kernel.turns import hold_turn
from vmeste.ground.kernel.undoing import Trace, every, label_of, restore
from vmeste.ground.vocabulary import queries as vocabulary

DERIVED = ("lemmas", "concepts")
REACH = (("here", "ours"), ("there", "yours"), ("remote", "remote"))
PLAIN = (
    "title",
    "text",
    "kind",
    "focus",
    "direction",
    "amount",
    "unit",
    "period_from",
    "period_to",
    "radius_km",
    "cost",
)


class PostingRun(BulkRun[Posting]):
    """One pass over a list of needs or of offers: one title of one organisation is one need or offer."""

    watched = ("version", "state", "visibility")

    def __init__(self, model: type[Posting], actor: Actor, usual: Organisation | None, *, opens: bool) -> None:
        """Read for this actor; rows become drafts or, when `opens`, are shown at once."""
        super().__init__()
        self.model, self.actor, self.opens = model, actor, opens
        self.finder = Finder(actor, policies.can_write, usual)

    def read(self, rows: Sequence[Mapping[str, str]]) -> list[Read]:
        """Read rows and find their organisations; the checks are those of the form."""
        self.finder.load(rows)
        return [self.read_one(row) for row in rows]

    def read_one(self, cells: Mapping[str, str]) -> Read:
        """Read one row."""
        row = read_row(self.model.side, cells)
        row.warnings += self.finder.notes(cells)
        organisation, why_not = self.finder.find(cells)
        assert row.terms is not None  # noqa: S101  every row has them
        faults = [*row.faults, *map(str, faults_of(row.terms, frozenset()).values())]
        if organisation is None:
            faults.append(why_not)
        elif not faults:
            faults += self.publishing_faults(organisation, row.terms)
        if self.opens and not row.terms.kind:
            row.warnings.append(_("It stays a draft: what it is could not be told from the words."))
        key = (organisation.id, row.terms.title) if organisation else None
        values = {name: value for name, value in row.told.items() if name in NAMES}
        return Read(key, values, faults, row.warnings, row.unknown, context=(organisation, row.terms))

    def publishing_faults(self, organisation: Organisation, terms: Terms) -> list[str]:
        """Say why a row cannot be shown at once."""
        if not self.opens:
            return []
        may = policies.can_publish(self.actor, self.draft(organisation, terms))
        over = terms.period_to is not None and terms.period_to < clock.today()
        return [
            *([] if may else [str(may.reason)]),
            *([_("These days are over: choose others first.")] if over else []),
        ]

    def draft(self, organisation: Organisation, terms: Terms) -> Posting:
        """Make a draft, not saved."""
        now = clock.now()
        return self.model(
            organisation=organisation,
            author_id=self.actor.person_id,
            on_behalf=policies.writes_on_behalf(self.actor, organisation),
            made_at=now,
            changed_at=now,
            **values_of(terms, organisation),
        )

    def make(self, row: Read) -> Posting:
        """Make a need or an offer, open when that was asked for and it is said what it is."""
        posting = self.draft(*row.context)
        if self.opens and posting.kind:
            posting.state = Posting.State.OPEN
            posting.opened_at = posting.confirmed_at = clock.now()
        return posting

    def known(self, keys: set[Hashable]) -> dict[Hashable, Posting]:
        """Give the needs or offers of these titles; of several the newest that is not closed, else the newest."""
        wanted = [key for key in keys if isinstance(key, tuple)]
        rows = (
            every(self.model)
            .filter(
                organisation_id__in={owner for owner, _title in wanted}, title__in={title for _owner, title in wanted}
            )
            .select_related("organisation__settlement")
        )
        found: dict[Hashable, Posting] = {}
        for one in sorted(rows, key=lambda one: (one.state in policies.EDITABLE, one.id)):
            found[one.organisation_id, one.title] = one
        return found

    def adds(self, thing: Posting, row: Read, *, again: bool) -> dict[str, Any]:
        """Give what the cells say otherwise, and what matching reads of new words; nothing the form would refuse."""
        added = super().adds(thing, row, again=again)
        if not added:
            return {}
        terms = replace(terms_of(thing), **added)
        if faults := faults_of(terms, frozenset(filter(None, [thing.network_id]))):
            row.warnings += map(str, faults.values())
            return {}
        derived = zip(DERIVED, words_of(terms), strict=True)
        return added | {name: value for name, value in derived if value != getattr(thing, name)}

    def holds_back(self, thing: Posting) -> str:
        """Ask the rule of changing one by hand."""
        decision = policies.can_edit(self.actor, thing)
        return "" if decision else str(decision.reason)

    def stamp(self, thing: Posting, before: dict[str, Any]) -> None:
        """Who changes it knows that it holds."""
        super().stamp(thing, before)
        before |= {"confirmed_at": thing.confirmed_at, "asked_at": thing.asked_at}
        thing.confirmed_at, thing.asked_at = clock.now(), None

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Put values into the words of the columns: grades and ways stand in one each."""
        words = super().shown({name: value for name, value in values.items() if name in PLAIN})
        if values.get("grade_from") is not None and values.get("grade_to") is not None:
            words["grades"] = grades((values["grade_from"], values["grade_to"]))
        if {"here", "there", "remote"} <= values.keys():
            words["ways"] = ", ".join(vocabulary.label("reach", code) for way, code in REACH if values[way])
        return words

    def told(self, row: Read) -> Mapping[str, Any]:
        """Give all that will be written, also what was read out of the words."""
        _organisation, terms = row.context
        return {name: getattr(terms, name) for name in NAMES}

    def write(self, rows: Sequence[dict[str, str]]) -> list[Verdict]:
        """Write these rows."""
        return load_postings(actor=self.actor, run=self, rows=rows)


def terms_of(posting: Posting) -> Terms:
    """Give what is written of a need or an offer."""
    return Terms(**{name: getattr(posting, name) for name in NAMES})


@command
def load_postings(*, actor: Actor, run: PostingRun, rows: Sequence[dict[str, str]]) -> list[Verdict]:
    """Write a chunk of a list of needs or offers; one fact tells of all of them."""
    policies.can_load(actor).enforce()
    hold_turn("list of needs and offers")
    verdicts = run.take(rows, writing=True)
    new, changed = run.save()
    if new or changed:
        owners = tuple(sorted({thing.organisation_id for thing in run.touched()}))
        record(
            PostingsImported(
                side=run.model.side, organisation_ids=owners, new_ids=new, changed_ids=changed, opened=run.opens
            ),
            actor=actor,
        )
    return verdicts


@command
def unload_postings(*, actor: Actor, model: type[Posting], trace: Trace) -> None:
    """Take a chunk of a list of needs or offers back; raises `InTheWay`."""
    policies.can_load(actor).enforce()
    gone = tuple(trace.made.get(label_of(model), ()))
    changed = tuple(key for _table, key, _values in trace.changed)
    rows = every(model).filter(id__in=[*gone, *changed]).order_by()
    owners = tuple(sorted(set(rows.values_list("organisation_id", flat=True))))
    restore(trace)
    record(PostingsUnloaded(side=model.side, organisation_ids=owners, gone_ids=gone, changed_ids=changed), actor=actor)
