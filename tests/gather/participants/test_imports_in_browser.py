"""The way of a list through the pages, as a person sees it: words explained, rows looked at, loaded and undone."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.gather.participants.country import a_person
from tests.kit.dump import dump
from vmeste.gather.participants.commands import add_member, add_staff, entrust_territory
from vmeste.gather.participants.models import Organisation, Role, Territory
from vmeste.ground.accounts.models import Person
from vmeste.ground.facts import outbox
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.ids import code

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
Pages = Callable[..., "Page"]
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
SIGHT = {"sight": "large.wide.black-on-white.shown"}
TABLE = """Полное наименование;ИНН;Тип;Ведомство;Адрес;Телефон
Музей часов;;музей;культурное;с. Заречное, ул. Ленина, 1;+7 (495) 710-36-42
Ромашка;;ремесленная;культурное;с. Заречное, ул. Мира, 2;
Музей часов;;;;с. Заречное, ул. Ленина, 1;
Безымянный;7718084650;;;;
"""


@pytest.fixture
def keeper(school: Organisation, region: Territory) -> Person:
    person = a_person("keeper@example.org", name="Ольга Петрова")
    add_member(actor=SYSTEM, organisation=school, person=person, role=Role.HEAD)
    entrust_territory(actor=SYSTEM, territory=region, person=person)
    return person


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_a_register_is_explained_looked_at_loaded_and_undone(  # noqa: PLR0913, PLR0917  the axes
    open_page: Pages,
    axe: Callable[["Page"], None],
    picture: Any,
    keeper: Person,
    tmp_path: Path,
    width: int,
    js: bool,
) -> None:
    before = dump("participants")
    path = tmp_path / "Реестр района.csv"
    path.write_text(TABLE, encoding="cp1251")
    page = open_page("/imports/new/organisations/", person=keeper, width=width, js=js)

    def seen(name: str) -> None:
        picture(page, name)
        axe(page) if js else None
        assert page.evaluate(OVERFLOW) <= 0 if js else True

    page.set_input_files("input[type=file]", str(path))
    page.get_by_role("button", name="Отправить и прочитать").click()
    page.get_by_role("button", name="Проверить все строки").click()
    page.locator("progress").wait_for()
    outbox.run_all()
    page.goto(page.url)

    page.get_by_role("link", name="Сказать, что они значат").click()
    seen("values")
    page.get_by_label("«ремесленная»").select_option("museum")
    expect(page.get_by_label("«культурное»")).to_have_value("culture")
    page.get_by_role("button", name="Применить и проверить заново").click()
    page.locator("progress").wait_for()
    outbox.run_all()
    page.goto(page.url)

    expect(page.get_by_text("Ведомство: Культура").first).to_be_visible()
    seen("checked")
    page.get_by_role("link", name="Повторы").first.click()
    expect(page.get_by_text("То же, что строка 2.")).to_be_visible()
    page.get_by_role("link", name="С ошибками").first.click()
    seen("wrong")
    page.get_by_role("button", name="Загрузить").first.click()
    page.locator("progress").wait_for()
    outbox.run_all()
    page.goto(page.url)
    seen("done")
    assert Organisation.objects.filter(name="Ромашка", type="museum", department="culture").exists()

    card = Organisation.objects.get(name="Музей часов")
    add_member(actor=SYSTEM, organisation=card, person=a_person("b@example.org"), role=Role.TEACHER)
    press_undo(page)
    outbox.run_all()
    page.goto(page.url)
    expect(page.get_by_text("уже есть: представитель")).to_be_visible()
    seen("obstacles")
    card.memberships.all().delete()
    press_undo(page)
    seen("undoing")
    outbox.run_all()
    page.goto(page.url)
    expect(page.get_by_text("Эта загрузка отменена")).to_be_visible()
    seen("undone")
    assert dump("participants") == before


def press_undo(page: "Page") -> None:
    page.get_by_text("Отменить эту загрузку").first.click()
    page.get_by_role("button", name="Отменить загрузку").click()
    page.locator("progress").wait_for()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("cookies", [{}, SIGHT], ids=["usual", "weak-eyes"])
def test_the_list_of_staff_is_clean_in_both_modes(  # noqa: PLR0913, PLR0917  the axes
    open_page: Pages,
    axe: Callable[["Page"], None],
    picture: Any,
    keeper: Person,
    school: Organisation,
    cookies: dict[str, str],
    width: int,
) -> None:
    for number in range(3):
        values = {
            "name": f"Иванова Анна Петровна {number}", "post": "учитель; руководитель кружка", "subject": "физика",
            "teaches": "вести кружок робототехники и готовить к олимпиадам", "email": f"a{number}@example.org",
        }  # fmt: skip
        add_staff(actor=SYSTEM, organisation=school, values=values)
    page = open_page(f"/organisations/{code(school.id)}/staff/", person=keeper, cookies=cookies, width=width)
    picture(page, "staff")
    axe(page)
    assert page.evaluate(OVERFLOW) <= 0
    page.goto("/imports/")
    picture(page, "imports")
    axe(page)
    assert page.evaluate(OVERFLOW) <= 0
