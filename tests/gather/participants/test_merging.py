"""Two cards become one and two again: nothing is lost on the way there, and everything is back after it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.forms.models import model_to_dict

from tests.kit.facts import facts, last_fact
from tests.kit.people import Actors
from tests.kit.town import Town
from vmeste.gather.exchange.commands import respond
from vmeste.gather.exchange.models import Need, Response
from vmeste.gather.participants import commands
from vmeste.gather.participants.models import (
    JoiningRequest,
    LikelyPair,
    Membership,
    Merge,
    Network,
    NetworkMember,
    Organisation,
    OtherName,
    Role,
    Site,
    StaffCard,
    Territory,
)
from vmeste.ground.accounts.models import OneTimeLink
from vmeste.ground.facts import lineage
from vmeste.ground.facts.models import Tie
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.kernel.registries import pointers
from vmeste.ground.text.search import search
from vmeste.ground.threads.models import Message, Thread
from vmeste.listen.notifications.models import Notice

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
INN, KPP = "7718084659", "771801001"


def merge(survivor: Organisation, merged: Organisation, **more: Any) -> Merge:
    return commands.merge_organisations(actor=SYSTEM, survivor=survivor, merged=merged, **more)


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """Give every row of every table a merge may touch, as it stands."""
    labels = {pointer.model for pointer in pointers.values() if not pointer.stays}
    return {
        label: [
            {key: value for key, value in row.items() if key not in ("version", "changed_at")}
            for row in apps.get_model(label)._base_manager.order_by("pk").values()
        ]
        for label in sorted(labels - {"participants.LikelyPair"})
    }


def naming(card: Organisation) -> Iterator[str]:
    """Give each column that still names a card, of those that follow a merge."""
    for pointer in pointers.values():
        kind = {pointer.kind_column: "organisation"} if pointer.kind_column else {}
        rows = apps.get_model(pointer.model)._base_manager.filter(**kind)
        for column in () if pointer.stays else pointer.columns:
            if rows.filter(**{column: card.id}).exists():
                yield f"{pointer.model}.{column}"


@pytest.fixture
def partners(db: None) -> Town:
    del db
    return Town()


@pytest.fixture
def tangle(partners: Town) -> tuple[Organisation, Organisation]:
    """Give two cards of one museum, each with every kind of link, many of them to the same things."""
    card, double = (
        partners.museum,
        partners.organisation("Краеведческий музей «Берег»", phone="8 800 555-35-35", inn=INN),
    )
    third = partners.organisation("Дом творчества «Лад»")
    keeper = partners.person("second@museum.test", "Глеб", double, Role.COORDINATOR)
    newcomer = partners.person("newcomer@museum.test", "Дина")
    partners.join(partners.keeper, double, Role.HEAD)
    for organisation in (card, double):
        Site.objects.create(organisation=organisation, address="Мира, 1", address_key="1 мира")
        OtherName.objects.create(organisation=organisation, name="Музей реки", name_key="музей реки")
        lineage.link(("organisation", organisation.id), "made", ("need", 1))
        StaffCard.objects.create(
            organisation=organisation, name="Лев Толстов", name_key="лев толстов", made_at=clock.now(),
            changed_at=clock.now(), email="lev@museum.test" if organisation == double else "",
        )  # fmt: skip
        JoiningRequest.objects.create(person=newcomer, organisation=organisation, made_at=clock.now())
        Tie.objects.create(
            **dict(zip(("org_a", "org_b"), sorted((organisation.id, third.id)), strict=True)),
            kind="work", count=2, last_on=clock.today(),
        )  # fmt: skip
        thread = Thread.objects.create(subject_kind="organisation", subject_id=organisation.id)
        Message.objects.create(
            thread=thread, person=keeper, organisation_id=organisation.id, text="Слово", at=clock.now()
        )
    Site.objects.create(organisation=double, address="Лесная, 2", address_key="2 лесная")
    partners.network(partners.school, card, double)
    partners.network(double, name="Музеи")
    need = partners.need()
    respond(actor=partners.actor(partners.keeper, card), posting=need)
    respond(actor=partners.actor(keeper), posting=need)
    OneTimeLink.objects.create(
        token_hash=b"1" * 32, purpose="x", subject_kind="organisation", subject_id=double.id,
        organisation_id=double.id, made_at=clock.now(), expires_at=clock.now() + timedelta(days=1),
    )  # fmt: skip
    Notice.objects.create(
        person=keeper, organisation=double, by=double, record_id=1, kind="x", subject_kind="organisation",
        subject_id=double.id, about_kind="organisation", about_id=double.id, made_at=clock.now(),
    )  # fmt: skip
    return card, double


def test_everything_that_named_the_card_names_the_other(tangle: tuple[Organisation, Organisation]) -> None:
    card, double = tangle
    merge(card, double, despite_claims=True)
    kept_as_history = {"participants.Membership.organisation_id", "participants.NetworkMember.organisation_id"}
    assert set(naming(double)) - kept_as_history == set()
    assert last_fact().kind == "participants.organisation.merged"
    double.refresh_from_db()
    assert double.merged_into_id == card.id


def test_where_both_stand_once_they_stand_once(tangle: tuple[Organisation, Organisation], partners: Town) -> None:
    card, double = tangle
    merge(card, double, despite_claims=True)
    running = Membership.objects.filter(organisation=card, until_at=None)
    assert dict(running.values_list("person__email", "role")) == {
        "keeper@museum.test": Role.HEAD,
        "second@museum.test": Role.COORDINATOR,
    }
    assert sorted(Site.objects.filter(organisation=card).values_list("address", flat=True)) == ["Лесная, 2", "Мира, 1"]
    assert NetworkMember.objects.filter(organisation=card, network__name="Сеть", until_at=None).count() == 1
    assert Network.objects.get(name="Музеи").hub_id == card.id
    assert Tie.objects.get(kind="work").count == 4
    assert StaffCard.objects.get(organisation=card).email == "lev@museum.test"
    assert sorted(card.joining_requests.values_list("state", flat=True)) == ["open", "withdrawn"]
    assert Message.objects.filter(thread=Thread.objects.get(subject_kind="organisation")).count() == 2
    assert sorted(Response.objects.filter(giving=card).values_list("state", flat=True)) == ["waiting", "withdrawn"]


def test_undoing_puts_every_row_back(tangle: tuple[Organisation, Organisation]) -> None:
    card, double = tangle
    before = snapshot()
    done = merge(card, double, taken=("phone",), despite_claims=True)
    assert snapshot() != before
    commands.part_organisations(actor=SYSTEM, merge=done)
    after = snapshot()
    for label, rows in before.items():
        assert after[label] == rows, label
    assert last_fact().kind == "participants.organisation.parted"


def test_blanks_are_filled_and_chosen_fields_taken(make: Make) -> None:
    card = make("Школа № 5", phone="1", address="Мира, 1")
    double = make("Средняя школа № 5 имени Пушкина", phone="2", address="Мира, д. 1", inn=INN, kpp=KPP)
    merge(card, double, taken=("phone", "name"))
    card.refresh_from_db()
    assert (card.name, card.phone, card.address, card.inn, card.kpp) == (double.name, "2", "Мира, 1", INN, KPP)
    assert list(card.other_names.values_list("name", flat=True)) == ["Школа № 5"]


def test_both_names_are_found_and_lead_to_one_card(make: Make) -> None:
    card, double = make("Школа № 5"), make("Лингвистическая гимназия")
    done = merge(card, double)
    assert search("organisation", "лингвистическая").ids == [card.id]
    commands.part_organisations(actor=SYSTEM, merge=done)
    assert search("organisation", "лингвистическая").ids == [double.id]


def test_a_register_meets_the_card_that_stays(make: Make, region: Territory) -> None:
    card, double = make("Школа № 5", address="Мира, 1"), make("Школа пятая", address="Мира, 1", inn=INN, kpp=KPP)
    merge(card, double)
    run = commands.RegisterRun(SYSTEM, region, "реестр", clock.today())
    verdicts = run.write([{"name": "Школа пятая", "address": "Мира, 1", "inn": INN, "kpp": KPP}, {"name": "Школа пятая", "address": "Мира, 1"}])  # fmt: skip  # noqa: E501
    assert {one.target_id for one in verdicts} == {card.id}
    assert Organisation.objects.count() == 2


def test_merges_follow_one_another_and_are_undone_in_their_order(make: Make) -> None:
    first, second, third = (make(f"Клуб {name}") for name in ("Альфа", "Бета", "Гамма"))
    one = merge(second, first)
    two = merge(third, second)
    first.refresh_from_db()
    assert first.merged_into_id == third.id, "addresses lead on in one step"
    with pytest.raises(Invalid) as caught:
        commands.part_organisations(actor=SYSTEM, merge=one)
    assert "вошла в другую" in str(caught.value.faults)
    commands.part_organisations(actor=SYSTEM, merge=two)
    first.refresh_from_db()
    assert first.merged_into_id == second.id
    commands.part_organisations(actor=SYSTEM, merge=one)
    assert not Organisation.objects.filter(merged_into__isnull=False).exists()


def test_what_was_changed_since_is_told_and_nothing_is_undone(make: Make) -> None:
    card, double = make("Клуб Альфа"), make("Клуб Бета", phone="2", address="Мира, 1")
    done = merge(card, double)
    Site.objects.filter(organisation=card).delete()
    Organisation.objects.filter(id=card.id).update(phone="3")
    with pytest.raises(Invalid) as caught:
        commands.part_organisations(actor=SYSTEM, merge=done)
    words = str(caught.value.faults[""])
    assert "елефон" in words
    assert "(1)" in words
    double.refresh_from_db()
    assert double.merged_into_id == card.id


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"inn": INN, "kpp": KPP}, {"inn": "7714239823", "kpp": "771401001"}, "разные ИНН"),
        ({"inn": INN, "kpp": KPP}, {"inn": INN, "kpp": "771802001"}, "филиал"),
    ],
)
def test_two_legal_entities_and_branches_stay_apart(
    make: Make, one: dict[str, str], other: dict[str, str], why: str
) -> None:
    with pytest.raises(Invalid) as caught:
        merge(make("Школа № 5", **one), make("Школа № 5", **other))
    assert why in str(caught.value.faults[""])
    assert not Merge.objects.exists()


def test_a_unit_is_not_its_organisation(make: Make) -> None:
    card = make("Дворец «Темп»")
    with pytest.raises(Invalid):
        merge(card, make("Клуб «Темп»", parent=card))


def test_those_who_answered_each_other_are_two(partners: Town) -> None:
    partners.response()
    with pytest.raises(Invalid) as caught:
        merge(partners.school, partners.museum, despite_claims=True)
    assert "отвечали" in str(caught.value.faults[""])
    assert Need.objects.get().organisation_id == partners.school.id


def test_a_card_with_representatives_stays(partners: Town, coordinator: Actor, region: Territory) -> None:
    Organisation.objects.update(region=region)
    partners.school.refresh_from_db()
    double = partners.organisation("Школа Заречная")
    Organisation.objects.filter(id=double.id).update(region=region)
    double.refresh_from_db()
    with pytest.raises(Refused):
        commands.merge_organisations(actor=coordinator, survivor=double, merged=partners.school)
    commands.merge_organisations(actor=coordinator, survivor=partners.school, merged=double)
    partners.museum.refresh_from_db()
    with pytest.raises(Refused):
        commands.merge_organisations(actor=coordinator, survivor=partners.school, merged=partners.museum)
    commands.merge_organisations(
        actor=coordinator, survivor=partners.school, merged=partners.museum, despite_claims=True
    )  # fmt: skip


def test_only_who_coordinates_both_territories_decides(make: Make, far_region: Territory, actors: Actors, coordinator: Actor) -> None:  # fmt: skip  # noqa: E501
    here, there = make("Школа № 5"), make("Школа № 5", territory=far_region)
    for actor in (coordinator, actors.anonymous(), actors.head(here.id)):
        with pytest.raises(Refused):
            commands.merge_organisations(actor=actor, survivor=here, merged=there)
    commands.merge_organisations(actor=actors.admin(), survivor=here, merged=there)


def test_the_second_of_two_merges_is_told_that_things_moved_on(make: Make) -> None:
    card, double, third = make("Клуб Альфа"), make("Клуб Бета"), make("Клуб Гамма")
    merge(card, double)
    with pytest.raises(Stale):
        merge(third, double)
    with pytest.raises(Stale):
        merge(double, third)


def test_undone_is_undone_once(make: Make) -> None:
    done = merge(make("Клуб Альфа"), make("Клуб Бета"))
    commands.part_organisations(actor=SYSTEM, merge=done)
    with pytest.raises(Stale):
        commands.part_organisations(actor=SYSTEM, merge=done)


def test_what_is_not_the_same_is_never_proposed_again(make: Make, coordinator: Actor) -> None:
    make("Школа № 5", address="Мира, 1"), make("МБОУ СОШ № 5", address="ул. Мира, 1")
    commands.look_for_duplicates(SYSTEM)
    pair = LikelyPair.objects.get()
    commands.tell_apart(actor=coordinator, pair=pair)
    assert facts("participants.organisation.dist") == ["participants.organisation.distinguished"]
    for card in Organisation.objects.all():
        commands.change_organisation(
            actor=SYSTEM, organisation=card, values={"name": card.name, "address": "Мира, д. 1"}, version=1
        )
    commands.look_for_duplicates(SYSTEM)
    assert list(LikelyPair.objects.values_list("state", flat=True)) == [LikelyPair.State.DISTINCT]


def test_many_sure_pairs_are_merged_at_once_and_each_can_be_undone(make: Make, coordinator: Actor) -> None:
    for number in (5, 6, 7):
        make(f"МБОУ СОШ № {number}", address=f"Мира, {number}", phone="8 800 555-35-3" + str(number))
        make(f"Средняя школа №{number}", address=f"ул. Мира, д. {number}", phone="8 800 555-35-3" + str(number))
    commands.look_for_duplicates(SYSTEM)
    pairs = list(LikelyPair.objects.select_related("first", "second"))
    assert commands.merge_sure_pairs(actor=coordinator, pairs=pairs) == (3, 0)
    for done in Merge.objects.all():
        commands.part_organisations(actor=coordinator, merge=done)
    assert Organisation.objects.filter(merged_into=None).count() == 6


def test_what_is_kept_of_a_merge_is_plain_json(make: Make) -> None:
    done = Merge.objects.get(id=merge(make("Клуб Альфа"), make("Клуб Бета", address="Мира, 1")).id)
    assert done.moved
    assert model_to_dict(done)["survivor"]
