"""Codes on paper: how they are typed, who makes them, what they give, that nothing keeps them, that guessing ends."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.facts import facts
from tests.kit.people import Actors
from vmeste.gather.participants import codes, commands, policies, queries
from vmeste.gather.participants.actors import actor_of
from vmeste.gather.participants.models import CardCode, Claim, Membership, Organisation, Role, Territory
from vmeste.gather.participants.qr import squares
from vmeste.gather.participants.queries import Wanted
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM, Actor
from vmeste.ground.kernel.errors import Invalid, Refused, Stale

Make = Callable[..., Organisation]
MakePerson = Callable[..., Person]
ClientOf = Callable[..., Client]
GROUNDS = commands.Grounds(role="head", post="Директор школы")
SAME_LOOK = dict(zip("ACEHKMPTXY", "АСЕНКМРТХУ", strict=True))
CODE = re.compile(r"<code>([2-9A-Z-]{19})</code>")
TYPED = "/claims/code/"
database = pytest.mark.django_db


@pytest.fixture
def newcomer(make_person: MakePerson) -> Person:
    return make_person("new@example.org", name="Вера Новикова")


@pytest.fixture
def moc(make_person: MakePerson, region: Territory) -> Person:
    person = make_person("keeper@example.org", name="Ольга Петрова")
    commands.entrust_territory(actor=SYSTEM, territory=region, person=person)
    return person


def printed(moc: Person, *cards: Organisation, role: str = "head") -> str:
    """Print codes; give the first."""
    return commands.print_codes(actor=actor_of(moc), organisations=cards, role=role)[0].text


def role_of(person: Person, organisation: Organisation) -> str:
    running = Membership.objects.filter(person=person, organisation=organisation, until_at=None)
    return ", ".join(running.values_list("role", flat=True))


@given(st.randoms(use_true_random=False), st.sampled_from(["", "-", " ", " — ", "\u00a0"]), st.booleans())
def test_a_code_is_read_however_it_is_typed(chance: Any, between: str, small: bool) -> None:
    code = codes.draw()
    typed = between.join("".join(chance.choice((sign, SAME_LOOK.get(sign, sign))) for sign in code))
    assert codes.read(typed.lower() if small else typed) == code
    assert codes.read(codes.in_groups(code).replace("3", "З").replace("2", "Z")) == code


@given(st.integers(0, 15), st.sampled_from(codes.ALPHABET))
def test_one_wrong_sign_is_told_before_anything_is_looked_up(place: int, sign: str) -> None:
    code = codes.draw()
    wrong = code[:place] + sign + code[place + 1 :]
    if wrong != code:
        with pytest.raises(Invalid):
            codes.read(wrong)


@given(st.integers(0, 14))
def test_two_neighbours_changed_about_are_told(place: int) -> None:
    code = codes.draw()
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong != code:
        with pytest.raises(Invalid):
            codes.read(wrong)


@pytest.mark.parametrize("typed", ["", "---", "23", "0" * 16, "I" * 16, "ЁЖИК", "2" * 15, "2" * 40, "\x00", "²³"])
def test_what_is_no_code_is_told_in_words(typed: str) -> None:
    with pytest.raises(Invalid) as told:
        codes.read(typed)
    assert str(told.value.faults["code"]).endswith(".")


def test_a_code_is_too_strong_to_be_guessed() -> None:
    assert len(codes.ALPHABET) ** (codes.LENGTH - 1) > 2**60
    assert len({codes.draw() for _number in range(2000)}) == 2000
    assert not set(codes.ALPHABET) & set("01IOB8QLZS")


def test_the_picture_is_a_path_within_its_width() -> None:
    width, path = squares("https://vmeste.example/claims/code/#2345-679A-CEHK-MPTX")
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", path)
    assert max(int(x) + int(run) for x, run in re.findall(r"M(\d+) \d+h(\d+)", path)) <= width


@database
def test_a_code_makes_a_head_at_once_and_the_card_claimed(newcomer: Person, moc: Person, school: Organisation) -> None:
    typed = printed(moc, school)
    commands.use_code(actor=actor_of(newcomer), code=queries.code_typed(typed))
    school.refresh_from_db()
    assert role_of(newcomer, school) == "head"
    assert school.claimed_at
    assert facts("participants.code") == ["participants.code.made", "participants.code.used"]
    told = [event.text for event in queries.history_of(actor_of(moc), school, None).events]
    assert "Код на бумаге использован: у организации есть представитель" in told
    assert "Для карточки напечатан код" in told


@database
def test_a_code_works_once(newcomer: Person, moc: Person, school: Organisation, make_person: MakePerson) -> None:
    typed = printed(moc, school, role="coordinator")
    twice = queries.code_typed(typed)
    commands.use_code(actor=actor_of(newcomer), code=queries.code_typed(typed))
    assert role_of(newcomer, school) == "coordinator"
    other = make_person("other@example.org")
    with pytest.raises(Stale):
        commands.use_code(actor=actor_of(other), code=twice)
    with pytest.raises(Invalid):
        queries.code_typed(typed)
    assert role_of(other, school) == ""


@database
def test_rivals_are_refused_and_an_own_claim_is_granted(
    newcomer: Person, moc: Person, school: Organisation, make_person: MakePerson
) -> None:
    other = make_person("other@example.org")
    rival = commands.open_claim(actor=actor_of(other), organisation=school, grounds=GROUNDS)
    own = commands.open_claim(actor=actor_of(newcomer), organisation=school, grounds=GROUNDS)
    commands.use_code(actor=actor_of(newcomer), code=queries.code_typed(printed(moc, school)))
    for claim in (rival, own):
        claim.refresh_from_db()
    assert (own.state, rival.state, rival.reason) == ("granted", "refused", "taken")
    assert (role_of(newcomer, school), role_of(other, school)) == ("head", "")


@database
def test_a_newer_code_a_revoked_one_and_one_whose_time_is_over_do_not_work(moc: Person, school: Organisation) -> None:
    first = printed(moc, school)
    second = printed(moc, school)
    with pytest.raises(Invalid):
        queries.code_typed(first)
    seen = queries.code_typed(second)
    commands.revoke_code(actor=actor_of(moc), code=seen)
    with pytest.raises(Invalid):
        queries.code_typed(second)
    with pytest.raises(Stale):
        commands.revoke_code(actor=actor_of(moc), code=seen)
    third = printed(moc, school)
    with clock.at(clock.now() + timedelta(days=91)), pytest.raises(Invalid):
        queries.code_typed(third)


@database
def test_a_code_ends_for_good_when_somebody_acts_for_the_card(
    newcomer: Person, moc: Person, school: Organisation, make_person: MakePerson
) -> None:
    typed = printed(moc, school)
    head = commands.add_member(actor=SYSTEM, organisation=school, person=make_person("h@example.org"), role=Role.HEAD)
    commands.end_membership(actor=SYSTEM, membership=head)
    school.refresh_from_db()
    assert school.claimed_at is None
    with pytest.raises(Invalid):
        queries.code_typed(typed)
    assert role_of(newcomer, school) == ""


@database
def test_who_may_make_and_use_codes(
    actors: Actors, moc: Person, school: Organisation, far_region: Territory, newcomer: Person
) -> None:
    far = actors.person(person_id=77, territory_ids=frozenset({far_region.id}))
    for actor in (far, actors.anonymous(), actor_of(newcomer), actors.coordinator(school.id), actors.head(school.id)):
        with pytest.raises(Refused):
            commands.print_codes(actor=actor, organisations=[school], role="head")
    with pytest.raises(Invalid):
        commands.print_codes(actor=actor_of(moc), organisations=[school], role="teacher")
    code = queries.code_typed(printed(moc, school))
    for actor in (actor_of(moc), actors.anonymous()):
        with pytest.raises(Refused):
            commands.use_code(actor=actor, code=code)
    with pytest.raises(Refused):
        commands.revoke_code(actor=far, code=code)
    for state in (Organisation.State.CLOSED, Organisation.State.SUSPENDED):
        Organisation.objects.filter(id=school.id).update(state=state)
        code.organisation.refresh_from_db()
        with pytest.raises(Refused):
            commands.use_code(actor=actor_of(newcomer), code=code)
    assert role_of(newcomer, school) == ""


@database
def test_the_list_and_the_single_card_follow_one_rule(
    actors: Actors, coordinator: Actor, school: Organisation, far_region: Territory, make_person: MakePerson
) -> None:
    far = actors.person(person_id=77, territory_ids=frozenset({far_region.id}))
    head = make_person("h@example.org")
    for is_free in (True, False):
        for actor in (*actors.every_kind(school.id).values(), coordinator, far):
            listed = Organisation.objects.filter(policies.codes_printable(actor), id=school.id).exists()
            assert listed == bool(policies.can_print_code(actor, school)), actor
        if is_free:
            commands.add_member(actor=SYSTEM, organisation=school, person=head, role=Role.HEAD)
            school.refresh_from_db()


@database
def test_many_cards_take_constant_queries_and_too_many_are_refused(
    moc: Person, make: Make, assert_same_queries: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = actor_of(moc)

    def read() -> None:
        cards = list(queries.cards_without_code(actor, Wanted(), anew=True))
        commands.print_codes(actor=actor, organisations=cards, role="head")

    numbers = iter(range(10, 99))
    assert_same_queries(read, lambda: make(f"Школа № {next(numbers)}"), at_most=16)
    assert CardCode.objects.filter(used_at=None, revoked_at=None).count() == Organisation.objects.count()
    assert not queries.cards_without_code(actor, Wanted()).exists()
    monkeypatch.setattr("vmeste.gather.participants.commands.codes.MOST_CODES", 1)
    with pytest.raises(Invalid):
        read()


@database
def test_a_card_that_was_claimed_meanwhile_stops_the_whole_sheet(
    moc: Person, make: Make, make_person: MakePerson
) -> None:
    cards = [make("Школа № 7"), make("Школа № 8")]
    commands.add_member(actor=SYSTEM, organisation=cards[1], person=make_person("h@example.org"), role=Role.HEAD)
    with pytest.raises(Stale):
        commands.print_codes(actor=actor_of(moc), organisations=cards, role="head")
    assert not CardCode.objects.exists()


@database
def test_a_merge_takes_a_code_along_where_there_is_room(moc: Person, make: Make, newcomer: Person) -> None:
    survivor, merged = make("Школа № 3"), make("Школа № 3 (другая карточка)")
    typed = printed(moc, merged)
    merge = commands.merge_organisations(actor=SYSTEM, survivor=survivor, merged=merged)
    assert queries.code_typed(typed).organisation_id == survivor.id
    commands.part_organisations(actor=SYSTEM, merge=merge)
    assert queries.code_typed(typed).organisation_id == merged.id
    kept = printed(moc, survivor)
    commands.merge_organisations(actor=SYSTEM, survivor=survivor, merged=merged)
    assert queries.code_typed(kept).organisation_id == survivor.id
    with pytest.raises(Invalid):
        queries.code_typed(typed)
    commands.use_code(actor=actor_of(newcomer), code=queries.code_typed(kept))
    assert role_of(newcomer, survivor) == "head"


def sheet_of(client: Client, address: str, **fields: str) -> list[str]:
    """Make a sheet by the page; give its codes."""
    answer = client.post(address, {"role": "head", "_once": "x", **fields})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return CODE.findall(answer.text)


def everything_kept() -> str:
    """Give the whole database as text."""
    with connection.cursor() as cursor:
        texts = []
        for table in [*connection.introspection.django_table_names(only_existing=True), "kernel_cache"]:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names of our own
            texts.append(repr(cursor.fetchall()))
    return "".join(texts)


@database
def test_the_sheet_shows_each_code_once_and_nothing_can_give_it_again(
    moc: Person, school: Organisation, make: Make, client_of: ClientOf
) -> None:
    make("Клуб «Заря»")
    client = client_of(moc)
    shown = sheet_of(client, "/organisations/codes/")
    assert len(shown) == 2
    kept = everything_kept()
    for code in shown:
        assert code not in kept
        assert code.replace("-", "") not in kept
    page = client.get("/organisations/codes/").text
    assert not CODE.findall(page)
    assert "У каждой карточки этого списка есть код" in page
    card = client.get(reverse("participants:card_code", args=[school.id])).text
    assert not CODE.findall(card)
    assert "ждёт, когда его впишут" in card
    assert len(sheet_of(client, "/organisations/codes/", anew="on")) == 2
    assert client.post("/organisations/codes/", {"role": "head"}).status_code == 422
    assert client.post("/organisations/codes/", {"role": "king"}).status_code == 422


@database
def test_the_sheet_is_of_the_filtered_cards_of_the_own_territory(
    moc: Person, make: Make, client_of: ClientOf, far_region: Territory, district: Territory
) -> None:
    make("Дальняя школа", territory=far_region)
    make("Районная школа", territory=district)
    make("Областная школа")
    client = client_of(moc)
    page = client.get(f"/organisations/?territory={district.id}").text
    assert f"/organisations/codes/?territory={district.id}" in page
    answer = client.post("/organisations/codes/", {"role": "head", "query": f"territory={district.id}"}).text
    assert "Районная школа" in answer
    assert "Областная школа" not in answer
    everything = client.post("/organisations/codes/", {"role": "head"}).text
    assert "Областная школа" in everything
    assert "Дальняя школа" not in everything


@database
def test_what_does_not_fit_on_one_sheet_waits_for_the_next(
    moc: Person, make: Make, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        make(f"Школа № {number + 20}")
    for place in ("views.codes", "commands.codes"):
        monkeypatch.setattr(f"vmeste.gather.participants.{place}.MOST_CODES", 2)
    client = client_of(moc)
    sheets = [sheet_of(client, "/organisations/codes/") for _number in range(3)]
    assert [len(sheet) for sheet in sheets] == [2, 2, 1]
    assert client.post("/organisations/codes/", {"role": "head", "anew": "on"}).status_code == 422


@database
def test_strangers_come_to_no_sheet(newcomer: Person, school: Organisation, client_of: ClientOf) -> None:
    for person in (None, newcomer):
        client = client_of(person)
        for address in ("/organisations/codes/", reverse("participants:card_code", args=[school.id])):
            assert client.get(address).status_code in {302, 403}
            assert client.post(address, {"role": "head"}).status_code in {302, 403}
    assert not CardCode.objects.exists()


@database
def test_typing_a_code_makes_one_act_at_once(
    newcomer: Person, moc: Person, school: Organisation, client_of: ClientOf
) -> None:
    typed = codes.in_groups(printed(moc, school)).lower()
    client = client_of(newcomer)
    assert client.get(TYPED).status_code == 200
    answer = client.post(TYPED, {"code": typed})
    assert answer["Location"] == reverse("participants:organisation", args=[school.id])
    assert client.get(reverse("participants:people", args=[school.id])).status_code == 200
    again = client.post(TYPED, {"code": typed})
    assert again.status_code == 422
    assert "уже использован" in again.text


@database
def test_who_is_not_signed_in_shows_the_code_first_and_begins_after(
    newcomer: Person, moc: Person, school: Organisation, client_of: ClientOf
) -> None:
    typed = printed(moc, school)
    client = client_of(None)
    assert client.post(TYPED, {"code": typed})["Location"] == TYPED
    page = client.get(TYPED).text
    assert "Код принят" in page
    assert typed not in page
    assert f"/sign-in/?next={quote(TYPED, safe='')}" in page
    assert client.post(TYPED + "use/")["Location"] == TYPED
    assert role_of(newcomer, school) == ""
    client.force_login(newcomer, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Начать работу" in client.get(TYPED).text
    client.post(TYPED + "use/")
    assert role_of(newcomer, school) == "head"


@database
def test_a_browser_forgets_a_code_it_has_shown_long_ago(
    newcomer: Person, moc: Person, school: Organisation, client_of: ClientOf
) -> None:
    client = client_of(None)
    client.post(TYPED, {"code": printed(moc, school)})
    client.force_login(newcomer, backend="allauth.account.auth_backends.AuthenticationBackend")
    with clock.at(clock.now() + timedelta(hours=2)):
        assert "Код принят" not in client.get(TYPED).text
        client.post(TYPED + "use/")
    assert role_of(newcomer, school) == ""


@database
def test_guessing_ends_after_some_tries_and_misprints_are_not_counted(
    newcomer: Person, moc: Person, school: Organisation, client_of: ClientOf, make_person: MakePerson
) -> None:
    cache.clear()
    typed = printed(moc, school)
    client = client_of(newcomer)
    for _misprint in range(30):
        assert client.post(TYPED, {"code": "2345"}).status_code == 422
    statuses = [client.post(TYPED, {"code": codes.draw(), "_once": "y"}).status_code for _try in range(25)]
    assert statuses == [422] * 20 + [429] * 5
    assert client.post(TYPED, {"code": typed}).status_code == 429
    assert role_of(newcomer, school) == ""
    other = client_of(make_person("other@example.org"))
    assert other.post(TYPED, {"code": typed}).status_code == 303
    cache.clear()


@database
def test_claims_are_not_needed_for_a_code(newcomer: Person, moc: Person, school: Organisation) -> None:
    commands.use_code(actor=actor_of(newcomer), code=queries.code_typed(printed(moc, school)))
    assert not Claim.objects.exists()
