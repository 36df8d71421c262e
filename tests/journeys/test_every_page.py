"""Every type of page over the demonstration: accessible, light, quiet, nothing from elsewhere, one language."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.kit.browser import DESK, HEIGHT, PHONE, Visits
from tests.kit.product import PASSWORD, Product, Stock, shared_folder
from tests.kit.weight import Scales
from tests.kit.wording import english_in, russian_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCHOOL, OKRUG, ADMIN = "school@vmeste.example", "okrug@vmeste.example", "admin@vmeste.example"
HEAD, BOSS, CLAIMER = "director@vmeste.example", "boss@vmeste.example", "claimer@vmeste.example"
FIRST_VIEW, NEXT_VIEW = 60_000, 15_000
USUAL, SIGHT = "off", "large.wide.black-on-white.shown"
OUTSIDE = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    const far = element => element.getBoundingClientRect().right > wide + 0.5;
    return [document.documentElement.className, ...[...document.body.querySelectorAll('*')].filter(far)
        .slice(0, 5).map(element => element.outerHTML.slice(0, 160))];
}"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of page: its address or the name the stage gives it, what follows that, who opens it.

    `is_foreign`: it shows texts of others, such as mails or headings of a table, in their language.
    """

    path: str
    who: str = ""
    after: str = ""
    status: int = 200
    is_foreign: bool = False


