"""Who fits and whom to ask, read from the database: what is ruled out there is what matching would rule out."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.kit.reading import SameQueries
from vmeste.gather.exchange import commands
from vmeste.gather.exchange.matching import distance_km
from vmeste.gather.exchange.models import Need, Offer, Posting, Visibility
from vmeste.gather.exchange.queries import fitting, suitable
from vmeste.gather.exchange.queries.matches import candidates, reach
from vmeste.gather.participants.models import Organisation
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM
from vmeste.ground.kernel.ids import new_id

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db


def titles(town: "Town", need: Posting) -> list[str]:
    return [found.posting.title for found in fitting(town.actor(town.head), need)]


def test_an_offer_of_the_same_fits_with_reasons_in_words(town: "Town") -> None:
    offer = town.offer()
    [found] = fitting(town.actor(town.head), town.need())
    assert found.posting == offer
    assert 50 < found.percent <= 100
    assert found.sentences[0].good
    assert [part.weight for part in found.parts] == sorted((part.weight for part in found.parts), reverse=True)


def test_it_is_found_from_both_sides(town: "Town") -> None:
    need, offer = town.need(), town.offer()
    assert [found.posting for found in fitting(town.actor(town.keeper), offer)] == [need]
    assert [found.posting for found in fitting(town.actor(town.head), need)] == [offer]


def test_the_same_words_fit_though_they_are_the_only_text_there_is(town: "Town") -> None:
    town.offer("Обжиг глиняных свистулек", kind="event")
    assert titles(town, town.need("Обжиг глиняных свистулек", kind="event")) == ["Обжиг глиняных свистулек"]


@pytest.mark.parametrize(
    "change",
    [
        {"draft": True},
        {"kind": "transport"},
        {"period_from": date(2027, 3, 1), "period_to": date(2027, 3, 9)},
        {"there": False},
        {"visibility": Visibility.OWN},
    ],
    ids=str,
)
def test_what_cannot_serve_is_not_shown(change: dict[str, Any], town: "Town") -> None:
    town.offer(**change)
    assert titles(town, town.need(period_from=date(2027, 1, 1), period_to=date(2027, 2, 1))) == []


def test_what_is_closed_or_ones_own_is_not_shown(town: "Town") -> None:
    offer = town.offer()
    need = town.need()
    own = commands.write_offer(actor=SYSTEM, organisation=town.school, terms=terms_of(need))
    commands.publish_posting(actor=SYSTEM, posting=own)
    commands.pause_posting(actor=town.actor(town.keeper), posting=offer)
    assert titles(town, need) == []


def terms_of(need: Need) -> Any:
    from vmeste.gather.exchange.terms import Terms  # noqa: PLC0415

    return Terms(title=need.title, kind=need.kind, there=True)


def test_offers_of_a_network_fit_its_members_only(town: "Town") -> None:
    network = town.network(town.museum)
    town.offer(visibility=Visibility.NETWORK, network_id=network.id)
    need = town.need()
    assert titles(town, need) == []
    from vmeste.gather.participants.commands import add_network_member  # noqa: PLC0415

    add_network_member(actor=SYSTEM, network=network, organisation=town.school)
    assert titles(town, need) == ["Экскурсия о реке для 5 класса"]


def test_something_else_is_not_shown_though_kind_and_place_agree(town: "Town") -> None:
    town.offer("Мастер-класс по бисеру для бабушек")
    assert titles(town, town.need("Экскурсия на завод пластмасс")) == []


def test_reading_matches_takes_the_same_queries_for_one_and_three(
    town: "Town", assert_same_queries: SameQueries
) -> None:
    need = town.need()
    actor = town.actor(town.head)
    assert_same_queries(lambda: fitting(actor, need), town.offer, at_most=6)
    assert len(fitting(actor, need)) == 3


def test_reading_whom_to_ask_takes_the_same_queries_for_one_and_three(
    town: "Town", assert_same_queries: SameQueries
) -> None:
    need = town.need("Библиотечный урок о книгах для 3 класса")
    number = iter(range(9))
    assert_same_queries(
        lambda: suitable(need), lambda: town.organisation(f"Библиотека {next(number)}", type="library"), at_most=3
    )
    assert len(suitable(need)) == 3


def test_whom_to_ask_are_fitting_types_that_posted_nothing_and_were_not_asked(town: "Town") -> None:
    need = town.need("Библиотечный урок о книгах для 3 класса")
    silent = town.organisation("Библиотека тихая", type="library")
    asked = town.organisation("Библиотека спрошенная", type="library")
    closed = town.organisation("Библиотека закрытая", type="library")
    town.organisation("Бассейн", type="sport_facility")
    Organisation.objects.filter(id=closed.id).update(state=Organisation.State.CLOSED)
    Organisation.objects.filter(id=town.museum.id).update(type="library")
    town.offer()
    commands.ask_organisation(actor=town.actor(town.head), need=need, organisation=asked)
    assert [one.organisation for one in suitable(need)] == [silent]


def test_the_nearer_of_two_alike_is_asked_first(town: "Town") -> None:
    Organisation.objects.filter(id=town.school.id).update(lat=57.0, lon=48.0)
    town.school.refresh_from_db()
    need = town.need("Библиотечный урок о книгах для 3 класса")
    far, near = (town.organisation(name, type="library") for name in ("Дальняя", "Ближняя"))
    Organisation.objects.filter(id=far.id).update(lat=57.2, lon=48.0)
    Organisation.objects.filter(id=near.id).update(lat=57.01, lon=48.0)
    assert [one.organisation for one in suitable(need)] == [near, far]
    assert suitable(need)[0].distance_km == pytest.approx(1.1, abs=0.1)


def test_the_anonymous_and_strangers_see_no_more_than_is_public(town: "Town") -> None:
    town.offer(visibility=Visibility.OWN)
    need = town.need()
    assert fitting(ANONYMOUS, need) == []


class Reaching(TestCase):
    """The rectangle drawn in the database holds every circle that matching looks at."""

    @settings(max_examples=60, deadline=None)
    @given(
        st.floats(42, 72), st.floats(20, 175), st.floats(-3, 3), st.floats(-6, 6), st.integers(0, 3000), st.booleans(),
    )  # fmt: skip
    def test_the_database_rules_out_nobody_who_is_near_enough(  # noqa: PLR0913, PLR0917  six numbers of one drawing
        self, lat: float, lon: float, north: float, east: float, radius: int, ours: bool
    ) -> None:
        organisation = Organisation.objects.create(
            name="Школа", name_key="школа", made_at=clock.now(), changed_at=clock.now()
        )
        need = a_row(Need, organisation, lat, lon, here=not ours, there=ours, radius_km=radius if ours else None)
        offer = a_row(
            Offer, organisation, lat + north, lon + east, here=ours, there=not ours, radius_km=None if ours else radius
        )
        offer.save(force_insert=True)
        far = distance_km((lat, lon), (lat + north, lon + east))
        assert far is not None
        if far <= radius:
            assert Offer.objects.filter(reach(need)).exists()


def a_row(model: type[Any], organisation: Organisation, lat: float, lon: float, **more: Any) -> Any:
    now = clock.now()
    return model(
        id=new_id(),
        organisation=organisation,
        title="т",
        kind="event",
        state="open",
        lat=lat,
        lon=lon,
        made_at=now,
        changed_at=now,
        **more,
    )


def test_candidates_are_the_newest_when_there_are_too_many(town: "Town", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vmeste.gather.exchange.queries.matches.CANDIDATES", 2)
    offers = [town.offer() for _ in range(3)]
    rows = candidates(town.need(), Offer.objects.all())
    assert [row[0] for row in rows] == [offers[2].id, offers[1].id]
