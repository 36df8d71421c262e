"""Making, changing and confirming single cards; a form goes through the same validators as a register's row."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext as _

from vmeste.gather.participants import policies
from vmeste.gather.participants.cards import Card, read_card
from vmeste.gather.participants.facts import OrganisationChanged, OrganisationRegistered, OrganisationVerified
from vmeste.gather.participants.identifiers import address_key, name_key
from vmeste.gather.participants.models import Nature, Organisation, OtherCode, Site, Territory
from vmeste.gather.participants.picture import located
from vmeste.gather.participants.places import NOWHERE, Place, Places, place_of
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor, Duty
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.vocabulary import queries as vocabulary

CARD_FIELDS = (
    "name", "short_name", "inn", "kpp", "ogrn", "founder", "address", "phone", "email", "website", "description",
    "lat", "lon",
)  # fmt: skip
CODED = ("type", "department", "legal_form")
CHANGING = (*CARD_FIELDS, *CODED, "region_id", "municipality_id", "settlement_id")

CONFIRMED = frozenset(("name", "inn", "kpp", "ogrn"))  # what a coordinator of the territory says yes to
SOLE_INN = 12  # digits; legal entities have ten


@command
def register_organisation(  # noqa: PLR0913  a card is what it is
    *,
    actor: Actor,
    values: Mapping[str, str],
    nature: Nature = Nature.LEGAL,
    parent: Organisation | None = None,
    guarantor: Organisation | None = None,
    territory: Territory | None = None,
) -> Organisation:
    """Make one card from plain texts (`CARD_FIELDS`, `settlement`, vocabulary codes); raises `Invalid` by field.

    Units and groups may be added by those they belong to, and stand where these stand unless told.
    """
    above = parent or guarantor
    if not (above and policies.can_register_under(actor, above)):
        policies.can_register(actor).enforce()
    card = checked(values, nature, parent, guarantor)
    place = placed(card, territory, place_held(above) if above else NOWHERE)
    if not (above and policies.can_register_under(actor, above)):
        stand_inside(actor, place)
    now = clock.now()
    organisation = Organisation(nature=nature, parent=parent, guarantor=guarantor, made_at=now, changed_at=now)
    write_card(organisation, card, values, place)
    organisation.verified_at = now if policies.oversees(actor) else None
    organisation.fresh_on = clock.today()
    refuse_double(organisation)
    organisation.save(force_insert=True)
    keep_parts(organisation, card)
    record(OrganisationRegistered(organisation_id=organisation.id), actor=actor)
    return organisation


@command
def change_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    values: Mapping[str, str],
    version: int,
    territory: Territory | None = None,
) -> Organisation:
    """Change a card; `version` is the one the writer saw. Nothing different, nothing told.

    Raises `Invalid` by field, `Stale` when somebody has changed the card since.
    """
    policies.can_edit(actor, organisation).enforce()
    confirms = bool(policies.can_verify(actor, organisation))
    before = {name: getattr(organisation, name) for name in CHANGING}
    stood_at = address_key(organisation.address)
    card = checked(values, Nature(organisation.nature), organisation.parent, organisation.guarantor)
    place = placed(card, territory, place_held(organisation))
    if place != place_held(organisation) and not actor.serves(organisation.id, Duty.COORDINATE):
        stand_inside(actor, place)
    write_card(organisation, card, values, place)
    changed = tuple(name for name, old in before.items() if getattr(organisation, name) != old)
    if not changed:
        return organisation
    refuse_double(organisation)
    if organisation.verified_at and not confirms and not CONFIRMED.isdisjoint(changed):
        organisation.verified_at = None
        changed = (*changed, "verified_at")
    keep_changed(organisation, changed, version)
    keep_parts(organisation, card, moved_from=stood_at)
    record(OrganisationChanged(organisation_id=organisation.id, fields=changed), actor=actor)
    return organisation


def looked_at() -> dict[str, date | None]:
    """Give what is written when somebody has looked at a card today."""
    return {"fresh_on": clock.today(), "asked_on": None, "reminded_on": None}


def keep_changed(organisation: Organisation, changed: Sequence[str], version: int) -> None:
    """Write what was changed and nothing else, if the card is still the one the writer saw; raises `Stale`."""
    written = {name: getattr(organisation, name) for name in (*changed, "name_key", "shown_key")}
    seen = Organisation.objects.filter(id=organisation.id, version=version, merged_into=None)
    if not seen.update(version=F("version") + 1, changed_at=clock.now(), **looked_at(), **written):
        raise Stale(
            _("Somebody has changed this card while you were writing. Your words are below; compare and save again.")
        )
    organisation.version = version + 1


@command
def verify_organisation(*, actor: Actor, organisation: Organisation) -> Organisation:
    """Confirm a card's data; twice is once."""
    policies.can_verify(actor, organisation).enforce()
    now = clock.now()
    if Organisation.objects.filter(id=organisation.id, verified_at=None).update(verified_at=now, **looked_at()):
        organisation.verified_at = now
        record(OrganisationVerified(organisation_id=organisation.id), actor=actor)
    return organisation


