"""Pages of needs, offers and answers as a browser without JavaScript sees them."""

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.kit.facts import facts
from tests.kit.reading import SameQueries
from vmeste.gather.exchange import commands
from vmeste.gather.exchange.models import Need, Offer, Posting, Response, Visibility
from vmeste.gather.participants.models import NetworkMember, Role
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.ids import code, new_id

if TYPE_CHECKING:
    from tests.gather.exchange.region import Region
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
WORDS = "Кто проведёт экскурсию о реке для 5–6 классов? 25 детей, в мае."
FORM = {
    "title": "Экскурсия о реке",
    "kind": "event",
    "ways": ["here", "there"],
    "cost": "free",
    "visibility": "public",
    "version": "1",
}


def at(name: str, *keys: int) -> str:
    return reverse(f"exchange:{name}", args=keys)


def text_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def need_of(key: int) -> Need:
    return Need.objects.select_related("organisation").get(id=key)


@pytest.fixture
def head(town: "Town", client_of: Browser) -> Client:
    """Give the browser of the school's coordinator."""
    return client_of(town.head)


def test_a_need_is_written_in_a_minute_checked_and_published(head: Client, town: "Town") -> None:
    written = head.post(at("new_need"), {"text": WORDS, "for": code(town.school.id)})
    need = Need.objects.get()
    assert written["Location"] == at("edit_need", need.id)
    check = text_of(head.get(written["Location"]))
    assert 'value="Кто проведёт экскурсию о реке для 5–6 классов?"' in check
    assert (need.grade_from, need.grade_to, need.unit) == (5, 6, "children")
    assert need.amount == 25
    published = head.post(at("edit_need", need.id), FORM | {"then": "publish"}, follow=True)
    assert published.status_code == 200
    assert "Опубликовано" in text_of(published)
    assert need_of(need.id).state == Posting.State.OPEN


def test_words_that_say_no_kind_are_kept_and_the_kind_is_asked_for(head: Client) -> None:
    kept = head.post(at("new_need"), {"text": "Помогите, пожалуйста"}, follow=True)
    assert "Помогите, пожалуйста" in text_of(kept)
    assert "По словам не понять, что это" in text_of(kept)
    need = Need.objects.get()
    assert need.kind == ""
    assert "Выберите, что это" in text_of(head.get(at("need", need.id)))
    assert head.post(at("publish_need", need.id)).status_code == 422
    assert need_of(need.id).is_draft


def test_a_teacher_keeps_a_draft_and_the_coordinator_publishes_it(town: "Town", client_of: Browser) -> None:
    teacher = client_of(town.teacher)
    teacher.post(at("new_need"), {"text": WORDS})
    need = Need.objects.get()
    shown = text_of(teacher.get(at("need", need.id)))
    assert at("publish_need", need.id) not in shown
    assert teacher.post(at("publish_need", need.id)).status_code == 403
    head = client_of(town.head)
    assert at("publish_need", need.id) in text_of(head.get(at("need", need.id)))
    assert head.post(at("publish_need", need.id)).status_code == 303


@pytest.mark.parametrize("side", ["need", "offer"])
def test_the_whole_form_says_what_is_wrong_beside_the_field_and_keeps_the_rest(
    side: str, town: "Town", client_of: Browser
) -> None:
    posting = town.need(draft=True) if side == "need" else town.offer(draft=True)
    browser = client_of(town.head if side == "need" else town.keeper)
    wrong = FORM | {
        "title": "Мои слова",
        "grade_from": "7",
        "grade_to": "5",
        "period_from": "завтра",
        "amount": "-3",
        "unit": "hours",
    }
    answer = browser.post(at(f"edit_{side}", posting.id), wrong)
    assert answer.status_code == 422
    assert "Мои слова" in text_of(answer)
    right = browser.post(at(f"edit_{side}", posting.id), FORM | {"title": "Мои слова"})
    assert right.status_code == 303


def test_one_grade_alone_means_that_grade(head: Client, town: "Town") -> None:
    need = town.need(draft=True)
    head.post(at("edit_need", need.id), FORM | {"grade_to": "4"})
    assert (need_of(need.id).grade_from, need_of(need.id).grade_to) == (4, 4)


def test_a_direction_is_chosen_shown_and_kept_by_an_edit(head: Client, town: "Town") -> None:
    need = town.need(focus="technical", direction="robotics")
    assert "Робототехника" in text_of(head.get(at("need", need.id)))
    page = text_of(head.get(at("edit_need", need.id)))
    assert re.search(r'<option value="robotics" selected', page)
    assert '<optgroup label="Техническая' in page
    head.post(at("edit_need", need.id), FORM | {"focus": "technical", "direction": "drones"})
    assert need_of(need.id).direction == "drones"


