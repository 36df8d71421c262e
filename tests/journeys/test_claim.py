"""A card nobody acts for: claimed with proof and decided, or taken at once by a code that stands on paper."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.product import PASSWORD, Product, text_of
from tests.kit.walking import Walk, words

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]
Picture = Callable[["Page", str], Any]
CARD, MAILBOX = "Луговская СОШ", "school@lugovoe.example"
CLAIMER, NAME, SECRET = "vera@mail.example", "Вера Новикова", "поле-луг-река-12"
OTHER, DECIDER = "school@vmeste.example", "okrug@vmeste.example"
NEED = "Экскурсия в краеведческий музей для 5 класса, 20 детей, в декабре."
TITLE = "Экскурсия в краеведческий музей"
MARK = "организация ещё не подтверждена"
ADDRESS = re.compile(r"https?://[^/\s]+(/\S+)")
PHONE = 360


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_a_claimer_writes_at_once_and_the_coordinator_decides(
    product: Product, visit: Visit, picture: Picture, *, js: bool
) -> None:
    claimer, other, decider, office = (Walk(visit(js=js, width=PHONE), product) for _person in range(4))
    find_the_card(claimer, picture)
    claimer.press("This is my organisation")
    make_an_account(claimer)
    claim_the_card(claimer, picture)
    claim = claimer.page.url
    need = write_a_need(claimer, picture)
    other.sign_in(OTHER, PASSWORD)
    other.page.goto(need)
    other.reads(MARK)
    picture(other.page, "4-mark")

    claimer.page.goto(claim)
    claimer.press("Send a letter to the address on the card")
    office.page.goto(path_in(text_of(product.mail(MAILBOX, CARD))))
    office.reads(NAME)
    picture(office.page, "5-mailbox")
    office.press("Yes, one of us")

    assert "Заявка" in product.mail(DECIDER, CARD)["Subject"]
    decide(decider, picture)
    product.mail(CLAIMER, f"«{CARD}»", "уководитель")
    other.page.goto(need)
    assert MARK not in other.text()
    claimer.page.goto(need)
    assert MARK not in claimer.text()


def find_the_card(walk: Walk, picture: Picture) -> None:
    page = walk.page
    page.goto("/organisations/")
    page.locator("main input[type=search]").first.fill("луговская школа")
    page.locator("main input[type=search]").first.press("Enter")
    page.locator("main").get_by_role("link", name=CARD).first.wait_for()
    walk.press(CARD)
    page.locator("h1", has_text=CARD).wait_for()
    picture(page, "1-card")


def make_an_account(walk: Walk) -> None:
    """Make an account on the way, as who is asked to sign in; open the letter in the same browser."""
    page = walk.page
    walk.press("Make an account")
    fields = page.locator("form:has(input[type=password])")
    fields.locator("input[name=name]").fill(NAME)
    fields.locator("input[name=email]").fill(CLAIMER)
    fields.locator("input[name=password1]").fill(SECRET)
    with page.expect_navigation():
        fields.get_by_role("button", name=words("Make an account")).click()
    page.goto(path_in(text_of(walk.product.mail(CLAIMER))))
    with page.expect_navigation():
        page.locator("main form button").first.click()


def path_in(text: str) -> str:
    """Give the path of the first link in a letter."""
    found = ADDRESS.search(text)
    assert found, text
    return found[1].rstrip(".")


def claim_the_card(walk: Walk, picture: Picture) -> None:
    page = walk.page
    page.get_by_label(words("Your post")).fill("Директор школы")
    page.get_by_label(words("Where this can be checked")).fill("Приказ № 12 от 1 сентября")
    walk.press("Claim the card")
    walk.reads(words("Is looked at", context="state of a claim"))
    picture(page, "2-claim")


def write_a_need(walk: Walk, picture: Picture) -> str:
    """Write a need while the claim is looked at; give its address."""
    page = walk.page
    page.goto("/needs/")
    walk.press("Write a need")
    page.locator("main textarea").fill(NEED)
    walk.press("Go on")
    walk.press("All right, publish")
    walk.reads(MARK)
    picture(page, "3-need")
    return page.url


def decide(walk: Walk, picture: Picture) -> None:
    walk.sign_in(DECIDER, PASSWORD)
    page = walk.page
    page.goto("/")
    page.locator("main").get_by_role("link", name=CARD).first.click()
    walk.reads("Приказ № 12", "Директор школы", "Из почты с карточки подтвердили")
    picture(page, "6-evidence")
    walk.press("Grant")
    page.goto("/claims/?settled=1")
    walk.press(CARD)
    walk.press(CARD)
    walk.press("History of the card")
    walk.reads(words("The claim was granted"), words("The mailbox on the card confirmed the claim"))
    picture(page, "7-history")


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_a_code_from_the_sheet_is_typed_on_a_phone_and_lets_act_at_once(
    product: Product, visit: Visit, picture: Picture, *, js: bool
) -> None:
    printer, holder = Walk(visit(js=js, width=1280), product), Walk(visit(js=js, width=PHONE), product)
    printer.sign_in(DECIDER, PASSWORD)
    printer.page.goto("/organisations/?q=луговская")
    printer.press("Printed codes")
    printer.press("Make the sheet")
    slip = printer.page.locator(".slip", has_text=CARD)
    code = slip.locator("code").inner_text()
    picture(printer.page, "1-sheet")

    page = holder.page
    page.goto(f"/claims/code/#{code}" if js else "/claims/code/")
    field = page.locator("main input[name=code]")
    if js:
        assert field.input_value() == code
        assert "#" not in page.url
    field.fill(code.replace("-", " ").lower().translate(str.maketrans("acekmx", "асекмх")))
    picture(page, "2-code")
    holder.press("Go on")
    holder.reads(CARD)
    picture(page, "3-holds")
    make_an_account(holder)
    holder.press("Begin")
    page.locator("h1", has_text=CARD).wait_for()
    write = page.goto("/offers/new/")
    assert write
    assert write.status == 200
    told = product.mail(DECIDER, CARD)
    assert code not in text_of(told)

    late = Walk(visit(js=js, width=PHONE), product)
    late.page.goto("/claims/code/")
    late.page.locator("main input[name=code]").fill(code)
    with late.page.expect_navigation():
        late.page.locator("#code-form button").click()
    late.reads("уже использован")
