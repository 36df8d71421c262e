"""Single cards, people, territories, networks: what each command changes, refuses and tells."""

from collections.abc import Callable

import pytest

from tests.kit.facts import facts, last_fact
from tests.kit.people import Actors
from vmeste.gather.participants import commands
from vmeste.gather.participants.commands import territories as releases
from vmeste.gather.participants.models import (
    Membership,
    Nature,
    Network,
    Organisation,
    Role,
    Site,
    Territory,
    TerritoryCoordinator,
)
from vmeste.ground.accounts.models import Mail, Person
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.errors import Invalid, Refused, Stale
from vmeste.ground.text.search import search

pytestmark = pytest.mark.django_db
Make = Callable[..., Organisation]
MakePerson = Callable[..., Person]
INN, KPP = "7718084659", "771801001"


def fault_of(run: Callable[[], object]) -> set[str]:
    with pytest.raises(Invalid) as caught:
        run()
    return set(caught.value.faults)


def change(actor: Actor, organisation: Organisation, **values: str) -> Organisation:
    kept = {"name": organisation.name, "short_name": organisation.short_name, "address": organisation.address}
    codes = {"inn": organisation.inn, "kpp": organisation.kpp}
    version = Organisation.objects.get(id=organisation.id).version
    return commands.change_organisation(
        actor=actor, organisation=organisation, values=kept | codes | values, version=version
    )


def test_a_new_card_is_confirmed_placed_found_and_told(coordinator: Actor, region: Territory, town: Territory) -> None:
    card = commands.register_organisation(
        actor=coordinator,
        values={"name": "Дом творчества «Лад»", "address": "с. Заречное, Мира, 1", "lat": "56", "lon": "40"},
        territory=region,
    )
    assert card.settlement_id == town.id
    assert card.type == "supplementary_education"
    assert card.verified_at is not None
    assert Site.objects.get().x is not None
    assert search("organisation", "дома творчества").ids == [card.id]
    assert last_fact().kind == "participants.organisation.registered"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"inn": "7718084658"}, "inn"),
        ({"inn": "500100732259"}, "inn"),
        ({"kpp": "1"}, "kpp"),
        ({"ogrn": "1"}, "ogrn"),
        ({"lat": "300", "lon": "1"}, "lat"),
        ({"settlement": "Нигде"}, "settlement"),
    ],
)
def test_a_form_says_which_field_does_not_hold(region: Territory, values: dict[str, str], field: str) -> None:
    def run() -> object:
        return commands.register_organisation(actor=SYSTEM, values={"name": "Школа", **values}, territory=region)

    assert fault_of(run) == {field}
    assert not Organisation.objects.exists()


def test_a_second_legal_entity_of_the_same_codes_is_refused(make: Make) -> None:
    make(inn=INN, kpp=KPP)
    assert fault_of(lambda: make("Другая", inn=INN, kpp=KPP)) == {"inn"}


def test_a_unit_has_its_parents_codes_and_place(make: Make, school: Organisation) -> None:
    make("Музей", inn=INN, kpp=KPP)
    unit = make("Точка роста", parent=school, inn=INN, kpp=KPP)
    assert (unit.nature, unit.settlement_id) == (Nature.UNIT, school.settlement_id)


def test_a_unit_needs_a_parent_and_a_group_a_guarantor(region: Territory) -> None:
    for nature, field in ((Nature.UNIT, "parent"), (Nature.INFORMAL, "guarantor")):

        def run(nature: Nature = nature) -> object:
            return commands.register_organisation(
                actor=SYSTEM, values={"name": "Клуб"}, nature=nature, territory=region
            )

        assert fault_of(run) == {field}


def test_an_organisations_coordinator_adds_a_group_that_nobody_has_confirmed_yet(
    actors: Actors, school: Organisation
) -> None:
    group = commands.register_organisation(
        actor=actors.coordinator(school.id),
        values={"name": "Родительский комитет"},
        nature=Nature.INFORMAL,
        guarantor=school,
    )
    assert group.verified_at is None
    with pytest.raises(Refused):
        commands.register_organisation(actor=actors.coordinator(school.id), values={"name": "Чужая школа"})


def test_a_coordinator_adds_nothing_outside_the_territory(coordinator: Actor, far_region: Territory) -> None:
    with pytest.raises(Refused):
        commands.register_organisation(actor=coordinator, values={"name": "Школа"}, territory=far_region)


def test_a_change_tells_which_fields_and_no_change_tells_nothing(actors: Actors, school: Organisation) -> None:
    change(actors.coordinator(school.id), school, description="Учим астрономии", lat="56.01", lon="40.01")
    assert last_fact().values["fields"] == ["description"]
    assert search("organisation", "астрономия").ids == [school.id]
    before = len(facts())
    change(actors.coordinator(school.id), school, description="Учим астрономии", lat="56.01", lon="40.01")
    assert len(facts()) == before


