"""Walking through pages as a person does: presses and screens count, texts are named as the source has them."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, override, pgettext

from tests.kit.product import until

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Locator, Page

    from tests.kit.product import Product


def words(source: str, *, context: str = "", **values: Any) -> str:
    """Give a text of the pages in Russian; tests name it as the source does."""
    with override("ru"):
        text = pgettext(context, source) if context else gettext(source)
    return text % values if values else text


class Walk:
    """One person at one browser; `taps` and `screens` since the last `count_anew`."""

    def __init__(self, page: "Page", product: "Product") -> None:
        """Take a page that has not been anywhere."""
        self.page, self.product = page, product
        self.taps = 0
        self.screens: list[str] = []
        page.on("framenavigated", self._note)

    def _note(self, frame: "Frame") -> None:
        if frame == self.page.main_frame:
            self.screens.append(frame.url.removeprefix(self.product.url))

    def count_anew(self) -> None:
        """Begin to count at the present screen."""
        self.taps = 0
        self.screens = []

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the page."""
        self.page.goto("/sign-in/")
        own = self.page.locator("form:has(input[type=password])")
        own.locator("input[name=login]").fill(email)
        own.locator("input[name=password]").fill(password)
        self._press(own.get_by_role("button", name=words("Sign in")), moves=True)

    def press(self, text: str, *, about: str = "", context: str = "") -> None:
        """Press a button or a link that leads to another screen; `about` is a text that stands beside it."""
        self._press(self.thing(words(text, context=context), about), moves=True)

    def unfold(self, text: str, *, about: str = "") -> None:
        """Press what shows more of the same screen; `about` is a text that stands beside it."""
        within = self.page.locator("main")
        if about:
            summary = self.page.locator("summary", has_text=words(text))
            within = within.locator("div, li, article, section").filter(has_text=about).filter(has=summary).last
        self._press(within.locator("summary", has_text=words(text)).first, moves=False)

    def thing(self, named: str, about: str = "") -> "Locator":
        """Find a button or a link by its name, in the smallest block that holds the text `about`."""
        link = self.page.get_by_role("link", name=named, exact=True)
        either = self.page.get_by_role("button", name=named, exact=True).or_(link)
        main = self.page.locator("main")
        if about:
            main = main.locator("div, li, article, section").filter(has_text=about).filter(has=either).last
        return main.locator(either).first

    def _press(self, thing: "Locator", *, moves: bool) -> None:
        self.taps += 1
        with self.page.expect_navigation() if moves else nullcontext():
            thing.click()

    def wait_for(self, text: str, *, context: str = "") -> None:
        """Stay on a page of running work until this button or link stands there; without scripts, look again."""
        awaited, again = self.thing(words(text, context=context)), self.thing(words("Look again"))

        def look() -> bool:
            if again.is_visible():
                self._press(again, moves=True)
                self.taps -= 1  # waiting costs no decision
            return awaited.is_visible()

        until(look, lambda: f"{words(text, context=context)} never came\n{self.text()}\n{self.product.said()}")

    def reads(self, *texts: str) -> None:
        """Wait until the page says all this."""
        for text in texts:
            self.page.locator("main").get_by_text(text).first.wait_for()

    def figures(self) -> dict[str, int]:
        """Read the figures of an import, those that are not zero."""
        sources = ("New", "Changed", "Without changes", "Repeated", "With faults")
        names = {words(name, context="rows"): name for name in sources}
        found = [tile.inner_text().split("\n") for tile in self.page.locator("main .tile").all()]
        return {names[text.strip()]: int(number) for number, text in found if text.strip() in names and int(number)}

    def text(self) -> str:
        """Give what the page says."""
        return self.page.locator("main").inner_text()
