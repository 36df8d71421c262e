"""The home page, what this is and notices in a real browser: accessible, light, nothing from elsewhere."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from vmeste.gather.participants.models import Role
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts.outbox import run_all

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (360, 1280)
FIRST_VIEW = 60_000
SIGHT = {"sight": "huge.wide.white-on-black.hidden"}


@pytest.fixture
def lively(town: "Town") -> "Town":
    """Give the town with a few needs and offers, an answer that waits and a colleague without an organisation."""
    town.network(town.school, town.museum)
    for title in ("Экскурсия на маяк для 5–7 классов", "Мастер-класс по 3D-печати", "Сцена для отчётного концерта"):
        town.need(title)
    for title in ("Мастерская лодок: строим модель за два занятия", "Зал на сорок мест с экраном"):
        town.offer(title)
    town.response(town.need("Лекция о реках края"))
    town.need("Черновик о шахматах", draft=True)
    run_all()
    return town


@pytest.fixture
def look(open_page: Callable[..., Any], axe: Any, picture: Any) -> Callable[..., None]:
    """Give the look at a page: axe finds nothing, it does not run over the side, a picture is taken."""

    def at(path: str, name: str, width: int, **axes: Any) -> None:
        page = open_page(path, width=width, **axes)
        axe(page)
        picture(page, f"{name}-{width}{'-sight' if axes.get('cookies') else ''}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    return at


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("sight", [None, SIGHT], ids=["usual", "low vision"])
@pytest.mark.parametrize("path", ["/", "/about/"])
@pytest.mark.usefixtures("lively")
def test_public_pages_are_accessible(look: Callable[..., None], path: str, width: int, sight: Any) -> None:
    look(path, f"public-{path.strip('/') or 'home'}", width, cookies=sight)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("who", ["head", "keeper", "nobody", "admin"])
def test_the_desk_is_accessible(lively: "Town", look: Callable[..., None], who: str, width: int) -> None:
    nobody = lively.person("nobody@town.test", "Новичок")
    Person.objects.filter(id=nobody.id).update(is_admin=who == "admin")
    person = getattr(lively, who) if who in {"head", "keeper"} else Person.objects.get(id=nobody.id)
    look("/", f"desk-{who}", width, person=person)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("sight", [None, SIGHT], ids=["usual", "low vision"])
def test_notices_are_accessible(lively: "Town", look: Callable[..., None], width: int, sight: Any) -> None:
    look("/notices/", "notices", width, person=lively.head, cookies=sight)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.usefixtures("lively")
def test_the_home_page_speaks_english_and_knows_the_dark(look: Callable[..., None], scheme: str) -> None:
    look("/", f"home-english-{scheme}", 1280, language="en", scheme=scheme)


@pytest.mark.parametrize("js", [True, False])
def test_a_notice_is_read_from_the_bell_to_the_answer(lively: "Town", open_page: Callable[..., Any], js: bool) -> None:
    page = open_page("/", person=lively.head, js=js)
    page.locator("a.part[href='/notices/']").click()
    page.get_by_role("link", name="предлагает помощь").first.click()
    page.wait_for_url("**/responses/**")
    page.goto("/notices/")
    assert page.locator("a.part[href='/notices/'] .count").count() == lively_unread(lively.head)


def lively_unread(person: Person) -> int:
    """Give one when something is still unread, for then the bell shows a number."""
    return int(person.notices.filter(read_at=None).exists())


def test_all_is_put_away_at_once(lively: "Town", open_page: Callable[..., Any]) -> None:
    page = open_page("/notices/", person=lively.head)
    page.get_by_role("button", name="Убрать все из новых").click()
    page.wait_for_url("**/notices/")
    assert page.locator("a.part[href='/notices/'] .count").count() == 0


def test_what_is_for_another_organisation_is_read_after_the_switch(
    lively: "Town", open_page: Callable[..., Any], axe: Any, picture: Any
) -> None:
    person = lively.person("two@town.test", "Двое", lively.organisation("Клуб «Парус»"), Role.MEMBER)
    lively.join(person, lively.school, Role.COORDINATOR)
    lively.response(lively.need("Ещё одна лекция"))
    run_all()
    notice = person.notices.get(kind="answered")
    from vmeste.ground.kernel.ids import code  # noqa: PLC0415

    page = open_page(f"/notices/{code(notice.id)}/", person=person)
    axe(page)
    picture(page, "notices-elsewhere")
    page.get_by_role("button", name="Действовать от имени").last.click()
    page.wait_for_url("**/responses/**")


def test_the_first_view_of_the_home_page_is_light(lively: "Town", open_page: Callable[..., Any]) -> None:
    del lively
    page = open_page()
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(size_of(answer)))
    page.goto("/", wait_until="networkidle")
    assert sum(sizes) <= FIRST_VIEW, sizes


def size_of(answer: Any) -> int:
    """Give the bytes on the wire without the font, which is kept for a year."""
    if "/fonts/" in answer.url:
        return 0
    import gzip  # noqa: PLC0415

    return len(gzip.compress(answer.body(), 6))


def test_on_a_phone_the_header_takes_two_rows_and_one_list_is_open_at_a_time(
    lively: "Town", open_page: Callable[..., Any]
) -> None:
    page = open_page("/", person=lively.head, js=False, width=360)
    header = page.locator("header.bar")
    assert header.bounding_box()["height"] <= 110
    for summary in header.locator("summary").all():
        summary.click()
        assert header.locator("details[open]").count() == 1
    begin, news = page.locator("main aside"), page.locator(".desk-news")
    assert begin.bounding_box()["y"] < news.bounding_box()["y"]
