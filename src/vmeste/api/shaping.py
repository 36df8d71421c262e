"""From rows to what the API answers."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse

from vmeste.api import schemas
from vmeste.gather.exchange.models import Posting
from vmeste.gather.participants.distance import Point
from vmeste.gather.participants.models import Network, Organisation, Territory
from vmeste.gather.participants.queries import CardPage, km_from
from vmeste.ground.accounts.queries import absolute
from vmeste.ground.kernel.ids import code
from vmeste.ground.vocabulary import queries as vocabulary

Level = Territory.Level


def word(name: str, of: str) -> schemas.Word | None:
    """Give a code of a vocabulary with its word; nothing for none."""
    return schemas.Word(code=of, label=vocabulary.label(name, of)) if of else None


def point(lat: float | None, lon: float | None) -> schemas.Point | None:
    """Give a place in degrees, where both are known."""
    return None if lat is None or lon is None else schemas.Point(lat=lat, lon=lon)


def place(row: Territory | None) -> schemas.Place | None:
    """Give a territory."""
    if row is None:
        return None
    oktmo = None if row.level == Level.SETTLEMENT else row.code
    return schemas.Place(id=code(row.id), level=row.level, name=row.full_name, oktmo=oktmo)


def organisation_named(row: Organisation) -> schemas.Reference:
    """Name an organisation."""
    url = absolute(reverse("participants:organisation", args=[row.id]))
    return schemas.Reference(id=code(row.id), name=str(row), url=url)


def network_named(row: Network) -> schemas.Reference:
    """Name a network."""
    return schemas.Reference(
        id=code(row.id), name=row.name, url=absolute(reverse("participants:network", args=[row.id]))
    )


def in_list(row: Organisation, centre: Point | None = None) -> schemas.OrganisationInList:
    """Shape a card for a list; `centre` is what distances are measured from."""
    far = km_from(centre, row) if centre else None
    return schemas.OrganisationInList(
        id=code(row.id),
        name=row.name,
        short_name=row.short_name,
        nature=schemas.Word(code=row.nature, label=row.get_nature_display()),
        type=word("organisation_type", row.type),
        department=word("department", row.department),
        state=schemas.Word(code=row.state, label=row.get_state_display()),
        is_claimed=row.claimed_at is not None,
        is_verified=row.verified_at is not None,
        region=place(row.region),
        municipality=place(row.municipality),
        settlement=place(row.settlement),
        address=row.address,
        point=point(row.lat, row.lon),
        distance_km=None if far is None else round(far, 1),
        changed_at=last_of(row.changed_at, row.verified_at, row.claimed_at),
        url=absolute(reverse("participants:organisation", args=[row.id])),
        api_url=absolute(reverse("api-v1:organisation", args=[code(row.id)])),
    )


def whole(row: Organisation, card: CardPage, may_see: Callable[[int], bool]) -> schemas.Organisation:
    """Shape a whole card; `may_see` tells which other cards the reader may be shown."""

    def shown(other: Organisation | None) -> schemas.Reference | None:
        return organisation_named(other) if other and may_see(other.id) else None

    return schemas.Organisation(
        **in_list(row).dict(),
        parent=shown(row.parent),
        guarantor=shown(row.guarantor),
        successor=shown(row.successor),
        inn=row.inn,
        kpp=row.kpp,
        ogrn=row.ogrn,
        legal_form=word("legal_form", row.legal_form),
        founder=row.founder,
        phone=row.phone,
        email=row.email,
        website=row.website,
        description=row.description,
        other_names=card.other_names,
        sites=[schemas.Site(address=site.address, point=point(site.lat, site.lon)) for site in card.sites],
        units=[organisation_named(unit) for unit in card.units],
        networks=[network_named(network) for network in card.networks],
        source=row.source,
        true_on=row.true_on,
    )


def posting(row: Posting) -> schemas.Posting:
    """Shape a need or an offer."""
    return schemas.Posting(
        id=code(row.id),
        title=row.title,
        text=row.text,
        organisation=organisation_named(row.organisation),
        on_behalf=row.on_behalf,
        kind=word("resource_kind", row.kind),
        focus=word("focus", row.focus),
        direction=word("direction", row.direction),
        grade_from=row.grade_from,
        grade_to=row.grade_to,
        amount=None if row.amount is None else float(row.amount),
        unit=word("unit", row.unit),
        period_from=row.period_from,
        period_to=row.period_to,
        here=row.here,
        there=row.there,
        remote=row.remote,
        radius_km=row.radius_km,
        settlement=place(row.settlement),
        address=row.address,
        point=point(row.lat, row.lon),
        cost=word("cost_terms", row.cost),
        visibility=schemas.Word(code=row.visibility, label=row.get_visibility_display()),
        network=network_named(row.network) if row.network else None,
        state=schemas.Word(code=row.state, label=row.get_state_display()),
        opened_at=row.opened_at,
        changed_at=last_of(row.changed_at, row.opened_at, row.confirmed_at, row.closed_at),
        url=absolute(reverse(f"exchange:{row.side}", args=[row.id])),
        api_url=absolute(reverse(f"api-v1:{row.side}", args=[code(row.id)])),
    )


def last_of(*moments: datetime | None) -> datetime:
    """Give the latest of the moments that are known."""
    return max(moment for moment in moments if moment is not None)
