"""A real browser before a real server: no foreign host, no message in its console, no violation by axe."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import pytest

from tests.kit.people import prove

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE, DESK = 360, 1280
HEIGHT = {PHONE: 740, DESK: 900}
NO_ANSWER_NEEDED = re.compile(r"status of (403|404|409|422|429) ")
GONE_ON = re.compile(r"htmx:(sendAbort|afterRequest)\b")  # a person went on before the answer came
PATIENCE_MS = 15_000


@dataclass
class Guard:
    """Watches the pages of one test; `faults` must stay empty."""

    home: str
    faults: list[str] = field(default_factory=list)

    def watch(self, context: "BrowserContext", *, caches: bool = False) -> None:
        """Refuse foreign hosts and listen to every page of the context; one that keeps files is only listened to."""
        if caches:  # refusing switches the browser's cache off
            context.on("request", lambda request: self._note(request.url))
        else:
            context.route(self._is_foreign, self._refuse)
        context.on("console", lambda message: self._hear(message.type, message.text, message.location["url"]))
        context.on("weberror", lambda error: self.faults.append(f"script failed: {error.error}"))
        context.on("page", lambda page: page.set_default_timeout(PATIENCE_MS))

    def _is_foreign(self, address: str) -> bool:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.home

    def _refuse(self, route: Any) -> None:
        self._note(route.request.url)
        route.abort()

    def _note(self, address: str) -> None:
        if self._is_foreign(address):
            self.faults.append(f"asked a foreign host: {address}")

    def _hear(self, kind: str, text: str, where: str) -> None:
        """Take errors and warnings; a refusal that a page shows in words is no fault, a missing static file is."""
        is_told_in_words = NO_ANSWER_NEEDED.search(text) and "/static/" not in where
        if kind in {"error", "warning"} and not is_told_in_words and not GONE_ON.match(text):
            self.faults.append(f"console {kind}: {text}" + (f" ({where})" if where else ""))


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """Start the system's browser once, with a fresh profile."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  its event loop must not start in other tests

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program(), args=list(FLAGS), headless=True)
        yield browser
        browser.close()


class Visits:
    """Pages of one test on one site, each in a fresh browser of its own; what their guard heard is told at the end."""

    def __init__(self, chromium: "Browser", site: str) -> None:
        """Take the browser and the address of the site."""
        self.chromium, self.site = chromium, site
        self.guard = Guard(urlsplit(site).netloc)
        self._contexts: list[BrowserContext] = []

    def open(  # noqa: PLR0913  the axes of the browser
        self,
        path: str = "",
        *,
        js: bool = True,
        width: int = DESK,
        language: Literal["ru", "en"] = "ru",
        scheme: Literal["light", "dark"] = "light",
        cookies: dict[str, str] | None = None,
        caches: bool = False,
    ) -> "Page":
        """Open a page that has met nobody before, but for these cookies; with `caches` it keeps files as usual."""
        context = self.chromium.new_context(
            base_url=self.site,
            viewport={"width": width, "height": HEIGHT.get(width, 900)},
            java_script_enabled=js,
            color_scheme=scheme,
            locale="ru-RU",
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        self.guard.watch(context, caches=caches)
        kept = {"language": language, **(cookies or {})}
        context.add_cookies([{"name": name, "value": value, "url": self.site} for name, value in kept.items()])
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    def close(self) -> None:
        """Close all pages; fail with what the guard heard."""
        while self._contexts:
            self._contexts.pop().close()
        assert not self.guard.faults, "\n".join(self.guard.faults)


@pytest.fixture
def open_page(chromium: "Browser", live_server: "LiveServer") -> "Iterator[Callable[..., Page]]":
    """Give a maker of pages: `open_page("/needs/", person=…, js=False, width=360, language="en", scheme="dark")`."""
    visits = Visits(chromium, live_server.url)

    def make(path: str = "", *, person: Any = None, cookies: dict[str, str] | None = None, **axes: Any) -> "Page":
        session = _session_of(person) if person is not None else {}
        return visits.open(path, cookies={**(cookies or {}), **session}, **axes)

    yield make
    visits.close()


@pytest.fixture
def page(open_page: "Callable[..., Page]") -> "Page":
    """Give one page at a desk, with scripts, not signed in."""
    return open_page()


@pytest.fixture
def axe() -> "Callable[[Page], None]":
    """Give the check of accessibility: it fails with what axe found and where."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  loads a megabyte of script

    checker = Axe()

    def check(page: "Page") -> None:
        found = checker.run(page).response["violations"]
        lines = [
            f"{violation['id']}: {violation['help']}\n    "
            + "\n    ".join(node["html"][:200] for node in violation["nodes"])
            for violation in found
        ]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return check


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> "Callable[[Page, str], Path | None]":
    """Give the taker of pictures: into `VMESTE_PICTURES` when that is set, so that a person can look."""
    folder = os.environ.get("VMESTE_PICTURES")

    def take(page: "Page", name: str) -> Path | None:
        if not folder:
            return None
        path = Path(folder) / f"{request.node.name}-{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True)
        return path

    return take


def _session_of(person: Any) -> dict[str, str]:
    """Sign a person in and give the cookie that says so."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    prove(client, person)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _program() -> str:
    """Find the browser installed on this system."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not found:
        pytest.fail("no Chromium on this machine; `make doctor` says how to get it")
    return found
