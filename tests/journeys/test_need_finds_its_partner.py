"""The thread: a register is loaded, a school's need finds a museum without account, they agree, it is done."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.translation import override

from tests.kit.product import PASSWORD, Product, text_of
from tests.kit.walking import Walk, words
from vmeste.gather.exchange.models import Posting, Response
from vmeste.ground.kernel import clock
from vmeste.web.demonstration.cast import inn

if TYPE_CHECKING:
    from playwright.sync_api import Page

MUSEUM, ADDRESS = "Музей ремёсел «Лад»", "lad@remesla.example"
LIBRARY, SPOILT = "Берёзовская библиотека", "Клуб юных гончаров"
HEADINGS = (
    "Наименование организации;Краткое название;ИНН;Тип учреждения;Населенный пункт;Адрес электронной почты;"
    "Широта;Долгота;Чем занимаются"
)
REGISTER = (
    (
        f"МБУК «Музей ремёсел и быта «Лад»;{MUSEUM};{inn(501)};музей;Заречный;{ADDRESS};57.2702;47.8104;"
        "Гончарный круг, ткацкий стан, кузница."
    ),
    f"Берёзовская сельская библиотека;{LIBRARY};{inn(502)};библиотека;Берёзовка;;57.3391;47.9440;",
    f"Народный хор «Зоренька»;;{inn(503)};творческий коллектив;Луговое;;;;Песни округа.",
    f"{SPOILT};;0000005041;клуб;Заречный;;;;",
    f"Озёрное лесничество;;{inn(505)};лесничество;Озёрный;les@ozyorny.example;57.5310;47.7290;",
)
NEED = "Мастер-класс по гончарному делу и ткачеству для 6 класса, 24 ребёнка."
TITLE = "Мастер-класс по гончарному делу"
LINE = "Слепили двадцать четыре горшка"

Visit = Callable[..., "Page"]
Picture = Callable[["Page", str], Any]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Give the register as an office saves it: semicolons, letters of an old code page, a row with a wrong ИНН."""
    path = tmp_path / "Реестр учреждений.csv"
    path.write_text("\r\n".join((HEADINGS, *REGISTER, "")), encoding="cp1251", newline="")
    return path


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_a_need_finds_its_partner(  # noqa: PLR0913  the axes and the tools
    product: Product, visit: Visit, register: Path, picture: Picture, width: int, *, js: bool
) -> None:
    def somebody() -> Walk:
        return Walk(visit(js=js, width=width), product)

    coordinator, school, museum = somebody(), somebody(), somebody()
    coordinator.sign_in("okrug@vmeste.example", PASSWORD)
    load_the_register(coordinator, register, picture)
    the_museum_is_found(coordinator, picture)

    school.sign_in("school@vmeste.example", PASSWORD)
    write_the_need(school, picture)
    need = school.page.url
    ask_the_museum(school, picture)
    letter = product.mail(ADDRESS, TITLE)
    answer_by_the_link(museum, school, address_in(text_of(letter)), picture)
    both_see_it_agreed(museum, school, picture)

    record_what_was_done(school, picture)
    both_see_it_done(museum, school, picture)
    the_ribbon_leads_back(school, need, picture)


def load_the_register(walk: Walk, register: Path, picture: Picture) -> None:
    page = walk.page
    walk.count_anew()
    walk.press("Load a register")
    page.get_by_label(words("File with a table")).set_input_files(register)
    walk.press("Upload and read")
    assert "1251" in (page.locator("main").text_content() or "")
    assert page.get_by_label("Адрес электронной почты").locator("option:checked").inner_text() == words("E-mail")
    page.get_by_label("Чем занимаются").select_option(label=words("Description"))
    territory = page.get_by_label(words("Territory"))
    okrug = territory.locator("option", has_text="Заречный муниципальный округ").first
    territory.select_option(okrug.get_attribute("value"))
    picture(page, "1-columns")
    walk.press("Check all rows")
    walk.wait_for("Load", context="rows")
    assert walk.figures() == {"New": 4, "With faults": 1}
    picture(page, "2-checked")
    walk.press("Load", context="rows")
    walk.wait_for("Look at what is loaded")
    assert walk.taps == 4, "to the file, upload, check, load: a press each"
    assert walk.figures() == {"New": 4, "With faults": 1}
    picture(page, "3-loaded")
    the_wrong_row_is_told(walk, picture)
    walk.press("Look at what is loaded")