def test_who_saves_over_another_change_is_told_keeps_the_words_and_may_save_after_a_look(
    head: Client, town: "Town"
) -> None:
    need = town.need()
    head.post(at("edit_need", need.id), FORM | {"title": "Слова из первой вкладки"})
    told = head.post(at("edit_need", need.id), FORM | {"title": "Слова из второй вкладки"})
    assert told.status_code == 422
    assert "Слова из второй вкладки" in text_of(told)
    assert "изменил кто-то другой" in text_of(told)
    version = re.search(r'name="version"[^>]*value="(\d+)"', text_of(told))
    assert version
    assert need_of(need.id).title == "Слова из первой вкладки"
    head.post(at("edit_need", need.id), FORM | {"title": "Слова из второй вкладки", "version": version[1]})
    assert need_of(need.id).title == "Слова из второй вкладки"


def test_days_that_are_over_are_not_half_saved(head: Client, town: "Town") -> None:
    need = town.need(draft=True)
    answer = head.post(at("edit_need", need.id), FORM | {"period_to": "2020-01-01", "then": "publish"})
    assert answer.status_code == 422
    assert "Эти дни прошли" in text_of(answer)
    assert (need_of(need.id).version, need_of(need.id).state) == (1, Posting.State.DRAFT)


def test_leaving_a_network_opens_nothing_to_everybody(head: Client, town: "Town") -> None:
    network = town.network(town.museum, town.school)
    need = town.need(visibility=Visibility.NETWORK, network_id=network.id)
    NetworkMember.objects.filter(organisation=town.school).update(until_at=clock.now())
    form = text_of(head.get(at("edit_need", need.id)))
    assert re.search(rf'value="network:{network.id}"\s+selected', form)
    saved = head.post(at("edit_need", need.id), FORM | {"visibility": f"network:{network.id}"})
    assert saved.status_code == 422
    assert need_of(need.id).visibility == Visibility.NETWORK


def test_its_own_people_see_who_fits_and_why_others_do_not(town: "Town", client_of: Browser) -> None:
    town.offer()
    need = town.need()
    member = town.person("member@school.test", "Дина", town.school, Role.MEMBER)
    for person in (town.head, town.teacher, member):
        shown = client_of(person).get(at("need", need.id))
        assert "Кто подходит" in text_of(shown)
        assert client_of(person).get(at("matches_of_need", need.id)).status_code == 200
    for browser in (client_of(), client_of(town.keeper)):
        assert "Кто подходит" not in text_of(browser.get(at("need", need.id)))
        assert browser.get(at("matches_of_need", need.id)).status_code == 403


def test_from_a_need_to_its_fulfilment_without_javascript(town: "Town", client_of: Browser) -> None:
    head, keeper = client_of(town.head), client_of(town.keeper)
    need = town.need()
    assert at("respond_to_need", need.id) in text_of(keeper.get(at("need", need.id)))
    sent = keeper.post(at("respond_to_need", need.id), {"note": "Ждём вас"}, follow=True)
    assert "Отправлено" in text_of(sent)
    response = Response.objects.get()
    waiting = text_of(head.get(at("response", response.id)))
    assert "Ждём вас" in waiting
    assert at("decide", response.id) in waiting
    assert "keeper@museum.test" not in waiting
    agreed = head.post(at("decide", response.id), {"say": "yes", "note": ""}, follow=True)
    assert "Договорились" in text_of(agreed)
    today = clock.today().isoformat()
    done = {"on": today, "amount": "25", "unit": "children", "line": "Все довольны", "closes_need": "on"}
    recorded = head.post(at("fulfil_response", response.id), done, follow=True)
    assert "Записано" in text_of(recorded)
    for browser in (head, keeper):
        shown = text_of(browser.get(at("response", response.id)))
        assert "25 детей" in shown
        assert "Все довольны" in shown
    assert need_of(need.id).state == Posting.State.FULFILLED
    assert "Исполнено" in text_of(keeper.get(at("need", need.id)))