def test_the_second_of_two_who_change_a_card_is_told_and_erases_nothing(actors: Actors, school: Organisation) -> None:
    mine, theirs = (Organisation.objects.get(id=school.id) for _ in range(2))
    values = {"name": school.name, "short_name": school.short_name, "address": school.address}
    actor = actors.coordinator(school.id)
    commands.change_organisation(actor=actor, organisation=mine, values=values | {"phone": "5"}, version=1)
    with pytest.raises(Stale):
        commands.change_organisation(actor=actor, organisation=theirs, values=values | {"website": "a.ru"}, version=1)
    school.refresh_from_db()
    assert (school.phone, school.website) == ("5", "")


def test_a_change_writes_back_nothing_that_others_decide(actors: Actors, school: Organisation) -> None:
    Organisation.objects.filter(id=school.id).update(state="closed", claimed_at=school.made_at)
    change(actors.coordinator(school.id), school, phone="5")
    school.refresh_from_db()
    assert (school.phone, school.state, school.claimed_at) == ("5", "closed", school.made_at)


def test_a_card_is_unconfirmed_when_its_own_coordinator_changes_what_was_confirmed(
    actors: Actors, coordinator: Actor, school: Organisation
) -> None:
    change(actors.coordinator(school.id), school, phone="5")
    assert Organisation.objects.get().verified_at is not None
    change(coordinator, school, phone="5", kpp=KPP)
    assert Organisation.objects.get().verified_at is not None
    change(actors.coordinator(school.id), school, phone="5", inn=INN, kpp=KPP)
    assert Organisation.objects.get().verified_at is None
    assert last_fact().values["fields"] == ["inn", "verified_at"]


def test_a_stranger_changes_nothing(actors: Actors, school: Organisation) -> None:
    with pytest.raises(Refused):
        change(actors.head(-1), school, phone="1")


def test_confirming_twice_is_once(make: Make, actors: Actors, coordinator: Actor, school: Organisation) -> None:
    group = commands.register_organisation(
        actor=actors.coordinator(school.id), values={"name": "Клуб"}, nature=Nature.INFORMAL, guarantor=school
    )
    for _ in range(2):
        commands.verify_organisation(actor=coordinator, organisation=group)
    assert facts("participants.organisation.verified") == ["participants.organisation.verified"]


def test_somebody_invited_by_mail_gets_a_role_a_letter_and_claims_the_card(
    coordinator: Actor, school: Organisation
) -> None:
    commands.invite_member(
        actor=coordinator, organisation=school, email=" Head@Example.org ", role=Role.HEAD, name="Ольга"
    )
    member = Membership.objects.select_related("person", "organisation").get()
    assert (member.person.email, member.role) == ("head@example.org", "head")
    assert member.organisation.claimed_at is not None
    assert "Школа № 1" in Mail.objects.get().text
    assert "head@example.org" not in str(last_fact().values)


def test_a_teacher_does_not_claim_a_card(school: Organisation, make_person: MakePerson) -> None:
    commands.add_member(actor=SYSTEM, organisation=school, person=make_person("a@example.org"), role=Role.TEACHER)
    school.refresh_from_db()
    assert school.claimed_at is None


def test_another_role_replaces_the_running_one_and_the_old_stays_as_history(
    school: Organisation, make_person: MakePerson
) -> None:
    person = make_person("a@example.org")
    for role in (Role.COORDINATOR, Role.TEACHER):
        commands.add_member(actor=SYSTEM, organisation=school, person=person, role=role)
    assert list(Membership.objects.filter(until_at=None).values_list("role", flat=True)) == ["teacher"]
    assert Membership.objects.count() == 2
    school.refresh_from_db()
    assert school.claimed_at is None
    assert fault_of(
        lambda: commands.add_member(actor=SYSTEM, organisation=school, person=person, role=Role.TEACHER)
    ) == {"email"}


def test_the_other_tab_is_told_that_a_membership_has_ended(school: Organisation, make_person: MakePerson) -> None:
    member = commands.add_member(
        actor=SYSTEM, organisation=school, person=make_person("a@example.org"), role=Role.MEMBER
    )
    commands.end_membership(actor=SYSTEM, membership=member)
    with pytest.raises(Stale):
        commands.end_membership(actor=SYSTEM, membership=member)


def test_a_teacher_invites_nobody_and_no_letter_leaves(actors: Actors, school: Organisation) -> None:
    with pytest.raises(Refused):
        commands.invite_member(
            actor=actors.teacher(school.id), organisation=school, email="a@example.org", role=Role.HEAD
        )
    assert not Person.objects.exists()
    assert not Mail.objects.exists()


