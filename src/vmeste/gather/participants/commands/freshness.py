"""«Верно ли ещё?»: saying that a card is right, and asking those who act for it."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from vmeste.gather.participants.facts import OrganisationAskedAbout, OrganisationFreshened
from vmeste.gather.participants.models import Membership, Organisation, Role
from vmeste.gather.participants.policies import staying
from vmeste.ground.accounts.commands import make_link, post, revoke_links
from vmeste.ground.accounts.queries import absolute
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.commands import command

LINK_DAYS = 60


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


def cards_to_ask() -> QuerySet[Organisation]:
    """Give claimed cards that nobody has confirmed for long and about which nobody was asked."""
    rows = Organisation.objects.filter(state=Organisation.State.ACTIVE, merged_into=None, claimed_at__isnull=False)
    return rows.filter(fresh_on__lt=staying.old_since(), asked_on=None).order_by("fresh_on", "id")


def cards_to_remind() -> QuerySet[Organisation]:
    """Give cards about which somebody was asked long ago, once."""
    rows = Organisation.objects.filter(state=Organisation.State.ACTIVE, merged_into=None, claimed_at__isnull=False)
    waited = clock.today() - timedelta(days=settings.VMESTE.card_grace_days)
    return rows.filter(fresh_on__lt=staying.old_since(), asked_on__lt=waited, reminded_on=None).order_by(
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
