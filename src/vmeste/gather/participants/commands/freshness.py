"""«Верно ли ещё?»: saying that a card is right, and asking those who act for it."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from vmeste.gather.participants.facts import OrganisationAskedAbout, OrganisationFreshened
from vmeste.gather.participants.models import Membership, Organisation, Role
from vmeste.gather.participants.policies import staying
from vmeste.gather.participants.thresholds import asked_since, old_since
from vmeste.ground.accounts.commands import make_link, post, revoke_links
from vmeste.ground.accounts.queries import absolute
from vmeste.ground.facts.recording import record, record_many
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.commands import command

LINK_DAYS = 60
LOT = 500
"""Cards confirmed by one press at most."""


@command
def freshen_organisation(*, actor: Actor, organisation: Organisation) -> None:
    """Say that the card is right; twice a day is once."""
    staying.can_freshen(actor, organisation).enforce()
    today = clock.today()
    older = Organisation.objects.filter(Q(fresh_on=None) | Q(fresh_on__lt=today), id=organisation.id)
    if older.update(fresh_on=today, asked_on=None, reminded_on=None):
        organisation.fresh_on, organisation.asked_on, organisation.reminded_on = today, None, None
        record(OrganisationFreshened(organisation_id=organisation.id), actor=actor)
    revoke_links(actor=SYSTEM, subject_kind="organisation", subject_id=organisation.id, purpose=staying.FRESH_BY_LINK)


@command
def freshen_lot(*, actor: Actor, organisations: Sequence[Organisation]) -> int:
    """Say of many cards that they are right, which nobody acts for; give how many there were. Constant queries.

    Each is told of by a fact of its own, so that each history says it.
    """
    for one in organisations:
        staying.can_freshen_unasked(actor, one).enforce()
    today = clock.today()
    ids = [one.id for one in organisations[:LOT]]
    rows = Organisation.objects.filter(Q(fresh_on=None) | Q(fresh_on__lt=today), id__in=ids, claimed_at=None)
    confirmed = list(rows.filter(state=Organisation.State.ACTIVE).order_by("id").values_list("id", flat=True))
    Organisation.objects.filter(id__in=confirmed).update(fresh_on=today)
    record_many([OrganisationFreshened(organisation_id=key) for key in confirmed], actor=actor)
    return len(confirmed)


def cards_to_ask() -> QuerySet[Organisation]:
    """Give claimed cards that nobody has confirmed for long and about which nobody was asked."""
    rows = Organisation.objects.filter(state=Organisation.State.ACTIVE, merged_into=None, claimed_at__isnull=False)
    return rows.filter(fresh_on__lt=old_since(), asked_on=None).order_by("fresh_on", "id")


def cards_to_remind() -> QuerySet[Organisation]:
    """Give cards about which somebody was asked long ago, once."""
    rows = Organisation.objects.filter(state=Organisation.State.ACTIVE, merged_into=None, claimed_at__isnull=False)
    return rows.filter(fresh_on__lt=old_since(), asked_on__lt=asked_since(), reminded_on=None).order_by(
        "fresh_on", "id"
    )


@command
def ask_about_card(*, actor: Actor, organisation: Organisation, again: bool = False) -> bool:
    """Write to those who act for a card whether it is right, each once; tell whether anybody was still to be asked."""
    staying.can_freshen(actor, organisation).enforce()
    today = clock.today()
    column = "reminded_on" if again else "asked_on"
    untouched = Organisation.objects.filter(id=organisation.id, fresh_on=organisation.fresh_on, **{column: None})
    if not untouched.update(**{column: today}):
        return False
    running = Membership.objects.filter(organisation=organisation, until_at=None)
    for keeper in running.filter(role__in=(Role.HEAD, Role.COORDINATOR)).select_related("person"):
        write_to_keeper(actor, organisation, keeper, column)
    record(OrganisationAskedAbout(organisation_id=organisation.id, again=again), actor=actor)
    return True


def write_to_keeper(actor: Actor, organisation: Organisation, keeper: Membership, column: str) -> None:
    """Post the question with a link of the keeper's own."""
    _link, token = make_link(
        actor=actor,
        purpose=staying.FRESH_BY_LINK,
        subject_kind="organisation",
        subject_id=organisation.id,
        organisation_id=organisation.id,
        days=LINK_DAYS,
    )
    address = absolute(reverse("participants:freshness_link", args=[token]))
    with translation.override(keeper.person.language):
        subject = _("Is the card of «%(organisation)s» still right?") % {"organisation": organisation}
        text = "\n\n".join(
            (
                _("Partners find «%(organisation)s» by its card. Nobody has looked at it for a long time.")
                % {"organisation": organisation},
                _("Look at it and press «All is right», or mend it: %(link)s") % {"link": address},
                _("Opening the link changes nothing. You need not sign in."),
            )
        )
    key = f"participants.{column}.{organisation.id}.{keeper.person_id}.{organisation.fresh_on}"
    post(actor=actor, to=keeper.person.email, subject=subject, text=text, key=key, secret=True)