def test_a_refusal_without_a_reason_is_asked_for_it(town: "Town", head: Client) -> None:
    response = town.response()
    answer = head.post(at("decide", response.id), {"say": "no"})
    assert answer.status_code == 422
    assert "Выберите причину" in text_of(answer)
    of_a_giver = {"say": "no", "reason": "not_ours"}
    assert head.post(at("decide", response.id), of_a_giver).status_code == 422
    assert head.post(at("decide", response.id), {"say": "no", "reason": "not_needed"}).status_code == 303


def test_a_wrong_deed_is_said_beside_the_field(town: "Town", head: Client) -> None:
    response = town.response()
    head.post(at("decide", response.id), {"say": "yes"})
    for wrong in ({"on": "2999-01-01"}, {"on": ""}, {"on": "x"}, {"on": "2026-01-01", "amount": "5"}):
        assert head.post(at("fulfil_response", response.id), wrong).status_code == 422
    assert Response.objects.get().state == Response.State.ACCEPTED


Press = tuple[str, Callable[["Town"], Any], dict[str, str], str]
PRESSES: dict[str, Press] = {
    "publish": ("publish_need", lambda town: town.need(draft=True), {}, "exchange.need.published"),
    "pause": ("pause_need", lambda town: town.need(), {}, "exchange.need.closed"),
    "withdraw": ("withdraw_need", lambda town: town.need(), {}, "exchange.need.closed"),
    "confirm": ("confirm_need", lambda town: town.need(), {}, "exchange.need.confirmed"),
    "fulfil": ("fulfil_need", lambda town: town.need(), {}, "exchange.need.closed"),
    "accept": ("decide", lambda town: town.response(), {"say": "yes"}, "exchange.response.accepted"),
    "decline": ("decide", lambda town: town.response(), {"say": "no", "reason": "other"}, "exchange.response.declined"),
    "respond": ("respond_to_offer", lambda town: town.offer(), {"note": "Хотим"}, "exchange.response.opened"),
}