def the_wrong_row_is_told(walk: Walk, picture: Picture) -> None:
    page = walk.page
    page.get_by_role("link", name=words("With faults", context="rows")).click()
    row = page.locator("main tbody tr", has_text=SPOILT)
    row.wait_for()
    assert "ИНН" in row.inner_text()
    picture(page, "4-wrong")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    kept = Path(download.value.path()).read_text("utf-8-sig")
    assert SPOILT in kept
    assert MUSEUM not in kept


def the_museum_is_found(walk: Walk, picture: Picture) -> None:
    page = walk.page
    page.locator("main input[type=search]").first.fill("ремесла ткацкий")
    page.locator("main").get_by_role("button", name=words("Show")).click()
    page.locator("main").get_by_text(LIBRARY).wait_for(state="detached")
    page.locator("main").get_by_role("link", name=MUSEUM).wait_for()
    walk.press("Show on the map")
    dot = page.locator("svg.map").get_by_role("link", name=MUSEUM)
    dot.wait_for()
    picture(page, "5-map")
    dot.click()
    page.locator("h1", has_text=MUSEUM).wait_for()
    walk.reads(ADDRESS, "Гончарный круг", "Заречный")
    picture(page, "6-card")


def write_the_need(walk: Walk, picture: Picture) -> None:
    page = walk.page
    walk.count_anew()
    walk.press("Write a need")
    page.locator("main textarea").fill(NEED)
    picture(page, "1-quick-entry")
    walk.press("Go on")
    walk.reads("для 6 класса", "24 ребёнка")
    picture(page, "2-understood")
    walk.press("All right, publish")
    assert walk.taps == 3, "write, go on, publish"
    assert len(walk.screens) == 3, walk.screens
    walk.reads(label(Posting.State.OPEN))
    assert page.locator("#matches .match").count() > 0
    assert page.locator("#matches .match").first.locator("li").count() > 0, "who fits is told with reasons"
    picture(page, "3-who-fits")


def ask_the_museum(walk: Walk, picture: Picture) -> None:
    walk.count_anew()
    walk.unfold("Ask", about=MUSEUM)
    walk.press("Send to the address on the card", about=MUSEUM)
    assert walk.taps == 2, "open the question, send it"
    walk.reads(label(Response.State.WAITING), MUSEUM)
    picture(walk.page, "4-asked")


def answer_by_the_link(walk: Walk, school: Walk, address: str, picture: Picture) -> None:
    walk.page.goto(address)
    walk.taps += 1
    walk.reads("Заречная СОШ", TITLE)
    school.page.reload()
    school.reads(label(Response.State.WAITING))
    picture(walk.page, "1-asked")
    walk.press("Yes, we can")
    assert walk.taps == 2, "the link, the answer"
    assert len(set(walk.screens)) == 1, walk.screens


def both_see_it_agreed(museum: Walk, school: Walk, picture: Picture) -> None:
    museum.reads(label(Response.State.ACCEPTED))
    assert museum.page.get_by_role("button", name=words("Yes, we can")).count() == 0
    picture(museum.page, "2-agreed")
    school.page.reload()
    school.reads(label(Response.State.ACCEPTED))
    picture(school.page, "5-agreed")
    told = school.product.mail("school@vmeste.example", MUSEUM)
    assert TITLE in text_of(told)


def record_what_was_done(walk: Walk, picture: Picture) -> None:
    page = walk.page
    walk.count_anew()
    form = page.locator("#settle form").first
    form.locator("input[name=amount]").fill("24")
    form.locator("select[name=unit]").select_option(label="детей")
    form.locator("input[name=line]").fill(LINE)
    picture(page, "6-recording")
    walk.press("It was done")
    assert walk.taps == 1
    picture(page, "7-done")


def both_see_it_done(museum: Walk, school: Walk, picture: Picture) -> None:
    museum.page.reload()
    for side in (museum, school):
        side.reads(label(Response.State.FULFILLED), LINE)
        assert "24 ребёнка" in side.text() or "24 детей" in side.text()
        assert str(clock.today().year) in side.text()
    picture(museum.page, "3-done")


def the_ribbon_leads_back(walk: Walk, need: str, picture: Picture) -> None:
    ribbon = walk.page.locator("main .ribbon")
    assert words("Result") in ribbon.inner_text()
    with walk.page.expect_navigation():
        ribbon.get_by_role("link", name=re.compile(TITLE)).click()
    assert walk.page.url == need
    walk.reads(label(Posting.State.FULFILLED))
    picture(walk.page, "8-need")


def address_in(text: str) -> str:
    """Give the one-time address a letter holds."""
    found = re.search(r"http\S+/answers/\S+", text)
    assert found, text
    return found.group()


def label(state: Any) -> str:
    """Give a state in the reader's words."""
    with override("ru"):
        return str(state.label)
