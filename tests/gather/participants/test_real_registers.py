"""Two public registers of Moscow as they are: the second is largely contained in the first and must not double it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from vmeste.gather.participants.commands import load_territories
from vmeste.gather.participants.models import Organisation, OtherCode, Site
from vmeste.ground.text.search import search

pytestmark = pytest.mark.django_db
OUTCOMES = ("new", "changed", "unchanged", "duplicate", "wrong")


def loaded(file: Path, **options: Any) -> dict[str, Any]:
    said = io.StringIO()
    call_command("import", "organisations", str(file), json=True, option=["as_of=2014"], stdout=said, **options)
    report: dict[str, Any] = json.loads(said.getvalue())
    assert report["read"] == sum(report[outcome] for outcome in OUTCOMES)
    return report


def test_the_second_register_does_not_double_the_first(real_data: Path) -> None:
    folder = real_data / "2_organisations" / "moscow_2014"
    load_territories()

    first = loaded(folder / "derived_orgs.csv")
    assert (first["read"], first["wrong"], first["changed"]) == (8711, 5, 0)
    cards = Organisation.objects.count()
    assert first["new"] == cards
    assert first["new"] + first["duplicate"] == 8706

    second = loaded(folder / "raw" / "747.csv")
    assert (second["read"], second["wrong"], second["new"]) == (3492, 5, 0)
    assert Organisation.objects.count() == cards

    again = loaded(folder / "raw" / "747.csv")
    assert (again["new"], again["changed"]) == (0, 0)
    assert loaded(folder / "derived_orgs.csv", dry_run=True)["changed"] == 0

    no_place = Organisation.objects.filter(region=None).count()
    assert no_place == 0, "every row says in what region it is, or the file does"
    assert Organisation.objects.filter(type="").count() <= cards * 0.03
    assert Site.objects.exclude(x=None).count() > 4800
    assert OtherCode.objects.filter(label="ОГРН").count() > 2000
    assert search("organisation", "гимназия 1505").ids
    assert search("organisation", "музыкальная шклоа").mended