def test_a_head_is_named_and_dismissed_by_a_head_or_the_territory_only(
    actors: Actors, coordinator: Actor, school: Organisation, make_person: MakePerson
) -> None:
    head, mate = make_person("head@example.org"), make_person("mate@example.org")
    named = commands.add_member(actor=coordinator, organisation=school, person=head, role=Role.HEAD)
    own = actors.coordinator(school.id)
    for refused in (
        lambda: commands.add_member(actor=own, organisation=school, person=mate, role=Role.HEAD),
        lambda: commands.invite_member(actor=own, organisation=school, email="mate@example.org", role=Role.HEAD),
        lambda: commands.add_member(actor=own, organisation=school, person=head, role=Role.MEMBER),
        lambda: commands.end_membership(actor=own, membership=named),
    ):
        with pytest.raises(Refused):
            refused()
    assert list(Membership.objects.filter(until_at=None).values_list("person", "role")) == [(head.id, "head")]
    commands.add_member(actor=own, organisation=school, person=mate, role=Role.COORDINATOR)
    with pytest.raises(Invalid):  # there is one head; the role is handed over
        commands.add_member(actor=actors.head(school.id), organisation=school, person=mate, role=Role.HEAD)
    commands.end_membership(actor=actors.head(school.id), membership=named)
    second = commands.add_member(actor=coordinator, organisation=school, person=mate, role=Role.HEAD)
    commands.end_membership(actor=coordinator, membership=second)
    assert not Membership.objects.filter(until_at=None).exists()


def test_a_territory_is_entrusted_once_and_taken_back(actors: Actors, region: Territory) -> None:
    for _ in range(2):
        commands.invite_coordinator(actor=actors.admin(), territory=region, email="moc@example.org")
    trust = TerritoryCoordinator.objects.get()
    commands.release_territory(actor=actors.admin(), trust=trust)
    with pytest.raises(Stale):
        commands.release_territory(actor=actors.admin(), trust=trust)
    assert facts("participants.territory.e") == ["participants.territory.entrusted"]


def test_a_network_begins_with_its_hub_which_cannot_leave(actors: Actors, school: Organisation, make: Make) -> None:
    actor = actors.coordinator(school.id)
    network = commands.found_network(actor=actor, hub=school, name="Сеть школ", goal="Астрономия рядом")
    other = make("Музей")
    member = commands.add_network_member(actor=actor, network=network, organisation=other)
    again = lambda: commands.add_network_member(actor=actor, network=network, organisation=other)  # noqa: E731
    assert fault_of(again) == {"organisation"}
    hub = network.members.get(organisation=school)
    assert fault_of(lambda: commands.end_network_membership(actor=actor, member=hub)) == {""}
    commands.end_network_membership(actor=actor, member=member)
    with pytest.raises(Stale):
        commands.end_network_membership(actor=actor, member=member)
    assert facts("participants.network") == [
        "participants.network.founded",
        "participants.network.joined",
        "participants.network.left",
    ]


def test_a_network_needs_a_name(school: Organisation) -> None:
    assert fault_of(lambda: commands.found_network(actor=SYSTEM, hub=school, name="  ")) == {"name"}
    assert not Network.objects.exists()


def test_territories_of_the_release_are_loaded_once_keep_their_ids_and_close_when_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = commands.load_territories()
    assert number > 7000
    moscow = Territory.objects.get(level=Territory.Level.REGION, name="Москва")
    assert commands.load_territories() == 0

    rows = releases.release_rows()
    gone = next(row for row in rows if row.level == Territory.Level.SETTLEMENT)
    monkeypatch.setattr(releases, "release_version", lambda: "next")
    monkeypatch.setattr(releases, "release_rows", lambda: [row for row in rows if row.code != gone.code])
    assert commands.load_territories() == number - 1
    assert Territory.objects.get(code=gone.code).valid_to_on is not None
    assert Territory.objects.get(level=Territory.Level.REGION, name="Москва").id == moscow.id


def test_an_own_territory_is_added_once(region: Territory) -> None:
    same = commands.add_territory(actor=SYSTEM, level=Territory.Level.REGION, code=region.code, name="Другое имя")
    assert (same.id, same.name) == (region.id, "Озёрная область")


def test_an_organisation_that_moves_has_one_place_and_others_stay(make: Make, actors: Actors) -> None:
    moving = make("Музей", address="Мира, 1", lat="55", lon="37")
    moving.sites.create(address="Филиал, 5", address_key="5 филиал")
    commands.change_organisation(
        actor=actors.coordinator(moving.id),
        organisation=moving,
        values={"name": "Музей", "address": "Ленина, 2", "lat": "56", "lon": "38"},
        version=1,
    )
    assert [site.address for site in moving.sites.all()] == ["Филиал, 5", "Ленина, 2"]


def test_coordinates_without_an_address_are_on_the_map_too(make: Make) -> None:
    assert make("Музей", lat="55", lon="37").sites.get().x is not None
