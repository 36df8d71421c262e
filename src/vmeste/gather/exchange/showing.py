"""Needs, offers and answers in words: short facts for rows, pairs for cards, the road of an answer."""

from decimal import Decimal

from django.utils.translation import gettext as _

from vmeste.gather.exchange.models import Posting, Response
from vmeste.gather.exchange.sentences import grades, lower_first, quantity, span
from vmeste.ground.kernel import clock
from vmeste.ground.ui.formatting import day
from vmeste.ground.ui.shapes import Meta, Stage
from vmeste.ground.vocabulary import queries as vocabulary


def meta_of(posting: Posting) -> list[Meta]:
    """Give the short facts of a row: who, what kind, for whom, where, when."""
    return [Meta(str(posting.organisation), "organisation"), *about_of(posting)]


def about_of(posting: Posting) -> list[Meta]:
    """Give the short facts of a row where everybody knows whose it is."""
    texts = (
        (vocabulary.label("resource_kind", posting.kind), ""),
        (grades_of(posting), ""),
        (str(posting.settlement.name) if posting.settlement else "", "pin"),
        (span(posting.period_from, posting.period_to), "clock"),
    )
    return [Meta(text, icon) for text, icon in texts if text]


def grades_of(posting: Posting) -> str:
    """Write for which grades it is."""
    if posting.grade_from is None or posting.grade_to is None:
        return ""
    return _("for %(grades)s") % {"grades": grades((posting.grade_from, posting.grade_to))}


def is_ahead(posting: Posting) -> bool:
    """Tell whether its days have not begun yet."""
    return posting.period_from is not None and posting.period_from > clock.today()


def short_facts(posting: Posting) -> list[Meta]:
    """Give what somebody who is asked has to know at a glance: how many, for whom, when."""
    texts = (
        (quantity_of(posting.amount, posting.unit) if posting.amount is not None else "", "people"),
        (grades_of(posting), ""),
        (span(posting.period_from, posting.period_to), "calendar"),
    )
    return [Meta(text, icon) for text, icon in texts if text]


def definitions_of(posting: Posting, *, to_partner: bool = False) -> list[tuple[str, str]]:
    """Give the facts of a need or offer as pairs; empty ones are left out by the component.

    A partner who is asked by a link is not told who else sees it.
    """
    told = facts_of(posting)
    return told[:-1] if to_partner else told


def facts_of(posting: Posting) -> list[tuple[str, str]]:
    """Give all facts, who sees it last."""
    return [
        (_("What it is"), vocabulary.label("resource_kind", posting.kind)),
        (_("Focus"), vocabulary.label("focus", posting.focus) if posting.focus else ""),
        (_("Direction"), vocabulary.label("direction", posting.direction) if posting.direction else ""),
        (_("For whom"), grades_of(posting)),
        (_("How much"), quantity_of(posting.amount, posting.unit) if posting.amount is not None else ""),
        (_("When"), span(posting.period_from, posting.period_to)),
        (_("Where"), ways_of(posting)),
        (_("Place"), posting.address or (str(posting.settlement) if posting.settlement else "")),
        (_("Terms"), vocabulary.label("cost_terms", posting.cost)),
        (
            _("Who sees it"),
            _("Network «%(name)s»") % {"name": posting.network.name}
            if posting.network
            else posting.get_visibility_display(),
        ),
    ]


def understood(posting: Posting) -> list[tuple[str, str]]:
    """Give what was read out of the words of a draft, and what was not, so that nothing is taken for granted."""
    asked = {_("For whom"), _("How much"), _("When")}
    return [(name, value or (_("not said") if name in asked else "")) for name, value in definitions_of(posting)]


def quantity_of(amount: Decimal, unit: str) -> str:
    """Write an amount with its unit."""
    return quantity(amount, lower_first(vocabulary.label("unit", unit)) if unit else "")


def ways_of(posting: Posting) -> str:
    """Write where it can be, in words that mean the same to both sides."""
    travel = (
        _("at the partner's place")
        if posting.radius_km is None
        else _("at the partner's place, up to %(km)s km") % {"km": posting.radius_km}
    )
    ways = ((posting.here, str(posting.organisation)), (posting.there, travel), (posting.remote, _("remotely")))
    return ", ".join(text for offered, text in ways if offered)


def stages(response: Response) -> list[Stage]:
    """Give the road of an answer: asked, answered, done."""
    state = Response.State(response.state)
    opener, decider = response.other_than(response.decider_id), response.other_than(response.opener_id)
    ended = state in (Response.State.DECLINED, Response.State.WITHDRAWN)
    first = Stage(_("%(who)s wrote") % {"who": opener}, day(response.made_at), "done")
    if state == Response.State.WAITING:
        return [first, Stage(_("%(who)s answers") % {"who": decider}, "", "now"), Stage(_("Done"))]
    decided = day(response.decided_at) if response.decided_at else ""
    if response.decided_by_link:
        decided = _("%(day)s, answered by link") % {"day": decided}
    if ended:
        return [first, Stage(state.label, decided, "done")]
    agreed = Stage(_("Agreed"), decided, "done")
    if state == Response.State.ACCEPTED:
        return [first, agreed, Stage(_("Done"), _("either side records it"), "now")]
    done = _("Done") if state == Response.State.FULFILLED else state.label
    return [first, agreed, Stage(done, day(response.fulfilled_on) if response.fulfilled_on else "", "done")]