@pytest.mark.parametrize("name", PRESSES)
def test_the_same_click_twice_is_one_deed_and_one_answer(name: str, town: "Town", head: Client) -> None:
    address, make, fields, fact = PRESSES[name]
    thing = make(town)
    first, second = (head.post(at(address, thing.id), fields | {"_once": "key"}) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first["Location"] == second["Location"]
    assert facts().count(fact) == 1


def test_a_need_written_by_a_double_click_is_one_need(head: Client) -> None:
    for _ in range(2):
        head.post(at("new_need"), {"text": WORDS, "_once": "key"})
    assert Need.objects.count() == 1


@pytest.mark.parametrize("name", [name for name in PRESSES if name != "confirm"])
def test_a_second_tab_is_told_in_words(name: str, town: "Town", head: Client) -> None:
    address, make, fields, _fact = PRESSES[name]
    thing = make(town)
    head.post(at(address, thing.id), fields)
    late = head.post(at(address, thing.id), fields)
    assert late.status_code == 409
    assert "<h1" in text_of(late)


def test_lists_take_the_same_queries_for_one_and_three_rows(
    town: "Town", client_of: Browser, assert_same_queries: SameQueries
) -> None:
    browser = client_of(town.keeper)
    assert_same_queries(lambda: browser.get(at("needs")), lambda: town.need(grade_from=1, grade_to=2))
    assert_same_queries(lambda: browser.get(at("offers") + "?own=1"), town.offer)


def test_a_search_takes_the_same_queries_for_one_and_three_rows(
    town: "Town", client_of: Browser, assert_same_queries: SameQueries
) -> None:
    browser = client_of()
    assert_same_queries(lambda: browser.get(at("needs") + "?q=экскурсия"), town.need)


def test_answers_take_the_same_queries_for_one_and_three_rows(
    town: "Town", head: Client, assert_same_queries: SameQueries
) -> None:
    assert_same_queries(lambda: head.get(at("responses")), town.response)


def test_a_need_takes_the_same_queries_with_one_and_three_matches(
    town: "Town", head: Client, assert_same_queries: SameQueries
) -> None:
    need = town.need()
    assert_same_queries(lambda: head.get(at("need", need.id)), town.offer)


def test_a_need_takes_the_same_queries_with_one_and_three_answers(
    town: "Town", head: Client, assert_same_queries: SameQueries
) -> None:
    need = town.need()
    number = iter(range(9))

    def answer() -> None:
        club = town.organisation(f"Клуб {next(number)}")
        person = town.person(f"{club.id}@club.test", "Глеб", club, Role.COORDINATOR)
        commands.respond(actor=town.actor(person), posting=need)

    assert_same_queries(lambda: head.get(at("need", need.id)), answer)


def test_a_territorys_coordinator_sees_the_other_side_of_what_is_kept_on_behalf(
    town: "Town", region: "Region", client_of: Browser
) -> None:
    response = commands.respond(actor=town.actor(town.keeper), posting=region.need())
    browser = client_of(region.coordinator)
    assert "Музей «Берег»" in text_of(browser.get(at("responses")))
    shown = text_of(browser.get(at("response", response.id)))
    assert "партнёр: Музей «Берег»" in shown
    assert at("decide", response.id) in shown
    assert browser.post(at("decide", response.id), {"say": "yes"}).status_code == 303


def test_an_administrator_may_write_for_others_and_go_on_with_it(region: "Region", client_of: Browser) -> None:
    admin = Person.objects.create_user("admin@town.test", name="Ада", is_admin=True)
    browser = client_of(admin)
    written = browser.post(at("new_need"), {"text": WORDS, "for": code(region.guild.id)}, follow=True)
    assert written.status_code == 200
    need = Need.objects.get()
    assert need.on_behalf
    assert browser.post(at("edit_need", need.id), FORM | {"then": "publish"}).status_code == 303


@pytest.mark.parametrize(
    "query",
    [
        "?kind=nonsense",
        "?grade=99",
        "?before=нет&after=!",
        "?q=" + "а" * 5000,
        "?q=%00",
        "?own=1",
        "?before=0&after=0",
        "?page=7",
    ],
)
def test_nonsense_in_the_address_gives_a_page(query: str, town: "Town", client_of: Browser) -> None:
    town.need()
    for browser in (client_of(), client_of(town.head)):
        for name in ("needs", "offers", "responses"):
            assert browser.get(at(name) + query).status_code == 200


def test_who_fits_is_asked_with_one_press_and_only_once(town: "Town", head: Client) -> None:
    need, offer = town.need(there=True), town.offer()
    shown = text_of(head.get(at("need", need.id)))
    assert "Попросить" in shown
    pressed = head.post(at("respond_to_offer", offer.id), {"own": code(need.id)})
    response = Response.objects.get()
    assert pressed["Location"] == at("response", response.id)
    assert (response.need_id, response.offer_id, response.needing_id) == (need.id, offer.id, town.school.id)
    for page in ("need", "matches_of_need"):
        shown = text_of(head.get(at(page, need.id)))
        assert "Вы об этом уже говорите" in shown
        assert "Попросить" not in shown


def test_a_need_that_fits_an_offer_is_answered_with_one_press(town: "Town", client_of: Browser) -> None:
    need, offer = town.need(there=True), town.offer()
    keeper = client_of(town.keeper)
    assert "Предложить помощь" in text_of(keeper.get(at("offer", offer.id)))
    keeper.post(at("respond_to_need", need.id), {"own": code(offer.id)})
    response = Response.objects.get()
    assert (response.need_id, response.offer_id, response.opened_by) == (need.id, offer.id, "giving")


def test_a_teacher_sees_who_fits_before_the_coordinator_publishes(town: "Town", client_of: Browser) -> None:
    need, offer = town.need(draft=True, there=True), town.offer()
    shown = text_of(client_of(town.teacher).get(at("need", need.id)))
    assert offer.title in shown
    assert "Опубликует: Анна" in shown
    assert "Попросить" not in shown, "nobody is asked about a draft"


def test_who_cannot_answer_is_told_why(town: "Town", client_of: Browser) -> None:
    assert "может координатор вашей организации" in text_of(client_of(town.teacher).get(at("offer", town.offer().id)))


def test_what_is_asked_of_an_organisation_goes_with_a_word(town: "Town", head: Client) -> None:
    library = town.organisation("Библиотека", email="library@town.test")
    need = town.need()
    head.post(at("ask", need.id), {"organisation": code(library.id), "by": "mail", "note": "Можно 5 декабря?"})
    assert Response.objects.get().note == "Можно 5 декабря?"


def test_a_need_that_waits_for_our_word_leads_to_the_answer(town: "Town", head: Client) -> None:
    need = town.need()
    response = town.response(need)
    shown = text_of(head.get(at("need", need.id)))
    assert f'href="{at("response", response.id)}"' in shown
    assert "Ответить: Музей «Берег»" in shown
    commands.accept_response(actor=town.actor(town.head), response=response)
    shown = text_of(head.get(at("need", need.id)))
    assert "Есть договорённость: Музей «Берег»" in shown
    assert "Отметить, что вышло" in shown


def test_a_territorys_coordinator_writes_from_the_card_and_is_told_what_waits(
    town: "Town", region: "Region", client_of: Browser
) -> None:
    browser = client_of(region.coordinator)
    card = text_of(browser.get(reverse("participants:organisation", args=[region.guild.id])))
    address = f"{reverse('exchange:new_need')}?for={code(region.guild.id)}"
    assert address in card
    assert browser.get(address).status_code == 200
    assert "от её имени" in text_of(browser.get(reverse("exchange:new_need")))
    need = region.need()
    commands.respond(actor=town.actor(town.keeper), posting=need)
    region.need(draft=True)
    home = text_of(browser.get(reverse("web:home")))
    assert "ждёт вашего ответа" in home
    assert "Черновик ждёт публикации" in home
    for person in (town.head, town.keeper):
        card = text_of(client_of(person).get(reverse("participants:organisation", args=[region.guild.id])))
        assert address not in card


def test_one_of_several_places_can_be_chosen(town: "Town", head: Client) -> None:
    from vmeste.gather.participants.models import Site  # noqa: PLC0415

    need = town.need(draft=True)
    assert "id_address" not in text_of(head.get(at("edit_need", need.id)))
    for number, lat in enumerate((55.0, 56.0)):
        address = f"Садовая, {number}"
        Site.objects.create(organisation=town.school, address=address, address_key=address, lat=lat, lon=37.0)
    assert "Садовая, 1" in text_of(head.get(at("edit_need", need.id)))
    head.post(at("edit_need", need.id), FORM | {"version": "1", "address": "Садовая, 1", "then": "keep"})
    kept = need_of(need.id)
    assert (kept.address, kept.lat) == ("Садовая, 1", 56.0)
    refused = head.post(at("edit_need", need.id), FORM | {"version": "2", "address": "Чужая, 5", "then": "keep"})
    assert refused.status_code == 422


POSTS = (
    "publish_need", "pause_need", "withdraw_need", "confirm_need", "fulfil_need", "respond_to_need", "ask",
    "publish_offer", "pause_offer", "withdraw_offer", "confirm_offer", "respond_to_offer",
    "decide", "withdraw_response", "fulfil_response", "fail_response", "link_of_response",
)  # fmt: skip


@pytest.mark.parametrize("name", POSTS)
def test_every_press_by_anybody_on_anything_is_answered_in_words(
    name: str, town: "Town", region: "Region", client_of: Browser
) -> None:
    response = town.response()
    keys = {
        "need": town.need().id,
        "draft": town.need(draft=True).id,
        "offer": town.offer().id,
        "response": response.id,
        "nothing": new_id(),
    }
    people = (None, town.head, town.teacher, town.keeper, region.coordinator)
    garbage = {"organisation": "???", "own": "нет", "reason": "x", "say": "maybe", "on": "вчера", "amount": "NaN"}
    for person in people:
        browser = client_of(person)
        for key in keys.values():
            for fields in ({}, garbage):
                assert browser.post(at(name, key), fields).status_code in {303, 403, 404, 409, 422}


@pytest.mark.parametrize("state", Posting.State.values)
def test_pages_stand_in_every_state_for_everybody(
    state: str, town: "Town", region: "Region", client_of: Browser
) -> None:
    need, offer = town.need(there=True), town.offer()
    response = town.response(need)
    Need.objects.filter(id=need.id).update(state=state, asked_at=clock.now())
    Offer.objects.filter(id=offer.id).update(state=state)
    for person in (None, town.head, town.teacher, town.keeper, region.coordinator):
        browser = client_of(person)
        for name, key in (
            ("need", need.id),
            ("offer", offer.id),
            ("edit_need", need.id),
            ("matches_of_need", need.id),
            ("response", response.id),
        ):
            assert browser.get(at(name, key)).status_code in {200, 403, 404, 409}


@pytest.mark.parametrize("state", Response.State.values)
def test_an_answer_has_a_page_in_every_state(state: str, town: "Town", client_of: Browser) -> None:
    response = town.response()
    Response.objects.update(
        state=state,
        reason="other",
        answer="Слово",
        fulfilled_on=clock.today(),
        fulfilled_by=town.museum,
        decided_at=clock.now(),
    )
    for person in (town.head, town.teacher, town.keeper):
        shown = client_of(person).get(at("response", response.id))
        assert shown.status_code == 200
        assert "%(" not in text_of(shown)
    assert client_of().get(at("response", response.id)).status_code == 404
