"""One style sheet: everything joined in its layer, small, without addresses that lead nowhere."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import RequestFactory

from vmeste.ground.ui import bundle, pages

OLD_BROWSERS_MISS = {
    "nesting": re.compile(r"[;{}]\s*&"),
    "has": re.compile(r":has\("),
    "container queries": re.compile(r"@container"),
    "wide colours": re.compile(r"oklch|color-mix|color\("),
}


def test_every_layer_comes_in_the_one_order() -> None:
    css = bundle.joined()
    assert css.startswith("@layer reset,tokens,base,layout,components,rooms,utilities;")
    seen = list(dict.fromkeys(re.findall(r"@layer (\w+)\{", css)))
    assert seen == [layer for layer in bundle.LAYERS if layer in seen]
    assert {"reset", "tokens", "base", "layout", "components", "utilities"} <= set(seen)


def test_every_sheet_of_a_component_is_taken() -> None:
    names = {name for _layer, _file, name in bundle.sources()}
    here = Path(bundle.__file__).parent / "static"
    assert names >= {str(file.relative_to(here)) for file in (here / "ui/css").rglob("*.css")}


def test_braces_are_balanced_and_comments_gone() -> None:
    css = bundle.joined()
    assert css.count("{") == css.count("}")
    assert "/*" not in css


def test_strings_survive_and_space_that_means_something_stays() -> None:
    css = 'a :hover ,\n b { content : "a  /* b */ ; c" ; margin : calc(1px + 2px) }'
    assert bundle.minified(css) == 'a :hover,b{content :"a  /* b */ ; c";margin :calc(1px + 2px)}'


def test_addresses_are_right_for_the_joined_sheet() -> None:
    moved = bundle.readdressed('a{b:url("../fonts/x.woff2") url(data:x) url(/y)}', "ui/css/fonts.css")
    assert moved == 'a{b:url("fonts/x.woff2") url(data:x) url(/y)}'
    for address in re.findall(r'url\("([^"]+)"\)', bundle.joined()):
        assert finders.find(f"ui/{address}"), address


@pytest.mark.parametrize("what", OLD_BROWSERS_MISS)
def test_nothing_that_old_browsers_miss(what: str) -> None:
    assert not OLD_BROWSERS_MISS[what].search(bundle.joined())


def test_it_is_offered_to_the_server_and_written_only_when_it_changed(tmp_path: Path) -> None:
    first = bundle.write(tmp_path)
    written = first.stat().st_mtime_ns
    assert bundle.write(tmp_path).stat().st_mtime_ns == written
    assert str(finders.find("ui/vmeste.css")).endswith("joined/ui/vmeste.css")


def test_every_class_that_components_say_is_drawn_or_meant() -> None:
    css = bundle.joined()
    here = Path(bundle.__file__).parent / "templates/ui/components"
    said = {
        name
        for file in here.glob("*.html")
        for found in re.findall(r'class="([^"{]+)', file.read_text("utf-8"))
        for name in found.split()
        if not name.endswith("-")
    }
    undrawn = {name for name in said if not re.search(rf"\.{re.escape(name)}(?![\w-])", css)}
    assert undrawn <= {"btn-plain", "confirm", "crumbs", "message-body", "running"}


def weight(path: str) -> int:
    found = finders.find(path)
    assert isinstance(found, str)
    return len(gzip.compress(Path(found).read_bytes(), 6))


def test_the_first_view_of_the_shell_weighs_little() -> None:
    """At most 60 KB without the font over the wire (gzip; brotli is smaller); the font at most 40 KB."""
    html = pages.whole(
        RequestFactory().get("/preferences/"),
        "ui/fault.html",
        {"fault": _fault(), "back": "", "sign_in": "", "proof": ""},
    )
    asked = [address.removeprefix("/static/") for address in re.findall(r'(?:src|href)="(/static/[^"#]+)', html)]
    total = len(gzip.compress(html.encode(), 6)) + sum(weight(path) for path in {*asked, "ui/icons.svg"})
    assert {"ui/vmeste.css", "ui/js/htmx.min.js", "ui/js/ui.js"} <= set(asked)
    assert total <= 40_000
    fonts = (Path(bundle.__file__).parent / "static/ui/fonts").glob("*.woff2")
    assert sum(font.stat().st_size for font in fonts) <= 40_000


def _fault() -> dict[str, object]:
    return {"title": "Title", "text": "Text", "icon": "alert", "faults": {}}


def test_the_environment_is_strict() -> None:
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    assert environment.undefined.__name__ == "StrictUndefined"
    assert environment.autoescape
