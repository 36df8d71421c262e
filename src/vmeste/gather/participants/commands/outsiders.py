"""Cards of organisations that are not in the directory yet: one's own, with a claim; a partner's that has not joined.

One's own is seen by whoever wrote it and by the territory until the claim is granted, so that nobody fills the public
directory with what does not exist. A partner's is written by a coordinator in the name of an organisation that others
know, so it stands in the directory at once, marked as not confirmed.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.commands.claims import Grounds, checked_grounds, claiming_person, make_claim
from vmeste.gather.participants.commands.organisations import checked, keep_parts, refuse_double, write_card
from vmeste.gather.participants.facts import OrganisationListed, OrganisationProposed
from vmeste.gather.participants.models import Claim, Nature, Organisation, Territory
from vmeste.gather.participants.places import Place, place_of
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts.models import Record
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.turns import hold_turn

A_DAY = timedelta(days=1)
A_PERSON_A_DAY = 3
AN_ORGANISATION_A_DAY = 20
EVERYBODY_A_DAY = 500
"""New cards within a day, counted in the database and so for all processes together."""
SOLE_INN = 12  # digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Outsider:
    """What little is known of an organisation that is not in the directory; `type` is a code, `place` where it is."""

    name: str
    place: Territory
    type: str = ""
    inn: str = ""
    phone: str = ""
    website: str = ""

    @property
    def values(self) -> dict[str, str]:
        """The same as the plain texts of a card."""
        names = ("name", "type", "inn", "phone", "website")
        return {name: getattr(self, name) for name in names}

    @property
    def stands(self) -> Place:
        """Where it is."""
        return place_of(self.place)


@command
def propose_organisation(*, actor: Actor, outsider: Outsider, grounds: Grounds) -> Claim:
    """Write the card of one's own organisation, which is not in the directory, and claim it; raises `Invalid` by field.

    Needs can be written at once; all of it is seen by its writer and the territory until the claim is granted.
    """
    policies.can_propose(actor, outsider.stands).enforce()
    values = checked_grounds(grounds)
    hold_turn("cards of outsiders")
    person = claiming_person(actor)
    refuse_many_new(person)
    organisation = new_card(outsider, Organisation.State.PROPOSED)
    record(OrganisationProposed(organisation_id=organisation.id), actor=actor)
    return make_claim(actor, person, organisation, values)


def refuse_many_new(person: Person) -> None:
    """Refuse more new cards than somebody writes who means it, and than the territories can look at."""
    since, outside = clock.now() - A_DAY, Organisation.outside
    mine = Claim.objects.filter(person=person, organisation__state__in=outside, made_at__gte=since).count()
    written = Organisation.objects.filter(state__in=outside, made_at__gte=since).count()
    if mine >= A_PERSON_A_DAY or written >= EVERYBODY_A_DAY:
        raise Invalid({"": _("Too many new cards for one day. Wait until those you wrote are looked at.")})


@command
def list_outsider(*, actor: Actor, outsider: Outsider) -> Organisation:
    """Write the card of a partner that has not joined; raises `Invalid` by field. It is not confirmed, and says so."""
    policies.can_list(actor).enforce()
    assert actor.organisation_id is not None  # noqa: S101  whoever may list acts for an organisation
    hold_turn("cards of outsiders")
    told = Record.objects.filter(kind=OrganisationListed.kind, at__gte=clock.now() - A_DAY)
    if told.filter(organisation_id=actor.organisation_id).count() >= AN_ORGANISATION_A_DAY:
        raise Invalid({"": _("Too many new cards for one day; go on tomorrow.")})
    teller = Organisation.objects.get(id=actor.organisation_id)
    organisation = new_card(outsider, Organisation.State.ACTIVE, source=str(teller)[:200])
    record(OrganisationListed(organisation_id=organisation.id, by_id=teller.id), actor=actor)
    return organisation


def new_card(outsider: Outsider, state: Organisation.State, source: str = "") -> Organisation:
    """Write the card; nobody has confirmed it."""
    nature = Nature.SOLE if len(outsider.inn) == SOLE_INN else Nature.LEGAL
    card = checked(outsider.values, nature, None, None)
    now = clock.now()
    row = Organisation(nature=nature, state=state, source=source, fresh_on=clock.today(), made_at=now, changed_at=now)
    write_card(row, card, outsider.values, outsider.stands)
    refuse_double(row)
    row.save(force_insert=True)
    keep_parts(row, card)
    return row