PAGES = {
    "home": Kind("/"),
    "home of a coordinator": Kind("/", SCHOOL),
    "home of a territory's coordinator": Kind("/", OKRUG),
    "home of an administrator": Kind("/", ADMIN),
    "about": Kind("/about/"),
    "directory": Kind("/organisations/"),
    "directory, nothing fits": Kind("/organisations/?q=ъъъ"),
    "directory of a coordinator": Kind("/organisations/", OKRUG),
    "map": Kind("/organisations/map/"),
    "card": Kind("card"),
    "own card": Kind("own card", OKRUG),
    "card, change": Kind("own card", SCHOOL, "edit/"),
    "people": Kind("own card", OKRUG, "people/"),
    "access for programs": Kind("own card", SCHOOL, "tokens/"),
    "for programs": Kind("/api/"),
    "staff": Kind("own card", OKRUG, "staff/"),
    "history of a card": Kind("own card", OKRUG, "history/"),
    "closing": Kind("own card", OKRUG, "closing/"),
    "handing over": Kind("own card", HEAD, "handing/"),
    "handing over, offered": Kind("card of an heir", BOSS, "handing/"),
    "handing over by a link": Kind("handing by a link"),
    "closed card": Kind("closed card", OKRUG),
    "card that closes": Kind("closing card", OKRUG),
    "opening again": Kind("closed card", OKRUG, "reopening/"),
    "is the card right, by a link": Kind("confirming by a link"),
    "table, being written": Kind("waiting table", OKRUG),
    "table, ready": Kind("ready table", OKRUG),
    "old cards": Kind("/organisations/old/", OKRUG),
    "old cards of a type": Kind("/organisations/old/?type=company", OKRUG),
    "old cards, none": Kind("/organisations/old/?type=museum", OKRUG),
    "directory, old cards": Kind("/organisations/?old=on", OKRUG),
    "claims": Kind("/claims/", OKRUG),
    "claim of a new card": Kind("claim of a new card", OKRUG),
    "new card": Kind("new card", OKRUG),
    "my organisation is not here": Kind("/organisations/missing/", SCHOOL),
    "a partner is not here": Kind("/organisations/partner/", SCHOOL),
    "merging with another card": Kind("own card", OKRUG, "merging/"),
    "staff card": Kind("staff card", OKRUG),
    "claim": Kind("claim", OKRUG),
    "own claim": Kind("claim", CLAIMER),
    "claiming a card": Kind("card nobody acts for", CLAIMER, "claim/"),
    "card nobody acts for": Kind("card nobody acts for", CLAIMER),
    "mailbox of a card": Kind("mailbox"),
    "code from the sheet": Kind("/claims/code/"),
    "printed codes": Kind("/organisations/codes/", OKRUG),
    "printed codes of a card": Kind("card nobody acts for", OKRUG, "code/"),
    "new organisation": Kind("/organisations/new/", OKRUG),
    "networks": Kind("/networks/"),
    "network": Kind("network", OKRUG),
    "new network": Kind("/networks/new/", OKRUG),
    "coordinators": Kind("/coordinators/", ADMIN),
    "needs": Kind("/needs/"),
    "own needs": Kind("/needs/?own=1", SCHOOL),
    "offers": Kind("/offers/"),
    "new need": Kind("/needs/new/", SCHOOL),
    "new offer": Kind("/offers/new/", SCHOOL),
    "draft": Kind("draft", SCHOOL),
    "change a draft": Kind("draft", SCHOOL, "edit/"),
    "need": Kind("need"),
    "own need": Kind("need", SCHOOL),
    "change a need": Kind("need", SCHOOL, "edit/"),
    "matches": Kind("need", SCHOOL, "matches/"),
    "need of others": Kind("foreign need", SCHOOL),
    "offer of others": Kind("foreign offer", SCHOOL),
    "responses": Kind("/responses/", SCHOOL),
    "settled responses": Kind("/responses/?settled=1", SCHOOL),
    "waiting response": Kind("waiting response", SCHOOL),
    "agreed response": Kind("agreed response", SCHOOL),
    "declined response": Kind("declined response", SCHOOL),
    "fulfilled response": Kind("fulfilled response", SCHOOL),
    "answer by a link": Kind("waiting answer"),
    "agreed by a link": Kind("agreed answer"),
    "declined by a link": Kind("declined answer"),
    "unknown link": Kind("/answers/unknown/", status=403),
    "notices": Kind("/notices/", SCHOOL),
    "imports": Kind("/imports/", OKRUG),
    "imports of who may not": Kind("/imports/", SCHOOL),
    "new import": Kind("/imports/new/organisations/", OKRUG),
    "new list of needs": Kind("/imports/new/needs/", SCHOOL),
    "import, unknown words": Kind("checked import", OKRUG, "values/"),
    "import, columns": Kind("columns import", OKRUG, is_foreign=True),
    "import, running": Kind("running import", OKRUG),
    "import, checked": Kind("checked import", OKRUG),
    "import, loaded": Kind("loaded import", OKRUG),
    "import, wrong rows": Kind("loaded import", OKRUG, "?rows=wrong"),
    "import, failed": Kind("failed import", OKRUG),
    "import, cancelled": Kind("cancelled import", OKRUG),
    "vocabularies": Kind("/vocabularies/", ADMIN),
    "vocabulary": Kind("/vocabularies/direction/", ADMIN),
    "term": Kind("/vocabularies/direction/robotics/", ADMIN),
    "sign in": Kind("/sign-in/"),
    "sign up": Kind("/sign-up/"),
    "letter sent": Kind("/sign-up/letter/"),
    "forgotten password": Kind("/password/reset/"),
    "welcome": Kind("welcome"),
    "account": Kind("/account/", SCHOOL),
    "password": Kind("/password/", SCHOOL),
    "second factor": Kind("/account/second-factor/", SCHOOL),
    "mails": Kind("/mails/", ADMIN),
    "mail": Kind("mail", ADMIN, is_foreign=True),
    "how pages look": Kind("/preferences/"),
    "not there": Kind("/nothing/", status=404),
    "not yours": Kind("/mails/", SCHOOL, status=403),
    "components": Kind("/ui/"),
}
LOOKS = [(sight, width) for sight in (USUAL, SIGHT) for width in (PHONE, DESK)]
PAIRS = (
    {"language": "en", "scheme": "dark", "js": True, "width": PHONE},
    {"language": "en", "scheme": "light", "js": False, "width": DESK},
    {"language": "ru", "scheme": "dark", "js": False, "width": PHONE},
)
MATRIX = [
    {"language": language, "scheme": scheme, "js": js, "width": width}
    for language in ("ru", "en")
    for scheme in ("light", "dark")
    for js in (True, False)
    for width in (PHONE, DESK)
]


class Tour:
    """The staged product, the places of its things, the sessions of those who go round."""

    def __init__(self, product: Product, places: dict[str, str], chromium: "Browser") -> None:
        """Keep what all pages share."""
        self.product, self.places, self.chromium = product, places, chromium
        self._sessions: dict[str, dict[str, str]] = {"": {}}

    def address(self, kind: Kind) -> str:
        """Give the path of a page."""
        return self.places.get(kind.path, kind.path) + kind.after

    def session(self, who: str) -> dict[str, str]:
        """Sign somebody in by the page, once; give the cookies."""
        if who not in self._sessions:
            visits = Visits(self.chromium, self.product.url)
            page = visits.open("/sign-in/")
            own = page.locator("form:has(input[type=password])")
            own.locator("input[name=login]").fill(who)
            own.locator("input[name=password]").fill(PASSWORD)
            with page.expect_navigation():
                own.locator("button").first.click()
            kept = page.context.cookies()
            self._sessions[who] = {str(one["name"]): str(one["value"]) for one in kept if one["name"] == "sessionid"}
            visits.close()
        return self._sessions[who]


