from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.kit.reading import SameQueries, queries_of
from vmeste.gather.exchange import commands as exchange
from vmeste.gather.participants.models import Membership, Role
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.ids import code, new_id
from vmeste.listen.notifications.bell import bell
from vmeste.listen.notifications.models import Notice

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet_start(town: "Town") -> None:
    run_all()
    Notice.objects.all().delete()


@pytest.fixture
def notice(town: "Town") -> Notice:
    """Give the notice of an answer to the school's coordinator."""
    town.response()
    run_all()
    return Notice.objects.get(person=town.head)


def is_read(notice: Notice) -> bool:
    return Notice.objects.filter(id=notice.id, read_at__isnull=False).exists()


def test_the_list_says_what_happened(town: "Town", notice: Notice, client_of: Callable[..., Client]) -> None:
    text = client_of(town.head).get("/notices/").text
    assert "Музей «Берег» предлагает помощь по вашему запросу «Экскурсия о реке для 5 класса»" in text
    assert f"/notices/{code(notice.id)}/" in text


def test_an_empty_list_says_what_will_stand_there(town: "Town", client_of: Callable[..., Client]) -> None:
    assert "Пока ничего нет" in client_of(town.head).get("/notices/").text


def test_who_is_not_signed_in_is_asked_to(notice: Notice, client_of: Callable[..., Client]) -> None:
    for path in ("/notices/", f"/notices/{code(notice.id)}/"):
        answer = client_of().get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")


def test_opening_a_notice_leads_to_the_thing_and_counts_as_read(
    town: "Town", notice: Notice, client_of: Callable[..., Client]
) -> None:
    answer = client_of(town.head).get(f"/notices/{code(notice.id)}/")
    assert (answer.status_code, answer["Location"]) == (303, f"/responses/{code(notice.subject_id)}/")
    assert is_read(notice)


def test_nobody_opens_or_puts_away_notices_of_others(
    town: "Town", notice: Notice, client_of: Callable[..., Client]
) -> None:
    stranger = client_of(town.keeper)
    assert stranger.get(f"/notices/{code(notice.id)}/").status_code == 404
    stranger.post(f"/notices/{code(notice.id)}/reading/")
    stranger.post("/notices/reading/", {"until": code(new_id())})
    assert not is_read(notice)


def test_one_notice_is_put_away(town: "Town", notice: Notice, client_of: Callable[..., Client]) -> None:
    assert client_of(town.head).post(f"/notices/{code(notice.id)}/reading/").status_code == 303
    assert is_read(notice)


def test_all_that_stood_on_the_page_is_put_away_and_what_came_since_stays_new(
    town: "Town", notice: Notice, client_of: Callable[..., Client]
) -> None:
    town.response(town.need("Ещё один запрос"))
    run_all()
    client_of(town.head).post("/notices/reading/", {"until": code(notice.id)})
    assert list(Notice.objects.filter(person=town.head, read_at=None)) == list(
        Notice.objects.filter(person=town.head, id__gt=notice.id)
    )


@pytest.mark.parametrize("until", ["", "nonsense", "0" * 200])
def test_nonsense_puts_nothing_away(town: "Town", notice: Notice, client_of: Callable[..., Client], until: str) -> None:
    assert client_of(town.head).post("/notices/reading/", {"until": until}).status_code == 303
    assert not is_read(notice)


def test_what_concerns_another_organisation_asks_to_act_for_it(
    town: "Town", notice: Notice, client_of: Callable[..., Client]
) -> None:
    club = town.organisation("Клуб «Парус»")
    Membership.objects.filter(person=town.head).update(until_at=clock.now())
    town.join(town.head, club, Role.MEMBER)
    town.join(town.head, town.school, Role.COORDINATOR)
    client = client_of(town.head)
    listed = client.get("/notices/").text
    assert "предлагает помощь" not in listed
    assert "1 новое уведомление для организации «Заречная школа»" in listed
    opened = client.get(f"/notices/{code(notice.id)}/")
    assert opened.status_code == 200
    assert "Действовать от имени «Заречная школа»" in opened.text
    assert "Экскурсия" not in opened.text
    assert not is_read(notice)