def checked(
    values: Mapping[str, str], nature: Nature, parent: Organisation | None, guarantor: Organisation | None
) -> Card:
    """Read the texts and refuse what cannot be; a form is stricter than a register: codes must hold."""
    card = read_card(values, vocabulary.match)
    faults = dict(card.faults)
    for label, value in card.other_codes:
        faults[{"ИНН": "inn", "КПП": "kpp", "ОГРН": "ogrn"}.get(label, "lat")] = _("«%(value)s» does not hold.") % {
            "value": value
        }
    if nature == Nature.LEGAL and len(card.inn) == SOLE_INN:
        faults["inn"] = _("An ИНН of twelve digits is that of a person; a legal entity has ten.")
    if nature == Nature.UNIT and parent is None:
        faults["parent"] = _("Say of which organisation this is a unit.")
    if nature == Nature.INFORMAL and guarantor is None:
        faults["guarantor"] = _("Say which organisation answers for the group.")
    if faults:
        raise Invalid(faults)
    return card


def write_card(organisation: Organisation, card: Card, values: Mapping[str, str], place: Place) -> None:
    """Put what was read onto the row."""
    for name in CARD_FIELDS:
        setattr(organisation, name, getattr(card, name))
    for name in CODED:
        given = values.get(name, "")
        setattr(
            organisation, name, given if given and vocabulary.find(_vocabulary(name), given) else getattr(card, name)
        )
    organisation.name_key = card.name_key
    organisation.shown_key = name_key(str(organisation))
    organisation.region_id = place.region_id
    organisation.municipality_id = place.municipality_id
    organisation.settlement_id = place.settlement_id


def _vocabulary(name: str) -> str:
    return "organisation_type" if name == "type" else name


def placed(card: Card, territory: Territory | None, held: Place) -> Place:
    """Give where a card stands: in the settlement named, else as its address says, inside the territory given."""
    known = territory or Territory.objects.filter(id=held.municipality_id or held.region_id or 0).first()
    if known is None or (territory is None and not card.settlement):
        return held
    if known.level == Territory.Level.SETTLEMENT:
        return place_of(known)
    places = Places(known)
    if card.settlement and not places.knows(card.settlement):
        raise Invalid({"settlement": _("%(place)s has no settlement of this name.") % {"place": known.full_name}})
    return places.find(card.address, card.settlement)


def place_held(organisation: Organisation) -> Place:
    """Give where a card stands."""
    return Place(organisation.region_id, organisation.municipality_id, organisation.settlement_id)


def stand_inside(actor: Actor, place: Place) -> None:
    """Refuse a card outside the territories of a coordinator."""
    if not (place.ids & actor.territory_ids or actor.is_admin or actor.is_system):
        raise Refused(_("This territory is coordinated by somebody else."))


def refuse_double(organisation: Organisation) -> None:
    """Refuse a second legal entity of the same ИНН and КПП, saying which card has them."""
    if organisation.nature != Nature.LEGAL or not (organisation.inn and organisation.kpp):
        return
    same = Organisation.objects.filter(
        nature=Nature.LEGAL, merged_into=None, inn=organisation.inn, kpp=organisation.kpp
    ).exclude(state__in=Organisation.outside)
    other = same.filter(~Q(id=organisation.id)).first()
    if other:
        raise Invalid({"inn": _("«%(name)s» has this ИНН and КПП already.") % {"name": other}})


def keep_parts(organisation: Organisation, card: Card, moved_from: str | None = None) -> None:
    """Keep the address as a site and codes that do not hold; `moved_from` is the key of the address it had before."""
    if moved_from is not None and moved_from != card.address_key:
        Site.objects.filter(organisation=organisation, address_key=moved_from).delete()
    if card.address or card.lat is not None:
        Site.objects.update_or_create(
            organisation=organisation,
            address_key=card.address_key,
            defaults={"address": card.address, **located(card.lat, card.lon)},
        )
    OtherCode.objects.bulk_create(
        [OtherCode(organisation=organisation, label=label, value=value) for label, value in card.other_codes],
        ignore_conflicts=True,
    )
