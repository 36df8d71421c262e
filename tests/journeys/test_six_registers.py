"""Six offices send six files of six kinds; a coordinator drops them one after another and has one directory."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.kit.product import PASSWORD, Product, until
from tests.kit.walking import Walk, words

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

Visit = Callable[..., "Page"]
Picture = Callable[["Page", str], Any]
OFFICES = Path(__file__).parent / "offices"
NO_NAME = "Нет названия."
FIGURES = {
    "education.csv": {"New": 4, "With faults": 1},  # an old code page, one ИНН that fails
    "culture.xlsx": {"New": 4, "With faults": 1},  # titles above the headings
    "tax.xls": {"New": 3, "Changed": 1, "Without changes": 1},  # capitals, quotes inside quotes
    "supplementary.ods": {"New": 4, "With faults": 3},  # two rows of headings, sections, a total
    "open-data.json": {"New": 2, "Changed": 2, "With faults": 1},  # values inside others
    "map.geojson": {"New": 4, "With faults": 1},  # points, addresses in parts
}
REFUSED = {  # what a row holds, why it stays out
    "education.csv": [("Тополёк", "Контрольная цифра ИНН 0000005041 не сходится")],
    "culture.xlsx": [("музей", NO_NAME)],
    "supplementary.ods": [("Раздел I. Дома творчества", NO_NAME), ("Раздел II. Спорт", NO_NAME), ("Итого", NO_NAME)],
    "open-data.json": [("Вместе с детьми", "В ИНН 12 цифр: 2")],
    "map.geojson": [("57.28", NO_NAME)],
}
SURE = "main a[href='/organisations/duplicates/merging/']"
MERGED = 5
MUSEUM = "Берёзовский краеведческий музей"
OF_THREE_OFFICES = (
    "0000006115", "000011001", "Берёзовский краеведческий музей", "Краеведческий музей", "Администрация округа",
    "+7 83100 2-15-90", "museum.berezovka.example", "Берёзовка, Школьная улица, 6",
)  # fmt: skip
FOUND = {  # asked in other forms of the words → a card that is found once
    "радугой творчества": "МБУ ДО ДДТ «Радуга»",
    "школу 12 Луговое": "МБОУ «Луговская СОШ № 12»",
    "домом культуры Озёрного": "Дом культуры «Озёрный»",
    "юных космонавтов": 'АВТОНОМНАЯ НЕКОММЕРЧЕСКАЯ ОРГАНИЗАЦИЯ "ЮНЫЙ КОСМОНАВТ"',
    "библиотекой Гайдара": "Луговская сельская библиотека имени А. Гайдара",
    "натуралистам": "Станция юных натуралистов «Росток»",
}


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_six_registers_become_one_directory(product: Product, visit: Visit, picture: Picture, *, js: bool) -> None:
    walk = Walk(visit(js=js, width=360), product)
    walk.sign_in("okrug@vmeste.example", PASSWORD)
    before = cards_told(walk)
    for name in FIGURES:
        load(walk, name)
        told_and_taken_along(walk, REFUSED.get(name, []))
        picture(walk.page, f"1-{name}")
    new = sum(figures["New"] for figures in FIGURES.values())
    assert cards_told(walk) == before + new

    merge_sure_pairs(walk, picture)
    assert cards_told(walk) == before + new - MERGED

    for question, card in FOUND.items():
        expect(asked(walk, question).filter(has_text=card)).to_have_count(1)
    expect(asked(walk, "краеведческого музея Берёзовки")).to_have_text([MUSEUM])
    picture(walk.page, "4-found")
    walk.press(MUSEUM)
    walk.reads(*OF_THREE_OFFICES)
    picture(walk.page, "5-card")


def load(walk: Walk, name: str) -> None:
    """Take one file in; nobody corrects a column."""
    walk.page.goto("/organisations/")
    walk.press("Load a register")
    drop(walk.page, OFFICES / name)
    walk.press("Upload and read")
    walk.press("Check all rows")
    walk.wait_for("Load", context="rows")
    assert walk.figures() == FIGURES[name]
    walk.press("Load", context="rows")
    walk.wait_for("Look at what is loaded")
    assert walk.figures() == FIGURES[name]


def drop(page: "Page", path: Path) -> None:
    """Let a file fall onto the field, as from a folder beside the browser."""
    box = page.locator("main input[type=file]").bounding_box()
    assert box
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    where = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    tab = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        tab.send("Input.dispatchDragEvent", {"type": kind, "data": data, **where})


def told_and_taken_along(walk: Walk, refused: list[tuple[str, str]]) -> None:
    """Read why rows stay out, on the page and in the table that can be taken along."""
    if not refused:
        return
    page = walk.page
    page.get_by_role("link", name=words("With faults", context="rows")).click()
    for holds, reason in refused:
        page.locator("main tbody tr", has_text=holds).filter(has_text=reason).first.wait_for()
    assert page.locator("main tbody tr").count() == len(refused)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    heading, *lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert words("Reason of the refusal") in heading
    assert len(lines) == len(refused)
    for line, (holds, reason) in zip(lines, refused, strict=True):
        assert holds in line
        assert reason in line


def merge_sure_pairs(walk: Walk, picture: Picture) -> None:
    """Merge what is surely one, until nothing sure is left; a third card of a museum meets the second merged one."""
    page = walk.page
    until(lambda: sure_pairs(walk).endswith(f"{MERGED}"), walk.text)
    picture(page, "2-pairs")
    merged = 0

    def nothing_is_left() -> bool:
        nonlocal merged
        if number := sure_pairs(walk):
            page.locator(SURE).click()
            page.locator("main input[name=confirmed]").check()
            walk.press("Merge")
        page.goto("/organisations/merges/")
        merged = page.locator("main li", has_text=words("Undo")).count()
        return not number and merged == MERGED

    until(nothing_is_left, walk.text)
    picture(page, "3-merges")


def sure_pairs(walk: Walk) -> str:
    """Give the digits of the offer to merge sure pairs; empty when there are none."""
    walk.page.goto("/organisations/duplicates/")
    offer = walk.page.locator(SURE)
    return digits(offer.inner_text()) if offer.count() else ""


def cards_told(walk: Walk) -> int:
    """Read how many cards the directory has."""
    walk.page.goto("/organisations/")
    return int(digits(walk.page.locator("main p[role=status]").inner_text()))


def digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def asked(walk: Walk, question: str) -> "Locator":
    """Search as a person does; give the names of the cards that are found."""
    walk.page.goto("/organisations/")
    field = walk.page.locator("main input[type=search]").first
    field.fill(question)
    field.press("Enter")
    return walk.page.locator("main .row-title")