@pytest.fixture(scope="session")
def tour(demonstration: Stock, tmp_path_factory: pytest.TempPathFactory, chromium: "Browser") -> Iterator[Tour]:
    """Start the product on the staged data, without a worker: nothing moves while pages are looked at."""
    staged = Stock(shared_folder(tmp_path_factory), "staged", of=demonstration, stage="tests.journeys.stage")
    staged.prepare()
    product = Product(*staged.copy(tmp_path_factory.mktemp("staged") / "var"), worker=False)
    yield Tour(product, json.loads(staged.told()), chromium)
    product.stop()


@pytest.fixture
def visits(tour: Tour, chromium: "Browser") -> Iterator[Visits]:
    """Give browsers for this test; what they complain of fails it."""
    opened = Visits(chromium, tour.product.url)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_serves_everybody(
    tour: Tour, visits: Visits, axe: "Callable[[Page], None]", picture: "Callable[[Page, str], Any]", name: str
) -> None:
    kind = PAGES[name]
    page = visits.open(width=DESK, cookies=tour.session(kind.who), caches=True)
    weigh(page, tour.address(kind), kind)
    assert not english_in(page)
    for sight, width in LOOKS:
        look(page, sight, width)
        page.goto(tour.address(kind))
        picture(page, f"{width}{'-sight' if sight != USUAL else ''}")
        sound(page, axe)
    further = PAIRS[list(PAGES).index(name) % len(PAIRS)]
    in_another_way(tour, visits, axe, kind, further)


@pytest.mark.matrix
@pytest.mark.parametrize("name", PAGES)
def test_a_page_serves_everybody_in_every_way(
    tour: Tour, visits: Visits, axe: "Callable[[Page], None]", name: str
) -> None:
    for way in MATRIX:
        in_another_way(tour, visits, axe, PAGES[name], way)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_sheet_of_codes_serves_everybody(
    tour: Tour,
    visits: Visits,
    axe: "Callable[[Page], None]",
    picture: "Callable[[Page, str], Any]",
    language: Literal["ru", "en"],
) -> None:
    """It is the answer to a form, and each one makes new codes."""
    page = visits.open("/organisations/codes/", language=language, cookies=tour.session(OKRUG))
    for sight, width in LOOKS:
        look(page, sight, width)
        page.goto("/organisations/codes/")
        page.locator("input[name=anew]").check()
        with page.expect_navigation():
            page.locator("main aside button").click()
        assert page.locator(".slip code").count() > 1
        picture(page, f"{width}{'-sight' if sight != USUAL else ''}")
        sound(page, axe)
    assert not (english_in(page) if language == "ru" else russian_in(page))


def weigh(page: "Page", address: str, kind: Kind) -> None:
    """Open a page twice: with nothing kept, and as who has been here."""
    with Scales(page) as first:
        answer = page.goto(address)
    assert answer
    assert answer.status == kind.status
    assert first.bytes <= FIRST_VIEW, f"the first view takes {first.bytes} bytes\n{first}"
    with Scales(page) as following:
        page.goto(address)
    assert following.bytes <= NEXT_VIEW, f"the next view takes {following.bytes} bytes\n{following}"


def look(page: "Page", sight: str, width: int) -> None:
    """Choose the sight mode and the width of the window."""
    page.set_viewport_size({"width": width, "height": HEIGHT[width]})
    page.context.add_cookies([{"name": "sight", "value": sight, "url": page.url}])


def in_another_way(tour: Tour, visits: Visits, axe: "Callable[[Page], None]", kind: Kind, way: dict[str, Any]) -> None:
    """Look at a page in another language, colour scheme, or without scripts."""
    page = visits.open(tour.address(kind), cookies=tour.session(kind.who), **way)
    sound(page, axe if way["js"] else nobody)
    mixed = english_in(page) if way["language"] == "ru" else russian_in(page)
    assert kind.is_foreign or not mixed, f"{page.url} speaks two languages: {mixed}"


def nobody(page: "Page") -> None:
    """Stand in for axe, which is a script itself, where scripts are off."""


def sound(page: "Page", axe: "Callable[[Page], None]") -> None:
    """Check what holds for every page in every look."""
    axe(page)
    outside = page.evaluate(OUTSIDE)
    assert not outside, f"{page.url} runs over the side at {page.viewport_size}: {outside}"
