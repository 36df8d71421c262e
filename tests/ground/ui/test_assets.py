"""Collected files have names that tell their content; before collecting, plain names do."""

from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from pytest_django.fixtures import Settings


def address_of(name: str) -> str:
    return str(storages.create_storage({"BACKEND": "vmeste.ground.ui.assets.Storage"}).url(name))


@pytest.fixture
def collected(tmp_path: Path, settings: Settings) -> Path:
    settings.STATIC_ROOT = str(tmp_path / "static")
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "static"


def test_before_collecting_names_are_plain(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    assert address_of("ui/vmeste.css") == "/static/ui/vmeste.css"


def test_collected_names_tell_the_content_also_inside_the_style_sheet(collected: Path) -> None:
    address = address_of("ui/vmeste.css")
    assert address != "/static/ui/vmeste.css"
    sheet = (collected / address.removeprefix("/static/")).read_text("utf-8")
    fonts = {file.name for file in (collected / "ui/fonts").glob("golos-*.*.woff2")}
    assert len(fonts) == 2
    assert all(name in sheet for name in fonts)
    assert (collected / f"{address.removeprefix('/static/')}.br").exists()


def test_a_file_that_came_after_collecting_keeps_its_plain_name(collected: Path) -> None:
    assert collected.exists()
    assert address_of("ui/later.svg") == "/static/ui/later.svg"