def test_what_was_taken_away_from_the_reader_is_named_no_more(
    town: "Town", notice: Notice, client_of: Callable[..., Client]
) -> None:
    Notice.objects.filter(id=notice.id).update(subject_id=new_id())
    client = client_of(town.head)
    text = client.get("/notices/").text
    assert "больше не показывается" in text
    assert "Экскурсия" not in text
    assert "Музей" not in text
    assert client.get(f"/notices/{code(notice.id)}/").status_code == 404


def test_who_left_an_organisation_reads_nothing_of_it(
    town: "Town", notice: Notice, client_of: Callable[..., Client]
) -> None:
    Membership.objects.filter(person=town.head).update(until_at=clock.now())
    client = client_of(town.head)
    text = client.get("/notices/").text
    assert "Экскурсия" not in text
    assert "Пока ничего нет" in text
    assert client.get(f"/notices/{code(notice.id)}/").status_code == 404


def test_the_bell_counts_what_is_not_read(town: "Town", notice: Notice, client_of: Callable[..., Client]) -> None:
    del notice
    assert '<span class="count">1</span>' in client_of(town.head).get("/notices/").text
    assert '<span class="count">' not in client_of(town.keeper).get("/notices/").text


def test_what_waits_stands_before_the_news_and_is_what_the_bell_counts(
    town: "Town", notice: Notice, client_of: Callable[..., Client]
) -> None:
    news = Notice(
        person=town.head, record_id=new_id(), kind="member", subject_kind="organisation", subject_id=town.school.id,
        about_kind="organisation", about_id=town.school.id, made_at=clock.now(),
    )  # fmt: skip
    news.save()
    client = client_of(town.head)
    text = client.get("/notices/").text
    assert text.index("Ждут вашего ответа") < text.index("Экскурсия о реке") < text.index("Что ещё произошло")
    assert text.index("Что ещё произошло") < text.index("Вас добавили" if "Вас добавили" in text else "организацию")
    assert '<span class="count">1</span>' in text
    client.post(f"/notices/{code(notice.id)}/reading/")
    after = client.get("/notices/").text
    assert "Ждут вашего ответа" not in after
    assert "Экскурсия о реке" in after
    assert '<span class="count">1</span>' in after, "with nothing waiting, the news are counted"


def test_the_bell_costs_one_query(town: "Town", notice: Notice, rf: Any) -> None:
    del notice
    request = rf.get("/")
    request.user, request.memberships = town.head, list(Membership.objects.filter(person=town.head))
    assert len(queries_of(lambda: bell(request))) == 1
    assert bell(request)["count"] == 1


def test_the_bell_never_shows_a_long_number(town: "Town", rf: Any) -> None:
    rows = [
        Notice(
            person=town.head, record_id=number, kind="member", subject_kind="organisation", subject_id=1,
            about_kind="organisation", about_id=1, made_at=clock.now(),
        )
        for number in range(120)
    ]  # fmt: skip
    Notice.objects.bulk_create(rows)
    request = rf.get("/")
    request.user, request.memberships = town.head, []
    assert bell(request)["count"] == "99+"


def test_who_is_not_signed_in_has_no_bell(client_of: Callable[..., Client]) -> None:
    assert "/notices/" not in client_of().get("/preferences/").text


def test_long_lists_come_in_pages(town: "Town", client_of: Callable[..., Client]) -> None:
    rows = [
        Notice(
            person=town.head, organisation=town.school, record_id=number, kind="member", subject_kind="organisation",
            subject_id=town.school.id, about_kind="organisation", about_id=town.school.id, made_at=clock.now(),
        )
        for number in range(35)
    ]  # fmt: skip
    Notice.objects.bulk_create(rows)
    client = client_of(town.head)
    first = client.get("/notices/").text
    assert first.count('class="row"') == 30
    last = min(sorted((row.id for row in rows), reverse=True)[:30])
    assert f"?before={code(last)}" in first
    assert client.get("/notices/", {"before": code(last)}).text.count('class="row"') == 5


def test_the_list_takes_the_same_queries_whatever_its_length(
    town: "Town", client_of: Callable[..., Client], assert_same_queries: SameQueries
) -> None:
    client = client_of(town.head)

    def add() -> None:
        response = town.response(town.need(f"Запрос {new_id()}"))
        exchange.withdraw_response(actor=town.actor(town.keeper), response=response)
        run_all()

    assert_same_queries(lambda: client.get("/notices/"), add, at_most=16)
