"""Duplicates as a coordinator works through them: on a phone and at a desk, with and without scripts."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.gather.participants.country import a_person, an_organisation
from vmeste.gather.participants import commands
from vmeste.gather.participants.models import LikelyPair, Merge, Organisation, Territory
from vmeste.ground.accounts.models import Person
from vmeste.ground.kernel.actors import SYSTEM

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
Pages = Callable[..., "Page"]
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
SIGHT = {"sight": "large.wide.black-on-white.shown"}
FULL = "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № {} имени Пушкина»"


@pytest.fixture
def keeper(town: Territory, region: Territory) -> Person:
    """A coordinator, and three schools that each stand in two cards."""
    for number in (5, 7, 12):
        address = f"с. Заречное, ул. Мира, д. {number}"
        an_organisation(
            FULL.format(number),
            town,
            short_name=f"МБОУ СОШ № {number}",
            address=address,
            phone=f"(495) 710-36-{number:02}",
        )
        an_organisation(
            f"Средняя школа №{number}", town, address=f"Заречное, Мира {number}", website=f"s{number}.example.org",
            phone=f"8 495 7103 6{number:02}",
        )  # fmt: skip
    commands.look_for_duplicates(SYSTEM)
    person = a_person("keeper@example.org", name="Ольга Петрова")
    commands.entrust_territory(actor=SYSTEM, territory=region, person=person)
    return person


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("cookies", [{}, SIGHT], ids=["usual", "weak-eyes"])
def test_axe_finds_nothing_and_nothing_sticks_out(  # noqa: PLR0913, PLR0917  the axes
    open_page: Pages,
    axe: Callable[["Page"], None],
    picture: Any,
    keeper: Person,
    cookies: dict[str, str],
    width: int,
) -> None:
    pair, other, *_more = LikelyPair.objects.select_related("first", "second")
    commands.merge_organisations(actor=SYSTEM, survivor=other.first, merged=other.second)
    page = open_page(person=keeper, cookies=cookies, width=width)
    for name, path in {
        "duplicates": "/organisations/duplicates/",
        "pair": reverse("participants:pair", args=[pair.id]),
        "sure-pairs": "/organisations/duplicates/merging/",
        "merges": "/organisations/merges/",
        "alike-card": reverse("participants:organisation", args=[pair.first_id]),
        "merged-card": reverse("participants:organisation", args=[other.first_id]),
    }.items():
        page.goto(path)
        picture(page, f"{name}-{width}-{'sight' if cookies else 'usual'}")
        axe(page)
        assert page.evaluate(OVERFLOW) <= 0, path


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_two_cards_become_one_and_two_again(open_page: Pages, keeper: Person, js: bool) -> None:
    page = open_page("/organisations/", person=keeper, js=js, width=360)
    page.get_by_role("link", name="Возможные повторы").click()
    page.get_by_role("link", name="Сравнить").first.click()
    page.get_by_role("heading", name="Две карточки рядом").wait_for()
    page.get_by_role("button", name="Объединить").click()
    page.get_by_text("Сюда вошли карточки").wait_for()
    assert Merge.objects.count() == 1
    page.locator("summary", has_text="Отменить").click()
    page.get_by_role("button", name="Отменить объединение").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert not Organisation.objects.filter(merged_into__isnull=False).exists()
